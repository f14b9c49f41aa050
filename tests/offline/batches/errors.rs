//! What batches make of requests that fail, entries that cannot be sent, and answers that are none of theirs.

use std::time::Duration;

use dynamo_runtime::op::{BatchGet, BatchWrite, Retries};
use dynamo_runtime::{Dynamo, ErrorKind, Wire};
use dynamo_testkit::{Answer, Script};
use dynamo_tests::Order;
use futures_util::{StreamExt, TryStreamExt};
use serde_json::{Value, json};
use tokio::time::Instant;

use super::{Service, Turn, all, item, key, numbers};
use crate::wires::WIRES;

#[tokio::test(start_paused = true)]
async fn a_request_that_is_never_done_is_given_up() {
    for wire in WIRES {
        for (turn, kind) in [
            (Turn::Leaves(u32::MAX), ErrorKind::Throttled),
            (Turn::Throttles, ErrorKind::Throttled),
            (Turn::Fails, ErrorKind::Service),
            (Turn::LosesAnswer, ErrorKind::Unreachable),
            (Turn::Malformed, ErrorKind::Service),
        ] {
            let service = Service::new(&[turn]);
            let orders = service.orders(wire, 4);
            let error = orders.put_all(all(1..=3)).await.expect_err("nothing is done");
            assert_eq!(
                (error.error.kind(), numbers(&error.left)),
                (kind, vec![1, 2, 3]),
                "{turn:?}"
            );
            assert_eq!(service.sizes(), [3; 4], "{turn:?}");
            let told = !matches!(turn, Turn::Leaves(_) | Turn::Throttles);
            assert_eq!(error.error.may_have_been_written(), told, "{turn:?} {wire:?}");
            let error = orders.get_all([("ann", 1)]).await.expect_err("nothing is read");
            assert_eq!((error.error.kind(), service.sizes()), (kind, vec![1; 4]), "{turn:?}");
            assert!(!error.error.may_have_been_written());
        }
    }
}

#[tokio::test(start_paused = true)]
async fn attempts_of_the_sdk_and_of_the_policy_add_up() {
    for wire in WIRES {
        let service = Service::new(&[Turn::Throttles]);
        let dynamo = Dynamo::new(service.script.client(3)).with_wire(wire);
        let orders = Order::table(dynamo.with_retries(Retries::default().with_attempts(4)));
        assert!(orders.put_all(all(1..=2)).await.is_err());
        assert_eq!(service.sizes(), [2; 6]);
        assert!(orders.get_all([("ann", 1)]).await.is_err());
        assert_eq!(service.sizes(), [1; 6]);
    }
}

#[tokio::test(start_paused = true)]
async fn pauses_grow_until_something_is_done() {
    let turns =
        [Turn::Throttles, Turn::Throttles, Turn::Throttles, Turn::Leaves(1 << 1), Turn::Leaves(0)];
    let service = Service::new(&turns);
    let retries = Retries::default().with_jitter(|| 1.0);
    let orders = Order::table(Dynamo::new(service.script.client(1)).with_retries(retries));
    let start = Instant::now();
    assert_eq!(orders.put_all(all(1..=2)).await.expect("puts").items, 2);
    assert_eq!(start.elapsed(), Duration::from_millis(50 + 100 + 200 + 50));
}

#[tokio::test(start_paused = true)]
async fn what_is_never_answered_ends_at_the_deadline() {
    let script = Script::new([Answer::never()]);
    let retries = Retries::default().with_deadline(Duration::from_secs(7));
    let orders = Order::table(Dynamo::new(script.client(1)).with_retries(retries));
    let start = Instant::now();
    let error = orders.put_all(all(1..=30)).await.expect_err("no answer");
    assert_eq!(error.error.kind(), ErrorKind::TimedOut);
    assert_eq!((start.elapsed().as_secs(), error.left.len()), (7, 30));
    assert!(error.error.may_have_been_written());
}

