//! Any text in every place of a request: the body holds it as a value, or nothing is sent, on both wires alike.

mod refusals;

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};

use aws_sdk_dynamodb::primitives::Blob;
use aws_sdk_dynamodb::types::AttributeValue;
use dynamo_runtime::codec::kind::SetType;
use dynamo_runtime::codec::{Decoder, Encode, Encoder, With, kind};
use dynamo_runtime::{Dynamo, DynamoTable, Error, ErrorKind};
use dynamo_testkit::{Answer, Request, Script};
use proptest::collection::{hash_map, vec};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::wires::{WIRES, run};

/// An N as it is spelt.
enum Spelt {}

impl With<String> for Spelt {
    type Kind = kind::N;

    fn encode(value: &String, to: &mut Encoder) {
        to.number(value);
    }

    fn decode(from: &mut Decoder<'_>) -> Option<String> {
        from.number().map(Cow::into_owned)
    }
}

impl With<Vec<String>> for Spelt {
    type Kind = kind::NS;

    fn encode(value: &Vec<String>, to: &mut Encoder) {
        let numbers: Vec<_> = value.iter().cloned().map(AttributeValue::N).collect();
        to.set(SetType::Ns, &mut numbers.iter().map(|number| number as &dyn Encode));
    }

    fn decode(from: &mut Decoder<'_>) -> Option<Vec<String>> {
        let mut texts = Vec::new();
        from.set(&mut |from| from.number().map(|text| texts.push(text.into_owned())))?;
        Some(texts)
    }
}

/// A place for a value of every kind.
#[derive(Debug, Clone, PartialEq, DynamoTable)]
struct Anything {
    #[hash_key]
    id: String,
    #[range_key]
    #[dynamo(with = Spelt)]
    code: String,
    value: Option<AttributeValue>,
    list: Vec<AttributeValue>,
    map: HashMap<String, AttributeValue>,
    #[dynamo(with = Spelt)]
    numbers: Vec<String>,
    #[dynamo(serde)]
    floats: Vec<f64>,
    #[dynamo(serde)]
    texts: BTreeMap<String, String>,
    #[dynamo(rename = "\"n\u{1}\\")]
    named: String,
    #[dynamo(flatten)]
    rest: HashMap<String, AttributeValue>,
}

fn anything() -> Anything {
    Anything {
        id: "a".to_owned(),
        code: "1".to_owned(),
        value: None,
        list: Vec::new(),
        map: HashMap::new(),
        numbers: vec!["1".to_owned()],
        floats: Vec::new(),
        texts: BTreeMap::new(),
        named: String::new(),
        rest: HashMap::new(),
    }
}

const INJECTED: &str = "1\"},\"role\":{\"S\":\"admin";

/// Text that JSON would read as more than text.
fn hostile() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<String>(),
        "[\"\\\\{}:,\\[\\]SN\u{0}-\u{1f}\u{7f}a1.]{0,12}",
        Just(INJECTED.to_owned())
    ]
}

fn number() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => any::<i64>().prop_map(|number| number.to_string()),
        4 => any::<f32>().prop_map(|number| format!("{number:e}")),
        1 => "[-+]?[0-9]{0,40}\\.?[0-9]{0,3}([eE][-+]?[0-9]{1,4})?",
        1 => hostile(),
    ]
}

fn value() -> impl Strategy<Value = AttributeValue> {
    let scalar = prop_oneof![
        hostile().prop_map(AttributeValue::S),
        number().prop_map(AttributeValue::N),
        any::<Vec<u8>>().prop_map(|bytes| AttributeValue::B(Blob::new(bytes))),
        any::<bool>().prop_map(AttributeValue::Bool),
        any::<bool>().prop_map(AttributeValue::Null),
        vec(hostile(), 0..3).prop_map(AttributeValue::Ss),
        vec(number(), 0..3).prop_map(AttributeValue::Ns),
        vec(any::<Vec<u8>>().prop_map(Blob::new), 0..3).prop_map(AttributeValue::Bs),
    ];
    scalar.prop_recursive(4, 12, 4, |inner| {
        prop_oneof![
            vec(inner.clone(), 0..4).prop_map(AttributeValue::L),
            hash_map(hostile(), inner, 0..4).prop_map(AttributeValue::M),
        ]
    })
}

prop_compose! {
    /// Items with few places filled, so that many can be written.
    fn items()(
        id in hostile(), code in number(), named in hostile(), numbers in vec(number(), 0..2),
        floats in vec(prop_oneof![4 => -1e9..1e9, 1 => any::<f64>()], 0..2), texts in hash_map(hostile(), hostile(), 0..3),
        place in 0..4, value in value(), key in hostile(),
    ) -> Anything {
        let texts = texts.into_iter().collect();
        let mut item = Anything { id, code, numbers, floats, texts, named, ..anything() };
        match place {
            0 => item.value = Some(value),
            1 => item.list = vec![AttributeValue::Bool(true), value],
            2 => item.map = [(key, value)].into(),
            _ => item.rest = [(key, value)].into(),
        }
        item
    }
}

