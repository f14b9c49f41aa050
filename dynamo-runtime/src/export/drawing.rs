//! Tables in, boxes with what is around them out, whatever they are drawn in.

use super::{Export, Exported};
use crate::schema::{AttributeDefinition, IndexSchema, IndexScope, Projection, TableSchema};

/// A table, and what is around it, each with what it is to the table.
pub(super) struct Drawing {
    pub(super) table: Shape,
    pub(super) indexes: Vec<(&'static str, Shape)>,
    pub(super) entities: Vec<Shape>,
}

/// A box. No text in it is escaped.
pub(super) struct Shape {
    pub(super) name: String,
    pub(super) lines: Vec<String>,
}

impl Export<'_> {
    /// Returns a drawing of each table.
    pub(super) fn drawings(&self) -> impl Iterator<Item = Drawing> {
        self.tables.iter().map(drawing)
    }
}

fn drawing(table: &Exported<'_>) -> Drawing {
    let schema = &*table.schema;
    let mut lines = keys(schema, "hash key", &[schema.hash_key]);
    lines.extend(keys(schema, "range key", schema.range_key.as_slice()));
    let indexes = schema.indexes.iter().map(|index| {
        let scope = match index.scope {
            IndexScope::Global => "global",
            IndexScope::Local => "local",
        };
        (scope, of_index(schema, index))
    });
    Drawing {
        table: Shape { name: table.name.to_string(), lines },
        indexes: indexes.collect(),
        entities: table.entities.iter().map(|entity| of_entity(entity)).collect(),
    }
}

fn of_entity(entity: &TableSchema) -> Shape {
    let mut lines = keys(entity, "hash key", &[entity.hash_key]);
    lines.extend(keys(entity, "range key", entity.range_key.as_slice()));
    for index in entity.indexes.iter().filter(|index| entity.is_in(index)) {
        let hash = if index.scope == IndexScope::Global { index.hash } else { &[] };
        lines.extend(keys(entity, &format!("{} hash", index.name), hash));
        lines.extend(keys(entity, &format!("{} range", index.name), index.range));
    }
    Shape { name: entity.entity.unwrap_or(entity.name).to_owned(), lines }
}

fn of_index(table: &TableSchema, index: &IndexSchema) -> Shape {
    let mut lines = keys(table, "hash", index.hash);
    lines.extend(keys(table, "range", index.range));
    lines.push(match index.projection {
        Projection::All => "holds all".to_owned(),
        Projection::KeysOnly => "holds keys".to_owned(),
        Projection::Include(names) => format!("holds keys, {}", names.join(", ")),
    });
    Shape { name: index.name.to_owned(), lines }
}

/// A line for each key: its name and type, and what it is made of.
fn keys(schema: &TableSchema, role: &str, keys: &[AttributeDefinition]) -> Vec<String> {
    let one = |key: &AttributeDefinition| {
        let made = schema.template(key.name).map(|template| format!(" = {template}"));
        format!("{role} {}: {:?}{}", key.name, key.ty, made.unwrap_or_default())
    };
    keys.iter().map(one).collect()
}
