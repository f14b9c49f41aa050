//! What batches ask for, on both wires.

use dynamo_runtime::op::{BatchGet, BatchWrite, Unfinished};
use dynamo_runtime::{Dynamo, DynamoTable, DynamoView, Error, Ttl};
use dynamo_testkit::{Answer, Request, Script};
use dynamo_tests::Order;
use futures_util::{StreamExt, TryStreamExt, stream};
use serde_json::{Value, json};

use super::{Service, Turn, all, item, key, numbers};
use crate::wires::WIRES;

/// A table with a hash key only, whose items expire.
#[derive(Debug, Clone, PartialEq, DynamoTable)]
struct Log {
    #[hash_key]
    id: String,
    text: String,
    #[ttl]
    expires: Option<Ttl>,
}

#[derive(Debug, PartialEq, DynamoView)]
#[view(of = Log)]
struct Text {
    text: String,
}

fn log(id: &str) -> Log {
    Log { id: id.to_owned(), text: "\"\u{1}ü".to_owned(), expires: None }
}

fn stored(id: &str, expires: u64) -> Value {
    json!({ "text": { "S": id }, "id": { "S": id }, "expires": { "N": expires.to_string() } })
}

/// What a batch asks on each wire, which must be alike.
pub(super) async fn asked<T, E>(send: impl AsyncFn(Dynamo) -> Result<T, E>) -> Vec<Value> {
    let mut all = Vec::new();
    for wire in WIRES {
        let script = Script::new([Answer::success("{}")]);
        assert!(send(Dynamo::new(script.client(1)).with_wire(wire)).await.is_ok());
        let requests = script.requests();
        all.push(
            requests
                .iter()
                .map(|request| (request.target.clone(), request.json()))
                .collect::<Vec<_>>(),
        );
    }
    assert_eq!(all[0], all[1]);
    all.swap_remove(0).into_iter().map(|(_, body)| body).collect()
}

#[tokio::test]
async fn keys_are_asked_for_as_they_are_given() {
    let order = Order::new("ann", 1);
    let given = asked(async |dynamo| {
        let orders = Order::table(dynamo);
        orders.get_all([("ann", 1), ("bob", 2)]).await?;
        orders.get_all(vec![order.key()]).await?;
        orders.get_all([&order]).await?;
        orders.get_all((1..=2_u64).map(|number| ("ann", number))).await?;
        orders.get_all(stream::iter([("ann".to_owned(), 7_u64)])).await?;
        Ok::<_, Error>(())
    });
    let bodies = given.await;
    let keys: Vec<_> =
        bodies.iter().map(|body| body["RequestItems"]["Orders"]["Keys"].clone()).collect();
    let bob = json!({ "customer": { "S": "bob" }, "number": { "N": "2" } });
    assert_eq!(
        keys,
        [
            json!([key(1), bob]),
            json!([key(1)]),
            json!([key(1)]),
            json!([key(1), key(2)]),
            json!([key(7)])
        ]
    );
    let one = asked(async |dynamo| Log::table(dynamo).get_all(["a", "b"]).await).await;
    assert_eq!(
        one[0],
        json!({ "RequestItems": { "Log": { "Keys": [{ "id": { "S": "a" } }, { "id": { "S": "b" } }] } } })
    );
}

#[tokio::test]
async fn a_get_of_many_asks_as_a_get_of_one_does() {
    let [one] = &*asked(async |dynamo| {
        Log::table(dynamo).get_all(["a"]).view::<Text>().hide_expired().consistent().await
    })
    .await
    else {
        panic!("one request")
    };
    let table = &one["RequestItems"]["Log"];
    assert_eq!(table["ConsistentRead"], true);
    assert_eq!(table["ProjectionExpression"], "#0, #1, #2");
    assert_eq!(
        table["ExpressionAttributeNames"],
        json!({ "#0": "text", "#1": "expires", "#2": "id" })
    );
    for wire in WIRES {
        let found = json!({ "Responses": { "Log": [stored("b", 5), stored("a", u64::from(u32::MAX) * 9)] } });
        let script = Script::new([Answer::success(found.to_string())]);
        let logs = Log::table(Dynamo::new(script.client(1)).with_wire(wire));
        let read =
            logs.get_all(["b", "a", "c"]).view::<Text>().hide_expired().await.expect("texts");
        assert_eq!(read, [None, Some(Text { text: "a".to_owned() }), None]);
        let read = logs.get_all(["b", "a", "c"]).project((Log::TEXT,)).await.expect("texts");
        assert_eq!(read, [Some(("b".to_owned(),)), Some(("a".to_owned(),)), None]);
    }
}

