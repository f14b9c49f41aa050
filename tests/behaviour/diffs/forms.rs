//! What another program stored in another form than the struct writes is changed all the same, or the update says why not.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use aws_sdk_dynamodb::types::AttributeValue::{self, L, M, N, Null, S};
use chrono::{DateTime, Utc};
use dynamo_runtime::{Dynamo, DynamoTable, DynamoValue, ErrorKind, Outcome, Wire};
use dynamo_testkit::Engine;
use rust_decimal::Decimal;
use uuid::Uuid;

use super::Outcome as Tested;

#[derive(Debug, Clone, PartialEq, DynamoTable)]
struct Product {
    #[hash_key]
    id: String,
    #[dynamo(default)]
    prices: BTreeMap<String, i64>,
    #[dynamo(default)]
    size: Size,
    notes: BTreeMap<String, Option<String>>,
    maker: Option<Maker>,
    weight: f32,
    cost: Decimal,
    sold: DateTime<Utc>,
    owner: Uuid,
    #[dynamo(serde)]
    tags: BTreeSet<String>,
    #[dynamo(serde)]
    words: HashSet<String>,
    parts: Vec<Part>,
}

#[derive(Debug, Clone, Default, PartialEq, DynamoValue)]
struct Size {
    width: u32,
    depth: Option<u32>,
}

#[derive(Debug, Clone, PartialEq, DynamoValue)]
struct Maker {
    name: String,
    town: Option<String>,
}

#[derive(Debug, Clone, PartialEq, DynamoValue)]
struct Part {
    name: String,
    #[dynamo(default)]
    count: u32,
}

fn text(text: &str) -> AttributeValue {
    S(text.to_owned())
}

fn texts(texts: &[&str]) -> AttributeValue {
    L(texts.iter().copied().map(text).collect())
}

fn map<const N: usize>(entries: [(&str, AttributeValue); N]) -> HashMap<String, AttributeValue> {
    entries.map(|(name, value)| (name.to_owned(), value)).into()
}

/// An item in which no attribute is as the struct writes it.
fn stored() -> HashMap<String, AttributeValue> {
    let maker = [("name", text("ACME")), ("town", Null(true)), ("extra", text("kept"))];
    map([
        ("id", text("x")),
        ("size", Null(true)),
        ("notes", M(map([("a", Null(true)), ("b", text("b"))]))),
        ("maker", M(map(maker))),
        ("weight", N("0.10000000149".to_owned())),
        ("cost", N("1.50".to_owned())),
        ("sold", text("2026-11-22T12:00:00+02:00")),
        ("owner", text("67E55044-10B1-426F-9247-BB680E5FE0C8")),
        ("tags", texts(&["b", "a"])),
        ("words", texts(&["one", "two", "three", "four", "five", "six"])),
        ("parts", L(vec![M(map([("name", text("bolt"))]))])),
        ("unknown", text("kept")),
    ])
}

async fn put(engine: &Engine, item: HashMap<String, AttributeValue>) {
    let put = engine.client().put_item().table_name("Product").set_item(Some(item));
    put.send().await.unwrap();
}

async fn item(engine: &Engine) -> HashMap<String, AttributeValue> {
    let get = engine.client().get_item().table_name("Product").key("id", text("x"));
    get.send().await.unwrap().item.unwrap()
}

type Change = fn(&mut Product);

/// A change of each attribute, and one of its nested ones where it has any.
const CHANGES: [(&str, Change); 15] = [
    ("prices", |new| new.prices.extend([("eur".into(), 5)])),
    ("size.width", |new| new.size.width = 7),
    ("size.depth", |new| new.size.depth = Some(7)),
    ("notes.a", |new| new.notes.extend([("a".into(), Some("n".into()))])),
    ("notes.c", |new| new.notes.extend([("c".into(), None)])),
    ("maker.town", |new| new.maker.as_mut().unwrap().town = Some("Ulm".into())),
    ("maker", |new| new.maker = None),
    ("weight", |new| new.weight = 0.5),
    ("cost", |new| new.cost = Decimal::new(25, 1)),
    ("sold", |new| new.sold += chrono::TimeDelta::days(1)),
    ("owner", |new| new.owner = Uuid::nil()),
    ("tags", |new| new.tags.extend(["c".into()])),
    ("words", |new| new.words.extend(["seven".into()])),
    ("parts", |new| new.parts[0].count = 3),
    ("parts, more", |new| new.parts.push(Part { name: "nut".into(), count: 1 })),
];

async fn products(wire: Wire) -> (ProductTable, Engine) {
    let engine = Engine::start().expect("an engine");
    let products = Product::table(Dynamo::new(engine.client()).with_wire(wire));
    products.create().await.expect("a table");
    (products, engine)
}

