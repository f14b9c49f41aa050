//! Both wires send the same requests and read the same responses.

use std::collections::HashMap;

use aws_sdk_dynamodb::types::AttributeValue;
use dynamo_runtime::op::RawPage;
use dynamo_runtime::{Dynamo, DynamoTable, Error, ErrorKind, Wire};
use dynamo_testkit::{Answer, Request, Script};
use dynamo_tests::{AddressRef, Everything, Order, OrderRef, OrderTable, Status};
use futures_util::TryStreamExt;
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::arbitrary::{arbitrary, everything};

pub(crate) const WIRES: [Wire; 2] = [Wire::Json, Wire::Sdk];

pub(crate) fn run<T>(future: impl Future<Output = T>) -> T {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build();
    runtime.expect("a runtime").block_on(future)
}

fn dynamo(script: &Script, wire: Wire) -> Dynamo {
    Dynamo::new(script.client(1)).with_wire(wire)
}

/// What a call asks on each wire, as JSON values.
fn asked<T>(call: impl AsyncFn(Dynamo) -> Result<T, Error>) -> [Vec<(String, Value)>; 2] {
    WIRES.map(|wire| {
        let script = Script::new([Answer::success("{}")]);
        // What the empty answer is taken for does not matter here.
        let _ = run(call(dynamo(&script, wire)));
        let parse = |Request { target, body }: Request| {
            (target, serde_json::from_str(&body).expect("a request in JSON"))
        };
        script.requests().into_iter().map(parse).collect()
    })
}

fn assert_asked_alike<T>(call: impl AsyncFn(Dynamo) -> Result<T, Error>) {
    let [json, sdk] = asked(call);
    assert_eq!(json, sdk);
    assert_eq!(json.len(), 1);
}

#[test]
fn every_operation_asks_alike() {
    async fn on<T>(
        dynamo: Dynamo,
        call: impl AsyncFnOnce(OrderTable) -> Result<T, Error>,
    ) -> Result<T, Error> {
        call(Order::table(&dynamo)).await
    }
    let mut order = Order::new("ann", 1);
    order.note = Some("\u{0}\"\\ü\u{1f600}\n".to_owned());
    let order = &order;
    let cheap = || Order::TOTAL.lt(5) & !Order::NOTE.eq("\"");
    assert_asked_alike(async |d| on(d, async |t| t.get("ann", 1).consistent().await).await);
    assert_asked_alike(async |d| on(d, async |t| t.exists("ann", 1).await).await);
    assert_asked_alike(async |d| on(d, async |t| t.put(order).await).await);
    assert_asked_alike(async |d| on(d, async |t| t.insert(order).return_old().await).await);
    assert_asked_alike(async |d| on(d, async |t| t.put(order).condition(cheap()).await).await);
    assert_asked_alike(async |d| {
        on(d, async |t| t.update("ann", 1).set(Order::TOTAL, 1).await).await
    });
    assert_asked_alike(async |d| {
        on(d, async |t| t.delete("ann", 1).condition(cheap()).await).await
    });
    assert_asked_alike(async |d| on(d, async |t| t.query("ann").range(1..=2).all().await).await);
    assert_asked_alike(async |d| on(d, async |t| t.query_courier("c").count().await).await);
    assert_asked_alike(async |d| {
        on(d, async |t| t.query_courier("c").filter(Order::NUMBER.lt(5)).limit(2).page().await)
            .await
    });
    assert_asked_alike(async |d| on(d, async |t| t.scan().segments(1).all().await).await);
    assert_asked_alike(async |d| {
        on(d, async |t| t.scan().filter(cheap()).limit(3).all().await).await
    });
}

/// What a get reads from a response with this item, on each wire.
fn read(item: &Value) -> [Result<Option<Everything>, String>; 2] {
    let compact = json!({ "Item": item, "ConsumedCapacity": { "Units": [1.5e3, null, true] } });
    let bodies = [compact.to_string(), serde_json::to_string_pretty(&compact).expect("JSON")];
    let [one, two] = bodies.map(|body| {
        WIRES.map(|wire| {
            let script = Script::new([Answer::success(body.clone())]);
            let got = run(Everything::table(dynamo(&script, wire)).get(b"id").send());
            got.map_err(|error| error.to_string())
        })
    });
    assert_eq!(one, two, "white space makes no difference");
    one
}

