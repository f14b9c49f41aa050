//! Deletes and updates of all that a query or scan finds.

use dynamo_runtime::expr::prefix;
use dynamo_runtime::{Changes, ErrorKind};
use dynamo_tests::{Order, OrderTable, Status};

use crate::orders;

type Outcome = Result<(), dynamo_runtime::Error>;

/// 40 orders of `ann`, every fourth of them done, and one of `bob`.
async fn filled() -> (OrderTable, dynamo_testkit::Engine) {
    let (orders, engine) = orders().await;
    for number in 1..=40 {
        let status = if number % 4 == 0 { Status::Done } else { Status::Open };
        let order = Order { status, ..Order::new("ann", number) };
        orders.put(&order).await.expect("a put");
    }
    orders.put(&Order::new("bob", 1)).await.expect("a put");
    (orders, engine)
}

#[tokio::test]
async fn delete_all_deletes_what_is_found_and_nothing_else() -> Outcome {
    let (orders, _engine) = filled().await;
    let mut told = Vec::new();
    let found = orders.query("ann").range(6..).page_size(7);
    let deleted = found.delete_all().progress(|so_far| told.push(so_far.items)).await?;
    assert_eq!((deleted.items, deleted.skipped), (35, 0));
    assert_eq!(told.last(), Some(&35));
    assert!(told.is_sorted() && told.len() == 2, "{told:?}");
    assert_eq!(orders.scan().count().await?, 6);

    let done = || orders.query("ann").filter(Order::STATUS.eq(Status::Done));
    assert_eq!(done().delete_all().await?.items, 1);
    assert_eq!(done().delete_all().await?.items, 0);
    assert_eq!(orders.scan().limit(2).delete_all().await?.items, 2);
    assert_eq!(orders.scan().segments(3).delete_all().concurrency(2).await?.items, 3);
    assert_eq!(orders.scan().count().await?, 0);
    Ok(())
}

#[tokio::test]
async fn delete_all_of_an_index_deletes_from_the_table() -> Outcome {
    let (orders, _engine) = filled().await;
    let done = orders.query_by_customer_and_status("ann").range((Status::Done, prefix("2026-11")));
    assert_eq!(done.delete_all().await?.items, 10);
    assert_eq!(orders.scan().count().await?, 31);
    Ok(())
}

#[tokio::test]
async fn update_all_changes_what_is_found_and_nothing_else() -> Outcome {
    let (orders, _engine) = filled().await;
    let free = Changes::new().set(Order::TOTAL, 0).set(Order::NOTE, "free");
    let found = || orders.query("ann").range(..=20).filter(Order::STATUS.eq(Status::Done));
    let mut told = 0;
    let updated = found().update_all(free).progress(|so_far| told = so_far.items).await?;
    assert_eq!((updated.items, updated.skipped, told), (5, 0, 5));
    assert_eq!(orders.scan().filter(Order::TOTAL.eq(0)).count().await?, 5);
    assert_eq!(orders.scan().filter(Order::NOTE.eq("free")).count().await?, 5);

    let open = orders.query_by_customer_and_status("ann").range((Status::Open,));
    let sent = Changes::new().set(Order::STATUS, Status::OnTheWay);
    assert_eq!(open.update_all(sent.clone()).await?.items, 30);
    assert_eq!(orders.scan().filter(Order::STATUS.eq(Status::Open)).count().await?, 1);
    assert_eq!(orders.scan().segments(2).update_all(sent).await?.items, 41);
    Ok(())
}

#[tokio::test]
async fn an_update_of_nothing_is_refused_before_anything_is_read() -> Outcome {
    let (orders, _engine) = orders().await;
    let error = orders.scan().update_all(Changes::new()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidRequest);
    assert!(format!("{:?}", orders.scan().delete_all()).contains("Orders"));
    Ok(())
}
