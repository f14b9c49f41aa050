//! Structs that are not all fields: flattened ones, enums with data, and fields stored in another way.

use std::collections::{BTreeMap, HashMap};
use std::time::Duration;

use aws_sdk_dynamodb::primitives::Blob;
use aws_sdk_dynamodb::types::AttributeValue::{self, B, Bool, L, M, N, Ns, Null, S};
use dynamo_runtime::{Dynamo, DynamoTable, DynamoValue, ErrorKind};
use dynamo_testkit::{Answer, Script};
use dynamo_tests::{Event, Extent, Loss, Parcel, Weight, offline};
use proptest::collection::{btree_map, vec};
use proptest::option;
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::wires::{WIRES, run};

fn parcel(event: Event) -> Parcel {
    Parcel {
        id: "p".to_owned(),
        sent: Duration::from_secs(7),
        took: None,
        pauses: vec![Duration::from_secs(1)],
        extent: Extent { width: 1, height: None, weight: Weight { grams: 2 } },
        event,
        history: Vec::new(),
        priority: 3,
        rest: BTreeMap::new(),
    }
}

fn lost(reason: Option<&str>) -> Event {
    let places = vec!["Ulm".to_owned()];
    Event::Lost(Loss { reason: reason.map(str::to_owned), places })
}

fn handed_over() -> Event {
    let (received_by, after) = ("bob".to_owned(), Duration::from_secs(9));
    Event::HandedOver { received_by, after, note: String::new() }
}

/// The item that a put sends on each wire, as JSON.
fn sent(parcel: &Parcel) -> [Value; 2] {
    WIRES.map(|wire| {
        let script = Script::new([Answer::success("{}")]);
        let table = Parcel::table(Dynamo::new(script.client(1)).with_wire(wire));
        run(table.put(parcel).send()).expect("a parcel that can be written");
        let request: Value = script.requests()[0].json();
        request["Item"].clone()
    })
}

/// What a get reads on each wire from an item that is spelt so.
fn read(item: &str) -> [Result<Option<Parcel>, String>; 2] {
    WIRES.map(|wire| {
        let script = Script::new([Answer::success(format!("{{\"Item\":{item}}}"))]);
        let table = Parcel::table(Dynamo::new(script.client(1)).with_wire(wire));
        run(table.get("p", Duration::from_secs(7)).send()).map_err(|error| error.to_string())
    })
}

fn assert_sent(parcel: &Parcel, expected: &Value) {
    let [json, sdk] = sent(parcel);
    assert_eq!((&json, &sdk), (expected, expected));
    assert_eq!(read(&expected.to_string()), [Ok(Some(parcel.clone())), Ok(Some(parcel.clone()))]);
}

#[test]
fn flattened_attributes_stand_among_the_structs() {
    let mut parcel = parcel(Event::Registered);
    parcel.took = Some(Duration::from_secs(5));
    parcel.extent.height = Some(4);
    parcel.rest = [("note".to_owned(), S("x".to_owned())), ("gone".to_owned(), Null(true))].into();
    let expected = json!({
        "id": { "S": "p" }, "sent": { "N": "7" }, "took": { "N": "5" }, "pauses": { "L": [{ "N": "1" }] },
        "width": { "N": "1" }, "height": { "N": "4" }, "grams": { "N": "2" }, "event": { "S": "registered" },
        "history": { "L": [] }, "priority": { "N": "3" }, "note": { "S": "x" }, "gone": { "NULL": true },
    });
    assert_sent(&parcel, &expected);
}

#[test]
fn a_variant_is_a_map_with_its_name() {
    let mut parcel = parcel(lost(None));
    parcel.history = vec![Event::Registered, handed_over(), lost(Some("rain"))];
    let expected = json!({
        "id": { "S": "p" }, "sent": { "N": "7" }, "pauses": { "L": [{ "N": "1" }] }, "width": { "N": "1" },
        "grams": { "N": "2" }, "event": { "S": "Lost!" }, "places": { "L": [{ "S": "Ulm" }] }, "priority": { "N": "3" },
        "history": { "L": [
            { "M": { "event": { "S": "registered" } } },
            { "M": { "event": { "S": "handed_over" }, "receivedBy": { "S": "bob" }, "after": { "N": "9" } } },
            { "M": { "event": { "S": "Lost!" }, "reason": { "S": "rain" }, "places": { "L": [{ "S": "Ulm" }] } } },
        ] },
    });
    assert_sent(&parcel, &expected);
}

