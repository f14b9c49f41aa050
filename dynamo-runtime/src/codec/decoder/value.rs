//! Sources that the SDK has parsed: an item's map, a value, an element of a set.

use std::collections::HashMap;
use std::mem;

use aws_sdk_dynamodb::primitives::Blob;
use aws_sdk_dynamodb::types::AttributeValue;

use super::rest::{Place, Rest};
use super::{Decoder, MAX_NESTING, TOO_DEEP};
use crate::codec::kind::SetType;
use crate::codec::{Field, Slot};
use crate::error::Step;

/// Where a value is read from.
pub(super) enum Source<'a> {
    Item(&'a mut HashMap<String, AttributeValue>),
    Value(&'a mut AttributeValue),
    StringElement(&'a mut String),
    NumberElement(&'a mut String),
    BytesElement(&'a mut Blob),
    /// The key of a map.
    Key(&'a str),
    /// An attribute value, at the cursor.
    Json,
    /// A whole item, at the cursor.
    JsonItem,
    /// An element of a set, at the cursor.
    JsonElement(SetType),
    /// The attributes that a struct's fields have left.
    Rest,
}

impl<'a> Decoder<'a> {
    /// The attribute type of a source, as error messages name it.
    pub(super) fn type_of(&self, source: &Source<'_>) -> &'static str {
        match source {
            Source::Item(_)
            | Source::JsonItem
            | Source::Rest
            | Source::Value(AttributeValue::M(_)) => "M",
            Source::StringElement(_)
            | Source::JsonElement(SetType::Ss)
            | Source::Value(AttributeValue::S(_)) => "S",
            Source::NumberElement(_)
            | Source::JsonElement(SetType::Ns)
            | Source::Value(AttributeValue::N(_)) => "N",
            Source::BytesElement(_)
            | Source::JsonElement(SetType::Bs)
            | Source::Value(AttributeValue::B(_)) => "B",
            Source::Value(AttributeValue::Bool(_)) => "BOOL",
            Source::Value(AttributeValue::Null(_)) => "NULL",
            Source::Value(AttributeValue::L(_)) => "L",
            Source::Value(AttributeValue::Ss(_)) => "SS",
            Source::Value(AttributeValue::Ns(_)) => "NS",
            Source::Value(AttributeValue::Bs(_)) => "BS",
            Source::Value(_) => "an unknown type",
            Source::Key(_) => "the text of a key",
            Source::Json => self.json_type(),
        }
    }

    /// Whether the value that is to be read stands at the cursor.
    pub(crate) fn is_json(&self) -> bool {
        matches!(self.source, Some(Source::Json | Source::JsonItem | Source::JsonElement(_)))
    }

    /// Reads nothing of the value.
    pub(crate) fn left_unread(&mut self) -> Option<()> {
        self.source.take().map(drop)
    }

    pub(super) fn elements(
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

    pub(super) fn entries(
        &mut self,
        map: &'a mut HashMap<String, AttributeValue>,
        read: &mut dyn FnMut(&str, &mut Self) -> Option<()>,
    ) -> Option<()> {
        for (key, value) in map {
            self.source = Some(Source::Value(value));
            if read(key, self).is_none() {
                return self.failed_at(Step::Name(key.clone().into()));
            }
        }
        Some(())
    }

    /// Reads the fields of a struct, and returns how many were there; what they leave goes into `rest`.
    #[inline]
    pub(super) fn members(
        &mut self,
        fields: &'static [Field],
        slots: &mut [&mut dyn Slot<'a>],
        rest: Option<&mut Rest<'a>>,
    ) -> Option<usize> {
        match self.source {
            Some(Source::Json) => self.deeper(|from| from.json_fields(true, fields, slots, rest)),
            Some(Source::JsonItem) => {
                self.deeper(|from| from.json_fields(false, fields, slots, rest))
            }
            _ => self.nested(|from, source| from.members_of(source, fields, slots, rest)),
        }
    }

    fn members_of(
        &mut self,
        source: Source<'a>,
        fields: &'static [Field],
        slots: &mut [&mut dyn Slot<'a>],
        rest: Option<&mut Rest<'a>>,
    ) -> Option<usize> {
        match source {
            Source::Item(map) | Source::Value(AttributeValue::M(map)) => {
                self.map_fields(map, fields, slots, rest)
            }
            Source::Rest => {
                let read = self.rest_fields(fields, slots)?;
                // What waits goes on to what stands beside these fields.
                if let Some(rest) = rest {
                    *rest = mem::take(&mut self.rest);
                }
                Some(read)
            }
            other => self.mismatch("M", &other),
        }
    }

    fn map_fields(
        &mut self,
        map: &'a mut HashMap<String, AttributeValue>,
        fields: &'static [Field],
        slots: &mut [&mut dyn Slot<'a>],
        mut rest: Option<&mut Rest<'a>>,
    ) -> Option<usize> {
        let mut read = 0;
        for (key, value) in map {
            let Some(at) = fields.iter().position(|field| field.name == key) else {
                if let Some(rest) = &mut rest {
                    rest.push((key.into(), Place::Value(value)));
                }
                continue;
            };
            self.source = Some(Source::Value(value));
            slots[at].read(self);
            if self.error.is_some() {
                self.failed_at(Step::Name(fields[at].name.into()))?;
            }
            read += 1;
        }
        Some(read)
    }

    /// Refuses a value that nests too deep, which whatever goes down in it must not meet.
    pub(super) fn whole(&mut self, value: AttributeValue) -> Option<AttributeValue> {
        let fits = nests_within(&value, MAX_NESTING - self.depth);
        if !fits {
            self.refuse(TOO_DEEP);
        }
        fits.then_some(value)
    }
}

/// Whether lists and maps nest at most `levels` deep in the value; it goes no deeper to tell.
fn nests_within(value: &AttributeValue, levels: usize) -> bool {
    let inner = |value: &AttributeValue| nests_within(value, levels - 1);
    match value {
        AttributeValue::L(list) => levels > 0 && list.iter().all(inner),
        AttributeValue::M(map) => levels > 0 && map.values().all(inner),
        _ => true,
    }
}
