// An index names the field that is flattened, not the tag; the keys of the table have fields of their own.
use dynamo_runtime::{DynamoTable, DynamoValue};

#[derive(DynamoTable)]
#[gsi(name = "ByKind", hash = [kind])]
struct Parcel {
    #[hash_key]
    id: String,
    #[dynamo(flatten)]
    event: Event,
}

#[derive(DynamoTable)]
struct Tagged {
    #[hash_key]
    #[dynamo(flatten)]
    event: Event,
}

#[derive(Debug, Clone, PartialEq, DynamoValue)]
#[dynamo(tag = "kind")]
enum Event {
    Sent,
}

fn main() {}
