//! Attributes made of fields: values in, the text of a key out; and back.

mod decimal;
mod escape;
mod parse;
mod render;
#[cfg(test)]
pub(crate) mod tests;

use std::borrow::Cow;

use aws_sdk_dynamodb::types::AttributeValue;

use self::parse::Holes;
use super::decoder::Decoder;
use super::encoder::Encoder;
use super::key::{Number, Scalar};
use super::kind::SetType;
use super::{Decode, Encode, Slot};
use crate::error::{Mistake, Step};
use crate::schema::{ScalarType, Template, TemplateField, Texts};

/// The attribute that a template makes of values, for the derive: those of its fields, in their order.
pub struct Render<'v>(pub &'static Template, pub &'v [&'v dyn Encode]);

/// A field that is also the attribute of a template, for the derive: its value must be what the template makes.
pub struct Declared<'v>(pub Render<'v>, pub &'v dyn Encode);

/// The slot of an attribute that a template has made, for the derive.
pub struct Made<'a> {
    template: &'static Template,
    /// The texts of its fields, if they stand in the key as they are.
    plain: Texts<'a>,
    /// The key, and where its fields are, else.
    parsed: Option<(Cow<'a, str>, Holes)>,
}

impl Render<'_> {
    fn attribute(&self) -> Result<Option<AttributeValue>, Mistake> {
        let encoded = |value: &&dyn Encode| Ok(Encoder::attribute(*value)?.map(Cow::Owned));
        self.0.rendered(&mut self.1.iter().map(encoded))
    }
}

impl Encode for Render<'_> {
    fn encode(&self, to: &mut Encoder) {
        match self.attribute() {
            Ok(Some(made)) => made.encode(to),
            Ok(None) => {}
            Err(mistake) => to.fail(mistake),
        }
    }
}

impl Encode for Declared<'_> {
    fn encode(&self, to: &mut Encoder) {
        let made = self.0.attribute();
        let made = made.and_then(|made| Ok((made, Encoder::attribute(self.1)?)));
        match made {
            Ok((made, declared)) if same(made.as_ref(), declared.as_ref()) => declared.encode(to),
            Ok(_) => to.refuse(format!(
                "the attribute is not what its template, `{}`, makes of the fields; give it that value, or leave the field out \
                 of the struct",
                self.0.0
            )),
            Err(mistake) => to.fail(mistake),
        }
    }
}

fn same(one: Option<&AttributeValue>, other: Option<&AttributeValue>) -> bool {
    match (one, other) {
        (Some(one), Some(other)) => {
            Scalar::of(one).is_some_and(|one| Some(one) == Scalar::of(other))
        }
        (None, None) => true,
        _ => false,
    }
}

impl<'a> Made<'a> {
    /// The empty slot.
    #[must_use]
    pub fn new(template: &'static Template) -> Self {
        Self { template, plain: Texts::default(), parsed: None }
    }

