//! A query or a write is no get.

use dynamo_runtime::op::TransactGet;
use dynamo_runtime::DynamoTable;

#[derive(DynamoTable)]
pub struct Order {
    #[hash_key]
    pub customer: String,
    #[range_key]
    pub number: u64,
    pub total: i64,
}

fn query(orders: &OrderTable, client: dynamo_runtime::aws_sdk_dynamodb::Client) {
    let _ = TransactGet::new(client, (orders.get("ann", 1), orders.query("ann")));
}

fn write(orders: &OrderTable, client: dynamo_runtime::aws_sdk_dynamodb::Client) {
    let _ = TransactGet::new(client, vec![orders.delete("ann", 1)]);
}

fn main() {}
