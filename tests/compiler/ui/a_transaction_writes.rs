//! A get or a query is no write.

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

fn get(orders: &OrderTable) {
    let _ = TransactWrite::new(client(), (orders.delete("ann", 1), orders.get("ann", 1)));
}

fn query(orders: &OrderTable) {
    let _ = TransactWrite::new(client(), orders.query("ann"));
}

fn client() -> dynamo_runtime::aws_sdk_dynamodb::Client {
    unimplemented!()
}

fn main() {}
