//! An `AttributeValue` or its JSON in, values out. The first mistake stays in the decoder, with the path to it.

mod fields;
mod item;
mod json;
mod rest;
#[cfg(test)]
mod tests;
mod value;

use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt;
use std::mem;

use aws_sdk_dynamodb::primitives::Blob;
use aws_sdk_dynamodb::types::AttributeValue;

use self::fields::Orders;
use self::rest::Rest;
use self::value::Source;
use super::cursor::Cursor;
use super::kind::SetType;
use super::{Field, Slot};
use crate::error::{Mistake, Step};

/// Deeper than DynamoDB nests anything, less deep than the SDK parses, and shallow enough for any stack.
const MAX_NESTING: usize = 40;

/// Gives one attribute's value, to be read by one call. What is read is moved out of the response, or borrowed from it for `'a`.
///
/// Its `Debug` does not show what is read.
pub struct Decoder<'a> {
    /// What the next call reads; nothing behind a call.
    source: Option<Source<'a>>,
    /// Where sources that are JSON stand.
    json: Cursor<'a>,
    orders: Orders,
    /// The attributes of a struct that none of its fields has named, where something beside the fields is to read them.
    rest: Rest<'a>,
    error: Option<Mistake>,
    depth: usize,
    /// What is read is copied, so that an item that does not fit is still whole.
    copies: bool,
}

impl<'a> Decoder<'a> {
    fn new(source: Option<Source<'a>>, json: &'a str) -> Self {
        let (json, orders) = (Cursor::new(json), Orders::default());
        let (rest, error) = (Rest::new(), None);
        Self { source, json, orders, rest, error, depth: 0, copies: false }
    }

    /// Reads an item with `decode`.
    pub(crate) fn item<T>(
        item: &'a mut HashMap<String, AttributeValue>,
        decode: impl FnOnce(&mut Self) -> Option<T>,
    ) -> Result<T, Mistake> {
        let mut decoder = Self::new(Some(Source::Item(item)), "");
        decode(&mut decoder).ok_or_else(|| decoder.into_mistake())
    }

    /// Reads an item with `decode`; one that does not fit is returned in the mistake.
    pub(crate) fn whole_item<T>(
        mut item: HashMap<String, AttributeValue>,
        decode: impl FnOnce(&mut Decoder<'_>) -> Option<T>,
    ) -> Result<T, Mistake> {
        let mut decoder = Decoder::new(Some(Source::Item(&mut item)), "");
        decoder.copies = true;
        let read = decode(&mut decoder).ok_or_else(|| decoder.into_mistake());
        read.map_err(|mistake| mistake.of_item(item))
    }

    /// Reads one attribute with `decode`.
    pub(crate) fn attribute<T>(
        value: &'a mut AttributeValue,
        decode: impl FnOnce(&mut Self) -> Option<T>,
    ) -> Result<T, Mistake> {
        let mut decoder = Self::new(Some(Source::Value(value)), "");
        decode(&mut decoder).ok_or_else(|| decoder.into_mistake())
    }

    pub(crate) fn of_key(text: &'a str) -> Self {
        Self::new(Some(Source::Key(text)), "")
    }

    /// Reads S.
    pub fn string(&mut self) -> Option<String> {
        if let Some(text) = self.plain(SetType::Ss) {
            return Some(text.to_owned());
        }
        match &mut self.source {
            Some(Source::Value(AttributeValue::S(text))) if !self.copies => {
                let text = Some(mem::take(text));
                self.source = None;
                text
            }
            _ => self.string_elsewhere(),
        }
    }

    #[inline(never)]
    fn string_elsewhere(&mut self) -> Option<String> {
        match self.source.take()? {
            Source::StringElement(text) if !self.copies => Some(mem::take(text)),
            Source::Value(AttributeValue::S(text)) | Source::StringElement(text) => {
                Some(text.clone())
            }
            Source::Key(text) => Some(text.to_owned()),
            other => self.json_text(&other, SetType::Ss).map(Cow::into_owned),
        }
    }

    /// Reads S without copying it, where the response allows.
    pub fn text(&mut self) -> Option<Cow<'a, str>> {
        if let Some(text) = self.plain(SetType::Ss) {
            return Some(Cow::Borrowed(text));
        }
        match self.source.take()? {
            Source::Value(AttributeValue::S(text)) | Source::StringElement(text) => {
                Some(Cow::Borrowed(text))
            }
            Source::Key(text) => Some(Cow::Borrowed(text)),
            other => self.json_text(&other, SetType::Ss),
        }
    }

