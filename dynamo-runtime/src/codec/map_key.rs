//! Keys of maps, which DynamoDB has as texts: what is S or N as an attribute has one.

use std::borrow::Cow;

use aws_sdk_dynamodb::types::AttributeValue;

use super::decoder::Decoder;
use super::encoder::Encoder;
use super::kind::TextKind;
use super::{Attribute, Decode, Encode};
use crate::error::Mistake;

/// A type that can be the key of a map: strings, numbers, newtypes of them, and enums without data. Its text is what it is
/// stored as in an attribute of S or N.
///
/// ```
/// use std::collections::{BTreeMap, HashMap};
///
/// use dynamo_runtime::{DynamoTable, DynamoValue};
///
/// #[derive(PartialEq, Eq, Hash, DynamoValue)]
/// enum Currency {
///     Eur,
///     Usd,
/// }
///
/// #[derive(DynamoTable)]
/// struct Article {
///     #[hash_key]
///     number: u64,
///     prices: HashMap<Currency, i64>,
///     sold: BTreeMap<u16, u32>,
/// }
///
/// let wanted = Article::PRICES.key(Currency::Eur).le(100) & Article::SOLD.key(2026).exists();
/// # let _ = wanted;
/// ```
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be the key of a map",
    label = "the key of a map must be stored as text",
    note = "use a string, a number, a newtype of one or an enum without data; derive `DynamoValue` for your own type",
    note = "for any other key, store a `Vec` of pairs, or mark the field with `#[dynamo(serde)]`"
)]
pub trait MapKey: Attribute<Kind: TextKind> + Encode + for<'k> Decode<'k> {}

#[diagnostic::do_not_recommend]
impl<K: Attribute<Kind: TextKind> + Encode + for<'k> Decode<'k>> MapKey for K {}

/// Returns the text of a key.
pub(crate) fn text(key: Option<&AttributeValue>) -> Result<&str, Mistake> {
    match key {
        Some(AttributeValue::S(text) | AttributeValue::N(text)) => Ok(text),
        _ => Err(Mistake::new("the key of a map must be written as a string or a number")),
    }
}

/// Writes a map whose keys are encoded first.
pub(super) fn encode<'v>(
    entries: &mut dyn Iterator<Item = (&'v dyn Encode, &'v dyn Encode)>,
    to: &mut Encoder,
) {
    let encoded = entries.map(|(key, value)| Ok((Encoder::attribute(key)?, value)));
    let written = encoded.collect::<Result<Vec<_>, Mistake>>().and_then(|entries| {
        let texts = entries.iter().map(|(key, value)| Ok((text(key.as_ref())?, *value)));
        let texts = texts.collect::<Result<Vec<_>, Mistake>>()?;
        to.map(&mut texts.into_iter());
        Ok(())
    });
    if let Err(mistake) = written {
        to.fail(mistake);
    }
}

/// Reads the text of a key. Another than the key would be written as is refused: it could not be found by the key, and two keys
/// of one map could be read as one.
pub(super) fn decode<K>(text: &str) -> Result<K, Cow<'static, str>>
where
    K: Attribute + Encode + for<'k> Decode<'k>,
{
    let key = <K as Decode<'_>>::decode_key(text)
        .map_err(|mistake| format!("a key of the map cannot be read: {}", mistake.reason()))?;
    if K::IS_TEXT || is_written(&key, text) {
        return Ok(key);
    }
    Err("a key of the map is stored in a different form than its type writes; use `String` for the keys".into())
}

fn is_written(key: &dyn Encode, expected: &str) -> bool {
    Encoder::attribute(key).is_ok_and(|key| text(key.as_ref()) == Ok(expected))
}

impl<'a> Decoder<'a> {
    /// Reads the text of a key with `decode`.
    pub(crate) fn key<T>(
        text: &'a str,
        decode: impl FnOnce(&mut Self) -> Option<T>,
    ) -> Result<T, Mistake> {
        let mut decoder = Self::of_key(text);
        decode(&mut decoder).ok_or_else(|| decoder.into_mistake())
    }
}
