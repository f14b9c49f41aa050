//! Tables in, one page of HTML for a browser out, with nothing to load.

use std::fmt::Write as _;

use super::Export;
use super::drawing::{Drawing, Shape};
use super::report::Block;

impl Export<'_> {
    /// Returns a page that a browser opens from a file, without a network: a list of the tables, and of each a picture of its keys,
    /// indexes and entities, and all that [`markdown`](Self::markdown) tells. The title is shown above.
    ///
    /// ```
    /// use dynamo_runtime::DynamoTable;
    ///
    /// #[derive(DynamoTable)]
    /// struct Order {
    ///     #[hash_key]
    ///     customer: String,
    ///     #[range_key]
    ///     number: u64,
    /// }
    ///
    /// let page = Order::SCHEMA.export().html("The shop's tables");
    /// assert!(page.starts_with("<!doctype html>"));
    /// ```
    #[must_use]
    pub fn html(&self, title: &str) -> String {
        let title = plain(title);
        let tables = || self.reports().zip(self.drawings()).enumerate();
        let link = |(number, (_, drawing)): (usize, (_, Drawing))| {
            format!("<li><a href=\"#table{number}\">{}</a></li>\n", plain(&drawing.table.name))
        };
        let list: String = tables().map(link).collect();
        let tables: String = tables()
            .map(|(number, (blocks, drawing))| section(number, &blocks, &drawing))
            .collect();
        format!(
            "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
             <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; img-src data:\">\n\
             <link rel=\"icon\" href=\"data:,\">\n<title>{title}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n\
             <header><h1>{title}</h1></header>\n<nav aria-label=\"Tables\"><ul>\n{list}</ul></nav>\n<main>\n{tables}</main>\n\
             </body>\n</html>\n"
        )
    }
}

const STYLE: &str = include_str!("html.css");

fn section(number: usize, blocks: &[Block], drawing: &Drawing) -> String {
    let one = |block: &Block| {
        let picture = matches!(block, Block::Table(_)).then(|| picture(drawing));
        html(block) + &picture.unwrap_or_default()
    };
    let blocks: Vec<String> = blocks.iter().map(one).collect();
    format!("<section id=\"table{number}\">\n{}</section>\n", blocks.concat())
}

fn html(block: &Block) -> String {
    match block {
        Block::Table(name) => format!("<h2>{}</h2>\n", plain(name)),
        Block::Entity(name) => format!("<h3>{}</h3>\n", plain(name)),
        Block::Text(text) => format!("<p>{}</p>\n", plain(text)),
        Block::Rows { head, rows } => {
            let row = |cells: &[String], tag: &str| {
                let cell = |cell: &String| format!("<{tag}>{}</{tag}>", plain(cell));
                format!("<tr>{}</tr>\n", cells.iter().map(cell).collect::<String>())
            };
            let rows: String = rows.iter().map(|cells| row(cells, "td")).collect();
            let head = row(head, "th");
            format!(
                "<div class=\"wide\"><table>\n<thead>{head}</thead>\n<tbody>\n{rows}</tbody></table></div>\n"
            )
        }
        Block::List(items) => {
            let item = |item: &String| format!("<li>{}</li>\n", plain(item));
            format!("<ul>\n{}</ul>\n", items.iter().map(item).collect::<String>())
        }
        Block::Json(text) => format!("<pre>{}</pre>\n", plain(text)),
    }
}

// Of the picture, in pixels. The font is one whose letters have one width.
const LETTER: usize = 8;
const LINE: usize = 18;
const MARGIN: usize = 12;
const BETWEEN: usize = 110;
const LEFT: usize = 10;

/// The table on the left, and from it a line to each index and entity on the right, as SVG.
fn picture(Drawing { table, indexes, entities }: &Drawing) -> String {
    let indexes = indexes.iter().map(|(scope, index)| (*scope, "index", index));
    let entities = entities.iter().map(|entity| ("entity", "entity", entity));
    let around: Vec<_> = indexes.chain(entities).collect();
    let (from, across) = (LEFT + width(table), LEFT + width(table) + BETWEEN);
    let (mut shapes, mut top) = (String::new(), LEFT);
    for (edge, class, shape) in &around {
        let middle = top + height(shape) / 2;
        let start = LEFT + height(table) / 2;
        let (near, far) = (from + BETWEEN / 2, across);
        let label = near + 4;
        let _ = write!(
            shapes,
            "<path d=\"M{from} {start}H{near}V{middle}H{far}\"/>\n<text class=\"edge\" x=\"{label}\" y=\"{}\">{}</text>\n",
            middle - 4,
            plain(edge)
        );
        shapes += &boxed(shape, class, across, top);
        top += height(shape) + MARGIN;
    }
    shapes += &boxed(table, "table", LEFT, LEFT);
    let right = around.iter().map(|(.., shape)| across + width(shape)).max().unwrap_or(from);
    let (width, height) = (right + LEFT, top.max(LEFT + height(table) + MARGIN));
    let name = plain(&table.name);
    format!(
        "<div class=\"wide\"><svg role=\"img\" aria-label=\"The keys of {name}\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\">\n{shapes}</svg></div>\n"
    )
}

fn width(shape: &Shape) -> usize {
    let lines = shape.lines.iter().chain([&shape.name]);
    lines.map(|line| line.chars().count()).max().unwrap_or_default() * LETTER + 2 * MARGIN
}

fn height(shape: &Shape) -> usize {
    (shape.lines.len() + 1) * LINE + MARGIN
}

fn boxed(shape: &Shape, class: &str, left: usize, top: usize) -> String {
    let (width, height) = (width(shape), height(shape));
    let mut svg = format!(
        "<rect class=\"{class}\" x=\"{left}\" y=\"{top}\" width=\"{width}\" height=\"{height}\" rx=\"4\"/>\n"
    );
    let mut baseline = top;
    for (text, class) in
        [(&shape.name, "name")].into_iter().chain(shape.lines.iter().map(|line| (line, "line")))
    {
        baseline += LINE;
        let (left, text) = (left + MARGIN, plain(text));
        let _ =
            writeln!(svg, "<text class=\"{class}\" x=\"{left}\" y=\"{baseline}\">{text}</text>");
    }
    svg
}

/// Returns text that HTML shows as it is.
fn plain(text: &str) -> String {
    let one = |char: char| match char {
        '&' => "&amp;".to_owned(),
        '<' => "&lt;".to_owned(),
        '>' => "&gt;".to_owned(),
        '"' => "&quot;".to_owned(),
        '\'' => "&#39;".to_owned(),
        '\n' | '\t' => char.to_string(),
        char if char.is_control() => char.escape_unicode().to_string(),
        char => char.to_string(),
    };
    text.chars().map(one).collect()
}
