//! What the service and the connection report, by kind. The service is scripted: no engine throttles or denies.

use std::collections::HashMap;
use std::time::Duration;

use aws_credential_types::provider::error::CredentialsError;
use aws_credential_types::provider::{ProvideCredentials, future};
use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::config::{BehaviorVersion, Config, Credentials, Region};
use aws_sdk_dynamodb::types::AttributeValue;
use dynamo_runtime::op::Retries;
use dynamo_runtime::table::Key;
use dynamo_runtime::{Dynamo, DynamoTable, Error, ErrorKind, Outcome, Refusal, Wire};
use dynamo_testkit::{Answer, Script};
use dynamo_tests::{Order, OrderTable};

pub(crate) fn client(answers: &[Answer], attempts: u32) -> Client {
    Script::new(answers.to_vec()).client(attempts)
}

async fn kind(answer: Answer) -> ErrorKind {
    let orders = Order::table(client(&[answer], 1));
    orders.get("ann", 1).await.expect_err("an error").kind()
}

/// All codes that the service is documented to give, but for those of backups, exports, imports and global tables, which are of
/// operations that the mapper does not send.
const CODES: &[(ErrorKind, &[&str])] = &[
    (ErrorKind::ConditionFailed, &["ConditionalCheckFailedException", "DuplicateItemException"]),
    (
        ErrorKind::Conflict,
        &[
            "ReplicatedWriteConflictException",
            "TransactionConflictException",
            "TransactionInProgressException",
        ],
    ),
    (
        ErrorKind::NotFound,
        &["IndexNotFoundException", "ResourceNotFoundException", "TableNotFoundException"],
    ),
    (
        ErrorKind::InUse,
        &["ResourceInUseException", "TableAlreadyExistsException", "TableInUseException"],
    ),
    (
        ErrorKind::Throttled,
        &[
            "LimitExceededException",
            "ProvisionedThroughputExceededException",
            "RequestLimitExceeded",
            "ThrottlingException",
        ],
    ),
    (
        ErrorKind::InvalidRequest,
        &[
            "IdempotentParameterMismatchException",
            "ItemCollectionSizeLimitExceededException",
            "MalformedHttpRequestException",
            "RequestEntityTooLargeException",
            "SerializationException",
            "UnknownOperationException",
            "ValidationError",
            "ValidationException",
        ],
    ),
    (
        ErrorKind::AccessDenied,
        &[
            "AccessDeniedException",
            "ExpiredTokenException",
            "IncompleteSignature",
            "IncompleteSignatureException",
            "InvalidClientTokenId",
            "InvalidSignatureException",
            "MissingAuthenticationToken",
            "MissingAuthenticationTokenException",
            "NotAuthorized",
            "OptInRequired",
            "RequestExpired",
            "UnrecognizedClientException",
        ],
    ),
    (
        ErrorKind::Service,
        &["InternalFailure", "InternalServerError", "ServiceUnavailable", "SomethingNew"],
    ),
];

#[tokio::test]
async fn codes_of_the_service_have_their_kinds() {
    for (expected, codes) in CODES {
        for code in *codes {
            let body = format!(r#"{{"__type":"x#{code}"}}"#);
            assert_eq!(kind(Answer::status(400, body)).await, *expected, "{code}");
        }
    }
    for body in ["not JSON", ""] {
        assert_eq!(kind(Answer::status(400, body)).await, ErrorKind::Service, "{body}");
    }
    assert_eq!(kind(Answer::status(500, "{}")).await, ErrorKind::Service);
    assert_eq!(kind(Answer::lost()).await, ErrorKind::Unreachable);
}

#[tokio::test]
async fn an_insert_of_partiql_that_finds_its_key_taken_is_a_condition_that_failed() {
    let body = r#"{"__type":"x#DuplicateItemException","message":"m"}"#;
    let failed = failing(body).partiql("INSERT INTO \"Orders\" VALUE {}", ()).await;
    let failed = failed.expect_err("a duplicate");
    assert_eq!(failed.kind(), ErrorKind::ConditionFailed);
    assert_eq!(failed.refusal(), Some(Refusal::Exists));
}

/// A provider that finds no credentials.
#[derive(Debug)]
struct Keyless;

impl ProvideCredentials for Keyless {
    fn provide_credentials<'a>(&'a self) -> future::ProvideCredentials<'a>
    where
        Self: 'a,
    {
        future::ProvideCredentials::ready(Err(CredentialsError::not_loaded("the file is empty")))
    }
}

