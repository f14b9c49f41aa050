//! Indexes whose key is the tag of a flattened enum.

use std::collections::HashMap;

use aws_sdk_dynamodb::types::AttributeValue;
use dynamo_runtime::codec::Attributes;
use dynamo_runtime::{Dynamo, DynamoTable, DynamoValue};
use dynamo_testkit::{Answer, Script};
use dynamo_tests::offline;
use serde_json::json;

use super::{assert_stored, assert_unwritable};
use crate::wires::{WIRES, run};

#[derive(Debug, Clone, PartialEq, DynamoTable)]
#[table(rename_all = "camelCase")]
#[gsi(name = "ByState", hash = [next_state], range = [event, number], projection = "KEYS_ONLY")]
struct Parcel {
    #[hash_key]
    sender: String,
    #[range_key]
    number: u64,
    #[dynamo(flatten)]
    #[gsi(name = "ByEvent")]
    #[lsi(name = "local")]
    event: Event,
    #[dynamo(flatten)]
    next_state: Option<State>,
}

#[derive(Debug, Clone, PartialEq, DynamoValue)]
#[dynamo(tag = "kind", rename_all = "snake_case")]
enum Event {
    Sent,
    HandedOver {
        to: String,
    },
    #[dynamo(other)]
    Other(Attributes),
}

#[derive(Debug, Clone, PartialEq, DynamoValue)]
#[dynamo(tag = "state")]
enum State {
    Open { since: u64 },
}

fn parcel(event: Event) -> Parcel {
    Parcel {
        sender: "ann".to_owned(),
        number: 7,
        event,
        next_state: Some(State::Open { since: 1 }),
    }
}

#[test]
fn the_tag_is_an_attribute_of_the_schema() {
    let shown = "\
table Parcel, on demand
  sender  S     hash key
  number  N     range key
  kind    S
  state   S     optional
global index ByEvent: hash kind
local index local: hash sender, range kind
global index ByState: hash state, range kind, number, keys only";
    assert_eq!(Parcel::SCHEMA.to_string(), shown);
    let input = Parcel::table(offline()).create().input().expect("a table");
    let definitions = input.get_attribute_definitions().iter().flatten();
    let mut definitions: Vec<String> = definitions
        .map(|one| format!("{} {}", one.attribute_name(), one.attribute_type()))
        .collect();
    definitions.sort();
    assert_eq!(definitions, ["kind S", "number N", "sender S", "state S"]);
    let template = Parcel::SCHEMA.export().cloudformation_yaml().expect("a template");
    assert!(template.contains("AttributeName: kind"), "{template}");
}

#[test]
fn the_tag_is_queried_by_the_name_of_a_variant() {
    let parcels = Parcel::table(offline());
    let wanted = Parcel::NEXT_STATE.tag().ne("x");
    let explained = parcels.query_by_event("handed_over").filter(wanted).explain().unwrap();
    assert!(explained.contains("kind = "), "{explained}");
    assert!(explained.contains("state <> "), "{explained}");
    let explained = parcels.query_by_state("Open").range(("sent", 1..=2)).explain().unwrap();
    assert!(explained.contains("state = ") && explained.contains("kind = "), "{explained}");
    assert!(
        parcels.scan().project((Parcel::EVENT.tag(), Parcel::NEXT_STATE.tag())).input().is_ok()
    );
}

#[test]
fn an_index_that_does_not_hold_the_variant_holds_its_name() {
    let item = json!({ "sender": { "S": "ann" }, "number": { "N": "7" }, "kind": { "S": "sent" }, "state": { "S": "Open" } });
    for wire in WIRES {
        let body = format!("{{\"Items\":[{item}],\"Count\":1,\"ScannedCount\":1}}");
        let script = Script::new([Answer::success(body)]);
        let table = Parcel::table(Dynamo::new(script.client(1)).with_wire(wire));
        let held: Vec<ParcelByStateItem> =
            run(table.query_by_state("Open").all()).expect("an item");
        let ParcelByStateItem { event, next_state, .. } = &held[0];
        assert_eq!((event.as_str(), next_state.as_str()), ("sent", "Open"));
    }
    let spelt = json!({
        "sender": { "S": "ann" }, "number": { "N": "7" }, "kind": { "S": "handed_over" }, "to": { "S": "bob" },
        "state": { "S": "Open" }, "since": { "N": "1" },
    });
    assert_stored(&parcel(Event::HandedOver { to: "bob".to_owned() }), &spelt);
}

#[test]
fn a_tag_that_cannot_be_a_key_is_refused() {
    let kind = |kind: &str| {
        Event::Other(HashMap::from([("kind".to_owned(), AttributeValue::S(kind.to_owned()))]))
    };
    assert_unwritable(&parcel(kind("")), "Parcel.kind: a key cannot be empty");
    let long = kind(&"x".repeat(1025));
    assert_unwritable(&parcel(long), "Parcel.kind: the key has 1025 bytes, and the limit is 1024");
}
