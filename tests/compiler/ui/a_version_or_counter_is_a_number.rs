// Versions and counters are added to.
use dynamo_runtime::DynamoTable;

#[derive(DynamoTable)]
struct Page {
    #[hash_key]
    id: String,
    #[version]
    version: String,
    #[counter]
    edits: Option<Vec<u32>>,
}

fn main() {}
