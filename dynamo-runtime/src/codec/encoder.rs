//! Values in, an `AttributeValue` or its JSON out. The first mistake stays in the encoder.

mod json;
#[cfg(test)]
mod tests;
mod value;

use std::borrow::Cow;
use std::{fmt, mem};

use aws_sdk_dynamodb::primitives::Blob;
use aws_sdk_dynamodb::types::AttributeValue;

use super::digits::Digits;
use super::json::{Json, OPENING};
use super::kind::SetType;
use super::{Attributes, Encode, Field};
use crate::error::{Mistake, Step};
use crate::schema::TableSchema;

/// The number of lists and maps that may stand inside one another, from "Naming rules and data types" of the DynamoDB guide:
/// 32, of which the item is one.
const MAX_NESTING: usize = 32;

/// Takes one attribute's value. Each method writes it; calling none leaves the attribute out, and calling two is refused.
///
/// Its `Debug` does not show what is written.
pub struct Encoder {
    /// What has been written so far, where that is JSON.
    json: Json,
    /// The value, once it is written, where that is none.
    value: Option<AttributeValue>,
    sink: Sink,
    place: Place,
    /// The table whose keys an item is checked for.
    schema: Option<&'static TableSchema>,
    error: Option<Mistake>,
    /// The lists and maps around what is written next.
    depth: usize,
}

/// What is made of values.
#[derive(Clone, Copy, PartialEq)]
enum Sink {
    Value,
    Json,
}

/// What is written next.
#[derive(Clone, Copy, PartialEq)]
enum Place {
    /// A whole item, or attributes of one: M.
    Item,
    /// A value of any type. Its JSON is opened as if it was S.
    Value,
    /// An element of a set of this type.
    Element(SetType),
    /// Nothing more: the value has been written.
    Written,
}

impl Encoder {
    fn new(sink: Sink, place: Place, depth: usize) -> Self {
        let (json, value) = (Json::default(), None);
        Self { json, value, sink, place, schema: None, error: None, depth }
    }

    /// Encodes `value`, which stands in an item; `None` where it is absent.
    pub(crate) fn attribute(value: &dyn Encode) -> Result<Option<AttributeValue>, Mistake> {
        let mut encoder = Self::new(Sink::Value, Place::Value, 1);
        value.encode(&mut encoder);
        encoder.error.map_or(Ok(encoder.value), Err)
    }

    /// Encodes a whole item.
    pub(crate) fn item(item: &dyn Encode) -> Result<Attributes, Mistake> {
        let mut encoder = Self::new(Sink::Value, Place::Item, 0);
        item.encode(&mut encoder);
        encoder.error.take().map_or(Ok(()), Err)?;
        encoder.take_members().ok_or_else(|| Mistake::new(NOT_A_MAP))
    }

    /// Appends the JSON of an item, as DynamoDB spells it, and checks the keys of `schema` in it.
    pub(crate) fn append_item(
        json: &mut Json,
        item: &dyn Encode,
        schema: Option<&'static TableSchema>,
    ) -> Result<(), Mistake> {
        let mut encoder = Self::new(Sink::Json, Place::Item, 0);
        encoder.json = mem::take(json);
        encoder.schema = schema;
        item.encode(&mut encoder);
        if encoder.place == Place::Item {
            encoder.refuse(NOT_A_MAP);
        }
        *json = encoder.json;
        encoder.error.map_or(Ok(()), Err)
    }

    /// Appends the JSON of an attribute value.
    pub(crate) fn append_value(json: &mut Json, value: &dyn Encode) -> Result<(), Mistake> {
        let mut encoder = Self::new(Sink::Json, Place::Value, 1);
        encoder.json = mem::take(json);
        encoder.json.literal(OPENING);
        value.encode(&mut encoder);
        if encoder.place != Place::Written {
            encoder.refuse("the value is absent");
        }
        *json = encoder.json;
        encoder.error.map_or(Ok(()), Err)
    }

    /// Writes S.
    pub fn string(&mut self, value: &str) {
        if self.is_written_alone() {
            return self.json.string_value(value);
        }
        self.string_elsewhere(value);
    }

    // Not inlined, as below: what nearly all scalars need is the faster without it.
    #[inline(never)]
    fn string_elsewhere(&mut self, value: &str) {
        let owned = || AttributeValue::S(value.to_owned());
        self.scalar(SetType::Ss, |json| json.text(value), owned);
    }

