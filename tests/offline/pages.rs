//! What queries and scans ask for page by page, and when.

use std::time::Duration;

use dynamo_runtime::codec::Attributes;
use dynamo_runtime::{Dynamo, DynamoTable, ErrorKind, Wire};
use dynamo_testkit::{Answer, Request, Script};
use dynamo_tests::{Order, OrderTable};
use futures_util::{FutureExt, StreamExt, TryStreamExt};
use serde_json::{Value, json};
use tokio::time::Instant;

use crate::wires::WIRES;

pub(crate) fn key(number: u64) -> Value {
    json!({ "customer": { "S": "ann" }, "number": { "N": number.to_string() } })
}

fn item(number: u64) -> Value {
    let mut item = key(number);
    item["status"] = json!({ "S": "open" });
    item["placedAt"] = json!({ "S": "2026-11-22" });
    item["total"] = json!({ "N": "1" });
    item["lines"] = json!({ "L": [] });
    item["address"] = json!({ "M": { "city": { "S": "Ulm" } } });
    item
}

/// A page of these orders, of which `scanned` were evaluated, for `units`.
pub(crate) fn page(numbers: &[u64], scanned: usize, units: f64, last: Option<u64>) -> Value {
    let items: Vec<Value> = numbers.iter().map(|number| item(*number)).collect();
    let mut page = json!({
        "Count": items.len(),
        "Items": items,
        "ScannedCount": scanned,
        "ConsumedCapacity": { "TableName": "Orders", "CapacityUnits": units },
    });
    if let Some(last) = last {
        page["LastEvaluatedKey"] = key(last);
    }
    page
}

fn script(pages: &[Value]) -> Script {
    let answer = |page: &Value| Answer::success(page.to_string());
    Script::new(pages.iter().map(answer).collect::<Vec<_>>())
}

pub(crate) fn orders(script: &Script, wire: Wire) -> OrderTable {
    Order::table(Dynamo::new(script.client(1)).with_wire(wire))
}

pub(crate) fn requests(script: &Script) -> Vec<Value> {
    let parse = |Request { body, .. }: Request| serde_json::from_str(&body).expect("JSON");
    script.requests().into_iter().map(parse).collect()
}

#[tokio::test]
async fn a_page_sums_over_the_pages_of_the_service() {
    for wire in WIRES {
        let script = script(&[
            page(&[1, 2], 5, 0.5, Some(5)),
            page(&[], 7, 1.5, Some(12)),
            page(&[13, 14], 2, 2.0, Some(14)),
        ]);
        let query = orders(&script, wire).query("ann").filter(Order::TOTAL.gt(0)).limit(4);
        let page = query.page().await.expect("a page");
        assert_eq!((page.count, page.scanned_count, page.consumed_capacity), (4, 14, 4.0));
        let requests = requests(&script);
        assert!(requests.iter().all(|request| request["ReturnConsumedCapacity"] == "TOTAL"));
        let starts = requests.iter().map(|request| request["ExclusiveStartKey"].clone());
        assert_eq!(starts.collect::<Vec<_>>(), [Value::Null, key(5), key(12)]);
        let next =
            orders(&script, wire).query("ann").filter(Order::TOTAL.gt(0)).resume(page.cursor);
        next.page().await.expect("a page");
        assert_eq!(self::requests(&script)[0]["ExclusiveStartKey"], key(14));
    }
}

#[tokio::test]
async fn a_cursor_within_a_page_stands_behind_the_last_item_returned() {
    for wire in WIRES {
        let mut broken = page(&[1, 2, 3, 4], 9, 1.5, Some(9));
        // Behind what is wanted: it is not read, and hides nothing that stands behind it.
        broken["Items"][2]["total"] = json!({ "S": "none" });
        for answer in [page(&[1, 2, 3, 4], 9, 1.5, Some(9)), broken] {
            let script = script(&[answer]);
            let query = orders(&script, wire).query("ann").filter(Order::TOTAL.gt(0)).limit(2);
            let page = query.project((Order::TOTAL,)).page().await;
            let page = page.expect("a page");
            assert_eq!((page.count, page.scanned_count, page.consumed_capacity), (2, 9, 1.5));
            assert_eq!(page.items, [(1,), (1,)]);
            let request = &requests(&script)[0];
            assert_eq!(request["ProjectionExpression"], "#1, #0, #2");
            assert_eq!(request["ExpressionAttributeNames"]["#2"], "number");
            let query = orders(&script, wire).query("ann").filter(Order::TOTAL.gt(0));
            let _ = query.resume(page.cursor).page().await;
            assert_eq!(requests(&script)[0]["ExclusiveStartKey"], key(2));
        }
    }
}

