// An empty `include` is refused.
use dynamo_runtime::DynamoTable;

#[derive(DynamoTable)]
struct Log {
    #[hash_key]
    updated_at: String,
    #[gsi(name = "Status", include = [])]
    status: String,
}

fn main() {}
