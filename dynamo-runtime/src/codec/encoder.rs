//! Values in, an `AttributeValue` or its JSON out. The first mistake stays in the encoder.

pub(crate) mod json;
mod value;

use std::borrow::Cow;
use std::collections::HashMap;

use aws_sdk_dynamodb::primitives::Blob;
use aws_sdk_dynamodb::types::AttributeValue;

use super::kind::SetType;
use super::{Attributes, Encode, Field, numbers};
use crate::error::{Mistake, Step};
use crate::schema::TableSchema;

/// The number of lists and maps that may stand inside one another, from "Naming rules and data types" of the DynamoDB guide.
const MAX_NESTING: usize = 32;

/// Takes one attribute's value. Each method writes it; calling none leaves the attribute out.
#[derive(Debug)]
pub struct Encoder {
    sink: Sink,
    /// What is written next is a whole item.
    item: bool,
    /// The table whose keys an item is checked for.
    schema: Option<&'static TableSchema>,
    /// The set whose elements are being written.
    set: Option<SetType>,
    error: Option<Mistake>,
    depth: usize,
}

#[derive(Debug)]
enum Sink {
    /// The value, once it is written.
    Value(Option<AttributeValue>),
    /// What has been written so far.
    Json(String),
}

impl Encoder {
    fn new(sink: Sink) -> Self {
        Self { sink, item: false, schema: None, set: None, error: None, depth: 0 }
    }

    /// Encodes `value`; `None` where it is absent.
    pub(crate) fn attribute(value: &dyn Encode) -> Result<Option<AttributeValue>, Mistake> {
        let mut encoder = Self::new(Sink::Value(None));
        value.encode(&mut encoder);
        encoder.error.take().map_or_else(|| Ok(encoder.take_value()), Err)
    }

    /// Encodes a whole item.
    pub(crate) fn item(item: &dyn Encode) -> Result<HashMap<String, AttributeValue>, Mistake> {
        match Self::attribute(item)? {
            Some(AttributeValue::M(attributes)) => Ok(attributes),
            _ => Err(Mistake::new("an item is a map of attributes")),
        }
    }

    /// Appends the JSON of an item, as DynamoDB spells it, and checks the keys of `schema` in it.
    pub(crate) fn append_item(
        json: &mut String,
        item: &dyn Encode,
        schema: Option<&'static TableSchema>,
    ) -> Result<(), Mistake> {
        let mut encoder = Self::new(Sink::Json(std::mem::take(json)));
        (encoder.item, encoder.schema) = (true, schema);
        item.encode(&mut encoder);
        if let Sink::Json(written) = encoder.sink {
            *json = written;
        }
        encoder.error.map_or(Ok(()), Err)
    }

    /// Writes S.
    pub fn string(&mut self, value: &str) {
        match &mut self.sink {
            Sink::Value(sink) => *sink = Some(AttributeValue::S(value.to_owned())),
            Sink::Json(_) => self.scalar(SetType::Ss, "{\"S\":\"", |to| json::text(to, value)),
        }
    }

    /// Writes N. `text` is a decimal number of at most 38 significant digits between 1E-130 and 9.99E+125, or its negative, or 0.
    pub fn number(&mut self, text: &str) {
        match numbers::check(text) {
            Ok(()) => self.digits(text),
            Err(reason) => self.refuse(reason),
        }
    }

    /// Writes N, of digits that need no check.
    pub(crate) fn digits(&mut self, text: &str) {
        match &mut self.sink {
            Sink::Value(sink) => *sink = Some(AttributeValue::N(text.to_owned())),
            Sink::Json(_) => self.scalar(SetType::Ns, "{\"N\":\"", |to| to.push_str(text)),
        }
    }

    /// Writes B.
    pub fn bytes(&mut self, value: &[u8]) {
        match &mut self.sink {
            Sink::Value(sink) => *sink = Some(AttributeValue::B(Blob::new(value))),
            Sink::Json(_) => self.scalar(SetType::Bs, "{\"B\":\"", |to| json::bytes(to, value)),
        }
    }

