//! Keys have the traits that the types of their fields allow.

use std::collections::{BTreeSet, HashSet};

use dynamo_runtime::{DynamoTable, DynamoValue, Ttl};
use serde::{Deserialize, Serialize};
use serde_json::json;

#[derive(
    Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, DynamoValue,
)]
struct Name(String);

#[derive(Debug, Clone, PartialEq, DynamoTable)]
struct Order {
    #[hash_key]
    customer: Name,
    #[range_key]
    r#type: u64,
}

/// Neither its order nor serde's traits can be derived.
#[derive(Debug, Clone, PartialEq, DynamoValue)]
struct Plain(String);

#[derive(Debug, Clone, PartialEq, DynamoTable)]
struct Reading {
    #[hash_key]
    sensor: Plain,
    #[range_key]
    value: f64,
}

fn key(customer: &str, r#type: u64) -> OrderKey {
    OrderKey { customer: Name(customer.into()), r#type }
}

#[test]
fn keys_are_in_sets_and_in_order() {
    let keys = [key("b", 1), key("a", 2), key("b", 1), key("a", 1)];
    assert_eq!(HashSet::from(keys.clone()).len(), 3);
    let sorted: Vec<OrderKey> = BTreeSet::from(keys).into_iter().collect();
    assert_eq!(sorted, [key("a", 1), key("a", 2), key("b", 1)]);
    assert!(key("a", 9) < key("b", 0));
}

#[test]
fn keys_are_written_and_read_by_serde() -> Result<(), serde_json::Error> {
    let written = serde_json::to_value(key("a", 1))?;
    assert_eq!(written, json!({ "customer": "a", "type": 1 }));
    assert_eq!(serde_json::from_value::<OrderKey>(written)?, key("a", 1));
    let text = r#"{ "type": 1, "more": [1], "customer": "a" }"#;
    assert_eq!(serde_json::from_str::<OrderKey>(text)?, key("a", 1));
    let missing = serde_json::from_value::<OrderKey>(json!({ "type": 1 }));
    assert!(missing.is_err_and(|error| error.to_string().contains("customer")));
    let wrong = serde_json::from_value::<OrderKey>(json!({ "type": "1", "customer": "a" }));
    assert!(wrong.is_err());
    Ok(())
}

#[test]
fn a_key_without_them_is_a_key() {
    let reading = Reading { sensor: Plain("a".into()), value: 0.5 };
    assert_eq!(reading.key(), reading.key().clone());
}

#[test]
fn a_time_to_live_is_its_seconds_to_serde() -> Result<(), serde_json::Error> {
    let ttl: Ttl = serde_json::from_value(json!(101))?;
    assert_eq!((ttl.seconds(), serde_json::to_value(ttl)?), (101, json!(101)));
    Ok(())
}
