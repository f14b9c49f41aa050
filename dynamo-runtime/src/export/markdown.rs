//! Tables in, Markdown for a person out.

use super::Export;
use super::report::Block;

impl Export<'_> {
    /// Returns Markdown with a section for each table: its attributes, its indexes, its settings and its policy; and where keys
    /// are made of fields, the keys and attributes of each entity, and the ways to read it. Tables are those of GitHub's Markdown.
    #[must_use]
    pub fn markdown(&self) -> String {
        let section =
            |blocks: Vec<Block>| blocks.iter().map(markdown).collect::<Vec<_>>().join("\n");
        self.reports().map(section).collect::<Vec<_>>().join("\n")
    }
}

fn markdown(block: &Block) -> String {
    match block {
        Block::Table(name) => format!("## {}\n", plain(name)),
        Block::Entity(name) => format!("### {}\n", plain(name)),
        Block::Text(text) => format!("{text}\n"),
        Block::Rows { head, rows } => {
            let line = vec!["---".to_owned(); head.len()];
            row(&cells(head))
                + &row(&line)
                + &rows.iter().map(|of| row(&cells(of))).collect::<String>()
        }
        Block::List(items) => {
            let items: Vec<_> = items.iter().map(|item| format!("- {}\n", plain(item))).collect();
            items.concat()
        }
        Block::Json(text) => fenced(text),
    }
}

fn cells(cells: &[String]) -> Vec<String> {
    cells.iter().map(|cell| plain(cell)).collect()
}

fn row(cells: &[String]) -> String {
    format!("| {} |\n", cells.join(" | "))
}

fn fenced(text: &str) -> String {
    // A fence is longer than any row of backticks in it.
    let mut fence = "```".to_owned();
    while text.contains(&fence) {
        fence.push('`');
    }
    format!("{fence}json\n{text}\n{fence}\n")
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
