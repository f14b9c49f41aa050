//! Whether what a path leads to may be absent: the types on its way in, what is read there out.

use std::convert::Infallible;

use super::path::role::{
    Attribute, Defaulted, Element, Joined, Key, Made, Managed, Nested, Part, Unique,
};
use crate::codec::{self, kind};

/// What a path leads to, as far as it may be absent. The roles are those of [`role`](super::path::role).
#[doc(hidden)]
pub trait Role {
    /// The role of what stands in something that may be absent.
    type Absent: Role;
    /// The role of an attribute of role `R` in what has this one.
    type Within<R: Role>: Role;
    /// What a projection reads where the path's type is `V`.
    type Read<V: codec::Attribute<Kind: Presence>>;

    /// Returns what is read of an absent attribute whose field has a default.
    #[doc(hidden)]
    #[must_use]
    fn read_default<V: codec::Attribute<Kind: Presence>>(_: fn() -> V) -> Option<Self::Read<V>> {
        None
    }
}

/// A [`kind`] of attributes, as far as they may be absent.
#[doc(hidden)]
pub trait Presence {
    /// What is read of an attribute of type `V` that may be absent for other reasons than its type: an `Option` of it, or itself
    /// where it is one.
    type Maybe<V>;
    /// What is read where the type is an `Option` of this kind.
    #[doc(hidden)]
    type InOption<V>;
    /// The role of an attribute of role `R` in one of this kind.
    type Within<R: Role>: Role;
}

/// The role of an attribute of role `S` in an attribute of role `R` and type `V`.
pub(crate) type Within<R, V, S> =
    <R as Role>::Within<<<V as codec::Attribute>::Kind as Presence>::Within<S>>;

type MaybeOf<V> = <<V as codec::Attribute>::Kind as Presence>::Maybe<V>;

/// Roles of what is there, or reads as if it were.
macro_rules! present {
    ($($role:ident)*) => {$(
        impl Role for $role {
            type Absent = Nested<$role>;
            type Within<R: Role> = R;
            type Read<V: codec::Attribute<Kind: Presence>> = V;

            fn read_default<V: codec::Attribute<Kind: Presence>>(default: fn() -> V) -> Option<V> {
                Some(default())
            }
        }
    )*};
}

present!(Key Managed Unique Part Joined Made Attribute);

// What is in the default is known to the program alone.
impl Role for Defaulted {
    type Absent = Nested<Self>;
    type Within<R: Role> = R::Absent;
    type Read<V: codec::Attribute<Kind: Presence>> = V;

    fn read_default<V: codec::Attribute<Kind: Presence>>(default: fn() -> V) -> Option<V> {
        Some(default())
    }
}

impl Role for Element {
    type Absent = Self;
    type Within<R: Role> = R::Absent;
    type Read<V: codec::Attribute<Kind: Presence>> = MaybeOf<V>;
}

impl<N> Role for Nested<N> {
    type Absent = Self;
    type Within<R: Role> = R::Absent;
    type Read<V: codec::Attribute<Kind: Presence>> = MaybeOf<V>;
}

macro_rules! always_there {
    ($($kind:ident)*) => {$(
        impl Presence for kind::$kind {
            type Maybe<V> = Option<V>;
            type InOption<V> = V;
            type Within<R: Role> = R;
        }
    )*};
}

always_there!(S N B BOOL L M SS NS BS);

// What serde reads, and any attribute, are of the kind of an `Option` whether or not they are one.
impl Presence for Infallible {
    type Maybe<V> = Option<V>;
    type InOption<V> = Option<V>;
    type Within<R: Role> = R;
}

impl<K: Presence> Presence for kind::Optional<K> {
    type Maybe<V> = K::InOption<V>;
    type InOption<V> = K::InOption<V>;
    type Within<R: Role> = R::Absent;
}
