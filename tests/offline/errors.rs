//! What the service and the connection report, by kind. The service is scripted: no engine throttles or denies.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::config::retry::RetryConfig;
use aws_sdk_dynamodb::config::{HttpClient, RuntimeComponents};
use aws_smithy_runtime_api::client::http::{
    HttpConnector, HttpConnectorFuture, HttpConnectorSettings, SharedHttpConnector,
};
use aws_smithy_runtime_api::client::orchestrator::HttpRequest;
use aws_smithy_runtime_api::client::result::ConnectorError;
use aws_smithy_runtime_api::http::{Response, StatusCode};
use dynamo_runtime::ErrorKind;
use dynamo_tests::{Order, offline};

/// Gives each request the next answer, and the last to all that follow.
#[derive(Debug, Clone)]
struct Script(Arc<Mutex<Vec<Answer>>>);

#[derive(Debug, Clone)]
enum Answer {
    Status(u16, &'static str),
    NoConnection,
    Never,
}

impl HttpConnector for Script {
    fn call(&self, _request: HttpRequest) -> HttpConnectorFuture {
        let mut answers = self.0.lock().expect("no panic while it is held");
        let answer = if answers.len() > 1 { answers.remove(0) } else { answers[0].clone() };
        match answer {
            Answer::Status(status, body) => {
                let status = StatusCode::try_from(status).expect("a status");
                HttpConnectorFuture::ready(Ok(Response::new(status, body.into())))
            }
            Answer::NoConnection => {
                HttpConnectorFuture::ready(Err(ConnectorError::io("connection refused".into())))
            }
            Answer::Never => HttpConnectorFuture::new(std::future::pending()),
        }
    }
}

impl HttpClient for Script {
    fn http_connector(
        &self,
        _: &HttpConnectorSettings,
        _: &RuntimeComponents,
    ) -> SharedHttpConnector {
        SharedHttpConnector::new(self.clone())
    }
}

fn client(answers: &[Answer], attempts: u32) -> Client {
    let script = Script(Arc::new(Mutex::new(answers.to_vec())));
    let retry = RetryConfig::standard().with_max_attempts(attempts);
    let retry = retry.with_initial_backoff(Duration::from_millis(1));
    let config = offline().config().to_builder().http_client(script).retry_config(retry);
    Client::from_conf(config.build())
}

async fn kind(answer: Answer) -> ErrorKind {
    let orders = Order::table(client(&[answer], 1));
    orders.get("ann", 1).await.expect_err("an error").kind()
}

#[tokio::test]
async fn codes_of_the_service_have_their_kinds() {
    let cases = [
        (r#"{"__type":"x#ConditionalCheckFailedException"}"#, ErrorKind::ConditionFailed),
        (r#"{"__type":"x#ResourceNotFoundException"}"#, ErrorKind::NotFound),
        (r#"{"__type":"x#ResourceInUseException"}"#, ErrorKind::InUse),
        (r#"{"__type":"x#ProvisionedThroughputExceededException"}"#, ErrorKind::Throttled),
        (r#"{"__type":"x#ThrottlingException"}"#, ErrorKind::Throttled),
        (r#"{"__type":"x#RequestLimitExceeded"}"#, ErrorKind::Throttled),
        (r#"{"__type":"x#ValidationException"}"#, ErrorKind::InvalidRequest),
        (r#"{"__type":"x#AccessDeniedException"}"#, ErrorKind::AccessDenied),
        (r#"{"__type":"x#UnrecognizedClientException"}"#, ErrorKind::AccessDenied),
        (r#"{"__type":"x#SomethingNew"}"#, ErrorKind::Service),
        ("not JSON", ErrorKind::Service),
        ("", ErrorKind::Service),
    ];
    for (body, expected) in cases {
        assert_eq!(kind(Answer::Status(400, body)).await, expected, "{body}");
    }
    assert_eq!(kind(Answer::Status(500, "{}")).await, ErrorKind::Service);
    assert_eq!(kind(Answer::NoConnection).await, ErrorKind::Unreachable);
}

#[tokio::test]
async fn the_sdks_retries_stay_in_place() {
    let throttled = Answer::Status(400, r#"{"__type":"x#ThrottlingException"}"#);
    let answers = [Answer::Status(500, "{}"), throttled, Answer::Status(200, "{}")];
    let found = Order::table(client(&answers, 3)).get("ann", 1).await;
    assert_eq!(found.expect("the third attempt"), None);
    let failed = Order::table(client(&answers, 2)).get("ann", 1).await;
    assert_eq!(failed.expect_err("two attempts").kind(), ErrorKind::Throttled);
}

#[tokio::test(start_paused = true)]
async fn create_gives_up_at_its_deadline_and_says_what_is_pending() {
    let creating = r#"{"Table":{"TableName":"Orders","TableStatus":"ACTIVE",
        "GlobalSecondaryIndexes":[{"IndexName":"Courier","IndexStatus":"CREATING"}]}}"#;
    let orders = Order::table(client(&[Answer::Status(200, creating)], 1));
    let late = orders.create().deadline(Duration::from_mins(1)).await.expect_err("a deadline");
    assert_eq!(late.kind(), ErrorKind::TimedOut);
    assert!(late.to_string().contains("Courier is CREATING"), "{late}");
}

#[tokio::test(start_paused = true)]
async fn create_gives_up_at_its_deadline_when_nothing_answers() {
    let orders = Order::table(client(&[Answer::Never], 1));
    let late = orders.create().deadline(Duration::from_mins(1)).await.expect_err("a deadline");
    assert_eq!(late.kind(), ErrorKind::TimedOut);
}

#[tokio::test(start_paused = true)]
async fn create_waits_for_every_index() {
    let absent = r#"{"__type":"x#ResourceNotFoundException"}"#;
    let state = |table, index| -> &'static str {
        let json = format!(
            r#"{{"Table":{{"TableStatus":"{table}","GlobalSecondaryIndexes":[{{"IndexStatus":"{index}"}}]}}}}"#
        );
        Box::leak(json.into_boxed_str())
    };
    let answers = [
        Answer::Status(400, absent),
        Answer::Status(200, "{}"),
        // DescribeTable may not know the table yet.
        Answer::Status(400, absent),
        Answer::Status(200, state("CREATING", "CREATING")),
        Answer::Status(200, state("ACTIVE", "CREATING")),
        Answer::Status(200, state("ACTIVE", "ACTIVE")),
        Answer::Status(500, "asked once more than needed"),
    ];
    let orders = Order::table(client(&answers, 1));
    let start = tokio::time::Instant::now();
    orders.create().await.expect("a table");
    assert_eq!(start.elapsed().as_millis(), 50 + 100 + 200);
}

#[tokio::test]
async fn the_source_chain_ends_in_the_sdks_error() {
    let body = r#"{"__type":"x#ResourceNotFoundException","message":"no such table"}"#;
    let orders = Order::table(client(&[Answer::Status(400, body)], 1));
    let error = orders.get("ann", 1).await.expect_err("an error");
    let shown = error.to_string();
    assert!(shown.starts_with("Orders: GetItem failed: "), "{shown}");
    let mut cause = std::error::Error::source(&error).expect("the SDK's error");
    while let Some(deeper) = cause.source() {
        cause = deeper;
    }
    assert!(cause.is::<aws_sdk_dynamodb::types::error::ResourceNotFoundException>(), "{cause:?}");
}