    /// Writes N. `text` is a decimal number of at most 38 significant digits between 1E-130 and 9.99E+125, or its negative, or 0.
    pub fn number(&mut self, text: &str) {
        match Digits::checked(text) {
            Ok(digits) => self.digits(digits),
            Err(reason) => self.refuse(reason),
        }
    }

    /// Writes N.
    pub(crate) fn digits(&mut self, digits: Digits<'_>) {
        if self.is_written_alone() {
            return self.json.scalar_value(b'N', |json| json.digits(digits));
        }
        self.digits_elsewhere(digits);
    }

    #[inline(never)]
    fn digits_elsewhere(&mut self, digits: Digits<'_>) {
        let owned = || AttributeValue::N(digits.as_str().to_owned());
        self.scalar(SetType::Ns, |json| json.digits(digits), owned);
    }

    /// Writes B.
    pub fn bytes(&mut self, value: &[u8]) {
        if self.is_written_alone() {
            return self.json.scalar_value(b'B', |json| json.base64(value));
        }
        let owned = || AttributeValue::B(Blob::new(value));
        self.scalar(SetType::Bs, |json| json.base64(value), owned);
    }

    /// Writes BOOL.
    pub fn boolean(&mut self, value: bool) {
        let json = if value { "{\"BOOL\":true}" } else { "{\"BOOL\":false}" };
        self.word(json, || AttributeValue::Bool(value));
    }

    /// Writes NULL.
    pub fn null(&mut self) {
        self.word(json::NULL, || AttributeValue::Null(true));
    }

    /// Whether a scalar is to be written as an attribute value in JSON, which nearly all are; it counts as written then.
    #[inline]
    fn is_written_alone(&mut self) -> bool {
        let alone = self.place == Place::Value && self.sink == Sink::Json;
        if alone {
            self.place = Place::Written;
        }
        alone
    }

    /// Writes a scalar as an `AttributeValue`, or in a set of its type, where its quotes are not its own.
    #[inline]
    fn scalar(
        &mut self,
        its_set: SetType,
        write: impl FnOnce(&mut Json),
        owned: impl FnOnce() -> AttributeValue,
    ) {
        if self.place != Place::Element(its_set) && self.place != Place::Value {
            return self.misplaced();
        }
        self.place = Place::Written;
        match self.sink {
            Sink::Value => self.value = Some(owned()),
            Sink::Json => write(&mut self.json),
        }
    }

    /// Writes a value of one word.
    #[inline]
    fn word(&mut self, word: &'static str, owned: impl FnOnce() -> AttributeValue) {
        if self.place != Place::Value {
            return self.misplaced();
        }
        self.place = Place::Written;
        match self.sink {
            Sink::Value => self.value = Some(owned()),
            Sink::Json => {
                self.json.unopened();
                self.json.literal(word);
            }
        }
    }

    /// Writes L. An absent element is written as NULL, so that the others keep their places.
    pub fn list(&mut self, elements: &mut dyn ExactSizeIterator<Item = &dyn Encode>) {
        if self.place == Place::Item {
            return self.misplaced();
        }
        self.nested(|to, _| match to.sink {
            Sink::Value => to.list_value(elements),
            Sink::Json => to.list_json(elements),
        });
    }