    /// Reads N as DynamoDB spells it: a decimal number of up to 38 significant digits.
    pub fn number(&mut self) -> Option<Cow<'a, str>> {
        if let Some(text) = self.plain(SetType::Ns) {
            return Some(Cow::Borrowed(text));
        }
        match self.source.take()? {
            Source::Value(AttributeValue::N(text)) | Source::NumberElement(text) => {
                Some(Cow::Borrowed(text))
            }
            Source::Key(text) => Some(Cow::Borrowed(text)),
            other => self.json_text(&other, SetType::Ns),
        }
    }

    /// Reads B.
    pub fn bytes(&mut self) -> Option<Vec<u8>> {
        match self.source.take()? {
            Source::Value(AttributeValue::B(blob)) | Source::BytesElement(blob) => {
                Some(if self.copies { blob.as_ref().to_vec() } else { moved(blob) })
            }
            other => self.json_bytes(&other),
        }
    }

    /// Reads BOOL.
    pub fn boolean(&mut self) -> Option<bool> {
        if let Some(value) = self.plain_boolean() {
            return Some(value);
        }
        match self.source.take()? {
            Source::Value(AttributeValue::Bool(value)) => Some(*value),
            Source::Json => self.json_boolean(),
            other => self.mismatch("BOOL", &other),
        }
    }

    /// Reads NULL, if the value is that; else leaves the value to be read.
    pub fn take_null(&mut self) -> bool {
        match self.source {
            Some(Source::Value(AttributeValue::Null(_))) => self.source.take().is_some(),
            Some(Source::Json) => self.json_null(),
            _ => false,
        }
    }

    /// Reads L: calls `read` for each element.
    pub fn list(&mut self, read: &mut dyn FnMut(&mut Self) -> Option<()>) -> Option<()> {
        self.nested(|from, source| match source {
            Source::Value(AttributeValue::L(list)) => {
                from.elements(list.iter_mut().map(Source::Value), read)
            }
            Source::Json => from.json_list(read),
            other => from.mismatch("L", &other),
        })
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
            Source::Json => self.json_set(read),
            other => self.mismatch("a set", &other),
        }
    }

    /// Reads M: calls `read` with each key.
    pub fn map(&mut self, read: &mut dyn FnMut(&str, &mut Self) -> Option<()>) -> Option<()> {
        self.nested(|from, source| match source {
            Source::Item(map) | Source::Value(AttributeValue::M(map)) => from.entries(map, read),
            Source::Json => from.json_map(true, read),
            Source::JsonItem => from.json_map(false, read),
            Source::Rest => from.rest_entries(read),
            other => from.mismatch("M", &other),
        })
    }

    /// Reads M into the slots of a struct's fields. Attributes that no field names are passed over.
    pub fn fields(
        &mut self,
        fields: &'static [Field],
        slots: &mut [&mut dyn Slot<'a>],
    ) -> Option<()> {
        let read = self.members(fields, slots, None)?;
        if read == fields.len() { Some(()) } else { self.settle(fields, slots) }
    }

    /// Fills the slots that have not been read: DynamoDB sends no attribute twice.
    #[inline(never)]
    fn settle(&mut self, fields: &[Field], slots: &mut [&mut dyn Slot<'a>]) -> Option<()> {
        for (field, slot) in fields.iter().zip(slots) {
            if !slot.settle() {
                self.refuse("the attribute is missing");
                return self.failed_at(Step::Name(field.name.into()));
            }
        }
        Some(())
    }

    /// Reads the value into the slot.
    pub(crate) fn slot(&mut self, slot: &mut dyn Slot<'a>) -> Option<()> {
        slot.read(self);
        self.error.is_none().then_some(())
    }

    /// Fills the slot, unless it has been read, with what an absent attribute reads as; `path` leads to it, from the inside out.
    pub(crate) fn settle_slot(
        &mut self,
        slot: &mut dyn Slot<'a>,
        path: impl Iterator<Item = Step>,
    ) -> Option<()> {
        if slot.settle() {
            return Some(());
        }
        self.refuse("the attribute is missing");
        for step in path {
            self.failed_at(step);
        }
        None
    }

    /// Reads S as one of `variants`: the stored name and what it stands for.
    pub fn variant<T, const N: usize>(&mut self, variants: [(&'static str, T); N]) -> Option<T> {
        let text = self.text()?;
        let found = variants.into_iter().find(|(name, _)| *name == text);
        if found.is_none() {
            self.refuse("the string is not the name of a known variant");
        }
        found.map(|(_, variant)| variant)
    }

    /// Reads S as one of `variants`, or what is none of them with `other`.
    #[doc(hidden)]
    pub fn variant_or<T, const N: usize>(
        &mut self,
        variants: [(&'static str, T); N],
        other: impl FnOnce(&mut Decoder<'_>) -> Option<T>,
    ) -> Option<T> {
        let text = self.text()?;
        match variants.into_iter().find(|(name, _)| *name == text) {
            Some((_, variant)) => Some(variant),
            None => other(&mut Decoder::of_key(&text)),
        }
    }

    /// Returns a copy of the value that is to be read, and leaves it to be read.
    pub(crate) fn copied(&mut self) -> Option<AttributeValue> {
        match &self.source {
            Some(Source::Value(value)) => Some((*value).clone()),
            Some(Source::Json) => {
                let json = self.json.clone();
                let value = self.attribute_value();
                (self.source, self.json) = (Some(Source::Json), json);
                value
            }
            _ => None,
        }
    }

    /// Reads the value as the SDK's type holds it.
    pub(crate) fn attribute_value(&mut self) -> Option<AttributeValue> {
        match self.source.take()? {
            Source::Value(value) if self.copies => self.whole(value.clone()),
            Source::Value(value) => self.whole(mem::replace(value, AttributeValue::Null(true))),
            Source::Item(map) if self.copies => self.whole(AttributeValue::M(map.clone())),
            Source::Item(map) => self.whole(AttributeValue::M(mem::take(map))),
            Source::Json => {
                let tag = self.json.tag();
                let tag = self.keep(tag)?;
                self.source = Some(Source::Json);
                self.of_type(&tag)
            }
            other => self.mismatch("an attribute", &other),
        }
    }

    /// Refuses the value: the read fails with [`ErrorKind::Decode`](crate::ErrorKind) and `reason`, which must not quote the value.
    pub fn refuse(&mut self, reason: impl Into<Cow<'static, str>>) {
        self.fail(Mistake::new(reason.into()));
    }

    fn nested<T>(&mut self, read: impl FnOnce(&mut Self, Source<'a>) -> Option<T>) -> Option<T> {
        let source = self.source.take()?;
        self.deeper(|from| read(from, source))
    }

    #[inline]
    fn deeper<T>(&mut self, read: impl FnOnce(&mut Self) -> Option<T>) -> Option<T> {
        if self.depth == MAX_NESTING {
            self.refuse(TOO_DEEP);
            return None;
        }
        self.depth += 1;
        let done = read(self);
        self.depth -= 1;
        done
    }

    /// Keeps the mistake, if it is one.
    fn keep<T>(&mut self, result: Result<T, Mistake>) -> Option<T> {
        result.map_err(|mistake| self.fail(mistake)).ok()
    }

    #[cold]
    #[inline(never)]
    pub(crate) fn fail(&mut self, mistake: Mistake) {
        self.error.get_or_insert(mistake);
    }

    fn mismatch<T>(&mut self, expected: &str, found: &Source<'_>) -> Option<T> {
        let found = self.type_of(found);
        self.refuse(format!("expected {expected}, found {found}"));
        None
    }

    /// Adds a step to the path of the mistake, on the way out of it.
    fn failed_at(&mut self, step: Step) -> Option<()> {
        self.refuse("the value could not be read");
        if let Some(error) = &mut self.error {
            error.within(step);
        }
        None
    }

    /// Has the path of the mistake show the names of `steps`, which are the program's, as far as it leads along them.
    pub(crate) fn failed_along(&mut self, steps: impl Iterator<Item = Step>) {
        if let Some(error) = &mut self.error {
            error.along(steps);
        }
    }

    pub(crate) fn into_mistake(self) -> Mistake {
        self.error.unwrap_or_else(|| Mistake::new("the value could not be read"))
    }
}

const TOO_DEEP: &str = "lists and maps are nested deeper than DynamoDB allows";

impl fmt::Debug for Decoder<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Decoder")
    }
}

fn moved(blob: &mut Blob) -> Vec<u8> {
    mem::replace(blob, Blob::new([])).into_inner()
}