    /// Returns the value of the field that is the `nth` of the template's.
    pub fn part<T>(&self, nth: usize, from: &mut Decoder<'a>) -> Option<T>
    where
        T: super::Attribute + Encode + for<'t> Decode<'t>,
    {
        if T::ONE_FORM
            && let Some(text) = self.plain(nth)
            && let Ok(value) = T::decode_key(text)
        {
            return Some(value);
        }
        let Some((field, text)) = self.hole(nth) else {
            return T::absent().or_else(|| self.refuse(nth, Mistake::new(MISSING), from));
        };
        match T::decode_key(&text) {
            Ok(value) if T::ONE_FORM || is_made_of(field, &text, &value) => Some(value),
            Ok(_) => self.refuse(nth, Mistake::new(OTHER_FORM), from),
            Err(mistake) => self.refuse(nth, mistake, from),
        }
    }

    #[inline]
    fn plain(&self, nth: usize) -> Option<&str> {
        *self.plain.get(nth)?
    }

    fn hole(&self, nth: usize) -> Option<(&'static TemplateField, Cow<'_, str>)> {
        if let Some(text) = self.plain(nth) {
            return Some((self.template.field(nth)?, Cow::Borrowed(text)));
        }
        let (text, holes) = self.parsed.as_ref()?;
        let hole = holes.get(nth)?;
        Some((hole.field, hole.text(text)))
    }

    fn refuse<T>(&self, nth: usize, mut mistake: Mistake, from: &mut Decoder<'a>) -> Option<T> {
        let field = self.template.field(nth);
        let steps = field.map(|field| field.name).into_iter().chain([self.template.attribute]);
        steps.for_each(|name| mistake.within(Step::Name(name.into())));
        from.fail(mistake);
        None
    }

    fn receive(&mut self, text: Cow<'a, str>, from: &mut Decoder<'_>) {
        match self.template.holes(&text) {
            Some(holes) => self.parsed = Some((text, holes)),
            None => from.refuse(OTHER_ENTITY),
        }
    }
}

const MISSING: &str = "the attribute is missing";
const OTHER_FORM: &str = "the key has the value in a different form than the field writes, so reads would not find it; use a type that holds \
                          every stored value, such as `String`";
const OTHER_ENTITY: &str = "the key is not made by this template, so the item is of another entity";

/// Whether the value is the one whose text stands in a key.
fn is_made_of(field: &TemplateField, text: &str, value: &dyn Encode) -> bool {
    if let Some(value) = value.as_text() {
        return value == text;
    }
    let value = Encoder::attribute(value);
    let value = value.as_ref().ok().and_then(Option::as_ref).and_then(Scalar::of);
    match field.ty {
        ScalarType::N => Number::of(text).map(Scalar::Number) == value,
        ScalarType::S | ScalarType::B => Some(Scalar::Text(text)) == value,
    }
}

impl<'a> Slot<'a> for Made<'a> {
    fn read(&mut self, from: &mut Decoder<'a>) {
        if let Some(text) = from.plain(SetType::Ss) {
            if let Some(field) = self.template.plain(text) {
                self.plain[0] = Some(field);
                return;
            }
            if let Some(fields) = self.template.plain_parts(text) {
                self.plain = fields;
                return;
            }
            return match self.template.ty() {
                ScalarType::N => from.refuse("expected N, found S"),
                ScalarType::S | ScalarType::B => self.receive(Cow::Borrowed(text), from),
            };
        }
        let text = match self.template.ty() {
            ScalarType::N => from.number(),
            ScalarType::S | ScalarType::B => from.text(),
        };
        if let Some(text) = text {
            self.receive(text, from);
        }
    }

    /// What tells an entity must be there; a key that is needed is missed by its [`part`](Self::part).
    fn settle(&mut self) -> bool {
        self.template.is_key || self.parsed.is_some() || self.plain[0].is_some()
    }
}

/// The slot of a field that is also the attribute of a template, for the derive: both are read.
pub struct Both<'s, 'a, S>(pub &'s mut Made<'a>, pub &'s mut S);

impl<'a, S: Slot<'a>> Slot<'a> for Both<'_, 'a, S> {
    fn read(&mut self, from: &mut Decoder<'a>) {
        if let Some(AttributeValue::S(text) | AttributeValue::N(text)) = from.copied() {
            self.0.receive(Cow::Owned(text), from);
        }
        self.1.read(from);
    }

    fn settle(&mut self) -> bool {
        self.1.settle()
    }
}

impl Decoder<'_> {
    /// Refuses an item whose key is not what its templates make of its fields: another program has changed these.
    #[doc(hidden)]
    #[must_use]
    pub fn made(&mut self, made: &[(&Made<'_>, &[&dyn Encode])]) -> Option<()> {
        for (made, values) in made {
            for (nth, value) in values.iter().enumerate() {
                if !made.agrees(nth, *value) {
                    self.fail(made.disagrees());
                    return None;
                }
            }
        }
        Some(())
    }
}

impl Made<'_> {
    /// Whether the value of the field that is the `nth` is the one that the key is made of.
    fn agrees(&self, nth: usize, value: &dyn Encode) -> bool {
        match (self.plain(nth), value.as_text()) {
            (Some(text), Some(value)) => value == text,
            _ => self.hole(nth).is_none_or(|(field, text)| is_made_of(field, &text, value)),
        }
    }

    #[cold]
    fn disagrees(&self) -> Mistake {
        let fields: Vec<String> =
            self.template.fields().map(|field| format!("`{}`", field.name)).collect();
        let reason =
            format!("the key is stored with other values than the fields {}", fields.join(", "));
        let mut mistake = Mistake::new(reason);
        mistake.within(Step::Name(self.template.attribute.into()));
        mistake
    }
}
