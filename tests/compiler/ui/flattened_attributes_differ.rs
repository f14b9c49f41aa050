// Two fields of one attribute, in the struct and in what is flattened into it.
use dynamo_runtime::{DynamoTable, DynamoValue};

#[derive(DynamoTable)]
struct Place {
    #[hash_key]
    id: String,
    city: String,
    #[dynamo(flatten)]
    address: Address,
}

#[derive(DynamoValue)]
struct Address {
    city: String,
}

#[derive(DynamoValue)]
#[dynamo(tag = "city")]
enum Where {
    At(Address),
}

fn main() {}
