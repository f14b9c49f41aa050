//! Encoding and decoding, by the requests and responses that carry them.

use std::collections::HashMap;

use aws_sdk_dynamodb::primitives::Blob;
use aws_sdk_dynamodb::types::AttributeValue::{self, B, Bool, L, M, N, Null, S};
use dynamo_runtime::codec::Attributes;
use dynamo_runtime::{DynamoTable, DynamoValue, ErrorKind};
use dynamo_tests::{Everything, Status, offline};
use proptest::prelude::*;

use crate::arbitrary::{arbitrary, everything};

/// What a put sends.
fn encoded(item: &Everything) -> Attributes {
    let input =
        Everything::table(offline()).put(item).input().expect("an item that can be written");
    input.get_item().clone().expect("an item")
}

fn decoded(item: &Attributes) -> Result<Everything, dynamo_runtime::Error> {
    Everything::from_item(item.clone())
}

fn s(text: &str) -> AttributeValue {
    S(text.to_owned())
}

fn n(text: &str) -> AttributeValue {
    N(text.to_owned())
}

fn b(bytes: &[u8]) -> AttributeValue {
    B(Blob::new(bytes))
}

#[test]
fn each_type_has_its_attribute_type() {
    let city = M(HashMap::from([("city".to_owned(), s("Ulm"))]));
    let texts =
        M(HashMap::from([("number".to_owned(), n("1")), ("texts".to_owned(), L(vec![s("t")]))]));
    let expected = [
        ("id", b(b"id")),
        ("text", s("")),
        ("flag", Bool(true)),
        ("tiny", n("-128")),
        ("long", n("18446744073709551615")),
        ("huge", n("-10000000000000000000000000000000000000")),
        ("unsigned", n("10000000000000000000000000000000000000")),
        ("single", n("0.1")),
        ("double", n("1e100")),
        ("bytes", b(b"")),
        ("list", L(vec![s("b"), s("a"), s("b")])),
        ("holes", L(vec![n("1"), Null(true)])),
        ("map", M(HashMap::from([("k".to_owned(), n("-1"))]))),
        ("optional_map", M(HashMap::from([("k".to_owned(), Null(true))]))),
        ("strings", AttributeValue::Ss(vec!["x".to_owned()])),
        ("statuses", AttributeValue::Ss(vec!["arrived".to_owned()])),
        ("numbers", AttributeValue::Ns(vec!["-1".to_owned()])),
        ("blobs", AttributeValue::Bs(vec![Blob::new(b"\0")])),
        ("boxed", city.clone()),
        ("documents", L(vec![city])),
        ("foreign", M(HashMap::from([("Data".to_owned(), texts)]))),
        ("defaulted", n("7")),
        ("re-named.attribute", s("r")),
    ];
    let expected: Attributes = expected.map(|(name, value)| (name.to_owned(), value)).into();
    assert_eq!(encoded(&everything()), expected);
}

#[test]
fn absent_and_null_read_as_none_empty_or_default() {
    let mut item = encoded(&everything());
    let lenient =
        ["maybe_flag", "strings", "numbers", "blobs", "statuses", "maybe_foreign", "defaulted"];
    for name in lenient {
        item.insert(name.to_owned(), Null(true));
    }
    let null = decoded(&item).unwrap();
    item.retain(|name, _| !lenient.contains(&name.as_str()));
    let absent = decoded(&item).unwrap();
    assert_eq!(null, absent);
    assert_eq!((absent.maybe_flag, absent.defaulted), (None, 0));
    assert!(absent.strings.is_empty() && absent.numbers.is_empty() && absent.blobs.is_empty());
    assert_eq!(absent.maybe_foreign, None);
}

#[test]
fn unknown_attributes_are_passed_over() {
    let mut item = encoded(&everything());
    item.insert("somebody else's".to_owned(), L(vec![Null(true)]));
    assert_eq!(decoded(&item).unwrap(), everything());
}

