// A flattened field has no attribute itself, so none of its settings.
use dynamo_runtime::{DynamoTable, DynamoValue};

#[derive(DynamoTable)]
struct Place {
    #[hash_key]
    #[dynamo(flatten)]
    id: String,
    #[dynamo(flatten, rename = "at", default)]
    address: Address,
}

#[derive(DynamoValue)]
struct Address {
    city: String,
}

fn main() {}
