//! Tables in, Markdown for a person out.

use super::entities::Entity;
use super::{Export, Exported};
use crate::schema::display::throughput;
use crate::schema::{
    AttributeDefinition, FieldSchema, IndexSchema, IndexScope, Projection, TableSchema, Units,
};

impl Export<'_> {
    /// Returns Markdown with a section for each table: its attributes, its indexes, its settings and its policy; and where keys
    /// are made of fields, the keys and attributes of each entity, and the ways to read it. Tables are those of GitHub's Markdown.
    #[must_use]
    pub fn markdown(&self) -> String {
        self.tables.iter().map(section).collect::<Vec<_>>().join("\n")
    }
}

fn section(table: &Exported<'_>) -> String {
    let schema = &*table.schema;
    let throughput = throughput(schema.bounds(), schema.maximum, schema.warm);
    let mut text = format!("## {}\n\nThroughput: {throughput}.\n\n", plain(&table.name));
    let attributes = table.attributes();
    text += &of_attributes(schema, &attributes);
    if !schema.indexes.is_empty() {
        let rows = schema.indexes.iter().map(|index| index_row(schema, index));
        let head = ["index", "scope", "hash", "range", "holds", "throughput"];
        text.push('\n');
        text += &rows_under(&head, rows);
    }
    // A time to live that no field is told of above.
    let known = |name: &&str| attributes.iter().any(|field| field.name == *name);
    let ttl = schema.ttl.filter(|name| !known(name)).map(|name| format!("time to live {name}"));
    let settings: Vec<_> = ttl.into_iter().chain(schema.settings()).collect();
    if !settings.is_empty() {
        text += "\n";
        text.extend(settings.iter().map(|setting| format!("- {}\n", plain(setting))));
    }
    text += &schema.resource_policy.map(policy).unwrap_or_default();
    text + &of_entities(table)
}

fn of_attributes(schema: &TableSchema, stored: &[FieldSchema]) -> String {
    let one = |field: &FieldSchema| {
        row(&[&plain(field.name), &field.ty.to_string(), &plain(&schema.remarks(field))])
    };
    let read = schema.read_from_keys();
    rows_under(&["attribute", "type", "remarks"], stored.iter().chain(&read).map(one))
}

/// What is told of entities, if the table has any: their keys, the ways to read them, their attributes.
fn of_entities(table: &Exported<'_>) -> String {
    let entities = table.described();
    if entities.is_empty() {
        return String::new();
    }
    let cells = |cells: Vec<String>| {
        let cells: Vec<_> = cells.iter().map(|cell| plain(cell)).collect();
        row(&cells.iter().map(String::as_str).collect::<Vec<_>>())
    };
    let (head, keys) = table_of_keys(&table.schema, &entities);
    let head: Vec<_> = head.iter().map(|name| plain(name)).collect();
    let head: Vec<_> = head.iter().map(String::as_str).collect();
    let keys = rows_under(&head, keys.into_iter().map(cells));
    let ways = entities.iter().flat_map(Entity::accesses).map(|access| {
        let (by, range, keys) = (access.by.join(", "), access.range.join(", "), access.keys);
        cells(vec![access.entity.to_owned(), access.operation, by, range, keys.join(", ")])
    });
    let ways = rows_under(&["entity", "operation", "by", "range", "key condition"], ways);
    let attributes = entities.iter().filter(|entity| entity.schema.entity.is_some());
    let attributes = attributes.map(|Entity { name, schema }| {
        format!("\n### {}\n\n{}", plain(name), of_attributes(schema, &schema.stored()))
    });
    format!("\n{keys}\n{ways}{}", attributes.collect::<String>())
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

fn index_row(schema: &TableSchema, index: &IndexSchema) -> String {
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
        Projection::Include(names) => {
            let names: Vec<_> = names.iter().map(|name| plain(name)).collect();
            format!("keys, {}", names.join(", "))
        }
    };
    let [hash, range] = [index.hash, index.range].map(names);
    row(&[&plain(index.name), scope, &hash, &range, &holds, &throughput])
}

fn names(keys: &[AttributeDefinition]) -> String {
    keys.iter().map(|key| plain(key.name)).collect::<Vec<_>>().join(", ")
}

fn rows_under(head: &[&str], rows: impl Iterator<Item = String>) -> String {
    let line = vec!["---"; head.len()];
    row(head) + &row(&line) + &rows.collect::<String>()
}

fn row(cells: &[&str]) -> String {
    format!("| {} |\n", cells.join(" | "))
}

fn policy(text: &str) -> String {
    // A fence is longer than any row of backticks in it.
    let mut fence = "```".to_owned();
    while text.contains(&fence) {
        fence.push('`');
    }
    format!("\n{fence}json\n{}\n{fence}\n", text.trim_end())
}

/// Returns text that Markdown shows as it is.
fn plain(text: &str) -> String {
    let one = |char: char| match char {
        char if char.is_control() => char.escape_unicode().to_string(),
        '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '#' | '&' | '~' => {
            format!("\\{char}")
        }
        char => char.to_string(),
    };
    text.chars().map(one).collect()
}
