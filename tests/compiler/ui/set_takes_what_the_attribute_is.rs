// SET takes a value of the type of the attribute.
use std::collections::BTreeSet;

use dynamo_runtime::{DynamoTable, Error};

#[derive(DynamoTable)]
struct Log {
    #[hash_key]
    at: String,
    status: String,
}

#[derive(DynamoTable)]
struct Order {
    #[hash_key]
    customer: String,
    #[range_key]
    number: u64,
    total: i64,
    note: Option<String>,
    labels: BTreeSet<String>,
}

async fn uses(orders: OrderTable) -> Result<(), Error> {
    let _ = orders.update("ann", 1).set(Order::LABELS, ["new"]);
    let _ = orders.update("ann", 1).set(Order::NOTE, Some("x"));
    let _ = orders.update("ann", 1).set_some(Order::TOTAL, Some("x"));
    let _ = orders.update("ann", 1).add(Order::LABELS, "new");
    Ok(())
}

fn main() {}
