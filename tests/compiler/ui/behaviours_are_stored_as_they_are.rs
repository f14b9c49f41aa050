// What is not stored, or in another way, is not what the mapper writes.
use std::collections::HashMap;

use dynamo_runtime::DynamoTable;

#[derive(DynamoTable)]
struct Page {
    #[hash_key]
    id: String,
    #[version]
    #[dynamo(skip)]
    version: u64,
    #[updated_at]
    #[dynamo(rename = "updatedAt", serde)]
    updated_at: String,
    #[counter]
    #[dynamo(flatten)]
    edits: HashMap<String, u64>,
}

fn main() {}
