// A flattened field has an associated const too, which no other field may make.
use dynamo_runtime::{DynamoTable, DynamoValue};

#[derive(DynamoValue)]
struct Rest {
    note: String,
}

#[derive(DynamoTable)]
#[allow(non_snake_case)]
struct Log {
    #[hash_key]
    id: String,
    #[dynamo(flatten)]
    ID: Rest,
}

fn main() {}
