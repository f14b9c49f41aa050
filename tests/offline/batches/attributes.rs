//! Many items as the SDK holds them: stored as they are, and told what is left of them as of items of a struct.

use aws_sdk_dynamodb::types::AttributeValue;
use dynamo_runtime::codec::Attributes;
use dynamo_runtime::{DynamoTable, Error, ErrorKind};
use dynamo_tests::Order;
use futures_util::stream;
use serde_json::{Value, json};

use super::requests::asked;
use super::{Service, Turn, all, numbers};
use crate::wires::WIRES;

/// A table of which a put writes more than it is given, and checks its version.
#[derive(DynamoTable)]
#[table(name = "Notes")]
struct Note {
    #[hash_key]
    id: String,
    #[version]
    version: u64,
    #[created_at]
    created: Option<u64>,
}

#[derive(DynamoTable)]
struct App {
    #[hash_key]
    pk: String,
}

#[derive(DynamoTable)]
#[table(in = App)]
#[hash_key(value = "USER#{user}")]
struct User {
    #[dynamo(key_only)]
    user: String,
}

fn text(of: &str) -> AttributeValue {
    AttributeValue::S(of.to_owned())
}

fn one(attributes: &[(&str, AttributeValue)]) -> Attributes {
    attributes.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect()
}

fn attributes(orders: &[Order]) -> Vec<Attributes> {
    orders.iter().map(|order| order.to_item().expect("an item")).collect()
}

#[tokio::test]
async fn attributes_are_put_as_items_are() {
    let orders = all(1..=2);
    let items = attributes(&orders);
    let bodies = asked(async |dynamo| {
        let table = Order::table(dynamo);
        table.put_all(&orders).await?;
        table.put_all_attributes(&items).await?;
        table.put_all_attributes(items.clone()).await?;
        table.put_all_attributes(stream::iter(&items)).keep_order().await?;
        Ok::<_, Error>(())
    });
    let bodies: Vec<Value> = bodies.await;
    assert_eq!(bodies.len(), 4);
    assert!(bodies.iter().all(|body| *body == bodies[0]), "{bodies:?}");
}

#[tokio::test]
async fn attributes_are_stored_as_they_are() {
    let item = one(&[
        ("id", text("a")),
        ("version", AttributeValue::N("7.0".to_owned())),
        ("other", AttributeValue::L(vec![AttributeValue::Null(true)])),
    ]);
    let bodies =
        asked(async |dynamo| Note::table(dynamo).put_all_attributes([item.clone()]).await).await;
    let stored = json!({ "id": { "S": "a" }, "version": { "N": "7.0" }, "other": { "L": [{ "NULL": true }] } });
    assert_eq!(
        bodies,
        [json!({ "RequestItems": { "Notes": [{ "PutRequest": { "Item": stored } }] } })]
    );
}

#[tokio::test(start_paused = true)]
async fn what_is_left_of_attributes_finishes_the_batch() {
    for wire in WIRES {
        for turn in [Turn::Leaves(1 << 3 | 1 << 9), Turn::LosesAnswer, Turn::Throttles] {
            let service = Service::new(&[turn, Turn::Leaves(u32::MAX), Turn::Leaves(0)]);
            let table = service.orders(wire, 1);
            let orders = all(1..=70);
            let mut items = attributes(&orders);
            let mut told = 0;
            let put = table.put_all_attributes(items.iter().cloned()).concurrency(1);
            let unfinished = put.progress(|so_far| told = so_far.items).await.expect_err("left");
            assert_eq!(unfinished.done.items, told);
            assert_eq!(unfinished.done.items + unfinished.left.len(), unfinished.taken);
            let left: Vec<_> =
                unfinished.positions.iter().map(|position| items[*position].clone()).collect();
            assert_eq!(unfinished.left, left, "{turn:?} {wire:?}");
            let rest = items.split_off(unfinished.taken);
            while let Err(more) = table.put_all_attributes(&unfinished.left).await {
                assert!(more.error.is_retryable() && !more.left.is_empty());
            }
            table.put_all_attributes(rest).await.expect("the rest");
            assert_eq!(service.stored(), numbers(&orders), "{turn:?} {wire:?}");
        }
    }
}

#[tokio::test]
async fn what_cannot_be_put_is_named() {
    for wire in WIRES {
        let service = Service::new(&[Turn::Leaves(0)]);
        let table = service.orders(wire, 1);
        let good = attributes(&all(1..=4));
        let mut items = good.clone();
        items[1].remove("number");
        items[2].insert("note".to_owned(), text(&"x".repeat(410 * 1024)));
        let error = table.put_all_attributes(&items).await.expect_err("no key");
        assert_eq!(error.error.kind(), ErrorKind::InvalidRequest);
        assert_eq!(error.refused, [1, 2], "{wire:?}");
        assert!(error.to_string().contains("index 1"), "{error}");

        let twice = [good[0].clone(), good[1].clone(), good[0].clone()];
        service.script.requests().clear();
        let error = table.put_all_attributes(&twice).await.expect_err("one twice");
        assert_eq!(error.error.kind(), ErrorKind::InvalidRequest);
        assert_eq!((error.positions, service.sizes()), (vec![0, 1, 2], vec![]));
        assert_eq!(table.put_all_attributes(&twice).keep_order().await.expect("puts").items, 3);

        let users = User::table(service.dynamo(wire, 1));
        let keys = ["USER#ann", "ORDER#1"].map(|key| one(&[("pk", text(key))]));
        let error = users.put_all_attributes(&keys).await.expect_err("another entity");
        assert_eq!((error.error.kind(), error.refused), (ErrorKind::InvalidRequest, vec![1]));
        assert_eq!(error.positions, [0]);
    }
}
