//! How Rust values and DynamoDB's attributes become one another.
//!
//! The derives implement [`Attribute`], [`Encode`] and [`Decode`]. For a type that cannot have them, implement [`With`] for a
//! type of your own, and name it at the field: `#[dynamo(with = ...)]`.

pub(crate) mod attribute_value;
mod bounds;
pub(crate) mod collections;
pub(crate) mod container;
pub(crate) mod cursor;
pub(crate) mod decoder;
mod described;
pub(crate) mod digits;
pub(crate) mod encoder;
pub(crate) mod equal;
pub(crate) mod field;
mod foreign;
pub(crate) mod identity;
pub(crate) mod instant;
pub(crate) mod json;
pub(crate) mod key;
pub mod kind;
pub(crate) mod map_key;
pub(crate) mod numbers;
pub(crate) mod other;
pub(crate) mod scalars;
#[cfg(feature = "serde")]
pub(crate) mod serde;
pub(crate) mod sets;
pub(crate) mod size;
pub(crate) mod slot;
#[allow(dead_code, reason = "one of the features that use its forms may be on, or none")]
pub(crate) mod sortable;
pub(crate) mod template;
pub(crate) mod timestamp;
pub(crate) mod value;
pub(crate) mod with;

pub use self::bounds::Bounds;
pub use self::container::Container;
pub use self::decoder::Decoder;
pub use self::encoder::Encoder;
pub use self::field::Field;
pub(crate) use self::field::Names;
pub use self::instant::{
    EpochMilliseconds, EpochSeconds, PointInTime, Rfc3339Milliseconds, Rfc3339Seconds,
};
pub use self::map_key::MapKey;
#[cfg(feature = "serde")]
pub use self::serde::Serde;
pub use self::sets::Element;
pub(crate) use self::slot::{Lenient, Slot};
pub use self::timestamp::Timestamp;
pub use self::with::{Stored, With};
pub use crate::attributes::Attributes;
use crate::error::Mistake;
use crate::schema::ScalarType;

/// The attribute type that a Rust type is stored as.
///
/// [`kind`] lists the types; operators and keys ask for them, so that a wrong use does not compile.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be stored as a DynamoDB attribute",
    label = "this type has no DynamoDB attribute type",
    note = "derive `DynamoValue` for your own struct or enum, or mark the field with `#[dynamo(serde)]`",
    note = "for a type of bytes, chrono, jiff, rust_decimal, time or uuid, turn on the cargo feature of that name"
)]
pub trait Attribute {
    /// One of the types in [`kind`].
    type Kind;
    /// The type without its `Option` and `Box`.
    type Required;
    /// What a `Vec` of the type is stored as: [`kind::L`], but [`kind::B`] for `u8`.
    type List;
    /// Whether each value is read from one stored form alone, so that a key of this type needs no check; the forms of one number
    /// are one.
    #[doc(hidden)]
    const ONE_FORM: bool = false;
    /// Whether each text is the key of a map as it is.
    #[doc(hidden)]
    const IS_TEXT: bool = false;
    /// The whole numbers that the type holds, where it holds no others: what an update calculates must be one of them, or it
    /// fails with [`ConditionFailed`](crate::ErrorKind::ConditionFailed). A newtype has those of what it holds; floats and
    /// decimals have none.
    const BOUNDS: Option<Bounds> = None;
}

/// Writes a value as an attribute.
///
/// A value that writes nothing is absent: `None` and empty sets are left out of items.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be written as a DynamoDB attribute",
    label = "this type does not implement `Encode`",
    note = "derive `DynamoValue` for your own struct or enum, or mark the field with `#[dynamo(serde)]`"
)]
pub trait Encode {
    /// Writes the value with one call on `to`, or makes no call where it is absent.
    fn encode(&self, to: &mut Encoder);

    /// Returns the text of a value that is written as S as it is, where the type knows it.
    #[doc(hidden)]
    fn as_text(&self) -> Option<&str> {
        None
    }

    /// Writes a `Vec` of values: as L, but for `u8`.
    #[doc(hidden)]
    fn encode_list(list: &[Self], to: &mut Encoder)
    where
        Self: Sized,
    {
        to.list(&mut list.iter().map(|element| element as &dyn Encode));
    }

    /// Writes a map whose keys have this type.
    #[doc(hidden)]
    fn encode_map<'v>(
        entries: impl ExactSizeIterator<Item = (&'v Self, &'v dyn Encode)>,
        to: &mut Encoder,
    ) where
        Self: Sized + 'v,
    {
        map_key::encode(&mut entries.map(|(key, value)| (key as &dyn Encode, value)), to);
    }
}

/// Reads a value from an attribute. `'a` is the life of the response that is read, for types that borrow from it.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be read from a DynamoDB attribute",
    label = "this type does not implement `Decode`",
    note = "derive `DynamoValue` for your own struct or enum, or mark the field with `#[dynamo(serde)]`"
)]
pub trait Decode<'a>: Sized {
    /// Returns the value, or `None` with the reason left in `from`.
    fn decode(from: &mut Decoder<'a>) -> Option<Self>;

    /// Returns what an absent attribute reads as; `None` where the attribute is required.
    #[must_use]
    fn absent() -> Option<Self> {
        None
    }

    /// Reads a `Vec` of values: from L, but for `u8`.
    #[doc(hidden)]
    fn decode_list(from: &mut Decoder<'a>) -> Option<Vec<Self>> {
        let mut list = Vec::new();
        from.list(&mut |from| {
            list.push(Self::decode(from)?);
            Some(())
        })?;
        Some(list)
    }

    /// Reads the text of a map's key.
    #[doc(hidden)]
    fn decode_key(text: &'a str) -> Result<Self, Mistake> {
        Decoder::key(text, Self::decode)
    }
}

