// An index on a list is one error, at the type.
use dynamo_runtime::DynamoTable;

#[derive(DynamoTable)]
struct Log {
    #[hash_key]
    updated_at: String,
    #[gsi(name = "Tags")]
    #[gsi(name = "ByTags", range)]
    tags: Vec<String>,
    #[gsi(name = "ByTags")]
    status: String,
}

fn main() {}
