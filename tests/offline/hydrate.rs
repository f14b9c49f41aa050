//! Whole items behind an index: their order, keys that are left unprocessed, and how many a request asks for.

use std::iter;

use dynamo_runtime::{Dynamo, ErrorKind, Wire};
use dynamo_testkit::{Answer, Request, Script};
use dynamo_tests::{Order, OrderTable};
use futures_util::TryStreamExt;
use serde_json::{Value, json};
use tokio::time::Instant;

fn key(number: u64) -> Value {
    json!({ "customer": { "S": "ann" }, "number": { "N": number.to_string() } })
}

fn stored(number: u64) -> Value {
    let order = Order::new("ann", number);
    let Value::Object(mut item) = key(number) else { unreachable!("an object") };
    let rest = json!({
        "status": { "S": "open" }, "placedAt": { "S": order.placed_at }, "lines": { "L": [] },
        "total": { "N": order.total.to_string() }, "address": { "M": { "city": { "S": order.address.city } } }
    });
    item.extend(rest.as_object().expect("an object").clone());
    item.into()
}

fn page(numbers: &[u64], last: Option<u64>) -> Value {
    let items: Vec<Value> = numbers.iter().copied().map(key).collect();
    let mut page = json!({ "Count": items.len(), "Items": items });
    if let Some(last) = last {
        page["LastEvaluatedKey"] = key(last);
    }
    page
}

fn batch(found: &[u64], unprocessed: &[u64]) -> Value {
    let [found, keys] = [
        found.iter().copied().map(stored).collect::<Vec<_>>(),
        unprocessed.iter().copied().map(key).collect(),
    ];
    let mut unprocessed = json!({});
    if !keys.is_empty() {
        unprocessed["Orders"] = json!({ "Keys": keys });
    }
    json!({ "Responses": { "Orders": found }, "UnprocessedKeys": unprocessed })
}

fn orders(wire: Wire, answers: &[Value]) -> (OrderTable, Script) {
    let answers = answers.iter().map(|body| Answer::success(body.to_string()));
    let script = Script::new(answers);
    (Order::table(Dynamo::new(script.client(1)).with_wire(wire)), script)
}

/// The numbers of the orders that each BatchGetItem has asked for.
fn asked_for(script: &Script) -> Vec<Vec<u64>> {
    let requests = script.requests().into_iter();
    let batches = requests.filter(|Request { target, .. }| target.ends_with(".BatchGetItem"));
    let batches = batches.map(|Request { body, .. }| {
        let body: Value = serde_json::from_str(&body).expect("JSON");
        let keys = body["RequestItems"]["Orders"]["Keys"].as_array().expect("keys").clone();
        let number = |key: Value| key["number"]["N"].as_str().and_then(|text| text.parse().ok());
        keys.into_iter().map(|key| number(key).expect("a number")).collect()
    });
    batches.collect()
}

fn numbers(orders: &[Order]) -> Vec<u64> {
    orders.iter().map(|order| order.number).collect()
}

#[tokio::test(start_paused = true)]
async fn items_come_in_the_order_of_the_index_whatever_the_service_leaves_for_later() {
    for wire in [Wire::Json, Wire::Sdk] {
        // 4 is deleted meanwhile, and 1 moves behind the first page.
        let pages = [page(&[3, 1], Some(1)), page(&[2, 4, 1], None)];
        let batches = [batch(&[2], &[1, 3]), batch(&[], &[3, 1]), batch(&[1, 3], &[])];
        let (orders, script) = orders(wire, &[pages.as_slice(), &batches].concat());
        let found = orders.query_courier("carl").hydrate().all().await.expect("orders");
        assert_eq!(found, [3, 1, 2].map(|number| Order::new("ann", number)), "{wire:?}");
        assert_eq!(asked_for(&script), [vec![3, 1, 2, 4], vec![1, 3], vec![3, 1]], "{wire:?}");
    }
}

#[test]
fn the_index_is_asked_for_keys_only() {
    let orders = Order::table(dynamo_tests::offline());
    let input = orders.query_courier("carl").hydrate().consistent().input().expect("a request");
    let names = input.get_expression_attribute_names().as_ref().expect("names");
    let expression = input.get_projection_expression().as_deref().expect("a projection");
    let read: Vec<&str> = expression.split(", ").map(|name| names[name].as_str()).collect();
    assert_eq!(read, ["customer", "number"]);
    assert_eq!(input.get_consistent_read(), &None);
}

#[tokio::test]
async fn a_request_asks_for_a_hundred_items() {
    let all: Vec<u64> = (1..=250).collect();
    let batches = all.chunks(100).map(|numbers| batch(numbers, &[]));
    let answers: Vec<Value> = iter::once(page(&all, None)).chain(batches).collect();
    let (orders, script) = orders(Wire::Json, &answers);
    let found: Vec<Order> =
        orders.query_courier("carl").hydrate().stream().try_collect().await.expect("orders");
    assert_eq!(numbers(&found), all);
    let sizes: Vec<usize> = asked_for(&script).iter().map(Vec::len).collect();
    assert_eq!(sizes, [100, 100, 50]);
}