#[test]
fn decode_errors_name_table_path_expected_and_found_but_no_value() {
    let document = |city: AttributeValue| L(vec![M(HashMap::from([("city".to_owned(), city)]))]);
    let cases = [
        ("text", n("666"), "Everything.text: expected S, found N"),
        ("flag", s("666"), "Everything.flag: expected BOOL, found S"),
        ("tiny", n("666"), "Everything.tiny: the number does not fit `i8`"),
        ("long", n("-666"), "Everything.long: the number does not fit `u64`"),
        ("single", n("666e100"), "Everything.single: the number does not fit `f32`"),
        ("single", n("666e-100"), "Everything.single: the number does not fit `f32`"),
        ("list", L(vec![s("a"), Bool(true)]), "Everything.list[1]: expected S, found BOOL"),
        ("documents", document(Null(true)), "Everything.documents[0].city: expected S, found NULL"),
        (
            "map",
            M(HashMap::from([("k".to_owned(), b(b"666"))])),
            "Everything.map[key]: expected N, found B",
        ),
        (
            "strings",
            AttributeValue::Ns(vec!["666".to_owned()]),
            "Everything.strings[0]: expected S, found N",
        ),
        ("strings", L(vec![s("666")]), "Everything.strings: expected a set, found L"),
        ("boxed", M(HashMap::new()), "Everything.boxed.city: the attribute is missing"),
        (
            "foreign",
            s("666"),
            "Everything.foreign: serde cannot read the attribute as the field's type",
        ),
    ];
    for (name, value, expected) in cases {
        let mut item = encoded(&everything());
        item.insert(name.to_owned(), value);
        let error = decoded(&item).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Decode, "{name}");
        assert_eq!(error.to_string(), expected, "{name}");
    }
    let mut item = encoded(&everything());
    item.remove("re-named.attribute");
    let error = decoded(&item).unwrap_err().to_string();
    assert_eq!(error, "Everything.re-named.attribute: the attribute is missing");
}

#[test]
fn numbers_that_dynamodb_cannot_hold_are_refused_before_they_are_sent() {
    let refused = [
        Everything { huge: i128::MAX, ..everything() },
        Everything { unsigned: u128::MAX, ..everything() },
        Everything { double: f64::NAN, ..everything() },
        Everything { double: f64::INFINITY, ..everything() },
        Everything { double: 1e126, ..everything() },
        Everything { double: f64::MIN_POSITIVE, ..everything() },
        Everything { single: f32::NEG_INFINITY, ..everything() },
    ];
    for item in refused {
        let table = Everything::table(offline());
        let error = table.put(&item).input().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidRequest);
        assert!(error.to_string().starts_with("Everything."), "{error}");
        assert_eq!(item.to_item().unwrap_err().kind(), ErrorKind::InvalidRequest);
    }
}

#[test]
fn a_number_that_dynamodb_cannot_hold_is_refused_in_an_expression_too() {
    let update = Everything::table(offline()).update(b"id");
    assert!(update.clone().set(Everything::DOUBLE, f64::NAN).input().is_err());
    assert!(update.set(Everything::DOUBLE, 0.0).input().is_ok());
    let scan = Everything::table(offline()).scan();
    assert!(scan.filter(Everything::DOUBLE.lt(f64::INFINITY)).input().is_err());
}

#[test]
fn documents_nest_32_deep_with_the_item_and_no_deeper() {
    #[derive(Default, DynamoValue)]
    struct Nest {
        inner: Option<Box<Nest>>,
    }
    #[derive(DynamoTable)]
    struct Nested {
        #[hash_key]
        id: String,
        nest: Nest,
    }
    let nested = |depth: usize| {
        let inner =
            (1..depth).fold(Nest::default(), |inner, _| Nest { inner: Some(Box::new(inner)) });
        Nested { id: "x".to_owned(), nest: inner }
    };
    let table = Nested::table(offline());
    assert!(table.put(&nested(31)).input().is_ok());
    assert!(table.put(&nested(32)).input().is_err());
    assert!(table.put(&nested(10_000)).input().is_err());
}

#[test]
fn put_update_key_and_condition_write_a_value_alike() {
    let item = everything();
    let put = encoded(&item);
    let update = Everything::table(offline())
        .update(&item.id)
        .set(Everything::STRINGS, &item.strings)
        .set(Everything::BYTES, item.bytes.as_slice())
        .set(Everything::FOREIGN, item.foreign.clone())
        .set(Everything::HOLES, &item.holes)
        .condition(
            Everything::NUMBERS.eq(&item.numbers) & Everything::STATUSES.contains(Status::Done),
        );
    let input = update.input().unwrap();
    let values = input.get_expression_attribute_values().clone().unwrap();
    for name in ["strings", "bytes", "foreign", "holes", "numbers"] {
        assert!(values.values().any(|value| *value == put[name]), "{name}");
    }
    assert!(values.values().any(|value| *value == s("arrived")));
    assert_eq!(input.get_key().as_ref().unwrap()["id"], put["id"]);
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn decoding_what_was_encoded_gives_the_item(item in arbitrary()) {
        prop_assert_eq!(decoded(&encoded(&item)).unwrap(), item);
    }
}
