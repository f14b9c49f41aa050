// A projection is a tuple of paths of the table that is read.
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

#[derive(DynamoTable)]
struct Other {
    #[hash_key]
    name: String,
}

fn uses(orders: &OrderTable) {
    let _ = orders.get("ann", 1).project(Order::STATUS);
    let _ = orders.query("ann").project((Order::STATUS, Other::NAME));
}

fn main() {}
