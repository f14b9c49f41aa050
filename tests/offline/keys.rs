//! Keys that are stored in another form than their field writes: refused wherever they are read, on both wires.

mod forms;
mod traits;
mod ways;

use aws_sdk_dynamodb::types::AttributeValue;
use chrono::{DateTime, Utc};
use dynamo_runtime::codec::{
    Attribute, Attributes, Decode, Decoder, Encode, Encoder, Rfc3339Milliseconds, kind,
};
use dynamo_runtime::{
    Changes, Dynamo, DynamoTable, DynamoValue, DynamoView, Error, ErrorKind, Wire,
};
use dynamo_testkit::{Answer, Script};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::wires::WIRES;

/// A reading, all of whose keys can be spelt in more than one way.
#[derive(Debug, Clone, PartialEq, DynamoTable)]
#[gsi(name = "Due", hash = [due], range = [price], projection = "KEYS_ONLY")]
#[gsi(name = "Code", hash = [code], range = [sent])]
struct Reading {
    #[hash_key]
    sensor: Uuid,
    #[range_key]
    at: DateTime<Utc>,
    due: Option<Due>,
    price: f64,
    code: Code,
    #[dynamo(with = Rfc3339Milliseconds)]
    sent: DateTime<Utc>,
    /// No key: any spelling will do.
    seen: DateTime<Utc>,
}

#[derive(Debug, Clone, PartialEq, DynamoValue)]
struct Due(jiff::Timestamp);

/// Text whose case does not matter, written in lower case, with a codec by hand.
#[derive(Debug, Clone, PartialEq)]
struct Code(String);

impl Attribute for Code {
    type Kind = kind::S;
    type Required = Self;
    type List = kind::L;
}

impl Encode for Code {
    fn encode(&self, to: &mut Encoder) {
        to.string(&self.0);
    }
}

impl Decode<'_> for Code {
    fn decode(from: &mut Decoder<'_>) -> Option<Self> {
        from.string().map(|text| Self(text.to_lowercase()))
    }
}

#[derive(Debug, PartialEq, DynamoView)]
#[view(of = Reading)]
struct Summary {
    seen: DateTime<Utc>,
    price: f64,
    #[dynamo(default)]
    at: DateTime<Utc>,
    sensor: Uuid,
    due: Option<Due>,
    code: Code,
    #[dynamo(with = Rfc3339Milliseconds)]
    sent: DateTime<Utc>,
}

fn stored() -> Value {
    json!({
        "sensor": { "S": "12345678-9abc-def0-1234-56789abcdef0" },
        "at": { "S": "2026-11-22T10:00:55.000000000Z" },
        "due": { "S": "2026-11-22T10:00:55.000000000Z" },
        "price": { "N": "12.50" },
        "code": { "S": "x" },
        "sent": { "S": "2026-11-22T10:00:55.000Z" },
        "seen": { "S": "2026-11-22T11:00:55+01:00" },
    })
}

/// Each key in a form that its field does not write, and what the error is to say of it.
const OTHERWISE: [(&str, &str, &str, &str); 12] = [
    ("sensor", "S", "12345678-9ABC-DEF0-1234-56789ABCDEF0", "`String`"),
    ("sensor", "S", "123456789abcdef0123456789abcdef0", "`String`"),
    ("at", "S", "2026-11-22T10:00:55.000Z", "Rfc3339Milliseconds"),
    ("at", "S", "2026-11-22T10:00:55Z", "Rfc3339Seconds"),
    ("at", "S", "2026-11-22T11:00:55.000000000+01:00", "`String`"),
    ("at", "S", "2026-11-22T10:00:55.000000Z", "`String`"),
    ("due", "S", "2026-11-22T10:00:55Z", "Rfc3339Seconds"),
    ("price", "N", "0.12345678901234567890", "`Decimal`"),
    ("code", "S", "X", "`String`"),
    ("sent", "S", "2026-11-22T10:00:55Z", "Rfc3339Seconds"),
    ("sent", "S", "2026-11-22T10:00:55.000000000Z", "without `with`"),
    ("sent", "S", "2026-11-22T10:00:55.0001Z", "`String`"),
];

