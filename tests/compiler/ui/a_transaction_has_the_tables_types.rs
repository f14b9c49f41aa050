//! A key and a value of a transaction have the types that the table says.

use dynamo_runtime::TransactWrite;
use dynamo_runtime::DynamoTable;

#[derive(DynamoTable)]
pub struct Order {
    #[hash_key]
    pub customer: String,
    #[range_key]
    pub number: u64,
    pub total: i64,
}

fn key(orders: &OrderTable, client: dynamo_runtime::aws_sdk_dynamodb::Client) {
    let _ = TransactWrite::new(client, (orders.delete("ann", 1), orders.delete("ann", "2")));
}

fn value(orders: &OrderTable, client: dynamo_runtime::aws_sdk_dynamodb::Client) {
    let _ = TransactWrite::new(client, [orders.update("ann", 1).set(Order::TOTAL, "5")]);
}

fn main() {}
