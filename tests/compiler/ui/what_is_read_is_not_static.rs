// A field cannot borrow for ever what is read.
use dynamo_runtime::{DynamoTable, DynamoValue};

#[derive(DynamoTable)]
struct Log {
    #[hash_key]
    at: &'static str,
    place: Place,
}

#[derive(DynamoValue)]
struct Place {
    name: &'static str,
}

fn main() {}
