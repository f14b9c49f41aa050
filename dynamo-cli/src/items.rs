//! Items of DynamoDB in, JSON out, and back: DynamoDB's own spelling, which loses nothing; and one that people read.

use base64_simd::STANDARD;
use dynamo_runtime::aws_sdk_dynamodb::primitives::Blob;
use dynamo_runtime::aws_sdk_dynamodb::types::AttributeValue;
use dynamo_runtime::codec::Attributes;
use serde_json::{Map, Value, json};

/// Deeper than DynamoDB nests.
const MAX_NESTING: usize = 40;

/// Returns the item as DynamoDB spells it.
pub(crate) fn to_json(item: &Attributes) -> Value {
    item.iter().map(|(name, value)| (name.clone(), spelt(value))).collect()
}

fn spelt(value: &AttributeValue) -> Value {
    match value {
        AttributeValue::S(text) => json!({ "S": text }),
        AttributeValue::N(number) => json!({ "N": number }),
        AttributeValue::B(bytes) => json!({ "B": base64(bytes) }),
        AttributeValue::Bool(value) => json!({ "BOOL": value }),
        AttributeValue::L(list) => json!({ "L": list.iter().map(spelt).collect::<Value>() }),
        AttributeValue::M(map) => json!({ "M": to_json(map) }),
        AttributeValue::Ss(set) => json!({ "SS": set }),
        AttributeValue::Ns(set) => json!({ "NS": set }),
        AttributeValue::Bs(set) => json!({ "BS": set.iter().map(base64).collect::<Vec<_>>() }),
        _ => json!({ "NULL": true }),
    }
}

/// Returns the item as a person reads it: sets are lists, bytes are base64.
pub(crate) fn to_plain(item: &Attributes) -> Value {
    item.iter().map(|(name, value)| (name.clone(), plain(value))).collect()
}

fn plain(value: &AttributeValue) -> Value {
    match value {
        AttributeValue::S(text) => json!(text),
        AttributeValue::N(number) => number.parse().map_or_else(|_| json!(number), Value::Number),
        AttributeValue::B(bytes) => json!(base64(bytes)),
        AttributeValue::Bool(value) => json!(value),
        AttributeValue::L(list) => list.iter().map(plain).collect(),
        AttributeValue::M(map) => to_plain(map),
        AttributeValue::Ss(set) => json!(set),
        AttributeValue::Ns(set) => {
            set.iter().map(|number| plain(&AttributeValue::N(number.clone()))).collect()
        }
        AttributeValue::Bs(set) => json!(set.iter().map(base64).collect::<Vec<_>>()),
        _ => Value::Null,
    }
}

fn base64(bytes: &Blob) -> String {
    STANDARD.encode_to_string(bytes.as_ref())
}

fn object(text: &str) -> Result<Map<String, Value>, String> {
    let value: Value = serde_json::from_str(text).map_err(|error| error.to_string())?;
    let Value::Object(object) = value else { return Err("an item is an object".to_owned()) };
    Ok(object)
}

/// Reads an item as DynamoDB spells it under the name of its table, or says what is wrong with it.
pub(crate) fn named(text: &str) -> Result<(String, Attributes), String> {
    let object = object(text)?;
    let mut entries = object.into_iter();
    match (entries.next(), entries.next()) {
        (Some((name, Value::Object(item))), None) => Ok((name, attributes(&item, 0)?)),
        _ => Err("an item stands under the name of its table; where it does not, give `--table`"
            .to_owned()),
    }
}

/// Reads an item as DynamoDB spells it, or says what is wrong with it.
pub(crate) fn from_json(text: &str) -> Result<Attributes, String> {
    let item = object(text)?;
    // As S3 has items that DynamoDB exports.
    match (item.len(), item.get("Item")) {
        (1, Some(Value::Object(item))) if !is_attribute(item) => attributes(item, 0),
        _ => attributes(&item, 0),
    }
}

fn is_attribute(object: &Map<String, Value>) -> bool {
    object.len() == 1 && object.keys().all(|key| TYPES.contains(&&**key))
}

const TYPES: [&str; 10] = ["S", "N", "B", "BOOL", "NULL", "L", "M", "SS", "NS", "BS"];

