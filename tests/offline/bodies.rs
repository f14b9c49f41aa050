//! Any text in every place of a request: the body holds it as a value, or nothing is sent, on both wires alike.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};

use aws_sdk_dynamodb::primitives::Blob;
use aws_sdk_dynamodb::types::AttributeValue;
use dynamo_runtime::kind::SetType;
use dynamo_runtime::{Decoder, Dynamo, DynamoTable, Encode, Encoder, Error, ErrorKind, With, kind};
use proptest::collection::{hash_map, vec};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::script::{Answer, Script};
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
        let script = Script::new(&[Answer::Status(200, "{}".to_owned())]);
        let called = run(call(Dynamo::new(script.client(1)).with_wire(wire)));
        if let Some((_, body)) = script.requests().first() {
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

#[test]
fn a_number_with_json_in_it_writes_no_attribute() {
    let injected = || AttributeValue::N(INJECTED.to_owned());
    let set = || AttributeValue::Ns(vec!["1".to_owned(), INJECTED.to_owned()]);
    for item in [
        Anything { value: Some(injected()), ..anything() },
        Anything { rest: [("k".to_owned(), injected())].into(), ..anything() },
        Anything { list: vec![set()], ..anything() },
        Anything { numbers: vec![INJECTED.to_owned()], ..anything() },
        Anything { code: INJECTED.to_owned(), ..anything() },
    ] {
        let bodies = sent(async |dynamo| Anything::table(&dynamo).put(&item).await);
        assert!(bodies.iter().all(Result::is_err), "{bodies:?}");
        assert_eq!(
            item.to_item().map(drop).map_err(|error| error.kind()),
            Err(ErrorKind::InvalidRequest)
        );
        let offline = Anything::table(dynamo_tests::offline());
        assert!(offline.put(&item).input().is_err());
    }
}

/// Why a put of the item is refused, alike on both wires.
fn refused(item: &Anything) -> String {
    let [json, sdk] = sent(async |dynamo| Anything::table(&dynamo).put(item).await);
    assert_eq!(json, sdk);
    json.expect_err("a value that cannot be stored")
}

#[test]
fn a_refusal_names_the_field() {
    let bad = || AttributeValue::N("secret".to_owned());
    let nested = AttributeValue::L(vec![AttributeValue::M([("secret".to_owned(), bad())].into())]);
    for (item, path) in [
        (Anything { floats: vec![1.0, f64::NAN], ..anything() }, ".floats[1]"),
        (Anything { floats: vec![f64::INFINITY], ..anything() }, ".floats[0]"),
        (Anything { value: Some(bad()), ..anything() }, ".value"),
        (Anything { value: Some(nested), ..anything() }, ".value[0][key]"),
        (Anything { list: vec![bad()], ..anything() }, ".list[0]"),
        (Anything { map: [("secret".to_owned(), bad())].into(), ..anything() }, ".map[key]"),
        (Anything { rest: [("secret".to_owned(), bad())].into(), ..anything() }, "[key]"),
        (Anything { numbers: vec!["secret".to_owned()], ..anything() }, ".numbers"),
        (Anything { code: "secret".to_owned(), ..anything() }, ".code"),
    ] {
        let refused = refused(&item);
        assert!(refused.starts_with(&format!("Anything{path}: not a decimal number")), "{refused}");
        assert!(!refused.contains("secret"), "{refused}");
    }
    let update = || Anything::table(dynamo_tests::offline()).update("a", "1".to_owned());
    for (update, path) in [
        (update().set(Anything::VALUE, bad()), ".value"),
        (update().set(Anything::MAP.key("secret"), bad()), ".map[key]"),
        (update().set(Anything::FLOATS, vec![f64::NAN]), ".floats[0]"),
        (update().set(Anything::LIST, Anything::LIST.append([bad()])), ".list"),
        (update().set(Anything::NAMED, "").condition(Anything::VALUE.eq(bad())), ".value"),
    ] {
        let refused = update.input().expect_err("a value that cannot be stored").to_string();
        assert!(refused.starts_with(&format!("Anything{path}: not a decimal number")), "{refused}");
        assert!(!refused.contains("secret"), "{refused}");
    }
}

#[test]
fn names_that_are_data_are_in_no_error() {
    let secret = || "secret".to_owned();
    let taken =
        Anything { rest: [("value".to_owned(), AttributeValue::Bool(true))].into(), ..anything() };
    assert_eq!(refused(&taken), "Anything: the attribute `value` is in the item twice");
    let large = AttributeValue::S("x".repeat(410_000));
    let large = refused(&Anything { rest: [(secret(), large)].into(), ..anything() });
    assert!(large.contains("`[key]` with 410006 bytes"), "{large}");
    let offline = Anything::table(dynamo_tests::offline());
    let update = offline.update("a", "1".to_owned()).remove(Anything::MAP.key("secret"));
    let both = update.set(Anything::MAP, HashMap::new()).input();
    let both = both.expect_err("paths, of which one leads through the other");
    assert_eq!(
        both.to_string(),
        "Anything: an update changes both `map[key]` and `map`, one within the other"
    );
    let path = Anything::MAP.key("secret");
    assert!(!format!("{path:?}").contains("secret"), "{path:?}");
}

/// A map of numbers, for what is read.
#[derive(Debug, DynamoTable)]
struct Prices {
    #[hash_key]
    id: String,
    by_town: BTreeMap<String, BTreeMap<String, u32>>,
    #[dynamo(flatten)]
    rest: BTreeMap<String, u32>,
}

#[test]
fn keys_of_maps_are_in_no_error_of_a_read() {
    let wrong = json!({ "S": "x" });
    let nested = json!({ "M": { "secret": { "M": { "secret": wrong } } } });
    for (item, shown) in [
        (
            json!({ "id": { "S": "a" }, "by_town": nested }),
            "Prices.by_town[key][key]: expected N, found S",
        ),
        (
            json!({ "id": { "S": "a" }, "by_town": { "M": {} }, "secret": wrong }),
            "Prices[key]: expected N, found S",
        ),
    ] {
        for wire in WIRES {
            let script = Script::new(&[Answer::Status(200, json!({ "Item": item }).to_string())]);
            let prices = Prices::table(Dynamo::new(script.client(1)).with_wire(wire));
            let error = run(prices.get("a").send()).expect_err("an item that does not fit");
            assert_eq!(error.to_string(), shown);
            assert!(!format!("{error:?}").contains("secret"), "{error:?}");
        }
    }
}

#[test]
fn a_value_without_end_is_not_read() {
    let item = |levels| {
        let lists =
            (0..levels).fold(AttributeValue::Bool(true), |inner, _| AttributeValue::L(vec![inner]));
        let mut item = anything().to_item().expect("an item");
        item.insert("value".to_owned(), lists);
        item
    };
    assert!(Anything::from_item(item(60)).is_ok());
    let deep = Anything::from_item(item(2_000)).expect_err("a value that DynamoDB cannot hold");
    assert_eq!(deep.kind(), ErrorKind::Decode);
    let deep = "{\"L\":[".repeat(2_000) + &"]}".repeat(2_000);
    let body = json!({ "Item": anything_spelt() }).to_string().replace("\"here\"", &deep);
    for wire in WIRES {
        let script = Script::new(&[Answer::Status(200, body.clone())]);
        let table = Anything::table(Dynamo::new(script.client(1)).with_wire(wire));
        assert!(run(table.get("a", "1".to_owned()).send()).is_err());
    }
}

/// An item whose value is still to be put `here`.
fn anything_spelt() -> Value {
    let [json, _] = sent(async |dynamo| Anything::table(&dynamo).put(&anything()).await);
    let mut item = json.expect("a request")["Item"].clone();
    item["value"] = json!("here");
    item
}

/// What shows itself while it is read.
#[derive(Debug)]
enum Shown {}

impl With<String> for Shown {
    type Kind = kind::S;

    fn encode(value: &String, to: &mut Encoder) {
        assert_eq!(format!("{to:?}"), "Encoder");
        to.string(value);
    }

    fn decode(from: &mut Decoder<'_>) -> Option<String> {
        assert_eq!(format!("{from:?}"), "Decoder");
        from.string()
    }
}

#[derive(Debug, DynamoTable)]
struct Secret {
    #[hash_key]
    #[dynamo(with = Shown)]
    id: String,
}

#[test]
fn a_codec_shows_no_item() {
    let secret = Secret { id: "secret".to_owned() };
    let item = secret.to_item().expect("an item");
    assert_eq!(Secret::from_item(item).expect("an item").id, secret.id);
    let [json, sdk] = sent(async |dynamo| Secret::table(&dynamo).put(&secret).await);
    assert_eq!(json, sdk);
    let script =
        Script::new(&[Answer::Status(200, "{\"Item\":{\"id\":{\"S\":\"a\"}}}".to_owned())]);
    let read = run(Secret::table(script.client(1)).get("a".to_owned()).send());
    assert!(read.expect("an item").is_some());
}

/// Types that only know serde.
#[derive(Debug, PartialEq, DynamoTable)]
struct Served {
    #[hash_key]
    id: String,
    #[dynamo(serde)]
    texts: Option<Vec<String>>,
    #[dynamo(serde)]
    inner: Option<Inner>,
}

#[derive(Debug, PartialEq, serde::Serialize, serde::Deserialize)]
struct Inner {
    numbers: Option<Vec<u8>>,
}

#[test]
fn serde_reads_no_set_that_it_would_write_as_a_list() {
    let set = AttributeValue::Ss(vec!["a".to_owned()]);
    let numbers = AttributeValue::Ns(vec!["1".to_owned()]);
    let item = |texts: Option<AttributeValue>, inner: &str, value: AttributeValue| {
        let inner = AttributeValue::M([(inner.to_owned(), value)].into());
        let texts = texts.map(|texts| ("texts".to_owned(), texts));
        [("id".to_owned(), AttributeValue::S("a".to_owned())), ("inner".to_owned(), inner)]
            .into_iter()
            .chain(texts)
    };
    for (item, path) in [
        (item(Some(set), "unknown", numbers.clone()), "Served.texts: a set"),
        (item(None, "numbers", numbers.clone()), "Served.inner: a set"),
    ] {
        let error = Served::from_item(item.collect()).expect_err("a set");
        assert_eq!(error.kind(), ErrorKind::Decode);
        assert!(error.to_string().starts_with(path), "{error}");
    }
    // What the type does not know is passed over, as ever.
    let read = Served::from_item(item(None, "unknown", numbers).collect()).expect("an item");
    assert_eq!(read.inner, Some(Inner { numbers: None }));
}
