// A key of another type, another table or another length is refused where it is given.
use dynamo_runtime::DynamoTable;

#[derive(DynamoTable)]
struct Log {
    #[hash_key]
    at: String,
}

#[derive(DynamoTable)]
struct Order {
    #[hash_key]
    customer: String,
    #[range_key]
    number: u64,
}

fn uses(logs: LogTable, orders: OrderTable, log: Log, order: Order) {
    let _ = logs.get(1);
    let _ = logs.get(order.key());
    let _ = (*orders).get("ann");
    let _ = (*orders).get((1, "ann"));
    let _ = orders.get(order.key(), 1);
}

fn main() {}
