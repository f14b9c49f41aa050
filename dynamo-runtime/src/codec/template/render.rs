//! The values of a template's fields in, the attribute that it makes of them out.

use std::borrow::Cow;

use aws_sdk_dynamodb::types::AttributeValue;

use super::decimal::decimal;
use super::escape::escape;
use crate::codec::value::Value;
use crate::error::{Mistake, Step};
use crate::schema::{ScalarType, Template, TemplateField, TemplatePart};

/// The encoded value of a field.
pub(super) type Encoded<'v> = Result<Option<Cow<'v, AttributeValue>>, Mistake>;

impl Template {
    /// Returns what the template makes of the values, in the order of its [fields](Self::fields); absent where one of an optional
    /// field is.
    pub(crate) fn render(&self, values: &[Value]) -> Value {
        let mut values = values.iter().map(|value| Ok(value.optional()?.map(Cow::Borrowed)));
        Value::encoded(self.rendered(&mut values))
    }

    pub(super) fn rendered(
        &self,
        values: &mut dyn Iterator<Item = Encoded<'_>>,
    ) -> Result<Option<AttributeValue>, Mistake> {
        let mut next = || values.next().unwrap_or(Ok(None));
        if let Some(field) = self.bare() {
            let value = next().map_err(|mistake| at(mistake, field))?;
            return Ok(value.map(Cow::into_owned));
        }
        let (mut text, mut absent) = (String::new(), false);
        for (place, part) in self.parts.iter().enumerate() {
            match part {
                TemplatePart::Text(part) => text.push_str(part),
                TemplatePart::Field(field) => {
                    let value = next().map_err(|mistake| at(mistake, *field))?;
                    match value {
                        Some(value) => self.append(place, *field, &value, &mut text)?,
                        None if field.optional => absent = true,
                        None => return Err(at(Mistake::new(NO_VALUE), *field)),
                    }
                }
            }
        }
        Ok((!absent).then_some(AttributeValue::S(text)))
    }

    /// Appends the text of the value of the field that stands at this place of the parts.
    pub(crate) fn append(
        &self,
        place: usize,
        field: TemplateField,
        value: &AttributeValue,
        to: &mut String,
    ) -> Result<(), Mistake> {
        let appended = match (field.ty, value) {
            (ScalarType::S, AttributeValue::S(text)) => {
                escape(text, self.escaped(place), to);
                Ok(())
            }
            (ScalarType::N, AttributeValue::N(text)) => match decimal(text) {
                Some(number) if field.width == 0 => {
                    escape(&number, self.escaped(place), to);
                    Ok(())
                }
                Some(number) => padded(&number, field.width.into(), to),
                None => Err(Mistake::new("not a number")),
            },
            (ty, _) => {
                Err(Mistake::new(format!("a key is made of the field, which must be {ty:?}")))
            }
        };
        appended.map_err(|mistake| at(mistake, field))
    }
}

const NO_VALUE: &str = "a key is made of the field, which must have a value";

fn padded(number: &str, width: usize, to: &mut String) -> Result<(), Mistake> {
    if number.starts_with('-') {
        return Err(Mistake::new("a number that is filled with zeros in a key cannot be negative"));
    }
    if number.contains('.') {
        return Err(Mistake::new("a number that is filled with zeros in a key must be whole"));
    }
    let Some(zeros) = width.checked_sub(number.len()) else {
        return Err(Mistake::new(format!(
            "the number has more than the {width} digits that it has in a key"
        )));
    };
    to.extend(std::iter::repeat_n('0', zeros));
    to.push_str(number);
    Ok(())
}

fn at(mut mistake: Mistake, field: TemplateField) -> Mistake {
    mistake.within(Step::Name(field.name.into()));
    mistake
}
