//! Tables in, a picture of them as Mermaid's text out.

use std::fmt::Display;

use super::Export;
use super::drawing::{Drawing, Shape};

impl Export<'_> {
    /// Returns a flowchart of [Mermaid](https://mermaid.js.org), which GitHub shows in Markdown: each table with its keys,
    /// and from it an arrow to each index with its keys and what it holds, and to each entity with how its keys are made. What a
    /// table has beside is not in the picture.
    #[must_use]
    pub fn mermaid(&self) -> String {
        let tables = self.drawings().enumerate().map(|(number, table)| of_table(number, &table));
        format!("flowchart LR\n{}", tables.collect::<String>())
    }
}

fn of_table(number: usize, Drawing { table, indexes, entities }: &Drawing) -> String {
    let node = format!("table{number}");
    let indexes = indexes.iter().enumerate();
    let indexes =
        indexes.map(|(number, (scope, index))| (format!("{node}_index{number}"), *scope, index));
    let entities = entities.iter().enumerate();
    let entities =
        entities.map(|(number, entity)| (format!("{node}_entity{number}"), "entity", entity));
    let around = indexes
        .chain(entities)
        .map(|(other, edge, of)| format!("{}  {node} -->|{edge}| {other}\n", shape(&other, of)));
    shape(&node, table) + &around.collect::<String>()
}

fn shape(node: impl Display, Shape { name, lines }: &Shape) -> String {
    let lines = lines.iter().map(|line| plain(line));
    let name = format!("<b>{}</b>", plain(name));
    let all: Vec<_> = [name].into_iter().chain(lines).collect();
    format!("  {node}[\"{}\"]\n", all.join("<br/>"))
}

/// Returns text that a quoted label shows as it is.
fn plain(text: &str) -> String {
    let known = |char: char| char.is_alphanumeric() || " _-.:/,".contains(char);
    let one = |char: char| {
        if known(char) { char.to_string() } else { format!("#{};", u32::from(char)) }
    };
    text.chars().map(one).collect()
}
