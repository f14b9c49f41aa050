// What takes several items or keys takes no single one, and the other way round.
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

async fn uses(logs: LogTable, orders: OrderTable, log: Log) -> Result<(), Error> {
    let _ = logs.put_all(&log);
    let _ = logs.get_all("a");
    let _ = logs.get(["a", "b"]);
    let _ = orders.delete_all_of([("ann", "1")]);
    Ok(())
}

fn main() {}
