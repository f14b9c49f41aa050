//! Conditions on the fields of a template in, the condition on the attribute that it makes out.

#[cfg(test)]
mod tests;
mod texts;

use std::borrow::Cow;

use aws_sdk_dynamodb::types::AttributeValue;

use self::texts::{above_all, below, decremented, raised};
use super::range::KeyCondition;
use crate::codec::value::Value;
use crate::error::{Mistake, Step};
use crate::schema::{ScalarType, Template, TemplateField, TemplatePart};

/// Returns what the attribute must be that the template makes: of the fields that are `known`, and of others that meet the
/// conditions, which are taken in the order of the fields as far as they are needed: equal from the left, and any one last. `None`
/// where it may be anything.
///
/// The last field of a template, a number with a width, and a text before `#`, or what sorts before it, are compared as the values are. A
/// text before another separator is compared as it stands in the key, with what follows it.
pub(crate) fn fold(
    template: &Template,
    known: &[(&str, Value)],
    conditions: &mut dyn Iterator<Item = KeyCondition>,
) -> Option<KeyCondition> {
    let mut given: Vec<(&str, Cow<'_, Value>)> =
        known.iter().map(|(name, value)| (*name, Cow::Borrowed(value))).collect();
    let mut before = String::new();
    for (place, part) in template.parts.iter().enumerate() {
        let field = match part {
            TemplatePart::Text(part) => {
                before.push_str(part);
                continue;
            }
            TemplatePart::Field(field) => *field,
        };
        let value = given.iter().find(|(name, _)| *name == field.name);
        let condition = match value {
            Some((_, value)) => Some(KeyCondition::Equal(Value::clone(value))),
            None => conditions.next(),
        };
        if template.bare().is_some() {
            return condition;
        }
        let part = Part { template, place, field, before: &before };
        match condition {
            Some(KeyCondition::Equal(value)) => match part.through(&value) {
                Ok(through) => {
                    before = through;
                    given.push((field.name, Cow::Owned(value)));
                }
                Err(mistake) => return Some(mistaken(mistake)),
            },
            Some(condition) => return Some(part.narrowed(&condition).unwrap_or_else(mistaken)),
            None if before.is_empty() => return None,
            None => return Some(KeyCondition::Prefix(string(before))),
        }
    }
    Some(KeyCondition::Equal(string(before)))
}

fn string(text: String) -> Value {
    Value::encoded(Ok(Some(AttributeValue::S(text))))
}

fn mistaken(mistake: Mistake) -> KeyCondition {
    KeyCondition::Equal(Value::mistaken(mistake))
}

/// A field in a key, whose text before it is known.
struct Part<'t> {
    template: &'t Template,
    place: usize,
    field: TemplateField,
    before: &'t str,
}

impl Part<'_> {
    /// Returns the text of a key up to the end of the field.
    fn through(&self, value: &Value) -> Result<String, Mistake> {
        let mut text = self.before.to_owned();
        let value = value.required().map_err(|mistake| self.at(mistake))?;
        self.template.append(self.place, self.field, value, &mut text)?;
        Ok(text)
    }

    fn at(&self, mut mistake: Mistake) -> Mistake {
        mistake.within(Step::Name(self.field.name.into()));
        mistake
    }

    /// Returns the condition on the whole key that the condition is on the field.
    fn narrowed(&self, condition: &KeyCondition) -> Result<KeyCondition, Mistake> {
        let problem = match (self.field.ty, condition) {
            (ScalarType::N, KeyCondition::Prefix(_)) => "a number has no prefix",
            (ScalarType::N, _) if self.field.width == 0 => {
                "a number does not sort in a key whose template gives it no width"
            }
            _ => return self.range(condition),
        };
        Err(self.at(Mistake::new(problem)))
    }

    fn range(&self, condition: &KeyCondition) -> Result<KeyCondition, Mistake> {
        let (low, high) = match condition {
            KeyCondition::Equal(value) | KeyCondition::Prefix(value) => {
                return Ok(KeyCondition::Prefix(string(self.through(value)?)));
            }
            KeyCondition::Between(low, high) => {
                let (low, high) = (self.from(low)?, self.to(high)?);
                return Ok(KeyCondition::Between(string(low), string(high)));
            }
            KeyCondition::Compare(operator, bound) => match operator.trim() {
                ">=" => (Some(self.from(bound)?), self.last()),
                ">" => (Some(self.after(bound)?), self.last()),
                "<=" => (self.first(), Some(self.to(bound)?)),
                _ => match self.under(bound)? {
                    Some(high) => (self.first(), Some(high)),
                    None => return Ok(self.nothing()),
                },
            },
        };
        Ok(match (low, high) {
            (Some(low), Some(high)) if low > high => self.nothing(),
            (Some(low), Some(high)) => KeyCondition::Between(string(low), string(high)),
            (Some(low), None) => KeyCondition::Compare(" >= ", string(low)),
            (_, high) => KeyCondition::Compare(" <= ", string(high.unwrap_or_default())),
        })
    }

    /// What follows the field, raised, so that it sorts behind all that has the field's value; empty behind the last field.
    fn raised(&self) -> String {
        self.template.separator(self.place).and_then(raised).map(String::from).unwrap_or_default()
    }

    /// The least text with the value.
    fn from(&self, value: &Value) -> Result<String, Mistake> {
        let text = self.through(value)?;
        // Of a key in whose front an empty value may stand.
        let separator = self.template.separator(self.place).filter(|_| text.is_empty());
        Ok(separator.map_or(text, |separator| char::from(separator).into()))
    }

    /// What sorts behind each text with the value, and before the next.
    fn after(&self, value: &Value) -> Result<String, Mistake> {
        let raised = self.raised();
        Ok(self.through(value)? + if raised.is_empty() { "\0" } else { &raised })
    }

    /// The greatest text with the value, or what sorts next to it.
    fn to(&self, value: &Value) -> Result<String, Mistake> {
        Ok(self.through(value)? + &self.raised())
    }

    /// What sorts before each text with the value, and behind the one before; `None` where there is nothing.
    fn under(&self, value: &Value) -> Result<Option<String>, Mistake> {
        let through = self.through(value)?;
        let text = &through[self.before.len()..];
        if self.field.width > 0 {
            return Ok(decremented(text).map(|text| [self.before, &text, &self.raised()].concat()));
        }
        if text.is_empty() {
            return Ok(None);
        }
        let is_last = self.template.separator(self.place).is_none();
        Ok(Some(if is_last { below(&through) } else { through }))
    }

    /// What no text of the template sorts before; `None` where there is nothing to tell it from others by.
    fn first(&self) -> Option<String> {
        let zeros = "0".repeat(self.field.width.into());
        Some([self.before, &zeros].concat()).filter(|first| !first.is_empty())
    }

    /// What no text of the template sorts behind.
    fn last(&self) -> Option<String> {
        match self.field.width {
            0 if self.before.is_empty() => None,
            0 => Some(above_all(self.before)),
            width => Some([self.before, &"9".repeat(width.into()), &self.raised()].concat()),
        }
    }

    /// A range of one text, which the template does not make: nothing of it ends in a bare `$`.
    fn nothing(&self) -> KeyCondition {
        let text = self.before.to_owned() + "$";
        KeyCondition::Between(string(text.clone()), string(text))
    }
}
