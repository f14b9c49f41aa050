// One field cannot be the hash key and the range key.
use dynamo_runtime::DynamoTable;

#[derive(DynamoTable)]
struct Order {
    #[hash_key]
    #[range_key]
    customer: String,
}

fn main() {}
