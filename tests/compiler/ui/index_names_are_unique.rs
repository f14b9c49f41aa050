// Two indexes of one name, global or local, are an error at the second.
use dynamo_runtime::DynamoTable;

#[derive(DynamoTable)]
struct Order {
    #[hash_key]
    customer: String,
    #[range_key]
    number: u64,
    #[gsi(name = "ByDate")]
    #[lsi(name = "ByDate")]
    date: String,
    #[lsi(name = "ByTotal")]
    total: u64,
    #[lsi(name = "ByTotal")]
    net: u64,
}

fn main() {}