#[tokio::test]
async fn what_is_read_is_changed_in_whatever_form_it_is_stored() -> Tested {
    for wire in [Wire::Json, Wire::Sdk] {
        let (products, engine) = products(wire).await;
        for (name, change) in CHANGES {
            put(&engine, stored()).await;
            let old = products.get("x").await?.expect("a product");
            let mut new = old.clone();
            change(&mut new);
            let update = products.update_diff(&old, &new).expect("a difference");
            let updated = update.clone().await.map_err(|error| error.to_string());
            assert_eq!(updated.as_ref(), Ok(&new), "{name}");
            assert_eq!(products.get("x").await?.as_ref(), Some(&new), "{name}");
            let item = item(&engine).await;
            assert_eq!(item["unknown"], text("kept"), "{name}");
            if let Some(maker) = item.get("maker") {
                assert_eq!(maker.as_m().unwrap()["extra"], text("kept"), "{name}");
            }
            let again = update.await.map_err(|error| error.kind());
            assert_eq!(again, Err(ErrorKind::ConditionFailed), "{name}");
        }
    }
    Ok(())
}

#[tokio::test]
async fn all_of_it_is_changed_at_once() -> Tested {
    for wire in [Wire::Json, Wire::Sdk] {
        let (products, engine) = products(wire).await;
        put(&engine, stored()).await;
        let old = products.get("x").await?.expect("a product");
        let mut new = old.clone();
        CHANGES
            .iter()
            .filter(|(name, _)| *name != "maker")
            .for_each(|(_, change)| change(&mut new));
        let update = products.update_diff(&old, &new).expect("a difference");
        let outcome = update.condition(Product::ID.eq("x")).outcome().await?;
        assert!(matches!(outcome, Outcome::Done(done) if done == new));
    }
    Ok(())
}

#[tokio::test]
async fn what_changed_in_between_is_found_in_whatever_form_it_is_stored() -> Tested {
    let between = [
        ("prices", M(map([("eur", N("1".into()))]))),
        ("size", M(map([("width", N("1".into()))]))),
        ("notes", M(map([("a", text("other")), ("b", text("b"))]))),
        ("maker", M(map([("name", text("ACME")), ("town", text("Bonn"))]))),
        ("weight", N("0.2".into())),
        ("cost", N("1.51".into())),
        ("sold", text("2026-11-22T12:00:00+01:00")),
        ("owner", text("77E55044-10B1-426F-9247-BB680E5FE0C8")),
        ("tags", texts(&["b", "x"])),
        ("words", texts(&["one", "two"])),
        ("parts", L(vec![M(map([("name", text("screw"))]))])),
    ];
    let (products, engine) = products(Wire::Json).await;
    for (name, value) in between {
        put(&engine, stored()).await;
        let old = products.get("x").await?.expect("a product");
        let mut new = old.clone();
        CHANGES
            .iter()
            .filter(|(name, _)| *name != "maker")
            .for_each(|(_, change)| change(&mut new));
        let update = products.update_diff(&old, &new).expect("a difference");
        let mut changed = stored();
        changed.insert(name.to_owned(), value);
        put(&engine, changed).await;
        let before = item(&engine).await;
        assert_eq!(update.await.unwrap_err().kind(), ErrorKind::ConditionFailed, "{name}");
        assert_eq!(item(&engine).await, before, "{name}");
    }
    Ok(())
}

#[tokio::test]
async fn a_list_is_not_written_where_that_would_drop_what_the_struct_does_not_know() -> Tested {
    let (products, engine) = products(Wire::Json).await;
    let mut item = stored();
    let part = map([("name", text("bolt")), ("colour", text("red"))]);
    item.insert("parts".to_owned(), L(vec![M(part)]));
    put(&engine, item.clone()).await;
    let old = products.get("x").await?.expect("a product");
    let mut new = old.clone();
    new.parts[0].count = 3;
    let refused = products.update_diff(&old, &new).expect("a difference").await.unwrap_err();
    assert_eq!(refused.kind(), ErrorKind::InvalidRequest);
    assert!(refused.to_string().contains("`parts`"), "{refused}");
    // What stands beside the list is changed.
    new.parts.clone_from(&old.parts);
    new.weight = 0.5;
    assert_eq!(products.update_diff(&old, &new).expect("a difference").await?, new);
    Ok(())
}

#[tokio::test]
async fn a_condition_that_does_not_hold_is_told_as_such() -> Tested {
    let (products, engine) = products(Wire::Json).await;
    put(&engine, stored()).await;
    let old = products.get("x").await?.expect("a product");
    let mut new = old.clone();
    new.size.width = 7;
    let update = products.update_diff(&old, &new).expect("a difference");
    let rejected = update.condition(Product::COST.gt(Decimal::TEN)).outcome().await?;
    assert!(matches!(rejected, Outcome::Rejected { current: Some(Ok(current)) } if current == old));
    Ok(())
}
