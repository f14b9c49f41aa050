//! What the mapper writes by itself, in the request of each operation.

use std::time::{Duration, SystemTime};

use aws_sdk_dynamodb::operation::delete_item::builders::DeleteItemInputBuilder;
use aws_sdk_dynamodb::operation::put_item::builders::PutItemInputBuilder;
use aws_sdk_dynamodb::operation::update_item::builders::UpdateItemInputBuilder;
use aws_sdk_dynamodb::types::ReturnValuesOnConditionCheckFailure::AllOld;
use aws_sdk_dynamodb::types::{AttributeValue, ReturnValue};
use dynamo_runtime::{Dynamo, DynamoTable, Error, ErrorKind, Wire};
use dynamo_testkit::{Answer, Request, Script};
use dynamo_tests::{Document, DocumentTable, offline};
use serde_json::Value;

use crate::requests::{n, names, s, values};
use crate::wires::{WIRES, run};

/// 2026-11-22T10:00:00.250Z
fn now() -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_millis(1_795_341_600_250)
}

const NOW: &str = "2026-11-22T10:00:00.250Z";

fn documents() -> DocumentTable {
    Document::table(Dynamo::new(offline()).with_clock(now))
}

fn document() -> Document {
    Document { title: "a".to_owned(), text: "b".to_owned(), ..Document::default() }
}

/// The document as it is written with these values.
fn written(version: i64, created_at: &str, edits: i64) -> PutItemInputBuilder {
    PutItemInputBuilder::default()
        .table_name("Document")
        .return_values_on_condition_check_failure(AllOld)
        .item("title", s("a"))
        .item("text", s("b"))
        .item("version", n(version))
        .item("created_at", s(created_at))
        .item("updated_at", n(1_795_341_600))
        .item("edits", n(edits))
}

#[test]
fn a_put_of_what_was_never_stored_requires_that_no_version_is() {
    let expected = written(1, NOW, 5)
        .condition_expression("(attribute_not_exists(#0)) OR (#0 = :0)")
        .expression_attribute_names("#0", "version")
        .expression_attribute_values(":0", n(0));
    assert_eq!(documents().put(&document()).input().unwrap(), expected);
    let unset = Document { created_at: Some(String::new()), ..document() };
    assert_eq!(documents().put(&unset).input().unwrap(), expected);
    let epoch = Some("1970-01-01T00:00:00.000Z".to_owned());
    let unset = Document { created_at: epoch, ..document() };
    assert_eq!(documents().put(&unset).input().unwrap(), expected);
}

#[test]
fn a_put_of_what_was_read_requires_its_version_and_keeps_what_it_says() {
    let created_at = Some("2020-01-01T00:00:00.000Z".to_owned());
    let read = Document { version: 3, created_at, updated_at: 7, edits: Some(1), ..document() };
    let expected = written(4, "2020-01-01T00:00:00.000Z", 1)
        .condition_expression("(#0 = :0) AND (#1 = :1)")
        .set_expression_attribute_names(Some(names(&["text", "version"])))
        .set_expression_attribute_values(Some(values([s("c"), n(3)])));
    let put = documents().put(&read).condition(Document::TEXT.eq("c"));
    assert_eq!(put.input().unwrap(), expected);
}

#[test]
fn an_insert_writes_every_value_of_a_new_item() {
    let expected = |version| {
        written(version, NOW, 5)
            .condition_expression("NOT (attribute_exists(#0))")
            .expression_attribute_names("#0", "title")
    };
    assert_eq!(documents().insert(&document()).input().unwrap(), expected(1));
    let read = Document { version: 3, created_at: Some("x".into()), edits: Some(1), ..document() };
    assert_eq!(documents().insert(&read).input().unwrap(), expected(4));
}

