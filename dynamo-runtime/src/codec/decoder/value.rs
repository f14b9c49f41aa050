//! Sources that the SDK has parsed: an item's map, a value, an element of a set.

use std::collections::HashMap;
use std::mem;

use aws_sdk_dynamodb::primitives::Blob;
use aws_sdk_dynamodb::types::AttributeValue;

use super::Decoder;
use super::rest::{Place, Rest};
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

    /// Reads the fields of the struct at `source`, and returns how many were there; what they leave goes into `rest`.
    pub(super) fn members(
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
            Source::Json => self.json_fields(true, fields, slots, rest),
            Source::JsonItem => self.json_fields(false, fields, slots, rest),
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
}
