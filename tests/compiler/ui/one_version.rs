// An item has one version, and a field is written in one way.
use dynamo_runtime::DynamoTable;

#[derive(DynamoTable)]
struct Page {
    #[hash_key]
    id: String,
    #[version]
    version: u64,
    #[version]
    revision: u64,
    #[created_at]
    #[updated_at]
    time: String,
}

fn main() {}
