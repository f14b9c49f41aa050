// The function that makes a handle, and the paths, stand beside one another.
use dynamo_runtime::DynamoTable;

#[derive(DynamoTable)]
#[table(constructor = "URL")]
struct Domain {
    #[hash_key]
    url: String,
}

#[derive(DynamoTable)]
struct Log {
    #[hash_key]
    updated_at: String,
    #[dynamo(path = "table")]
    status: String,
}

fn main() {}
