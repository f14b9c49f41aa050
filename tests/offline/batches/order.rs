//! Two writes of one item in a batch: refused, or made in their order.

use dynamo_runtime::ErrorKind;
use dynamo_runtime::op::BatchWrite;
use dynamo_tests::Order;
use futures_util::stream;

use super::{Service, Turn, all, numbers};
use crate::wires::WIRES;

fn noted(number: u64, note: &str) -> Order {
    Order { note: Some(note.to_owned()), ..Order::new("ann", number) }
}

/// 60 items, of which those at two indexes are one.
fn with_a_pair(one: usize, other: usize) -> Vec<Order> {
    let mut items = all(1..=60);
    items[other] = noted(items[one].number, "later");
    items
}

fn has(text: &impl ToString, numbers: [usize; 2]) -> bool {
    numbers.iter().all(|number| text.to_string().contains(&format!("index {number}")))
}

#[tokio::test]
async fn two_writes_of_one_item_are_refused_before_anything_is_sent() {
    for wire in WIRES {
        for (one, other) in [(3, 7), (0, 59), (24, 25)] {
            let (service, items) = (Service::new(&[Turn::Leaves(0)]), with_a_pair(one, other));
            let orders = service.orders(wire, 1);
            let error = orders.put_all(&items).await.expect_err("two puts of one item");
            assert_eq!(error.error.kind(), ErrorKind::InvalidRequest);
            assert!(has(&error, [one, other]), "{error}");
            assert_eq!((&error.left, error.taken, error.done.items), (&items, 60, 0));
            let keys: Vec<_> = items.iter().map(|item| ("ann", item.number)).collect();
            let error = orders.delete_all_of(keys).await.expect_err("two deletes of one item");
            assert!(has(&error, [one, other]) && error.left.len() == 60, "{error}");
            let writes = (
                items[..=one].iter().map(|item| orders.put(item)).collect::<Vec<_>>(),
                orders.delete("ann", items[one].number),
            );
            let error =
                BatchWrite::new(service.dynamo(wire, 1), writes).await.expect_err("two writes");
            assert!(has(&error, [one, one + 1]), "{error}");
            assert_eq!((error.error.kind(), service.sizes()), (ErrorKind::InvalidRequest, vec![]));
        }
    }
}

#[tokio::test(start_paused = true)]
async fn of_a_stream_two_writes_under_way_are_refused() {
    let (service, items) = (Service::new(&[Turn::Leaves(0)]), with_a_pair(3, 30));
    let orders = service.late_orders();
    let sent = stream::iter(items.clone());
    let error = orders.put_all(sent).await.expect_err("two puts of one item");
    assert_eq!(error.error.kind(), ErrorKind::InvalidRequest);
    assert!(has(&error, [3, 30]), "{error}");
    assert_eq!((error.taken, error.done.items), (31, 25));
    assert_eq!(numbers(&error.left), [26, 27, 28, 29, 30, 4]);
    // One that is taken when the first is done is the later one.
    let (service, items) = (Service::new(&[Turn::Leaves(0)]), with_a_pair(3, 30));
    let orders = service.late_orders();
    assert_eq!(orders.put_all(items.iter()).concurrency(1).await.expect("puts").items, 60);
    let found = orders.get_all([("ann", 4)]).await.expect("an order");
    assert_eq!(found, [Some(items[30].clone())]);
}

#[tokio::test(start_paused = true)]
async fn the_later_write_counts_where_order_is_kept() {
    for wire in WIRES {
        for (one, other) in [(3, 7), (0, 59), (24, 25)] {
            for lazy in [false, true] {
                // The first request is left undone at first.
                let turns = [
                    Turn::Leaves(u32::MAX),
                    Turn::Throttles,
                    Turn::Leaves(0x5555_5555),
                    Turn::Leaves(0),
                ];
                let (service, items) = (Service::new(&turns), with_a_pair(one, other));
                let orders = service.orders(wire, 5);
                let put = if lazy {
                    orders.put_all(stream::iter(&items))
                } else {
                    orders.put_all(&items)
                };
                assert_eq!(put.keep_order().await.expect("puts").items, 60);
                let found = orders.get_all([("ann", items[one].number)]).await.expect("an order");
                assert_eq!(found, [Some(items[other].clone())], "{one} {other} {lazy}");
            }
        }
        let service = Service::new(&[Turn::Leaves(0)]);
        let (orders, item) = (service.orders(wire, 1), Order::new("ann", 1));
        let writes = (
            orders.put(&item),
            orders.delete("ann", 1),
            orders.put(&item),
            orders.delete("ann", 1),
        );
        let write = BatchWrite::new(service.dynamo(wire, 1), writes).keep_order();
        assert_eq!(
            (write.await.expect("writes").items, service.stored(), service.sizes()),
            (4, vec![], vec![1; 4])
        );
    }
}

#[tokio::test]
async fn a_number_is_one_item_in_every_spelling() {
    use dynamo_runtime::DynamoTable;
    use rust_decimal::Decimal;

    #[derive(DynamoTable)]
    struct Price {
        #[hash_key]
        amount: Decimal,
    }
    let script = dynamo_testkit::Script::new([dynamo_testkit::Answer::success("{}")]);
    let prices = Price::table(script.client(1));
    let amounts = ["1.0", "2", "1.00"].map(|text| text.parse::<Decimal>().expect("a number"));
    let error = prices.delete_all_of(amounts).await.expect_err("two deletes of one item");
    assert!(has(&error, [0, 2]), "{error}");
    assert!(prices.get_all(amounts).await.expect("nothing").iter().all(Option::is_none));
    let asked = script.requests().pop().expect("a request").json();
    assert_eq!(asked["RequestItems"]["Price"]["Keys"].as_array().map(Vec::len), Some(2));
}
