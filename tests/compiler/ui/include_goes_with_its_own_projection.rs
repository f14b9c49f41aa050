// `include` contradicts another projection, and INCLUDE needs `include`.
use dynamo_runtime::DynamoTable;

#[derive(DynamoTable)]
struct Log {
    #[hash_key]
    updated_at: String,
    #[gsi(name = "Status", projection = "ALL", include = [message])]
    #[gsi(name = "Other", projection = "INCLUDE")]
    status: String,
    message: String,
}

fn main() {}
