// One field tells when an item expires, as a number that the service reads.
use std::time::SystemTime;

use dynamo_runtime::DynamoTable;

#[derive(DynamoTable)]
struct Session {
    #[hash_key]
    id: String,
    #[ttl]
    expires_at: u64,
    #[ttl]
    #[dynamo(serde)]
    also: SystemTime,
}

#[derive(DynamoTable)]
struct Bare {
    #[hash_key]
    id: String,
    #[ttl(seconds)]
    expires_at: u64,
}

fn main() {}
