//! A table's schema as data: [`DynamoTable::SCHEMA`](crate::DynamoTable::SCHEMA).

mod attribute;
pub(crate) mod display;
mod index;
mod keys;
mod name;
mod settings;
mod stored;
mod template;

pub use self::attribute::{AttributeDefinition, AttributeType, FieldSchema, ScalarType};
pub use self::index::{IndexSchema, IndexScope, Projection};
pub(crate) use self::keys::{
    CLAIM, CLAIM_OWNER, CLAIM_OWNER_RANGE, MAX_RANGE_KEY_BYTES, check_claim,
};
pub(crate) use self::name::{checked_table_name, same};
pub(crate) use self::settings::Bounds;
pub use self::settings::{Capacity, Encryption, StreamView, TableClass, Units};
#[cfg(test)]
pub(crate) use self::template::differ;
#[doc(hidden)]
pub use self::template::entities_differ;
pub(crate) use self::template::{NUMBER, Texts, has, number_ends, number_goes_on};
pub use self::template::{Template, TemplateField, TemplatePart};

/// A table's description, or an entity's in it, made at compile time from the annotated struct. Its `Display` is a table of
/// attributes, keys and indexes.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct TableSchema {
    /// The table's default name.
    pub name: &'static str,
    /// The hash key.
    pub hash_key: AttributeDefinition,
    /// The range key, if the table has one.
    pub range_key: Option<AttributeDefinition>,
    /// Global and local secondary indexes, in the order of declaration.
    pub indexes: &'static [&'static IndexSchema],
    /// The stored fields, in the order of declaration.
    pub fields: &'static [FieldSchema],
    /// The table's capacity, the least of it where it is scaled; `None` is on demand (`PAY_PER_REQUEST`).
    pub capacity: Option<Capacity>,
    /// The most that auto scaling raises the capacity to, where it does.
    pub scaled_to: Units,
    /// The most that a table on demand takes.
    pub maximum: Units,
    /// What the table is prepared to take at once.
    pub warm: Units,
    /// The table's class; `None` is the service's default, `Standard`.
    pub class: Option<TableClass>,
    /// What the stream tells, if there is one.
    pub stream: Option<StreamView>,
    /// The key of the encryption at rest; `None` is the service's default, `Owned`.
    pub encryption: Option<Encryption>,
    /// DeleteTable is refused.
    pub deletion_protection: bool,
    /// How many days the table can be restored to, where that is kept.
    pub point_in_time_recovery: Option<u32>,
    /// Keys and values.
    pub tags: &'static [(&'static str, &'static str)],
    /// The policy that is part of the table, as JSON.
    pub resource_policy: Option<&'static str>,
    /// The attribute that tells when an item expires, in epoch seconds.
    pub ttl: Option<&'static str>,
    /// The attributes whose values no two items share.
    pub unique: &'static [&'static str],
    /// The attributes that are made of fields: keys of the table and its indexes, and the entity's discriminator.
    pub templates: &'static [Template],
    /// The name of the struct, where it is one of several entities in the table.
    pub entity: Option<&'static str>,
}

/// Setters of the members with these names.
macro_rules! setters {
    ($($(#[$doc:meta])* $name:ident: $type:ty => $value:expr;)*) => {$(
        $(#[$doc])*
        #[must_use]
        pub const fn $name(mut self, $name: $type) -> Self {
            self.$name = $value;
            self
        }
    )*};
}

impl TableSchema {
    /// A table on demand, with a hash key and no indexes.
    #[must_use]
    pub const fn new(name: &'static str, hash_key: AttributeDefinition) -> Self {
        Self {
            name,
            hash_key,
            range_key: None,
            indexes: &[],
            fields: &[],
            capacity: None,
            scaled_to: Units::NONE,
            maximum: Units::NONE,
            warm: Units::NONE,
            class: None,
            stream: None,
            encryption: None,
            deletion_protection: false,
            point_in_time_recovery: None,
            tags: &[],
            resource_policy: None,
            ttl: None,
            unique: &[],
            templates: &[],
            entity: None,
        }
    }

    setters! {
        /// The same with a range key.
        range_key: AttributeDefinition => Some(range_key);
        /// The same with indexes.
        indexes: &'static [&'static IndexSchema] => indexes;
        /// The same with fields.
        fields: &'static [FieldSchema] => fields;
        /// The same with a capacity that auto scaling raises up to these units.
        scaled_to: Units => scaled_to;
        /// The same on demand, with a maximum.
        maximum: Units => maximum;
        /// The same with warm throughput.
        warm: Units => warm;
        /// The same of another class.
        class: TableClass => Some(class);
        /// The same with a stream.
        stream: StreamView => Some(stream);
        /// The same, encrypted with another key.
        encryption: Encryption => Some(encryption);
        /// The same, to be restored to any second of the last 1 to 35 days.
        point_in_time_recovery: u32 => Some(point_in_time_recovery);
        /// The same with tags.
        tags: &'static [(&'static str, &'static str)] => tags;
        /// The same with a policy.
        resource_policy: &'static str => Some(resource_policy);
        /// The same with attributes whose values no two items share.
        unique: &'static [&'static str] => unique;
    }

    /// The same with provisioned capacity, in capacity units a second.
    #[must_use]
    pub const fn provisioned(mut self, read: u64, write: u64) -> Self {
        self.capacity = Some(Capacity { read, write });
        self
    }

    /// The same, protected from DeleteTable.
    #[must_use]
    pub const fn deletion_protection(mut self) -> Self {
        self.deletion_protection = true;
        self
    }

    /// Returns the capacity of the table.
    pub(crate) fn bounds(&self) -> Option<Bounds> {
        Some(Bounds { low: self.capacity?, high: self.scaled_to })
    }

    /// Returns the capacity of a global index: its own, or the table's.
    pub(crate) fn bounds_of(&self, index: &IndexSchema) -> Option<Bounds> {
        let own = index.capacity.map(|low| Bounds { low, high: index.scaled_to });
        own.or_else(|| self.bounds())
    }

    /// Whether the schema says that the table is on demand, not only nothing of its capacity.
    pub(crate) fn is_declared_on_demand(&self) -> bool {
        let maxima = self.indexes.iter().map(|index| index.maximum);
        self.capacity.is_none()
            && maxima.chain([self.maximum]).any(|maximum| maximum != Units::NONE)
    }

    /// Whether the struct can be without the attribute.
    pub(crate) fn is_optional(&self, name: &str) -> bool {
        self.fields.iter().any(|field| field.name == name && field.optional)
    }

    /// Returns the names of the primary key's attributes, the hash key's first.
    pub fn key_names(&self) -> impl Iterator<Item = &'static str> {
        [Some(self.hash_key), self.range_key].into_iter().flatten().map(|key| key.name)
    }
}
