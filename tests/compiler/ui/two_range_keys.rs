// A second range key is an error at the second attribute.
use dynamo_runtime::DynamoTable;

#[derive(DynamoTable)]
struct Order {
    #[hash_key]
    customer: String,
    #[range_key]
    number: u64,
    #[range_key]
    date: String,
}

fn main() {}
