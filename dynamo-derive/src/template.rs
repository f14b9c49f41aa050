//! The literal of a template in, its texts and the fields between them out.

use std::ops::Range;

use proc_macro2::Span;
use syn::ext::IdentExt;
use syn::{Ident, LitStr};

use crate::errors::{Errors, unknown};
use crate::field::Field;

/// A text, or a field in braces.
#[derive(Clone, PartialEq)]
#[cfg_attr(test, derive(Debug))]
pub(crate) enum Part {
    Text(String),
    Hole(Hole),
}

/// A field in braces: `{order:04}`.
#[derive(Clone)]
#[cfg_attr(test, derive(Debug))]
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
        let rest = &source[at..];
        if rest.starts_with("{{") || rest.starts_with("}}") {
            text.push(letter);
            at += 2;
        } else if letter == '{' {
            let Some(length) = rest.find('}') else {
                let message = "this brace is not closed; write `{field}`, or `{{` for a brace";
                errors.at(reader.place(at..source.len()), message);
                break;
            };
            reader.text(&mut text, at, errors);
            reader.hole(&rest[1..length], at..at + length + 1, errors);
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
                "the width in `{{{source}}}` must be `0` and a number of digits, 1 to 38; write `{{{name}:0{digits}}}`"
            );
            errors.at(at, message);
            0
        });
        let Some(field) = self.fields.iter().find(|field| field.ident.unraw() == name) else {
            let names = self.fields.iter().map(|field| field.ident.unraw().to_string());
            let message = unknown("field", name, &names.collect::<Vec<_>>());
            return errors.at(at, message.replace("``", &format!("`{{{source}}}`")));
        };
        if field.keys.skip.is_some() || field.keys.flatten.is_some() {
            let message = format!(
                "`{{{name}}}` is no attribute by itself, because the field is skipped or flattened; remove it from the template"
            );
            return errors.at(at, message);
        }
        self.parts.push(Part::Hole(Hole { field: field.ident.clone(), width, at }));
    }
}

/// The number of digits in `08`.
fn digits(width: &str) -> Option<u8> {
    let digits = width.strip_prefix('0')?;
    let is_number = digits.bytes().all(|byte| byte.is_ascii_digit()) && !digits.starts_with('0');
    digits.parse().ok().filter(|digits| is_number && (1..=38).contains(digits))
}

#[cfg(test)]
mod tests {
    use quote::format_ident;

    use super::*;
    use crate::raw::RawValue;

    fn read(source: &str) -> Option<Vec<Part>> {
        let mut errors = Errors::default();
        let fields = syn::parse_quote!(
            struct Fields {
                a: u8,
                r#type: u8,
            }
        );
        let fields = RawValue::read(&fields, &mut errors).item.fields;
        let parts = parts(&LitStr::new(source, Span::call_site()), &fields, &mut errors);
        errors.is_empty().then_some(parts)
    }

    #[test]
    fn texts_and_fields_take_turns() {
        let text = |text: &str| Part::Text(text.to_owned());
        let hole = |field: &str, width| {
            Part::Hole(Hole { field: format_ident!("{field}"), width, at: Span::call_site() })
        };
        assert_eq!(read("ß 字"), Some(vec![text("ß 字")]));
        assert_eq!(read("{a}"), Some(vec![hole("a", 0)]));
        assert_eq!(read("{a:01}#ß"), Some(vec![hole("a", 1), text("#ß")]));
        assert_eq!(
            read("{{{a:038} {type}}}"),
            Some(vec![text("{"), hole("a", 38), text(" "), hole("r#type", 0), text("}")])
        );
        for wrong in [
            "", "{", "}", "{字", "{}", "{b}", "{a:}", "{a:38}", "{a:039}", "{a:0x}", "{a:00}",
            "{a:+1}", "{a}{a}", "{a}b", "{a}$", "{a}ß",
        ] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }
}
