//! What is told in, lines for a person or for a program out.

use std::fmt::Display;
use std::io::{self, Write};

use anstyle::{AnsiColor, Style};
use serde_json::Value;

pub(crate) struct Output<'o> {
    to: &'o mut (dyn Write + Send),
    json: bool,
}

impl<'o> Output<'o> {
    pub(crate) fn new(to: &'o mut (dyn Write + Send), json: bool) -> Self {
        Self { to, json }
    }

    pub(crate) fn is_json(&self) -> bool {
        self.json
    }

    /// Prints a text as it is.
    pub(crate) fn text(&mut self, text: &str) -> io::Result<()> {
        writeln!(self.to, "{}", text.trim_end())
    }

    /// Prints what belongs to the table: under its name, or as JSON.
    pub(crate) fn of_table(&mut self, table: &str, lines: &[String]) -> io::Result<()> {
        if self.json {
            return self.value(&serde_json::json!({ "table": table, "lines": lines }));
        }
        let bold = Style::new().bold();
        writeln!(self.to, "{bold}{table}{bold:#}")?;
        lines.iter().try_for_each(|line| {
            let style = style_of(line);
            writeln!(self.to, "  {style}{line}{style:#}")
        })
    }

    /// Prints a value of JSON on a line.
    pub(crate) fn value(&mut self, value: &Value) -> io::Result<()> {
        writeln!(self.to, "{value}")
    }
}

/// The colour of a step, by its sign.
fn style_of(line: &str) -> Style {
    let colour = match line.chars().next() {
        Some('+') => AnsiColor::Green,
        Some('~') => AnsiColor::Yellow,
        Some('-' | '!') => AnsiColor::Red,
        Some('?') => AnsiColor::Cyan,
        _ => return Style::new(),
    };
    Style::new().fg_color(Some(colour.into()))
}

pub(crate) fn red(text: &str) -> impl Display {
    let style = Style::new().bold().fg_color(Some(AnsiColor::Red.into()));
    format!("{style}{text}{style:#}")
}
