//! Every call that reads a response, what the service answers it, and what comes of it as a text that can be compared.

mod bodies;
mod mutations;
mod shown;

use std::pin::Pin;
use std::time::Duration;

use dynamo_runtime::op::RawPage;
use dynamo_runtime::{Changes, Dynamo, Error};
use futures_util::{Stream, StreamExt, TryStreamExt};

use self::bodies::{EVERYTHING, KEYS, ORDER, PARCEL};
pub use self::mutations::{Change, mutated, repeats};
use self::shown::Shown;
use crate::{Address, Everything, Order, Parcel, Session};

/// A call whose last answer is the one that is tried out.
pub struct Call {
    /// What is called.
    pub name: &'static str,
    /// What is answered before.
    pub before: Vec<String>,
    /// What the service answers.
    pub answer: String,
    /// Makes the call, and shows what it returns.
    pub run: fn(Dynamo) -> Returned,
    /// Reads the first of two members of one name, where the SDK keeps the last: an enum is chosen by the first tag, and what
    /// lies within a member is read whichever of the two it is in. To look further would be to read every item twice. A raw page
    /// reads both, and fails where the first does not fit: it has no SDK behind it.
    pub reads_the_first: bool,
}

/// What a call returns, as a text.
pub type Returned = Pin<Box<dyn Future<Output = Result<String, Error>>>>;

macro_rules! calls {
    ($($name:literal, [$($before:expr),*] $answer:expr, $on:ident => $call:expr;)*) => {
        vec![$(Call {
            name: $name,
            before: vec![$($before),*],
            answer: $answer,
            run: |$on| Box::pin(async move { Ok($call.await?.shown()) }),
            reads_the_first: $name.ends_with('*'),
        }),*]
    };
}

