//! Single items: put, insert, get, update, upsert, delete, exists.

use std::collections::BTreeSet;

use dynamo_runtime::ErrorKind;
use dynamo_runtime::Outcome::{Done, Rejected};
use dynamo_tests::{Address, Article, Line, Order, OrderKey, Status};

use crate::orders;

type Outcome = Result<(), dynamo_runtime::Error>;

#[tokio::test]
async fn an_item_comes_back_as_it_was_put() -> Outcome {
    let (orders, _engine) = orders().await;
    let mut order = Order::new("ann", 1);
    order.note = Some(String::new());
    order.labels = BTreeSet::from(["gift".to_owned(), "ünï".to_owned()]);
    order.lines = vec![Line { article: Article("pen".to_owned()), count: 3 }];
    orders.put(&order).await?;
    assert_eq!(orders.get("ann", 1).await?, Some(order.clone()));
    assert_eq!(orders.get("ann", 1).consistent().await?, Some(order));
    assert_eq!(orders.get("ann", 2).await?, None);
    Ok(())
}

#[tokio::test]
async fn put_replaces_the_whole_item_and_returns_the_old_one_on_request() -> Outcome {
    let (orders, _engine) = orders().await;
    let first = Order { note: Some("first".to_owned()), ..Order::new("ann", 1) };
    let second = Order { total: 7, ..Order::new("ann", 1) };
    assert_eq!(orders.put(&first).return_old().await?, None);
    assert_eq!(orders.put(&second).return_old().await?, Some(first));
    assert_eq!(orders.get("ann", 1).await?, Some(second));
    Ok(())
}

#[tokio::test]
async fn insert_fails_where_the_key_exists_and_leaves_the_item() -> Outcome {
    let (orders, _engine) = orders().await;
    let order = Order::new("ann", 1);
    orders.insert(&order).await?;
    let again = orders.insert(&Order { total: 9, ..order.clone() }).await;
    assert_eq!(again.unwrap_err().kind(), ErrorKind::ConditionFailed);
    assert_eq!(orders.get("ann", 1).await?, Some(order));
    Ok(())
}

/// The item that a rejected write returns.
fn current<D>(outcome: dynamo_runtime::Outcome<Order, D>) -> Option<Order> {
    match outcome {
        Rejected { current } => current.map(|item| item.expect("an item that can be read")),
        Done(_) => panic!("it is written"),
    }
}

#[tokio::test]
async fn a_rejected_write_has_the_current_item() -> Outcome {
    let (orders, _engine) = orders().await;
    let order = Order::new("ann", 1);
    assert!(matches!(orders.insert(&order).outcome().await?, Done(())));
    let other = Order { total: 9, ..order.clone() };
    assert_eq!(current(orders.insert(&other).outcome().await?), Some(order.clone()));
    let dear = || Order::TOTAL.gt(1_000);
    let put = orders.put(&other).condition(dear()).return_old();
    let rejected_put: dynamo_runtime::Outcome<Order, Option<Order>> = put.outcome().await?;
    assert_eq!(current(rejected_put), Some(order.clone()));
    let delete = orders.delete("ann", 1).condition(dear());
    assert_eq!(current(delete.outcome().await?), Some(order.clone()));
    let update = || orders.update("ann", 1).set(Order::TOTAL, 9);
    let dear_update: dynamo_runtime::Outcome<Order> = update().condition(dear()).outcome().await?;
    assert_eq!(current(dear_update), Some(order.clone()));
    assert!(matches!(update().outcome().await?, Done(updated) if updated == other));
    let missing = orders.update("ann", 2).set(Order::TOTAL, 9).outcome().await?;
    assert_eq!(current(missing), None);
    Ok(())
}

