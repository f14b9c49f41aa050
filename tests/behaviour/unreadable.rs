//! Items that do not fit their type: they are named, and a read can go on past them.

use aws_sdk_dynamodb::types::AttributeValue;
use dynamo_runtime::{Dynamo, DynamoView, Error, ErrorKind, Wire};
use dynamo_testkit::Engine;
use dynamo_tests::{Order, OrderTable};
use futures_util::{StreamExt, TryStreamExt};

const ORDERS: u64 = 12;
/// Every third order has a text for its total.
fn is_bad(number: u64) -> bool {
    number.is_multiple_of(3)
}

const WIRES: [Wire; 2] = [Wire::Json, Wire::Sdk];

/// Orders on both wires.
async fn filled() -> Result<([OrderTable; 2], Engine), Error> {
    let engine = Engine::start().expect("an engine");
    let tables = WIRES.map(|wire| Order::table(Dynamo::new(engine.client()).with_wire(wire)));
    tables[0].create().await?;
    for number in 1..=ORDERS {
        let order = Order { courier: Some("carl".to_owned()), ..Order::new("SECRET", number) };
        tables[0].put(&order).await?;
        if is_bad(number) {
            spoil(&engine, number).await;
        }
    }
    Ok((tables, engine))
}

async fn spoil(engine: &Engine, number: u64) {
    let update = engine.client().update_item().table_name("Orders");
    let update = update
        .key("customer", AttributeValue::S("SECRET".to_owned()))
        .key("number", AttributeValue::N(number.to_string()));
    let update = update.update_expression("SET #t = :t").expression_attribute_names("#t", "total");
    let update = update.expression_attribute_values(":t", AttributeValue::S("SECRET".to_owned()));
    update.send().await.expect("an update");
}

/// The number of the order that the error is about, which has its item too.
#[track_caller]
fn number_of(error: &Error) -> u64 {
    assert_eq!(error.kind(), ErrorKind::Decode, "{error:?}");
    assert!(!format!("{error} {error:?}").contains("SECRET"), "{error:?}");
    let item = error.item().expect("the item");
    assert_eq!(item["total"], AttributeValue::S("SECRET".to_owned()));
    let key = error.key::<Order>().expect("the key");
    assert_eq!(key.attributes().expect("attributes").len(), 2);
    key.get(Order::NUMBER).expect("a number")
}

/// The numbers of the orders; those that cannot be read are negative.
#[track_caller]
fn numbers(results: &[Result<Order, Error>]) -> Vec<i64> {
    let number = |result: &Result<Order, Error>| match result {
        Ok(order) => order.number.cast_signed(),
        Err(error) => -number_of(error).cast_signed(),
    };
    results.iter().map(number).collect()
}

/// The numbers of `count` orders from the first, as `numbers` has them.
fn expected(count: u64) -> Vec<i64> {
    let signed =
        |number: u64| if is_bad(number) { -number.cast_signed() } else { number.cast_signed() };
    (1..=count).map(signed).collect()
}

#[tokio::test]
async fn an_error_tells_which_item_does_not_fit() -> Result<(), Error> {
    let (tables, _engine) = filled().await?;
    for orders in tables {
        let query = || orders.query("SECRET");
        let statement = "SELECT * FROM \"Orders\" WHERE customer = ? AND number = ?";
        let by_stream: Vec<Result<Order, Error>> = query().stream().collect().await;
        assert_eq!((by_stream.len(), &numbers(&by_stream)), (3, &expected(3)));
        let raw = query().raw_pages().try_next().await?.expect("a page");
        let errors = [
            orders.get("SECRET", 3).await.map(drop),
            query().all().await.map(drop),
            query().page().await.map(drop),
            query().pages().try_next().await.map(drop),
            orders.partiql(statement, ("SECRET", 3)).await.map(drop),
            raw.decode::<Order>().map(drop),
            orders.update("SECRET", 3).set(Order::NOTE, "n").await.map(drop),
            orders.update("SECRET", 3).set(Order::NOTE, "n").return_old().await.map(drop),
        ];
        for error in errors.map(|result| result.expect_err("an order that cannot be read")) {
            assert_eq!(number_of(&error), 3);
        }
        for error in [
            orders.query_courier("carl").hydrate().all().await.map(drop),
            orders.scan().all().await.map(drop),
            orders.scan().segments(3).all().await.map(drop),
            orders.scan().segments(3).pages().try_collect::<Vec<_>>().await.map(drop),
        ] {
            assert!(is_bad(number_of(&error.expect_err("an order that cannot be read"))));
        }
        // What is read without its key is known by the key that was asked for.
        let part = orders.get("SECRET", 3).project((Order::TOTAL,)).await.expect_err("no total");
        assert_eq!(number_of(&part), 3);
    }
    Ok(())
}

