// An index without a name is an error at its attribute.
use dynamo_runtime::DynamoTable;

#[derive(DynamoTable)]
struct Order {
    #[hash_key]
    customer: String,
    #[range_key]
    number: u64,
    #[gsi]
    status: String,
    #[lsi(projection = "ALL")]
    date: String,
}

fn main() {}
