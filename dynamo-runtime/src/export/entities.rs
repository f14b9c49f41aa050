//! A table in, its entities out: how their keys are made, and the ways to read them.

use super::Exported;
use crate::schema::{
    AttributeDefinition, AttributeType, FieldSchema, IndexSchema, TableSchema, Template,
    TemplatePart,
};

/// A struct whose keys are made of fields, or that shares its table with others.
pub(super) struct Entity<'a> {
    pub(super) name: &'a str,
    pub(super) schema: &'a TableSchema,
}

/// A way to read items of an entity.
pub(super) struct Access<'a> {
    pub(super) entity: &'a str,
    pub(super) operation: String,
    /// The fields that it takes.
    pub(super) by: Vec<&'static str>,
    /// The fields that a range may be given of, in their order.
    pub(super) range: Vec<&'static str>,
    /// What it asks of the keys.
    pub(super) keys: Vec<String>,
}

impl Exported<'_> {
    /// Returns the entities, and before them the struct of the table, if its keys are made of fields.
    pub(super) fn described(&self) -> Vec<Entity<'_>> {
        let own = (!self.schema.templates.is_empty()).then_some(&*self.schema);
        let own = own.map(|schema| Entity { name: &self.name, schema });
        let entities = self.entities.iter().map(|schema| {
            let name = schema.entity.unwrap_or(schema.name);
            Entity { name, schema }
        });
        own.into_iter().chain(entities).collect()
    }

    /// Returns the attributes of the table and of its entities; one that two give other types is of any.
    pub(super) fn all_attributes(&self) -> Vec<FieldSchema> {
        let mut all = self.attributes();
        for new in self.entities.iter().flat_map(|entity| entity.stored()) {
            match all.iter_mut().find(|known| known.name == new.name) {
                Some(known) if known.ty != new.ty => known.ty = AttributeType::Any,
                Some(_) => {}
                None => all.push(new),
            }
        }
        all
    }
}

impl<'a> Entity<'a> {
    /// Returns what the attribute is made of, be it the field of this name alone.
    pub(super) fn key(&self, attribute: &str) -> Option<String> {
        let field = || self.schema.fields.iter().find(|field| field.name == attribute);
        let made = self.schema.template(attribute).map(Template::to_string);
        made.or_else(|| field().map(|field| format!("{{{}}}", field.name)))
    }

    /// Returns the ways to read it by a key: an item, the items of a hash key, those of each index.
    pub(super) fn accesses(&self) -> Vec<Access<'a>> {
        let schema = self.schema;
        let (hash, range) = (&[schema.hash_key], schema.range_key.as_slice());
        let get = self.get(&[hash, range].concat());
        let query = (!range.is_empty()).then(|| self.query("query".to_owned(), hash, range));
        let of_index = |index: &&IndexSchema| {
            self.query(format!("query {}", index.name), index.hash, index.range)
        };
        let indexes = schema.indexes.iter().filter(|index| schema.is_in(index)).map(of_index);
        [get].into_iter().chain(query).chain(indexes).collect()
    }

    fn get(&self, keys: &[AttributeDefinition]) -> Access<'a> {
        Access {
            entity: self.name,
            operation: "get".to_owned(),
            by: self.fields(keys),
            range: Vec::new(),
            keys: keys.iter().filter_map(|key| self.equal(key)).collect(),
        }
    }

    fn query(
        &self,
        operation: String,
        hash: &[AttributeDefinition],
        range: &[AttributeDefinition],
    ) -> Access<'a> {
        let by = self.fields(hash);
        let mut keys: Vec<_> = hash.iter().filter_map(|key| self.equal(key)).collect();
        for key in range {
            let name = key.name;
            let (parts, all) = self.known(name, &by);
            if all {
                keys.extend(self.equal(key));
                continue;
            }
            if !parts.is_empty() {
                keys.push(format!("{name} begins with {}", Template::new(name, parts)));
            }
            break;
        }
        let range = self.fields(range).into_iter().filter(|field| !by.contains(field)).collect();
        Access { entity: self.name, operation, by, range, keys }
    }

    fn equal(&self, key: &AttributeDefinition) -> Option<String> {
        Some(format!("{} = {}", key.name, self.key(key.name)?))
    }

    /// Returns the fields that the keys are made of, each once.
    fn fields(&self, keys: &[AttributeDefinition]) -> Vec<&'static str> {
        let mut all = Vec::new();
        for key in keys {
            let names = match self.schema.template(key.name) {
                Some(template) => template.fields().map(|field| field.name).collect(),
                None => vec![key.name],
            };
            for name in names {
                if !all.contains(&name) {
                    all.push(name);
                }
            }
        }
        all
    }

    /// Returns the first parts of the attribute that are texts or among these fields, and whether these are all.
    fn known(&self, attribute: &str, fields: &[&str]) -> (&'static [TemplatePart], bool) {
        let Some(template) = self.schema.template(attribute) else {
            return (&[], fields.contains(&attribute));
        };
        let unknown = |part: &TemplatePart| match part {
            TemplatePart::Text(_) => false,
            TemplatePart::Field(field) => !fields.contains(&field.name),
        };
        let until = template.parts.iter().position(unknown);
        (&template.parts[..until.unwrap_or(template.parts.len())], until.is_none())
    }
}
