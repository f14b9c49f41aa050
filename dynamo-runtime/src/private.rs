//! All that the derives' expansions name, so that the public modules are for users alone.

#[path = "private/kept.rs"]
mod kept;
#[cfg(feature = "serde")]
#[path = "private/serde.rs"]
pub mod key_serde;
#[path = "private/keyed.rs"]
mod keyed;
#[path = "private/storable.rs"]
mod storable;

/// Without serde, a key has no traits of its.
#[cfg(not(feature = "serde"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __dynamo_serde {
    ($($key:tt)*) => {};
}

pub use self::kept::{Kept, show};
pub use self::keyed::{Hashed, Ordered, ordered};
pub use self::storable::Storable;
pub use crate::__dynamo_kept as kept;
pub use crate::__dynamo_keyed as keyed;
pub use crate::__dynamo_serde as serde;
pub use crate::client::dynamo::Dynamo;
pub use crate::codec::field::{Field, Names, fields_differ};
pub use crate::codec::key::Keyed;
pub use crate::codec::other::{KeepsAttributes, KeepsText};
#[cfg(feature = "serde")]
pub use crate::codec::serde::Serde;
pub use crate::codec::slot::{Flat, Lenient, Tag};
pub use crate::codec::template::{Both, Declared, Made, Render};
pub use crate::codec::value::{IntoKey, Text, Value};
pub use crate::codec::with::{Stored, StoredRef};
pub use crate::codec::{
    Attribute, Bounds, Decode, Decoder, Encode, Encoder, Flatten, Item, Variants, kind,
};
pub use crate::expr::flat::FlatPath;
pub use crate::expr::parts::Parts;
pub use crate::expr::path::{KeyPath, ManagedPath, Path, role};
pub use crate::handle::Table;
pub use crate::op::{Delete, Exists, Get, Query, Update};
pub use crate::schema::{
    AttributeDefinition, Encryption, FieldSchema, IndexSchema, StreamView, TableClass, TableSchema,
    Template, TemplatePart, Units, entities_differ,
};
pub use crate::table::behaviour::{Behaviour, Versioned};
pub use crate::table::entity::{DynamoItems, Entity, is_in};
pub use crate::table::key::{IntoOneKey, Key, KeyFrom};
pub use crate::table::view::View;
pub use crate::table::{
    ConsistentIndex, DynamoTable, Expiring, Index, Primary, Ranged, TableParameter, Unconditional,
};
