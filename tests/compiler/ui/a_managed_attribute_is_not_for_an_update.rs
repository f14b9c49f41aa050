// What every write sets by itself takes part in conditions; an update cannot name it.
use dynamo_runtime::expr::role;
use dynamo_runtime::{DynamoTable, Path};

#[derive(DynamoTable)]
struct Order {
    #[hash_key]
    id: String,
    version: u64,
}

const VERSION: Path<Order, u64, role::Managed> = Path::new("version");

fn uses(orders: &OrderTable) {
    let _ = orders.update("a").set(Order::VERSION, 1).condition(VERSION.eq(1));
    let _ = orders.update("a").set(VERSION, 1);
    let _ = orders.update("a").remove(VERSION);
}

fn main() {}