#[tokio::test]
async fn what_cannot_be_sent_is_named_and_the_rest_is_left() {
    for wire in WIRES {
        let service = Service::new(&[Turn::Leaves(0)]);
        let orders = service.orders(wire, 1);
        let mut items = all(1..=60);
        items[40].note = Some("x".repeat(410 * 1024));
        items[41].customer = String::new();
        let error = orders.put_all(&items).concurrency(1).await.expect_err("a large item");
        assert_eq!(error.error.kind(), ErrorKind::InvalidRequest);
        assert!(
            error.to_string().contains("index 40") && error.to_string().contains("note"),
            "{error}"
        );
        assert_eq!((error.refused.as_slice(), error.taken), ([40, 41].as_slice(), 60));
        assert_eq!(error.done.items + error.left.len() + 2, 60);
        assert_eq!(service.stored().len(), error.done.items);

        let keys = ["ann", "", "bob"].map(|customer| (customer, 1));
        let error = orders.get_all(keys).await.expect_err("an empty key");
        assert!(error.to_string().contains("index 1"), "{error}");
        assert_eq!(
            (error.refused.as_slice(), error.positions.as_slice()),
            ([1].as_slice(), [2].as_slice())
        );
        assert_eq!((error.done.len(), error.taken), (3, 3));
        let error = orders.delete_all_of(keys).await.expect_err("an empty key");
        assert_eq!(
            (error.refused.as_slice(), error.positions.as_slice()),
            ([1].as_slice(), [0, 2].as_slice())
        );

        service.script.requests().clear();
        let good = Order::new("ann", 1);
        let error =
            BatchWrite::new(service.dynamo(wire, 1), [orders.put(&good), orders.put(&items[40])])
                .await;
        let error = error.expect_err("a large item");
        assert_eq!(
            (error.error.kind(), error.refused.as_slice()),
            (ErrorKind::InvalidRequest, [1].as_slice())
        );
        assert!(error.to_string().contains("index 1"), "{error}");
        assert_eq!(service.sizes(), [0_usize; 0]);
    }
}

#[tokio::test]
async fn a_batch_takes_no_conditions() {
    let service = Service::new(&[Turn::Leaves(0)]);
    let (orders, item, other) =
        (service.orders(Wire::Json, 1), Order::new("ann", 1), Order::new("ann", 2));
    let client = || service.dynamo(Wire::Json, 1);
    let plain = || orders.put(&other);
    let refused = [
        BatchWrite::new(client(), (plain(), orders.put(&item).condition(Order::TOTAL.lt(5)))).await,
        BatchWrite::new(client(), (plain(), orders.insert(&item))).await,
        BatchWrite::new(client(), (plain(), orders.put(&item).return_old())).await,
        BatchWrite::new(client(), (plain(), orders.put(&item).return_new())).await,
        BatchWrite::new(client(), (plain(), orders.put(&item).customize(|put| put))).await,
        BatchWrite::new(client(), (plain(), orders.delete("ann", 1).condition(Order::TOTAL.lt(5))))
            .await,
        BatchWrite::new(client(), (plain(), orders.delete("ann", 1).return_old())).await,
        BatchWrite::new(client(), (plain(), orders.delete("ann", 1).customize(|delete| delete)))
            .await,
    ];
    for refused in refused {
        let error = refused.expect_err("a condition");
        assert_eq!(
            (error.error.kind(), error.refused.as_slice()),
            (ErrorKind::InvalidRequest, [1].as_slice())
        );
        assert!(
            error.to_string().contains("index 1") && error.to_string().contains("TransactWrite"),
            "{error}"
        );
    }
    let gets = [orders.get("ann", 1), orders.get("ann", 2).customize(|get| get)];
    let error = BatchGet::new(client(), gets).await.expect_err("a customized get");
    assert_eq!(error.error.kind(), ErrorKind::InvalidRequest);
    assert_eq!(service.sizes(), [0_usize; 0]);
}

/// Answers of a get of 1 and 2 that are none, or of other keys, tables, or too much.
fn wrong_gets() -> Vec<Value> {
    let keys = |numbers: &[u64]| json!({ "Orders": { "Keys": numbers.iter().copied().map(key).collect::<Vec<_>>() } });
    let found = |numbers: &[u64]| json!({ "Orders": numbers.iter().copied().map(item).collect::<Vec<_>>() });
    vec![
        json!({ "Responses": found(&[1, 9]) }),
        json!({ "Responses": found(&[1, 1]) }),
        json!({ "Responses": { "Others": [item(1)] } }),
        json!({ "Responses": { "Orders": [item(1)], "Others": [] } }),
        json!({ "Responses": { "Orders": [{ "total": { "N": "1" } }] } }),
        json!({ "Responses": { "Orders": [{ "customer": { "S": "ann" }, "number": { "S": "1" } }] } }),
        json!({ "Responses": found(&[1]), "UnprocessedKeys": keys(&[1]) }),
        json!({ "UnprocessedKeys": keys(&[1, 2, 3]) }),
        json!({ "UnprocessedKeys": keys(&[2, 2]) }),
        json!({ "UnprocessedKeys": { "Others": { "Keys": [key(1)] } } }),
    ]
}

