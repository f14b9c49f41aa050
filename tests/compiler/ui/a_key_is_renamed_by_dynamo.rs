// A key takes no name: `#[dynamo(rename)]` gives one.
use dynamo_runtime::DynamoTable;

#[derive(DynamoTable)]
struct Log {
    #[hash_key = "pk"]
    at: String,
    #[range_key(name = "sk")]
    number: u64,
}

fn main() {}
