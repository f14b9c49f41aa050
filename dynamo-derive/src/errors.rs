//! Mistakes in, one error for each out, all in one compile.

use std::borrow::Borrow;
use std::fmt::Display;

use proc_macro2::{Span, TokenStream};
use quote::ToTokens;
use syn::{Error, Result};

/// Every mistake found so far.
#[derive(Default)]
pub(crate) struct Errors(Option<Error>);

impl Errors {
    pub(crate) fn at(&mut self, span: Span, message: impl Display) {
        self.push(Error::new(span, message));
    }

    pub(crate) fn push(&mut self, error: Error) {
        match &mut self.0 {
            Some(all) => all.combine(error),
            none => *none = Some(error),
        }
    }

    /// The value, or `None` with its error kept here.
    pub(crate) fn ok<T>(&mut self, result: Result<T>) -> Option<T> {
        result.map_err(|error| self.push(error)).ok()
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_none()
    }
}

impl ToTokens for Errors {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        tokens.extend(self.0.as_ref().map(Error::to_compile_error));
    }
}

/// Says that `given` is no known `what`, which is the nearest one, and lists them all.
pub(crate) fn unknown<T: Borrow<str>>(what: &str, given: &str, known: &[T]) -> String {
    let known_names = || known.iter().map(Borrow::borrow);
    let others = OTHERS.iter().filter(|(other, _)| *other == given).map(|(_, ours)| *ours);
    let meant = others.into_iter().find(|ours| known_names().any(|name| name == *ours));
    // `read` for `read_capacity`.
    let begun = || known_names().find(|name| given.len() > 2 && name.starts_with(given));
    let nearest = || {
        let nearest = known_names().map(|name| (distance(given, name), name)).min();
        nearest.filter(|(distance, name)| *distance <= 2.max(name.len() / 3)).map(|(_, name)| name)
    };
    let meant = meant.or_else(begun).or_else(nearest);
    let hint = meant.map(|name| format!("did you mean `{name}`? ")).unwrap_or_default();
    format!("unknown {what} `{given}`; {hint}expected one of `{}`", known.join("`, `"))
}

/// What others call our keys.
const OTHERS: &[(&str, &str)] = &[
    ("entity", "in"),
    ("hash_key", "hash"),
    ("of", "in"),
    ("partition_key", "hash"),
    ("range_key", "range"),
    ("sort", "range"),
    ("sort_key", "range"),
    ("table", "name"),
    ("table_name", "name"),
    ("index_name", "name"),
    ("template", "value"),
];

/// How many letters to insert, remove or replace to get from one name to the other (Levenshtein).
fn distance(from: &str, to: &str) -> usize {
    let to: Vec<char> = to.to_lowercase().chars().collect();
    let mut row: Vec<usize> = (0..=to.len()).collect();
    for (line, letter) in from.to_lowercase().chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = line + 1;
        for (column, other) in to.iter().enumerate() {
            let replaced = diagonal + usize::from(letter != *other);
            diagonal = row[column + 1];
            row[column + 1] = replaced.min(diagonal + 1).min(row[column] + 1);
        }
    }
    row[to.len()]
}

#[cfg(test)]
mod tests {
    use super::unknown;

    #[test]
    fn unknown_suggests_what_is_near() {
        let message = |given| unknown("key", given, &["name", "projection"]);
        let known = "expected one of `name`, `projection`";
        assert_eq!(message("nmae"), format!("unknown key `nmae`; did you mean `name`? {known}"));
        assert_eq!(message("Name"), format!("unknown key `Name`; did you mean `name`? {known}"));
        assert_eq!(
            message("projects"),
            format!("unknown key `projects`; did you mean `projection`? {known}")
        );
        assert_eq!(message("ttl"), format!("unknown key `ttl`; {known}"));
    }
}
