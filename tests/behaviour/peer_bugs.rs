//! What went wrong in other mappers, one test each, named after what holds here.

use std::collections::{BTreeSet, HashMap, HashSet};

use aws_sdk_dynamodb::types::AttributeValue;
use dynamo_runtime::{DynamoTable, ErrorKind};
use dynamo_testkit::Engine;
use dynamo_tests::{Address, Order};
use futures_util::{StreamExt, TryStreamExt};

use crate::orders;

type Outcome = Result<(), dynamo_runtime::Error>;

async fn created<T: DynamoTable>() -> (dynamo_runtime::Table<T>, Engine) {
    let engine = Engine::start().expect("an engine");
    let table = dynamo_runtime::Table::new(engine.client());
    table.create().await.expect("a table");
    (table, engine)
}

#[tokio::test]
async fn a_filter_does_not_take_the_key_conditions_placeholder() -> Outcome {
    let (orders, _engine) = orders().await;
    let order = Order { note: Some("bob".to_owned()), ..Order::new("ann", 1) };
    orders.put(&order).await?;
    assert_eq!(orders.query("ann").filter(Order::NOTE.eq("bob")).count().await?, 1);
    assert_eq!(orders.query("bob").filter(Order::NOTE.eq("ann")).count().await?, 0);
    Ok(())
}

#[tokio::test]
async fn a_write_guarded_by_an_empty_list_does_not_take_place() -> Outcome {
    let (orders, _engine) = orders().await;
    orders.put(&Order::new("ann", 1)).await?;
    let none: [i64; 0] = [];
    let delete = orders.delete("ann", 1).condition(Order::TOTAL.is_in(none)).await;
    assert_eq!(delete.unwrap_err().kind(), ErrorKind::ConditionFailed);
    assert!(orders.exists("ann", 1).await?);
    assert_eq!(orders.scan().filter(Order::TOTAL.is_in(none)).all().await?, []);
    Ok(())
}

/// Reserved words and characters that an expression cannot hold.
#[derive(Debug, Clone, PartialEq, DynamoTable)]
#[table(name = "Names")]
struct Names {
    #[hash_key]
    url: String,
    #[range_key]
    domain: String,
    #[gsi(name = "Log")]
    status: String,
    #[dynamo(rename = "1st-name with.every thing ü")]
    log: Option<String>,
    #[dynamo(rename = "size")]
    r#type: u8,
}

