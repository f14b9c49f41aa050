//! What can stand for an attribute's value in a key or an expression.

use std::fmt;

use aws_sdk_dynamodb::types::AttributeValue;

use crate::codec::encoder::Encoder;
use crate::codec::with::{Stored, StoredRef, With};
use crate::codec::{Attribute, Encode};
use crate::error::Mistake;

/// An encoded value, or the reason why it cannot be encoded; the operation that takes it reports that when it is sent.
///
/// Its `Debug` does not show the value.
#[derive(Clone, PartialEq)]
pub struct Value(Result<Option<AttributeValue>, Mistake>);

impl Value {
    /// Encodes `value`.
    pub fn of(value: &dyn Encode) -> Self {
        Self(Encoder::attribute(value))
    }

    /// A value that cannot be encoded.
    pub(crate) fn mistaken(mistake: Mistake) -> Self {
        Self(Err(mistake))
    }

    /// The value that has been encoded.
    pub(crate) fn encoded(value: Result<Option<AttributeValue>, Mistake>) -> Self {
        Self(value)
    }

    /// Returns the attribute, or `None` where the value is absent.
    pub(crate) fn optional(&self) -> Result<Option<&AttributeValue>, Mistake> {
        self.0.as_ref().map(Option::as_ref).map_err(Clone::clone)
    }

    /// Returns the attribute.
    pub(crate) fn required(&self) -> Result<&AttributeValue, Mistake> {
        self.optional()?.ok_or_else(|| {
            Mistake::new("`None` and empty sets have no value; use `exists()` or `not_exists()`")
        })
    }
}

impl fmt::Debug for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("..")
    }
}

/// What can stand for a value of type `V`: the type itself, a reference to it, `&str` for strings and byte slices for bytes.
///
/// For an attribute that is an `Option<V>`, that and what can stand for a `V`.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be used for an attribute of type `{V}`",
    label = "expected a value of type `{V}`"
)]
pub trait IntoValue<V> {
    /// Encodes the value.
    fn into_value(self) -> Value;
}

/// What can stand for a key of type `K`; for the key of a sparse index, what can stand for the type in its `Option`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be used for a key of type `{K}`",
    label = "expected a value of type `{K}`",
    note = "a key of several attributes is taken as a tuple, or as it is, by the table that the handle is of: `(*handle).get(key)`"
)]
pub trait IntoKey<K> {
    /// Encodes the key.
    fn into_key(self) -> Value;
}

impl<K: Attribute, X: IntoValue<K::Required>> IntoKey<K> for X {
    fn into_key(self) -> Value {
        self.into_value()
    }
}

impl<V: Encode> IntoValue<V> for V {
    fn into_value(self) -> Value {
        Value::of(&self)
    }
}

impl<V: Encode> IntoValue<V> for &V {
    fn into_value(self) -> Value {
        Value::of(self)
    }
}

impl<V: Encode> IntoValue<Option<V>> for V {
    fn into_value(self) -> Value {
        Value::of(&self)
    }
}

impl<V: Encode> IntoValue<Option<V>> for &V {
    fn into_value(self) -> Value {
        Value::of(self)
    }
}

#[diagnostic::do_not_recommend]
impl<V, W: With<V>> IntoValue<Stored<W, V>> for V {
    fn into_value(self) -> Value {
        Value::of(&StoredRef::<W, _>::new(&self))
    }
}

#[diagnostic::do_not_recommend]
impl<V, W: With<V>> IntoValue<Stored<W, V>> for &V {
    fn into_value(self) -> Value {
        Value::of(&StoredRef::<W, _>::new(self))
    }
}

#[diagnostic::do_not_recommend]
impl<V, W: With<V>> IntoValue<Stored<Option<W>, Option<V>>> for V {
    fn into_value(self) -> Value {
        Value::of(&StoredRef::<W, _>::new(&self))
    }
}

macro_rules! borrowed {
    ($($borrowed:ty => $owned:ty;)*) => {$(
        impl IntoValue<$owned> for $borrowed {
            fn into_value(self) -> Value {
                Value::of(&self)
            }
        }

        impl IntoValue<Option<$owned>> for $borrowed {
            fn into_value(self) -> Value {
                Value::of(&self)
            }
        }
    )*};
}

borrowed! {
    &[u8] => Vec<u8>;
}

/// A type whose values are stored as the texts that they are made of: `String`, and a newtype of one. Derived.
pub trait Text: Encode {}

impl Text for String {}

macro_rules! texts {
    ($($given:ty)*) => {$(
        #[diagnostic::do_not_recommend]
        impl<V: Text> IntoValue<V> for $given {
            fn into_value(self) -> Value {
                Value::of(&self)
            }
        }

        #[diagnostic::do_not_recommend]
        impl<V: Text> IntoValue<Option<V>> for $given {
            fn into_value(self) -> Value {
                Value::of(&self)
            }
        }
    )*};
}

texts!(&str && str);

impl<const N: usize> IntoValue<Vec<u8>> for &[u8; N] {
    fn into_value(self) -> Value {
        Value::of(&self.as_slice())
    }
}
