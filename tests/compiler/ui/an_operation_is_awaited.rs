// An operation that is not awaited says so.
#![deny(unused_must_use)]
use dynamo_runtime::DynamoTable;

#[derive(DynamoTable)]
struct Order {
    #[hash_key]
    number: u64,
    total: u64,
}

fn uses(orders: OrderTable, order: Order) {
    orders.put(&order);
    orders.get(1);
    orders.query(1);
    orders.update(1).set(Order::TOTAL, 2);
}

fn main() {}