#[tokio::test]
async fn a_read_goes_on_past_what_does_not_fit() -> Result<(), Error> {
    let (tables, _engine) = filled().await?;
    for orders in tables {
        let query = || orders.query("SECRET").page_size(5).results();
        let all = query().all().await?;
        assert_eq!(numbers(&all), expected(ORDERS));
        let stream: Vec<_> = query().stream().try_collect().await?;
        assert_eq!(numbers(&stream), expected(ORDERS));
        let first = query().first().await?.expect("an order");
        assert_eq!(numbers(&[first]), expected(1));
        assert_eq!(query().count().await?, all.len());
        let mut raw = orders.query("SECRET").raw_pages();
        let page = raw.try_next().await?.expect("a page");
        assert_eq!(numbers(&page.results::<Order>()?), expected(ORDERS));
        for mut scanned in [
            orders.query_courier("carl").hydrate().results().all().await?,
            orders.scan().results().all().await?,
            orders.scan().results().segments(3).all().await?,
            orders.scan().results().segments(3).stream().try_collect().await?,
        ] {
            scanned.sort_by_key(|result| match result {
                Ok(order) => order.number,
                Err(error) => number_of(error),
            });
            assert_eq!(numbers(&scanned), expected(ORDERS));
        }
    }
    Ok(())
}

#[tokio::test]
async fn counts_and_cursors_are_those_of_all_items() -> Result<(), Error> {
    let (tables, _engine) = filled().await?;
    for orders in tables {
        for limit in 1..=usize::try_from(ORDERS).unwrap() + 1 {
            let filter = Order::CUSTOMER.exists();
            let queries = [
                orders.query("SECRET").limit(limit),
                orders.query("SECRET").limit(limit).filter(Order::NOTE.not_exists()),
            ];
            for query in queries {
                let (mut read, mut cursor) = (Vec::new(), None);
                loop {
                    let page = query.clone().results().resume(cursor.take()).page().await?;
                    assert_eq!(page.count, page.items.len());
                    assert!(page.count <= limit);
                    read.extend(page.items);
                    cursor = page.cursor;
                    if cursor.is_none() {
                        break;
                    }
                }
                assert_eq!(numbers(&read), expected(ORDERS));
            }
            let pages = orders.scan().filter(filter).page_size(2).results().pages();
            let pages: Vec<_> = pages.try_collect().await?;
            let items: usize = pages.iter().map(|page| page.items.len()).sum();
            assert_eq!(items, pages.iter().map(|page| page.count).sum::<usize>());
            assert_eq!(items, usize::try_from(ORDERS).unwrap());
        }
    }
    Ok(())
}

#[tokio::test]
async fn what_a_part_of_an_item_is_read_of_is_known_too() -> Result<(), Error> {
    #[derive(Debug, DynamoView)]
    #[view(of = Order)]
    struct Total {
        #[allow(dead_code, reason = "read, not used")]
        total: i64,
    }
    let (tables, _engine) = filled().await?;
    for orders in tables {
        let totals = orders.query("SECRET").view::<Total>().results().all().await?;
        let parts = orders.query("SECRET").project((Order::TOTAL,)).results().all().await?;
        let bad = |number: &u64| is_bad(*number);
        let expected: Vec<u64> = (1..=ORDERS).filter(bad).collect();
        let of_totals: Vec<u64> =
            totals.iter().filter_map(|total| total.as_ref().err().map(number_of)).collect();
        let of_parts: Vec<u64> =
            parts.iter().filter_map(|part| part.as_ref().err().map(number_of)).collect();
        assert_eq!((of_totals, of_parts), (expected.clone(), expected));
    }
    Ok(())
}

#[tokio::test]
async fn what_does_not_fit_can_be_deleted_by_its_key() -> Result<(), Error> {
    let (tables, _engine) = filled().await?;
    let orders = &tables[0];
    for result in orders.query("SECRET").results().all().await? {
        if let Err(error) = result {
            let key = error.key::<Order>().expect("its key");
            (**orders).delete(key).await?;
        }
    }
    assert!(orders.query("SECRET").all().await?.iter().all(|order| !is_bad(order.number)));
    Ok(())
}