/// The bodies that a call sends on each wire, or why it sends none.
fn sent<T>(call: impl AsyncFn(Dynamo) -> Result<T, Error>) -> [Result<Value, String>; 2] {
    WIRES.map(|wire| {
        let script = Script::new([Answer::success("{}")]);
        let called = run(call(Dynamo::new(script.client(1)).with_wire(wire)));
        if let Some(Request { body, .. }) = script.requests().first() {
            return Ok(serde_json::from_str(body).expect("a body in JSON"));
        }
        let error = called.err().expect("a call that was refused");
        assert_eq!(error.kind(), ErrorKind::InvalidRequest, "{error}");
        Err(error.to_string())
    })
}

/// Whether no number of the value is what only the service might take.
fn is_sound(value: &AttributeValue) -> bool {
    let number = |text: &String| text.parse::<i64>().is_ok();
    match value {
        AttributeValue::N(text) => number(text),
        AttributeValue::Ns(texts) => texts.iter().all(number),
        AttributeValue::L(list) => list.iter().all(is_sound),
        AttributeValue::M(map) => map.values().all(is_sound),
        _ => true,
    }
}

/// Whether a number of the value is none, whoever reads it.
fn is_hostile(value: &AttributeValue) -> bool {
    let other = |letter| !matches!(letter, '0'..='9' | '+' | '-' | '.' | 'e' | 'E');
    let number = |text: &String| text.is_empty() || text.contains(other);
    match value {
        AttributeValue::N(text) => number(text),
        AttributeValue::Ns(texts) => texts.iter().any(number),
        AttributeValue::L(list) => list.iter().any(is_hostile),
        AttributeValue::M(map) => map.values().any(is_hostile),
        _ => false,
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 100, ..ProptestConfig::default() })]

    #[test]
    fn any_text_of_an_item_is_a_value_of_the_body_or_refused(item in items()) {
        let put = sent(async |dynamo| Anything::table(&dynamo).put(&item).await);
        // Of several reasons, each wire gives the one it meets first.
        let [json, sdk] = put.map(Result::ok);
        prop_assert_eq!(&json, &sdk);
        let values = [&item.list[..], item.value.as_slice()].concat();
        let values = values.iter().chain(item.map.values()).chain(item.rest.values());
        if { values.clone() }.any(is_hostile) {
            prop_assert!(json.is_none());
        }
        let plain = |text: &String| text.parse::<i64>().is_ok();
        let sound = { values }.all(is_sound) && plain(&item.code) && item.numbers.iter().all(plain);
        let floats = item.floats.iter().all(|float| (1e-130..1e125).contains(&float.abs()) || *float == 0.0);
        let names = item.rest.keys().all(|key| item.to_item().is_ok_and(|item| item.contains_key(key)));
        if sound && floats && names && (1..=2048).contains(&item.id.len()) {
            prop_assert!(json.is_some());
        }
    }

    #[test]
    fn any_text_of_an_expression_is_a_value_of_the_body_or_refused(value in value(), key in hostile(), code in number()) {
        let cases = [
            sent(async |dynamo| {
                Anything::table(&dynamo).update("a", "1".to_owned()).set(Anything::VALUE, value.clone()).await
            }),
            sent(async |dynamo| {
                let update = Anything::table(&dynamo).update("a", "1".to_owned());
                update.set(Anything::MAP.key(key.clone()), value.clone()).await
            }),
            sent(async |dynamo| {
                let holds = Anything::LIST.contains(value.clone()) & Anything::REST.key(key.clone()).eq(value.clone());
                Anything::table(&dynamo).put(&anything()).condition(holds).await
            }),
            sent(async |dynamo| Anything::table(&dynamo).scan().filter(Anything::VALUE.eq(value.clone())).all().await),
            sent(async |dynamo| Anything::table(&dynamo).partiql("SELECT", (value.clone(),)).await),
        ];
        for [json, sdk] in cases {
            prop_assert_eq!(&json, &sdk);
            prop_assert!(json.is_err() || !is_hostile(&value));
            prop_assert!(json.is_ok() || !is_sound(&value) || json.is_err_and(|error| error.contains("no value")));
        }
        let [json, sdk] = sent(async |dynamo| Anything::table(&dynamo).get("a", code.clone()).await);
        prop_assert_eq!(&json, &sdk);
        prop_assert_eq!(json.is_err(), Anything { code, ..anything() }.to_item().is_err());
    }

    #[test]
    fn any_name_of_an_open_request_is_a_name_of_the_body(name in hostile(), text in hostile()) {
        let item = anything();
        let [json, sdk] = sent(async |dynamo| {
            let (name, text) = (name.clone(), text.clone());
            let put = Anything::table(&dynamo).put(&item).condition(Anything::VALUE.not_exists());
            put.customize(move |request| {
                request
                    .expression_attribute_names("#x", name.clone())
                    .expression_attribute_values(":x", AttributeValue::N(text.clone()))
            })
            .await
        });
        prop_assert_eq!(&json, &sdk);
        let body = json.expect("a request");
        prop_assert_eq!(&body["ExpressionAttributeNames"]["#x"], &json!(name));
        prop_assert_eq!(&body["ExpressionAttributeValues"][":x"], &json!({ "N": text }));
    }
}
