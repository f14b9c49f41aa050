//! Tables in, what a person is told of them out: headings, texts, tables and lists, whatever they are written in.

use super::entities::Entity;
use super::{Export, Exported};
use crate::schema::display::throughput;
use crate::schema::{
    AttributeDefinition, FieldSchema, IndexSchema, IndexScope, Projection, TableSchema, Units,
};

/// A part of a report. No text in it is escaped.
pub(super) enum Block {
    /// The name of a table.
    Table(String),
    /// The name of an entity in it.
    Entity(String),
    Text(String),
    Rows {
        head: Vec<String>,
        rows: Vec<Vec<String>>,
    },
    List(Vec<String>),
    Json(String),
}

impl Export<'_> {
    /// Returns what is told of each table, one after the other.
    pub(super) fn reports(&self) -> impl Iterator<Item = Vec<Block>> {
        self.tables.iter().map(report)
    }
}

fn report(table: &Exported<'_>) -> Vec<Block> {
    let schema = &*table.schema;
    let throughput = throughput(schema.bounds(), schema.maximum, schema.warm);
    let attributes = table.attributes();
    let mut blocks = vec![
        Block::Table(table.name.to_string()),
        Block::Text(format!("Throughput: {throughput}.")),
        of_attributes(schema, &attributes),
    ];
    if !schema.indexes.is_empty() {
        let rows = schema.indexes.iter().map(|index| index_row(schema, index)).collect();
        blocks.push(rows_under(&["index", "scope", "hash", "range", "holds", "throughput"], rows));
    }
    // A time to live that no field is told of above.
    let known = |name: &&str| attributes.iter().any(|field| field.name == *name);
    let ttl = schema.ttl.filter(|name| !known(name)).map(|name| format!("time to live {name}"));
    let settings: Vec<_> = ttl.into_iter().chain(schema.settings()).collect();
    if !settings.is_empty() {
        blocks.push(Block::List(settings));
    }
    blocks.extend(schema.resource_policy.map(|policy| Block::Json(policy.trim_end().to_owned())));
    blocks.extend(of_entities(table));
    blocks
}

fn of_attributes(schema: &TableSchema, stored: &[FieldSchema]) -> Block {
    let one = |field: &FieldSchema| {
        vec![field.name.to_owned(), field.ty.to_string(), schema.remarks(field)]
    };
    let read = schema.read_from_keys();
    rows_under(&["attribute", "type", "remarks"], stored.iter().chain(&read).map(one).collect())
}

/// What is told of entities, if the table has any: their keys, the ways to read them, their attributes.
fn of_entities(table: &Exported<'_>) -> Vec<Block> {
    let entities = table.described();
    if entities.is_empty() {
        return Vec::new();
    }
    let (head, rows) = table_of_keys(&table.schema, &entities);
    let ways = entities.iter().flat_map(Entity::accesses).map(|access| {
        let (by, range, keys) = (access.by.join(", "), access.range.join(", "), access.keys);
        vec![access.entity.to_owned(), access.operation, by, range, keys.join(", ")]
    });
    let ways = rows_under(&["entity", "operation", "by", "range", "key condition"], ways.collect());
    let mut blocks = vec![Block::Rows { head, rows }, ways];
    for Entity { name, schema } in entities.iter().filter(|entity| entity.schema.entity.is_some()) {
        let attributes = of_attributes(schema, &schema.stored());
        blocks.extend([Block::Entity((*name).to_owned()), attributes]);
    }
    blocks
}

/// What the keys of each entity are, and its discriminator, under the names of these.
fn table_of_keys(table: &TableSchema, entities: &[Entity<'_>]) -> (Vec<String>, Vec<Vec<String>>) {
    let mut columns = vec![("hash key".to_owned(), table.hash_key.name)];
    columns.extend(table.range_key.map(|key| ("range key".to_owned(), key.name)));
    for index in table.indexes {
        let hash = index.hash.iter().map(|key| (format!("{} hash", index.name), key.name));
        let range = index.range.iter().map(|key| (format!("{} range", index.name), key.name));
        let hash = hash.filter(|_| index.scope == IndexScope::Global);
        columns.extend(hash.chain(range));
    }
    for template in entities.iter().flat_map(|entity| entity.schema.templates) {
        if !columns.iter().any(|(_, known)| *known == template.attribute) {
            columns.push((template.attribute.to_owned(), template.attribute));
        }
    }
    let keys = |entity: &Entity<'_>| {
        let keys = columns.iter().map(|(_, name)| entity.key(name).unwrap_or_default());
        [entity.name.to_owned()].into_iter().chain(keys).collect()
    };
    let rows = entities.iter().map(keys).collect();
    let head = columns.into_iter().map(|(head, _)| head);
    (["entity".to_owned()].into_iter().chain(head).collect(), rows)
}

fn index_row(schema: &TableSchema, index: &IndexSchema) -> Vec<String> {
    let (scope, throughput) = match index.scope {
        IndexScope::Global => {
            let maximum = if index.maximum == Units::NONE { schema.maximum } else { index.maximum };
            ("global", throughput(schema.bounds_of(index), maximum, index.warm))
        }
        IndexScope::Local => ("local", String::new()),
    };
    let holds = match index.projection {
        Projection::All => "all".to_owned(),
        Projection::KeysOnly => "keys".to_owned(),
        Projection::Include(names) => format!("keys, {}", names.join(", ")),
    };
    let [hash, range] = [index.hash, index.range].map(names);
    vec![index.name.to_owned(), scope.to_owned(), hash, range, holds, throughput]
}

fn names(keys: &[AttributeDefinition]) -> String {
    keys.iter().map(|key| key.name).collect::<Vec<_>>().join(", ")
}

fn rows_under(head: &[&str], rows: Vec<Vec<String>>) -> Block {
    Block::Rows { head: head.iter().map(|name| (*name).to_owned()).collect(), rows }
}