#[test]
fn absent_attributes_are_what_the_default_says() {
    let mut item = sent(&parcel(lost(None)))[0].clone();
    let attributes = item.as_object_mut().expect("an item");
    assert!(attributes.remove("priority").and(attributes.remove("places")).is_some());
    let mut expected = parcel(lost(None));
    expected.event = Event::Lost(Loss { reason: None, places: vec!["unknown".to_owned()] });
    assert_eq!(read(&item.to_string()), [Ok(Some(expected.clone())), Ok(Some(expected))]);
}

#[test]
fn wrong_attributes_are_the_same_errors() {
    let item = sent(&parcel(handed_over()))[0].clone();
    for (name, wrong, told) in [
        (
            "event",
            json!({ "S": "stolen" }),
            "Parcel.event: the string is not the name of a known variant",
        ),
        ("event", json!({ "N": "1" }), "Parcel.event: expected S, found N"),
        ("event", Value::Null, "Parcel.event: the attribute is missing"),
        ("after", Value::Null, "Parcel.after: the attribute is missing"),
        ("receivedBy", json!({ "BOOL": true }), "Parcel.receivedBy: expected S, found BOOL"),
        ("grams", json!({ "S": "2" }), "Parcel.grams: expected N, found S"),
        ("width", Value::Null, "Parcel.width: the attribute is missing"),
        ("took", json!({ "S": "2" }), "Parcel.took: expected N, found S"),
        ("pauses", json!({ "L": [{ "S": "2" }] }), "Parcel.pauses[0]: expected N, found S"),
        (
            "history",
            json!({ "L": [{ "M": {} }] }),
            "Parcel.history[0].event: the attribute is missing",
        ),
        ("history", json!({ "L": [{ "S": "" }] }), "Parcel.history[0]: expected M, found S"),
    ] {
        let mut item = item.clone();
        let attributes = item.as_object_mut().expect("an item");
        if wrong.is_null() {
            attributes.remove(name)
        } else {
            attributes.insert(name.to_owned(), wrong)
        };
        assert_eq!(read(&item.to_string()), [Err(told.to_owned()), Err(told.to_owned())]);
    }
}

#[tokio::test]
async fn an_attribute_that_is_there_twice_is_refused() {
    let mut parcel = parcel(handed_over());
    // Of what is flattened, only the struct that it is flattened into tells names from keys of a map.
    for (name, told) in [
        ("id", "`id`"),
        ("took", "`took`"),
        ("grams", "two flattened fields"),
        ("event", "two flattened fields"),
        ("receivedBy", "two flattened fields"),
    ] {
        parcel.rest = [(name.to_owned(), S("p".to_owned()))].into();
        for wire in WIRES {
            let script = Script::new([Answer::success("{}")]);
            let table = Parcel::table(Dynamo::new(script.client(1)).with_wire(wire));
            let refused = table.put(&parcel).await.expect_err("an attribute that is there twice");
            assert_eq!(refused.kind(), ErrorKind::InvalidRequest);
            assert!(refused.to_string().contains(told), "{refused}");
            assert!(script.requests().is_empty());
        }
    }
}

#[test]
fn paths_lead_to_flattened_attributes() {
    let parcels = Parcel::table(offline());
    let update = parcels.update("p", Duration::from_secs(7));
    let update = update
        .set(Parcel::EXTENT.at(Extent::WIDTH), 2)
        .set(Parcel::REST.key("note"), S("x".to_owned()));
    let update = update
        .condition(Parcel::TOOK.gt(Duration::from_secs(3)) & Parcel::TOOK.lt(Some(Duration::MAX)));
    let input = update.input().expect("an update");
    let mut names: Vec<&String> =
        input.get_expression_attribute_names().iter().flatten().map(|name| name.1).collect();
    names.sort();
    assert_eq!(names, ["id", "note", "took", "width"]);
    let key = HashMap::from([
        ("id".to_owned(), S("p".to_owned())),
        ("sent".to_owned(), N("7".to_owned())),
    ]);
    assert_eq!(input.get_key().as_ref(), Some(&key));
    let query = parcels
        .query("p")
        .range(Duration::from_secs(1)..=Duration::from_secs(2))
        .input()
        .expect("a query");
    let mut values: Vec<_> =
        query.get_expression_attribute_values().iter().flatten().map(|value| value.1).collect();
    values.sort_by_key(|value| format!("{value:?}"));
    assert_eq!(values, [&N("1".to_owned()), &N("2".to_owned()), &S("p".to_owned())]);
}

