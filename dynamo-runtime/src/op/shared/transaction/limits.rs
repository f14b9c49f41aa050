//! What a transaction may hold, checked before it is sent: the actions by their numbers, from 1.

use std::collections::HashMap;
use std::sync::Arc;

use aws_sdk_dynamodb::types::ConsumedCapacity;

use super::part::{Part, attributes};
use crate::client::TableAt;
use crate::client::dynamo::Dynamo;
use crate::codec::Attributes;
use crate::codec::key::Scalar;
use crate::codec::size;
use crate::error::{Error, ErrorKind};
use crate::schema::TableSchema;

/// "Service, account, and table quotas" of the DynamoDB guide.
const MAX_ACTIONS: usize = 100;
const MAX_BYTES: usize = 4 * 1024 * 1024;

/// The tables of a transaction as its errors name them, reached through `dynamo`.
pub(crate) fn tables<'t>(dynamo: &Dynamo, names: impl Iterator<Item = &'t Arc<str>>) -> TableAt {
    TableAt::new(dynamo.clone(), each_once(names).join(", ").into())
}

/// The names, each once.
pub(crate) fn each_once<'t>(names: impl Iterator<Item = &'t Arc<str>>) -> Vec<Arc<str>> {
    let mut all: Vec<Arc<str>> = Vec::new();
    for name in names {
        if !all.contains(name) {
            all.push(name.clone());
        }
    }
    all
}

/// What all tables have consumed, in capacity units.
pub(crate) fn consumed(consumed: Option<&[ConsumedCapacity]>) -> f64 {
    consumed.iter().copied().flatten().filter_map(ConsumedCapacity::capacity_units).sum()
}

/// Refuses none and too many actions, or gets: what each is called is `each`.
pub(crate) fn check_count(at: &TableAt, each: &str, count: usize) -> Result<(), Error> {
    match count {
        0 => {
            let problem = format!("the transaction has no {each}; check that there is one first");
            Err(Error::new(ErrorKind::InvalidRequest, problem))
        }
        _ if count > MAX_ACTIONS => {
            let problem = format!(
                "the transaction has {count} {each}s, and the limit is {MAX_ACTIONS}; it is not split, since its parts \
                 would no longer be one transaction"
            );
            Err(Error::invalid(&at.name, problem))
        }
        _ => Ok(()),
    }
}

/// Refuses two actions, or gets, on one item: `items` are their numbers, the tables and the keys, or the items with them.
pub(crate) fn check_once<'i>(
    each: &str,
    items: impl Iterator<Item = (usize, &'i str, &'static TableSchema, &'i Attributes)>,
) -> Result<(), Error> {
    let mut first: HashMap<(&str, Vec<Scalar<'_>>), usize> = HashMap::new();
    for (two, table, schema, item) in items {
        let key = schema.key_names().map(|name| item.get(name).and_then(Scalar::of));
        // What is no key, the service refuses.
        let Some(key) = key.collect::<Option<Vec<_>>>() else { continue };
        if let Some(one) = first.insert((table, key), two) {
            let problem = format!(
                "{each} {one} and {each} {two} are on one item; a transaction has one {each} for an item"
            );
            return Err(Error::invalid(table, problem));
        }
    }
    Ok(())
}

/// Refuses what is surely more than 4 MB.
pub(crate) fn check_size(at: &TableAt, parts: &[Part]) -> Result<(), Error> {
    let bytes: usize = sizes(parts).sum();
    if bytes <= MAX_BYTES {
        return Ok(());
    }
    let numbers = parts.iter().map(|part| part.target.number);
    let (largest, number) = sizes(parts).zip(numbers).max().unwrap_or_default();
    let problem = format!(
        "the items of the transaction have {bytes} bytes, and the limit is 4 MB; the largest, of action {number}, has {largest}"
    );
    Err(Error::invalid(&at.name, problem))
}

fn sizes(parts: &[Part]) -> impl Iterator<Item = usize> {
    parts.iter().map(|part| attributes(&part.item).map_or(0, size::total))
}

#[cfg(test)]
mod tests {
    use aws_sdk_dynamodb::types::AttributeValue;

    use super::*;
    use crate::schema::AttributeDefinition;

    static SCHEMA: TableSchema =
        TableSchema::new("Log", AttributeDefinition::key::<String>("hash"))
            .range_key(AttributeDefinition::key::<u64>("range"));

    #[test]
    fn a_number_is_one_key_in_every_spelling() {
        let key = |number: &str| {
            let (text, number) = (AttributeValue::S("a".into()), AttributeValue::N(number.into()));
            Attributes::from([("hash".to_owned(), text), ("range".to_owned(), number)])
        };
        let keys = ["1", "2", "10", "1.0e1"].map(key);
        let items = |keys: &'static [Attributes]| {
            keys.iter().zip(1..).map(|(key, number)| (number, "Log", &SCHEMA, key))
        };
        let keys: &'static [Attributes] = Box::leak(Box::new(keys));
        check_once("get", items(&keys[..3])).expect("three items");
        let error = check_once("get", items(keys)).expect_err("two are one");
        assert!(error.to_string().contains("get 3 and get 4"), "{error}");
    }
}
