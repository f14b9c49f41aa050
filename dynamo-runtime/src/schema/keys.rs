//! What the value of a key or a time to live must be, whatever item, update or query it stands in.

use std::collections::HashMap;

use aws_sdk_dynamodb::types::AttributeValue;

use super::{AttributeDefinition, TableSchema, same};
use crate::error::{Mistake, Step};

// "Service, account, and table quotas" of the DynamoDB guide.
const MAX_HASH_KEY_BYTES: usize = 2048;
pub(crate) const MAX_RANGE_KEY_BYTES: usize = 1024;

/// What the keys of the items begin with that claim unique values.
pub(crate) const CLAIM: &str = "unique#";
/// The attributes of such an item that name the key of the item whose value it is.
pub(crate) const CLAIM_OWNER: &str = "unique#owner";
pub(crate) const CLAIM_OWNER_RANGE: &str = "unique#owner_range";

impl TableSchema {
    /// Tells why DynamoDB would refuse a key, of the table or an index, among the attributes of an item.
    pub(crate) fn check_item(
        &self,
        attributes: &HashMap<String, AttributeValue>,
    ) -> Result<(), Mistake> {
        if let Some(name) = self.key_names().find(|name| !attributes.contains_key(*name)) {
            return Err(at(Mistake::new("the key is missing"), name));
        }
        attributes.iter().try_for_each(|(name, value)| self.check_attribute(name, value))
    }

    /// Tells why DynamoDB would refuse the value, if the attribute is a key of the table or an index, or misread it, if it is
    /// the time to live.
    pub(crate) fn check_attribute(
        &self,
        name: &str,
        value: &AttributeValue,
    ) -> Result<(), Mistake> {
        if let Some(ttl) = self.ttl.filter(|ttl| *ttl == name) {
            check_seconds(value).map_err(|mistake| at(mistake, ttl))?;
        }
        self.check_reserved(name, value)?;
        self.check_key(name, value)
    }

    /// Tells why the value is no hash key of a table with unique attributes: the items of such keys are the mapper's.
    fn check_reserved(&self, name: &str, value: &AttributeValue) -> Result<(), Mistake> {
        let reserved = !self.unique.is_empty() && name == self.hash_key.name;
        if reserved && value.as_s().is_ok_and(|text| text.starts_with(CLAIM)) {
            let problem =
                "keys that begin with `unique#` are reserved for what claims unique values";
            return Err(at(Mistake::new(problem), self.hash_key.name));
        }
        Ok(())
    }

    /// Tells why DynamoDB would refuse the value, if the attribute is a key of the table or an index.
    pub(crate) fn check_key(&self, name: &str, value: &AttributeValue) -> Result<(), Mistake> {
        let Some((key, max)) = self.key_limit(name) else { return Ok(()) };
        check_length(value, max).map_err(|mistake| at(mistake, key))
    }

    /// Whether the attribute is a key of the table or an index.
    pub(crate) const fn is_key(&self, name: &str) -> bool {
        let mut at = 0;
        while at < self.indexes.len() {
            let index = self.indexes[at];
            if defines(index.hash, name) || defines(index.range, name) {
                return true;
            }
            at += 1;
        }
        let range = matches!(&self.range_key, Some(key) if same(key.name, name));
        range || same(self.hash_key.name, name)
    }

    /// Returns how many bytes the attribute's value may have, if it is a key of the table or an index.
    pub(crate) fn key_limit(&self, name: &str) -> Option<(&'static str, usize)> {
        let is = |key: &&AttributeDefinition| key.name == name;
        let ranges = self.indexes.iter().flat_map(|index| index.range).chain(&self.range_key);
        let hashes = self.indexes.iter().flat_map(|index| index.hash).chain([&self.hash_key]);
        let range = { ranges }.find(is).map(|key| (key.name, MAX_RANGE_KEY_BYTES));
        range.or_else(|| { hashes }.find(is).map(|key| (key.name, MAX_HASH_KEY_BYTES)))
    }
}

/// Tells why the hash key of a claim is too long.
pub(crate) fn check_claim(key: &str) -> Result<(), Mistake> {
    if key.len() <= MAX_HASH_KEY_BYTES {
        return Ok(());
    }
    let problem = format!(
        "a unique value is part of a key of at most {MAX_HASH_KEY_BYTES} bytes, and is too long"
    );
    Err(Mistake::new(problem))
}

pub(super) const fn defines(keys: &[AttributeDefinition], name: &str) -> bool {
    let mut at = 0;
    while at < keys.len() && !same(keys[at].name, name) {
        at += 1;
    }
    at < keys.len()
}

fn check_length(value: &AttributeValue, max: usize) -> Result<(), Mistake> {
    let length = match value {
        AttributeValue::S(text) => text.len(),
        AttributeValue::B(blob) => blob.as_ref().len(),
        _ => return Ok(()),
    };
    match length {
        0 => Err(Mistake::new("a key cannot be empty")),
        _ if length > max => {
            Err(Mistake::new(format!("the key has {length} bytes, and the limit is {max}")))
        }
        _ => Ok(()),
    }
}

// As seconds this is the year 5138, as milliseconds 1973.
const FIRST_MILLISECONDS: f64 = 1e11;

fn check_seconds(value: &AttributeValue) -> Result<(), Mistake> {
    let number = value.as_n().ok().and_then(|text| text.parse::<f64>().ok());
    match number {
        Some(number) if number >= FIRST_MILLISECONDS => {
            Err(Mistake::new("the time to live is in milliseconds; give it in epoch seconds"))
        }
        _ => Ok(()),
    }
}

fn at(mut mistake: Mistake, name: &'static str) -> Mistake {
    mistake.within(Step::Name(name.into()));
    mistake
}