#[tokio::test]
async fn an_answer_that_nobody_asked_for_is_an_error() {
    for wire in WIRES {
        for answer in wrong_gets() {
            let script = Script::new([Answer::success(answer.to_string())]);
            let orders = Order::table(Dynamo::new(script.client(1)).with_wire(wire));
            let error = orders.get_all([("ann", 1), ("ann", 2)]).await.expect_err("a wrong answer");
            assert!(
                matches!(error.error.kind(), ErrorKind::Decode | ErrorKind::Service),
                "{answer}"
            );
            assert_eq!(
                (error.positions.as_slice(), error.done.len()),
                ([0, 1].as_slice(), 2),
                "{answer}"
            );
            assert_eq!(script.requests().len(), 1, "{answer}");
        }
        let put = |number| json!({ "PutRequest": { "Item": item(number) } });
        let delete = |number| json!({ "DeleteRequest": { "Key": key(number) } });
        for left in [
            json!({ "Orders": [put(9)] }),
            json!({ "Orders": [put(1), put(1)] }),
            json!({ "Orders": [delete(1)] }),
            json!({ "Orders": [put(1), put(2), put(3)] }),
            json!({ "Others": [put(1)] }),
            json!({ "Orders": [{}] }),
        ] {
            let script =
                Script::new([Answer::success(json!({ "UnprocessedItems": left }).to_string())]);
            let orders = Order::table(Dynamo::new(script.client(1)).with_wire(wire));
            let error = orders.put_all(all(1..=2)).await.expect_err("a wrong answer");
            assert!(matches!(error.error.kind(), ErrorKind::Decode | ErrorKind::Service), "{left}");
            assert_eq!((numbers(&error.left), error.done.items), (vec![1, 2], 0), "{left}");
            assert!(error.error.may_have_been_written(), "{left}");
        }
    }
}

#[tokio::test]
async fn an_item_that_does_not_fit_is_named_by_its_key() {
    let mut broken = item(2);
    broken["total"] = json!({ "S": "a lot" });
    let answer = json!({ "Responses": { "Orders": [item(3), broken, item(1)] } });
    for wire in WIRES {
        let script = Script::new([Answer::success(answer.to_string())]);
        let orders = Order::table(Dynamo::new(script.client(1)).with_wire(wire));
        let get = || orders.get_all([1, 2, 3].map(|number| ("ann", number)));
        let error = get().await.expect_err("an item that does not fit");
        let found: Vec<_> = error.done.iter().flatten().cloned().collect();
        assert_eq!((error.error.kind(), numbers(&found)), (ErrorKind::Decode, vec![1, 3]));
        assert_eq!((error.positions.as_slice(), error.left.len()), ([1].as_slice(), 1));
        assert!(error.error.key::<Order>().is_some() && error.error.item().is_some(), "{wire:?}");
        assert!(error.to_string().contains("Orders.total"), "{error}");
        let mut answers = get().stream();
        assert!(answers.try_next().await.expect("an order").is_some());
        let error = answers.next().await.expect("an answer").expect_err("a broken one");
        assert!(error.key::<Order>().is_some() && error.item().is_some());
        assert!(answers.try_next().await.expect("an order").is_some());
        assert!(answers.next().await.is_none());
        let gets = [1, 2, 3].map(|number| orders.get("ann", number));
        let error =
            BatchGet::new(script.client(1), gets).await.expect_err("an item that does not fit");
        assert_eq!(error.error.kind(), ErrorKind::Decode);
    }
}

#[tokio::test(start_paused = true)]
async fn the_first_error_ends_it_and_what_is_under_way_is_counted() {
    // The second of three requests is denied.
    let turns = [Turn::Leaves(0), Turn::Denies, Turn::Leaves(0)];
    for (at_once, done) in [(1, 25), (3, 50)] {
        let service = Service::new(&turns);
        let items = all(1..=75);
        let put = service.late_orders().put_all(items.iter()).concurrency(at_once);
        let mut told = Vec::new();
        let error = put.progress(|so_far| told.push(so_far.items)).await.expect_err("denied");
        assert_eq!((error.error.kind(), error.done.items), (ErrorKind::AccessDenied, done));
        assert_eq!(error.taken - error.left.len(), done);
        assert_eq!(told.last(), Some(&done));
    }
}