#[tokio::test]
async fn a_put_with_a_condition_needs_it_to_hold() -> Outcome {
    let (orders, _engine) = orders().await;
    let order = Order::new("ann", 5);
    orders.put(&order).await?;
    let changed = Order { total: 1, ..order.clone() };
    let cheap = Order::TOTAL.lt(100) & Order::NOTE.not_exists();
    let refused = orders.put(&changed).condition(cheap.clone()).await;
    assert_eq!(refused.unwrap_err().kind(), ErrorKind::ConditionFailed);
    orders.put(&changed).condition(!cheap).await?;
    assert_eq!(orders.get("ann", 5).await?, Some(changed));
    Ok(())
}

#[tokio::test]
async fn update_returns_the_new_item() -> Outcome {
    let (orders, _engine) = orders().await;
    orders.put(&Order::new("ann", 1)).await?;
    let updated = orders
        .update("ann", 1)
        .set(Order::STATUS, Status::Done)
        .set(Order::NOTE, "at the door")
        .set(Order::ADDRESS.at(Address::STREET), "Main Street")
        .await?;
    assert_eq!(updated.status, Status::Done);
    assert_eq!(updated.note.as_deref(), Some("at the door"));
    assert_eq!(updated.address.street.as_deref(), Some("Main Street"));
    assert_eq!(orders.get("ann", 1).await?, Some(updated));
    Ok(())
}

#[tokio::test]
async fn update_returns_the_old_item_or_nothing_on_request() -> Outcome {
    let (orders, _engine) = orders().await;
    let order = Order::new("ann", 1);
    orders.put(&order).await?;
    let old = orders.update("ann", 1).set(Order::TOTAL, 1).return_old().await?;
    assert_eq!(old, Some(order));
    let () = orders.update("ann", 1).set(Order::TOTAL, 2).return_nothing().await?;
    assert_eq!(orders.get("ann", 1).await?.map(|order| order.total), Some(2));
    Ok(())
}

#[tokio::test]
async fn update_needs_the_item_to_exist() -> Outcome {
    let (orders, _engine) = orders().await;
    let missing = orders.update("ann", 1).set(Order::TOTAL, 1).await;
    assert_eq!(missing.unwrap_err().kind(), ErrorKind::ConditionFailed);
    assert!(!orders.exists("ann", 1).await?);
    Ok(())
}

#[tokio::test]
async fn update_removes_what_is_optional() -> Outcome {
    let (orders, _engine) = orders().await;
    let labels = BTreeSet::from(["gift".to_owned()]);
    let note = Some("a note".to_owned());
    orders.put(&Order { note, labels, ..Order::new("ann", 1) }).await?;
    let updated = orders.update("ann", 1).remove(Order::NOTE).remove(Order::LABELS).await?;
    assert_eq!(updated, Order::new("ann", 1));
    Ok(())
}

#[tokio::test]
async fn upsert_makes_the_item_where_there_is_none() -> Outcome {
    let (orders, _engine) = orders().await;
    let made = Order { note: Some("made".to_owned()), ..Order::new("ann", 1) };
    let upsert = orders
        .upsert("ann", 1)
        .set(Order::STATUS, made.status)
        .set(Order::PLACED_AT, &made.placed_at)
        .set(Order::TOTAL, made.total)
        .set(Order::NOTE, "made")
        .set(Order::LINES, &made.lines)
        .set(Order::ADDRESS, &made.address);
    assert_eq!(upsert.clone().await?, made);
    assert_eq!(orders.get("ann", 1).await?, Some(made.clone()));
    assert_eq!(upsert.return_old().await?, Some(made));
    Ok(())
}

/// dynoxide 3.2.0 returns the key as the old item of an upsert that made one.
#[tokio::test]
async fn on_dynamodb_local_the_old_item_of_an_upsert_that_makes_one_is_none() -> Outcome {
    let (orders, engine) = orders().await;
    if engine.is_embedded() {
        return Ok(());
    }
    let upsert = orders.upsert("ann", 1).set(Order::TOTAL, 1);
    assert_eq!(upsert.return_old().await?, None);
    Ok(())
}

#[tokio::test]
async fn an_upsert_that_leaves_out_a_required_attribute_says_which() -> Outcome {
    let (orders, _engine) = orders().await;
    let error = orders.upsert("ann", 1).set(Order::TOTAL, 1).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode);
    assert!(orders.exists("ann", 1).await?, "the write has taken place");
    Ok(())
}

