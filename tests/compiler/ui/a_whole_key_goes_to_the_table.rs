// The handle takes the attributes of a key one by one; a tuple, a key or an item goes to the table that it is of.
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

async fn uses(orders: OrderTable, order: Order) -> Result<(), Error> {
    let _ = orders.get(("ann", 1), 1);
    let _ = orders.delete(order.key(), 1);
    Ok(())
}

fn main() {}
