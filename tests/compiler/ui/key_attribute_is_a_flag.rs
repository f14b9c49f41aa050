// `#[hash_key]` and `#[range_key]` refuse arguments, and a second one on the same field.
use dynamo_runtime::DynamoTable;

#[derive(DynamoTable)]
struct Order {
    #[hash_key(name = "pk")]
    customer: String,
    #[range_key = "sk"]
    number: u64,
}

#[derive(DynamoTable)]
struct Log {
    #[hash_key]
    #[hash_key]
    updated_at: String,
}

fn main() {}