/// The JSON of an item, as the SDK's serializer spells it.
pub(crate) fn spelt(item: &Everything) -> Value {
    let [_, sdk] = asked(async |dynamo| Everything::table(&dynamo).put(item).await);
    sdk[0].1["Item"].clone()
}

#[test]
fn items_that_do_not_fit_are_the_same_errors() {
    let item = spelt(&everything());
    for (name, wrong) in [
        ("text", json!({ "N": "1" })),
        ("flag", json!({ "S": "x" })),
        ("tiny", json!({ "N": "300" })),
        ("list", json!({ "L": [{ "S": "a" }, { "BOOL": true }] })),
        ("documents", json!({ "L": [{ "M": { "city": { "NULL": true } } }] })),
        ("map", json!({ "M": { "k": { "B": "AA==" } } })),
        ("strings", json!({ "NS": ["1"] })),
        ("strings", json!({ "L": [] })),
        ("boxed", json!({ "M": {} })),
        ("statuses", json!({ "SS": ["unknown"] })),
        ("foreign", json!({ "M": { "Data": { "S": "x" } } })),
    ] {
        let mut item = item.clone();
        item[name] = wrong;
        let [json, sdk] = read(&item);
        assert_eq!(json, sdk);
        assert!(json.is_err(), "{name}");
    }
}

#[test]
fn types_that_are_not_known_yet_are_errors() {
    for foreign in [json!({ "X": "1" }), json!({ "M": { "Data": { "L": [{ "X": "1" }] } } })] {
        let mut item = spelt(&everything());
        item["foreign"] = foreign;
        let shown = read(&item).map(|read| read.expect_err("a type of the future"));
        assert!(
            shown.iter().all(|shown| shown.contains("this version does not know")),
            "{shown:?}"
        );
    }
}

#[tokio::test]
async fn an_item_of_more_than_400_kb_is_refused_before_it_is_sent() {
    for wire in WIRES {
        let script = Script::new([Answer::success("{}")]);
        let orders = Order::table(dynamo(&script, wire));
        let order = |bytes| Order { note: Some("\n".repeat(bytes)), ..Order::new("ann", 1) };
        orders.put(&order(409_400)).await.expect("an item that fits");
        let refused = orders.put(&order(409_600)).await.expect_err("an item that is too large");
        assert_eq!(refused.kind(), ErrorKind::InvalidRequest);
        assert!(refused.to_string().contains("`note`"), "{refused}");
        assert_eq!(script.requests().len(), 1);
    }
}

#[tokio::test]
async fn a_modelled_error_is_the_same_on_both_wires() {
    let body =
        r#"{"__type":"x#ConditionalCheckFailedException","message":"m","Item":{"a":{"S":"b"}}}"#;
    let mut shown = Vec::new();
    for wire in WIRES {
        let script = Script::new([Answer::status(400, body)]);
        let update = Order::table(dynamo(&script, wire)).update("ann", 1).set(Order::TOTAL, 1);
        let error = update.await.expect_err("a condition that failed");
        shown.push((error.kind(), format!("{error:?}")));
    }
    assert_eq!(shown[0], shown[1]);
    assert!(shown[0].1.contains("ConditionalCheckFailedException"));
}

/// Seeds that nothing can be read from would have the fuzzer look for what it begins with.
#[test]
fn the_seeds_of_the_fuzzer_are_read() {
    let [get, query, scan] = [
        include_str!("../../fuzz/seeds/get"),
        include_str!("../../fuzz/seeds/query"),
        include_str!("../../fuzz/seeds/scan"),
    ]
    .map(|seed| {
        // The first letter tells the call.
        let answers = [&seed[1..], "{}"].map(|body| Answer::success(body.to_owned()));
        dynamo(&Script::new(answers), Wire::Json)
    });
    assert!(run(Everything::table(get).get(b"id").send()).expect("an answer").is_some());
    assert_eq!(run(Order::table(query).query("ann").all()).expect("a page").len(), 2);
    assert_eq!(run(Everything::table(scan).scan().all()).expect("a page").len(), 2);
}

