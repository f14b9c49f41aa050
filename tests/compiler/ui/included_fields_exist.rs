// `include` names stored fields of the struct.
use dynamo_runtime::DynamoTable;

#[derive(DynamoTable)]
struct Log {
    #[hash_key]
    updated_at: String,
    #[gsi(name = "Status", include = [mesage, cached])]
    status: String,
    message: String,
    #[dynamo(skip)]
    cached: bool,
}

fn main() {}
