// An index of a table paid per request has no capacity.
use dynamo_runtime::DynamoTable;

#[derive(DynamoTable)]
struct Log {
    #[hash_key]
    updated_at: String,
    #[gsi(name = "Status", read_capacity = 10, write_capacity = 10)]
    status: String,
}

fn main() {}
