// A skipped field has no name, default or codec.
use dynamo_runtime::DynamoTable;

#[derive(DynamoTable)]
struct Log {
    #[hash_key]
    updated_at: String,
    #[dynamo(skip, rename = "other", default, serde)]
    message: String,
}

fn main() {}
