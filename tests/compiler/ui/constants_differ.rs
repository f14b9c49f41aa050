// Two fields that make one associated const are an error at the second.
use dynamo_runtime::DynamoTable;

#[derive(DynamoTable)]
#[allow(non_snake_case)]
struct Log {
    #[hash_key]
    id: String,
    ID: String,
    #[dynamo(path = "ID")]
    status: String,
}

fn main() {}