#[tokio::test]
async fn the_request_of_a_read_that_goes_on_has_the_key_it_starts_behind() {
    let script = script(&[page(&[1], 1, 0.5, Some(1))]);
    let orders = orders(&script, Wire::Json);
    let key = Order::new("ann", 1).to_item().expect("an item");
    let key = key.into_iter().filter(|(name, _)| ["customer", "number"].contains(&&**name));
    let key = Some(key.collect::<Attributes>());
    let cursor = orders.query("ann").page().await.expect("a page").cursor.expect("a cursor");
    let query = orders.query("ann").resume(cursor.clone());
    assert_eq!(query.input().expect("a request").get_exclusive_start_key(), &key);
    let shown = query.explain().expect("a request");
    assert!(shown.contains("ExclusiveStartKey: {customer: \"ann\", number: 1}"), "{shown}");
    let other = orders.query_by_date("ann").resume(cursor.clone()).input().map(|_| ());
    assert_eq!(other.map_err(|error| error.kind()), Err(ErrorKind::InvalidCursor));
    let segments = orders.scan().segments(3).resume(cursor).input().map(|_| ());
    assert_eq!(segments.map_err(|error| error.kind()), Err(ErrorKind::InvalidCursor));
}

#[tokio::test]
async fn the_request_of_segments_that_go_on_is_of_the_first_that_is_not_at_its_end() {
    let script = script(&[page(&[1], 1, 0.5, None), page(&[2], 1, 0.5, Some(2))]);
    let scan = || orders(&script, Wire::Json).scan().segments(3).concurrency(1);
    let pages: Vec<_> = scan().max_pages(2).pages().try_collect().await.expect("pages");
    let resumed = scan().resume(pages[1].cursor.clone()).input().expect("a request");
    assert_eq!((resumed.get_segment(), resumed.get_total_segments()), (&Some(1), &Some(3)));
    let key = resumed.get_exclusive_start_key().as_ref().expect("a key");
    assert_eq!(key["number"].as_n().map(String::as_str), Ok("2"));
}

#[tokio::test]
async fn a_page_asks_for_no_more_than_is_still_wanted() {
    let script = script(&[page(&[1, 2], 2, 0.5, Some(2)), page(&[3], 1, 0.5, Some(3))]);
    let scan = orders(&script, Wire::Json).scan().limit(3).page_size(2);
    assert_eq!(scan.all().await.expect("items").len(), 3);
    let limits = requests(&script).into_iter().map(|request| request["Limit"].clone());
    assert_eq!(limits.collect::<Vec<_>>(), [2, 1]);
}

#[tokio::test]
async fn what_is_set_by_hand_stays_where_the_read_says_nothing() {
    let script = script(&[page(&[1], 1, 0.5, Some(1)), page(&[2], 1, 0.5, None)]);
    let scan = orders(&script, Wire::Json).scan().customize(|request| request.limit(7));
    assert_eq!(scan.all().await.expect("items").len(), 2);
    assert!(requests(&script).iter().all(|request| request["Limit"] == 7));
}

#[tokio::test]
async fn a_stream_reads_one_page_ahead() {
    let pages = [
        page(&[1, 2, 3], 3, 0.5, Some(3)),
        page(&[4, 5], 2, 0.5, Some(5)),
        page(&[6], 1, 0.5, None),
    ];
    let script = script(&pages);
    let mut stream = orders(&script, Wire::Json).query("ann").stream();
    assert_eq!(requests(&script).len(), 0, "nothing before it is asked");
    let mut asked = 0;
    for (taken, expected) in [(1, 2), (2, 2), (3, 2), (4, 3), (5, 3), (6, 3)] {
        let order = stream.try_next().await.expect("an item");
        assert_eq!(order.map(|order| order.number), Some(taken));
        // The next page is under way as soon as an item of the one before is handed out.
        asked += requests(&script).len();
        assert_eq!(asked, expected, "{taken}");
    }
    assert_eq!(stream.try_next().await.expect("the end"), None);
    assert_eq!((asked, requests(&script).len()), (3, 0));
}

#[tokio::test]
async fn nothing_is_read_ahead_of_a_limit_or_the_last_page() {
    let limited = script(&[page(&[1, 2], 2, 0.5, Some(2)), page(&[3, 4], 2, 0.5, Some(4))]);
    let query = || orders(&limited, Wire::Json).query("ann").page_size(2);
    assert_eq!(query().limit(4).stream().count().await, 4);
    assert_eq!(requests(&limited).len(), 2);
    assert_eq!(query().max_pages(3).stream().count().await, 6);
    assert_eq!(requests(&limited).len(), 3);
}