#[test]
fn an_update_counts_and_tells_the_time() {
    let expected = UpdateItemInputBuilder::default()
        .table_name("Document")
        .key("title", s("a"))
        .return_values(ReturnValue::AllNew)
        .return_values_on_condition_check_failure(AllOld)
        .update_expression(
            "SET #0 = :0, #1 = if_not_exists(#1, :1) + :2, #2 = :3, #3 = if_not_exists(#3, :4) + :5",
        )
        .set_expression_attribute_names(Some(names(&["text", "version", "updated_at", "edits", "title"])))
        .set_expression_attribute_values(Some(values([
            s("b"),
            n(0),
            n(1),
            n(1_795_341_600),
            n(-5),
            n(10),
        ])));
    let update = || documents().update("a").set(Document::TEXT, "b");
    let most = || AttributeValue::N((u64::MAX - 1).to_string());
    let existing = expected
        .clone()
        .condition_expression("(attribute_exists(#4)) AND (NOT (#1 > :6)) AND (NOT (#3 > :7))")
        .expression_attribute_values(":6", most())
        .expression_attribute_values(":7", n(i64::MAX - 10));
    assert_eq!(update().input().unwrap(), existing);
    let of_version = expected
        .condition_expression(
            "(attribute_exists(#4)) AND (#1 = :6) AND (NOT (#1 > :7)) AND (NOT (#3 > :8))",
        )
        .expression_attribute_values(":6", n(3))
        .expression_attribute_values(":7", most())
        .expression_attribute_values(":8", n(i64::MAX - 10));
    assert_eq!(update().if_version(3).input().unwrap(), of_version);
}

#[test]
fn an_upsert_also_tells_when_the_item_was_made() {
    let expected = UpdateItemInputBuilder::default()
        .table_name("Document")
        .key("title", s("a"))
        .return_values(ReturnValue::AllNew)
        .update_expression(
            "SET #0 = :0, #1 = if_not_exists(#1, :1) + :2, #2 = if_not_exists(#2, :3), \
             #3 = :4, #4 = if_not_exists(#4, :5) + :6",
        )
        .set_expression_attribute_names(Some(names(&[
            "text",
            "version",
            "created_at",
            "updated_at",
            "edits",
        ])))
        .set_expression_attribute_values(Some(values([
            s("b"),
            n(0),
            n(1),
            s(NOW),
            n(1_795_341_600),
            n(-5),
            n(10),
            AttributeValue::N((u64::MAX - 1).to_string()),
            n(i64::MAX - 10),
        ])))
        .condition_expression("(NOT (#1 > :7)) AND (NOT (#4 > :8))")
        .return_values_on_condition_check_failure(AllOld);
    let upsert = documents().upsert("a").set(Document::TEXT, "b");
    assert_eq!(upsert.input().unwrap(), expected);
}

#[test]
fn an_update_that_changes_nothing_stays_one() {
    let refused = documents().update("a").input().map_err(|error| error.kind());
    assert_eq!(refused, Err(ErrorKind::InvalidRequest));
}

#[test]
fn a_delete_takes_the_version_that_was_read() {
    let expected = DeleteItemInputBuilder::default()
        .table_name("Document")
        .key("title", s("a"))
        .return_values_on_condition_check_failure(AllOld);
    let read = expected
        .clone()
        .condition_expression("#0 = :0")
        .expression_attribute_names("#0", "version")
        .expression_attribute_values(":0", n(3));
    assert_eq!(documents().delete("a").if_version(3).input().unwrap(), read);
    let never_stored = expected
        .condition_expression("(attribute_not_exists(#0)) OR (#0 = :0)")
        .expression_attribute_names("#0", "version")
        .expression_attribute_values(":0", n(0));
    assert_eq!(documents().delete("a").if_version(0).input().unwrap(), never_stored);
}

#[test]
fn both_wires_write_alike() {
    let asked = WIRES.map(|wire| {
        let script = Script::new([Answer::success("{}")]);
        let dynamo = Dynamo::new(script.client(1)).with_clock(now).with_wire(wire);
        let returned = run(Document::table(dynamo).put(&document()).return_new().send());
        let Request { target, body } = script.requests().remove(0);
        let body: Value = serde_json::from_str(&body).expect("a request in JSON");
        assert_eq!(body.get("ReturnValues"), None);
        (returned.expect("the document"), target, body)
    });
    assert_eq!(asked[0], asked[1]);
    let edits = Some(5);
    let created_at = Some(NOW.to_owned());
    let new = Document { version: 1, created_at, updated_at: 1_795_341_600, edits, ..document() };
    assert_eq!(asked[0].0, new);
}

