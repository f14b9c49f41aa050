//! Variants for what is unknown.

use std::collections::{BTreeMap, HashMap};

use aws_sdk_dynamodb::types::AttributeValue;
use dynamo_runtime::codec::Attributes;
use dynamo_runtime::{DynamoTable, DynamoValue};
use proptest::collection::{btree_map, vec};
use proptest::prelude::*;
use serde_json::json;

use super::{assert_kept, assert_stored, assert_unreadable, assert_unwritable, read};

#[derive(Debug, Clone, Default, PartialEq, DynamoTable)]
struct Order {
    #[hash_key]
    id: String,
    status: Status,
    history: Vec<Event>,
    by_status: HashMap<Status, u8>,
    maybe: Option<Any>,
    #[dynamo(flatten)]
    event: Option<Event>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, DynamoValue)]
#[dynamo(rename_all = "snake_case")]
enum Status {
    #[default]
    Open,
    #[dynamo(other)]
    Other(String),
}

#[derive(Debug, Clone, PartialEq, DynamoValue)]
#[dynamo(tag = "event")]
enum Event {
    Sent {
        at: u64,
    },
    #[dynamo(other)]
    Other(Attributes),
}

#[derive(Debug, Clone, PartialEq, DynamoValue)]
#[dynamo(tag = "kind")]
enum Any {
    #[dynamo(other)]
    Other(AttributeValue),
}

fn order() -> Order {
    Order { id: "o".to_owned(), ..Order::default() }
}

#[test]
fn what_is_unknown_is_written_back() {
    let spelt = json!({
        "id": { "S": "o" }, "status": { "S": "on its way" }, "by_status": { "M": { "gone": { "N": "1" }, "open": { "N": "2" } } },
        "history": { "L": [
            { "M": { "event": { "S": "Lost" }, "at": { "N": "1.50" }, "deep": { "L": [{ "NULL": true }, { "SS": ["a"] }] } } },
            { "M": { "event": { "N": "1" } } },
            { "M": {} },
            { "M": { "event": { "S": "Sent" }, "at": { "N": "7" } } },
        ] },
        "maybe": { "M": { "kind": { "S": "x" }, "b": { "B": "AAE=" } } },
        "event": { "S": "Found" }, "finder": { "S": "ann" },
    });
    for order in read::<Order>(&spelt) {
        let order = order.expect("an order");
        assert_eq!(order.status, Status::Other("on its way".to_owned()));
        assert_eq!(order.history[3], Event::Sent { at: 7 });
        assert!(matches!(&order.event, Some(Event::Other(event)) if event.len() == 2));
        assert!(matches!(&order.maybe, Some(Any::Other(AttributeValue::M(map))) if map.len() == 2));
        assert_stored(&order, &spelt);
    }
}

#[test]
fn what_is_known_must_fit_all_the_same() {
    let item = |name: &str, value| json!({ "id": { "S": "o" }, "status": { "S": "" }, "history": { "L": [] }, "by_status": { "M": {} }, name: value });
    let sent = json!({ "L": [{ "M": { "event": { "S": "Sent" } } }] });
    assert_unreadable::<Order>(
        &item("history", sent),
        "Order.history[0].at: the attribute is missing",
    );
    assert_unreadable::<Order>(
        &item("history", json!({ "L": [{ "S": "" }] })),
        "Order.history[0]: expected M, found S",
    );
    assert_unreadable::<Order>(
        &item("status", json!({ "N": "1" })),
        "Order.status: expected S, found N",
    );
    let twice = [(Status::Open, 1), (Status::Other("open".to_owned()), 2)].into();
    assert_unwritable(
        &Order { by_status: twice, ..order() },
        "Order.by_status: two keys of the map have the same text",
    );
}

#[derive(Debug, Clone, PartialEq, DynamoTable)]
struct Seen {
    #[hash_key]
    id: String,
    colour: Colour,
    #[dynamo(flatten)]
    shape: Shape,
    shapes: Vec<Shape>,
}

#[derive(Debug, Clone, PartialEq, DynamoValue)]
enum Colour {
    Red,
    #[dynamo(other)]
    Unknown,
}

#[derive(Debug, Clone, PartialEq, DynamoValue)]
enum Shape {
    Circle {
        radius: u8,
    },
    #[dynamo(other)]
    Unknown,
}

#[test]
fn what_is_unknown_and_not_kept_is_not_written() {
    let item = json!({
        "id": { "S": "s" }, "colour": { "S": "green" }, "type": { "S": "Square" }, "side": { "N": "1" },
        "shapes": { "L": [{ "M": { "type": { "S": "Square" } } }, { "M": { "type": { "S": "Circle" }, "radius": { "N": "2" } } }] },
    });
    let shapes = vec![Shape::Unknown, Shape::Circle { radius: 2 }];
    let seen = Seen { id: "s".to_owned(), colour: Colour::Unknown, shape: Shape::Unknown, shapes };
    for read in read::<Seen>(&item) {
        assert_eq!(read.as_ref(), Ok(&seen));
    }
    let not_kept = "the value was read as an unknown variant that keeps nothing, so it cannot be written; give the variant marked `#[dynamo(other)]` a field \
        that keeps it, such as `Other(String)`";
    let circle = Shape::Circle { radius: 1 };
    let known =
        Seen { colour: Colour::Red, shape: circle.clone(), shapes: Vec::new(), ..seen.clone() };
    assert_kept(&known);
    assert_unwritable(
        &Seen { colour: Colour::Unknown, ..known.clone() },
        &format!("Seen.colour: {not_kept}"),
    );
    assert_unwritable(
        &Seen { shapes: seen.shapes, ..known.clone() },
        &format!("Seen.shapes[0]: {not_kept}"),
    );
    assert_unwritable(&Seen { shape: Shape::Unknown, ..known }, &format!("Seen: {not_kept}"));
}

prop_compose! {
    fn unknown()(
        mut event in btree_map("[a-z]{1,3}", any::<String>().prop_map(AttributeValue::S), 0..4), name in ".{0,5}",
    ) -> Event {
        event.insert("event".to_owned(), AttributeValue::S(format!("~{name}")));
        Event::Other(event.into_iter().collect())
    }
}

fn status() -> impl Strategy<Value = Status> {
    any::<String>().prop_map(|name| match name.as_str() {
        "open" => Status::Open,
        _ => Status::Other(name),
    })
}

fn events() -> impl Strategy<Value = Event> {
    prop_oneof![unknown(), any::<u64>().prop_map(|at| Event::Sent { at })]
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 128, ..ProptestConfig::default() })]

    #[test]
    fn any_unknown_is_sent_and_read_alike(
        status in status(), history in vec(events(), 0..4), by_status in btree_map(any::<String>(), any::<u8>(), 0..3),
    ) {
        let by_status: BTreeMap<String, u8> = by_status;
        let by_status = by_status.into_iter().filter(|(name, _)| name != "open");
        let by_status = by_status.map(|(name, count)| (Status::Other(name), count)).collect();
        assert_kept(&Order { status, history, by_status, ..order() });
    }
}
