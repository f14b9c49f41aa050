// Two fields of one attribute name are an error at the second.
use dynamo_runtime::DynamoTable;

#[derive(DynamoTable)]
#[table(rename_all = "camelCase")]
struct Log {
    #[hash_key]
    updated_at: String,
    #[dynamo(rename = "message")]
    status: String,
    message: String,
    #[dynamo(rename = "updatedAt")]
    other: String,
}

fn main() {}
