//! What a derived type is: a table's item, with its key, its indexes and its views.

pub(crate) mod behaviour;
pub(crate) mod entity;
pub(crate) mod key;
pub(crate) mod view;

use std::marker::PhantomData;

pub use self::behaviour::{Behaviour, Counted, Versioned};
pub use self::entity::{DynamoItems, Entity};
pub use self::key::{IntoKeyOf, Key, KeyFrom};
pub use self::view::{StoredAs, View};
use crate::codec::decoder::Decoder;
use crate::codec::encoder::Encoder;
use crate::codec::kind::Described;
use crate::codec::{Attribute, Attributes, Decode, Encode, Item};
use crate::error::Error;
use crate::schema::{IndexSchema, TableSchema};

/// A struct that is a table's item. Derived: `#[derive(DynamoTable)]`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a DynamoDB table",
    label = "derive `DynamoTable` for it"
)]
pub trait DynamoTable: Item + for<'a> Decode<'a> + Send + Sync + 'static {
    /// The table's description.
    const SCHEMA: &'static TableSchema;
    /// What the mapper writes to fields by itself.
    const BEHAVIOURS: &'static [Behaviour] = &[];
    /// The primary key: `LogKey` for `Log`.
    type Key: Into<Key<Self>>;

    /// Returns the item's primary key.
    fn key(&self) -> Self::Key;

    /// Returns the item as the SDK holds it, for code beside the mapper.
    ///
    /// # Errors
    ///
    /// [`InvalidRequest`](crate::ErrorKind::InvalidRequest): DynamoDB cannot hold one of the values.
    fn to_item(&self) -> Result<Attributes, Error> {
        Encoder::item(self).map_err(|mistake| Error::encode(Self::SCHEMA.name, &mistake))
    }

    /// Returns the item that the SDK holds as attributes.
    ///
    /// # Errors
    ///
    /// [`Decode`](crate::ErrorKind::Decode): an attribute does not fit its field.
    fn from_item(item: Attributes) -> Result<Self, Error> {
        decode(Self::SCHEMA.name, item)
    }
}

/// A type that can stand for a parameter of a table: `Event<Payment>`.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be used as a generic parameter of a table",
    label = "a field of this type could not be stored",
    note = "the type must be an owned attribute that is `Send` and `Sync`, and can be written and read: derive `DynamoValue` for your own type"
)]
pub trait TableParameter:
    Attribute<Kind: Described, List: Described> + Encode + for<'a> Decode<'a> + Send + Sync + 'static
{
}

#[diagnostic::do_not_recommend]
impl<T> TableParameter for T where
    T: Attribute<Kind: Described, List: Described>
        + Encode
        + for<'a> Decode<'a>
        + Send
        + Sync
        + 'static
{
}

/// A secondary index of a table. Derived: `LogStatusIndex`.
pub trait Index {
    /// The table's item.
    type Table: DynamoTable;
    /// What the index holds of an item: the table's item, or a struct with the attributes that are projected.
    type Item: for<'a> Decode<'a> + Send + 'static;
    /// The index's description.
    const SCHEMA: &'static IndexSchema;
}

/// A table or index with range attributes, of the types in the tuple `R`. Derived.
///
/// `R` is always inferred. It is no associated type, so that a public table can have a key of a private type.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no range key",
    label = "it has only a hash key"
)]
pub trait Ranged<R> {}

impl<T: Ranged<R>, R> Ranged<R> for Primary<T> {}

/// An index that can be read consistently: the table's own, and local secondary indexes.
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not support consistent reads",
    label = "reads of a global secondary index are always eventually consistent"
)]
pub trait ConsistentIndex {}

/// A table whose items expire. Derived for one with `#[ttl]`.
#[diagnostic::on_unimplemented(
    message = "items of `{Self}` do not expire",
    label = "none of its fields is its time to live",
    note = "mark one field with `#[ttl]`"
)]
pub trait Expiring: DynamoTable {
    /// The attribute that tells when an item expires.
    const TTL: &'static str;
}

/// A table whose items can be put by a batch, which checks nothing: none of its fields is its version, or unique. Derived.
#[diagnostic::on_unimplemented(
    message = "items of `{Self}` cannot be put by a batch, which cannot check their versions or unique values",
    label = "a field is marked with `#[version]` or `#[unique]`",
    note = "put them one by one, or up to 100 at a time by a `TransactWrite`, which checks each"
)]
pub trait Unconditional: DynamoTable {}

/// What a query reads: a table by its primary key, or an index.
#[doc(hidden)]
pub trait Source {
    /// The table's item.
    type Table: DynamoTable;
    /// What is read of an item, unless a part is asked for.
    type Item: for<'a> Decode<'a> + Send + 'static;
    /// The index's description; `None` for the table itself.
    const INDEX: Option<&'static IndexSchema>;
}

impl<I: Index> Source for I {
    type Table = I::Table;
    type Item = I::Item;
    const INDEX: Option<&'static IndexSchema> = Some(I::SCHEMA);
}

/// The table itself as what a query reads.
#[derive(Debug)]
pub struct Primary<T>(PhantomData<fn() -> T>);

impl<T: DynamoTable> Source for Primary<T> {
    type Table = T;
    type Item = T;
    const INDEX: Option<&'static IndexSchema> = None;
}

impl<T> ConsistentIndex for Primary<T> {}

/// Decodes an item of `table`.
pub(crate) fn decode<T: DynamoTable>(table: &str, mut item: Attributes) -> Result<T, Error> {
    Decoder::item(&mut item, T::decode).map_err(|mistake| Error::decode(table, &mistake))
}
