//! A table's schema as data: what the derive knows of it, and what CreateTable is told.

pub(crate) mod create_input;
mod keys;

pub(crate) use self::keys::MAX_RANGE_KEY_BYTES;

use crate::codec::{IndexKeyAttribute, KeyAttribute};

/// A table's description, made at compile time from the annotated struct.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct TableSchema {
    /// The table's default name.
    pub name: &'static str,
    /// The hash key.
    pub hash_key: AttributeDefinition,
    /// The range key, if the table has one.
    pub range_key: Option<AttributeDefinition>,
    /// The table's capacity; `None` is on demand (`PAY_PER_REQUEST`).
    pub capacity: Option<Capacity>,
    /// Global and local secondary indexes, in the order of declaration.
    pub indexes: &'static [&'static IndexSchema],
}

/// An index's description.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct IndexSchema {
    /// The index's name.
    pub name: &'static str,
    /// Whether it is global or local.
    pub scope: IndexScope,
    /// The hash attributes: 1 to 4; a local index has the table's.
    pub hash: &'static [AttributeDefinition],
    /// The range attributes: 0 to 4; a local index has 1.
    pub range: &'static [AttributeDefinition],
    /// The attributes that the index holds a copy of.
    pub projection: Projection,
    /// A global index's own capacity; `None` is the table's.
    pub capacity: Option<Capacity>,
}

/// Whether an index spans the table or one hash key's items.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IndexScope {
    /// A global secondary index.
    Global,
    /// A local secondary index: the table's hash key and another range key.
    Local,
}

/// The attributes that an index holds a copy of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Projection {
    /// Every attribute.
    All,
    /// The keys of the index and of the table.
    KeysOnly,
    /// The keys and these attributes.
    Include(&'static [&'static str]),
}

/// A key attribute's name and type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct AttributeDefinition {
    /// The attribute's name.
    pub name: &'static str,
    /// The attribute's type.
    pub ty: ScalarType,
}

/// The types that a key attribute can have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ScalarType {
    /// A string.
    S,
    /// A number.
    N,
    /// Bytes.
    B,
}

/// Provisioned capacity, in capacity units a second.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Capacity {
    /// Read capacity units.
    pub read: u64,
    /// Write capacity units.
    pub write: u64,
}

impl TableSchema {
    /// A table on demand, with a hash key and no indexes.
    #[must_use]
    pub const fn new(name: &'static str, hash_key: AttributeDefinition) -> Self {
        Self { name, hash_key, range_key: None, capacity: None, indexes: &[] }
    }

    /// The same with a range key.
    #[must_use]
    pub const fn range_key(mut self, key: AttributeDefinition) -> Self {
        self.range_key = Some(key);
        self
    }

    /// The same with provisioned capacity, in capacity units a second.
    #[must_use]
    pub const fn provisioned(mut self, read: u64, write: u64) -> Self {
        self.capacity = Some(Capacity { read, write });
        self
    }

    /// The same with indexes.
    #[must_use]
    pub const fn indexes(mut self, indexes: &'static [&'static IndexSchema]) -> Self {
        self.indexes = indexes;
        self
    }

    /// Returns the names of the primary key's attributes, the hash key's first.
    pub fn key_names(&self) -> impl Iterator<Item = &'static str> {
        [Some(self.hash_key), self.range_key].into_iter().flatten().map(|key| key.name)
    }
}

impl IndexSchema {
    /// A global index that holds every attribute.
    #[must_use]
    pub const fn global(
        name: &'static str,
        hash: &'static [AttributeDefinition],
        range: &'static [AttributeDefinition],
    ) -> Self {
        let scope = IndexScope::Global;
        Self { name, scope, hash, range, projection: Projection::All, capacity: None }
    }

    /// A local index that holds every attribute. `hash` is the table's hash key.
    #[must_use]
    pub const fn local(
        name: &'static str,
        hash: &'static [AttributeDefinition],
        range: &'static [AttributeDefinition],
    ) -> Self {
        let scope = IndexScope::Local;
        Self { name, scope, hash, range, projection: Projection::All, capacity: None }
    }

    /// The same, holding the keys only.
    #[must_use]
    pub const fn keys_only(mut self) -> Self {
        self.projection = Projection::KeysOnly;
        self
    }

    /// The same, holding the keys and `attributes`.
    #[must_use]
    pub const fn include(mut self, attributes: &'static [&'static str]) -> Self {
        self.projection = Projection::Include(attributes);
        self
    }

    /// The same with a capacity of its own, in capacity units a second.
    #[must_use]
    pub const fn provisioned(mut self, read: u64, write: u64) -> Self {
        self.capacity = Some(Capacity { read, write });
        self
    }
}

impl AttributeDefinition {
    /// A key attribute of a table, stored as `T` is.
    #[must_use]
    pub const fn key<T: KeyAttribute>(name: &'static str) -> Self {
        Self { name, ty: T::TYPE }
    }

    /// A key attribute of an index, stored as `T` is.
    #[must_use]
    pub const fn index_key<T: IndexKeyAttribute>(name: &'static str) -> Self {
        Self { name, ty: T::TYPE }
    }
}
