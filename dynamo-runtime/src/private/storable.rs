//! The type of a field in, what its struct's codec and schema need of it out: a type that lacks one is told of once.

use crate::codec::kind::Described;
use crate::codec::slot::Slot;
use crate::codec::{Attribute, Decode, Encode};
use crate::schema::FieldSchema;

/// The type of a field. A schema, what writes and what reads ask for the same trait, so that the compiler says one thing.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be stored as a DynamoDB attribute",
    label = "this type, or what it holds, has no DynamoDB attribute type",
    note = "derive `DynamoValue` for your own struct or enum, or mark the field with `#[dynamo(serde)]`",
    note = "for a type of bytes, chrono, jiff, rust_decimal, time or uuid, turn on the cargo feature of that name",
    note = "a set holds strings, whole numbers or decimals, or bytes; the key of a map is a string, a number, a newtype of one or an enum without data; for others, store a `Vec`"
)]
pub trait Storable<'a>: Sized {
    /// The field's schema, but for its name.
    const FIELD: FieldSchema;

    /// The value to be written.
    fn value(&self) -> &dyn Encode;

    /// Where the value is read into.
    fn slot(local: &mut Option<Self>) -> &mut dyn Slot<'a>;
}

#[diagnostic::do_not_recommend]
impl<'a, T: Attribute<Kind: Described> + Encode + Decode<'a>> Storable<'a> for T {
    const FIELD: FieldSchema = FieldSchema::new::<T>("");

    fn value(&self) -> &dyn Encode {
        self
    }

    fn slot(local: &mut Option<Self>) -> &mut dyn Slot<'a> {
        local
    }
}
