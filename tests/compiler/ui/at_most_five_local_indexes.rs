// A table has at most 5 local indexes.
use dynamo_runtime::DynamoTable;

#[derive(DynamoTable)]
struct Order {
    #[hash_key]
    customer: String,
    #[range_key]
    number: u64,
    #[lsi(name = "Index1")]
    #[lsi(name = "Index2")]
    #[lsi(name = "Index3")]
    #[lsi(name = "Index4")]
    #[lsi(name = "Index5")]
    #[lsi(name = "Index6")]
    date: String,
}

fn main() {}
