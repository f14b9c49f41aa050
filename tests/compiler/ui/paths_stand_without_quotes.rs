// A path or a type in quotes is told without them.
use dynamo_runtime::{DynamoTable, DynamoView};

#[derive(DynamoTable)]
#[table(crate = "::dynamo_runtime")]
struct App {
    #[hash_key]
    pk: String,
}

#[derive(DynamoTable)]
#[table(in = "App")]
#[hash_key(value = "USER#{name}")]
struct User {
    name: String,
    #[dynamo(with = "crate::Seconds")]
    took: u64,
}

#[derive(DynamoView)]
#[view(of = "App")]
struct Part {
    pk: String,
}

fn main() {}
