//! What no variant of an enum is: kept as it was read, to be written back.

use std::collections::BTreeMap;

use aws_sdk_dynamodb::types::AttributeValue;

use super::decoder::Decoder;
use super::encoder::Encoder;
use super::{Attributes, Decode};

/// A type that keeps a string that no variant of an enum without data is.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot keep the name of an unknown variant",
    label = "expected `String`",
    note = "an enum without data is stored as a string: write `#[dynamo(other)] Other(String)`",
    note = "an enum with data or with a `tag` keeps `Attributes` or an `AttributeValue` instead"
)]
pub trait KeepsText: Sized {
    /// Reads the string.
    fn keep(from: &mut Decoder<'_>) -> Option<Self>;
}

impl KeepsText for String {
    fn keep(from: &mut Decoder<'_>) -> Option<Self> {
        Self::decode(from)
    }
}

/// A type that keeps all attributes of what is no variant of an enum with data.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot keep all attributes of an unknown variant",
    label = "expected `Attributes`, `BTreeMap<String, AttributeValue>` or `AttributeValue`",
    note = "an enum with data is stored as a map of attributes: write `#[dynamo(other)] Other(Attributes)`"
)]
pub trait KeepsAttributes: Sized {
    /// Reads the attributes.
    fn keep(from: &mut Decoder<'_>) -> Option<Self>;
}

impl KeepsAttributes for Attributes {
    fn keep(from: &mut Decoder<'_>) -> Option<Self> {
        Self::decode(from)
    }
}

impl KeepsAttributes for BTreeMap<String, AttributeValue> {
    fn keep(from: &mut Decoder<'_>) -> Option<Self> {
        Self::decode(from)
    }
}

impl KeepsAttributes for AttributeValue {
    fn keep(from: &mut Decoder<'_>) -> Option<Self> {
        Attributes::decode(from).map(Self::M)
    }
}

impl Decoder<'_> {
    /// Passes over the value.
    #[doc(hidden)]
    pub fn ignored(&mut self) -> Option<()> {
        if self.is_json() { self.pass() } else { self.left_unread() }
    }
}

impl Encoder {
    /// Refuses a variant that stands for what it does not keep.
    #[doc(hidden)]
    pub fn unknown(&mut self) {
        self.refuse(
            "the value was read as an unknown variant that keeps nothing, so it cannot be written; \
             give the variant marked `#[dynamo(other)]` a field that keeps it, such as `Other(String)`",
        );
    }
}
