// A misspelt attribute is one error, at the attribute.
use dynamo_runtime::DynamoTable;

#[derive(DynamoTable)]
struct Order {
    #[hash_key]
    customer: String,
    #[rnage_key]
    number: u64,
}

fn main() {}