#[tokio::test]
async fn writes_are_asked_for_as_single_ones_are() {
    let (order, logs) = (Order::new("ann", 1), [log("a"), log("b")]);
    let bodies = asked(async |dynamo| {
        Log::table(&dynamo).put_all(&logs).await?;
        Log::table(&dynamo).put_all(logs.to_vec()).await?;
        Log::table(&dynamo).put_all(logs.iter()).await?;
        Log::table(&dynamo).delete_all_of(["a", "b"]).await?;
        Order::table(&dynamo).delete_all_of([&order]).await?;
        Ok::<_, Error>(())
    });
    let bodies = bodies.await;
    let put = |id: &str| json!({ "PutRequest": { "Item": { "id": { "S": id }, "text": { "S": "\"\u{1}ü" } } } });
    let delete = |key: Value| json!({ "DeleteRequest": { "Key": key } });
    let log_of = |id: &str| delete(json!({ "id": { "S": id } }));
    let puts = json!({ "RequestItems": { "Log": [put("a"), put("b")] } });
    assert_eq!(bodies[..3], [puts.clone(), puts.clone(), puts]);
    assert_eq!(bodies[3], json!({ "RequestItems": { "Log": [log_of("a"), log_of("b")] } }));
    assert_eq!(bodies[4], json!({ "RequestItems": { "Orders": [delete(key(1))] } }));
}

#[tokio::test]
async fn several_tables_are_in_one_request() {
    let order = Order::new("ann", 1);
    let bodies = asked(async |dynamo| {
        let (orders, logs) = (Order::table(&dynamo), Log::table(&dynamo).named("Other"));
        let writes = (
            orders.put(&order),
            vec![logs.delete("x"), logs.delete("y")],
            None::<dynamo_runtime::op::Delete<Log>>,
        );
        let written = BatchWrite::new(&dynamo, writes).await?;
        assert_eq!(written.items, 3);
        let gets = (vec![orders.get("ann", 1).consistent()], logs.get("x").project((Log::TEXT,)));
        let read: (Vec<Option<Order>>, Option<(String,)>) = BatchGet::new(&dynamo, gets).await?;
        assert_eq!(read, (vec![None], None));
        Ok::<_, Error>(())
    });
    let [write, get] = &*bodies.await else { panic!("two requests") };
    let delete = |id: &str| json!({ "DeleteRequest": { "Key": { "id": { "S": id } } } });
    let tables = &write["RequestItems"];
    assert_eq!(tables["Orders"], json!([{ "PutRequest": { "Item": item(1) } }]));
    assert_eq!(tables["Other"], json!([delete("x"), delete("y")]));
    let tables = &get["RequestItems"];
    assert_eq!(tables["Orders"], json!({ "Keys": [key(1)], "ConsistentRead": true }));
    let names = json!({ "#0": "text", "#1": "id" });
    let keys = json!([{ "id": { "S": "x" } }]);
    assert_eq!(
        tables["Other"],
        json!({ "Keys": keys, "ProjectionExpression": "#0, #1", "ExpressionAttributeNames": names })
    );
}

#[tokio::test]
async fn gets_of_one_table_that_ask_for_different_things_are_apart() {
    for wire in WIRES {
        let service = Service::new(&[Turn::Leaves(0)]);
        service.store([1, 2]);
        let orders = service.orders(wire, 1);
        let gets = (orders.get("ann", 1), orders.get("ann", 2).consistent(), orders.get("ann", 1));
        let (one, two, again) = BatchGet::new(service.dynamo(wire, 1), gets).await.expect("orders");
        let found: Vec<Order> = [one, two, again].into_iter().flatten().collect();
        assert_eq!(numbers(&found), [1, 2, 1]);
        assert_eq!(service.sizes().len(), 3);
    }
}

#[tokio::test]
async fn a_request_has_a_hundred_keys_or_25_writes() {
    for wire in WIRES {
        let service = Service::new(&[Turn::Leaves(0)]);
        let orders = service.orders(wire, 1);
        let written = orders.put_all(all(1..=60)).await.expect("puts");
        assert_eq!((written.items, service.sizes()), (60, vec![25, 25, 10]));
        let keys = (0..=250).map(|number| ("ann", number));
        let found = orders.get_all(keys).await.expect("orders");
        assert_eq!(service.sizes(), [100, 100, 51]);
        assert_eq!(found.len(), 251);
        let there: Vec<Order> = found.into_iter().flatten().collect();
        assert_eq!(there, all(1..=60));
        let deleted =
            orders.delete_all_of((1..=60).map(|number| ("ann", number))).await.expect("deletes");
        assert_eq!(
            (deleted.items, service.sizes(), service.stored()),
            (60, vec![25, 25, 10], vec![])
        );
        assert_eq!(orders.get_all(Vec::<(String, u64)>::new()).await.expect("nothing"), []);
        assert_eq!(orders.put_all(Vec::<Order>::new()).await.expect("nothing").items, 0);
        assert_eq!(service.sizes(), [0_usize; 0]);
    }
}

