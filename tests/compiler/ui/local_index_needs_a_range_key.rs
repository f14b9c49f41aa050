// A local index on a table without a range key is an error at the index.
use dynamo_runtime::DynamoTable;

#[derive(DynamoTable)]
struct Log {
    #[hash_key]
    updated_at: String,
    #[lsi(name = "ByStatus")]
    status: String,
}

fn main() {}