/// A struct, or an enum with data, that is stored as a map of attributes: a table's item, or a nested document.
pub trait Item: Attribute<Kind = kind::M> + Encode {
    /// The stored fields but for flattened ones, in the order of declaration; of an enum, the attribute that names the variant.
    const FIELDS: &'static [Field];
    /// The attributes that it may have.
    #[doc(hidden)]
    const NAMES: &'static Names = &Names::new(&[Self::FIELDS], &[]);
}

impl<T: Item> Item for Box<T> {
    const FIELDS: &'static [Field] = T::FIELDS;
    const NAMES: &'static Names = T::NAMES;
}

/// A type whose attributes can stand among those of the struct it is a field of: `#[dynamo(flatten)]`.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "the attributes of `{Self}` cannot be stored beside those of a struct or variant",
    label = "not stored as a map of attributes",
    note = "use a struct or an enum with data that derives `DynamoValue`, an `Option` of one, or a map",
    note = "if this is the only field of a variant, give it a name: `Circle {{ radius: u64 }}`, or `Circle(#[dynamo(rename = \"radius\")] u64)`"
)]
pub trait Flatten: Attribute {
    /// The attributes that the type always has the names of.
    const FIELDS: &'static [Field];
    /// The attributes that the type may have.
    #[doc(hidden)]
    const NAMES: &'static Names;
}

#[diagnostic::do_not_recommend]
impl<T: Item> Flatten for T {
    const FIELDS: &'static [Field] = T::FIELDS;
    const NAMES: &'static Names = T::NAMES;
}

/// `None` where none of the type's attributes is there.
impl<T: Flatten> Flatten for Option<T> {
    const FIELDS: &'static [Field] = T::FIELDS;
    const NAMES: &'static Names = T::NAMES;
}

/// An enum that is stored as a map of attributes, one of which, the tag, names the variant.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no attribute that holds the name of a variant",
    label = "not an enum with data",
    note = "a flattened field can only be the key of an index if it is an enum with data, or with `#[dynamo(tag = \"...\")]`"
)]
pub trait Variants {
    /// The name of the tag.
    const TAG: &'static str;
    /// The stored fields of each variant, the tag before them, in the order of declaration.
    #[doc(hidden)]
    const FIELDS: &'static [&'static [Field]];
}

macro_rules! variants_within {
    ($($holder:ident)*) => {$(
        impl<T: Variants> Variants for $holder<T> {
            const TAG: &'static str = T::TAG;
            const FIELDS: &'static [&'static [Field]] = T::FIELDS;
        }
    )*};
}

variants_within!(Option Box);

/// A type that can be a table's key: strings, numbers, bytes, newtypes of them, and enums without data.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be a key attribute",
    label = "a key is a string, a number or bytes",
    note = "DynamoDB's key types are S, N and B; only the key of an index can be an `Option`, which makes the index sparse"
)]
pub trait KeyAttribute: Attribute {
    /// The key's type in the table's attribute definitions.
    const TYPE: ScalarType;
}

#[diagnostic::do_not_recommend]
impl<T: Attribute<Kind: kind::KeyKind>> KeyAttribute for T {
    const TYPE: ScalarType = <T::Kind as kind::KeyKind>::TYPE;
}

/// A type that can be a key of a table with unique attributes: a string.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be a key of a table with `#[unique]`",
    label = "the keys of this table must be strings",
    note = "what claims a unique value is an item of the same table, whose keys are strings"
)]
pub trait TextKey: Attribute {}

#[diagnostic::do_not_recommend]
impl<T: Attribute<Kind = kind::S>> TextKey for T {}

/// A type that can tell when an item expires: a number, or an `Option` of one.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be a time to live",
    label = "a time to live is a number (N)",
    note = "DynamoDB reads it as epoch seconds; for a type that is not a number, use `#[dynamo(with = ...)]`"
)]
pub trait TimeToLive {}

#[diagnostic::do_not_recommend]
impl<T: Attribute<Kind: kind::TtlKind>> TimeToLive for T {}

/// A type that can be an index's key: a [`KeyAttribute`] or an `Option` of one. Items where it is `None` are not in the index.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be the key of an index",
    label = "a key is a string, a number or bytes, or an `Option` of one",
    note = "DynamoDB's key types are S, N and B"
)]
pub trait IndexKeyAttribute: Attribute {
    /// The key's type in the table's attribute definitions.
    const TYPE: ScalarType;
}

#[diagnostic::do_not_recommend]
impl<T: Attribute<Kind: kind::IndexKeyKind>> IndexKeyAttribute for T {
    const TYPE: ScalarType = <T::Kind as kind::IndexKeyKind>::TYPE;
}
