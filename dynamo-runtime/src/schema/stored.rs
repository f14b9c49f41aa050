//! A schema in, all that its items have out: stored fields, attributes made of fields, and fields that only keys tell.

use super::{AttributeDefinition, FieldSchema, IndexSchema, TableSchema, Template};

impl TableSchema {
    /// Returns the attributes of an item: the stored fields, and after them what is made of fields.
    pub(crate) fn stored(&self) -> Vec<FieldSchema> {
        let made = self.templates.iter().map(Template::as_field);
        let made = made.filter(|made| !self.fields.iter().any(|field| field.name == made.name));
        self.fields.iter().copied().chain(made).collect()
    }

    /// Returns the fields that are no attributes, because the primary key tells them.
    pub(crate) fn read_from_keys(&self) -> Vec<FieldSchema> {
        let mut read: Vec<FieldSchema> = Vec::new();
        for field in
            self.key_names().filter_map(|name| self.template(name)).flat_map(Template::fields)
        {
            let known = |known: &FieldSchema| known.name == field.name;
            if !self.fields.iter().any(known) && !read.iter().any(known) {
                let ty = field.ty.into();
                read.push(FieldSchema { name: field.name, ty, optional: field.optional });
            }
        }
        read
    }

    /// Returns the attribute of the primary key that tells the field, which is no attribute.
    pub(crate) fn read_from(&self, field: &str) -> Option<&'static str> {
        let tells = |name: &&str| {
            let template = self.template(name);
            template.is_some_and(|template| template.fields().any(|part| part.name == field))
        };
        let stored = self.fields.iter().any(|known| known.name == field);
        self.key_names().find(tells).filter(|_| !stored)
    }

    /// Whether both are schemas of one table: its own, or those of entities in it.
    #[cfg(feature = "export")]
    pub(crate) fn is_of_table(&self, other: &Self) -> bool {
        let table = |schema: &Self| (schema.name, schema.hash_key, schema.range_key);
        table(self) == table(other)
    }

    /// Whether items can be in the index: they have the attributes of its key.
    pub(crate) fn is_in(&self, index: &IndexSchema) -> bool {
        let has = |key: &AttributeDefinition| {
            let field = self.fields.iter().any(|field| field.name == key.name);
            field || self.template(key.name).is_some()
        };
        index.hash.iter().chain(index.range).all(has)
    }
}

impl Template {
    /// Returns the attribute that is made.
    fn as_field(&self) -> FieldSchema {
        let optional = self.fields().any(|field| field.optional);
        FieldSchema { name: self.attribute, ty: self.ty().into(), optional }
    }
}
