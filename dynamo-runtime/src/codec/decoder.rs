//! An `AttributeValue` in, values out. The first mistake stays in the decoder, with the path to it.

use std::borrow::Cow;
use std::collections::HashMap;
use std::mem;

use aws_sdk_dynamodb::primitives::Blob;
use aws_sdk_dynamodb::types::AttributeValue;

use super::{Decode, Field, Slot};
use crate::error::{Mistake, Step};

/// Gives one attribute's value, to be read by one call. What is read is moved out of the response, or borrowed from it for `'a`.
#[derive(Debug)]
pub struct Decoder<'a> {
    source: Option<Source<'a>>,
    error: Option<Mistake>,
}

#[derive(Debug)]
enum Source<'a> {
    Item(&'a mut HashMap<String, AttributeValue>),
    Value(&'a mut AttributeValue),
    StringElement(&'a mut String),
    NumberElement(&'a mut String),
    BytesElement(&'a mut Blob),
}

impl Source<'_> {
    /// The attribute type, as error messages name it.
    fn name(&self) -> &'static str {
        match self {
            Self::StringElement(_) | Self::Value(AttributeValue::S(_)) => "S",
            Self::NumberElement(_) | Self::Value(AttributeValue::N(_)) => "N",
            Self::BytesElement(_) | Self::Value(AttributeValue::B(_)) => "B",
            Self::Item(_) | Self::Value(AttributeValue::M(_)) => "M",
            Self::Value(AttributeValue::Bool(_)) => "BOOL",
            Self::Value(AttributeValue::Null(_)) => "NULL",
            Self::Value(AttributeValue::L(_)) => "L",
            Self::Value(AttributeValue::Ss(_)) => "SS",
            Self::Value(AttributeValue::Ns(_)) => "NS",
            Self::Value(AttributeValue::Bs(_)) => "BS",
            Self::Value(_) => "an unknown type",
        }
    }
}

impl<'a> Decoder<'a> {
    /// Decodes a whole item.
    pub(crate) fn item<T: Decode<'a>>(
        item: &'a mut HashMap<String, AttributeValue>,
    ) -> Result<T, Mistake> {
        let mut decoder = Self { source: Some(Source::Item(item)), error: None };
        let value = T::decode(&mut decoder);
        let reason = decoder.error;
        value.ok_or_else(|| reason.unwrap_or_else(|| Mistake::new("it could not be read")))
    }

    /// Reads S.
    pub fn string(&mut self) -> Option<String> {
        match self.source.take()? {
            Source::Value(AttributeValue::S(text)) | Source::StringElement(text) => {
                Some(mem::take(text))
            }
            other => self.mismatch("S", &other),
        }
    }

    /// Reads S without copying it, where the response allows.
    pub fn text(&mut self) -> Option<Cow<'a, str>> {
        match self.source.take()? {
            Source::Value(AttributeValue::S(text)) | Source::StringElement(text) => {
                Some(Cow::Borrowed(text))
            }
            other => self.mismatch("S", &other),
        }
    }

    /// Reads N as DynamoDB spells it: a decimal number of up to 38 significant digits.
    pub fn number(&mut self) -> Option<&'a str> {
        match self.source.take()? {
            Source::Value(AttributeValue::N(text)) | Source::NumberElement(text) => Some(text),
            other => self.mismatch("N", &other),
        }
    }

    /// Reads B.
    pub fn bytes(&mut self) -> Option<Vec<u8>> {
        match self.source.take()? {
            Source::Value(AttributeValue::B(blob)) | Source::BytesElement(blob) => {
                Some(mem::replace(blob, Blob::new([])).into_inner())
            }
            other => self.mismatch("B", &other),
        }
    }

    /// Reads BOOL.
    pub fn boolean(&mut self) -> Option<bool> {
        match self.source.take()? {
            Source::Value(AttributeValue::Bool(value)) => Some(*value),
            other => self.mismatch("BOOL", &other),
        }
    }

    /// Reads NULL, if the value is that; else leaves the value to be read.
    pub fn take_null(&mut self) -> bool {
        self.source
            .take_if(|source| matches!(source, Source::Value(AttributeValue::Null(_))))
            .is_some()
    }

    /// Reads L: calls `read` for each element.
    pub fn list(&mut self, read: &mut dyn FnMut(&mut Self) -> Option<()>) -> Option<()> {
        match self.source.take()? {
            Source::Value(AttributeValue::L(list)) => {
                self.elements(list.iter_mut().map(Source::Value), read)
            }
            other => self.mismatch("L", &other),
        }
    }

    /// Reads SS, NS or BS: calls `read` for each element. NULL reads as an empty set.
    pub fn set(&mut self, read: &mut dyn FnMut(&mut Self) -> Option<()>) -> Option<()> {
        match self.source.take()? {
            Source::Value(AttributeValue::Ss(set)) => {
                self.elements(set.iter_mut().map(Source::StringElement), read)
            }
            Source::Value(AttributeValue::Ns(set)) => {
                self.elements(set.iter_mut().map(Source::NumberElement), read)
            }
            Source::Value(AttributeValue::Bs(set)) => {
                self.elements(set.iter_mut().map(Source::BytesElement), read)
            }
            Source::Value(AttributeValue::Null(_)) => Some(()),
            other => self.mismatch("a set", &other),
        }
    }

    /// Reads M: calls `read` with each key.
    pub fn map(&mut self, read: &mut dyn FnMut(&str, &mut Self) -> Option<()>) -> Option<()> {
        for (key, value) in self.attributes()? {
            self.source = Some(Source::Value(value));
            if read(key, self).is_none() {
                return self.failed_at(Step::Name(key.clone().into()));
            }
        }
        Some(())
    }

    /// Reads M into the slots of a struct's fields. Attributes that no field names are passed over.
    pub fn fields(
        &mut self,
        fields: &'static [Field],
        slots: &mut [&mut dyn Slot<'a>],
    ) -> Option<()> {
        for (key, value) in self.attributes()? {
            let Some(at) = fields.iter().position(|field| field.name == key) else { continue };
            self.source = Some(Source::Value(value));
            slots[at].read(self);
            if self.error.is_some() {
                return self.failed_at(Step::Name(fields[at].name.into()));
            }
        }
        for (field, slot) in fields.iter().zip(slots) {
            if !slot.settle() {
                self.refuse("the attribute is missing");
                return self.failed_at(Step::Name(field.name.into()));
            }
        }
        Some(())
    }

    /// Reads S as one of `variants`: the stored name and what it stands for.
    pub fn variant<T, const N: usize>(&mut self, variants: [(&'static str, T); N]) -> Option<T> {
        let text = self.text()?;
        let found = variants.into_iter().find(|(name, _)| *name == text);
        if found.is_none() {
            self.refuse("expected the name of a variant, found another string");
        }
        found.map(|(_, variant)| variant)
    }

    /// Reads the value as the SDK's type holds it.
    #[cfg(feature = "serde")]
    pub(crate) fn attribute_value(&mut self) -> Option<AttributeValue> {
        match self.source.take()? {
            Source::Value(value) => Some(mem::replace(value, AttributeValue::Null(true))),
            other => self.mismatch("a value of its own", &other),
        }
    }

    /// Refuses the value: the read fails with [`ErrorKind::Decode`](crate::ErrorKind) and `reason`, which must not quote the value.
    pub fn refuse(&mut self, reason: impl Into<Cow<'static, str>>) {
        self.error.get_or_insert_with(|| Mistake::new(reason));
    }

    fn attributes(&mut self) -> Option<&'a mut HashMap<String, AttributeValue>> {
        match self.source.take()? {
            Source::Item(map) | Source::Value(AttributeValue::M(map)) => Some(map),
            other => self.mismatch("M", &other),
        }
    }

    fn elements(
        &mut self,
        sources: impl Iterator<Item = Source<'a>>,
        read: &mut dyn FnMut(&mut Self) -> Option<()>,
    ) -> Option<()> {
        for (index, source) in sources.enumerate() {
            self.source = Some(source);
            if read(self).is_none() {
                return self.failed_at(Step::Index(index));
            }
        }
        Some(())
    }

    fn mismatch<T>(&mut self, expected: &str, found: &Source<'_>) -> Option<T> {
        self.refuse(format!("expected {expected}, found {}", found.name()));
        None
    }

    /// Adds a step to the path of the mistake, on the way out of it.
    fn failed_at(&mut self, step: Step) -> Option<()> {
        self.refuse("it could not be read");
        if let Some(error) = &mut self.error {
            error.within(step);
        }
        None
    }
}
