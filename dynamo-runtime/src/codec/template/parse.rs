//! A key in, the texts of the fields that a template has made it of out; nothing of a key that it makes of no values.

use std::borrow::Cow;
use std::ops::Range;

use aws_sdk_dynamodb::types::AttributeValue;
use smallvec::SmallVec;

use super::decimal::is_decimal;
use super::escape::{extent, unescape};
use crate::codec::Attributes;
use crate::schema::{ScalarType, TableSchema, Template, TemplateField, TemplatePart};

/// Where the text of a field stands in a key.
#[derive(Debug, Clone)]
pub(super) struct Hole {
    pub(super) field: TemplateField,
    place: Range<usize>,
    escaped: bool,
}

pub(super) type Holes = SmallVec<[Hole; 4]>;

impl Hole {
    /// Returns the text of the field without escapes, or the number without zeros in front.
    pub(super) fn text<'t>(&self, key: &'t str) -> Cow<'t, str> {
        let text = key.get(self.place.clone()).unwrap_or_default();
        match self.field.width {
            _ if self.escaped => unescape(text),
            0 => Cow::Borrowed(text),
            _ => {
                let number = text.trim_start_matches('0');
                Cow::Borrowed(if number.is_empty() { "0" } else { number })
            }
        }
    }
}

impl Template {
    /// Returns the texts of the fields, in the order of [`fields`](Self::fields); `None` where the template makes the text of no
    /// values.
    pub(crate) fn split<'t>(&self, text: &'t str) -> Option<SmallVec<[Cow<'t, str>; 4]>> {
        let holes = self.holes(text)?;
        Some(holes.iter().map(|hole| hole.text(text)).collect())
    }

    /// Returns the fields, and the values that the attribute is made of; `None` where the template makes it of no values.
    pub(crate) fn values(
        &self,
        value: &AttributeValue,
    ) -> Option<Vec<(TemplateField, AttributeValue)>> {
        let text = self.text_in(value)?;
        let attribute = |hole: &Hole| {
            let text = hole.text(text).into_owned();
            let value = match hole.field.ty {
                ScalarType::N => AttributeValue::N(text),
                ScalarType::S | ScalarType::B => AttributeValue::S(text),
            };
            (hole.field, value)
        };
        Some(self.holes(text)?.iter().map(attribute).collect())
    }

    /// Returns whether the template makes the attribute of some values.
    pub(crate) fn is_of(&self, value: &AttributeValue) -> bool {
        self.text_in(value).is_some_and(|text| self.visit(text, &mut |_| {}).is_some())
    }

    /// Returns the text of an attribute of the type that the template makes.
    fn text_in<'v>(&self, value: &'v AttributeValue) -> Option<&'v str> {
        match (self.ty(), value) {
            (ScalarType::S, AttributeValue::S(text)) | (ScalarType::N, AttributeValue::N(text)) => {
                Some(text)
            }
            _ => None,
        }
    }

    /// Returns where the fields stand in the text.
    pub(super) fn holes(&self, text: &str) -> Option<Holes> {
        let mut holes = Holes::new();
        self.visit(text, &mut |hole| holes.push(hole))?;
        Some(holes)
    }

    fn visit(&self, text: &str, visit: &mut dyn FnMut(Hole)) -> Option<()> {
        if let Some(field) = self.bare() {
            visit(Hole { field, place: 0..text.len(), escaped: false });
            return Some(());
        }
        let mut at = 0;
        for (place, part) in self.parts.iter().enumerate() {
            let rest = text.as_bytes().get(at..)?;
            at += match part {
                TemplatePart::Text(part) => {
                    rest.starts_with(part.as_bytes()).then_some(part.len())?
                }
                TemplatePart::Field(field) => {
                    let (length, escaped) = match field.width {
                        0 => extent(rest, self.escaped(place))?,
                        width => (digits(rest, width.into())?, false),
                    };
                    let hole = Hole { field: *field, place: at..at + length, escaped };
                    let is_number = field.ty == ScalarType::N && field.width == 0;
                    if is_number && !is_decimal(&hole.text(text), field.integer) {
                        return None;
                    }
                    visit(hole);
                    length
                }
            };
        }
        (at == text.len()).then_some(())
    }
}

/// Returns `width`, if there are so many digits.
fn digits(text: &[u8], width: usize) -> Option<usize> {
    text.get(..width)?.iter().all(u8::is_ascii_digit).then_some(width)
}

impl TableSchema {
    /// Returns whether the item can be one of this entity, by its key and by what tells the entity.
    pub(crate) fn owns(&self, item: &Attributes) -> bool {
        let owned = |template: &Template| match item.get(template.attribute) {
            Some(value) if self.tells(template) => template.is_of(value),
            None => template.is_key,
            _ => true,
        };
        self.templates.iter().all(owned)
    }

    /// Whether the attribute that the template makes is of the primary key, or is there to tell the entity.
    pub(crate) fn tells(&self, template: &Template) -> bool {
        !template.is_key || self.key_names().any(|name| name == template.attribute)
    }
}
