// ADD knows numbers and sets; a set takes elements of its own type.
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
    lines: Vec<u32>,
    labels: std::collections::BTreeSet<String>,
}

fn uses(orders: &OrderTable) {
    let _ = orders.update("ann", 1).add(Order::STATUS, "done");
    let _ = orders.update("ann", 1).add(Order::LABELS, [1]);
    let _ = orders.update("ann", 1).delete(Order::LINES, [1]);
}

fn main() {}
