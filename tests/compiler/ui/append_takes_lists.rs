// Only a list has an end to append to, or elements to reach.
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
    let _ = orders.update("ann", 1).set(Order::STATUS, Order::STATUS.append(["done"]));
    let _ = orders.update("ann", 1).set(Order::LINES, Order::LINES.append(["done"]));
    let _ = orders.update("ann", 1).set(Order::LABELS.index(0), "gift");
}

fn main() {}
