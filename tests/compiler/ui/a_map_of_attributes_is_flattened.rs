// What is flattened has attributes: a struct, an enum with data, or a map.
use dynamo_runtime::{DynamoTable, DynamoValue};

#[derive(DynamoTable)]
struct Place {
    #[hash_key]
    id: String,
    #[dynamo(flatten)]
    number: u64,
    #[dynamo(flatten)]
    addresses: Vec<Address>,
}

#[derive(DynamoValue)]
struct Address {
    city: String,
}

#[derive(DynamoValue)]
enum Shape {
    Circle(u64),
}

fn main() {}
