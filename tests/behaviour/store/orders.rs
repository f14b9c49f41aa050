//! Orders and their lines.

use std::slice;

use dynamo_runtime::{Error, ErrorKind};
use samples::store::{Order, OrderLine, OrderStatus, Review};

use super::{on_both_wires, product, user};

#[tokio::test]
async fn an_order_is_placed_as_a_whole_or_not_at_all() -> Result<(), Error> {
    on_both_wires(async |store, _| {
        for id in ["pen", "ink"] {
            store.offer(&product(id, "desk", 100)).await?;
        }
        let placed = Order::new("o-1", "ann", "2026-11-22T10:00");
        let lines = [OrderLine::new("o-1", 1, "pen", 2), OrderLine::new("o-1", 2, "ink", 10)];
        store.place(&placed, &lines).await?;
        assert_eq!(store.order("o-1").await?, (Some(placed), lines.to_vec()));
        let stock = async |id| Ok::<_, Error>(store.product(id).await?.map(|found| found.stock));
        assert_eq!((stock("pen").await?, stock("ink").await?), (Some(8), Some(0)));

        let without_ink = [OrderLine::new("o-2", 1, "pen", 1), OrderLine::new("o-2", 2, "ink", 1)];
        let again = [OrderLine::new("o-1", 3, "pen", 1)];
        let unknown = [OrderLine::new("o-2", 1, "pencil", 1)];
        for (id, lines) in [("o-2", &without_ink[..]), ("o-1", &again), ("o-2", &unknown)] {
            let refused = store.place(&Order::new(id, "bob", "2026-11-23T10:00"), lines).await;
            assert_eq!(refused.expect_err("refused").kind(), ErrorKind::ConditionFailed);
        }
        assert_eq!(store.order("o-2").await?, (None, Vec::new()));
        assert_eq!(store.lines_with("pen").await?, lines[..1]);
        assert_eq!(stock("pen").await?, Some(8));
        Ok(())
    })
    .await
}

#[tokio::test]
async fn orders_are_found_by_user_and_by_status() -> Result<(), Error> {
    on_both_wires(async |store, _| {
        store.register(&user("ann")).await?;
        let first = Order::new("o-1", "ann", "2026-11-20");
        let second = Order::new("o-2", "ann", "2026-11-22");
        let others = Order::new("o-3", "ann#x", "2026-11-21");
        for order in [&second, &first, &others] {
            store.place(order, &[]).await?;
        }
        let written = Review::new("pen", "ann", "2026-11-21", 5);
        store.write_review(&written).await?;
        assert_eq!(store.orders_of("ann", "2026").await?, [second.clone(), first.clone()]);
        assert_eq!(store.orders_of("ann", "2026-11-21").await?, slice::from_ref(&second));
        assert_eq!(store.orders_of("ann#x", "2026").await?, slice::from_ref(&others));
        let activity = (vec![first.clone(), second.clone()], vec![written]);
        assert_eq!(store.activity("ann").await?, activity);

        let placed = async |days| store.with_status(OrderStatus::Placed, days).await;
        assert_eq!(placed("2026-11-20"..="2026-11-21").await?, [first.clone(), others.clone()]);
        let shipped = store.set_status("o-1", OrderStatus::Shipped).await?;
        assert_eq!(shipped, Order { status: OrderStatus::Shipped, ..first });
        assert_eq!(placed("2026-11-01"..="2026-11-30").await?, [others, second.clone()]);
        let found = store.with_status(OrderStatus::Shipped, "2026"..="2027").await?;
        assert_eq!(found, slice::from_ref(&shipped));
        assert_eq!(store.orders_of("ann", "2026").await?, [second, shipped]);
        let absent = store.set_status("o-4", OrderStatus::Shipped).await.expect_err("no order");
        assert_eq!(absent.kind(), ErrorKind::ConditionFailed);
        Ok(())
    })
    .await
}
