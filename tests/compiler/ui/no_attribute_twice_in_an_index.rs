// A field can be in an index once.
use dynamo_runtime::DynamoTable;

#[derive(DynamoTable)]
struct Log {
    #[hash_key]
    updated_at: String,
    #[gsi(name = "Status")]
    #[gsi(name = "Status", range)]
    status: String,
}

fn main() {}
