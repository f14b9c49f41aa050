// What is compared has the type of the attribute.
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

async fn uses() -> Result<(), Error> {
    let _ = Order::TOTAL.gt("5");
    let _ = Order::NOTE.begins_with(5);
    let _ = Order::LABELS.contains(5);
    let _ = Order::TOTAL.between(1, "2");
    let _ = Order::TOTAL.is_in([1, 2]) & Log::STATUS.eq("x");
    Ok(())
}

fn main() {}
