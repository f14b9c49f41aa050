// `include` names no key of the index: those are always projected. So are those of the table, which it may name.
use dynamo_runtime::DynamoTable;

#[derive(DynamoTable)]
struct Log {
    #[hash_key]
    updated_at: String,
    #[gsi(name = "Status", include = [updated_at, status, message])]
    status: String,
    message: String,
}

fn main() {}