fn attributes(object: &Map<String, Value>, depth: usize) -> Result<Attributes, String> {
    let one = |(name, value): (&String, &Value)| {
        let value =
            attribute(value, depth + 1).map_err(|problem| format!("`{name}`: {problem}"))?;
        Ok((name.clone(), value))
    };
    object.iter().map(one).collect()
}

fn attribute(value: &Value, depth: usize) -> Result<AttributeValue, String> {
    if depth > MAX_NESTING {
        return Err("it is nested too deep".to_owned());
    }
    let known = || format!("expected an object with one of `{}`", TYPES.join("`, `"));
    let object = value.as_object().filter(|object| object.len() == 1).ok_or_else(known)?;
    let (ty, value) = object.iter().next().ok_or_else(known)?;
    let text = || value.as_str().map(str::to_owned).ok_or_else(|| format!("`{ty}` holds a string"));
    let list = || value.as_array().ok_or_else(|| format!("`{ty}` holds a list"));
    let texts = || {
        let text = |one: &Value| one.as_str().map(str::to_owned);
        list()?
            .iter()
            .map(text)
            .collect::<Option<Vec<_>>>()
            .ok_or_else(|| format!("`{ty}` holds strings"))
    };
    let bytes = |text: String| {
        let bytes = STANDARD.decode_to_vec(text.as_bytes());
        bytes.map(Blob::new).map_err(|_| format!("`{ty}` holds base64"))
    };
    Ok(match &**ty {
        "S" => AttributeValue::S(text()?),
        "N" => AttributeValue::N(text()?),
        "B" => AttributeValue::B(bytes(text()?)?),
        "BOOL" => AttributeValue::Bool(value.as_bool().ok_or("`BOOL` holds `true` or `false`")?),
        "NULL" => AttributeValue::Null(true),
        "L" => {
            let list = list()?.iter().map(|one| attribute(one, depth + 1));
            AttributeValue::L(list.collect::<Result<_, _>>()?)
        }
        "M" => {
            let map = value.as_object().ok_or("`M` holds an object")?;
            AttributeValue::M(attributes(map, depth + 1)?)
        }
        "SS" => AttributeValue::Ss(texts()?),
        "NS" => AttributeValue::Ns(texts()?),
        "BS" => AttributeValue::Bs(texts()?.into_iter().map(bytes).collect::<Result<_, _>>()?),
        _ => return Err(known()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_item_is_read_as_it_is_written() {
        let text = r#"{"s":{"S":"a"},"n":{"N":"1.50"},"b":{"B":"AAE="},"t":{"BOOL":true},"u":{"NULL":true},
            "l":{"L":[{"S":"x"},{"M":{"k":{"N":"1"}}}]},"ss":{"SS":["a"]},"ns":{"NS":["1"]},"bs":{"BS":["AA=="]}}"#;
        let item = from_json(text).expect("an item");
        assert_eq!(to_json(&item), serde_json::from_str::<Value>(text).expect("JSON"));
        assert_eq!(to_plain(&item)["l"], json!(["x", { "k": 1 }]));
        let of_table = format!("{{\"Log\":{text}}}");
        assert_eq!(named(&of_table), Ok(("Log".to_owned(), item.clone())));
        assert!(named(text).expect_err("no name").contains("--table"));
        let exported = format!("{{\"Item\":{text}}}");
        assert_eq!(from_json(&exported), Ok(item));
    }

    #[test]
    fn what_is_no_item_is_told() {
        for (text, words) in [
            ("[]", "an object"),
            ("{", "EOF"),
            (r#"{"a":"b"}"#, "`a`: expected an object with one of"),
            (r#"{"a":{"X":"b"}}"#, "expected"),
            (r#"{"a":{"N":1}}"#, "`N` holds a string"),
            (r#"{"a":{"SS":[1]}}"#, "`SS` holds strings"),
            (r#"{"a":{"B":"?"}}"#, "`B` holds base64"),
            (r#"{"a":{"L":[{"M":{"k":1}}]}}"#, "`a`: `k`: expected"),
        ] {
            let problem = from_json(text).expect_err(text);
            assert!(problem.contains(words), "{text}: {problem}");
        }
        let deep = format!("{{\"a\":{}{{\"S\":\"\"}}{}}}", "{\"L\":[".repeat(50), "]}".repeat(50));
        assert!(from_json(&deep).expect_err("deep").contains("too deep"));
    }
}
