//! Tables in, Markdown for a person out.

use super::{Export, Exported};
use crate::schema::display::throughput;
use crate::schema::{AttributeDefinition, IndexSchema, IndexScope, Projection, TableSchema, Units};

impl Export<'_> {
    /// Returns Markdown with a section for each table: its attributes, its indexes, its settings and its policy. Tables are
    /// those of GitHub's Markdown.
    #[must_use]
    pub fn markdown(&self) -> String {
        self.tables.iter().map(section).collect::<Vec<_>>().join("\n")
    }
}

fn section(table: &Exported<'_>) -> String {
    let schema = table.schema;
    let throughput = throughput(schema.bounds(), schema.maximum, schema.warm);
    let mut text = format!("## {}\n\nThroughput: {throughput}.\n\n", plain(&table.name));
    let attributes = table.attributes();
    text += &row(&["attribute", "type", "remarks"]);
    text += &row(&["---"; 3]);
    for field in &attributes {
        let remarks = schema.remarks(field);
        text += &row(&[&plain(field.name), &field.ty.to_string(), &remarks]);
    }
    if !schema.indexes.is_empty() {
        text += "\n";
        text += &row(&["index", "scope", "hash", "range", "holds", "throughput"]);
        text += &row(&["---"; 6]);
        text.extend(schema.indexes.iter().map(|index| index_row(schema, index)));
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
    text
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
