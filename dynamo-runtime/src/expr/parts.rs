//! The fields of templates that an update sets together.

use std::fmt;
use std::marker::PhantomData;

use crate::codec::value::{IntoValue, Value};

/// The fields, of the types in the tuple `V`, that the keys of indexes are made of, and that an update sets together. The derive
/// makes it: `Order::BY_STATUS_PARTS`.
pub struct Parts<T, V> {
    pub(crate) names: &'static [&'static str],
    marker: PhantomData<fn() -> (T, V)>,
}

impl<T, V> Parts<T, V> {
    /// The fields that are stored under these names, for the derive.
    #[doc(hidden)]
    #[must_use]
    pub const fn new(names: &'static [&'static str]) -> Self {
        Self { names, marker: PhantomData }
    }
}

impl<T, V> fmt::Debug for Parts<T, V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Parts").field(&self.names).finish()
    }
}

/// What can stand for the values of the fields, of types `V`, of a [`Parts`]: a tuple of values.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be used for fields of types `{V}`",
    label = "expected a tuple with a value for each of the fields"
)]
pub trait IntoParts<V> {
    #[doc(hidden)]
    fn into_parts(self) -> Vec<Value>;
}

macro_rules! tuples {
    ($(($($value:ident $given:ident)+);)*) => {$(
        #[allow(non_snake_case, reason = "the type parameters name the tuple's elements")]
        impl<$($value, $given: IntoValue<$value>,)+> IntoParts<($($value,)+)> for ($($given,)+) {
            fn into_parts(self) -> Vec<Value> {
                let ($($given,)+) = self;
                vec![$($given.into_value()),+]
            }
        }
    )*};
}

tuples! {
    (A X B Y);
    (A X B Y C Z);
    (A X B Y C Z D W);
    (A X B Y C Z D W E V);
    (A X B Y C Z D W E V F U);
}