#[tokio::test]
async fn delete_returns_the_old_item_on_request_and_takes_a_condition() -> Outcome {
    let (orders, _engine) = orders().await;
    let order = Order::new("ann", 1);
    orders.put(&order).await?;
    let dear = orders.delete("ann", 1).condition(Order::TOTAL.gt(1_000)).await;
    assert_eq!(dear.unwrap_err().kind(), ErrorKind::ConditionFailed);
    assert_eq!(orders.delete("ann", 1).return_old().await?, Some(order));
    assert_eq!(orders.delete("ann", 1).return_old().await?, None);
    orders.delete("ann", 1).await
}

#[tokio::test]
async fn exists_tells_whether_the_key_is_there() -> Outcome {
    let (orders, _engine) = orders().await;
    orders.put(&Order::new("ann", 1)).await?;
    assert!(orders.exists("ann", 1).consistent().await?);
    assert!(!orders.exists("ann", 2).await?);
    Ok(())
}

#[tokio::test]
async fn generic_code_takes_the_key_struct_or_the_item() -> Outcome {
    async fn remove<T: dynamo_runtime::DynamoTable>(
        table: &dynamo_runtime::Table<T>,
        key: impl Into<dynamo_runtime::table::Key<T>>,
    ) -> Outcome {
        table.delete(key).await
    }
    let (orders, _engine) = orders().await;
    let (one, two) = (Order::new("ann", 1), Order::new("ann", 2));
    orders.put(&one).await?;
    orders.put(&two).await?;
    remove(&orders, OrderKey { customer: "ann".to_owned(), number: 1 }).await?;
    remove(&orders, &two).await?;
    assert_eq!(orders.scan().count().await?, 0);
    Ok(())
}

#[tokio::test]
async fn every_condition_evaluates_as_it_reads() -> Outcome {
    let (orders, _engine) = orders().await;
    let order = Order {
        note: Some("a long note".to_owned()),
        labels: BTreeSet::from(["gift".to_owned()]),
        ..Order::new("ann", 5)
    };
    orders.put(&order).await?;
    let none: [i64; 0] = [];
    let conditions = [
        (Order::TOTAL.eq(500), true),
        (Order::TOTAL.ne(500), false),
        (Order::TOTAL.lt(500), false),
        (Order::TOTAL.le(500), true),
        (Order::TOTAL.gt(499), true),
        (Order::TOTAL.ge(501), false),
        (Order::TOTAL.between(499, 500), true),
        (Order::TOTAL.is_in([1, 500]), true),
        (Order::TOTAL.is_in([1, 2]), false),
        (Order::TOTAL.is_in(none), false),
        (!Order::TOTAL.is_in(none), true),
        (Order::NOTE.begins_with("a long"), true),
        (Order::NOTE.contains("ng no"), true),
        (Order::LABELS.contains("gift"), true),
        (Order::LABELS.contains("gif"), false),
        (Order::COURIER.exists(), false),
        (Order::COURIER.not_exists(), true),
        (Order::NOTE.size().eq(11), true),
        (Order::LABELS.size().gt(1), false),
        (Order::STATUS.eq(Status::Open), true),
        (Order::ADDRESS.at(Address::CITY).eq("Ulm"), true),
        (Order::NUMBER.eq(5) & Order::CUSTOMER.eq("ann"), true),
        (Order::TOTAL.eq(1) | Order::TOTAL.eq(500), true),
        (Order::TOTAL.eq(500) & (Order::NOTE.not_exists() | Order::TOTAL.gt(1)), true),
    ];
    for (condition, holds) in conditions {
        let shown = format!("{condition:?}");
        let put = orders.put(&order).condition(condition).await;
        match put {
            Ok(()) => assert!(holds, "{shown}"),
            Err(error) => {
                assert_eq!(error.kind(), ErrorKind::ConditionFailed, "{error}");
                assert!(!holds, "{shown}");
            }
        }
    }
    Ok(())
}
