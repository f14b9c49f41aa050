//! The JSON of attribute values, as DynamoDB's API spells it.

use std::fmt::Write;

use base64_simd::STANDARD;

use super::value::WRONG_ELEMENT;
use super::{Encoder, Sink};
use crate::codec::cursor::{is_plain, plain};
use crate::codec::kind::SetType;
use crate::codec::{Encode, Field};
use crate::error::{Mistake, Step};
use crate::schema::{MAX_RANGE_KEY_BYTES, TableSchema};

pub(super) const NULL: &str = "{\"NULL\":true}";

/// Appends a string with its quotes.
pub(crate) fn string(json: &mut String, string: &str) {
    json.push('"');
    text(json, string);
    json.push('"');
}

/// Appends a string without its quotes.
#[inline]
pub(super) fn text(json: &mut String, text: &str) {
    if is_plain(text.as_bytes()) {
        json.push_str(text);
    } else {
        escaped(json, text);
    }
}

#[cold]
fn escaped(json: &mut String, text: &str) {
    let mut rest = text;
    loop {
        let (before, special) = rest.split_at(plain(rest.as_bytes()));
        json.push_str(before);
        let Some(letter) = special.chars().next() else { break };
        match letter {
            '"' => json.push_str("\\\""),
            '\\' => json.push_str("\\\\"),
            '\n' => json.push_str("\\n"),
            '\r' => json.push_str("\\r"),
            '\t' => json.push_str("\\t"),
            other => {
                // Writing to a `String` cannot fail.
                let _ = write!(json, "\\u{:04x}", u32::from(other));
            }
        }
        rest = &special[letter.len_utf8()..];
    }
}

/// Appends bytes in base64, without quotes.
pub(super) fn bytes(json: &mut String, bytes: &[u8]) {
    STANDARD.encode_append(bytes, json);
}

/// Appends a field's key and the colon behind it.
#[inline]
fn key(json: &mut String, field: &Field) {
    json.push('"');
    if field.plain {
        json.push_str(field.name);
    } else {
        escaped(json, field.name);
    }
    json.push_str("\":");
}

/// Appends the comma between members.
#[inline]
fn separate(json: &mut String) {
    if !matches!(json.as_bytes().last(), Some(b'{' | b'[')) {
        json.push(',');
    }
}

impl Encoder {
    /// Writes a scalar in quotes: alone, as an attribute value that begins with `open`, and in a set of its type, bare.
    #[inline]
    pub(super) fn scalar(&mut self, its_set: SetType, open: &str, write: impl FnOnce(&mut String)) {
        let Sink::Json(json) = &mut self.sink else { return };
        match self.set {
            None => {
                json.push_str(open);
                write(json);
                json.push_str("\"}");
            }
            Some(set) if set == its_set => {
                json.push('"');
                write(json);
                json.push('"');
            }
            Some(_) => self.refuse(WRONG_ELEMENT),
        }
    }

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
        entries: &mut dyn ExactSizeIterator<Item = (&'v str, &'v dyn Encode)>,
    ) {
        let (open, close) = self.braces();
        self.push(open);
        self.entries(entries);
        self.push(close);
    }

    fn entries<'v>(&mut self, entries: &mut dyn Iterator<Item = (&'v str, &'v dyn Encode)>) {
        for (key, value) in entries {
            if let Sink::Json(json) = &mut self.sink {
                separate(json);
                string(json, key);
                json.push(':');
            }
            self.member(value, || Step::Name(key.to_owned().into()));
        }
    }

    pub(super) fn fields_json(
        &mut self,
        fields: &'static [Field],
        values: &[&dyn Encode],
        rest: &[&dyn Encode],
    ) {
        let (open, close) = self.braces();
        let schema = self.schema.take();
        self.push(open);
        for (field, value) in fields.iter().zip(values) {
            let Sink::Json(json) = &mut self.sink else { return };
            let start = json.len();
            separate(json);
            key(json, field);
            let before = json.len();
            self.encode_at(*value, || Step::Name(field.name.into()));
            if let Some(schema) = schema {
                self.check_key(schema, field.name, *value, before);
            }
            if self.written() == before {
                self.truncate(start);
            }
        }
        if !rest.is_empty() {
            let beside = self.beside(fields, rest);
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
        let outer = self.set.replace(set);
        for element in elements {
            self.separate();
            element.encode(self);
        }
        self.set = outer;
        if self.written() == first { self.truncate(start) } else { self.push("]}") }
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
        let before = self.written();
        self.encode_at(value, step);
        if self.written() == before {
            self.push(NULL);
        }
    }

    /// The braces of a map: those of an item stand alone.
    fn braces(&mut self) -> (&'static str, &'static str) {
        if std::mem::take(&mut self.item) { ("{", "}") } else { ("{\"M\":{", "}}") }
    }

    /// Writes the comma between members.
    #[inline]
    fn separate(&mut self) {
        if let Sink::Json(json) = &mut self.sink {
            separate(json);
        }
    }

    fn push(&mut self, text: &str) {
        if let Sink::Json(json) = &mut self.sink {
            json.push_str(text);
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
