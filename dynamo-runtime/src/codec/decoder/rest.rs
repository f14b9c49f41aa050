//! Structs whose fields are not all of it: what stands beside them is read by flattened fields, or chosen by a tag.

use std::borrow::Cow;
use std::mem;

use aws_sdk_dynamodb::types::AttributeValue;

use super::value::Source;
use super::{Decoder, MAX_NESTING};
use crate::codec::cursor::Cursor;
use crate::codec::{Field, Names, Slot};
use crate::error::Step;

/// Attributes that wait to be read, by their names.
pub(super) type Rest<'a> = Vec<(Cow<'a, str>, Place<'a>)>;

/// Where an attribute stands.
pub(super) enum Place<'a> {
    Value(&'a mut AttributeValue),
    Json(Cursor<'a>),
}

/// What reads a variant.
type Read<'a, T> = fn(&mut Decoder<'a>) -> Option<T>;

impl Place<'_> {
    fn reborrow(&mut self) -> Place<'_> {
        match self {
            Self::Value(value) => Place::Value(value),
            Self::Json(json) => Place::Json(json.clone()),
        }
    }
}

impl<'a> Decoder<'a> {
    /// Reads M into the slots of a struct's fields, and what they leave into the slots `beside` them, one after the other.
    pub fn fields_and_rest(
        &mut self,
        fields: &'static [Field],
        slots: &mut [&mut dyn Slot<'a>],
        beside: &mut [&mut dyn Slot<'a>],
    ) -> Option<()> {
        let mut rest = Rest::new();
        self.members(fields, slots, Some(&mut rest))?;
        self.settle(fields, slots)?;
        let end = self.json.clone();
        self.rest = rest;
        for slot in beside {
            self.source = Some(Source::Rest);
            slot.read(self);
            if self.error.is_some() || !slot.settle() {
                return None;
            }
        }
        (self.source, self.json) = (None, end);
        Some(())
    }

    /// Reads M as one of `variants`: the string that the attribute `tag` holds, and what reads all of M then. What is none of them
    /// is read by `other`, if there is that.
    pub fn tagged<T>(
        &mut self,
        tag: &'static str,
        variants: &[(&str, Read<'a, T>)],
        other: Option<Read<'a, T>>,
    ) -> Option<T> {
        let mut source = self.source.take()?;
        let place = match &mut source {
            Source::Item(map) => map.get_mut(tag).map(Place::Value),
            Source::Value(AttributeValue::M(map)) => map.get_mut(tag).map(Place::Value),
            Source::Rest => {
                let found = self.rest.iter_mut().rfind(|(name, _)| name == tag);
                found.map(|(_, place)| place.reborrow())
            }
            Source::Json | Source::JsonItem => {
                let tagged = matches!(source, Source::Json);
                let member = self.json.clone().member(tag, tagged, MAX_NESTING - self.depth);
                self.keep(member)?.map(Place::Json)
            }
            other => return self.mismatch("M", other),
        };
        let Some(place) = place else {
            if let Some(other) = other {
                self.source = Some(source);
                return other(self);
            }
            self.refuse("the attribute is missing");
            return self.failed_at(Step::Name(tag.into())).and(None);
        };
        let mut probe = Decoder::new(None, "");
        probe.go_to(place);
        let named = |name: Cow<'_, str>| variants.iter().find(|(known, _)| *known == name);
        let read = probe.text().map(|name| named(name).map(|(_, read)| *read));
        let error = probe.error;
        match read.map_or(other, |read| read.or(other)) {
            Some(read) => {
                self.source = Some(source);
                return read(self);
            }
            None if read.is_some() => {
                self.refuse("the string is not the name of a known variant");
            }
            None => self.error = self.error.take().or(error),
        }
        self.failed_at(Step::Name(tag.into())).and(None)
    }

    /// Whether an attribute of one of the names waits.
    pub(crate) fn rest_has(&self, names: &Names) -> bool {
        self.rest.iter().any(|(name, _)| names.have(name))
    }

    /// Reads the fields among the attributes that wait; the others go on waiting.
    pub(super) fn rest_fields(
        &mut self,
        fields: &'static [Field],
        slots: &mut [&mut dyn Slot<'a>],
    ) -> Option<usize> {
        let (mut others, mut read) = (Rest::new(), 0);
        for (name, place) in mem::take(&mut self.rest) {
            match fields.iter().position(|field| field.name == name) {
                Some(at) => {
                    self.go_to(place);
                    slots[at].read(self);
                    if self.error.is_some() {
                        self.failed_at(Step::Name(fields[at].name.into()))?;
                    }
                    read += 1;
                }
                None => others.push((name, place)),
            }
        }
        self.rest = others;
        Some(read)
    }

    /// Reads all attributes that wait.
    pub(super) fn rest_entries(
        &mut self,
        read: &mut dyn FnMut(&str, &mut Self) -> Option<()>,
    ) -> Option<()> {
        for (name, place) in mem::take(&mut self.rest) {
            self.go_to(place);
            if read(&name, self).is_none() {
                return self.failed_at(Step::Name(name.into_owned().into()));
            }
        }
        Some(())
    }

    fn go_to(&mut self, place: Place<'a>) {
        self.source = Some(match place {
            Place::Value(value) => Source::Value(value),
            Place::Json(json) => {
                self.json = json;
                Source::Json
            }
        });
    }
}
