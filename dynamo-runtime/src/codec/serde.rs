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
/// A set of values becomes a list: serde knows no sets.
#[derive(Debug)]
pub enum Serde {}

impl<T: Serialize + DeserializeOwned> With<T> for Serde {
    /// The attribute type depends on what serde writes; no operator but equality makes sense for all.
    type Kind = kind::Optional<std::convert::Infallible>;

    fn encode(value: &T, to: &mut Encoder) {
        match serde_dynamo::to_attribute_value(value) {
            Ok(AttributeValue::Null(_)) => {}
            Ok(value) => value.encode(to),
            Err(error) => to.refuse(format!("serde cannot write it: {error}")),
        }
    }

    fn decode(from: &mut Decoder<'_>) -> Option<T> {
        let value = from.attribute_value()?;
        if !is_known(&value) {
            from.refuse("the attribute has a type that is not known here");
            return None;
        }
        let read = serde_dynamo::from_attribute_value(value).ok();
        if read.is_none() {
            // serde's own message quotes the value.
            from.refuse("serde cannot read it as the field's type");
        }
        read
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