#[test]
fn what_is_returned_as_new_is_what_is_sent() {
    let client = Script::new([Answer::success("{}")]).client(1);
    let documents = Document::table(Dynamo::new(client).with_clock(now));
    let document = document();
    let put = documents.put(&document).customize(|request| request.item("text", s("c")));
    assert_eq!(run(put.return_new().send()).expect("the document").text, "c");
}

#[test]
fn what_cannot_be_written_is_named() {
    #[derive(DynamoTable)]
    struct Bad {
        #[hash_key]
        id: u8,
        #[version]
        version: f64,
        #[updated_at]
        #[gsi(name = "ByTime")]
        updated_at: u64,
    }
    let early = || SystemTime::UNIX_EPOCH - Duration::from_secs(1);
    let kind = |error: Error| (error.kind(), error.to_string());
    let refused = Bad::table(offline()).put(&Bad { id: 1, version: 0.5, updated_at: 0 }).input();
    let problem = "Bad.version: the version is not a whole number".to_owned();
    assert_eq!(refused.map_err(kind), Err((ErrorKind::InvalidRequest, problem)));
    let dynamo = Dynamo::new(offline()).with_clock(early).with_wire(Wire::Sdk);
    let refused = Bad::table(dynamo).put(&Bad { id: 1, version: 0.0, updated_at: 0 }).input();
    let problem = "Bad.updated_at: the clock shows a time before 1970".to_owned();
    assert_eq!(refused.map_err(kind), Err((ErrorKind::InvalidRequest, problem)));
}

/// The texts sort, and have one width, whatever crate's type is written.
#[test]
fn instants_of_other_crates_are_timestamps() {
    #[derive(DynamoTable)]
    struct Times {
        #[hash_key]
        id: u8,
        #[created_at]
        chrono: chrono::DateTime<chrono::Utc>,
        #[updated_at]
        jiff: jiff::Timestamp,
        #[updated_at]
        time: Option<time::OffsetDateTime>,
    }
    let times = Times {
        id: 1,
        chrono: chrono::DateTime::UNIX_EPOCH,
        jiff: jiff::Timestamp::MAX,
        time: None,
    };
    let table = Times::table(Dynamo::new(offline()).with_clock(now));
    let input = table.put(&times).input().unwrap();
    let item = input.get_item().clone().expect("an item");
    for name in ["chrono", "jiff", "time"] {
        assert_eq!(item[name], s("2026-11-22T10:00:00.250000000Z"), "{name}");
    }
    let read = Times::from_item(item).expect("times");
    assert_eq!(read.jiff.as_millisecond(), 1_795_341_600_250);
    assert_eq!(read.chrono.timestamp_millis(), 1_795_341_600_250);
    assert_eq!(read.time.map(time::OffsetDateTime::unix_timestamp), Some(1_795_341_600));
}

#[test]
fn debug_of_a_client_with_a_clock_shows_it_as_such() {
    assert!(format!("{:?}", Dynamo::new(offline()).with_clock(now)).contains("Clock"));
}

#[test]
fn a_version_that_its_field_cannot_hold_is_not_written() {
    #[derive(DynamoTable)]
    struct Small {
        #[hash_key]
        id: u8,
        #[version]
        version: Option<u8>,
    }
    let put = |version| Small::table(offline()).put(&Small { id: 1, version }).input();
    assert!(put(None).is_ok() && put(Some(254)).is_ok());
    let refused = put(Some(255)).unwrap_err();
    assert_eq!(refused.kind(), ErrorKind::InvalidRequest);
    assert!(refused.to_string().starts_with("Small.version: "), "{refused}");
}
