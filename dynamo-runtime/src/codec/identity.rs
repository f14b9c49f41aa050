//! The key of an item in, bytes that are equal for every spelling of it out.

use std::fmt;

use aws_sdk_dynamodb::types::AttributeValue;
use smallvec::SmallVec;

use super::decoder::Decoder;
use super::key::{Number, Scalar};
use crate::schema::{ScalarType, TableSchema};

/// Which item a key is of, among those of several tables. A number is equal to itself in any spelling.
#[derive(Clone, PartialEq, Eq, Hash)]
pub(crate) struct Identity(Bytes);

/// Short keys need no allocation.
type Bytes = SmallVec<[u8; USUAL]>;

/// As much as a table's number and most keys take.
const USUAL: usize = 64;

/// A map by items, of no more than one request's unless a caller holds them all: it need not be proof against chosen keys.
pub(crate) type ByItem<I, V> = foldhash::HashMap<I, V>;

impl Identity {
    /// The item with this key, of which the hash key is the first, in the table of this number; `None` where it is no key.
    pub(crate) fn of<'v>(
        table: usize,
        key: impl IntoIterator<Item = &'v AttributeValue>,
    ) -> Option<Self> {
        let mut bytes = begin(table);
        for value in key {
            match Scalar::of(value)? {
                Scalar::Text(text) => part(&mut bytes, b'S', text.as_bytes()),
                Scalar::Number(number) => number_part(&mut bytes, &number),
                Scalar::Bytes(blob) => part(&mut bytes, b'B', blob),
            }
        }
        Some(Self(bytes))
    }

    /// Reads the key of an item, and passes what else there is.
    pub(crate) fn read(table: usize, schema: &TableSchema, from: &mut Decoder<'_>) -> Option<Self> {
        let keys = [Some(schema.hash_key), schema.range_key];
        let (mut bytes, mut range) = (begin(table), Bytes::new());
        let empty = bytes.len();
        from.map(&mut |name, from| {
            let place = keys.iter().position(|key| key.is_some_and(|key| key.name == name));
            // Of an attribute that stands there twice, the second counts.
            match place.and_then(|place| Some((place, keys[place]?.ty))) {
                Some((0, ty)) => {
                    bytes.truncate(empty);
                    read_part(ty, from, &mut bytes)
                }
                Some((_, ty)) => {
                    range.clear();
                    read_part(ty, from, &mut range)
                }
                None => Some(()),
            }
        })?;
        if bytes.len() == empty || range.is_empty() != schema.range_key.is_none() {
            from.refuse(NO_KEY);
            return None;
        }
        bytes.extend_from_slice(&range);
        Some(Self(bytes))
    }
}

pub(crate) const NO_KEY: &str = "the key is missing";

fn begin(table: usize) -> Bytes {
    Bytes::from_slice(&table.to_le_bytes())
}

fn read_part(ty: ScalarType, from: &mut Decoder<'_>, to: &mut Bytes) -> Option<()> {
    match ty {
        ScalarType::S => part(to, b'S', from.text()?.as_bytes()),
        ScalarType::N => {
            let number = from.number()?;
            let Some(number) = Number::of(&number) else {
                from.refuse("the key is not a number");
                return None;
            };
            number_part(to, &number);
        }
        ScalarType::B => part(to, b'B', &from.bytes()?),
    }
    Some(())
}

fn part(to: &mut Bytes, tag: u8, value: &[u8]) {
    to.push(tag);
    to.extend_from_slice(&value.len().to_le_bytes());
    to.extend_from_slice(value);
}

fn number_part(to: &mut Bytes, number: &Number<'_>) {
    to.extend_from_slice(&[b'N', u8::from(number.negative)]);
    to.extend_from_slice(&number.point.to_le_bytes());
    part(to, b'D', number.digits.as_bytes());
}

/// Does not show the key.
impl fmt::Debug for Identity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Identity(..)")
    }
}

#[cfg(test)]
mod tests {
    use aws_sdk_dynamodb::primitives::Blob;

    use super::*;
    use crate::schema::AttributeDefinition;

    fn values() -> Vec<AttributeValue> {
        let [text, number] =
            [AttributeValue::S, AttributeValue::N].map(|of| move |it: &str| of(it.to_owned()));
        let blob = |bytes: &[u8]| AttributeValue::B(Blob::new(bytes));
        vec![
            text("1"),
            text("10"),
            number("1"),
            number("10"),
            number("-1"),
            number("0.1"),
            blob(b"1"),
            text(""),
        ]
    }

    #[test]
    fn keys_are_one_only_where_all_their_parts_are() {
        let values = values();
        let mut all = std::collections::HashMap::new();
        for table in [0, 1] {
            for hash in &values {
                assert_eq!(all.insert(Identity::of(table, [hash]), (table, hash, None)), None);
                for range in &values {
                    let key = Identity::of(table, [hash, range]);
                    assert_eq!(all.insert(key, (table, hash, Some(range))), None);
                }
            }
        }
        assert!(all.keys().all(Option::is_some));
        assert_eq!(Identity::of(0, [&AttributeValue::Bool(true)]), None);
    }

    #[test]
    fn a_key_that_is_read_is_the_one_that_was_given() {
        let schema = TableSchema::new("Orders", AttributeDefinition::key::<String>("hash"));
        let schema = schema.range_key(AttributeDefinition::key::<u64>("range"));
        let item = r#"{"range":{"N":"1.50e2"},"other":{"M":{}},"hash":{"S":"a\"b"}}"#;
        let mut decoder = Decoder::of_response(item);
        let read = decoder.json_item(|from| Identity::read(3, &schema, from));
        let given = [AttributeValue::S("a\"b".to_owned()), AttributeValue::N("150".to_owned())];
        assert_eq!(read, Identity::of(3, &given));
        for absent in [
            r#"{"hash":{"S":"a"}}"#,
            r#"{"range":{"N":"1"}}"#,
            r#"{"hash":{"N":"1"},"range":{"N":"1"}}"#,
        ] {
            let mut decoder = Decoder::of_response(absent);
            assert_eq!(
                decoder.json_item(|from| Identity::read(3, &schema, from)),
                None,
                "{absent}"
            );
        }
    }
}
