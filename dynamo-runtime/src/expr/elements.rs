//! The values of elements in, the value of a list or set out.

use std::collections::HashSet;
use std::mem::{self, Discriminant};

use aws_sdk_dynamodb::types::AttributeValue;

use crate::codec::container::Container;
use crate::codec::encoder::Encoder;
use crate::codec::kind::{BS, N, NS, Optional, SS, SetKind, SetType};
use crate::codec::value::{IntoValue, Value};
use crate::codec::{Attribute, Encode};
use crate::error::Mistake;

/// What `add` takes for an attribute of type `V`, which is stored as `K`: a number for a number, elements for a set.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be added to an attribute of type `{V}`",
    label = "expected a number to add to a number, or elements to add to a set",
    note = "`add` takes numbers and sets; a list has `append`, and `set` gives any attribute a new value"
)]
pub trait IntoAdded<V, K> {
    /// Encodes the number or the elements.
    fn into_added(self) -> Value;
}

macro_rules! added {
    ($($set:ty)*) => {
        added!(@number N Optional<N>);
        $(added!(@set $set Optional<$set>);)*
    };
    (@number $($kind:ty)*) => {$(
        impl<V, X: IntoValue<V>> IntoAdded<V, $kind> for X {
            fn into_added(self) -> Value {
                self.into_value()
            }
        }
    )*};
    (@set $($kind:ty)*) => {$(
        impl<V, X> IntoAdded<V, $kind> for X
        where
            V: Attribute<Required: Container>,
            X: IntoIterator<Item: IntoValue<<V::Required as Container>::Element>>,
        {
            fn into_added(self) -> Value {
                set(<$kind>::TYPE, self.into_iter().map(IntoValue::into_value))
            }
        }
    )*};
}

added!(SS NS BS);

/// Encodes a set of type `ty`, each element once.
pub(crate) fn set(ty: SetType, elements: impl Iterator<Item = Value>) -> Value {
    let elements: Result<Vec<_>, _> = elements.map(|element| element.required().cloned()).collect();
    let elements = match elements {
        Ok(elements) => elements,
        Err(mistake) => return Value::mistaken(mistake),
    };
    let mut known = HashSet::new();
    let distinct = elements.iter().filter(|element| known.insert(identity(element)));
    Value::of(&Set(ty, distinct.collect()))
}

/// Tells elements of sets apart.
fn identity(element: &AttributeValue) -> (Discriminant<AttributeValue>, &[u8]) {
    let bytes = match element {
        AttributeValue::S(text) | AttributeValue::N(text) => text.as_bytes(),
        AttributeValue::B(blob) => blob.as_ref(),
        _ => &[],
    };
    (mem::discriminant(element), bytes)
}

/// Encodes a list, in which an absent element is NULL.
pub(crate) fn list(elements: impl Iterator<Item = Value>) -> Value {
    let elements: Result<Vec<_>, Mistake> = elements.map(|element| element.or_null()).collect();
    elements.map_or_else(Value::mistaken, |elements| Value::of(&elements))
}

impl Value {
    /// Returns the attribute, or NULL where the value is absent.
    fn or_null(&self) -> Result<AttributeValue, Mistake> {
        Ok(self.optional()?.cloned().unwrap_or(AttributeValue::Null(true)))
    }
}

struct Set<'e>(SetType, Vec<&'e AttributeValue>);

impl Encode for Set<'_> {
    fn encode(&self, to: &mut Encoder) {
        to.set(self.0, &mut self.1.iter().map(|element| *element as &dyn Encode));
    }
}
