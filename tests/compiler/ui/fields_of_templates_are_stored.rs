use dynamo_runtime::{DynamoTable, DynamoValue};

#[derive(DynamoValue)]
struct Address {
    city: String,
}

#[derive(DynamoTable)]
#[hash_key(value = "A#{skipped}")]
#[range_key(value = "A#{address}")]
struct Order {
    #[dynamo(skip)]
    skipped: String,
    #[dynamo(flatten)]
    address: Address,
}

fn main() {}
