// A write does not change the key.
use dynamo_runtime::DynamoTable;

#[derive(DynamoTable)]
struct Page {
    #[hash_key]
    #[created_at]
    created_at: String,
    #[range_key]
    #[version]
    version: u64,
}

fn main() {}
