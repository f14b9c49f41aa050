//! An update of what differs turns one item into another, unless something came between.

mod forms;
mod sizes;

use std::collections::{BTreeSet, HashMap};

use aws_sdk_dynamodb::types::AttributeValue::{self, M, N};
use dynamo_runtime::{DynamoTable, DynamoValue, ErrorKind};
use dynamo_testkit::Engine;
use dynamo_tests::{Address, Everything, Order};
use proptest::prelude::*;
use tokio::runtime::Builder;

use crate::arbitrary::arbitrary;
use crate::orders;

type Outcome = Result<(), dynamo_runtime::Error>;

/// A table of every kind of attribute, kept for all cases of a test.
fn table(runtime: &tokio::runtime::Runtime) -> (dynamo_runtime::Table<Everything>, Engine) {
    let engine = Engine::start().expect("an engine");
    let table = dynamo_runtime::Table::new(engine.client());
    runtime.block_on(async { table.create().await.expect("a table") });
    (table, engine)
}

/// Any item that the service takes: no key of a map is empty.
fn item() -> impl Strategy<Value = Everything> {
    arbitrary().prop_map(|mut item| {
        item.map.remove("");
        item.optional_map.remove("");
        item
    })
}

#[test]
fn any_item_becomes_any_other_but_not_if_something_came_between() {
    let runtime = Builder::new_current_thread().enable_all().build().unwrap();
    let (table, _engine) = table(&runtime);
    let config = ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(32) };
    proptest!(config, |(old in item(), new in item())| {
        let new = Everything { id: old.id.clone(), ..new };
        runtime.block_on(async {
            table.put(&old).await.unwrap();
            let update = table.update_diff(&old, &new).expect("a difference");
            prop_assert_eq!(&update.clone().await.unwrap(), &new);
            prop_assert_eq!(table.get(&new).await.unwrap(), Some(new.clone()));
            // What the update has done has come between.
            prop_assert_eq!(update.await.unwrap_err().kind(), ErrorKind::ConditionFailed);
            prop_assert_eq!(table.get(&new).await.unwrap(), Some(new));
            Ok(())
        })?;
    });
}

#[test]
fn every_attribute_that_differs_is_guarded() {
    let runtime = Builder::new_current_thread().enable_all().build().unwrap();
    let (table, _engine) = table(&runtime);
    let config = ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(4) };
    proptest!(config, |(old in item(), new in item())| {
        let new = Everything { id: old.id.clone(), ..new };
        let (old_item, mut new_item) = (old.to_item().unwrap(), new.to_item().unwrap());
        let names: BTreeSet<_> = old_item.keys().chain(new_item.keys()).cloned().collect();
        let update = table.update_diff(&old, &new).expect("a difference");
        for name in names {
            let mut item = old_item.clone();
            item.remove(&name);
            item.extend(new_item.remove_entry(&name));
            let between = Everything::from_item(item).unwrap();
            if between == old {
                continue;
            }
            let sent = runtime.block_on(async {
                table.put(&between).await.unwrap();
                update.clone().await
            });
            prop_assert_eq!(sent.unwrap_err().kind(), ErrorKind::ConditionFailed, "{}", name);
        }
    });
}

#[tokio::test]
async fn what_does_not_differ_may_change_and_stays() -> Outcome {
    let (orders, engine) = orders().await;
    let old = Order::new("ann", 1);
    let new = Order {
        total: 7,
        address: Address { city: "Bonn".to_owned(), street: None },
        ..old.clone()
    };
    let between = Order { note: Some("n".to_owned()), ..old.clone() };
    orders.put(&between).await?;
    let unknown = engine.client().update_item().table_name("Orders").set_key(Some(key()));
    let unknown = unknown.update_expression("SET extra = :v, address.extra = :v");
    unknown.expression_attribute_values(":v", AttributeValue::Bool(true)).send().await.unwrap();
    let updated = orders.update_diff(&old, &new).expect("a difference").await?;
    assert_eq!(updated, Order { note: between.note, ..new });
    let stored = engine.client().get_item().table_name("Orders").set_key(Some(key())).send().await;
    let stored = stored.unwrap().item.unwrap();
    assert_eq!(stored["extra"], AttributeValue::Bool(true));
    assert_eq!(stored["address"].as_m().unwrap()["extra"], AttributeValue::Bool(true));
    Ok(())
}

