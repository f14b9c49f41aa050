//! Queries on tables and indexes, scans, and their pages.

use std::collections::BTreeSet;

use dynamo_runtime::DynamoTable;
use dynamo_runtime::expr::{after, prefix};
use dynamo_runtime::op::RawPage;
use dynamo_testkit::Engine;
use dynamo_tests::{Order, OrderCourierItem, OrderKey, OrderRef, OrderTable, Status};
use futures_util::TryStreamExt;

use crate::orders;

type Outcome = Result<(), dynamo_runtime::Error>;

/// Ten orders of `ann`, every third of them done, and one of `bob`.
async fn filled() -> (OrderTable, Engine) {
    let (orders, engine) = orders().await;
    for number in 1..=10 {
        let status = if number % 3 == 0 { Status::Done } else { Status::Open };
        let courier = (number > 8).then(|| "carl".to_owned());
        let order = Order { status, courier, ..Order::new("ann", number) };
        orders.put(&order).await.expect("a put");
    }
    orders.put(&Order::new("bob", 1)).await.expect("a put");
    (orders, engine)
}

fn numbers(orders: &[Order]) -> Vec<u64> {
    orders.iter().map(|order| order.number).collect()
}

#[tokio::test]
async fn raw_pages_follow_the_reads_pages() -> Outcome {
    let (orders, _engine) = orders().await;
    for number in 1..=5 {
        orders.put(&Order::new("ann", number)).await?;
    }
    let query = orders.query("ann").range(2..).page_size(3).limit(10);
    let pages: Vec<RawPage> = query.raw_pages().try_collect().await?;
    assert_eq!(pages.iter().map(RawPage::len).sum::<usize>(), 4);
    let mut dates = Vec::new();
    for page in &pages {
        dates.extend(page.decode::<OrderRef<'_>>()?.into_iter().map(|order| order.placed_at));
    }
    assert_eq!(dates, ["2026-11-02", "2026-11-03", "2026-11-04", "2026-11-05"]);
    Ok(())
}

#[tokio::test]
async fn rusts_ranges_are_the_key_condition() -> Outcome {
    let (orders, _engine) = filled().await;
    let ann = || orders.query("ann");
    assert_eq!(numbers(&ann().all().await?), (1..=10).collect::<Vec<_>>());
    assert_eq!(numbers(&ann().range(3..=5).all().await?), [3, 4, 5]);
    assert_eq!(numbers(&ann().range(9..).all().await?), [9, 10]);
    assert_eq!(numbers(&ann().range(..=2).all().await?), [1, 2]);
    assert_eq!(numbers(&ann().range(..2).all().await?), [1]);
    assert_eq!(numbers(&ann().range(after(9)).all().await?), [10]);
    assert_eq!(numbers(&ann().range(7).all().await?), [7]);
    assert_eq!(numbers(&ann().range(11..).all().await?), [0; 0]);
    assert_eq!(numbers(&ann().range(..=3).descending().consistent().all().await?), [3, 2, 1]);
    Ok(())
}

#[tokio::test]
async fn a_local_index_is_ordered_by_its_own_range_key() -> Outcome {
    let (orders, _engine) = filled().await;
    let november = orders.query_by_date("ann").range(prefix("2026-11-0")).consistent();
    assert_eq!(numbers(&november.descending().all().await?), (1..=9).rev().collect::<Vec<_>>());
    let two = orders.query_by_date("ann").range("2026-11-04"..="2026-11-05");
    assert_eq!(numbers(&two.all().await?), [4, 5]);
    Ok(())
}

#[tokio::test]
async fn an_index_of_several_range_attributes_takes_them_from_the_left() -> Outcome {
    let (orders, _engine) = filled().await;
    let index = || orders.query_by_customer_and_status("ann");
    let done = index().range((Status::Done,)).all().await?;
    assert_eq!(numbers(&done), [3, 6, 9]);
    let early = index().range((Status::Done, "2026-11-01"..="2026-11-06")).all().await?;
    assert_eq!(numbers(&early), [3, 6]);
    let exact = index().range((Status::Open, "2026-11-04")).all().await?;
    assert_eq!(numbers(&exact), [4]);
    Ok(())
}

#[tokio::test]
async fn an_index_on_an_option_is_sparse() -> Outcome {
    let (orders, _engine) = filled().await;
    assert_eq!(orders.query_courier("carl").count().await?, 2);
    orders.update("ann", 9).set(Order::COURIER, None).await?;
    assert_eq!(orders.query_courier("carl").count().await?, 1);
    Ok(())
}

#[tokio::test]
async fn an_index_gives_what_it_holds_of_an_item() -> Outcome {
    let (orders, _engine) = filled().await;
    let carls = orders.query_courier("carl").all().await?;
    let held = |number| OrderCourierItem {
        customer: "ann".to_owned(),
        number,
        courier: Some("carl".to_owned()),
    };
    // The index has no range key, so no order.
    assert!(carls == [held(9), held(10)] || carls == [held(10), held(9)], "{carls:?}");
    assert_eq!(held(9).key(), OrderKey { customer: "ann".to_owned(), number: 9 });
    let views = orders.query("ann").range(9).view::<OrderCourierItem>().all().await?;
    assert_eq!(views, [held(9)]);
    Ok(())
}

#[tokio::test]
async fn an_index_is_hydrated_in_its_order() -> Outcome {
    let (orders, _engine) = orders().await;
    let mut expected = Vec::new();
    for number in 1..=120 {
        let note = Some("in a hurry".to_owned());
        let courier = Some("carl".to_owned());
        // The index is ordered otherwise than the table.
        let placed_at = format!("{:03}", (number * 7) % 121);
        let order = Order { note, courier, placed_at, ..Order::new("ann", number) };
        orders.put(&order).await?;
        expected.push(order);
    }
    let mut carls = orders.query_courier("carl").hydrate().consistent().all().await?;
    carls.sort_by_key(|order| order.number);
    assert_eq!(carls, expected);
    expected.sort_by(|one, other| other.placed_at.cmp(&one.placed_at));
    let by_status = || orders.query_by_customer_and_status("ann").descending();
    assert_eq!(by_status().page_size(50).hydrate().all().await?, expected);
    assert_eq!(by_status().limit(3).hydrate().all().await?, expected[..3]);
    assert_eq!(by_status().hydrate().first().await?.as_ref(), expected.first());
    let none = orders.query_courier("dora").hydrate();
    assert_eq!(none.first().await?, None);
    Ok(())
}

#[tokio::test]
async fn a_filter_leaves_items_out_and_limit_counts_those_that_are_left() -> Outcome {
    let (orders, _engine) = filled().await;
    let done = || orders.query("ann").filter(Order::STATUS.eq(Status::Done));
    assert_eq!(numbers(&done().all().await?), [3, 6, 9]);
    assert_eq!(numbers(&done().limit(2).all().await?), [3, 6]);
    assert_eq!(numbers(&done().limit(2).page_size(1).all().await?), [3, 6]);
    assert_eq!(done().limit(2).page_size(2).count().await?, 2);
    assert_eq!(done().first().await?.map(|order| order.number), Some(3));
    assert_eq!(done().filter(Order::TOTAL.gt(300)).count().await?, 2);
    Ok(())
}

#[tokio::test]
async fn any_page_size_gives_the_same_items() -> Outcome {
    let (orders, _engine) = filled().await;
    let all = orders.query("ann").all().await?;
    for size in [1, 2, 3, 7, 10, 11] {
        assert_eq!(orders.query("ann").page_size(size).all().await?, all, "page size {size}");
        let streamed: Vec<Order> =
            orders.query("ann").page_size(size).stream().try_collect().await?;
        assert_eq!(streamed, all, "page size {size}");
        assert_eq!(orders.query("ann").page_size(size).count().await?, 10, "page size {size}");
        let limited = orders.query("ann").page_size(size).limit(8).all().await?;
        assert_eq!(limited, all[..8], "page size {size}");
        assert_eq!(orders.scan().page_size(size).count().await?, 11, "page size {size}");
    }
    Ok(())
}

#[tokio::test]
async fn a_scan_reads_every_item() -> Outcome {
    let (orders, _engine) = filled().await;
    let keys: BTreeSet<(String, u64)> = orders
        .scan()
        .page_size(3)
        .stream()
        .map_ok(|order| (order.customer, order.number))
        .try_collect()
        .await?;
    assert_eq!(keys.len(), 11);
    assert_eq!(orders.scan().filter(Order::TOTAL.between(200, 400)).consistent().count().await?, 3);
    assert_eq!(orders.scan().limit(4).all().await?.len(), 4);
    assert!(orders.scan().filter(Order::TOTAL.eq(0)).first().await?.is_none());
    Ok(())
}

#[tokio::test]
async fn an_item_that_does_not_fit_fails_the_read_and_ends_the_stream() -> Outcome {
    let (orders, engine) = filled().await;
    let broken = engine.client().update_item().table_name(orders.name());
    let broken = broken.set_key(Some(key("ann", 2))).update_expression("SET #s = :s");
    let broken = broken.expression_attribute_names("#s", "status");
    let value = aws_sdk_dynamodb::types::AttributeValue::S("not a status".to_owned());
    broken.expression_attribute_values(":s", value).send().await.expect("an update");

    let failed = orders.query("ann").all().await.unwrap_err();
    assert_eq!(failed.kind(), dynamo_runtime::ErrorKind::Decode);
    assert!(failed.to_string().starts_with("Orders.status: "), "{failed}");
    let mut stream = orders.query("ann").stream();
    assert!(stream.try_next().await?.is_some());
    assert!(stream.try_next().await.is_err());
    assert!(stream.try_next().await?.is_none());
    Ok(())
}

fn key(
    customer: &str,
    number: u64,
) -> std::collections::HashMap<String, aws_sdk_dynamodb::types::AttributeValue> {
    use aws_sdk_dynamodb::types::AttributeValue::{N, S};
    let names = Order::SCHEMA.key_names().map(str::to_owned);
    names.zip([S(customer.to_owned()), N(number.to_string())]).collect()
}
