//! Types with parameters.

use std::collections::BTreeMap;
use std::marker::PhantomData;

use aws_sdk_dynamodb::types::AttributeValue;
use dynamo_runtime::codec::Flatten;
use dynamo_runtime::{DynamoTable, DynamoValue};
use dynamo_tests::{Address, offline};
use proptest::prelude::*;
use serde_json::json;

use super::{assert_kept, assert_stored, assert_unreadable, read, sent};

#[derive(Debug, Clone, PartialEq, DynamoTable)]
#[table(rename_all = "camelCase", point_in_time_recovery)]
struct Event<P: Clone, const N: usize = 1> {
    #[hash_key]
    id: String,
    #[range_key]
    happened_at: u64,
    #[gsi(name = "ByKind")]
    kind: Option<String>,
    #[version]
    version: u64,
    payload: P,
    pages: Vec<Page<P>>,
    last: Option<Either<P, Vec<u8>>>,
}

#[derive(Debug, Clone, PartialEq, DynamoValue)]
struct Page<T> {
    items: Vec<T>,
    #[dynamo(default)]
    first: Option<T>,
    by_name: BTreeMap<String, T>,
    next: Option<Box<Self>>,
}

#[derive(Debug, Clone, PartialEq, DynamoValue)]
enum Either<L, R: Clone = L>
where
    L: Clone,
{
    Left(#[dynamo(rename = "left")] L),
    Right { right: R },
    Neither,
}

/// What belongs to a `T`, of which nothing is stored.
#[derive(Debug, Clone, PartialEq, DynamoValue)]
struct Id<T>(String, #[dynamo(skip)] PhantomData<T>);

#[derive(Debug, Clone, PartialEq)]
struct Nothing;

#[derive(Debug, Clone, PartialEq, DynamoTable)]
struct Wrapper<P: Flatten> {
    #[hash_key]
    id: Id<Nothing>,
    #[dynamo(flatten)]
    payload: P,
}

#[derive(Debug, Clone, PartialEq, DynamoValue)]
struct Text<'a, T, const N: usize> {
    text: &'a str,
    others: Vec<T>,
}

fn event<P: Clone>(payload: P) -> Event<P> {
    Event {
        id: "e".to_owned(),
        happened_at: 7,
        kind: None,
        version: 1,
        payload,
        pages: Vec::new(),
        last: None,
    }
}

fn page<T: Clone>(first: T) -> Page<T> {
    let by_name = [("a".to_owned(), first.clone())].into();
    let next = Page { items: Vec::new(), first: None, by_name: BTreeMap::new(), next: None };
    Page { items: vec![first.clone()], first: Some(first), by_name, next: Some(Box::new(next)) }
}

#[test]
fn a_type_with_parameters_is_stored_as_its_fields_are() {
    let number = Event { pages: vec![page(1_u8)], last: Some(Either::Left(2)), ..event(3) };
    let spelt = json!({
        "id": { "S": "e" }, "happenedAt": { "N": "7" }, "version": { "N": "2" }, "payload": { "N": "3" },
        "pages": { "L": [{ "M": {
            // A list of bytes is bytes.
            "items": { "B": "AQ==" }, "first": { "N": "1" }, "by_name": { "M": { "a": { "N": "1" } } },
            "next": { "M": { "items": { "B": "" }, "by_name": { "M": {} } } },
        } }] },
        "last": { "M": { "type": { "S": "Left" }, "left": { "N": "2" } } },
    });
    assert_eq!(sent(&number), [Ok(spelt.clone()), Ok(spelt.clone())]);
    for read in read::<Event<u8>>(&spelt) {
        assert_eq!(read, Ok(Event { version: 2, ..number.clone() }));
    }
    let [other, _] = sent(&event(3));
    let why = "Event.payload: expected S, found N";
    assert_unreadable::<Event<String>>(&other.expect("an event"), why);
}

#[test]
fn a_parameter_may_be_flattened_or_not_be_stored() {
    let address = Address { city: "Ulm".to_owned(), street: None };
    let id = || Id("w".to_owned(), PhantomData);
    let spelt = json!({ "id": { "S": "w" }, "city": { "S": "Ulm" } });
    assert_stored(&Wrapper { id: id(), payload: address.clone() }, &spelt);
    assert_stored(&Wrapper { id: id(), payload: Some(address) }, &spelt);
    assert_stored(&Wrapper { id: id(), payload: None::<Address> }, &json!({ "id": { "S": "w" } }));
    let rest: BTreeMap<String, AttributeValue> =
        [("a".to_owned(), AttributeValue::Bool(true))].into();
    assert_stored(
        &Wrapper { id: id(), payload: rest },
        &json!({ "id": { "S": "w" }, "a": { "BOOL": true } }),
    );
}

#[test]
fn a_table_with_parameters_has_one_schema_for_its_keys() {
    let (numbers, texts) = (Event::<u8>::SCHEMA, Event::<String>::SCHEMA);
    assert_eq!(numbers.hash_key, texts.hash_key);
    assert_eq!(numbers.indexes, texts.indexes);
    assert_eq!(numbers.to_string().replace("payload     N", "payload     S"), texts.to_string());
    let events: EventTable<Page<String>> = Event::table(offline());
    let same = events.clone().named("Other");
    assert_eq!(format!("{same:?}"), "EventTable(Table(\"Other\"))");
    assert!(events.get("e", 7).input().is_ok());
    let wanted = Event::PAYLOAD.at(Page::FIRST).eq("x")
        & Event::<_, 1>::PAGES.index(0).at(Page::ITEMS).index(0).at(Page::ITEMS).contains("y");
    let query = events.query_by_kind("k").filter(wanted).explain().unwrap();
    assert!(
        query.ends_with("(payload.first = \"x\") AND (contains(pages[0].items, \"y\"))")
            || query.contains("payload.first"),
        "{query}"
    );
    let update = events.update("e", 7).set(Event::PAYLOAD, page("z".to_owned())).if_version(3);
    assert!(update.input().is_ok());
    let text: Text<'_, u8, 3> = Text { text: "a", others: vec![1] };
    assert_eq!(text, text.clone());
}

#[derive(Debug, Clone, PartialEq, DynamoTable)]
struct Grid<const N: usize> {
    #[hash_key]
    digest: [u8; 4],
    rows: [[u16; N]; 2],
    line: Line<String, N>,
}

#[derive(Debug, Clone, PartialEq, DynamoValue)]
struct Line<T, const N: usize> {
    of: [T; N],
}

#[test]
fn arrays_have_as_many_elements_as_their_type_says() {
    let line = Line { of: ["a".to_owned(), "b".to_owned()] };
    let row = |one: &str, two: &str| json!({ "L": [{ "N": one }, { "N": two }] });
    let spelt = |digest: &str, row| {
        json!({
            "digest": { "B": digest }, "rows": { "L": [row, { "L": [{ "N": "3" }, { "N": "4" }] }] },
            "line": { "M": { "of": { "L": [{ "S": "a" }, { "S": "b" }] } } },
        })
    };
    let item = Grid { digest: *b"\x00\x01\x02\x03", rows: [[1, 2], [3, 4]], line };
    assert_stored(&item, &spelt("AAECAw==", row("1", "2")));
    let short = json!({ "L": [{ "N": "1" }] });
    assert_unreadable::<Grid<2>>(
        &spelt("AAECAw==", short),
        "Grid.rows[0]: expected 2 elements, found 1",
    );
    assert_unreadable::<Grid<2>>(
        &spelt("AAECAwQ=", row("1", "2")),
        "Grid.digest: expected 4 elements, found 5",
    );
    let grids = Grid::<2>::table(offline());
    let update = grids
        .update([0, 1, 2, 3])
        .set(Grid::ROWS.index(0).index(1), 5)
        .set(Grid::LINE.at(Line::OF).index(0), "c");
    assert!(update.condition(Grid::ROWS.index(1).contains(7)).input().is_ok());
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn any_parameter_is_sent_and_read_alike(text: String, number: i64, flag: Option<bool>) {
        assert_kept(&Wrapped { id: format!("{text}?"), page: page(number), either: Either::Left("x".to_owned()) });
        assert_kept(&Wrapped { id: format!("{text}!"), page: page(vec![text]), either: Either::<u8, _>::Right { right: flag } });
    }
}

#[derive(Debug, Clone, PartialEq, DynamoTable)]
struct Wrapped<P, Q: Clone> {
    #[hash_key]
    id: String,
    page: Page<P>,
    either: Either<Q, Option<bool>>,
}
