//! What is sent again, and that it is the same request with the same token.

use std::collections::HashSet;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::time::{Duration, SystemTime};

use dynamo_runtime::op::{Retries, TransactGet};
use dynamo_runtime::{Dynamo, Error, ErrorKind, TransactWrite, Wire};
use dynamo_testkit::{Answer, Script};
use dynamo_tests::{Document, Order};
use serde_json::json;

use super::{cancelled, dynamo, reason};
use crate::wires::{WIRES, run};

/// How a transaction of two actions ends after these answers, tried so many times by the SDK.
fn written(script: &Script, attempts: u32, wire: Wire) -> Result<(), Error> {
    let dynamo = dynamo(script, attempts, wire);
    let orders = Order::table(&dynamo);
    run(TransactWrite::new(&dynamo, [orders.delete("ann", 1), orders.delete("ann", 2)]).send())
}

fn conflict() -> Answer {
    cancelled(&[reason("None"), reason("TransactionConflict")])
}

#[test]
fn what_may_pass_is_sent_again_with_the_same_token() {
    for wire in WIRES {
        let passing = [
            conflict(),
            Answer::error("TransactionInProgressException"),
            cancelled(&[reason("ThrottlingError"), reason("None")]),
            cancelled(&[reason("ProvisionedThroughputExceeded"), reason("TransactionConflict")]),
            Answer::throttled(),
            Answer::failed(),
            Answer::lost(),
            Answer::success("<html>"),
            Answer::success("{}"),
        ];
        let script = Script::new(passing.clone());
        written(&script, 1, wire).expect("it is done at last");
        let requests = script.requests();
        assert_eq!(requests.len(), passing.len());
        let bodies: HashSet<_> = requests.iter().map(|request| &request.body).collect();
        assert_eq!(bodies.len(), 1, "each attempt is the same request");
        let token = requests[0].json()["ClientRequestToken"].as_str().expect("a token").to_owned();
        assert_eq!(token.len(), 36);
        script.answer([Answer::success("{}")]);
        written(&script, 1, wire).expect("it is done");
        assert_ne!(
            script.requests()[0].json()["ClientRequestToken"],
            json!(token),
            "another transaction"
        );
    }
}

#[test]
fn an_operation_that_is_sent_twice_keeps_a_token_that_it_was_given() {
    let script = Script::new([conflict(), Answer::success("{}")]);
    let dynamo = dynamo(&script, 1, Wire::Json);
    let write = TransactWrite::new(&dynamo, Order::table(&dynamo).delete("ann", 1)).token("mine");
    run(write.clone().send()).expect("it is done");
    run(write.send()).expect("it is done again");
    let tokens =
        script.requests().into_iter().map(|sent| sent.json()["ClientRequestToken"].clone());
    assert_eq!(tokens.collect::<Vec<_>>(), ["mine"; 3]);
}

#[test]
fn time_goes_on_but_not_in_the_request() {
    let script = Script::new([conflict(), conflict(), Answer::success("{}")]);
    let seconds = AtomicU64::new(1000);
    let clock = move || SystemTime::UNIX_EPOCH + Duration::from_secs(seconds.fetch_add(1, Relaxed));
    let dynamo = dynamo(&script, 1, Wire::Json).with_clock(clock);
    let document = Document { title: "x".into(), ..Document::default() };
    run(TransactWrite::new(&dynamo, Document::table(&dynamo).put(&document)).send()).expect("done");
    let bodies: HashSet<_> = script.requests().into_iter().map(|request| request.body).collect();
    assert_eq!(bodies.len(), 1);
}

#[test]
fn the_attempts_of_the_sdk_and_those_of_the_policy_add_up() {
    for wire in WIRES {
        let script = Script::new([Answer::failed()]);
        let error = written(&script, 3, wire).expect_err("it fails for ever");
        assert_eq!(error.kind(), ErrorKind::Service);
        assert!(error.may_have_been_written());
        assert_eq!(script.requests().len(), 3 + 9);
        script.answer([conflict()]);
        let error = written(&script, 3, wire).expect_err("a conflict for ever");
        assert_eq!(error.kind(), ErrorKind::Conflict);
        assert!(error.is_retryable() && !error.may_have_been_written());
        assert_eq!(script.requests().len(), 10, "the SDK does not send a cancelled one again");
        let dynamo = dynamo(&script, 3, wire).with_retries(Retries::default().with_attempts(1));
        let orders = Order::table(&dynamo);
        let once = run(TransactWrite::new(&dynamo, orders.delete("ann", 1)).send());
        assert_eq!(once.expect_err("a conflict").kind(), ErrorKind::Conflict);
        assert_eq!(script.requests().len(), 1);
    }
}

