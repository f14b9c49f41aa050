// A key of the table or an index is never skipped, sent through serde or defaulted.
use dynamo_runtime::DynamoTable;

#[derive(DynamoTable)]
struct Order {
    #[hash_key]
    #[dynamo(skip)]
    customer: String,
    #[range_key]
    #[dynamo(serde)]
    number: u64,
    #[gsi(name = "Status")]
    #[dynamo(default)]
    status: String,
}

fn main() {}
