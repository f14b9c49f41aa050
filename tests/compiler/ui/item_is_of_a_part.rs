// Only of an index that does not hold whole items is there a type to name.
use dynamo_runtime::DynamoTable;

#[derive(DynamoTable)]
struct Log {
    #[hash_key]
    updated_at: String,
    #[gsi(name = "Status", item = "OfStatus")]
    status: String,
}

fn main() {}
