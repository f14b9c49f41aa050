//! Attributes made of fields: values in, the text of a key out; and back.

use std::borrow::Cow;

use super::decoder::Decoder;
use super::encoder::Encoder;
use super::{Decode, Encode, Slot};
use crate::schema::Template;

/// The attribute that a template makes of values, for the derive: those of its fields, in their order.
pub struct Render<'v>(pub &'static Template, pub &'v [&'v dyn Encode]);

/// A field that is also the attribute of a template, for the derive: its value must be what the template makes.
pub struct Declared<'v>(pub Render<'v>, pub &'v dyn Encode);

/// The slot of an attribute that a template has made, for the derive.
pub struct Made<'a> {
    template: &'static Template,
    text: Option<Cow<'a, str>>,
}

impl Encode for Render<'_> {
    fn encode(&self, _to: &mut Encoder) {
        todo!()
    }
}

impl Encode for Declared<'_> {
    fn encode(&self, _to: &mut Encoder) {
        todo!()
    }
}

impl<'a> Made<'a> {
    /// The empty slot.
    #[must_use]
    pub fn new(template: &'static Template) -> Self {
        Self { template, text: None }
    }

    /// Returns the value of the field that is the `nth` of the template's.
    pub fn part<T>(&self, _nth: usize, _from: &mut Decoder<'a>) -> Option<T>
    where
        T: super::Attribute + Encode + for<'t> Decode<'t>,
    {
        todo!()
    }
}

impl<'a> Slot<'a> for Made<'a> {
    fn read(&mut self, _from: &mut Decoder<'a>) {
        let _ = (self.template, &self.text);
        todo!()
    }

    fn settle(&mut self) -> bool {
        todo!()
    }
}

/// The slot of a field that is also the attribute of a template, for the derive: both are read.
pub struct Both<'s, 'a, S>(pub &'s mut Made<'a>, pub &'s mut S);

impl<'a, S: Slot<'a>> Slot<'a> for Both<'_, 'a, S> {
    fn read(&mut self, from: &mut Decoder<'a>) {
        self.1.read(from);
        todo!()
    }

    fn settle(&mut self) -> bool {
        self.1.settle()
    }
}

impl Decoder<'_> {
    /// Refuses an item whose key is not what its templates make of its fields: another program has changed these.
    #[doc(hidden)]
    #[must_use]
    pub fn made(&mut self, _made: &[(&Made<'_>, &[&dyn Encode])]) -> Option<()> {
        todo!()
    }
}
impl Template {
    pub(crate) fn render(&self, _values: &[super::value::Value]) -> super::value::Value {
        todo!()
    }
    pub(crate) fn is_of(&self, _value: &aws_sdk_dynamodb::types::AttributeValue) -> bool {
        todo!()
    }
    pub(crate) fn values(
        &self,
        _value: &aws_sdk_dynamodb::types::AttributeValue,
    ) -> Option<Vec<(crate::schema::TemplateField, aws_sdk_dynamodb::types::AttributeValue)>> {
        todo!()
    }
}
impl crate::schema::TableSchema {
    pub(crate) fn owns(&self, _item: &super::Attributes) -> bool {
        todo!()
    }
}
