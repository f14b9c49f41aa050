use dynamo_runtime::{DynamoTable, DynamoValue};

#[derive(DynamoTable)]
#[hash_key(value = "A#{a}")]
#[gsi(name = "ByB", hash = "B#{b}")]
struct Order {
    a: String,
    #[dynamo(key_only)]
    b: String,
    #[dynamo(key_only)]
    c: String,
}

#[derive(DynamoTable)]
struct Natural {
    #[hash_key]
    #[dynamo(key_only)]
    a: String,
}

#[derive(DynamoValue)]
struct Value {
    #[dynamo(key_only)]
    a: String,
}

fn main() {}
