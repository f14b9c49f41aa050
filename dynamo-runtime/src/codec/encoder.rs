//! Values in, an `AttributeValue` or its JSON out. The first mistake stays in the encoder.

mod json;
#[cfg(test)]
mod tests;
mod value;

use std::borrow::Cow;
use std::fmt;

use aws_sdk_dynamodb::primitives::Blob;
use aws_sdk_dynamodb::types::AttributeValue;

use super::digits::Digits;
use super::json::Json;
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
    sink: Sink,
    place: Place,
    /// The table whose keys an item is checked for.
    schema: Option<&'static TableSchema>,
    error: Option<Mistake>,
    /// The lists and maps around what is written next.
    depth: usize,
}

enum Sink {
    /// The value, once it is written.
    Value(Option<AttributeValue>),
    /// What has been written so far.
    Json(Json),
}

/// What is written next.
#[derive(Clone, Copy, PartialEq)]
enum Place {
    /// A whole item, or attributes of one: M.
    Item,
    /// A value of any type.
    Value,
    /// An element of a set of this type.
    Element(SetType),
    /// Nothing more: the value has been written.
    Written,
}

impl Encoder {
    fn new(sink: Sink, place: Place, depth: usize) -> Self {
        Self { sink, place, schema: None, error: None, depth }
    }

    /// Encodes `value`, which stands in an item; `None` where it is absent.
    pub(crate) fn attribute(value: &dyn Encode) -> Result<Option<AttributeValue>, Mistake> {
        let mut encoder = Self::new(Sink::Value(None), Place::Value, 1);
        value.encode(&mut encoder);
        encoder.error.take().map_or_else(|| Ok(encoder.take_value()), Err)
    }

    /// Encodes a whole item.
    pub(crate) fn item(item: &dyn Encode) -> Result<Attributes, Mistake> {
        let mut encoder = Self::new(Sink::Value(None), Place::Item, 0);
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
        let mut encoder = Self::new(Sink::Json(std::mem::take(json)), Place::Item, 0);
        encoder.schema = schema;
        item.encode(&mut encoder);
        if encoder.place == Place::Item {
            encoder.refuse(NOT_A_MAP);
        }
        if let Sink::Json(written) = encoder.sink {
            *json = written;
        }
        encoder.error.map_or(Ok(()), Err)
    }

    /// Writes S.
    pub fn string(&mut self, value: &str) {
        let owned = || AttributeValue::S(value.to_owned());
        self.scalar(SetType::Ss, "{\"S\":\"", |to| to.text(value), owned);
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
        let owned = || AttributeValue::N(digits.as_str().to_owned());
        self.scalar(SetType::Ns, "{\"N\":\"", |to| to.digits(digits), owned);
    }

    /// Writes B.
    pub fn bytes(&mut self, value: &[u8]) {
        let owned = || AttributeValue::B(Blob::new(value));
        self.scalar(SetType::Bs, "{\"B\":\"", |to| to.base64(value), owned);
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

    /// Writes a scalar in quotes: alone, as an attribute value that begins with `open`, and in a set of its type, bare.
    #[inline]
    fn scalar(
        &mut self,
        its_set: SetType,
        open: &'static str,
        write: impl FnOnce(&mut Json),
        owned: impl FnOnce() -> AttributeValue,
    ) {
        let alone = self.place == Place::Value;
        if !alone && self.place != Place::Element(its_set) {
            return self.misplaced();
        }
        self.place = Place::Written;
        match &mut self.sink {
            Sink::Value(sink @ None) => *sink = Some(owned()),
            Sink::Value(_) => {}
            // Not joined with the next: texts of a known length are copied faster.
            Sink::Json(json) if alone => {
                json.literal(open);
                write(json);
                json.literal("\"}");
            }
            Sink::Json(json) => {
                json.literal("\"");
                write(json);
                json.literal("\"");
            }
        }
    }

    /// Writes a value of one word.
    #[inline]
    fn word(&mut self, word: &'static str, owned: impl FnOnce() -> AttributeValue) {
        if self.place != Place::Value {
            return self.misplaced();
        }
        self.place = Place::Written;
        match &mut self.sink {
            Sink::Value(sink) => *sink = Some(owned()),
            Sink::Json(json) => json.literal(word),
        }
    }

    /// Writes L. An absent element is written as NULL, so that the others keep their places.
    pub fn list(&mut self, elements: &mut dyn ExactSizeIterator<Item = &dyn Encode>) {
        if self.place == Place::Item {
            return self.misplaced();
        }
        self.nested(|to, _| match to.sink {
            Sink::Value(_) => to.list_value(elements),
            Sink::Json(_) => to.list_json(elements),
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
            Sink::Value(_) => to.map_value(entries),
            Sink::Json(_) => to.map_json(place, entries),
        });
    }

    /// Writes M from a struct's fields, whose names differ. An absent value is left out.
    pub fn fields(&mut self, fields: &'static [Field], values: &[&dyn Encode]) {
        self.fields_and_rest(fields, values, &[]);
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
            Sink::Value(_) => to.fields_value(fields, values, rest),
            Sink::Json(_) => to.fields_json(place, fields, values, rest),
        });
    }

    /// Writes SS, NS or BS; an empty set is absent.
    pub fn set(&mut self, set: SetType, elements: &mut dyn Iterator<Item = &dyn Encode>) {
        if self.place != Place::Value {
            return self.misplaced();
        }
        match self.sink {
            Sink::Value(_) => self.set_value(set, elements),
            Sink::Json(_) => self.set_json(set, elements),
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
            let mut encoder = Self::new(Sink::Value(None), Place::Item, self.depth - 1);
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
    fn nested(&mut self, write: impl FnOnce(&mut Self, Place)) {
        let place = self.place;
        if !matches!(place, Place::Value | Place::Item) {
            return self.misplaced();
        }
        if self.depth >= MAX_NESTING {
            return self
                .refuse("lists and maps are nested more than 32 levels deep, counting the item");
        }
        self.depth += 1;
        write(self, place);
        self.depth -= 1;
        self.place = Place::Written;
    }

    /// Encodes what stands at `step` of a list or map, and returns whether it is there.
    fn encode_at(&mut self, value: &dyn Encode, step: impl FnOnce() -> Step) -> bool {
        let sound = self.error.is_none();
        self.place = Place::Value;
        value.encode(self);
        if let Some(error) = self.error.as_mut().filter(|_| sound) {
            error.within(step());
        }
        self.place == Place::Written
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