#[tokio::test]
async fn missing_credentials_or_region_are_access_denied() {
    let new = || Config::builder().behavior_version(BehaviorVersion::latest());
    let region = Region::from_static("us-east-1");
    let credentials = Credentials::new("dummykey", "dummysecret", None, None, "tests");
    let cases = [
        ("no credentials", new().region(region.clone())),
        ("a provider that fails", new().region(region).credentials_provider(Keyless)),
        ("no region", new().credentials_provider(credentials.clone())),
        (
            "no region for an endpoint",
            new().credentials_provider(credentials).endpoint_url("http://localhost:8000"),
        ),
    ];
    for (case, config) in cases {
        let config = config.http_client(Script::new([Answer::success("{}")]));
        let orders = Order::table(Client::from_conf(config.build()));
        let error = orders.put(&Order::new("ann", 1)).await.expect_err(case);
        assert_eq!(error.kind(), ErrorKind::AccessDenied, "{case}: {error}");
        assert!(!error.may_have_been_written(), "{case}");
    }
}

#[tokio::test]
async fn the_sdks_retries_stay_in_place() {
    let throttled = Answer::status(400, r#"{"__type":"x#ThrottlingException"}"#);
    let answers = [Answer::status(500, "{}"), throttled, Answer::success("{}")];
    let found = Order::table(client(&answers, 3)).get("ann", 1).await;
    assert_eq!(found.expect("the third attempt"), None);
    let failed = Order::table(client(&answers, 2)).get("ann", 1).await;
    assert_eq!(failed.expect_err("two attempts").kind(), ErrorKind::Throttled);
}

#[tokio::test(start_paused = true)]
async fn create_gives_up_at_its_deadline_and_says_what_is_pending() {
    let creating = r#"{"Table":{"TableName":"Orders","TableStatus":"ACTIVE",
        "GlobalSecondaryIndexes":[{"IndexName":"Courier","IndexStatus":"CREATING"}]}}"#;
    let orders = Order::table(client(&[Answer::success(creating)], 1));
    let late = orders.create().deadline(Duration::from_mins(1)).await.expect_err("a deadline");
    assert_eq!(late.kind(), ErrorKind::TimedOut);
    assert!(late.to_string().contains("Courier is CREATING"), "{late}");
}

#[tokio::test(start_paused = true)]
async fn create_gives_up_at_its_deadline_when_nothing_answers() {
    let orders = Order::table(client(&[Answer::never()], 1));
    let late = orders.create().deadline(Duration::from_mins(1)).await.expect_err("a deadline");
    assert_eq!(late.kind(), ErrorKind::TimedOut);
}

#[tokio::test(start_paused = true)]
async fn create_waits_for_every_index() {
    let absent = r#"{"__type":"x#ResourceNotFoundException"}"#;
    let state = |table, index| -> String {
        format!(
            r#"{{"Table":{{"TableStatus":"{table}","GlobalSecondaryIndexes":[{{"IndexStatus":"{index}"}}]}}}}"#
        )
    };
    let answers = [
        Answer::status(400, absent),
        Answer::success("{}"),
        // DescribeTable may not know the table yet.
        Answer::status(400, absent),
        Answer::success(state("CREATING", "CREATING")),
        Answer::success(state("ACTIVE", "CREATING")),
        Answer::success(state("ACTIVE", "ACTIVE")),
        Answer::status(500, "asked once more than needed"),
    ];
    let retries = Retries::default().with_jitter(|| 1.0);
    let orders = Order::table(Dynamo::new(client(&answers, 1)).with_retries(retries));
    let start = tokio::time::Instant::now();
    orders.create().await.expect("a table");
    assert_eq!(start.elapsed().as_millis(), 50 + 100 + 200);
}

#[tokio::test]
async fn the_source_chain_ends_in_the_sdks_error() {
    let body = r#"{"__type":"x#ResourceNotFoundException","message":"no such table"}"#;
    let orders = Order::table(client(&[Answer::status(400, body)], 1));
    let error = orders.get("ann", 1).await.expect_err("an error");
    let shown = error.to_string();
    assert!(shown.starts_with("Orders: GetItem failed: "), "{shown}");
    let mut cause = std::error::Error::source(&error).expect("the SDK's error");
    while let Some(deeper) = cause.source() {
        cause = deeper;
    }
    assert!(cause.is::<aws_sdk_dynamodb::types::error::ResourceNotFoundException>(), "{cause:?}");
}

/// Orders whose writes fail with this body.
pub(crate) fn failing(body: &str) -> OrderTable {
    Order::table(client(&[Answer::status(400, body)], 1))
}

pub(crate) const CONFLICT: &str = r#"{"__type":"x#ConditionalCheckFailedException","message":"m","Item":{
    "customer":{"S":"SECRET"},"number":{"N":"1"},"status":{"S":"open"},"placedAt":{"S":"2026-11-01"},
    "total":{"N":"100"},"lines":{"L":[]},"address":{"M":{"city":{"S":"Ulm"}}}}}"#;

