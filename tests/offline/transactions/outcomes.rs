//! The reasons of a transaction that is rejected: in the shape of its writes, each item in its own type.

use dynamo_runtime::op::{Action, Reason, TransactOutcome};
use dynamo_runtime::{ErrorKind, Refusal, TransactWrite};
use dynamo_testkit::{Answer, Script};
use dynamo_tests::{Document, Order};
use samples::Log;
use serde_json::{Value, json};

use super::{cancelled, dynamo, reason};
use crate::wires::{WIRES, run};

fn log() -> Log {
    Log { updated_at: "t".into(), status: "done".into(), message: "secret".into() }
}

fn failed(item: &Value) -> Value {
    json!({ "Code": "ConditionalCheckFailed", "Message": "The conditional request failed", "Item": item })
}

fn stored_log() -> Value {
    json!({ "updated_at": { "S": "t" }, "status": { "S": "open" }, "message": { "S": "secret" } })
}

fn document(version: &str) -> Value {
    json!({
        "title": { "S": "x" }, "text": { "S": "" }, "version": { "N": version },
        "updated_at": { "N": "5" }
    })
}

#[test]
fn reasons_have_the_shape_of_the_writes() {
    for wire in WIRES {
        let script = Script::new([cancelled(&[
            reason("None"),
            failed(&stored_log()),
            failed(&document("7")),
            reason("TransactionConflict"),
            reason("ThrottlingError"),
            reason("ItemCollectionSizeLimitExceeded"),
            json!({ "Code": "ValidationError", "Message": "told" }),
            reason("SomethingNew"),
        ])]);
        let dynamo = dynamo(&script, 1, wire);
        let (orders, logs, documents) =
            (Order::table(&dynamo), Log::table(&dynamo), Document::table(&dynamo));
        let (log, old) = (log(), Document { title: "x".into(), version: 6, ..Document::default() });
        let delete = |number| orders.delete("ann", number);
        let writes = (
            None::<Action<'_>>,
            [delete(1)],
            logs.insert(&log),
            (documents.put(&old), vec![delete(2), delete(3), delete(4)]),
            Some((delete(5), delete(6))),
        );
        let outcome = run(TransactWrite::new(&dynamo, writes).outcome()).expect("an outcome");
        let TransactOutcome::Rejected((none, [first], log, (document, rest), last)) = outcome
        else {
            panic!("not rejected");
        };
        assert!(none.is_none() && matches!(first, Reason::None));
        let Reason::ConditionFailed { current: Some(Ok(current)), refusal, .. } = log else {
            panic!("{log:?}");
        };
        assert_eq!((current.status.as_str(), refusal), ("open", Refusal::Exists));
        let Reason::ConditionFailed { current: Some(Ok(current)), refusal, .. } = document else {
            panic!("{document:?}");
        };
        assert_eq!((current.version, refusal), (7, Refusal::Version));
        assert!(
            matches!(rest[..], [Reason::Conflict, Reason::Throttled, Reason::TooLarge]),
            "{rest:?}"
        );
        let Some((Reason::Invalid { message: Some(message), .. }, Reason::Other { code, .. })) =
            last
        else {
            panic!("{last:?}");
        };
        assert_eq!((message.as_str(), code.as_str()), ("told", "SomethingNew"));
    }
}

#[test]
fn the_refusal_is_of_the_action() {
    for wire in WIRES {
        let script = Script::new([Answer::success("{}")]);
        let dynamo = dynamo(&script, 1, wire);
        let documents = Document::table(&dynamo);
        let refusal = |write: Action<'_>, item: Value| {
            script.answer([cancelled(&[failed(&item)])]);
            let outcome = run(TransactWrite::new(&dynamo, write).outcome()).expect("an outcome");
            let TransactOutcome::Rejected(Reason::ConditionFailed { refusal, current, .. }) =
                outcome
            else {
                panic!("{outcome:?}");
            };
            (refusal, current.is_some())
        };
        let old = Document { title: "x".into(), version: 6, ..Document::default() };
        let new = Document { text: "new".into(), ..old.clone() };
        let check = || documents.condition_check(&old, Document::TEXT.eq("a"));
        let update = || documents.update("x").set(Document::TEXT, "a");
        let diff = || documents.update_diff(&old, &new).expect("a difference");
        let none = json!({});
        let cases: [(Action<'_>, Value, Refusal); 11] = [
            (documents.insert(&old).into(), document("6"), Refusal::Exists),
            (documents.put(&old).into(), document("7"), Refusal::Version),
            (documents.put(&old).into(), none.clone(), Refusal::Missing),
            (update().into(), none.clone(), Refusal::Missing),
            (update().if_version(6_u64).into(), document("7"), Refusal::Version),
            (update().condition(Document::TEXT.eq("b")).into(), document("6"), Refusal::Condition),
            (diff().into(), document("6"), Refusal::Version),
            (documents.delete("x").if_version(6_u64).into(), document("5"), Refusal::Version),
            (check().into(), document("6"), Refusal::Condition),
            (check().into(), none, Refusal::Missing),
            (check().if_version(6_u64).into(), document("7"), Refusal::Version),
        ];
        for (at, (action, item, expected)) in cases.into_iter().enumerate() {
            let present = item.as_object().is_some_and(|item| !item.is_empty());
            assert_eq!(refusal(action, item), (expected, present), "{at}");
        }
    }
}

