//! Any type with serde's traits, through `serde_dynamo`.

use serde::Serialize;
use serde::de::DeserializeOwned;

use aws_sdk_dynamodb::types::AttributeValue;

use super::decoder::Decoder;
use super::encoder::Encoder;
use super::{Attribute, Decode, Encode, kind};

/// A value that is stored as serde sees it. `#[dynamo(serde)]` wraps a field in it; its path takes the bare value.
///
/// What serde writes as nothing (`None`, `()`) is absent, and an absent attribute is read as serde reads nothing.
/// A set of values becomes a list: serde knows no sets.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Serde<T>(pub T);

/// The attribute type depends on what serde writes; no operator but equality makes sense for all.
impl<T> Attribute for Serde<T> {
    type Kind = kind::Optional<std::convert::Infallible>;
    type Required = Self;
    type List = kind::L;
}

impl<T: Serialize> Encode for Serde<T> {
    fn encode(&self, to: &mut Encoder) {
        match serde_dynamo::to_attribute_value(&self.0) {
            Ok(AttributeValue::Null(_)) => {}
            Ok(value) => value.encode(to),
            Err(error) => to.refuse(format!("serde cannot write it: {error}")),
        }
    }
}

impl<T: DeserializeOwned> Decode<'_> for Serde<T> {
    fn decode(from: &mut Decoder<'_>) -> Option<Self> {
        let value = from.attribute_value()?;
        let read = serde_dynamo::from_attribute_value(value).ok();
        if read.is_none() {
            // serde's own message quotes the value.
            from.refuse("serde cannot read it as the field's type");
        }
        read.map(Self)
    }

    fn absent() -> Option<Self> {
        serde_dynamo::from_attribute_value(AttributeValue::Null(true)).ok().map(Self)
    }
}
