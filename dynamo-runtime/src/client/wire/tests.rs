//! The JSON reader by itself: it returns what was written, or a mistake.

use std::collections::HashMap;

use aws_sdk_dynamodb::primitives::Blob;
use aws_sdk_dynamodb::types::AttributeValue;
use aws_smithy_types::body::SdkBody;
use proptest::collection::{hash_map, vec};
use proptest::prelude::*;

use super::batch::{Table, batch_got, batch_written};
use super::{Unread, attributes, page, statement};
use crate::codec::Attributes;
use crate::codec::decoder::Decoder;
use crate::codec::encoder::Encoder;
use crate::codec::identity::Identity;
use crate::codec::json::Json;
use crate::codec::{Attribute, Decode, Encode, Field, Item, kind};
use crate::schema::{AttributeDefinition, TableSchema};

/// An item that takes any attributes.
#[derive(Debug, PartialEq)]
struct Any(Attributes);

impl Attribute for Any {
    type Kind = kind::M;
    type Required = Self;
    type List = kind::L;
}

impl Encode for Any {
    fn encode(&self, to: &mut Encoder) {
        self.0.encode(to);
    }
}

impl<'a> Decode<'a> for Any {
    fn decode(from: &mut Decoder<'a>) -> Option<Self> {
        HashMap::decode(from).map(Self)
    }
}

impl Item for Any {
    const FIELDS: &'static [Field] = &[];
}

/// An item with fields of each kind.
#[derive(Debug)]
#[expect(dead_code, reason = "only what reads them matters")]
struct Fields {
    text: String,
    number: i64,
    flag: Option<bool>,
    bytes: Vec<u8>,
    list: Vec<String>,
    set: std::collections::BTreeSet<u32>,
    nested: Option<Box<Fields>>,
}

impl Attribute for Fields {
    type Kind = kind::M;
    type Required = Self;
    type List = kind::L;
}

impl Encode for Fields {
    fn encode(&self, _: &mut Encoder) {}
}

impl<'a> Decode<'a> for Fields {
    fn decode(from: &mut Decoder<'a>) -> Option<Self> {
        let (mut text, mut number, mut flag, mut bytes) = (None, None, None, None);
        let (mut list, mut set, mut nested) = (None, None, None);
        from.fields(
            Self::FIELDS,
            &mut [&mut text, &mut number, &mut flag, &mut bytes, &mut list, &mut set, &mut nested],
        )?;
        let (text, number, flag, bytes) = (text?, number?, flag?, bytes?);
        Some(Self { text, number, flag, bytes, list: list?, set: set?, nested: nested? })
    }
}

impl Item for Fields {
    const FIELDS: &'static [Field] = &[
        Field::new("text"),
        Field::new("number"),
        Field::new("flag"),
        Field::new("bytes"),
        Field::new("list"),
        Field::new("s\"et"),
        Field::new("nested"),
    ];
}

const RECORDED: &str = r#"{"Count":2,"Items":[
    {"text":{"S":"a\"\u00e9\ud83d\ude00é"},"number":{"N":"-42"},"flag":{"BOOL":true},"bytes":{"B":"AAEC"},
     "list":{"L":[{"S":"x"},{"S":""}]},"s\"et":{"NS":["1","2"]},"unknown":{"M":{"k":{"L":[{"NULL":true},{"BS":["AA=="]}]}}}},
    {"number":{"N":"7"},"text":{"S":"b"},"bytes":{"B":""},"list":{"L":[]},"flag":{"NULL":true},"nested":{"M":{"text":{"S":"in"},
     "number":{"N":"1"},"bytes":{"B":"/w=="},"list":{"L":[]}}}}
    ],"LastEvaluatedKey":{"text":{"S":"b"},"number":{"N":"7"}},"ScannedCount":2}"#;

const BATCH: &str = r#"{"Responses":{"Table":[{"text":{"S":"a"}},{"text":{"S":"b"}}]},
    "UnprocessedKeys":{"Table":{"ConsistentRead":true,"Keys":[{"text":{"S":"c"}}]}}}"#;

const WRITTEN: &str = r#"{"UnprocessedItems":{"Table":[{"PutRequest":{"Item":{"n":{"N":"1"},"text":{"S":"a"}}}},
    {"DeleteRequest":{"Key":{"text":{"S":"b"}}}}]}}"#;

fn table() -> Table<'static> {
    static SCHEMA: TableSchema =
        TableSchema::new("Table", AttributeDefinition::key::<String>("text"));
    Table { number: 0, name: "Table", schema: &SCHEMA }
}

fn key(text: &str) -> Identity {
    Identity::of(0, [&AttributeValue::S(text.to_owned())]).expect("a key")
}

