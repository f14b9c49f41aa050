// A transaction is a tuple of writes, or a list of operations of one type.
use std::collections::BTreeSet;

use aws_sdk_dynamodb::Client;
use dynamo_runtime::{DynamoTable, Error, TransactWrite};

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

async fn uses(client: Client, logs: LogTable, log: Log) -> Result<(), Error> {
    TransactWrite::new(&client, [logs.put(&log), logs.delete("a")]).await?;
    TransactWrite::new(&client, logs.put(&log)).await?;
    TransactWrite::new(&client, (logs.put(&log), logs.get("a"))).await?;
    Ok(())
}

fn main() {}
