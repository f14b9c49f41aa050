// What is read from one attribute fits the one that it is assigned to.
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
    let _ = orders.update("ann", 1).set(Order::TOTAL, Order::STATUS);
    let _ = orders.update("ann", 1).set(Order::TOTAL, Order::NUMBER + 1);
    let _ = orders.update("ann", 1).set(Order::STATUS, Order::STATUS + Order::NOTE);
    let _ = orders.update("ann", 1).set(Order::TOTAL, Order::TOTAL + 1 + 2);
    let _ = orders.update("ann", 1).set(Order::TOTAL, Order::TOTAL.if_not_exists(Order::TOTAL + 1));
    let _ = orders.update("ann", 1).set(Order::NOTE, Some("a"));
}

fn main() {}
