// A range is one of a range key, of its type.
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

async fn uses(logs: LogTable, orders: OrderTable) -> Result<(), Error> {
    let _ = logs.query("a").range(1);
    let _ = orders.query("ann").range("1"..="2");
    let _ = orders.query("ann").range(..5);
    Ok(())
}

fn main() {}