fn answered(wire: Wire, body: &Value) -> ReadingTable {
    let script = Script::new([Answer::success(body.to_string())]);
    Reading::table(Dynamo::new(script.client(1)).with_wire(wire))
}

fn reading() -> Reading {
    let at = "2026-11-22T10:00:55Z".parse().expect("a time");
    let sensor = Uuid::from_u128(0x1234_5678_9ABC_DEF0_1234_5678_9ABC_DEF0);
    let due = Some(Due("2026-11-22T10:00:55Z".parse().expect("a time")));
    Reading { sensor, at, due, price: 12.5, code: Code("x".into()), sent: at, seen: at }
}

/// What each way of reading makes of an item that holds `item`.
async fn reads(wire: Wire, item: &Value) -> Vec<(&'static str, Result<(), Error>)> {
    let one = reading();
    let whole = answered(wire, &json!({ "Item": item }));
    let page = answered(wire, &json!({ "Items": [item], "Count": 1, "ScannedCount": 1 }));
    let returned = answered(wire, &json!({ "Attributes": item }));
    let projected =
        (Reading::AT, Reading::SENSOR, Reading::DUE, Reading::PRICE, Reading::CODE, Reading::SENT);
    let change = Changes::new().set(Reading::SEEN, one.at);
    let update = || returned.update(one.sensor, one.at).merge(change.clone());
    vec![
        ("get", whole.get(one.sensor, one.at).await.map(drop)),
        ("view", whole.get(one.sensor, one.at).view::<Summary>().await.map(drop)),
        ("project", whole.get(one.sensor, one.at).project(projected.clone()).await.map(drop)),
        ("scan", page.scan().all().await.map(drop)),
        ("project in a scan", page.scan().project(projected).page().await.map(drop)),
        ("view in a query", page.query(one.sensor).view::<Summary>().all().await.map(drop)),
        ("partiql", page.partiql("SELECT * FROM \"Reading\"", ()).send().await.map(drop)),
        ("update", update().await.map(drop)),
        ("put", returned.put(&one).return_old().await.map(drop)),
    ]
}

#[tokio::test]
async fn keys_that_would_be_written_otherwise_are_refused_wherever_they_are_read() {
    for (name, kind, text, remedy) in OTHERWISE {
        let mut item = stored();
        item[name] = json!({ kind: text });
        for wire in WIRES {
            for (read, result) in reads(wire, &item).await {
                let error = result.expect_err(&format!("{read} of {name}, {wire:?}: {text}"));
                let message = error.to_string();
                assert_eq!(error.kind(), ErrorKind::Decode, "{read}, {wire:?}: {message}");
                assert!(message.starts_with(&format!("Reading.{name}: ")), "{read}: {message}");
                assert!(message.contains(remedy), "{read} of {text}: {message}");
                assert!(!message.contains(text), "{read}: {message}");
            }
        }
    }
}

#[tokio::test]
async fn keys_in_the_form_that_is_written_are_read() {
    for wire in WIRES {
        for (read, result) in reads(wire, &stored()).await {
            result.unwrap_or_else(|error| panic!("{read}, {wire:?}: {error}"));
        }
    }
    for price in ["12.5", "1.25E1", "+12.500", "125e-1"] {
        let mut item = stored();
        item["price"] = json!({ "N": price });
        for (read, result) in reads(Wire::Json, &item).await {
            result.unwrap_or_else(|error| panic!("{read} of {price}: {error}"));
        }
    }
}

