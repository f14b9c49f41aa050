// The hash key of the table cannot be the range of a local index.
use dynamo_runtime::DynamoTable;

#[derive(DynamoTable)]
struct Order {
    #[hash_key]
    #[lsi(name = "ByCustomer")]
    customer: String,
    #[range_key]
    number: u64,
}

fn main() {}
