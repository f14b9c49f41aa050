//! What the SDK makes of each answer, so that tests meet what a program would meet.

use std::time::Duration;

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::config::timeout::TimeoutConfig;
use aws_sdk_dynamodb::error::{ProvideErrorMetadata, SdkError};
use aws_sdk_dynamodb::operation::RequestId;
use aws_sdk_dynamodb::operation::list_tables::ListTablesError;
use aws_sdk_dynamodb::operation::transact_write_items::TransactWriteItemsError;
use dynamo_testkit::{Answer, Script};
use serde_json::json;

const TABLES: &str = r#"{"TableNames":["Log","Domain"]}"#;

async fn failure(client: &Client) -> SdkError<ListTablesError> {
    client.list_tables().send().await.expect_err("a failure")
}

#[tokio::test]
async fn a_success_is_read() {
    let script = Script::new([Answer::success(TABLES)]);
    let listed = script.client(1).list_tables().limit(2).send().await.expect("a success");
    assert_eq!(listed.table_names(), ["Log", "Domain"]);
    assert_eq!(listed.request_id(), Some(Answer::REQUEST_ID));
    let requests = script.requests();
    assert_eq!(
        (requests[0].operation(), requests[0].json()),
        ("ListTables", json!({ "Limit": 2 }))
    );
}

#[tokio::test]
async fn errors_have_their_codes_and_are_tried_again() {
    for (answer, code, attempts) in [
        (Answer::throttled(), "ProvisionedThroughputExceededException", 3),
        (Answer::failed(), "InternalServerError", 3),
        (Answer::error("ResourceNotFoundException"), "ResourceNotFoundException", 1),
        (Answer::error("TransactionInProgressException"), "TransactionInProgressException", 3),
    ] {
        let script = Script::new([answer]);
        assert_eq!(failure(&script.client(3)).await.code(), Some(code));
        assert_eq!(script.requests().len(), attempts, "{code}");
    }
}

#[tokio::test]
async fn a_canceled_transaction_has_its_reasons() {
    let script = Script::new([Answer::canceled(["None", "ConditionalCheckFailed"])]);
    let sent =
        script.client(1).transact_write_items().set_transact_items(Some(Vec::new())).send().await;
    let error = sent.expect_err("a failure").into_service_error();
    let TransactWriteItemsError::TransactionCanceledException(canceled) = error else {
        panic!("{error:?}")
    };
    let codes: Vec<_> =
        canceled.cancellation_reasons().iter().filter_map(|reason| reason.code()).collect();
    assert_eq!(codes, ["None", "ConditionalCheckFailed"]);
}

#[tokio::test]
async fn connections_break_before_and_after() {
    for (answer, never_connected) in [(Answer::no_connection(), true), (Answer::lost(), false)] {
        let script = Script::new([answer, Answer::success(TABLES)]);
        let SdkError::DispatchFailure(broken) = failure(&script.client(1)).await else { panic!() };
        assert!(broken.is_io());
        let known = format!("{broken:?}").contains("NeverConnected");
        assert_eq!(known, never_connected, "{broken:?}");
        script.client(2).list_tables().send().await.expect("a second attempt");
    }
    assert!(matches!(failure(&Script::new([]).client(3)).await, SdkError::DispatchFailure(_)));
}

#[tokio::test]
async fn answers_that_cannot_be_read() {
    for answer in [Answer::malformed(), Answer::truncated(TABLES)] {
        let error = failure(&Script::new([answer.clone()]).client(1)).await;
        assert_eq!((error.code(), error.raw_response().is_some()), (None, true), "{answer:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn what_is_never_answered_ends_at_the_timeout() {
    let timeout = TimeoutConfig::builder().operation_timeout(Duration::from_mins(1)).build();
    let client = Script::new([Answer::never()]).client(1);
    let config = client.config().to_builder().timeout_config(timeout);
    let config = config.build();
    assert!(matches!(failure(&Client::from_conf(config)).await, SdkError::TimeoutError(_)));
}

#[tokio::test]
async fn an_answer_is_made_from_the_request() {
    let script = Script::new([Answer::computed(|request| {
        Answer::success(
            json!({ "TableNames": [request.json()["ExclusiveStartTableName"]] }).to_string(),
        )
    })]);
    let client = script.client(1);
    for start in ["a", "b"] {
        let listed = client.list_tables().exclusive_start_table_name(start).send().await;
        assert_eq!(listed.expect("a success").table_names(), [start]);
    }
}