    /// Writes BOOL.
    pub fn boolean(&mut self, value: bool) {
        match &mut self.sink {
            Sink::Value(sink) => *sink = Some(AttributeValue::Bool(value)),
            Sink::Json(json) => {
                json.push_str(if value { "{\"BOOL\":true}" } else { "{\"BOOL\":false}" });
            }
        }
    }

    /// Writes NULL.
    pub fn null(&mut self) {
        match &mut self.sink {
            Sink::Value(sink) => *sink = Some(AttributeValue::Null(true)),
            Sink::Json(json) => json.push_str(json::NULL),
        }
    }

    /// Writes L. An absent element is written as NULL, so that the others keep their places.
    pub fn list(&mut self, elements: &mut dyn ExactSizeIterator<Item = &dyn Encode>) {
        self.nested(|to| match to.sink {
            Sink::Value(_) => to.list_value(elements),
            Sink::Json(_) => to.list_json(elements),
        });
    }

    /// Writes M. An absent value is written as NULL, so that its key is kept.
    pub fn map<'v>(
        &mut self,
        entries: &mut dyn ExactSizeIterator<Item = (&'v str, &'v dyn Encode)>,
    ) {
        self.nested(|to| match to.sink {
            Sink::Value(_) => to.map_value(entries),
            Sink::Json(_) => to.map_json(entries),
        });
    }

    /// Writes M from a struct's fields. An absent value is left out.
    pub fn fields(&mut self, fields: &'static [Field], values: &[&dyn Encode]) {
        self.fields_and_rest(fields, values, &[]);
    }

    /// Writes M from a struct's fields and, among them, the members of each of `rest`, which writes M itself.
    pub fn fields_and_rest(
        &mut self,
        fields: &'static [Field],
        values: &[&dyn Encode],
        rest: &[&dyn Encode],
    ) {
        self.nested(|to| match to.sink {
            Sink::Value(_) => to.fields_value(fields, values, rest),
            Sink::Json(_) => to.fields_json(fields, values, rest),
        });
    }

    /// Writes SS, NS or BS; an empty set is absent.
    pub fn set(&mut self, set: SetType, elements: &mut dyn Iterator<Item = &dyn Encode>) {
        match self.sink {
            Sink::Value(_) => self.set_value(set, elements),
            Sink::Json(_) => self.set_json(set, elements),
        }
    }

    /// Refuses the value: the write fails with [`ErrorKind::InvalidRequest`](crate::ErrorKind) and `reason`. The first refusal counts.
    pub fn refuse(&mut self, reason: impl Into<Cow<'static, str>>) {
        self.error.get_or_insert_with(|| Mistake::new(reason));
    }

    /// The attributes that stand beside a struct's `fields`: the members of each of `rest`.
    fn beside(&mut self, fields: &[Field], rest: &[&dyn Encode]) -> Attributes {
        let mut all = Attributes::new();
        for members in rest {
            // They nest no deeper than the fields.
            let mut encoder = Self { depth: self.depth - 1, ..Self::new(Sink::Value(None)) };
            members.encode(&mut encoder);
            if let Some(error) = encoder.error.take() {
                self.error.get_or_insert(error);
            }
            let Some(AttributeValue::M(members)) = encoder.take_value() else { continue };
            for (name, value) in members {
                if all.contains_key(&name) || fields.iter().any(|field| field.name == name) {
                    self.refuse(format!("the attribute `{name}` is in the item twice"));
                }
                all.insert(name, value);
            }
        }
        all
    }

    fn nested(&mut self, write: impl FnOnce(&mut Self)) {
        // The item itself is a map that does not count.
        if self.depth > MAX_NESTING {
            return self.refuse("lists and maps nest more than 32 deep");
        }
        self.depth += 1;
        write(self);
        self.depth -= 1;
    }

    /// Encodes what stands at `step` of a list or map.
    fn encode_at(&mut self, value: &dyn Encode, step: impl FnOnce() -> Step) {
        let sound = self.error.is_none();
        value.encode(self);
        if let Some(error) = self.error.as_mut().filter(|_| sound) {
            error.within(step());
        }
    }
}
