// A projection is a tuple of paths.
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
    let _ = orders.query("ann").project(Order::TOTAL);
    let _ = orders.query("ann").project(["total"]);
    let _ = orders.query("ann").view::<Log>();
    Ok(())
}

fn main() {}
