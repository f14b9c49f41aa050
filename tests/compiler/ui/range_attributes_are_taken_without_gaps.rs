// A tuple gives the range attributes from the left; only its last element may be a range.
use dynamo_runtime::DynamoTable;

#[derive(DynamoTable)]
struct Order {
    #[hash_key]
    customer: String,
    #[range_key]
    number: u64,
    #[gsi(name = "ByStatus")]
    status: String,
    #[gsi(name = "ByStatus", range)]
    placed_at: String,
    #[gsi(name = "ByStatus", range)]
    total: i64,
    paid: bool,
    note: Option<String>,
}

fn uses(orders: &OrderTable) {
    let _ = orders.query_by_status("open").range((10..,));
    let _ = orders.query_by_status("open").range(("a"..="b", 10));
}

fn main() {}
