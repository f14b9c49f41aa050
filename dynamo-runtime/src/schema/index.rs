//! An index's description.

use super::settings::{Capacity, Units};
use super::{AttributeDefinition, TableSchema};

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
    /// A global index's own capacity, the least of it where it is scaled; `None` is the table's.
    pub capacity: Option<Capacity>,
    /// The most that auto scaling raises its own capacity to, where it does.
    pub scaled_to: Units,
    /// The most that a global index on demand takes.
    pub maximum: Units,
    /// What a global index is prepared to take at once.
    pub warm: Units,
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

impl IndexSchema {
    /// A global index that holds every attribute.
    #[must_use]
    pub const fn global(
        name: &'static str,
        hash: &'static [AttributeDefinition],
        range: &'static [AttributeDefinition],
    ) -> Self {
        Self::new(name, IndexScope::Global, hash, range)
    }

    /// A local index that holds every attribute. `hash` is the table's hash key.
    #[must_use]
    pub const fn local(
        name: &'static str,
        hash: &'static [AttributeDefinition],
        range: &'static [AttributeDefinition],
    ) -> Self {
        Self::new(name, IndexScope::Local, hash, range)
    }

    const fn new(
        name: &'static str,
        scope: IndexScope,
        hash: &'static [AttributeDefinition],
        range: &'static [AttributeDefinition],
    ) -> Self {
        let (projection, scaled_to) = (Projection::All, Units::NONE);
        let (maximum, warm) = (Units::NONE, Units::NONE);
        Self { name, scope, hash, range, projection, capacity: None, scaled_to, maximum, warm }
    }

    /// Returns whether the index of `table` holds the attribute.
    #[must_use]
    pub fn holds(&self, table: &TableSchema, name: &str) -> bool {
        let key =
            || self.hash.iter().chain(self.range).map(|key| key.name).chain(table.key_names());
        match self.projection {
            Projection::All => true,
            Projection::KeysOnly => key().any(|key| key == name),
            Projection::Include(included) => {
                included.contains(&name) || key().any(|key| key == name)
            }
        }
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

    /// The same with a capacity of its own that auto scaling raises up to these units.
    #[must_use]
    pub const fn scaled_to(mut self, units: Units) -> Self {
        self.scaled_to = units;
        self
    }

    /// The same on demand, with a maximum.
    #[must_use]
    pub const fn maximum(mut self, units: Units) -> Self {
        self.maximum = units;
        self
    }

    /// The same with warm throughput.
    #[must_use]
    pub const fn warm(mut self, units: Units) -> Self {
        self.warm = units;
        self
    }
}
