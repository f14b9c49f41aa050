//! The JSON of attribute values, as DynamoDB's API spells it.

use super::{Encoder, Place};
use crate::codec::json::OPENING;
use crate::codec::kind::SetType;
use crate::codec::{Encode, Field};
use crate::error::{Mistake, Step};
use crate::schema::{MAX_RANGE_KEY_BYTES, TableSchema};

pub(super) const NULL: &str = "{\"NULL\":true}";

impl Encoder {
    pub(super) fn list_json(
        &mut self,
        elements: &mut dyn ExactSizeIterator<Item = &dyn Encode>,
    ) -> Option<()> {
        let start = self.json.opened_as(b'L');
        for (index, element) in elements.enumerate() {
            self.json.literal(",{\"S\":\"");
            self.member(element, || Step::Index(index))?;
        }
        self.json.close(start, b'[', "]}");
        Some(())
    }

    pub(super) fn map_json<'v>(
        &mut self,
        place: Place,
        entries: &mut dyn ExactSizeIterator<Item = (&'v str, &'v dyn Encode)>,
    ) -> Option<()> {
        let start = self.open_map(place);
        self.entries(entries)?;
        self.close_map(place, start);
        Some(())
    }

    fn entries<'v>(
        &mut self,
        entries: &mut dyn Iterator<Item = (&'v str, &'v dyn Encode)>,
    ) -> Option<()> {
        for (key, value) in entries {
            self.json.literal(",\"");
            self.json.text(key);
            self.json.literal("\":{\"S\":\"");
            self.member(value, || Step::Name(key.to_owned().into()))?;
        }
        Some(())
    }

    pub(super) fn fields_json(
        &mut self,
        fields: &'static [Field],
        values: &[&dyn Encode],
        rest: &[&dyn Encode],
        place: Place,
    ) -> Option<()> {
        let schema = self.schema.filter(|_| place == Place::Item);
        let start = self.open_map(place);
        self.members(fields, values, schema)?;
        if !rest.is_empty() {
            self.rest(schema, fields, rest)?;
        }
        self.close_map(place, start);
        Some(())
    }

    /// Writes what stands before the members of a map, and returns where they begin. An item's stand alone.
    #[inline]
    fn open_map(&mut self, place: Place) -> usize {
        if place == Place::Item { self.json.len() } else { self.json.opened_as(b'M') }
    }

    #[inline]
    fn close_map(&mut self, place: Place, start: usize) {
        if place == Place::Item {
            self.json.close(start, b'{', "}");
        } else {
            self.json.close(start, b'{', "}}");
        }
    }

    /// Writes the members that are fields. Not inlined: a loop with little around it is the faster.
    #[inline(never)]
    fn members(
        &mut self,
        fields: &'static [Field],
        values: &[&dyn Encode],
        schema: Option<&TableSchema>,
    ) -> Option<()> {
        for (field, value) in fields.iter().zip(values) {
            let before = self.json.len();
            self.json.key(field);
            let written = self.json.len() - OPENING.len();
            let there = self.encode_at(*value, || Step::Name(field.name.into()))?;
            if let Some(schema) = schema {
                self.check_key(schema, field, *value, self.json.len() - written)?;
            }
            if !there {
                self.json.truncate(before);
            }
        }
        Some(())
    }

    /// Writes the members that stand beside the fields.
    #[inline(never)]
    fn rest(
        &mut self,
        schema: Option<&TableSchema>,
        fields: &'static [Field],
        rest: &[&dyn Encode],
    ) -> Option<()> {
        let beside = self.beside(fields, rest);
        if let Some(schema) = schema {
            let check = |(name, value): (&String, &_)| schema.check_attribute(name, value);
            if let Some(mistake) = beside.iter().map(check).find_map(Result::err) {
                self.fail(mistake);
            }
        }
        if self.error.is_some() {
            return None;
        }
        self.entries(&mut beside.iter().map(|(name, value)| (name.as_str(), value as _)))
    }

    pub(super) fn set_json(
        &mut self,
        set: SetType,
        elements: &mut dyn Iterator<Item = &dyn Encode>,
    ) {
        self.json.unopened();
        let before = self.json.len();
        self.json.literal(match set {
            SetType::Ss => "{\"SS\":",
            SetType::Ns => "{\"NS\":",
            SetType::Bs => "{\"BS\":",
        });
        let start = self.json.len();
        for element in elements {
            self.json.literal(",\"");
            self.encode_element(set, element);
            self.json.literal("\"");
        }
        if self.json.len() == start {
            self.json.truncate(before);
            self.json.literal(OPENING);
            self.place = Place::Value;
        } else {
            self.json.close(start, b'[', "]}");
            self.place = Place::Written;
        }
    }

    /// Refuses a key that is absent, empty or too long, which the `length` of its JSON tells in all cases but few; and a time to
    /// live that the service would misread.
    #[inline]
    fn check_key(
        &mut self,
        schema: &TableSchema,
        field: &Field,
        value: &dyn Encode,
        length: usize,
    ) -> Option<()> {
        // No key is shorter, and every key may be as long.
        let usual = "{'S':'x'}".len()..=MAX_RANGE_KEY_BYTES;
        if usual.contains(&length) && schema.ttl.is_none() {
            return Some(());
        }
        self.check_unusual(schema, field.name, value, usual.contains(&length))
    }

    #[inline(never)]
    fn check_unusual(
        &mut self,
        schema: &TableSchema,
        name: &str,
        value: &dyn Encode,
        is_usual: bool,
    ) -> Option<()> {
        let is_ttl = schema.ttl == Some(name);
        if !is_ttl && (is_usual || schema.key_limit(name).is_none()) {
            return Some(());
        }
        let checked = match Self::attribute(value) {
            Ok(Some(value)) => schema.check_attribute(name, &value),
            Ok(None) if schema.key_names().any(|key| key == name) => {
                Err(Mistake::new("the key is missing"))
            }
            _ => return Some(()),
        };
        checked.map_err(|mistake| self.fail(mistake)).ok()
    }

    /// Encodes an element or the value of an entry; NULL where it is absent.
    #[inline]
    fn member(&mut self, value: &dyn Encode, step: impl FnOnce() -> Step) -> Option<()> {
        if !self.encode_at(value, step)? {
            self.json.unopened();
            self.json.literal(NULL);
        }
        Some(())
    }
}
