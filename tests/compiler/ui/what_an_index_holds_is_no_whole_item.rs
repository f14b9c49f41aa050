// What an index holds of an item is put nowhere: `hydrate` reads the whole.
use dynamo_runtime::{DynamoTable, Error};

#[derive(DynamoTable)]
struct Order {
    #[hash_key]
    number: u64,
    #[gsi(name = "Courier", projection = "KEYS_ONLY")]
    courier: String,
    total: u64,
}

async fn uses(orders: OrderTable) -> Result<(), Error> {
    let held = orders.query_courier("carl").await?;
    orders.put_all(&held).await.ok();
    orders.put(&held[0]).await
}

fn main() {}
