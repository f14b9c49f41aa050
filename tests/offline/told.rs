//! What an error tells a service: what stood in the way of a write, the service's code, and what its own clients may read.

use dynamo_runtime::{Dynamo, Error, ErrorKind, Refusal};
use dynamo_testkit::{Answer, Script};
use dynamo_tests::{Document, Order};

use crate::errors::{CONFLICT, client, failing};
use crate::wires::WIRES;

#[tokio::test]
async fn a_write_that_is_refused_tells_what_stood_in_its_way() {
    let of_version = |version: u64| {
        let item = format!(r#"{{"title":{{"S":"a"}},"version":{{"N":"{version}"}}}}"#);
        let body = format!(r#"{{"__type":"x#ConditionalCheckFailedException","Item":{item}}}"#);
        Document::table(client(&[Answer::status(400, body)], 1))
    };
    let read = Document { title: "a".to_owned(), version: 2, ..Document::default() };
    // The item that is there has another total than either.
    let read_order = Order { total: 7, ..Order::new("SECRET", 1) };
    let changed = Order { total: 8, ..read_order.clone() };
    let refusal = |result: Result<(), Error>| result.expect_err("a refusal").refusal();
    let gone = r#"{"__type":"x#ConditionalCheckFailedException","message":"m"}"#;
    let cases = [
        (failing(CONFLICT).insert(&Order::new("ann", 1)).await, Refusal::Exists),
        (failing(gone).update("ann", 1).set(Order::TOTAL, 1).await.map(drop), Refusal::Missing),
        (
            failing(CONFLICT).delete("ann", 1).condition(Order::TOTAL.eq(1)).await,
            Refusal::Condition,
        ),
        (of_version(3).put(&read).await, Refusal::Version),
        (of_version(2).put(&read).condition(Document::TEXT.eq("b")).await, Refusal::Condition),
        (
            of_version(3).update("a").set(Document::TEXT, "b").if_version(2).await.map(drop),
            Refusal::Version,
        ),
        (
            of_version(2).update("a").set(Document::TEXT, "b").if_version(2).await.map(drop),
            Refusal::Condition,
        ),
        (of_version(3).delete("a").if_version(2).await, Refusal::Version),
        (
            failing(CONFLICT)
                .update_diff(&read_order, &changed)
                .expect("a difference")
                .await
                .map(drop),
            Refusal::Version,
        ),
        (
            failing(CONFLICT)
                .update_diff(&read_order, &changed)
                .expect("a difference")
                .condition(Order::NOTE.eq("x"))
                .await
                .map(drop),
            Refusal::Condition,
        ),
    ];
    let mut told = Vec::new();
    for (at, (result, expected)) in cases.into_iter().enumerate() {
        let error = result.expect_err("a refusal");
        assert_eq!(error.kind(), ErrorKind::ConditionFailed, "{at}");
        assert_eq!(error.refusal(), Some(expected), "{at}");
        assert!(error.to_string().ends_with(&expected.to_string()), "{error}");
        assert_eq!(error.public_message(), expected.to_string());
        told.push(error.public_message());
    }
    assert!(told[0] != told[3], "a duplicate and a stale version are told apart");
    // A request that was customized may have another condition.
    let order = Order::new("ann", 1);
    let customized = failing(CONFLICT).insert(&order).customize(|request| request);
    assert_eq!(refusal(customized.await), Some(Refusal::Condition));
    let other =
        failing(r#"{"__type":"x#ThrottlingException"}"#).insert(&Order::new("ann", 1)).await;
    assert_eq!(refusal(other), None);
}

#[tokio::test]
async fn what_a_service_tells_its_own_clients_has_no_names() {
    let body = r#"{"__type":"x#AccessDeniedException",
        "message":"User: arn:aws:iam::123456789012:user/ann is not authorized on table/prod-Orders"}"#;
    let error = failing(body).get("ann", 1).await.expect_err("an error");
    assert!(error.to_string().contains("123456789012"), "{error}");
    assert_eq!(error.public_message(), "access to the database is denied");
    assert_eq!(error.public_message(), error.kind().to_string());
}

#[tokio::test]
async fn an_error_of_the_service_has_its_code_and_request_id() {
    for wire in WIRES {
        let body = r#"{"__type":"x#ThrottlingException","message":"m"}"#;
        let script = Script::new([Answer::status(400, body)]);
        let orders = Order::table(Dynamo::new(script.client(1)).with_wire(wire));
        let error = orders.get("ann", 1).await.expect_err("an error");
        assert_eq!(error.code(), Some("ThrottlingException"));
        assert_eq!(error.request_id(), Some(Answer::REQUEST_ID));
        assert!(error.is_retryable() && error.kind().is_retryable());
    }
    let broken = Order::table(client(&[Answer::lost()], 1)).get("ann", 1).await;
    let broken = broken.expect_err("an error");
    assert_eq!((broken.code(), broken.request_id()), (None, None));
    assert!(broken.is_retryable());
    let invalid = failing("").get("", 1).await.expect_err("an error");
    assert!(!invalid.is_retryable());
}

#[tokio::test]
async fn an_error_of_the_sdk_is_one_of_the_mapper() {
    let body = r#"{"__type":"x#ResourceNotFoundException","message":"m"}"#;
    let client = client(&[Answer::status(400, body)], 1);
    let call = async || -> Result<(), Error> {
        client.describe_table().table_name("T").send().await?;
        Ok(())
    };
    let error = call().await.expect_err("an error");
    assert_eq!(error.kind(), ErrorKind::NotFound);
    assert_eq!(error.code(), Some("ResourceNotFoundException"));
}