    /// Writes M. An absent value is written as NULL, so that its key is kept. No key may come twice.
    pub fn map<'v>(
        &mut self,
        entries: &mut dyn ExactSizeIterator<Item = (&'v str, &'v dyn Encode)>,
    ) {
        let mut keys = Vec::with_capacity(entries.len());
        self.map_of_distinct(&mut entries.inspect(|(key, _)| keys.push(*key)));
        keys.sort_unstable();
        if keys.windows(2).any(|keys| keys[0] == keys[1]) {
            self.refuse("two keys of the map have the same text");
        }
    }

    /// Writes M of entries whose keys are known to differ.
    pub(crate) fn map_of_distinct<'v>(
        &mut self,
        entries: &mut dyn ExactSizeIterator<Item = (&'v str, &'v dyn Encode)>,
    ) {
        self.nested(|to, place| match to.sink {
            Sink::Value => to.map_value(entries),
            Sink::Json => to.map_json(place, entries),
        });
    }

    /// Writes M from a struct's fields, whose names differ. An absent value is left out.
    pub fn fields(&mut self, fields: &'static [Field], values: &[&dyn Encode]) {
        self.nested(|to, place| match to.sink {
            Sink::Value => to.fields_value(fields, values, &[]),
            Sink::Json => to.fields_json(fields, values, &[], place),
        });
    }

    /// Writes M from a struct's fields, whose names differ, and, among them, the members of each of `rest`, which writes M
    /// itself.
    pub fn fields_and_rest(
        &mut self,
        fields: &'static [Field],
        values: &[&dyn Encode],
        rest: &[&dyn Encode],
    ) {
        self.nested(|to, place| match to.sink {
            Sink::Value => to.fields_value(fields, values, rest),
            Sink::Json => to.fields_json(fields, values, rest, place),
        });
    }

    /// Writes SS, NS or BS; an empty set is absent.
    pub fn set(&mut self, set: SetType, elements: &mut dyn Iterator<Item = &dyn Encode>) {
        if self.place != Place::Value {
            return self.misplaced();
        }
        match self.sink {
            Sink::Value => self.set_value(set, elements),
            Sink::Json => self.set_json(set, elements),
        }
    }

    /// Refuses the value: the write fails with [`ErrorKind::InvalidRequest`](crate::ErrorKind) and `reason`. The first refusal counts.
    pub fn refuse(&mut self, reason: impl Into<Cow<'static, str>>) {
        self.error.get_or_insert_with(|| Mistake::new(reason));
    }

    /// Keeps a mistake that was made elsewhere.
    pub(crate) fn fail(&mut self, mistake: Mistake) {
        self.error.get_or_insert(mistake);
    }

    /// Refuses what does not fit the place that it is written in.
    #[cold]
    fn misplaced(&mut self) {
        self.refuse(match self.place {
            Place::Item => NOT_A_MAP,
            Place::Element(_) => WRONG_ELEMENT,
            Place::Value | Place::Written => {
                "its `Encode` implementation writes more than one value"
            }
        });
    }

    /// The attributes that stand beside a struct's `fields`: the members of each of `rest`.
    fn beside(&mut self, fields: &[Field], rest: &[&dyn Encode]) -> Attributes {
        let mut all = Attributes::new();
        for members in rest {
            // They nest no deeper than the fields.
            let mut encoder = Self::new(Sink::Value, Place::Item, self.depth - 1);
            members.encode(&mut encoder);
            if let Some(error) = encoder.error.take() {
                self.error.get_or_insert(error);
            }
            let members = encoder.take_members().unwrap_or_default();
            if let Some(field) = fields.iter().find(|field| members.contains_key(field.name)) {
                self.refuse(format!("the item has the attribute `{}` twice", field.name));
            }
            for (name, value) in members {
                if all.insert(name, value).is_some() {
                    // Its name may be a key of a map, which is data.
                    self.refuse("two flattened fields have an attribute of the same name");
                }
            }
        }
        all
    }

    /// Writes a list or a map, inside of which there is one level less.
    #[inline]
    fn nested(&mut self, write: impl FnOnce(&mut Self, Place) -> Option<()>) {
        let place = self.place;
        if !matches!(place, Place::Value | Place::Item) {
            return self.misplaced();
        }
        if self.depth >= MAX_NESTING {
            return self
                .refuse("lists and maps are nested more than 32 levels deep, counting the item");
        }
        // The first mistake is the one that is told, with the path that leads to it.
        if self.error.is_some() {
            return;
        }
        self.depth += 1;
        write(self, place);
        self.depth -= 1;
        self.place = Place::Written;
    }

    /// Encodes what stands at `step` of a list or map, and returns whether it is there; `None` on a mistake in it.
    #[inline]
    fn encode_at(&mut self, value: &dyn Encode, step: impl FnOnce() -> Step) -> Option<bool> {
        self.place = Place::Value;
        value.encode(self);
        if self.error.is_some() {
            return self.failed_at(step());
        }
        Some(self.place == Place::Written)
    }

    /// Adds a step to the path of the mistake, on the way out of it.
    #[cold]
    fn failed_at<T>(&mut self, step: Step) -> Option<T> {
        if let Some(error) = &mut self.error {
            error.within(step);
        }
        None
    }

    /// Encodes an element of a set, which must be there.
    fn encode_element(&mut self, set: SetType, element: &dyn Encode) {
        self.place = Place::Element(set);
        element.encode(self);
        if self.place != Place::Written {
            self.refuse(WRONG_ELEMENT);
        }
    }
}

const NOT_A_MAP: &str = "an item or a flattened field must be written as a map of attributes";
const WRONG_ELEMENT: &str = "an element does not have the type of the set";

impl fmt::Debug for Encoder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Encoder")
    }
}
