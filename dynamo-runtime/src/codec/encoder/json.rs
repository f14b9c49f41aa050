//! The JSON of attribute values, as DynamoDB's API spells it.

use super::{Encoder, Place, Sink};
use crate::codec::kind::SetType;
use crate::codec::{Encode, Field};
use crate::error::{Mistake, Step};
use crate::schema::{MAX_RANGE_KEY_BYTES, TableSchema};

pub(super) const NULL: &str = "{\"NULL\":true}";

/// The braces of a map: those of an item stand alone.
fn braces(place: Place) -> (&'static str, &'static str) {
    if place == Place::Item { ("{", "}") } else { ("{\"M\":{", "}}") }
}

impl Encoder {
    pub(super) fn list_json(&mut self, elements: &mut dyn ExactSizeIterator<Item = &dyn Encode>) {
        self.push("{\"L\":[");
        for (index, element) in elements.enumerate() {
            self.separate();
            self.member(element, || Step::Index(index));
        }
        self.push("]}");
    }

    pub(super) fn map_json<'v>(
        &mut self,
        place: Place,
        entries: &mut dyn ExactSizeIterator<Item = (&'v str, &'v dyn Encode)>,
    ) {
        let (open, close) = braces(place);
        self.push(open);
        self.entries(entries);
        self.push(close);
    }

    fn entries<'v>(&mut self, entries: &mut dyn Iterator<Item = (&'v str, &'v dyn Encode)>) {
        for (key, value) in entries {
            if let Sink::Json(json) = &mut self.sink {
                json.separate();
                json.string(key);
                json.literal(":");
            }
            self.member(value, || Step::Name(key.to_owned().into()));
        }
    }

    pub(super) fn fields_json(
        &mut self,
        place: Place,
        fields: &'static [Field],
        values: &[&dyn Encode],
        rest: &[&dyn Encode],
    ) {
        let (open, close) = braces(place);
        let schema = self.schema.filter(|_| place == Place::Item);
        self.push(open);
        for (field, value) in fields.iter().zip(values) {
            let Sink::Json(json) = &mut self.sink else { return };
            let start = json.len();
            json.separate();
            json.key(field);
            let before = json.len();
            let there = self.encode_at(*value, || Step::Name(field.name.into()));
            if let Some(schema) = schema {
                self.check_key(schema, field.name, *value, before);
            }
            if !there {
                self.truncate(start);
            }
        }
        if !rest.is_empty() {
            let beside = self.beside(fields, rest);
            if let Some(schema) = schema {
                let check = |(name, value): (&String, &_)| schema.check_attribute(name, value);
                if let Some(mistake) = beside.iter().map(check).find_map(Result::err) {
                    self.fail(mistake);
                }
            }
            self.entries(&mut beside.iter().map(|(name, value)| (name.as_str(), value as _)));
        }
        self.push(close);
    }

    pub(super) fn set_json(
        &mut self,
        set: SetType,
        elements: &mut dyn Iterator<Item = &dyn Encode>,
    ) {
        let start = self.written();
        self.push(match set {
            SetType::Ss => "{\"SS\":[",
            SetType::Ns => "{\"NS\":[",
            SetType::Bs => "{\"BS\":[",
        });
        let first = self.written();
        for element in elements {
            self.separate();
            self.encode_element(set, element);
        }
        if self.written() == first {
            self.truncate(start);
            self.place = Place::Value;
        } else {
            self.push("]}");
            self.place = Place::Written;
        }
    }

    /// Refuses a key that is absent, empty or too long, which its JSON, written from `start`, tells in all cases but few;
    /// and a time to live that the service would misread.
    fn check_key(&mut self, schema: &TableSchema, name: &str, value: &dyn Encode, start: usize) {
        // No key is shorter, and every key may be as long.
        let usual = "{'S':'x'}".len()..=MAX_RANGE_KEY_BYTES;
        let is_ttl = schema.ttl == Some(name);
        if !is_ttl && usual.contains(&(self.written() - start)) {
            return;
        }
        if !is_ttl && schema.key_limit(name).is_none() {
            return;
        }
        let checked = match Self::attribute(value) {
            Ok(Some(value)) => schema.check_attribute(name, &value),
            Ok(None) if schema.key_names().any(|key| key == name) => {
                Err(Mistake::new("the key is missing"))
            }
            _ => return,
        };
        if let Err(mistake) = checked {
            self.error.get_or_insert(mistake);
        }
    }

    /// Encodes an element or the value of an entry; NULL where it is absent.
    fn member(&mut self, value: &dyn Encode, step: impl FnOnce() -> Step) {
        if !self.encode_at(value, step) {
            self.push(NULL);
        }
    }

    /// Writes the comma between members.
    #[inline]
    fn separate(&mut self) {
        if let Sink::Json(json) = &mut self.sink {
            json.separate();
        }
    }

    fn push(&mut self, text: &'static str) {
        if let Sink::Json(json) = &mut self.sink {
            json.literal(text);
        }
    }

    fn written(&self) -> usize {
        match &self.sink {
            Sink::Json(json) => json.len(),
            Sink::Value(_) => 0,
        }
    }

    fn truncate(&mut self, length: usize) {
        if let Sink::Json(json) = &mut self.sink {
            json.truncate(length);
        }
    }
}
