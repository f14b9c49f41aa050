//! Which attempts may have been carried out: what the first one ends in, and what a refusal of the second then tells.

use std::time::Duration;

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::config::timeout::TimeoutConfig;
use dynamo_runtime::{Dynamo, Error, ErrorKind, Wire};
use dynamo_testkit::{Answer, Script};
use dynamo_tests::{Order, OrderTable};

use crate::wires::WIRES;

/// That the condition does not hold for `Order::new("ann", 1)` with a label, as another client may spell it.
const REFUSED: &str = r#"{"__type":"x#ConditionalCheckFailedException","Item":{
    "customer":{"S":"ann"},"number":{"N":"1.0"},"status":{"S":"open"},"placedAt":{"S":"2026-11-01"},
    "total":{"N":"1E2"},"lines":{"L":[]},"labels":{"SS":["b","a"]},"address":{"M":{"city":{"S":"Ulm"}}}}}"#;

fn order() -> Order {
    Order { labels: ["a", "b"].map(str::to_owned).into(), ..Order::new("ann", 1) }
}

fn orders(client: Client, wire: Wire) -> OrderTable {
    Order::table(Dynamo::new(client).with_wire(wire))
}

fn code(status: u16, code: &str) -> Answer {
    Answer::status(status, format!(r#"{{"__type":"x#{code}"}}"#))
}

/// How an insert ends that is refused after a first attempt with this answer.
async fn after(first: Answer, wire: Wire) -> Result<(), Error> {
    let script = Script::new([first, Answer::status(400, REFUSED)]);
    orders(script.client(2), wire).insert(&order()).await
}

#[tokio::test]
async fn what_the_service_may_have_carried_out_is_found_as_it_is_stored() {
    for wire in WIRES {
        let may_be_done = [
            Answer::lost(),
            code(500, "InternalServerError"),
            code(503, "ServiceUnavailable"),
            Answer::status(502, "<html>"),
        ];
        for first in may_be_done {
            after(first.clone(), wire).await.unwrap_or_else(|error| panic!("{first:?}: {error}"));
        }
    }
}

#[tokio::test]
async fn what_the_service_has_refused_is_not_carried_out() {
    for wire in WIRES {
        let refused = [
            code(400, "ThrottlingException"),
            code(400, "ProvisionedThroughputExceededException"),
            code(400, "RequestLimitExceeded"),
        ];
        for first in refused {
            let error = after(first.clone(), wire).await.expect_err("somebody else's item");
            assert_eq!(error.kind(), ErrorKind::ConditionFailed, "{first:?}");
            assert!(!error.may_have_been_written(), "{first:?}");
            assert!(error.item().is_some(), "{first:?}");
        }
    }
}

#[tokio::test]
async fn another_item_than_the_one_that_is_put_is_not_told() {
    for wire in WIRES {
        let script = Script::new([Answer::lost(), Answer::status(400, REFUSED)]);
        let other = Order { total: 101, ..order() };
        let error = orders(script.client(2), wire).insert(&other).await.expect_err("not told");
        assert_eq!(error.kind(), ErrorKind::AnswerLost);
        assert!(error.may_have_been_written() && !error.was_written());
        assert!(error.item().is_some());
        assert!(!format!("{error:?}").contains("Ulm"), "{error:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_write_that_is_not_answered_may_have_been_written() {
    let second = Duration::from_secs(1);
    let timeouts = [
        TimeoutConfig::builder().operation_attempt_timeout(second).build(),
        TimeoutConfig::builder().operation_timeout(second).build(),
    ];
    for (wire, timeouts) in WIRES.into_iter().zip(timeouts) {
        let client = Script::new([Answer::never()]).client(2);
        let config = client.config().to_builder().timeout_config(timeouts);
        let orders = orders(Client::from_conf(config.build()), wire);
        let late = orders.put(&order()).await.expect_err("no answer");
        assert_eq!(late.kind(), ErrorKind::TimedOut);
        assert!(late.may_have_been_written());
        let late = orders.get("ann", 1).await.expect_err("no answer");
        assert!(!late.may_have_been_written());
    }
}

#[tokio::test]
async fn a_response_that_is_not_the_services_tells_nothing_of_a_write() {
    for (wire, status) in WIRES.into_iter().flat_map(|wire| [200, 403, 502].map(|it| (wire, it))) {
        let portal = Script::new([Answer::status(status, "<html>")]);
        let orders = orders(portal.client(1), wire);
        let put = orders.put(&order()).await.expect_err("no answer");
        assert!(put.may_have_been_written() && !put.was_written(), "{wire:?} {status}");
        let get = orders.get("ann", 1).await.expect_err("no answer");
        assert!(!get.may_have_been_written(), "{wire:?} {status}");
    }
}

#[tokio::test]
async fn every_error_after_a_lost_answer_says_that_it_may_have_been_written() {
    for wire in WIRES {
        let answers = [Answer::lost(), code(400, "ValidationException")];
        let put = orders(Script::new(answers).client(2), wire).put(&order()).await;
        let error = put.expect_err("refused");
        assert_eq!(error.kind(), ErrorKind::InvalidRequest);
        assert!(error.may_have_been_written());
    }
}
