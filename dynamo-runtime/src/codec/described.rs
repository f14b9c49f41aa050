//! A Rust type in, what a schema says of an attribute that is stored as it is out.

use super::kind::Described;
use super::{Attribute, IndexKeyAttribute, KeyAttribute, TextKey, TimeToLive};
use crate::schema::{
    AttributeDefinition, AttributeType, FieldSchema, TableSchema, TemplateField, TemplatePart,
};

impl FieldSchema {
    /// A field of type `T`.
    #[must_use]
    pub const fn new<T: Attribute<Kind: Described>>(name: &'static str) -> Self {
        Self { name, ty: T::Kind::TYPE, optional: T::Kind::OPTIONAL }
    }

    /// The same field with its name, for the derive.
    #[doc(hidden)]
    #[must_use]
    pub const fn called(mut self, name: &'static str) -> Self {
        self.name = name;
        self
    }

    /// The tag, called `name`, of the flattened enum `T`.
    #[must_use]
    pub const fn tag<T: Attribute<Kind: Described>>(name: &'static str) -> Self {
        Self { name, ty: AttributeType::S, optional: T::Kind::OPTIONAL }
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

impl TableSchema {
    /// The name of an attribute whose values are unique, of a table whose hash key is stored as `H` is, and the range key as `R`.
    #[doc(hidden)]
    #[must_use]
    pub const fn unique_attribute<T: IndexKeyAttribute, H: TextKey, R: TextKey>(
        name: &'static str,
    ) -> &'static str {
        name
    }

    /// The same with an attribute, stored as `T` is, that tells when an item expires.
    #[must_use]
    pub const fn ttl<T: TimeToLive>(mut self, attribute: &'static str) -> Self {
        self.ttl = Some(attribute);
        self
    }
}

impl TemplatePart {
    /// A field of the template of a table's key, stored as `T` is, with so many digits if it is a number; 0 for as many as it has.
    #[must_use]
    pub const fn key<T: KeyAttribute>(name: &'static str, width: u8) -> Self {
        let integer = T::BOUNDS.is_some();
        Self::Field(TemplateField { name, ty: T::TYPE, width, optional: false, integer })
    }

    /// A field of the template of an index's key, stored as `T` is.
    #[must_use]
    pub const fn index_key<T: IndexKeyAttribute + Attribute<Kind: Described>>(
        name: &'static str,
        width: u8,
    ) -> Self {
        let (optional, integer) = (T::Kind::OPTIONAL, T::BOUNDS.is_some());
        Self::Field(TemplateField { name, ty: T::TYPE, width, optional, integer })
    }
}
