//! The primary key of an item, encoded and checked.

use std::collections::HashMap;
use std::fmt;
use std::marker::PhantomData;

use aws_sdk_dynamodb::types::AttributeValue;

use crate::error::{Mistake, Step};
use crate::expr::value::Value;
use crate::schema::{AttributeDefinition, TableSchema};
use crate::table::DynamoTable;

// "Service, account, and table quotas" of the DynamoDB guide.
const MAX_HASH_KEY_BYTES: usize = 2048;
const MAX_RANGE_KEY_BYTES: usize = 1024;

/// The encoded primary key of an item of type `T`. Made from the derived key struct (`LogKey`), or by the derived handle.
///
/// Its `Debug` does not show the key.
pub struct Key<T> {
    pub(crate) values: KeyValues,
    marker: PhantomData<fn() -> T>,
}

/// The values of the hash key and the range key.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct KeyValues {
    hash: Value,
    range: Option<Value>,
}

impl<T: DynamoTable> Key<T> {
    /// The key of a table without a range key, for the derive.
    #[doc(hidden)]
    #[must_use]
    pub fn hash(hash: Value) -> Self {
        Self { values: KeyValues { hash, range: None }, marker: PhantomData }
    }

    /// The key of a table with a range key, for the derive.
    #[doc(hidden)]
    #[must_use]
    pub fn hash_range(hash: Value, range: Value) -> Self {
        Self { values: KeyValues { hash, range: Some(range) }, marker: PhantomData }
    }
}

impl<T: DynamoTable> From<&T> for Key<T> {
    fn from(item: &T) -> Self {
        item.key().into()
    }
}

impl<T> Clone for Key<T> {
    fn clone(&self) -> Self {
        Self { values: self.values.clone(), marker: PhantomData }
    }
}

impl<T> fmt::Debug for Key<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Key(..)")
    }
}

impl KeyValues {
    /// Returns the key's attributes.
    pub(crate) fn attributes(
        &self,
        schema: &TableSchema,
    ) -> Result<HashMap<String, AttributeValue>, Mistake> {
        let values = [&self.hash].into_iter().chain(&self.range);
        let attribute = |(name, value): (&'static str, &Value)| {
            let value = value.required().map_err(|mistake| at(mistake, name))?;
            Ok((name.to_owned(), value.clone()))
        };
        let attributes = schema.key_names().zip(values).map(attribute).collect::<Result<_, _>>()?;
        check(schema, &attributes)?;
        Ok(attributes)
    }
}

/// Tells why DynamoDB would refuse a key, of the table or an index, among the attributes of an item.
pub(crate) fn check(
    schema: &TableSchema,
    attributes: &HashMap<String, AttributeValue>,
) -> Result<(), Mistake> {
    for name in schema.key_names() {
        if !attributes.contains_key(name) {
            return Err(at(Mistake::new("the key is missing"), name));
        }
    }
    attributes.iter().try_for_each(|(name, value)| check_attribute(schema, name, value))
}

/// Tells why DynamoDB would refuse the value if the attribute is a key of the table or an index.
pub(crate) fn check_attribute(
    schema: &TableSchema,
    name: &str,
    value: &AttributeValue,
) -> Result<(), Mistake> {
    let is = |key: &&AttributeDefinition| key.name == name;
    let hash =
        schema.indexes.iter().flat_map(|index| index.hash).chain([&schema.hash_key]).find(is);
    let range =
        schema.indexes.iter().flat_map(|index| index.range).chain(&schema.range_key).find(is);
    let limits =
        [range.map(|key| (key, MAX_RANGE_KEY_BYTES)), hash.map(|key| (key, MAX_HASH_KEY_BYTES))];
    match limits.into_iter().flatten().next() {
        Some((key, max)) => check_length(value, max).map_err(|mistake| at(mistake, key.name)),
        None => Ok(()),
    }
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
            Err(Mistake::new(format!("a key of {length} bytes is longer than {max}")))
        }
        _ => Ok(()),
    }
}

fn at(mut mistake: Mistake, name: &'static str) -> Mistake {
    mistake.within(Step::Name(name.into()));
    mistake
}
