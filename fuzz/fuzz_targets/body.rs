//! Any values in every place of a request, written on both wires: by a put, by an update with a condition, and as a key. Most
//! values are text: what JSON or a number would make of it is what is looked for.
//!
//! What must hold:
//! - Nothing panics, overflows the stack or runs on without end, whatever the values are.
//! - Either both wires send, and what they send are the same JSON values (the SDK's wire is written by the SDK), or both refuse
//!   before anything is sent, as `InvalidRequest`.
//! - Text in a body is text of the value: the body has the attributes of the item, and no others.

#![no_main]

#[allow(dead_code, reason = "what the other target reads with")]
mod service;

use std::collections::{BTreeSet, HashMap};
use std::fmt::Debug;

use aws_sdk_dynamodb::primitives::Blob;
use aws_sdk_dynamodb::types::AttributeValue;
use dynamo_runtime::codec::{Decoder, Encoder, With, kind};
use dynamo_runtime::{DynamoTable, ErrorKind};
use libfuzzer_sys::arbitrary::{self, Arbitrary};
use libfuzzer_sys::fuzz_target;
use serde_json::Value;

use crate::service::{Called, Service};

thread_local! {
    static SERVICE: Service = Service::new();
}

/// A value of any type; also what DynamoDB does not hold.
#[derive(Debug, Clone, Arbitrary)]
enum Any {
    S(String),
    N(String),
    Integer(i64),
    Float(f64),
    B(Vec<u8>),
    Bool(bool),
    Null(bool),
    Ss(Vec<String>),
    Ns(Vec<String>),
    Bs(Vec<Vec<u8>>),
    L(Vec<Any>),
    M(HashMap<String, Any>),
    /// Lists, one in the other.
    Deep(u16, String),
}

impl From<Any> for AttributeValue {
    fn from(any: Any) -> Self {
        match any {
            Any::S(text) => Self::S(text),
            Any::N(text) => Self::N(text),
            Any::Integer(number) => Self::N(number.to_string()),
            Any::Float(number) => Self::N(format!("{number:e}")),
            Any::B(bytes) => Self::B(Blob::new(bytes)),
            Any::Bool(value) => Self::Bool(value),
            Any::Null(value) => Self::Null(value),
            Any::Ss(texts) => Self::Ss(texts),
            Any::Ns(texts) => Self::Ns(texts),
            Any::Bs(blobs) => Self::Bs(blobs.into_iter().map(Blob::new).collect()),
            Any::L(list) => Self::L(list.into_iter().map(Self::from).collect()),
            Any::M(map) => Self::M(values(map)),
            Any::Deep(levels, text) => {
                (0..levels % 3_000).fold(Self::N(text), |inner, _| Self::L(vec![inner]))
            }
        }
    }
}

fn values(map: HashMap<String, Any>) -> HashMap<String, AttributeValue> {
    map.into_iter().map(|(key, value)| (key, value.into())).collect()
}

/// An N as it is spelt.
enum Spelt {}

impl With<String> for Spelt {
    type Kind = kind::N;

    fn encode(value: &String, to: &mut Encoder) {
        to.number(value);
    }

    fn decode(from: &mut Decoder<'_>) -> Option<String> {
        from.number().map(std::borrow::Cow::into_owned)
    }
}

/// A place for a value of every kind.
#[derive(Debug, PartialEq, DynamoTable)]
struct Item {
    #[hash_key]
    id: String,
    #[range_key]
    #[dynamo(with = Spelt)]
    code: String,
    value: AttributeValue,
    map: HashMap<String, AttributeValue>,
    texts: BTreeSet<String>,
    bytes: Vec<u8>,
    #[dynamo(rename = "\"na\\me\u{1}", serde)]
    served: HashMap<String, Vec<f64>>,
    #[dynamo(flatten)]
    rest: HashMap<String, AttributeValue>,
}

#[derive(Debug, Arbitrary)]
struct Input {
    id: String,
    code: String,
    value: Any,
    map: HashMap<String, Any>,
    texts: BTreeSet<String>,
    bytes: Vec<u8>,
    served: HashMap<String, Vec<f64>>,
    rest: HashMap<String, Any>,
    compared: Any,
    key: String,
}

fuzz_target!(|input: Input| {
    let Input { id, code, value, map, texts, bytes, served, rest, compared, key } = input;
    let names: BTreeSet<String> = rest.keys().cloned().collect();
    let (value, map, rest, compared) = (value.into(), values(map), values(rest), compared.into());
    let item = Item { id, code, value, map, texts, bytes, served, rest };
    SERVICE.with(|service| {
        let put = service.call(&[b"{}"], async |on| Item::table(on).put(&item).await);
        if let Some(body) = sent(put) {
            let known = ["id", "code", "value", "map", "texts", "bytes", "\"na\\me\u{1}"];
            let item = body["Item"].as_object().expect("an item");
            let known = |name: &String| known.contains(&name.as_str()) || names.contains(name);
            assert!(item.keys().all(known), "{body}");
        }
        let compared: &AttributeValue = &compared;
        sent(service.call(&[b"{}"], async |on| {
            let update = Item::table(on).update(&item.id, &item.code).set(Item::VALUE, &item.value);
            let update = update.set(Item::MAP.key(&key), compared);
            update.condition(Item::REST.key(&key).eq(compared)).await
        }));
        sent(service.call(&[b"{}"], async |on| Item::table(on).get(&item.id, &item.code).await));
    });
});

/// What both wires send, if they send anything.
fn sent<T: Debug>([json, sdk]: [Called<T>; 2]) -> Option<Value> {
    assert_eq!(json.1, sdk.1);
    let body = json.1.into_iter().next();
    if body.is_none() {
        for refused in [json.0, sdk.0] {
            assert_eq!(refused.expect_err("a refusal").kind(), ErrorKind::InvalidRequest);
        }
    }
    body
}
