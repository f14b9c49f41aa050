//! Bytes in, JSON out; and whether DynamoDB could have sent it.

use std::fmt;

use base64_simd::STANDARD;
use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};

/// The nesting that DynamoDB allows.
const MAX_NESTING: usize = 32;

/// Returns the JSON, if that is what the bytes are and no object has a member twice.
pub fn parsed(bytes: &[u8]) -> Option<Value> {
    serde_json::from_slice(bytes).ok().map(|Unique(value)| value)
}

/// Whether DynamoDB could have sent this for a get, a query or a scan.
pub fn is_sent(body: &Value) -> bool {
    let whole = |(name, value): (&String, &Value)| match name.as_str() {
        "Item" | "LastEvaluatedKey" => is_item(value, 0),
        "Items" => all(value, |item| is_item(item, 0)),
        "Count" | "ScannedCount" => value.as_u64().is_some_and(|count| count <= 1_000_000),
        _ => false,
    };
    body.as_object().is_some_and(|body| body.iter().all(whole))
}

fn is_item(item: &Value, depth: usize) -> bool {
    item.as_object().is_some_and(|item| item.values().all(|value| is_attribute(value, depth)))
}

fn is_attribute(value: &Value, depth: usize) -> bool {
    let Some(value) = value.as_object().filter(|value| value.len() == 1 && depth < MAX_NESTING)
    else {
        return false;
    };
    value.iter().all(|(tag, value)| match tag.as_str() {
        "S" | "N" => value.is_string(),
        "B" => is_base64(value),
        "BOOL" => value.is_boolean(),
        "NULL" => *value == Value::Bool(true),
        "SS" | "NS" => all(value, Value::is_string),
        "BS" => all(value, is_base64),
        "L" => all(value, |element| is_attribute(element, depth + 1)),
        "M" => is_item(value, depth + 1),
        _ => false,
    })
}

fn all(value: &Value, is_right: impl Fn(&Value) -> bool) -> bool {
    value.as_array().is_some_and(|elements| elements.iter().all(is_right))
}

fn is_base64(value: &Value) -> bool {
    value.as_str().is_some_and(|text| STANDARD.check(text.as_bytes()).is_ok())
}

/// JSON whose objects have no member twice: which of the two counts, a reader may choose.
struct Unique(Value);

impl<'de> Deserialize<'de> for Unique {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(UniqueVisitor).map(Self)
    }
}

struct UniqueVisitor;

impl<'de> Visitor<'de> for UniqueVisitor {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_str<E>(self, text: &str) -> Result<Value, E> {
        Ok(text.into())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut elements: A) -> Result<Value, A::Error> {
        let mut array = Vec::new();
        while let Some(Unique(element)) = elements.next_element()? {
            array.push(element);
        }
        Ok(array.into())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Value, A::Error> {
        let mut object = Map::new();
        while let Some((name, Unique(value))) = members.next_entry::<String, _>()? {
            if object.insert(name, value).is_some() {
                return Err(A::Error::custom("a member twice"));
            }
        }
        Ok(object.into())
    }
}