#[tokio::test]
async fn any_attribute_name_works_in_every_expression() -> Outcome {
    let engine = Engine::start().expect("an engine");
    let names = Names::table(engine.client());
    names.create().await?;
    let [url, domain, status] = ["u", "d", "s"].map(str::to_owned);
    let item = Names { url, domain, status, log: Some("l".to_owned()), r#type: 1 };
    names.put(&item).condition(Names::LOG.not_exists() & Names::TYPE.ne(1)).await?;
    assert_eq!(
        names.query("u").range("d").filter(Names::LOG.eq("l")).all().await?,
        std::slice::from_ref(&item)
    );
    assert_eq!(names.query_log("s").filter(Names::TYPE.le(1)).first().await?, Some(item));
    let changed = names.update("u", "d").set(Names::TYPE, 2).remove(Names::LOG).await?;
    assert_eq!((changed.r#type, changed.log), (2, None));
    names.delete("u", "d").condition(Names::TYPE.eq(2) & Names::DOMAIN.eq("d")).await
}

#[tokio::test]
async fn a_list_element_is_updated_alone() -> Outcome {
    #[derive(Debug, Clone, PartialEq, DynamoTable)]
    #[table(name = "Lists")]
    struct Lists {
        #[hash_key]
        id: u32,
        texts: Vec<String>,
        documents: Vec<Address>,
    }
    let (lists, _engine) = created::<Lists>().await;
    let address = |city: &str| Address { city: city.to_owned(), street: None };
    let item = Lists {
        id: 1,
        texts: ["a", "b", "c"].map(str::to_owned).into(),
        documents: vec![address("Ulm"), address("Bonn")],
    };
    lists.put(&item).await?;
    let update = lists
        .update(&item)
        .set(Lists::TEXTS.index(1), "x")
        .set(Lists::DOCUMENTS.index(0).at(Address::CITY), "Kiel");
    let updated = update.await?;
    assert_eq!(updated.texts, ["a", "x", "c"]);
    assert_eq!(updated.documents, [address("Kiel"), address("Bonn")]);
    Ok(())
}

#[tokio::test]
async fn operations_under_way_at_once_share_no_placeholders() -> Outcome {
    let (orders, _engine) = orders().await;
    let puts = (0..40).map(|number| {
        let orders = orders.clone();
        async move {
            orders.put(&Order::new("ann", number)).await?;
            let note = format!("note {number}");
            let update = orders.update("ann", number).set(Order::NOTE, &note);
            let updated = update.condition(Order::NUMBER.eq(number)).await?;
            assert_eq!(updated.note, Some(note));
            Ok::<_, dynamo_runtime::Error>(())
        }
    });
    futures_util::stream::iter(puts).buffer_unordered(8).try_collect().await
}

#[tokio::test]
async fn put_and_update_write_sets_and_bytes_alike() -> Outcome {
    #[derive(Debug, Clone, PartialEq, DynamoTable)]
    #[table(name = "Sets")]
    struct Sets {
        #[hash_key]
        id: String,
        tags: HashSet<String>,
        bytes: Vec<u8>,
        order: Vec<String>,
        empty: String,
    }
    async fn stored(engine: &Engine) -> HashMap<String, AttributeValue> {
        let sent = engine.client().get_item().table_name("Sets");
        let sent = sent.key("id", AttributeValue::S("x".to_owned())).send().await;
        sent.expect("an answer").item.expect("an item")
    }
    let engine = Engine::start().expect("an engine");
    let sets = Sets::table(engine.client());
    sets.create().await?;
    let item = Sets {
        id: "x".to_owned(),
        tags: HashSet::from(["a".to_owned()]),
        bytes: vec![0, 255],
        order: ["b", "a", "b"].map(str::to_owned).into(),
        empty: String::new(),
    };
    sets.put(&item).await?;
    let put = stored(&engine).await;
    assert!(put["tags"].is_ss() && put["bytes"].is_b() && put["order"].is_l(), "{put:?}");
    assert_eq!(put["empty"], AttributeValue::S(String::new()));
    let update = sets
        .update("x")
        .set(Sets::TAGS, &item.tags)
        .set(Sets::BYTES, &item.bytes)
        .set(Sets::ORDER, &item.order)
        .set(Sets::EMPTY, "");
    assert_eq!(update.await?, item);
    assert_eq!(stored(&engine).await, put);
    Ok(())
}

#[tokio::test]
async fn none_and_empty_sets_are_left_out_and_removed() -> Outcome {
    let (orders, engine) = orders().await;
    let names = async || {
        let scan = engine.client().scan().table_name(orders.name()).send().await;
        let [item] = scan.expect("a scan").items.expect("items").try_into().expect("one item");
        item.into_keys().collect::<BTreeSet<String>>()
    };
    orders.put(&Order::new("ann", 1)).await?;
    for absent in ["courier", "note", "labels"] {
        assert!(!names().await.contains(absent), "{absent}");
    }
    let labels = BTreeSet::from(["gift".to_owned()]);
    orders.update("ann", 1).set(Order::NOTE, "a").set(Order::LABELS, &labels).await?;
    assert!(names().await.contains("labels"));
    orders.update("ann", 1).set(Order::NOTE, None).set(Order::LABELS, BTreeSet::new()).await?;
    assert!(!names().await.contains("labels") && !names().await.contains("note"));
    Ok(())
}

#[tokio::test]
async fn large_numbers_keep_every_digit_also_as_keys_between_pages() -> Outcome {
    #[derive(Debug, Clone, PartialEq, DynamoTable)]
    #[table(name = "Numbers")]
    struct Numbers {
        #[hash_key]
        id: u64,
        #[range_key]
        #[gsi(name = "Large")]
        large: u128,
    }
    let engine = Engine::start().expect("an engine");
    let numbers = Numbers::table(engine.client());
    numbers.create().await?;
    let largest = 10_u128.pow(38) - 1;
    let all: Vec<_> =
        (0..5).rev().map(|less| Numbers { id: u64::MAX, large: largest - less }).collect();
    for item in &all {
        numbers.put(item).await?;
    }
    assert_eq!(numbers.query(u64::MAX).page_size(1).all().await?, all);
    assert_eq!(numbers.get(u64::MAX, largest).await?.as_ref(), all.last());
    assert_eq!(numbers.query_large(largest).page_size(1).all().await?, all[4..]);
    Ok(())
}

#[tokio::test]
async fn every_page_of_an_index_is_read_and_counted() -> Outcome {
    let (orders, _engine) = orders().await;
    for number in 0..25 {
        let courier = Some("carl".to_owned());
        orders
            .put(&Order { courier, ..Order::new(&format!("customer {}", number % 5), number) })
            .await?;
    }
    assert_eq!(orders.query_courier("carl").page_size(4).count().await?, 25);
    let by_status = orders.query_by_customer_and_status("customer 1").page_size(2);
    let numbers: Vec<u64> = by_status.all().await?.iter().map(|order| order.number).collect();
    assert_eq!(numbers, [1, 6, 11, 16, 21]);
    Ok(())
}

#[tokio::test]
async fn the_old_item_of_a_new_one_is_none() -> Outcome {
    let (orders, _engine) = orders().await;
    assert_eq!(orders.put(&Order::new("ann", 1)).return_old().await?, None);
    assert_eq!(orders.delete("ann", 2).return_old().await?, None);
    Ok(())
}

#[tokio::test]
async fn foreign_items_and_attributes_are_tolerated() -> Outcome {
    #[derive(Debug, PartialEq, DynamoTable)]
    #[table(name = "Orders")]
    struct Narrow {
        #[hash_key]
        customer: String,
        #[range_key]
        number: u64,
    }
    let (orders, engine) = orders().await;
    orders.put(&Order::new("ann", 1)).await?;
    let narrow = Narrow::table(engine.client()).get("ann", 1).await?;
    assert_eq!(narrow, Some(Narrow { customer: "ann".to_owned(), number: 1 }));
    Ok(())
}
