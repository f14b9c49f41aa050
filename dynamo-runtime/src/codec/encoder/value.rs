//! Lists, maps and sets as `AttributeValue`s.

use std::collections::HashMap;

use aws_sdk_dynamodb::types::AttributeValue;

use super::{Encoder, Place};
use crate::codec::kind::SetType;
use crate::codec::{Attributes, Encode, Field};
use crate::error::Step;

impl Encoder {
    /// Takes the members of the map that was written.
    pub(super) fn take_members(&mut self) -> Option<Attributes> {
        match self.value.take() {
            Some(AttributeValue::M(members)) => Some(members),
            _ => None,
        }
    }

    pub(super) fn list_value(
        &mut self,
        elements: &mut dyn ExactSizeIterator<Item = &dyn Encode>,
    ) -> Option<()> {
        let mut list = Vec::with_capacity(elements.len());
        for (index, element) in elements.enumerate() {
            self.encode_at(element, || Step::Index(index))?;
            list.push(self.value.take().unwrap_or(AttributeValue::Null(true)));
        }
        self.value = Some(AttributeValue::L(list));
        Some(())
    }

    pub(super) fn map_value<'v>(
        &mut self,
        entries: &mut dyn ExactSizeIterator<Item = (&'v str, &'v dyn Encode)>,
    ) -> Option<()> {
        let mut map = HashMap::with_capacity(entries.len());
        for (key, value) in entries {
            self.encode_at(value, || Step::Name(key.to_owned().into()))?;
            map.insert(key.to_owned(), self.value.take().unwrap_or(AttributeValue::Null(true)));
        }
        self.value = Some(AttributeValue::M(map));
        Some(())
    }

    #[inline(never)]
    pub(super) fn fields_value(
        &mut self,
        fields: &'static [Field],
        values: &[&dyn Encode],
        rest: &[&dyn Encode],
    ) -> Option<()> {
        let mut map = HashMap::with_capacity(fields.len());
        for (field, value) in fields.iter().zip(values) {
            self.encode_at(*value, || Step::Name(field.name.into()))?;
            if let Some(value) = self.value.take() {
                map.insert(field.name.to_owned(), value);
            }
        }
        if !rest.is_empty() {
            map.extend(self.beside(fields, rest));
        }
        self.value = Some(AttributeValue::M(map));
        Some(())
    }

    pub(super) fn set_value(
        &mut self,
        set: SetType,
        elements: &mut dyn Iterator<Item = &dyn Encode>,
    ) {
        let (mut texts, mut blobs) = (Vec::new(), Vec::new());
        for element in elements {
            self.encode_element(set, element);
            match self.value.take() {
                Some(AttributeValue::S(text) | AttributeValue::N(text)) => texts.push(text),
                Some(AttributeValue::B(blob)) => blobs.push(blob),
                _ => {}
            }
        }
        let value = (!texts.is_empty() || !blobs.is_empty()).then(|| match set {
            SetType::Ss => AttributeValue::Ss(texts),
            SetType::Ns => AttributeValue::Ns(texts),
            SetType::Bs => AttributeValue::Bs(blobs),
        });
        self.place = if value.is_some() { Place::Written } else { Place::Value };
        self.value = value;
    }
}
