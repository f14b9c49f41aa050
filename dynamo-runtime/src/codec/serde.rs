//! Any type with serde's traits, through `serde_dynamo`.

use serde::Serialize;
use serde::de::DeserializeOwned;

use aws_sdk_dynamodb::types::AttributeValue;

use super::decoder::Decoder;
use super::encoder::Encoder;
use super::with::With;
use super::{Encode, kind};

/// Stores a value as serde sees it: `#[dynamo(serde)]`.
///
/// What serde writes as nothing (`None`, `()`) is absent, and an absent attribute is read as serde reads nothing.
/// A set of values becomes a list: serde knows no sets. So a stored set is refused when it is read, unless the type writes it
/// back as a set: a field of its own type, `HashSet` or `BTreeSet`, does, and within a type of serde's,
/// `#[serde(with = "serde_dynamo::string_set")]` and its like.
///
/// A number is read as the type reads it: an `f64` or `f32`, and `serde_json::Value`, are the nearest that they hold.
#[derive(Debug)]
pub enum Serde {}

impl<T: Serialize + DeserializeOwned> With<T> for Serde {
    /// The attribute type depends on what serde writes; no operator but equality makes sense for all.
    type Kind = kind::Optional<std::convert::Infallible>;

    fn encode(value: &T, to: &mut Encoder) {
        match serde_dynamo::to_attribute_value(value) {
            Ok(AttributeValue::Null(_)) => {}
            Ok(value) => value.encode(to),
            Err(error) => to.refuse(format!("serde cannot write the field: {error}")),
        }
    }

    fn decode(from: &mut Decoder<'_>) -> Option<T> {
        let value = from.attribute_value()?;
        if !is_known(&value) {
            from.refuse("the attribute has a type that this version does not know");
            return None;
        }
        let sets = holds_sets(&value).then(|| value.clone());
        let Ok(read) = serde_dynamo::from_attribute_value(value) else {
            // serde's own message quotes the value.
            from.refuse("serde cannot read the attribute as the field's type");
            return None;
        };
        if let Some(stored) = sets
            && !serde_dynamo::to_attribute_value(&read).is_ok_and(|new| keeps_sets(&stored, &new))
        {
            from.refuse(
                "serde would write this set (SS, NS or BS) back as a list; make the field a `HashSet` or `BTreeSet` \
                 without `serde`, or use `#[serde(with = \"serde_dynamo::string_set\")]`, `number_set` or `binary_set`",
            );
            return None;
        }
        Some(read)
    }

    fn absent() -> Option<T> {
        serde_dynamo::from_attribute_value(AttributeValue::Null(true)).ok()
    }
}

/// Whether the value and all within it are of DynamoDB's ten types: `serde_dynamo` panics at what the SDK does not know.
fn is_known(value: &AttributeValue) -> bool {
    use AttributeValue::{B, Bool, Bs, L, M, N, Ns, Null, S, Ss};
    match value {
        L(list) => list.iter().all(is_known),
        M(map) => map.values().all(is_known),
        scalar => matches!(scalar, S(_) | N(_) | B(_) | Bool(_) | Null(_) | Ss(_) | Ns(_) | Bs(_)),
    }
}

/// Whether the value, or one within it, is a set.
fn holds_sets(value: &AttributeValue) -> bool {
    use AttributeValue::{Bs, L, M, Ns, Ss};
    match value {
        L(list) => list.iter().any(holds_sets),
        M(map) => map.values().any(holds_sets),
        scalar => matches!(scalar, Ss(_) | Ns(_) | Bs(_)),
    }
}

/// Whether what is a set in `stored` is one in `new` too, if it is there at all.
fn keeps_sets(stored: &AttributeValue, new: &AttributeValue) -> bool {
    use AttributeValue::{Bs, L, M, Ns, Ss};
    match (stored, new) {
        (Ss(_), Ss(_)) | (Ns(_), Ns(_)) | (Bs(_), Bs(_)) => true,
        (Ss(_) | Ns(_) | Bs(_), _) => false,
        (L(stored), L(new)) => stored.iter().zip(new).all(|(stored, new)| keeps_sets(stored, new)),
        (M(stored), M(new)) => new
            .iter()
            .all(|(key, new)| stored.get(key).is_none_or(|stored| keeps_sets(stored, new))),
        _ => true,
    }
}
