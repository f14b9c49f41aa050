// What is flattened is the key of an index where it has a tag: an enum with data.
use dynamo_runtime::{DynamoTable, DynamoValue};

#[derive(DynamoTable)]
struct Place {
    #[hash_key]
    id: String,
    #[dynamo(flatten)]
    #[gsi(name = "ByAddress")]
    address: Address,
}

#[derive(DynamoValue)]
struct Address {
    city: String,
}

fn main() {}
