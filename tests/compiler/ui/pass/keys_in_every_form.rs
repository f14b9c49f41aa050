#![allow(
    clippy::missing_errors_doc,
    clippy::needless_borrows_for_generic_args,
    reason = "keys in every form"
)]
// Keys as values, tuples, keys and items, whatever type they have; and reads that are awaited.
#![deny(warnings)]

use std::sync::Arc;

use dynamo_runtime::{DynamoTable, DynamoValue, DynamoView, Error, Table};

#[derive(Clone, DynamoTable)]
pub struct Log {
    #[hash_key]
    updated_at: String,
    status: String,
}

#[derive(DynamoTable)]
pub struct Count {
    #[hash_key]
    number: u64,
    #[gsi(name = "Owner", projection = "KEYS_ONLY")]
    owner: Option<Name>,
}

#[derive(Clone, PartialEq, Debug, DynamoValue)]
pub struct Name(String);

#[derive(DynamoTable)]
pub struct Order {
    #[hash_key]
    customer: Name,
    #[range_key]
    number: u64,
    cashier: Name,
    names: Vec<Name>,
}

#[derive(DynamoTable)]
pub struct Keyed<P> {
    #[hash_key]
    name: Name,
    held: P,
}

#[derive(DynamoTable)]
#[hash_key(value = "TASK#{number}")]
pub struct Task {
    number: u32,
}

#[derive(DynamoView)]
#[view(of = Order)]
pub struct Cashier {
    cashier: Name,
}

pub async fn one_attribute(
    logs: LogTable,
    counts: CountTable,
    tasks: TaskTable,
    keyed: KeyedTable<String>,
    log: Arc<Log>,
    text: &str,
) -> Result<(), Error> {
    logs.get("a").await?;
    logs.get(text).await?;
    logs.get(&text.to_owned()).await?;
    logs.get(log.updated_at.clone()).await?;
    logs.get(log.key()).await?;
    logs.get(&*log).await?;
    logs.update(log.key()).set(Log::STATUS, "b").await?;
    logs.upsert(&*log).set(Log::STATUS, "b").await?;
    logs.delete(log.key()).await?;
    logs.exists(log.key()).await?;
    counts.get(1).await?;
    counts.get(1 << 3).await?;
    counts.get(&1).await?;
    counts.get(7 % 4 + 2).await?;
    counts.update(1).set(Count::OWNER, "x").await?;
    counts.query(1).await?;
    counts.query_owner("x").await?;
    counts.get_all([1, 2]).await?;
    tasks.get(1).await?;
    keyed.get("a").await?;
    keyed.get(Name("a".into())).await?;
    Ok(())
}

pub async fn two_attributes(orders: OrderTable, order: Order) -> Result<(), Error> {
    orders.get("ann", 1).await?;
    orders.get(&order.customer, order.number).await?;
    (*orders).get(("ann", 1)).await?;
    (*orders).get((&order.customer, 1)).await?;
    (*orders).get(order.key()).await?;
    (*orders).update(("ann", 1)).set(Order::CASHIER, "bob").await?;
    (*orders).delete(&order).await?;
    (*orders).exists(("ann", 1)).await?;
    let append = Order::NAMES.append(["a", "b"]);
    (*orders).upsert(("ann", 1)).set(Order::NAMES, append).await?;
    let _ = orders.condition_check(("ann", 1), Order::CASHIER.is_in(["a", "b"]));
    orders.get_all([("ann", 1), ("bob", 2)]).await?;
    Ok(())
}

pub async fn whatever_the_table<T: DynamoTable>(table: Table<T>, item: T) -> Result<(), Error> {
    table.get(item.key()).await?;
    table.delete(&item).await?;
    Ok(())
}

pub async fn awaited(orders: OrderTable, counts: CountTable) -> Result<(), Error> {
    let _: Vec<Order> = orders.query("ann").range(1..=3).filter(Order::CASHIER.eq("a")).await?;
    let _: Vec<Cashier> = orders.query("ann").view().await?;
    let _: Vec<Order> = orders.scan().limit(3).await?;
    let _: Vec<(u64,)> = orders.scan().project((Order::NUMBER,)).segments(4).await?;
    let _: Vec<Count> = counts.query_owner("x").hydrate().await?;
    let _: Vec<Result<Order, Error>> = orders.scan().results().await?;
    Ok(())
}