#[tokio::test]
async fn a_failed_condition_tells_the_current_item() {
    let current = Order::new("SECRET", 1);
    let order = Order::new("SECRET", 1);
    let orders = failing(CONFLICT);
    let errors = [
        orders.insert(&order).await.map(drop),
        orders.update("SECRET", 1).set(Order::TOTAL, 1).await.map(drop),
        orders.delete("SECRET", 1).condition(Order::TOTAL.eq(1)).await,
    ];
    for error in errors.map(|result| result.expect_err("a condition that failed")) {
        assert_eq!(error.kind(), ErrorKind::ConditionFailed);
        assert_eq!(error.current_item().map(Result::unwrap).as_ref(), Some(&current));
        let shown = format!("{error:?}");
        assert!(shown.contains("ConditionFailed"), "{shown}");
        assert!(shown.contains("ConditionalCheckFailedException"), "{shown}");
        assert!(!shown.contains("SECRET"), "{shown}");
    }
    let outcome = orders.insert(&order).outcome().await.expect("an outcome");
    let Outcome::Rejected { current: Some(Ok(rejected)) } = outcome else { panic!("{outcome:?}") };
    assert_eq!(rejected, current);
}

#[tokio::test]
async fn a_failed_condition_without_an_item_tells_none() {
    let body = r#"{"__type":"x#ConditionalCheckFailedException","message":"m"}"#;
    let update = || failing(body).update("ann", 1).set(Order::TOTAL, 1);
    let error = update().await.expect_err("a condition that failed");
    assert!(error.current_item::<Order>().is_none());
    let outcome = update().outcome().await.expect("an outcome");
    assert!(matches!(outcome, Outcome::Rejected { current: None }), "{outcome:?}");
}

#[tokio::test]
async fn other_errors_are_no_outcome() {
    let failed = |error: Error| error.kind();
    let throttled = failing(r#"{"__type":"x#ThrottlingException"}"#);
    let order = Order::new("ann", 1);
    let outcome = throttled.insert(&order).outcome().await.map(drop);
    assert_eq!(outcome.map_err(failed), Err(ErrorKind::Throttled));
}

#[tokio::test]
async fn a_current_item_of_another_shape_is_still_a_rejection() {
    // Of before `total`, `lines` and `address`.
    let shape = r#"{"__type":"x#ConditionalCheckFailedException","Item":{"customer":{"S":"SECRET"},"number":{"N":"1"},
        "status":{"S":"open"},"placedAt":{"S":"2026-11-01"}}}"#;
    let order = Order::new("SECRET", 1);
    let outcome = failing(shape).insert(&order).outcome().await.expect("a rejection");
    let Outcome::Rejected { current: Some(Err(unread)) } = outcome else { panic!("{outcome:?}") };
    let rejected = failing(shape).insert(&order).await.expect_err("a rejection");
    assert_eq!(rejected.kind(), ErrorKind::ConditionFailed);
    let current = rejected.current_item::<Order>().expect("an item").expect_err("of another shape");
    for error in [unread, current] {
        assert_eq!(error.kind(), ErrorKind::Decode);
        assert_eq!(error.item(), rejected.item());
        assert_eq!(error.item().expect("the item")["placedAt"].as_s().unwrap(), "2026-11-01");
        let key = error.key::<Order>().expect("its key");
        assert_eq!(key.get(Order::NUMBER).expect("a number"), 1);
        assert!(!format!("{error} {error:?}").contains("SECRET"), "{error:?}");
    }
}

/// Orders whose answers hold a returned item without most of its attributes.
fn answering(wire: Wire) -> OrderTable {
    let poor = r#"{"Attributes":{"customer":{"S":"SECRET"},"number":{"N":"1"}}}"#;
    let client = client(&[Answer::success(poor)], 1);
    Order::table(Dynamo::new(client).with_wire(wire))
}

#[tokio::test]
async fn what_cannot_be_read_behind_a_write_says_that_it_was_written() {
    for wire in [Wire::Json, Wire::Sdk] {
        let (orders, order) = (answering(wire), Order::new("SECRET", 1));
        let errors = [
            orders.upsert("SECRET", 1).set(Order::TOTAL, 1).await.map(drop),
            orders.update("SECRET", 1).set(Order::TOTAL, 1).return_old().await.map(drop),
            orders.put(&order).return_old().await.map(drop),
            orders.delete("SECRET", 1).return_old().await.map(drop),
        ];
        for error in errors.map(|result| result.expect_err("an item that does not fit")) {
            assert_eq!(error.kind(), ErrorKind::Decode);
            assert!(error.was_written() && error.may_have_been_written(), "{error}");
        }
    }
    let refused = failing(CONFLICT).insert(&Order::new("SECRET", 1)).await.expect_err("a conflict");
    assert!(!refused.was_written() && !refused.may_have_been_written());
    assert_eq!(refused.item().expect("the current item").len(), 7);
    let key = refused.key::<Order>().expect("its key");
    assert_eq!(orders_key(key), orders_key(Order::new("SECRET", 1).key()));
}

fn orders_key(key: impl Into<Key<Order>>) -> Option<HashMap<String, AttributeValue>> {
    let orders = Order::table(client(&[], 1));
    (*orders).get(key).input().expect("a request").get_key().clone()
}