#[tokio::test]
async fn the_first_is_one_key_and_one_item() {
    let (orders, script) = orders(Wire::Json, &[page(&[7], Some(7)), batch(&[7], &[])]);
    let first =
        orders.query_courier("carl").hydrate().consistent().first().await.expect("an order");
    assert_eq!(first, Some(Order::new("ann", 7)));
    let requests = script.requests();
    let [Request { body: query, .. }, Request { body: get, .. }] = &*requests else {
        panic!("two requests: {requests:?}")
    };
    assert!(query.contains(r#""Limit":1"#), "{query}");
    assert!(get.contains(r#""ConsistentRead":true"#), "{get}");
}

#[tokio::test]
async fn of_a_consistent_query_the_items_are_consistent_too() {
    let (orders, script) = orders(Wire::Json, &[page(&[7], None), batch(&[7], &[])]);
    let query = orders.query_by_date("ann").consistent();
    assert_eq!(query.hydrate().all().await.expect("orders"), [Order::new("ann", 7)]);
    let requests = script.requests();
    assert_eq!(requests.len(), 2);
    for Request { body, .. } in requests {
        assert!(body.contains(r#""ConsistentRead":true"#), "{body}");
    }
}

#[tokio::test(start_paused = true)]
async fn keys_that_stay_unprocessed_are_throttled() {
    let (orders, script) = orders(Wire::Json, &[page(&[1], None), batch(&[], &[1])]);
    let error = orders.query_courier("carl").hydrate().all().await.expect_err("an error");
    assert_eq!(error.kind(), ErrorKind::Throttled);
    assert_eq!(asked_for(&script).len(), 10);
}

#[tokio::test]
async fn an_item_that_does_not_fit_is_named() {
    let mut broken = batch(&[1], &[]);
    broken["Responses"]["Orders"][0]["total"] = json!({ "S": "a lot" });
    for wire in [Wire::Json, Wire::Sdk] {
        let (orders, _) = orders(wire, &[page(&[1], None), broken.clone()]);
        let error = orders.query_courier("carl").hydrate().all().await.expect_err("an error");
        assert_eq!(error.kind(), ErrorKind::Decode, "{wire:?}");
        assert!(error.to_string().contains("Orders.total"), "{error}");
    }
}

#[tokio::test]
async fn a_number_is_found_in_any_spelling() {
    for wire in [Wire::Json, Wire::Sdk] {
        let mut found = page(&[3, 1, 2, 1], None);
        for (at, spelling) in ["3.0", "1E0", "+2", "1.00"].iter().enumerate() {
            found["Items"][at]["number"]["N"] = json!(spelling);
        }
        let (orders, script) = orders(wire, &[found, batch(&[1, 2, 3], &[])]);
        let found = orders.query_courier("carl").hydrate().all().await.expect("orders");
        assert_eq!(numbers(&found), [3, 1, 2], "{wire:?}");
        // The service refuses a key that is there twice, however it is spelt.
        let asked = script.requests().pop().expect("a batch").body;
        assert_eq!(asked.matches("\"number\"").count(), 3, "{asked}");
    }
}

#[tokio::test]
async fn an_item_that_was_not_asked_for_is_an_error() {
    for wire in [Wire::Json, Wire::Sdk] {
        for answer in [batch(&[1, 9], &[]), batch(&[9], &[]), batch(&[], &[9])] {
            let (orders, script) = orders(wire, &[page(&[1], None), answer, batch(&[9], &[])]);
            let error = orders.query_courier("carl").hydrate().all().await.expect_err("an error");
            assert_eq!(error.kind(), ErrorKind::Decode, "{wire:?}");
            assert_eq!(asked_for(&script), [[1]], "{wire:?}");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn the_capacity_of_the_items_is_limited_too() {
    for (wire, consistent) in [(Wire::Json, false), (Wire::Sdk, false), (Wire::Json, true)] {
        // At 10 units a second, 20 items of half a unit, or 10 of a unit.
        let (all, at_once) = ((1..=100).collect::<Vec<u64>>(), if consistent { 10 } else { 20 });
        let batches = all.chunks(at_once).map(|numbers| {
            let mut batch = batch(numbers, &[]);
            batch["ConsumedCapacity"] = json!([{ "TableName": "Orders", "CapacityUnits": 10.0 }]);
            batch
        });
        let answers: Vec<Value> = iter::once(page(&all, None)).chain(batches).collect();
        let (orders, script) = orders(wire, &answers);
        let (query, start) = (orders.query_courier("carl").max_capacity(10), Instant::now());
        let hydrate = query.hydrate();
        let hydrate = if consistent { hydrate.consistent() } else { hydrate };
        assert_eq!(hydrate.all().await.expect("orders").len(), 100, "{wire:?}");
        // Each but the first batch waits for the one before it.
        let batches = u64::try_from(100 / at_once).expect("a small number");
        assert!(start.elapsed().as_secs() >= batches - 1, "{wire:?}: {:?}", start.elapsed());
        let requests = script.requests();
        assert_eq!(requests.len(), 1 + 100 / at_once, "{wire:?}");
        for Request { body, .. } in requests {
            assert!(body.contains(r#""ReturnConsumedCapacity":"TOTAL""#), "{body}");
        }
    }
}
