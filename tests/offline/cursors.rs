//! Which reads go on with a cursor, and who can make one.

use std::collections::{BTreeMap, HashSet};

use dynamo_runtime::{Cursor, Dynamo, DynamoTable, Error, ErrorKind, Wire};
use dynamo_testkit::{Answer, Script};
use dynamo_tests::{Order, OrderTable};
use proptest::prelude::*;
use serde_json::Value;

use crate::pages::{orders, page, requests};

/// The orders of a service that answers each read with a page that is not the last.
fn service() -> (OrderTable, Script) {
    let answer = Answer::success(page(&[1], 1, 0.5, Some(1)).to_string());
    let script = Script::new([answer]);
    (orders(&script, Wire::Json), script)
}

fn of<T>(page: Result<dynamo_runtime::Page<T>, Error>) -> Cursor {
    page.expect("a page").cursor.expect("a cursor")
}

fn kind<T>(result: Result<T, Error>) -> Result<(), ErrorKind> {
    result.map(drop).map_err(|error| error.kind())
}

const REFUSED: Result<(), ErrorKind> = Err(ErrorKind::InvalidCursor);

#[tokio::test]
async fn a_cursor_is_refused_by_another_read_before_anything_is_sent() {
    let (orders, script) = service();
    let filtered = || orders.query("ann").filter(Order::TOTAL.gt(0));
    let query = of(filtered().page().await);
    let scan = of(orders.scan().page().await);
    assert_eq!(requests(&script).len(), 2);
    let results = [
        kind(orders.scan().resume(query.clone()).page().await),
        kind(orders.query("ann").resume(query.clone()).page().await),
        kind(orders.query("ann").filter(Order::TOTAL.gt(1)).resume(query.clone()).page().await),
        kind(orders.query("ann").filter(Order::TOTAL.ge(0)).resume(query.clone()).page().await),
        kind(orders.query("bob").filter(Order::TOTAL.gt(0)).resume(query.clone()).page().await),
        kind(filtered().descending().resume(query.clone()).page().await),
        kind(
            orders
                .query_by_date("ann")
                .filter(Order::TOTAL.gt(0))
                .resume(query.clone())
                .all()
                .await,
        ),
        kind(filtered().descending().resume(query.clone()).count().await),
        kind(filtered().descending().resume(query).input()),
        kind(orders.query("ann").resume(scan.clone()).first().await),
        kind(orders.scan().filter(Order::TOTAL.gt(0)).resume(scan.clone()).all().await),
        kind(orders.scan().segments(2).resume(scan).input()),
    ];
    for (at, result) in results.into_iter().enumerate() {
        assert_eq!(result, REFUSED, "{at}");
    }
    assert!(requests(&script).is_empty());
}

#[tokio::test]
async fn what_may_change_from_page_to_page_changes() {
    let (orders, script) = service();
    let query = || orders.query("ann").filter(Order::TOTAL.gt(0));
    let cursor = of(query().limit(1).page().await);
    let cursor: Cursor = cursor.to_string().parse().expect("its own text");
    let results = [
        kind(query().limit(3).page_size(1).resume(cursor.clone()).page().await),
        kind(query().consistent().max_pages(1).resume(cursor.clone()).page().await),
        kind(query().project((Order::TOTAL,)).resume(cursor.clone()).page().await),
        kind(query().range(1..=9).resume(cursor.clone()).page().await),
        kind(query().results().resume(cursor).page().await),
    ];
    assert_eq!(results, [Ok(()); 5]);
    assert!(requests(&script).iter().skip(1).all(|it| it["ExclusiveStartKey"] != Value::Null));
}

/// A table whose items expire.
#[derive(Debug, DynamoTable)]
struct Session {
    #[hash_key]
    user: String,
    #[range_key]
    number: u64,
    #[ttl]
    expires: u64,
    tags: HashSet<String>,
    marks: BTreeMap<String, u64>,
}

fn sessions(second: u64) -> SessionTable {
    let answer = r#"{"Items":[],"Count":0,"ScannedCount":9,
        "LastEvaluatedKey":{"user":{"S":"ann"},"number":{"N":"1"}}}"#;
    let script = Script::new([Answer::success(answer.to_owned())]);
    let clock = move || std::time::UNIX_EPOCH + std::time::Duration::from_secs(second);
    Session::table(Dynamo::new(script.client(1)).with_clock(clock))
}

#[tokio::test]
async fn time_may_pass_between_pages() {
    let read = |second| sessions(second).query("ann").hide_expired();
    let cursor = of(read(1).page().await);
    assert_eq!(kind(read(2).resume(cursor).page().await), Ok(()));
}

#[tokio::test]
async fn values_without_an_order_are_the_same_in_any() {
    let tags = ["a", "b", "c", "d", "e", "f"].map(str::to_owned);
    let tagged = |tags: HashSet<String>| sessions(1).scan().filter(Session::TAGS.eq(tags));
    let cursor = of(tagged(tags.clone().into()).page().await);
    // Each set has an order of its own.
    for _ in 0..9 {
        let tags = tags.iter().rev().cloned().collect();
        assert_eq!(kind(tagged(tags).resume(cursor.clone()).page().await), Ok(()));
    }
    let fewer = HashSet::from(["a".to_owned()]);
    assert_eq!(kind(tagged(fewer).resume(cursor).page().await), REFUSED);
    let marked = |value| {
        let marks = BTreeMap::from([("a".to_owned(), 1), ("b".to_owned(), value)]);
        sessions(1).scan().filter(Session::MARKS.eq(marks))
    };
    let cursor = of(marked(2).page().await);
    assert_eq!(kind(marked(2).resume(cursor.clone()).page().await), Ok(()));
    assert_eq!(kind(marked(3).resume(cursor).page().await), REFUSED);
}

/// A cursor, made without waiting.
fn cursor() -> Cursor {
    crate::wires::run(async { of(service().0.query("ann").page().await) })
}

#[test]
fn a_text_without_its_signature_is_refused() {
    let cursor = cursor();
    let (secret, signed) = ([7; 32], cursor.sign(&[7; 32]));
    assert_eq!(Cursor::verify(&signed, &secret).expect("its own text"), cursor);
    let refused = [
        Cursor::verify(&signed, &[8; 32]),
        Cursor::verify(&cursor.to_string(), &secret),
        Cursor::verify("", &secret),
        Cursor::verify("no cursor", &secret),
        signed.parse(),
        "no cursor".parse(),
    ];
    for refused in refused {
        assert_eq!(kind(refused), REFUSED);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(64) })]

    #[test]
    fn a_signed_text_that_was_changed_is_refused(at: prop::sample::Index, letter in "[a-zA-Z0-9_-]") {
        let signed = cursor().sign(&[7; 32]);
        let at = at.index(signed.len());
        let changed = format!("{}{letter}{}", &signed[..at], &signed[at + 1..]);
        let verified = Cursor::verify(&changed, &[7; 32]);
        // The last letter has bits that no byte has.
        prop_assert_eq!(verified.is_ok(), changed == signed, "{}", changed);
    }
}
