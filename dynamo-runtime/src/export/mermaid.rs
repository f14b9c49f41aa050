//! Tables in, a picture of them as Mermaid's text out.

use std::fmt::Display;

use super::{Export, Exported};
use crate::schema::{AttributeDefinition, IndexSchema, IndexScope, Projection, TableSchema};

impl Export<'_> {
    /// Returns a flowchart of [Mermaid](https://mermaid.js.org), which GitHub shows in Markdown: each table with its keys,
    /// and from it an arrow to each index with its keys and what it holds, and to each entity with how its keys are made. What a
    /// table has beside is not in the picture.
    #[must_use]
    pub fn mermaid(&self) -> String {
        let tables = self.tables.iter().enumerate().map(|(number, table)| of_table(number, table));
        format!("flowchart LR\n{}", tables.collect::<String>())
    }
}

fn of_table(number: usize, table: &Exported<'_>) -> String {
    let schema = &*table.schema;
    let mut lines = vec![format!("<b>{}</b>", plain(&table.name))];
    lines.extend(keys(schema, "hash key", &[schema.hash_key]));
    lines.extend(keys(schema, "range key", schema.range_key.as_slice()));
    let node = format!("table{number}");
    let indexes = schema.indexes.iter().enumerate().map(|(number, index)| {
        let scope = match index.scope {
            IndexScope::Global => "global",
            IndexScope::Local => "local",
        };
        (format!("{node}_index{number}"), scope, of_index(schema, index))
    });
    let entities = table.entities.iter().enumerate();
    let entities = entities
        .map(|(number, entity)| (format!("{node}_entity{number}"), "entity", of_entity(entity)));
    let around = indexes.chain(entities).map(|(other, edge, lines)| {
        format!("{}  {node} -->|{edge}| {other}\n", shape(&other, &lines))
    });
    shape(&node, &lines) + &around.collect::<String>()
}

fn of_entity(entity: &TableSchema) -> Vec<String> {
    let name = entity.entity.unwrap_or(entity.name);
    let mut lines = vec![format!("<b>{}</b>", plain(name))];
    lines.extend(keys(entity, "hash key", &[entity.hash_key]));
    lines.extend(keys(entity, "range key", entity.range_key.as_slice()));
    for index in entity.indexes.iter().filter(|index| entity.is_in(index)) {
        let name = plain(index.name);
        let hash = if index.scope == IndexScope::Global { index.hash } else { &[] };
        lines.extend(keys(entity, &format!("{name} hash"), hash));
        lines.extend(keys(entity, &format!("{name} range"), index.range));
    }
    lines
}

fn of_index(table: &TableSchema, index: &IndexSchema) -> Vec<String> {
    let mut lines = vec![format!("<b>{}</b>", plain(index.name))];
    lines.extend(keys(table, "hash", index.hash));
    lines.extend(keys(table, "range", index.range));
    lines.push(match index.projection {
        Projection::All => "holds all".to_owned(),
        Projection::KeysOnly => "holds keys".to_owned(),
        Projection::Include(names) => {
            let names: Vec<_> = names.iter().map(|name| plain(name)).collect();
            format!("holds keys, {}", names.join(", "))
        }
    });
    lines
}

/// A line for each key: its name and type, and what it is made of.
fn keys(schema: &TableSchema, role: &str, keys: &[AttributeDefinition]) -> Vec<String> {
    let one = |key: &AttributeDefinition| {
        let made = schema.template(key.name).map(|template| plain(&format!(" = {template}")));
        format!("{role} {}: {:?}{}", plain(key.name), key.ty, made.unwrap_or_default())
    };
    keys.iter().map(one).collect()
}

fn shape(node: impl Display, lines: &[String]) -> String {
    format!("  {node}[\"{}\"]\n", lines.join("<br/>"))
}

/// Returns text that a quoted label shows as it is.
fn plain(text: &str) -> String {
    let known = |char: char| char.is_alphanumeric() || " _-.:/,".contains(char);
    let one = |char: char| {
        if known(char) { char.to_string() } else { format!("#{};", u32::from(char)) }
    };
    text.chars().map(one).collect()
}
