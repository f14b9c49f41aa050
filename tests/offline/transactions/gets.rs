//! What a transaction of gets reads: each item in its own type, on both wires alike.

use std::time::{Duration, SystemTime};

use aws_sdk_dynamodb::types::AttributeValue;
use dynamo_runtime::op::TransactGet;
use dynamo_runtime::{DynamoView, ErrorKind, Wire};
use dynamo_testkit::{Answer, Script};
use dynamo_tests::{Everything, Session};
use proptest::prelude::*;
use samples::Log;
use serde_json::json;

use super::dynamo;
use crate::arbitrary::arbitrary;
use crate::wires::{WIRES, run, spelt};

#[derive(Debug, PartialEq, DynamoView)]
#[view(of = Log)]
struct Message {
    message: String,
}

const LOG: &str = r#"{"updated_at":{"S":"t"},"status":{"S":"done"},"message":{"S":"m"}}"#;

#[test]
fn items_are_read_in_their_places() {
    for wire in WIRES {
        let session = |expires| {
            format!(
                r#"{{"user":{{"S":"bob"}},"number":{{"N":"1"}},"expires":{{"N":"{expires}"}}}}"#
            )
        };
        let body = format!(
            r#"{{"Responses":[{{"Item":{LOG}}},{{}},{{"Item":{{"message":{{"S":"n"}}}}}},{{"Item":{{}}}},{{"Item":{{}}}},
            {{"Item":{}}},{{"Item":{}}}],"ConsumedCapacity":[{{"TableName":"Log","CapacityUnits":2.0}}]}}"#,
            session(999),
            session(1001)
        );
        let script = Script::new([Answer::success(body.clone())]);
        let dynamo = dynamo(&script, 1, wire)
            .with_clock(|| SystemTime::UNIX_EPOCH + Duration::from_secs(1000));
        let (logs, sessions) = (Log::table(&dynamo), Session::table(&dynamo));
        let gets = (
            vec![logs.get("t"), logs.get("u")],
            logs.get("v").view::<Message>(),
            logs.get("w").project((Log::STATUS,)),
            logs.get("x"),
            [sessions.get("bob", 1).hide_expired(), sessions.get("bob", 2).hide_expired()],
        );
        // A required attribute that is absent is no mistake of an item that is not there.
        let error = run(TransactGet::new(&dynamo, gets.clone()).send()).expect_err("no status");
        assert_eq!(error.kind(), ErrorKind::Decode);
        assert!(error.to_string().starts_with("Log.status"), "{error}");
        let key = error.key::<Log>().expect("a key").attributes().expect("a key");
        assert_eq!(key["updated_at"], AttributeValue::S("w".into()));
        let (list, view, _, whole, sessions) = gets;
        let gets = (list, view, (whole, logs.get("y")), sessions);
        let (list, message, (whole, _), [gone, there]) =
            run(TransactGet::new(&dynamo, gets).send()).expect("items");
        assert_eq!(list.len(), 2);
        assert_eq!(
            (list[0].as_ref().map(|log| log.status.as_str()), &list[1]),
            (Some("done"), &None)
        );
        assert_eq!(message, Some(Message { message: "n".into() }));
        // Of a whole item, an empty map is how the service may say that there is none.
        assert_eq!((whole, gone), (None, None));
        assert!(there.is_some());
    }
}

#[test]
fn whatever_the_spelling_both_wires_read_alike() {
    let bodies = [
        format!(r#"{{"Responses":[{{"Item":{LOG}}}]}}"#),
        format!(r#" {{ "Responses" : [ {{ "Item" : {LOG} }} ] }} "#),
        format!(r#"{{"Responses":[{{"Item":{LOG},"Unknown":[1]}}],"Other":{{}}}}"#),
        format!(r#"{{"Responses":[],"Responses":[{{"Item":{{}},"Item":{LOG}}}]}}"#),
        r#"{"Responses":[{"Item":{"updated_at":{"S":"\u0074"},"status":{"S":"a\"b"},"message":{"S":"é"}}}]}"#.to_owned(),
        r#"{"Responses":[{"Item":null}]}"#.to_owned(),
        r#"{"Responses":[{}]}"#.to_owned(),
        r#"{"Responses":[null]}"#.to_owned(),
        r#"{"Responses":null}"#.to_owned(),
        r#"{"Responses":[{},{}]}"#.to_owned(),
        r#"{"Responses":[{"Item":{"updated_at":{"N":"1"},"status":{"S":"x"},"message":{"S":"m"}}}]}"#.to_owned(),
        r#"{"Responses":[{"Item":{"updated_at":{"S":"t"}}}]}"#.to_owned(),
        r#"{"Responses":[{"Item":{"updated_at":{"S":"t"}]}"#.to_owned(),
        "{}".to_owned(),
        "<html>".to_owned(),
    ];
    for body in bodies {
        let [json, sdk] = WIRES.map(|wire| {
            let script = Script::new([Answer::success(body.clone())]);
            let dynamo = dynamo(&script, 1, wire);
            let get = TransactGet::new(&dynamo, Log::table(&dynamo).get("t"));
            let read = run(get.send());
            read.map_err(|error| (error.kind(), error.to_string(), error.item().cloned()))
        });
        assert_eq!(json, sdk, "{body}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_items_are_read_as_they_were_written(one in arbitrary(), two in arbitrary()) {
        let body = json!({ "Responses": [{ "Item": spelt(&one) }, {}, { "Item": spelt(&two) }] });
        for wire in WIRES {
            let script = Script::new([Answer::success(body.to_string())]);
            let dynamo = dynamo(&script, 1, wire);
            let table = Everything::table(&dynamo);
            let get = |id: u8| table.get(vec![id]);
            let read = run(TransactGet::new(&dynamo, [get(1), get(2), get(3)]).send()).expect("items");
            prop_assert_eq!(&read, &[Some(one.clone()), None, Some(two.clone())]);
        }
    }
}

#[test]
fn the_wire_is_the_clients() {
    let script = Script::new([Answer::success(r#"{"Responses":[{}]}"#)]);
    let dynamo = dynamo(&script, 1, Wire::Json);
    // The table of the get is reached through the client of the transaction.
    let logs = Log::table(dynamo_tests::offline());
    assert_eq!(run(TransactGet::new(&dynamo, logs.get("t")).send()).expect("no item"), None);
    assert_eq!(script.requests().len(), 1);
}