#[test]
fn a_recorded_batch_is_read_whole() {
    let batch = batch_got(&SdkBody::from(BATCH), &[table()]).expect("a batch");
    let items: Vec<_> =
        batch.items.iter().map(|(key, at)| (key.clone(), BATCH[at.clone()].trim())).collect();
    assert_eq!(items, [(key("a"), r#"{"text":{"S":"a"}}"#), (key("b"), r#"{"text":{"S":"b"}}"#)]);
    assert_eq!(batch.left, [(key("c"), false)]);
    let batch = batch_written(&SdkBody::from(WRITTEN), &[table()]).expect("a batch");
    assert_eq!(batch.left, [(key("a"), true), (key("b"), false)]);
}

#[test]
fn of_a_key_attribute_that_stands_there_twice_the_second_counts() {
    let twice = r#"{"UnprocessedItems":{"Table":[{"DeleteRequest":{"Key":{"text":{"S":"a"},"text":{"S":"b"}}}}]}}"#;
    let batch = batch_written(&SdkBody::from(twice), &[table()]).expect("a batch");
    assert_eq!(batch.left, [(key("b"), false)]);
}

const STATEMENT: &str = r#"{"Items":[{"text":{"S":"a"}}],"NextToken":"a\"b\u00e9=="}"#;

#[test]
fn a_recorded_page_is_read_whole() {
    let page = page(&SdkBody::from(RECORDED), None, Fields::decode).expect("UTF-8");
    assert_eq!(page.mistake, None);
    assert_eq!((page.items.len(), page.count), (2, 2));
    assert_eq!(page.items[0].text, "a\"é😀é");
    assert_eq!(page.items[0].set, [1, 2].into());
    assert_eq!(page.items[1].nested.as_ref().map(|nested| nested.bytes.clone()), Some(vec![255]));
    assert_eq!(page.last_key.map(|key| key.len()), Some(2));
}

#[test]
fn a_recorded_statement_is_read_whole() {
    let page = statement(&SdkBody::from(STATEMENT), Any::decode).expect("a page");
    assert_eq!(page.items.len(), 1);
    assert_eq!(page.next_token.as_deref(), Some("a\"bé=="));
}

#[test]
fn a_response_cut_anywhere_is_a_mistake() {
    for end in 0..BATCH.len() {
        let body = SdkBody::from(&BATCH.as_bytes()[..end]);
        assert!(batch_got(&body, &[table()]).is_err(), "{end}");
    }
    for end in 0..WRITTEN.len() {
        let body = SdkBody::from(&WRITTEN.as_bytes()[..end]);
        assert!(batch_written(&body, &[table()]).is_err(), "{end}");
    }
    for end in 0..RECORDED.len() {
        let body = SdkBody::from(&RECORDED.as_bytes()[..end]);
        assert!(page(&body, None, Fields::decode).is_err(), "{end}");
        assert!(page(&body, None, Any::decode).is_err(), "{end}");
    }
}

#[test]
fn nesting_without_end_is_a_mistake() {
    for (open, times) in [("{\"L\":[", 100_000), ("{\"M\":{\"a\":", 100_000), ("[", 100_000)] {
        let body = ["{\"Items\":[{\"a\":", &open.repeat(times)].concat();
        let body = SdkBody::from(body.as_str());
        assert!(page(&body, None, Any::decode).is_err(), "{open}");
        assert!(page(&body, None, Fields::decode).is_err(), "{open}");
        assert!(page(&body, None, Unread::decode).is_err(), "{open}");
    }
}

#[test]
fn every_escape_is_read() {
    for code in (0..=0xffff_u32).step_by(7).chain(0..0x80) {
        let body = format!("{{\"Item\":{{\"a\":{{\"S\":\"\\u{code:04X}\"}}}}}}");
        let read = attributes(&SdkBody::from(body.as_str()), "Item", false, Any::decode);
        match char::from_u32(code) {
            Some(letter) => {
                let expected = AttributeValue::S(letter.to_string());
                assert_eq!(read.expect("an item").expect("an item").0["a"], expected, "{code:x}");
            }
            None => assert!(read.is_err(), "half a surrogate pair: {code:x}"),
        }
    }
}

pub(super) fn value() -> impl Strategy<Value = AttributeValue> {
    let scalar = prop_oneof![
        any::<String>().prop_map(AttributeValue::S),
        any::<i64>().prop_map(|number| AttributeValue::N(number.to_string())),
        any::<Vec<u8>>().prop_map(|bytes| AttributeValue::B(Blob::new(bytes))),
        any::<bool>().prop_map(AttributeValue::Bool),
        Just(AttributeValue::Null(true)),
        vec(any::<String>(), 1..4).prop_map(AttributeValue::Ss),
        vec(any::<u8>().prop_map(|number| number.to_string()), 1..4).prop_map(AttributeValue::Ns),
        vec(any::<Vec<u8>>().prop_map(Blob::new), 1..4).prop_map(AttributeValue::Bs),
    ];
    scalar.prop_recursive(4, 32, 4, |inner| {
        prop_oneof![
            vec(inner.clone(), 0..4).prop_map(AttributeValue::L),
            hash_map(any::<String>(), inner, 0..4).prop_map(AttributeValue::M),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_item_is_read_as_it_was_written(item in hash_map(any::<String>(), value(), 1..6)) {
        let item = Any(item);
        let mut body = Json::default();
        body.literal("{\"Item\":");
        Encoder::append_item(&mut body, &item, None).expect("an item");
        body.literal("}");
        let read = attributes(&SdkBody::from(body.into_bytes()), "Item", false, Any::decode).expect("an item");
        prop_assert_eq!(read, Some(item));
    }
}