#[tokio::test]
async fn a_map_that_is_gone_has_changed_in_between() -> Outcome {
    let (orders, engine) = orders().await;
    let old = Order::new("ann", 1);
    let mut new = old.clone();
    new.address.street = Some("Main Street".to_owned());
    let update = orders.update_diff(&old, &new).expect("a difference");
    for expression in ["REMOVE address", "SET address = #total"] {
        orders.put(&old).await?;
        let change = engine.client().update_item().table_name("Orders").set_key(Some(key()));
        let change = change.update_expression(expression);
        let change = change.condition_expression("attribute_exists(#total)");
        change.expression_attribute_names("#total", "total").send().await.unwrap();
        let failed = update.clone().await.unwrap_err();
        assert_eq!(failed.kind(), ErrorKind::ConditionFailed, "{expression}");
    }
    Ok(())
}

#[tokio::test]
async fn a_null_that_another_program_stored_is_as_absent() -> Outcome {
    let (orders, engine) = orders().await;
    orders.put(&Order::new("ann", 1)).await?;
    let null = engine.client().update_item().table_name("Orders").set_key(Some(key()));
    let null = null.update_expression("SET note = :v, labels = :v");
    null.expression_attribute_values(":v", AttributeValue::Null(true)).send().await.unwrap();
    let old = orders.get("ann", 1).await?.expect("an order");
    let new = Order {
        note: Some("n".to_owned()),
        labels: BTreeSet::from(["gift".to_owned()]),
        ..old.clone()
    };
    assert_eq!(orders.update_diff(&old, &new).expect("a difference").await?, new);
    Ok(())
}

#[tokio::test]
async fn an_item_that_is_gone_has_changed_in_between() -> Outcome {
    let (orders, _engine) = orders().await;
    let old = Order::new("ann", 1);
    let new = Order { note: Some("n".to_owned()), ..old.clone() };
    let failed = orders.update_diff(&old, &new).expect("a difference").await.unwrap_err();
    assert_eq!(failed.kind(), ErrorKind::ConditionFailed);
    assert!(!orders.exists("ann", 1).await?);
    Ok(())
}

fn key() -> HashMap<String, AttributeValue> {
    [
        ("customer".to_owned(), AttributeValue::S("ann".to_owned())),
        ("number".to_owned(), AttributeValue::N("1".to_owned())),
    ]
    .into()
}

/// A program's idea of an item, some of which older items lack.
#[derive(Debug, Clone, PartialEq, DynamoTable)]
struct Setting {
    #[hash_key]
    id: String,
    #[dynamo(default = 3)]
    priority: u8,
    #[dynamo(default = ["a".to_owned()].into())]
    labels: BTreeSet<String>,
    limits: Limits,
}

#[derive(Debug, Clone, PartialEq, DynamoValue)]
struct Limits {
    items: u32,
    #[dynamo(default)]
    pages: u32,
}

#[tokio::test]
async fn what_was_read_as_a_default_may_be_absent() -> Outcome {
    let engine = Engine::start().expect("an engine");
    let settings = Setting::table(engine.client());
    settings.create().await?;
    let limits = Limits { items: 1, pages: 0 };
    let old = Setting { id: "x".into(), priority: 3, labels: ["a".to_owned()].into(), limits };
    let mut item = old.to_item()?;
    item.retain(|name, _| ["id", "limits"].contains(&&**name));
    item.insert("limits".into(), M([("items".into(), N("1".into()))].into()));
    engine.client().put_item().table_name("Setting").set_item(Some(item)).send().await.unwrap();
    assert_eq!(settings.get("x").await?.as_ref(), Some(&old));
    let labels = ["a", "b"].map(str::to_owned).into();
    let new = Setting { priority: 9, labels, limits: Limits { items: 1, pages: 2 }, ..old.clone() };
    let update = settings.update_diff(&old, &new).expect("an update");
    assert_eq!(update.clone().await?, new);
    assert_eq!(update.await.map_err(|error| error.kind()), Err(ErrorKind::ConditionFailed));
    // What is stored as the default is changed as any other, and what is not is guarded.
    settings.put(&old).await?;
    assert_eq!(settings.update_diff(&old, &new).expect("an update").await?, new);
    let newer = Setting { priority: 10, ..new.clone() };
    let update = settings.update_diff(&new, &newer).expect("an update");
    assert_eq!(update.input()?.get_condition_expression().as_deref(), Some(GUARD));
    Ok(())
}

const GUARD: &str = "(attribute_exists(#1)) AND (#0 = :1)";
