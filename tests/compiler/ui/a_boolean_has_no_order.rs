// A boolean cannot be compared with `<`, and contains nothing.
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
    let _ = orders.scan().filter(Order::PAID.lt(true));
    let _ = orders.scan().filter(Order::PAID.contains(true));
    let _ = orders.scan().filter(Order::PAID.size().eq(1));
}

fn main() {}