fn seconds() -> impl Strategy<Value = Duration> {
    any::<u64>().prop_map(Duration::from_secs)
}

fn arbitrary_event() -> impl Strategy<Value = Event> {
    let handed_over =
        |(received_by, after)| Event::HandedOver { received_by, after, note: String::new() };
    let lost = |(reason, places)| Event::Lost(Loss { reason, places });
    prop_oneof![
        Just(Event::Registered),
        (any::<String>(), seconds()).prop_map(handed_over),
        (any::<Option<String>>(), vec(any::<String>(), 0..3)).prop_map(lost),
    ]
}

/// A value of any attribute type.
fn arbitrary_value() -> impl Strategy<Value = AttributeValue> {
    let leaf = prop_oneof![
        any::<String>().prop_map(S),
        any::<i64>().prop_map(|number| N(number.to_string())),
        vec(any::<u8>(), 0..5).prop_map(|bytes| B(Blob::new(bytes))),
        any::<bool>().prop_map(Bool),
        Just(Null(true)),
        any::<i64>().prop_map(|number| Ns(vec![number.to_string()])),
    ];
    leaf.prop_recursive(4, 16, 4, |inner| {
        prop_oneof![
            vec(inner.clone(), 0..4).prop_map(L),
            btree_map(any::<String>(), inner, 0..4).prop_map(|map| M(map.into_iter().collect())),
        ]
    })
}

/// Keys that no field has.
fn arbitrary_rest() -> impl Strategy<Value = BTreeMap<String, AttributeValue>> {
    btree_map("[A-Z\"\\\\é ]{1,4}", arbitrary_value(), 0..5)
}

prop_compose! {
    fn arbitrary_parcel()(
        sent in seconds(), took in option::of(seconds()), pauses in vec(seconds(), 0..3), width: u32,
        height: Option<u32>, grams: u64, event in arbitrary_event(), history in vec(arbitrary_event(), 0..4),
        priority: u8, rest in arbitrary_rest(),
    ) -> Parcel {
        let extent = Extent { width, height, weight: Weight { grams } };
        Parcel { id: "p".to_owned(), sent, took, pauses, extent, event, history, priority, rest }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 128, ..ProptestConfig::default() })]

    /// On both wires, whatever the order of the attributes.
    #[test]
    fn any_parcel_is_sent_and_read_alike(parcel in arbitrary_parcel(), order: u64) {
        let [json, sdk] = sent(&parcel);
        prop_assert_eq!(&json, &sdk);
        let mut members: Vec<String> = json.as_object().into_iter().flatten()
            .map(|(name, value)| format!("{}: {value}", Value::from(name.as_str()))).collect();
        members.sort_by_key(|member| member.bytes().fold(order, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3)));
        let item = format!("{{ {} }}", members.join(" , "));
        prop_assert_eq!(read(&item), [Ok(Some(parcel.clone())), Ok(Some(parcel.clone()))]);
        prop_assert_eq!(parcel.to_item().and_then(Parcel::from_item).ok(), Some(parcel));
    }
}

#[test]
fn paths_lead_through_options_and_boxes() {
    #[derive(DynamoTable)]
    struct Letter {
        #[hash_key]
        id: u64,
        answered: Option<Box<Answered>>,
        copy: Box<Option<Answered>>,
    }

    #[derive(DynamoValue)]
    struct Answered {
        by: String,
        pages: Vec<u32>,
    }

    let letters = Letter::table(offline()).scan().filter(
        Letter::ANSWERED.at(Answered::BY).eq(Letter::COPY.at(Answered::BY))
            & Letter::ANSWERED.at(Answered::PAGES).index(0).gt(1)
            & Letter::ANSWERED.eq(Letter::COPY),
    );
    let filter = "(answered.by = copy.by) AND (answered.pages[0] > 1) AND (answered = copy)";
    let explained = letters.explain().unwrap();
    assert!(explained.ends_with(&format!("FilterExpression: {filter}")), "{explained}");
}
