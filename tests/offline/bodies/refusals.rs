//! What is refused, by the reason that is given: it names the field, and no data.

use std::collections::{BTreeMap, HashMap};

use aws_sdk_dynamodb::types::AttributeValue;
use dynamo_runtime::codec::{Decoder, Encoder, With, kind};
use dynamo_runtime::{Dynamo, DynamoTable, ErrorKind};
use dynamo_testkit::{Answer, Script};
use serde_json::{Value, json};

use super::{Anything, INJECTED, anything, sent};
use crate::wires::{WIRES, run};

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
    assert_eq!(refused(&taken), "Anything: the item has the attribute `value` twice");
    let large = AttributeValue::S("x".repeat(410_000));
    let large = refused(&Anything { rest: [(secret(), large)].into(), ..anything() });
    assert!(large.contains("`[key]` with 410006 bytes"), "{large}");
    let offline = Anything::table(dynamo_tests::offline());
    let update = offline.update("a", "1".to_owned()).remove(Anything::MAP.key("secret"));
    let both = update.set(Anything::MAP, HashMap::new()).input();
    let both = both.expect_err("paths, of which one leads through the other");
    assert_eq!(
        both.to_string(),
        "Anything: the update changes both `map[key]` and `map`, and one contains the other"
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
            let script = Script::new([Answer::success(json!({ "Item": item }).to_string())]);
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
    assert!(Anything::from_item(item(35)).is_ok());
    let deep = Anything::from_item(item(2_000)).expect_err("a value that DynamoDB cannot hold");
    assert_eq!(deep.kind(), ErrorKind::Decode);
    let deep = "{\"L\":[".repeat(2_000) + &"]}".repeat(2_000);
    let body = json!({ "Item": anything_spelt() }).to_string().replace("\"here\"", &deep);
    for wire in WIRES {
        let script = Script::new([Answer::success(body.clone())]);
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
    let script = Script::new([Answer::success("{\"Item\":{\"id\":{\"S\":\"a\"}}}")]);
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
        (item(Some(set), "unknown", numbers.clone()), "Served.texts: serde would write this set"),
        (item(None, "numbers", numbers.clone()), "Served.inner: serde would write this set"),
    ] {
        let error = Served::from_item(item.collect()).expect_err("a set");
        assert_eq!(error.kind(), ErrorKind::Decode);
        assert!(error.to_string().starts_with(path), "{error}");
    }
    // What the type does not know is passed over, as ever.
    let read = Served::from_item(item(None, "unknown", numbers).collect()).expect("an item");
    assert_eq!(read.inner, Some(Inner { numbers: None }));
}