#[test]
fn pages_are_read_alike_and_followed() {
    let item = |number: u64| -> Value {
        json!({
            "customer": { "S": "ann" }, "number": { "N": number.to_string() }, "status": { "S": "open" },
            "placedAt": { "S": "x" }, "total": { "N": "1" }, "lines": { "L": [] }, "unknown": { "NS": ["1"] },
            "address": { "M": { "city": { "S": "Ulm" } } }
        })
    };
    let last =
        json!({ "customer": { "S": "a\"b" }, "number": { "N": "2" }, "bytes": { "B": "AAE=" } });
    let first = json!({ "Count": 2, "Items": [item(1), item(2)], "LastEvaluatedKey": last, "ScannedCount": 2 });
    let second = json!({ "ScannedCount": 1, "Items": [item(3)], "Count": 1 });
    let answers = [first, second].map(|body| Answer::success(body.to_string()));
    let seen = WIRES.map(|wire| {
        let script = Script::new(answers.clone());
        let orders = run(Order::table(dynamo(&script, wire)).query("ann").all()).expect("orders");
        let start: Value = script.requests()[1].json();
        assert_eq!(start["ExclusiveStartKey"], last);
        orders
    });
    assert_eq!(seen[0], seen[1]);
    assert_eq!(seen[0].iter().map(|order| order.number).collect::<Vec<_>>(), [1, 2, 3]);
    assert!(seen[0].iter().all(|order| order.status == Status::Open));
}

#[test]
fn raw_pages_are_borrowed_and_cut() {
    let order = |number: u64, note: &str| -> Value {
        json!({
            "number": { "N": number.to_string() }, "customer": { "S": "ann" }, "placedAt": { "S": "x" }, "note": { "S": note },
            "labels": { "SS": ["b", "a"] }, "address": { "M": { "city": { "S": "Ulm" }, "street": { "S": "y" } } }
        })
    };
    let last = json!({ "customer": { "S": "ann" }, "number": { "N": "2" } });
    let first =
        json!({ "Count": 2, "Items": [order(1, "a\"b"), order(2, "c")], "LastEvaluatedKey": last });
    let second = json!({ "ScannedCount": 2, "Items": [order(3, "d"), order(4, "e")], "Count": 2 });
    for wire in WIRES {
        let script = Script::new([&first, &second].map(|body| Answer::success(body.to_string())));
        let query = Order::table(dynamo(&script, wire)).query("ann").limit(3);
        let pages: Vec<RawPage> = run(query.raw_pages().try_collect()).expect("pages");
        let start: Value = script.requests()[1].json();
        assert_eq!(start["ExclusiveStartKey"], last);
        assert_eq!(pages.iter().map(RawPage::len).collect::<Vec<_>>(), [2, 1]);
        let orders: Vec<OrderRef<'_>> =
            pages.iter().flat_map(|page| page.decode().expect("orders")).collect();
        let notes: Vec<_> = orders.iter().map(|order| order.note.as_deref()).collect();
        assert_eq!(notes, [Some("a\"b"), Some("c"), Some("d")]);
        assert_eq!((orders[2].customer, orders[2].address.city), ("ann", "Ulm"));
        assert!(orders[2].labels.iter().eq(["a", "b"].iter()));
        let refused = pages[0].decode::<Order>().expect_err("orders without a status");
        assert_eq!(refused.kind(), ErrorKind::Decode);
        assert_eq!(refused.to_string(), "Orders.status: the attribute is missing");
    }
}

#[test]
fn a_text_with_escapes_is_not_borrowed() {
    let item = json!({ "city": { "S": "\n" }, "street": { "S": "" } });
    let body = json!({ "Count": 1, "Items": [item] }).to_string();
    for wire in WIRES {
        let script = Script::new([Answer::success(body.clone())]);
        let mut pages = Order::table(dynamo(&script, wire)).scan().raw_pages();
        let page = run(pages.try_next()).expect("pages").expect("a page");
        let refused = page.decode::<AddressRef<'_>>().expect_err("a text with an escape");
        assert!(refused.to_string().starts_with("Orders.city: a string with escapes"), "{refused}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn any_item_is_sent_alike(item in arbitrary()) {
        let [json, sdk] = asked(async |dynamo| Everything::table(&dynamo).put(&item).await);
        prop_assert_eq!(json, sdk);
    }

    #[test]
    fn any_item_is_read_alike(item in arbitrary(), unknown: String) {
        let mut spelt = spelt(&item);
        let names: HashMap<String, AttributeValue> = item.to_item().unwrap();
        if !names.contains_key(&unknown) && unknown != "maybe_flag" {
            spelt[unknown] = json!({ "M": { "\"": { "L": [{ "BS": ["AA=="] }, { "NULL": true }] } } });
        }
        let [json, sdk] = read(&spelt);
        prop_assert_eq!(&json, &sdk);
        prop_assert_eq!(json, Ok(Some(item)));
    }
}
