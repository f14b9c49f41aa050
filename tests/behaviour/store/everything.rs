//! All that is in the table, read as what it is.

use dynamo_runtime::aws_sdk_dynamodb::types::AttributeValue;
use dynamo_runtime::codec::Attributes;
use dynamo_runtime::schema::TableSchema;
use dynamo_runtime::table::DynamoItems;
use dynamo_runtime::{DynamoTable, Error};
use samples::store::{Order, OrderLine, Record, Review, StoreItem, User};

use super::{DOCS, address, on_both_wires, product, user};

#[tokio::test]
async fn what_stands_under_one_key_is_read_as_what_it_is() -> Result<(), Error> {
    on_both_wires(async |store, _| {
        let text = |text: &str| AttributeValue::S(text.to_owned());
        let attributes = [("pk", text("USER#ann")), ("sk", text("CART#1")), ("cart", text("pen"))];
        let other: Attributes =
            attributes.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
        store.register(&user("ann")).await?;
        store.put_address(&address("ann", "home")).await?;
        store.records.put_attributes(&other).await?;
        let items: Vec<StoreItem> = store.records.collection(&user("ann")).all().await?;
        let expected = [
            StoreItem::Address(address("ann", "home")),
            StoreItem::Other(other.clone()),
            StoreItem::User(user("ann")),
        ];
        assert_eq!(items, expected);
        // What only the table's own struct sees is nothing to the entities.
        assert_eq!(store.account("ann").await?.1.len(), 1);
        assert_eq!(store.remove_addresses("ann").await?, 1);
        assert_eq!(store.records.scan().count().await?, 2);
        Ok(())
    })
    .await
}

#[tokio::test]
async fn every_entity_is_one_variant() -> Result<(), Error> {
    on_both_wires(async |store, _| {
        store.register(&user("ann")).await?;
        store.put_address(&address("ann", "home")).await?;
        store.offer(&product("pen", "desk", 120)).await?;
        store.write_review(&Review::new("pen", "ann", "2026-11-22", 5)).await?;
        store
            .place(&Order::new("o-1", "ann", "2026-11-22"), &[OrderLine::new("o-1", 1, "pen", 1)])
            .await?;
        let mut all = Vec::new();
        for hash in ["USER#ann", "PRODUCT#pen", "ORDER#o-1"] {
            all.extend(store.records.collection::<StoreItem>(hash).all().await?);
        }
        let kind = |item: &StoreItem| match item {
            StoreItem::User(_) => "user",
            StoreItem::Address(_) => "address",
            StoreItem::Product(_) => "product",
            StoreItem::Review(_) => "review",
            StoreItem::Order(_) => "order",
            StoreItem::Line(_) => "line",
            StoreItem::Other(_) => "other",
        };
        let kinds: Vec<_> = all.iter().map(kind).collect();
        assert_eq!(kinds, ["address", "user", "product", "review", "line", "order"]);
        Ok(())
    })
    .await
}

#[test]
fn the_docs_have_the_templates() {
    let rows = DOCS.lines().skip_while(|line| !line.starts_with("| entity |")).skip(2);
    let rows = rows.take_while(|line| line.starts_with('|'));
    let documented: Vec<Vec<String>> = rows
        .map(|row| {
            row.trim_matches('|').split('|').map(|cell| cell.trim().replace('`', "")).collect()
        })
        .collect();
    let made = |schema: &TableSchema, names: &[&str]| {
        let made = names.iter().filter_map(|name| schema.template(name)).map(ToString::to_string);
        made.collect::<Vec<_>>().join(", ")
    };
    let row = |schema: &&'static TableSchema| {
        let places: [&[&str]; 4] = [&["pk"], &["sk"], &["gsi1pk", "gsi1sk"], &["gsi2pk", "gsi2sk"]];
        let keys = places.iter().map(|names| made(schema, names));
        [schema.entity.expect("an entity").to_owned()].into_iter().chain(keys).collect::<Vec<_>>()
    };
    let entities = <StoreItem as DynamoItems>::ENTITIES;
    assert_eq!(documented, entities.iter().map(row).collect::<Vec<_>>());
    assert_eq!(User::SCHEMA.name, Record::SCHEMA.name);
}
