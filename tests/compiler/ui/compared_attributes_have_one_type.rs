// An attribute is compared with one of its own type; a size with a number.
use dynamo_runtime::DynamoTable;

#[derive(DynamoTable)]
struct Order {
    #[hash_key]
    customer: String,
    total: i64,
    note: Option<String>,
}

#[derive(DynamoTable)]
struct Log {
    #[hash_key]
    id: String,
    count: i64,
}

fn uses(orders: &OrderTable) {
    let _ = orders.scan().filter(Order::TOTAL.eq(Order::NOTE));
    let _ = orders.scan().filter(Order::NOTE.eq(Order::CUSTOMER.size()));
    let _ = orders.scan().filter(Order::NOTE.size().gt(Order::CUSTOMER));
    let _ = orders.scan().filter(Order::TOTAL.is_in(["much"]));
    let _ = orders.scan().filter(Order::TOTAL.lt(Log::COUNT));
}

fn main() {}