fn item(item: &str) -> String {
    format!(r#"{{"Item":{item},"ConsumedCapacity":{{"TableName":"t","CapacityUnits":0.5}}}}"#)
}

fn attributes(item: &str) -> String {
    format!(
        r#"{{"Attributes":{item},"ItemCollectionMetrics":{{"SizeEstimateRangeGB":[0.0,1.0]}}}}"#
    )
}

fn page(item: &str) -> String {
    let capacity = r#"{"CapacityUnits":2.0,"Table":{"CapacityUnits":1},"TableName":"t","GlobalSecondaryIndexes":{"i":{"CapacityUnits":1e0}}}"#;
    let last = r#"{"customer":{"S":"ann"},"number":{"N":"1"}}"#;
    format!(
        r#"{{"ConsumedCapacity":{capacity},"Count":2,"Items":[{item},{item}],"LastEvaluatedKey":{last},"ScannedCount":3}}"#
    )
}

fn batch() -> String {
    let unprocessed = r#"{"Orders":{"ConsistentRead":true,"Keys":[{"number":{"N":"2"},"customer":{"S":"ann"}}]}}"#;
    format!(r#"{{"Responses":{{"Orders":[{ORDER}]}},"UnprocessedKeys":{unprocessed}}}"#)
}

const NOTHING: &str = r#"{"ConsumedCapacity":{"CapacityUnits":1.0,"WriteCapacityUnits":1.0}}"#;
const COUNT: &str = r#"{"Count":5,"ScannedCount":7}"#;
const UNPROCESSED: &str = r#"{"UnprocessedItems":{"Orders":[{"DeleteRequest":{"Key":{"customer":{"S":"ann"},"number":{"N":"1"}}}}]}}"#;
const SESSION: &str = r#"{"user":{"S":"ann"},"number":{"N":"1"},"expires":{"N":"99999999999"}}"#;

fn order() -> Order {
    Order::new("ann", 1)
}

/// The items up to the first error, and what that is.
async fn until_an_error(
    mut items: impl Stream<Item = Result<Order, Error>> + Unpin,
) -> Result<(Vec<Order>, Option<String>), Error> {
    let mut read = Vec::new();
    while let Some(item) = items.next().await {
        match item {
            Ok(item) => read.push(item),
            Err(error) => return Ok((read, Some(format!("{:?}", error.kind())))),
        }
    }
    Ok((read, None))
}

/// The items of raw pages, owned: of what is borrowed, each wire has its own spelling.
async fn raw(on: Dynamo) -> Result<Vec<Vec<Order>>, Error> {
    let pages: Vec<_> = Order::table(on).scan().raw_pages().try_collect().await?;
    pages.iter().map(RawPage::decode).collect()
}

/// The calls, each of which succeeds with its answer.
#[must_use]
pub fn calls() -> Vec<Call> {
    let mut calls = single();
    calls.extend(many());
    calls
}

fn single() -> Vec<Call> {
    calls! {
        "get", [] item(EVERYTHING), on => Everything::table(on).get(b"id").send();
        "get an order", [] item(ORDER), on => Order::table(on).get("ann", 1).send();
        "get a parcel*", [] item(PARCEL), on => Parcel::table(on).get("p", Duration::from_secs(5)).send();
        "get some*", [] item(ORDER), on => Order::table(on).get("ann", 1)
            .project((Order::TOTAL, Order::ADDRESS.at(Address::CITY), Order::NOTE)).send();
        "get what has not expired", [] item(SESSION), on => Session::table(on).get("ann", 1).hide_expired().send();
        "exists", [] item(ORDER), on => Order::table(on).exists("ann", 1).send();
        "put", [] NOTHING.to_owned(), on => async { Order::table(on).put(&order()).send().await };
        "put, empty", [] "{}".to_owned(), on => async { Order::table(on).put(&order()).send().await };
        "put, old", [] attributes(ORDER), on => async { Order::table(on).put(&order()).return_old().send().await };
        "put, new", [] "{}".to_owned(), on => async { Order::table(on).put(&order()).return_new().send().await };
        "insert", [] "{}".to_owned(), on => async { Order::table(on).insert(&order()).send().await };
        "outcome", [] attributes(ORDER), on => async { Order::table(on).insert(&order()).return_old().outcome().await };
        "update", [] attributes(ORDER), on => Order::table(on).update("ann", 1).set(Order::TOTAL, 1).send();
        "update, nothing", [] NOTHING.to_owned(), on =>
            Order::table(on).update("ann", 1).set(Order::TOTAL, 1).return_nothing().send();
        "update, old", [] attributes(ORDER), on => Order::table(on).update("ann", 1).set(Order::TOTAL, 1).return_old().send();
        "update, updated", [] attributes(r#"{"total":{"N":"1"},"address":{"M":{"city":{"S":"Ulm"}}}}"#), on =>
            Order::table(on).update("ann", 1).set(Order::TOTAL, 1).return_updated_new().send();
        "upsert, updated before", [] attributes(r#"{"total":{"N":"1"}}"#), on =>
            Order::table(on).upsert("ann", 1).set(Order::TOTAL, 1).return_updated_old().send();
        "delete", [] "{}".to_owned(), on => Order::table(on).delete("ann", 1).send();
        "delete, old", [] attributes(ORDER), on => Order::table(on).delete("ann", 1).return_old().send();
    }
}

fn many() -> Vec<Call> {
    calls! {
        "all", [] page(ORDER), on => Order::table(on).query("ann").all();
        "all of everything", [] page(EVERYTHING), on => Everything::table(on).scan().all();
        "all parcels*", [] page(PARCEL), on => Parcel::table(on).scan().all();
        "first", [] page(ORDER), on => Order::table(on).query("ann").first();
        "count", [] COUNT.to_owned(), on => Order::table(on).query("ann").count();
        "a page", [] page(ORDER), on => Order::table(on).scan().page();
        "a page that is cut", [] page(ORDER), on =>
            Order::table(on).query("ann").filter(Order::TOTAL.lt(500)).limit(1).page();
        "pages", [] page(ORDER), on => Order::table(on).scan().pages().try_collect::<Vec<_>>();
        "a stream", [] page(ORDER), on => until_an_error(Order::table(on).query("ann").stream());
        "raw pages*", [] page(ORDER), on => raw(on);
        "segments", [] page(ORDER), on => Order::table(on).scan().segments(2).concurrency(1).all();
        "some of each*", [] page(ORDER), on =>
            Order::table(on).scan().project((Order::NUMBER, Order::ADDRESS.at(Address::CITY))).all();
        "a statement", [] format!(r#"{{"Items":[{ORDER}],"NextToken":"a\"b"}}"#), on =>
            Order::table(on).partiql("SELECT", ()).send();
        "hydrate", [KEYS.to_owned()] batch(), on => Order::table(on).query_courier("carl").hydrate().all();
        "delete all", [KEYS.to_owned()] UNPROCESSED.to_owned(), on => Order::table(on).scan().delete_all().into_future();
        "delete some", [KEYS.to_owned()] "{}".to_owned(), on =>
            Order::table(on).scan().filter(Order::TOTAL.lt(500)).delete_all().into_future();
        "delete what is found", [] KEYS.to_owned(), on => Order::table(on).scan().delete_all().into_future();
        "update all", [KEYS.to_owned()] "{}".to_owned(), on =>
            Order::table(on).scan().update_all(Changes::new().set(Order::TOTAL, 1)).into_future();
    }
}
