//! The literal of a template in, its texts and the fields between them out.

use std::ops::Range;

use proc_macro2::Span;
use syn::ext::IdentExt;
use syn::{Ident, LitStr};

use crate::errors::{Errors, unknown};
use crate::field::Field;

/// A text, or a field in braces.
#[derive(Clone, PartialEq)]
pub(crate) enum Part {
    Text(String),
    Hole(Hole),
}

/// A field in braces: `{order:04}`.
#[derive(Clone)]
pub(crate) struct Hole {
    pub(crate) field: Ident,
    /// How many digits a number has; 0 for as many as it takes.
    pub(crate) width: u8,
    pub(crate) at: Span,
}

impl PartialEq for Hole {
    fn eq(&self, other: &Self) -> bool {
        (&self.field, self.width) == (&other.field, other.width)
    }
}

/// The parts of the template; what is wrong in it is told and left out.
pub(crate) fn parts(literal: &LitStr, fields: &[Field], errors: &mut Errors) -> Vec<Part> {
    let source = literal.value();
    if source.is_empty() {
        errors.at(literal.span(), "the template is empty; write a text, or a field in braces");
    }
    let mut reader = Reader { literal, fields, parts: Vec::new(), behind: None };
    let (mut text, mut at) = (String::new(), 0);
    while let Some(letter) = source[at..].chars().next() {
        let braces = &source[at..source.len().min(at + 2)];
        if braces == "{{" || braces == "}}" {
            text.push(letter);
            at += 2;
        } else if letter == '{' {
            let Some(length) = source[at..].find('}') else {
                let message = "this brace is not closed; write `{field}`, or `{{` for a brace";
                errors.at(reader.place(at..source.len()), message);
                break;
            };
            reader.text(&mut text, at, errors);
            reader.hole(&source[at + 1..at + length], at..at + length + 1, errors);
            at += length + 1;
        } else if letter == '}' {
            let message = "this brace closes nothing; write `{field}`, or `}}` for a brace";
            errors.at(reader.place(at..at + 1), message);
            at += 1;
        } else {
            text.push(letter);
            at += letter.len_utf8();
        }
    }
    reader.text(&mut text, at, errors);
    reader.parts
}

struct Reader<'a> {
    literal: &'a LitStr,
    fields: &'a [Field],
    parts: Vec<Part>,
    /// The hole that was read last, where no text has followed yet.
    behind: Option<String>,
}

impl Reader<'_> {
    /// The place within the literal, where the compiler tells it and no escape has moved it.
    fn place(&self, range: Range<usize>) -> Span {
        let token = self.literal.token();
        let is_plain = token.to_string() == format!("\"{}\"", self.literal.value());
        let place = is_plain.then(|| token.subspan(range.start + 1..=range.end)).flatten();
        place.unwrap_or_else(|| self.literal.span())
    }

    /// The text that ends at `end`.
    fn text(&mut self, text: &mut String, end: usize, errors: &mut Errors) {
        let Some(first) = text.chars().next() else { return };
        let is_separator = first == ' ' || first.is_ascii_punctuation() && first != '$';
        if let Some(hole) = self.behind.take().filter(|_| !is_separator) {
            let message =
                format!("the text behind `{hole}` must begin with a separator, such as `#`");
            errors.at(self.place(end.saturating_sub(text.len())..end), message);
        }
        self.parts.push(Part::Text(std::mem::take(text)));
    }

    /// What stands between braces.
    fn hole(&mut self, source: &str, range: Range<usize>, errors: &mut Errors) {
        let at = self.place(range);
        if let Some(before) = self.behind.replace(format!("{{{source}}}")) {
            let message = format!(
                "nothing tells where `{before}` ends and `{{{source}}}` begins; write a separator between them, such as `#`"
            );
            errors.at(at, message);
        }
        let (name, width) = source.split_once(':').map_or((source, None), |(n, w)| (n, Some(w)));
        let width = width.map_or(Some(0), digits).unwrap_or_else(|| {
            let digits = width.and_then(|width| width.parse().ok());
            let digits = digits.filter(|digits| (1..=38).contains(digits)).unwrap_or(8);
            let message = format!(
                "`{{{source}}}` has no width that numbers can be filled to: it is `0`, and 1 to 38 digits; write `{{{name}:0{digits}}}`"
            );
            errors.at(at, message);
            0
        });
        let Some(field) = self.fields.iter().find(|field| field.ident.unraw() == name) else {
            let names = self.fields.iter().map(|field| field.ident.unraw().to_string());
            let names: Vec<_> = names.collect();
            return errors.at(at, unknown("field", name, &names));
        };
        self.parts.push(Part::Hole(Hole { field: field.ident.clone(), width, at }));
    }
}

/// The number of digits in `08`.
fn digits(width: &str) -> Option<u8> {
    let digits = width.strip_prefix('0')?;
    let is_number = digits.bytes().all(|byte| byte.is_ascii_digit()) && !digits.starts_with('0');
    digits.parse().ok().filter(|digits| is_number && (1..=38).contains(digits))
}
