// A query names every hash attribute before a range.
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
    let _ = orders.query().range(1..);
    let _ = orders.query_by_status().range(("2026"..,));
}

fn main() {}