#[test]
fn what_does_not_pass_is_not_sent_again() {
    for wire in WIRES {
        let lasting = [
            (
                cancelled(&[reason("TransactionConflict"), reason("ConditionalCheckFailed")]),
                ErrorKind::ConditionFailed,
            ),
            (
                cancelled(&[reason("ValidationError"), reason("ThrottlingError")]),
                ErrorKind::InvalidRequest,
            ),
            (cancelled(&[reason("AccessDenied"), reason("None")]), ErrorKind::AccessDenied),
            (Answer::error("IdempotentParameterMismatchException"), ErrorKind::InvalidRequest),
            (Answer::error("ResourceNotFoundException"), ErrorKind::NotFound),
        ];
        for (answer, kind) in lasting {
            let script = Script::new([answer, Answer::success("{}")]);
            let error = written(&script, 3, wire).expect_err("a refusal");
            assert_eq!(error.kind(), kind);
            assert!(!error.may_have_been_written());
            assert_eq!(script.requests().len(), 1, "{kind:?}");
        }
    }
}

#[test]
fn a_refusal_after_a_lost_answer_is_one_of_the_others_doing() {
    for wire in WIRES {
        // Had the first been carried out, the service would know its token.
        let script = Script::new([
            Answer::lost(),
            cancelled(&[reason("ConditionalCheckFailed"), reason("None")]),
        ]);
        let error = written(&script, 3, wire).expect_err("a refusal");
        assert_eq!(error.kind(), ErrorKind::ConditionFailed);
        assert!(!error.may_have_been_written());
        assert!(error.to_string().contains("action 1 on `Orders`"), "{error}");
    }
}

#[test]
fn where_no_answer_tells_it_may_have_been_written() {
    for wire in WIRES {
        let untold = [
            (vec![Answer::lost()], ErrorKind::Unreachable),
            (vec![Answer::lost(), Answer::throttled()], ErrorKind::Throttled),
            (vec![Answer::success("<html>"), Answer::throttled()], ErrorKind::Throttled),
            (vec![Answer::success("<html>")], ErrorKind::Service),
            (vec![Answer::error("TransactionInProgressException")], ErrorKind::Conflict),
            (vec![Answer::lost(), conflict()], ErrorKind::Conflict),
        ];
        for (answers, kind) in untold {
            let script = Script::new(answers);
            let error = written(&script, 1, wire).expect_err("no answer");
            assert_eq!(error.kind(), kind);
            assert!(error.may_have_been_written() && !error.was_written(), "{kind:?}");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn what_is_never_answered_ends_at_the_deadline() {
    let script = Script::new([Answer::never()]);
    let dynamo = Dynamo::new(script.client(1));
    let dynamo = dynamo.with_retries(Retries::default().with_deadline(Duration::from_secs(5)));
    let orders = Order::table(&dynamo);
    let start = tokio::time::Instant::now();
    let error = TransactWrite::new(&dynamo, orders.delete("ann", 1)).await.expect_err("no answer");
    assert_eq!(error.kind(), ErrorKind::TimedOut);
    assert!(error.may_have_been_written());
    assert_eq!(start.elapsed(), Duration::from_secs(5));
    // A token is not known for longer than this.
    let dynamo = dynamo.with_retries(Retries::default().with_deadline(Duration::from_hours(1)));
    let start = tokio::time::Instant::now();
    TransactWrite::new(&dynamo, orders.delete("ann", 1)).await.expect_err("no answer");
    assert_eq!(start.elapsed(), Duration::from_mins(9));
}

#[test]
fn gets_are_sent_again_too() {
    for wire in WIRES {
        let found = Answer::success(r#"{"Responses":[{}]}"#);
        let script =
            Script::new([conflict(), Answer::throttled(), Answer::failed(), Answer::lost(), found]);
        let dynamo = dynamo(&script, 1, wire);
        let get = TransactGet::new(&dynamo, Order::table(&dynamo).get("ann", 1));
        assert_eq!(run(get.clone().send()).expect("an answer"), None);
        assert_eq!(script.requests().len(), 5);
        script.answer([cancelled(&[reason("ValidationError")])]);
        let error = run(get.clone().send()).expect_err("a refusal");
        assert_eq!(error.kind(), ErrorKind::InvalidRequest);
        assert!(error.to_string().contains("get 1 of `Orders`"), "{error}");
        assert_eq!(script.requests().len(), 1);
        script.answer([conflict()]);
        let error = run(get.send()).expect_err("a conflict");
        assert_eq!((error.kind(), error.may_have_been_written()), (ErrorKind::Conflict, false));
        assert_eq!(script.requests().len(), 10);
    }
}
