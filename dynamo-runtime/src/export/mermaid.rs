//! Tables in, a picture of them as Mermaid's text out.

use std::fmt::Display;

use super::{Export, Exported};
use crate::schema::{AttributeDefinition, IndexSchema, IndexScope, Projection};

impl Export<'_> {
    /// Returns a flowchart of [Mermaid](https://mermaid.js.org), which GitHub shows in Markdown: each table with its keys,
    /// and from it an arrow to each index with its keys and what it holds. What a table has beside is not in the picture.
    #[must_use]
    pub fn mermaid(&self) -> String {
        let tables = self.tables.iter().enumerate().map(|(number, table)| of_table(number, table));
        format!("flowchart LR\n{}", tables.collect::<String>())
    }
}

fn of_table(number: usize, table: &Exported<'_>) -> String {
    let mut lines = vec![format!("<b>{}</b>", plain(&table.name))];
    lines.extend(keys("hash key", &[table.schema.hash_key]));
    lines.extend(keys("range key", table.schema.range_key.as_slice()));
    let node = format!("table{number}");
    let indexes = table.schema.indexes.iter().enumerate().map(|(number, index)| {
        let index_node = format!("{node}_index{number}");
        let scope = match index.scope {
            IndexScope::Global => "global",
            IndexScope::Local => "local",
        };
        format!("{}  {node} -->|{scope}| {index_node}\n", shape(&index_node, &of_index(index)))
    });
    shape(&node, &lines) + &indexes.collect::<String>()
}

fn of_index(index: &IndexSchema) -> Vec<String> {
    let mut lines = vec![format!("<b>{}</b>", plain(index.name))];
    lines.extend(keys("hash", index.hash));
    lines.extend(keys("range", index.range));
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

fn keys(role: &str, keys: &[AttributeDefinition]) -> Vec<String> {
    keys.iter().map(|key| format!("{role} {}: {:?}", plain(key.name), key.ty)).collect()
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
