//! Structs among the attributes that may be absent.

use std::collections::BTreeMap;

use aws_sdk_dynamodb::types::AttributeValue;
use dynamo_runtime::expr::role;
use dynamo_runtime::{DynamoTable, DynamoValue, Path};
use dynamo_tests::offline;
use proptest::option;
use proptest::prelude::*;
use serde_json::json;

use super::{assert_kept, assert_stored, assert_unreadable};

#[derive(Debug, Clone, Default, PartialEq, DynamoTable)]
struct Parcel {
    #[hash_key]
    id: String,
    #[dynamo(flatten)]
    size: Option<Size>,
    #[dynamo(flatten)]
    event: Option<Event>,
    #[dynamo(flatten)]
    pair: Option<Box<Pair>>,
    #[dynamo(flatten)]
    rest: Option<BTreeMap<String, AttributeValue>>,
}

#[derive(Debug, Clone, PartialEq, DynamoValue)]
struct Size {
    width: u32,
    depth: Option<u32>,
    #[dynamo(flatten)]
    weight: Weight,
}

#[derive(Debug, Clone, PartialEq, DynamoValue)]
struct Weight {
    grams: u64,
}

#[derive(Debug, Clone, PartialEq, DynamoValue)]
#[dynamo(tag = "event")]
enum Event {
    Sent,
    Lost { place: String },
    Found(Box<Found>),
}

#[derive(Debug, Clone, PartialEq, DynamoValue)]
struct Found {
    finder: Option<String>,
}

/// Both are optional: of a pair of nothing, nothing is stored.
#[derive(Debug, Clone, PartialEq, DynamoValue)]
struct Pair {
    left: Option<u8>,
    right: Option<u8>,
}

fn parcel() -> Parcel {
    Parcel { id: "p".to_owned(), ..Parcel::default() }
}

#[test]
fn what_is_absent_as_a_whole_is_none() {
    assert_stored(&parcel(), &json!({ "id": { "S": "p" } }));
    let size = Some(Size { width: 1, depth: None, weight: Weight { grams: 2 } });
    let found = Some(Event::Found(Box::new(Found { finder: Some("ann".to_owned()) })));
    let rest = Some([("note".to_owned(), AttributeValue::Null(true))].into());
    let full = Parcel {
        size,
        event: found,
        pair: Some(Box::new(Pair { left: Some(1), right: None })),
        rest,
        ..parcel()
    };
    let spelt = json!({
        "id": { "S": "p" }, "width": { "N": "1" }, "grams": { "N": "2" }, "event": { "S": "Found" }, "finder": { "S": "ann" },
        "left": { "N": "1" }, "note": { "NULL": true },
    });
    assert_stored(&full, &spelt);
    let lost = Parcel { event: Some(Event::Lost { place: "Ulm".to_owned() }), ..parcel() };
    assert_stored(
        &lost,
        &json!({ "id": { "S": "p" }, "event": { "S": "Lost" }, "place": { "S": "Ulm" } }),
    );
}

#[test]
fn what_is_there_in_part_misses_an_attribute() {
    for (there, missing) in [
        ("width", "grams"),
        ("grams", "width"),
        ("depth", "width"),
        ("place", "event"),
        ("finder", "event"),
    ] {
        let item = json!({ "id": { "S": "p" }, there: { "N": "1" } });
        assert_unreadable::<Parcel>(&item, &format!("Parcel.{missing}: the attribute is missing"));
    }
    let wrong = json!({ "id": { "S": "p" }, "left": { "S": "secret" } });
    assert_unreadable::<Parcel>(&wrong, "Parcel.left: expected N, found S");
}

#[test]
fn paths_know_that_it_may_be_absent() {
    let depth: Path<Parcel, Option<u32>, role::Nested> = Parcel::SIZE.at(Size::DEPTH);
    let width: Path<Parcel, u32, role::Nested> = Parcel::SIZE.at(Size::WIDTH);
    let parcels = Parcel::table(offline());
    let found = parcels.scan().filter(width.clone().gt(1) & depth.clone().not_exists());
    assert!(
        found.clone().explain().unwrap().ends_with("(width > 1) AND (attribute_not_exists(depth))")
    );
    let read: dynamo_runtime::op::Scan<_, _> =
        found.project((width.clone(), depth.clone(), Parcel::PAIR.at(Pair::LEFT)));
    let input = read.input().expect("a scan");
    assert!(input.get_projection_expression().is_some());
    assert!(parcels.update("p").set(width, 1).remove(depth).input().is_ok());
    assert!(
        parcels
            .update("p")
            .set(Parcel::REST.key("note"), AttributeValue::Null(true))
            .input()
            .is_ok()
    );
}

#[test]
fn a_diff_writes_and_removes_all_of_it() {
    let parcels = Parcel::table(offline());
    let size = Some(Size { width: 1, depth: Some(3), weight: Weight { grams: 2 } });
    let full = Parcel { size, event: Some(Event::Sent), ..parcel() };
    let explain = |old: &Parcel, new: &Parcel| {
        parcels.update_diff(old, new).expect("a difference").explain().unwrap()
    };
    let (made, gone) = (explain(&parcel(), &full), explain(&full, &parcel()));
    for name in ["width", "depth", "grams", "event"] {
        assert!(made.contains(&format!("{name} = ")), "{made}");
        assert!(made.contains(&format!("attribute_not_exists({name})")), "{made}");
    }
    assert!(gone.contains("REMOVE depth, event, grams, width"), "{gone}");
}

fn events() -> impl Strategy<Value = Event> {
    prop_oneof![
        Just(Event::Sent),
        any::<String>().prop_map(|place| Event::Lost { place }),
        any::<Option<String>>().prop_map(|finder| Event::Found(Box::new(Found { finder }))),
    ]
}

prop_compose! {
    fn arbitrary()(
        size in option::of(any::<(u32, Option<u32>, u64)>()), event in option::of(events()),
        pair in option::of(any::<(u8, Option<u8>)>()), note in option::of(any::<String>()),
    ) -> Parcel {
        let size = size.map(|(width, depth, grams)| Size { width, depth, weight: Weight { grams } });
        let pair = pair.map(|(left, right)| Box::new(Pair { left: Some(left), right }));
        let rest = note.map(|note| [("note".to_owned(), AttributeValue::S(note))].into());
        Parcel { id: "p".to_owned(), size, event, pair, rest }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 128, ..ProptestConfig::default() })]

    #[test]
    fn what_may_be_absent_is_sent_and_read_alike(parcel in arbitrary()) {
        assert_kept(&parcel);
    }
}
