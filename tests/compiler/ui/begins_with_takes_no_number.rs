// A number has no beginning, in a filter or a key condition.
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
    let _ = orders.scan().filter(Order::TOTAL.begins_with(1));
    let _ = orders.query("ann").range(dynamo_runtime::expr::prefix(1));
}

fn main() {}