#[test]
fn the_error_tells_of_the_first_condition_that_does_not_hold() {
    for wire in WIRES {
        let answer = [reason("None"), failed(&stored_log()), failed(&document("7"))];
        let script = Script::new([cancelled(&answer)]);
        let dynamo = dynamo(&script, 1, wire);
        let (log, old) = (log(), Document { title: "x".into(), ..Document::default() });
        let writes = (
            Order::table(&dynamo).delete("ann", 1),
            Log::table(&dynamo).insert(&log),
            Document::table(&dynamo).put(&old),
        );
        let error = run(TransactWrite::new(&dynamo, writes).send()).expect_err("a refusal");
        assert_eq!(error.kind(), ErrorKind::ConditionFailed);
        assert_eq!(error.refusal(), Some(Refusal::Exists));
        assert_eq!(error.code(), Some("TransactionCanceledException"));
        let current = error.current_item::<Log>().expect("an item").expect("a log");
        assert_eq!(current.status, "open");
        let key = error.key::<Log>().expect("a key").attributes().expect("a key");
        assert_eq!(key["updated_at"].as_s().map(String::as_str), Ok("t"));
        let text = error.to_string();
        assert!(text.starts_with("Orders, Log, Document: TransactWriteItems failed"), "{text}");
        assert!(text.contains("action 2 on `Log`: an item with this key exists already"), "{text}");
        assert!(!text.contains("secret") && !format!("{error:?}").contains("secret"), "{error:?}");
    }
}

#[test]
fn what_passes_is_an_error_and_no_outcome() {
    for (code, kind) in
        [("TransactionConflict", ErrorKind::Conflict), ("ThrottlingError", ErrorKind::Throttled)]
    {
        let script = Script::new([cancelled(&[reason(code)])]);
        let dynamo = dynamo(&script, 1, WIRES[0]);
        let write = TransactWrite::new(&dynamo, Order::table(&dynamo).delete("ann", 1));
        let error = run(write.outcome()).expect_err("no outcome");
        assert_eq!(error.kind(), kind);
        assert!(error.to_string().starts_with("Orders: "), "{error}");
    }
}

#[test]
fn an_item_that_does_not_fit_is_an_error_in_its_place() {
    let script = Script::new([cancelled(&[failed(&json!({ "updated_at": { "S": "t" } }))])]);
    let dynamo = dynamo(&script, 1, WIRES[0]);
    let log = log();
    let outcome = run(TransactWrite::new(&dynamo, Log::table(&dynamo).insert(&log)).outcome());
    let Ok(TransactOutcome::Rejected(Reason::ConditionFailed {
        current: Some(Err(error)), ..
    })) = outcome
    else {
        panic!("{outcome:?}");
    };
    assert_eq!(error.kind(), ErrorKind::Decode);
    assert!(error.item().is_some_and(|item| item.contains_key("updated_at")));
}

#[test]
fn fewer_or_more_reasons_than_actions_are_taken_as_they_are() {
    for reasons in [vec![], vec![reason("None"); 3], vec![json!({})]] {
        let script = Script::new([cancelled(&reasons)]);
        let dynamo = dynamo(&script, 1, WIRES[0]);
        let orders = Order::table(&dynamo);
        let writes = [orders.delete("ann", 1), orders.delete("ann", 2)];
        let error = run(TransactWrite::new(&dynamo, writes).outcome()).expect_err("no reason");
        assert_eq!(error.kind(), ErrorKind::Service);
    }
}

#[test]
fn what_no_item_can_meet_is_not_sent() {
    let script = Script::new([Answer::success("{}")]);
    let dynamo = dynamo(&script, 1, WIRES[0]);
    let orders = Order::table(&dynamo);
    let nothing = orders.delete("ann", 2).condition(Order::TOTAL.is_in(Vec::<i64>::new()));
    let write = TransactWrite::new(&dynamo, (orders.delete("ann", 1), nothing));
    let error = run(write.clone().send()).expect_err("a refusal");
    assert_eq!(error.kind(), ErrorKind::ConditionFailed);
    assert!(error.to_string().contains("action 2"), "{error}");
    let outcome = run(write.outcome()).expect("an outcome");
    assert!(matches!(
        outcome,
        TransactOutcome::Rejected((Reason::None, Reason::ConditionFailed { current: None, .. }))
    ));
    assert_eq!(script.requests(), []);
}

#[test]
fn a_single_write_tells_as_it_does_alone() {
    let script = Script::new([cancelled(&[failed(&stored_log())])]);
    let dynamo = dynamo(&script, 1, WIRES[0]);
    let log = log();
    let error = run(Log::table(&dynamo).insert(&log).idempotent().send()).expect_err("a refusal");
    assert_eq!(error.kind(), ErrorKind::ConditionFailed);
    assert_eq!(error.refusal(), Some(Refusal::Exists));
    assert_eq!(error.current_item::<Log>().expect("an item").expect("a log").status, "open");
}
