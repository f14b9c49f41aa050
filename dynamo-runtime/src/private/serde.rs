//! A generated key in, serde's traits out, where the types of its fields have them.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{DeserializeSeed, Error, IgnoredAny, MapAccess, Visitor};
pub use serde::ser::{SerializeStruct, Serializer};
pub use serde::{Deserialize, Deserializer, Serialize};

use super::kept::unraw;

/// The type of a field of a key that serde writes.
#[doc(hidden)]
pub trait Written<'a>: Serialize {}

impl<T: Serialize> Written<'_> for T {}

/// The type of a field of a key that serde reads.
#[doc(hidden)]
pub trait Read<'de, 'a>: Deserialize<'de> {}

impl<'de, T: Deserialize<'de>> Read<'de, '_> for T {}

/// The fields of a key, of which serde has read some: nested pairs.
#[doc(hidden)]
pub trait Slots<'de>: Default {
    /// Reads the value of the field at this place.
    ///
    /// # Errors
    ///
    /// Those of serde.
    fn read<A: MapAccess<'de>>(&mut self, at: usize, from: &mut A) -> Result<(), A::Error>;
}

impl<'de> Slots<'de> for () {
    fn read<A: MapAccess<'de>>(&mut self, _: usize, from: &mut A) -> Result<(), A::Error> {
        from.next_value::<IgnoredAny>().map(|_| ())
    }
}

impl<'de, T: Deserialize<'de>, S: Slots<'de>> Slots<'de> for (Option<T>, S) {
    fn read<A: MapAccess<'de>>(&mut self, at: usize, from: &mut A) -> Result<(), A::Error> {
        match at.checked_sub(1) {
            None => from.next_value().map(|value| self.0 = Some(value)),
            Some(at) => self.1.read(at, from),
        }
    }
}

struct Key<S>(&'static [&'static str], PhantomData<S>);

impl<'de, S: Slots<'de>> Visitor<'de> for Key<S> {
    type Value = S;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a key with the fields {:?}", self.0)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<S, A::Error> {
        let mut slots = S::default();
        while let Some(at) = map.next_key_seed(Place(self.0))? {
            slots.read(at, &mut map)?;
        }
        Ok(slots)
    }
}

/// The place of a name among these.
struct Place(&'static [&'static str]);

impl<'de> DeserializeSeed<'de> for Place {
    type Value = usize;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<usize, D::Error> {
        from.deserialize_identifier(self)
    }
}

impl Visitor<'_> for Place {
    type Value = usize;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name of a field")
    }

    fn visit_str<E: Error>(self, name: &str) -> Result<usize, E> {
        let place = self.0.iter().position(|field| unraw(field) == name);
        Ok(place.unwrap_or(self.0.len()))
    }
}

/// Reads the fields of these names.
///
/// # Errors
///
/// Those of serde.
pub fn read<'de, S: Slots<'de>, D: Deserializer<'de>>(
    from: D,
    name: &'static str,
    fields: &'static [&'static str],
) -> Result<S, D::Error> {
    from.deserialize_struct(unraw(name), fields, Key(fields, PhantomData))
}

/// A field that must be there.
///
/// # Errors
///
/// It is not there.
pub fn there<T, E: Error>(value: Option<T>, name: &'static str) -> Result<T, E> {
    value.ok_or_else(|| E::missing_field(unraw(name)))
}

/// The name as it is written.
#[must_use]
pub fn written(name: &'static str) -> &'static str {
    unraw(name)
}

#[doc(hidden)]
#[macro_export]
macro_rules! __dynamo_serde {
    ($(#[$level:meta])* $name:ident { $($field:ident: $type:ty,)* }) => {
        #[automatically_derived]
        $(#[$level])*
        impl $crate::__::key_serde::Serialize for $name
        where
            $(for<'__dynamo_k> $type: $crate::__::key_serde::Written<'__dynamo_k>,)*
        {
            fn serialize<__DynamoTo: $crate::__::key_serde::Serializer>(
                &self,
                to: __DynamoTo,
            ) -> ::core::result::Result<__DynamoTo::Ok, __DynamoTo::Error> {
                use $crate::__::key_serde::SerializeStruct as _;
                let names: &'static [&'static str] = &[$(::core::stringify!($field)),*];
                let name = $crate::__::key_serde::written(::core::stringify!($name));
                let mut to = to.serialize_struct(name, names.len())?;
                $(to.serialize_field(
                    $crate::__::key_serde::written(::core::stringify!($field)),
                    &self.$field,
                )?;)*
                to.end()
            }
        }
        #[automatically_derived]
        $(#[$level])*
        impl<'__dynamo_de> $crate::__::key_serde::Deserialize<'__dynamo_de> for $name
        where
            $(for<'__dynamo_k> $type: $crate::__::key_serde::Read<'__dynamo_de, '__dynamo_k>,)*
        {
            fn deserialize<__DynamoFrom: $crate::__::key_serde::Deserializer<'__dynamo_de>>(
                from: __DynamoFrom,
            ) -> ::core::result::Result<Self, __DynamoFrom::Error> {
                let slots: $crate::__dynamo_slots!($($type,)*) = $crate::__::key_serde::read(
                    from,
                    ::core::stringify!($name),
                    &[$(::core::stringify!($field)),*],
                )?;
                $(let ($field, slots) = slots;)*
                let () = slots;
                ::core::result::Result::Ok(Self {
                    $($field: $crate::__::key_serde::there($field, ::core::stringify!($field))?,)*
                })
            }
        }
    };
}

#[doc(hidden)]
#[macro_export]
macro_rules! __dynamo_slots {
    () => { () };
    ($type:ty, $($others:ty,)*) => {
        (::core::option::Option<$type>, $crate::__dynamo_slots!($($others,)*))
    };
}
