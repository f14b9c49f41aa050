// A field named twice in `include` is an error at the second.
use dynamo_runtime::DynamoTable;

#[derive(DynamoTable)]
struct Log {
    #[hash_key]
    updated_at: String,
    #[gsi(name = "Status", include = [message, message])]
    status: String,
    message: String,
}

fn main() {}
