//! Values in, an `AttributeValue` out. The first mistake stays in the encoder and makes the rest a no-op.

use std::borrow::Cow;
use std::collections::HashMap;

use aws_sdk_dynamodb::primitives::Blob;
use aws_sdk_dynamodb::types::AttributeValue;

use super::kind::SetType;
use super::numbers;
use super::{Encode, Field};
use crate::error::{Mistake, Step};

/// The number of lists and maps that may stand inside one another, from "Naming rules and data types" of the DynamoDB guide.
const MAX_NESTING: usize = 32;

/// Takes one attribute's value. Each method writes it; calling none leaves the attribute out.
#[derive(Debug, Default)]
pub struct Encoder {
    value: Option<AttributeValue>,
    error: Option<Mistake>,
    depth: usize,
}

impl Encoder {
    /// Encodes `value`; `None` where it is absent.
    pub(crate) fn attribute(value: &dyn Encode) -> Result<Option<AttributeValue>, Mistake> {
        let mut encoder = Self::default();
        value.encode(&mut encoder);
        match encoder.error {
            Some(error) => Err(error),
            None => Ok(encoder.value),
        }
    }

    /// Encodes a whole item.
    pub(crate) fn item(item: &dyn Encode) -> Result<HashMap<String, AttributeValue>, Mistake> {
        match Self::attribute(item)? {
            Some(AttributeValue::M(attributes)) => Ok(attributes),
            _ => Err(Mistake::new("an item is a map of attributes")),
        }
    }

    /// Writes S.
    pub fn string(&mut self, value: &str) {
        self.value = Some(AttributeValue::S(value.to_owned()));
    }

    /// Writes N. `text` is a decimal number of at most 38 significant digits between 1E-130 and 9.99E+125, or its negative, or 0.
    pub fn number(&mut self, text: &str) {
        match numbers::check(text) {
            Ok(()) => self.value = Some(AttributeValue::N(text.to_owned())),
            Err(reason) => self.refuse(reason),
        }
    }

    /// Writes B.
    pub fn bytes(&mut self, value: &[u8]) {
        self.value = Some(AttributeValue::B(Blob::new(value)));
    }

    /// Writes BOOL.
    pub fn boolean(&mut self, value: bool) {
        self.value = Some(AttributeValue::Bool(value));
    }

    /// Writes NULL.
    pub fn null(&mut self) {
        self.value = Some(AttributeValue::Null(true));
    }

    /// Writes L. An absent element is written as NULL, so that the others keep their places.
    pub fn list(&mut self, elements: &mut dyn ExactSizeIterator<Item = &dyn Encode>) {
        self.nested(|encoder| {
            let mut list = Vec::with_capacity(elements.len());
            for (index, element) in elements.enumerate() {
                let value = encoder.element(element, Step::Index(index));
                list.push(value.unwrap_or(AttributeValue::Null(true)));
            }
            AttributeValue::L(list)
        });
    }

    /// Writes M. An absent value is written as NULL, so that its key is kept.
    pub fn map<'v>(
        &mut self,
        entries: &mut dyn ExactSizeIterator<Item = (&'v str, &'v dyn Encode)>,
    ) {
        self.nested(|encoder| {
            let mut map = HashMap::with_capacity(entries.len());
            for (key, value) in entries {
                let value = encoder.element(value, Step::Name(key.to_owned().into()));
                map.insert(key.to_owned(), value.unwrap_or(AttributeValue::Null(true)));
            }
            AttributeValue::M(map)
        });
    }

    /// Writes M from a struct's fields. An absent value is left out.
    pub fn fields(&mut self, fields: &'static [Field], values: &[&dyn Encode]) {
        self.nested(|encoder| {
            let mut map = HashMap::with_capacity(fields.len());
            for (field, value) in fields.iter().zip(values) {
                let value = encoder.element(*value, Step::Name(field.name.into()));
                if let Some(value) = value {
                    map.insert(field.name.to_owned(), value);
                }
            }
            AttributeValue::M(map)
        });
    }

    /// Writes SS, NS or BS; an empty set is absent.
    pub fn set(&mut self, set: SetType, elements: &mut dyn Iterator<Item = &dyn Encode>) {
        let (mut texts, mut blobs) = (Vec::new(), Vec::new());
        for element in elements {
            element.encode(self);
            match (self.value.take(), set) {
                (Some(AttributeValue::S(text)), SetType::Ss)
                | (Some(AttributeValue::N(text)), SetType::Ns) => texts.push(text),
                (Some(AttributeValue::B(blob)), SetType::Bs) => blobs.push(blob),
                _ => self.refuse("an element does not have the set's type"),
            }
        }
        if texts.is_empty() && blobs.is_empty() {
            return;
        }
        self.value = Some(match set {
            SetType::Ss => AttributeValue::Ss(texts),
            SetType::Ns => AttributeValue::Ns(texts),
            SetType::Bs => AttributeValue::Bs(blobs),
        });
    }

    /// Writes a value that the SDK's type holds already.
    #[cfg(feature = "serde")]
    pub(crate) fn attribute_value(&mut self, value: AttributeValue) {
        self.value = Some(value);
    }

    /// Refuses the value: the write fails with [`ErrorKind::InvalidRequest`](crate::ErrorKind) and `reason`. The first refusal counts.
    pub fn refuse(&mut self, reason: impl Into<Cow<'static, str>>) {
        self.error.get_or_insert_with(|| Mistake::new(reason));
    }

    fn nested(&mut self, write: impl FnOnce(&mut Self) -> AttributeValue) {
        // The item itself is a map that does not count.
        if self.depth > MAX_NESTING {
            return self.refuse("lists and maps nest more than 32 deep");
        }
        self.depth += 1;
        self.value = Some(write(self));
        self.depth -= 1;
    }

    /// Encodes one element of a list or map; `None` where it is absent, or a mistake.
    fn element(&mut self, value: &dyn Encode, at: Step) -> Option<AttributeValue> {
        self.value = None;
        let sound = self.error.is_none();
        value.encode(self);
        if let Some(error) = self.error.as_mut().filter(|_| sound) {
            error.within(at);
        }
        self.value.take()
    }
}
