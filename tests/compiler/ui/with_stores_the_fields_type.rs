// The way to store a field is one for its type.
use std::time::Duration;

use dynamo_runtime::DynamoTable;
use dynamo_runtime::codec::{Decoder, Encoder, With, kind};

struct Seconds;

impl With<Duration> for Seconds {
    type Kind = kind::N;

    fn encode(value: &Duration, to: &mut Encoder) {
        to.number(&value.as_secs().to_string());
    }

    fn decode(from: &mut Decoder<'_>) -> Option<Duration> {
        Some(Duration::from_secs(from.number()?.parse().ok()?))
    }
}

#[derive(DynamoTable)]
struct Job {
    #[hash_key]
    name: String,
    #[dynamo(with = Seconds)]
    took: Option<Duration>,
}

fn main() {}
