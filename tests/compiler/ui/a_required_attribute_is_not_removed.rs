// Removing a required attribute would leave an item that cannot be read.
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
    let _ = orders.update("ann", 1).remove(Order::TOTAL);
    let _ = orders.update("ann", 1).set(Order::TOTAL, None);
}

fn main() {}
