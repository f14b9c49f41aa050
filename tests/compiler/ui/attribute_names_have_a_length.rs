// An empty name is refused, for an attribute and for a variant.
use dynamo_runtime::{DynamoTable, DynamoValue};

#[derive(DynamoTable)]
struct Log {
    #[hash_key]
    #[dynamo(rename = "")]
    updated_at: String,
}

#[derive(DynamoValue)]
enum Status {
    #[dynamo(rename = "")]
    Open,
}

fn main() {}
