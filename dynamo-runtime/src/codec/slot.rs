//! Where decoded fields wait until their struct is whole.

use super::decoder::Decoder;
use super::{Decode, Names};

/// Where a decoded field waits until its struct is whole.
pub trait Slot<'a> {
    /// Fills the slot from the decoder's current value.
    fn read(&mut self, from: &mut Decoder<'a>);
    /// Fills an empty slot with what an absent attribute reads as; `false` where the attribute is required.
    fn settle(&mut self) -> bool;
}

impl<'a, T: Decode<'a>> Slot<'a> for Option<T> {
    fn read(&mut self, from: &mut Decoder<'a>) {
        *self = T::decode(from);
    }

    fn settle(&mut self) -> bool {
        if self.is_none() {
            *self = T::absent();
        }
        self.is_some()
    }
}

/// A slot, and what makes the value of an attribute that is absent or NULL, for `#[dynamo(default)]`.
#[derive(Debug)]
pub struct Lenient<T>(pub Option<T>, pub fn() -> T);

impl<'a, T: Decode<'a>> Slot<'a> for Lenient<T> {
    fn read(&mut self, from: &mut Decoder<'a>) {
        self.0 = if from.take_null() { Some((self.1)()) } else { T::decode(from) };
    }

    fn settle(&mut self) -> bool {
        self.0.get_or_insert_with(self.1);
        true
    }
}

/// The slot of a flattened field: in an `Option`, it is absent where none of its attributes is there.
#[derive(Debug)]
pub struct Flat<'s, T>(pub &'s mut Option<T>, pub &'static Names);

impl<'a, T: Decode<'a>> Slot<'a> for Flat<'_, T> {
    fn read(&mut self, from: &mut Decoder<'a>) {
        let absent = if from.rest_has(self.1) { None } else { T::absent() };
        *self.0 = absent.or_else(|| T::decode(from));
    }

    fn settle(&mut self) -> bool {
        self.0.is_some()
    }
}

/// The slot of an attribute of which nothing is read: it names the variant, which is known when the variant's fields are read, or it is
/// made of fields for an index.
#[derive(Debug)]
pub struct Tag;

impl<'a> Slot<'a> for Tag {
    fn read(&mut self, _: &mut Decoder<'a>) {}

    fn settle(&mut self) -> bool {
        true
    }
}
