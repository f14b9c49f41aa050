// What is created at once is a tuple of tables.
use std::collections::BTreeSet;

use dynamo_runtime::{DynamoTable, Error, Dynamo};

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

async fn uses(dynamo: Dynamo) -> Result<(), Error> {
    dynamo.create_all::<Log>().await?;
    let plans = dynamo.plan_all::<(Log, u8)>().await?;
    Ok(())
}

fn main() {}