#[tokio::test]
async fn what_an_index_holds_has_keys_too() {
    for wire in WIRES {
        for (name, kind, text, _) in OTHERWISE {
            let mut item = stored();
            item[name] = json!({ kind: text });
            for absent in ["code", "sent", "seen"] {
                item.as_object_mut().expect("an object").remove(absent);
            }
            let page = json!({ "Items": [item], "Count": 1, "ScannedCount": 1 });
            let due: Result<Vec<ReadingDueItem>, _> =
                answered(wire, &page).query_due(reading().due.expect("a time")).all().await;
            if ["code", "sent"].contains(&name) {
                assert_eq!(due.expect("the item").len(), 1, "{name}");
            } else {
                let error = due.expect_err(text);
                assert!(error.to_string().starts_with(&format!("Reading.{name}: ")), "{error}");
            }
        }
    }
}

#[tokio::test]
async fn changed_attributes_that_are_keys_of_an_index_are_checked() {
    for wire in WIRES {
        let table = |text: &str| answered(wire, &json!({ "Attributes": { "due": { "S": text } } }));
        let (one, change) = (reading(), Changes::new().set(Reading::DUE, reading().due));
        let updated = |table: ReadingTable| {
            table.update(one.sensor, one.at).merge(change.clone()).return_updated_new().send()
        };
        let partial = updated(table("2026-11-22T10:00:55.000000000Z")).await.expect("an update");
        assert_eq!(partial.get(Reading::DUE).expect("a time"), one.due.clone());
        let partial = updated(table("2026-11-22T10:00:55Z")).await.expect("an update");
        let error = partial.get(Reading::DUE).expect_err("a key in another form");
        assert_eq!(error.kind(), ErrorKind::Decode);
        assert!(error.to_string().starts_with("Reading.due: "), "{error}");
    }
}

#[test]
fn a_key_whose_value_has_no_stored_form_is_refused() {
    let mut item: Attributes = reading().to_item().expect("an item");
    // jiff reads years that have no text that sorts.
    item.insert("due".into(), AttributeValue::S("-000001-11-22T10:00:55Z".into()));
    let error = Reading::from_item(item).expect_err("a year before 0");
    assert_eq!(error.kind(), ErrorKind::Decode);
}

#[test]
fn what_is_read_is_what_is_written() {
    let item = reading().to_item().expect("an item");
    assert_eq!(Reading::from_item(item).expect("the item"), reading());
}

#[derive(DynamoTable)]
#[gsi(name = "Kind", hash = [kind], include = [r#ref])]
struct Link {
    #[hash_key]
    r#type: String,
    #[range_key]
    number: u64,
    kind: String,
    r#ref: Option<u64>,
}

/// As the compiler would derive them.
mod derived {
    #[derive(Debug)]
    #[expect(dead_code, reason = "only shown")]
    pub(super) struct LinkKey {
        pub(super) r#type: String,
        pub(super) number: u64,
    }

    #[derive(Debug)]
    #[expect(dead_code, reason = "only shown")]
    pub(super) struct LinkKindItem {
        pub(super) r#type: String,
        pub(super) number: u64,
        pub(super) kind: String,
        pub(super) r#ref: Option<u64>,
    }
}

#[test]
fn keys_and_items_of_indexes_are_shown_cloned_and_compared() {
    let [text, other] = ["a", "b"].map(str::to_owned);
    let key = LinkKey { r#type: text.clone(), number: 1 };
    let shown = derived::LinkKey { r#type: text.clone(), number: 1 };
    assert_eq!(format!("{key:?} {key:#?}"), format!("{shown:?} {shown:#?}"));
    assert_eq!(key, key.clone());
    assert_ne!(key, LinkKey { number: 2, ..key.clone() });
    assert_ne!(key, LinkKey { r#type: other.clone(), ..key.clone() });
    let fields =
        |r#ref| LinkKindItem { r#type: text.clone(), number: 1, kind: other.clone(), r#ref };
    let item = fields(Some(1));
    let shown = derived::LinkKindItem {
        r#type: text.clone(),
        number: 1,
        kind: other.clone(),
        r#ref: Some(1),
    };
    assert_eq!(format!("{item:?} {item:#?}"), format!("{shown:?} {shown:#?}"));
    assert_eq!(item, item.clone());
    assert_ne!(item, fields(None));
    assert_eq!(item.key(), key);
}