#[tokio::test(start_paused = true)]
async fn dropping_a_stream_stops_reading() {
    let first = Answer::success(page(&[1, 2], 2, 0.5, Some(2)).to_string());
    let script = Script::new([first, Answer::never()]);
    let mut stream = orders(&script, Wire::Json).query("ann").stream();
    // What was read is handed out while the next page keeps everyone waiting.
    assert!(stream.try_next().await.expect("an item").is_some());
    assert!(stream.try_next().await.expect("an item").is_some());
    assert!(stream.try_next().now_or_never().is_none());
    assert_eq!(requests(&script).len(), 2);
    drop(stream);
    tokio::time::sleep(Duration::from_hours(1)).await;
    assert_eq!(requests(&script).len(), 0);
}

#[tokio::test]
async fn segments_are_read_so_many_at_a_time() {
    let script = script(&[page(&[1, 2], 2, 0.5, Some(2))]);
    let scan = orders(&script, Wire::Json).scan().segments(9).concurrency(3).max_pages(100);
    let mut stream = scan.stream();
    stream.try_next().await.expect("an item");
    let asked = requests(&script);
    assert!((3..=4).contains(&asked.len()), "one page of each, and one ahead: {}", asked.len());
    assert!(asked.iter().all(|request| request["TotalSegments"] == 9));
    let segments: Vec<_> = asked.iter().filter_map(|request| request["Segment"].as_u64()).collect();
    assert!(segments.iter().all(|segment| *segment < 3), "{segments:?}");
    // Who takes nothing holds them back.
    tokio::task::yield_now().await;
    assert_eq!(requests(&script).len(), 0);
    assert_eq!(stream.count().await, 199);
    assert_eq!(asked.len() + requests(&script).len(), 100, "`max_pages` is over all segments");
}

#[tokio::test(start_paused = true)]
async fn reads_wait_until_what_they_consume_is_earned() {
    let pages = [
        page(&[1], 1, 5.0, Some(1)),
        page(&[2], 1, 15.0, Some(2)),
        page(&[3], 1, 5.0, Some(3)),
        page(&[4], 1, 5.0, None),
    ];
    let script = script(&pages);
    let start = Instant::now();
    let query = orders(&script, Wire::Json).query("ann").max_capacity(10);
    assert_eq!(query.all().await.expect("items").len(), 4);
    // 25 units before the last request; timers go by whole milliseconds.
    let waited = start.elapsed();
    assert!((2500..=2510).contains(&waited.as_millis()), "{waited:?}");
    assert!(requests(&script).iter().all(|request| request["ReturnConsumedCapacity"] == "TOTAL"));
}

#[tokio::test(start_paused = true)]
async fn segments_share_what_a_second_earns() {
    let script = script(&[page(&[1], 1, 4.0, Some(1))]);
    let start = Instant::now();
    let scan = orders(&script, Wire::Json).scan().segments(4).max_capacity(8).max_pages(40);
    assert_eq!(scan.count().await.expect("a count"), 40);
    // 160 units, of which those of the last requests are not waited for.
    let waited = start.elapsed();
    assert!((17_500..=20_100).contains(&waited.as_millis()), "{waited:?}");
}

#[tokio::test]
async fn a_read_that_no_service_takes_is_refused() {
    let script = script(&[page(&[], 0, 0.5, None)]);
    let orders = orders(&script, Wire::Json);
    let refused = [
        orders.scan().segments(0).count().await,
        orders.scan().segments(1_000_001).count().await,
        orders.scan().max_capacity(0).count().await,
    ];
    for (at, refused) in refused.into_iter().enumerate() {
        assert_eq!(refused.expect_err("a refusal").kind(), ErrorKind::InvalidRequest, "{at}");
    }
    let limited = orders.scan().limit(1).segments(2).pages().try_next().await;
    assert_eq!(limited.expect_err("a refusal").kind(), ErrorKind::InvalidRequest);
    assert_eq!(script.requests(), []);
    assert_eq!(orders.scan().segments(1_000_000).max_pages(2).count().await.expect("a count"), 0);
}

#[test]
fn a_cursor_is_serialized_as_its_text() {
    let script = script(&[page(&[1], 1, 0.5, Some(1))]);
    let page = orders(&script, Wire::Json).scan().page();
    let cursor = crate::wires::run(page).expect("a page").cursor.expect("a cursor");
    let json = serde_json::to_value(&cursor).expect("JSON");
    assert_eq!(json, cursor.to_string());
    assert_eq!(serde_json::from_value::<dynamo_runtime::Cursor>(json).expect("a cursor"), cursor);
    assert!(serde_json::from_value::<dynamo_runtime::Cursor>(json!("AAAA")).is_err());
    assert!(!format!("{cursor:?}").contains("ann"));
}
