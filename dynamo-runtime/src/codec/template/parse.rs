//! A key in, the texts of the fields that a template has made it of out; nothing of a key that it makes of no values.

use std::borrow::Cow;

use aws_sdk_dynamodb::types::AttributeValue;
use smallvec::SmallVec;

use super::decimal::is_decimal;
use super::escape::{extent, unescape};
use crate::codec::Attributes;
use crate::schema::{ScalarType, TableSchema, Template, TemplateField, TemplatePart};

/// Where the text of a field stands in a key.
#[derive(Debug, Clone, Copy)]
pub(super) struct Hole {
    pub(super) field: &'static TemplateField,
    from: usize,
    to: usize,
    escaped: bool,
}

pub(super) type Holes = SmallVec<[Hole; 4]>;

impl Hole {
    /// Returns the text of the field without escapes, or the number without zeros in front.
    pub(super) fn text<'t>(&self, key: &'t str) -> Cow<'t, str> {
        let text = key.get(self.from..self.to).unwrap_or_default();
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
        let texts = self.split(self.text_in(value)?)?;
        let attribute = |(field, text): (TemplateField, Cow<'_, str>)| match field.ty {
            ScalarType::N => (field, AttributeValue::N(text.into_owned())),
            ScalarType::S | ScalarType::B => (field, AttributeValue::S(text.into_owned())),
        };
        Some(self.fields().zip(texts).map(attribute).collect())
    }

    /// Returns whether the template makes the attribute of some values.
    pub(crate) fn is_of(&self, value: &AttributeValue) -> bool {
        self.text_in(value).is_some_and(|text| self.parse(text, &mut Holes::new()).is_some())
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

    /// The field that is the `nth`.
    pub(super) fn field(&self, nth: usize) -> Option<&'static TemplateField> {
        let field = |part: &'static TemplatePart| match part {
            TemplatePart::Field(field) => Some(field),
            TemplatePart::Text(_) => None,
        };
        self.parts.iter().filter_map(field).nth(nth)
    }

    /// Returns where the fields stand in the text.
    pub(super) fn holes(&self, text: &str) -> Option<Holes> {
        let mut holes = Holes::new();
        self.parse(text, &mut holes)?;
        Some(holes)
    }

    /// Adds where the fields stand in the text.
    pub(super) fn parse(&self, text: &str, holes: &mut Holes) -> Option<()> {
        if let [TemplatePart::Field(field @ TemplateField { width: 0, .. })] = self.parts {
            holes.push(Hole { field, from: 0, to: text.len(), escaped: false });
            return Some(());
        }
        let (key, mut at) = (text.as_bytes(), 0);
        for (place, part) in self.parts.iter().enumerate() {
            let rest = key.get(at..)?;
            at += match part {
                TemplatePart::Text(part) => self.passed(place, part, rest)?,
                TemplatePart::Field(field) => {
                    let (length, escaped) = match field.width {
                        0 => self.extent(place, key, at)?,
                        width => (digits(rest, width.into())?, false),
                    };
                    let hole = Hole { field, from: at, to: at + length, escaped };
                    let is_number = field.ty == ScalarType::N && field.width == 0;
                    if is_number && !is_decimal(&hole.text(text), field.integer) {
                        return None;
                    }
                    holes.push(hole);
                    length
                }
            };
        }
        (at == key.len()).then_some(())
    }

    /// Returns the length of the text that stands at this place of the parts, if the key goes on with it.
    #[inline]
    fn passed(&self, place: usize, part: &str, key: &[u8]) -> Option<usize> {
        let goes_on = match key.first_chunk() {
            Some(head) if place == 0 && part.len() <= 8 => self.begins(*head),
            _ => key.starts_with(part.as_bytes()),
        };
        goes_on.then_some(part.len())
    }

    /// Returns how many bytes of the key, from `from` on, are the text of the field that stands at this place, and whether some are escapes.
    #[inline]
    fn extent(&self, place: usize, key: &[u8], from: usize) -> Option<(usize, bool)> {
        if let Some(marks) = self.marks(place) {
            let plain = marks.before(key, from);
            if key.get(from + plain) != Some(&b'$') {
                return Some((plain, false));
            }
        }
        extent(key.get(from..)?, self.escaped(place))
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