#[tokio::test]
async fn a_request_has_16_megabytes() {
    for wire in WIRES {
        let service = Service::new(&[Turn::Leaves(0)]);
        let large =
            |number| Order { note: Some("\u{1}".repeat(250_000)), ..Order::new("ann", number) };
        // A control character takes six bytes of JSON: 1.5 MB an item.
        let written = service.orders(wire, 1).put_all((1..=12).map(large)).await.expect("puts");
        assert_eq!((written.items, service.sizes()), (12, vec![11, 1]), "{wire:?}");
    }
}

#[tokio::test]
async fn a_key_that_comes_twice_is_asked_for_once() {
    for wire in WIRES {
        let service = Service::new(&[Turn::Leaves(0)]);
        service.store([1, 2]);
        let orders = service.orders(wire, 1);
        let keys = [2, 1, 2, 9, 1].map(|number| ("ann", number));
        let found = orders.get_all(keys).await.expect("orders");
        let found: Vec<_> =
            found.iter().map(|order| order.as_ref().map(|order| order.number)).collect();
        assert_eq!(found, [Some(2), Some(1), Some(2), None, Some(1)]);
        assert_eq!(service.sizes(), [3]);
    }
}

#[tokio::test]
async fn a_stream_goes_no_further_than_it_is_read() {
    let service = Service::new(&[Turn::Leaves(0)]);
    service.store(1..=10_000);
    let orders = service.orders(dynamo_runtime::Wire::Json, 1);
    let taken = std::sync::atomic::AtomicUsize::new(0);
    let keys = (1..=10_000).map(|number| {
        taken.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        ("ann", number)
    });
    let mut found = orders.get_all(keys).concurrency(2).stream();
    for number in 1..=100 {
        let order: Option<Order> = found.try_next().await.expect("an order").expect("an answer");
        assert_eq!(order.map(|order| order.number), Some(number));
    }
    // What is read, what is under way, and one that did not fit.
    assert!(taken.load(std::sync::atomic::Ordering::Relaxed) <= 401);
    assert_eq!(found.count().await, 9_900);
}

#[tokio::test]
async fn what_a_source_waits_with_is_sent_meanwhile() {
    // The source goes on when the first item is stored.
    let service = Service::new(&[Turn::Leaves(0)]);
    let items = stream::unfold(1, |number| {
        let service = service.clone();
        async move {
            while number > 1 && service.stored().is_empty() {
                tokio::task::yield_now().await;
            }
            (number <= 3).then(|| (Order::new("ann", number), number + 1))
        }
    });
    let written = service.orders(dynamo_runtime::Wire::Json, 1).put_all(items).await.expect("puts");
    assert_eq!(written.items, 3);
}

/// `?` turns what a batch ends in into the crate's error.
async fn sent(orders: &dynamo_tests::OrderTable) -> Result<(), Error> {
    orders.put_all(&all(1..=2)).await?;
    Ok(())
}

#[tokio::test]
async fn unfinished_is_an_error_of_the_crate() {
    let service = Service::new(&[Turn::Denies]);
    let orders = service.orders(dynamo_runtime::Wire::Json, 1);
    assert_eq!(sent(&orders).await.unwrap_err().kind(), dynamo_runtime::ErrorKind::AccessDenied);
    let boxed: Box<dyn std::error::Error + Send + Sync> = orders
        .put_all(&all(1..=2))
        .await
        .map_err(|error: Unfinished<_, Order>| error)
        .unwrap_err()
        .into();
    assert!(!format!("{boxed:?} {boxed}").contains("ann"));
    let shown = format!("{:?} {:?}", orders.put_all(&all(1..=2)), orders.get_all([("ann", 1)]));
    assert!(shown.contains("Orders") && shown.contains('2') && !shown.contains("ann"), "{shown}");
}

#[tokio::test]
async fn requests_are_named_alike() {
    let script = Script::new([Answer::success("{}")]);
    let orders = Order::table(script.client(1));
    orders.get_all([("ann", 1)]).await.expect("nothing");
    orders.delete_all_of([("ann", 1)]).await.expect("a delete");
    let operations = script
        .requests()
        .iter()
        .map(|sent: &Request| sent.operation().to_owned())
        .collect::<Vec<_>>();
    assert_eq!(operations, ["BatchGetItem", "BatchWriteItem"]);
}
