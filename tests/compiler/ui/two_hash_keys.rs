// A second hash key is an error at the second attribute.
use dynamo_runtime::DynamoTable;

#[derive(DynamoTable)]
struct Log {
    #[hash_key]
    updated_at: String,
    #[hash_key]
    status: String,
}

fn main() {}
