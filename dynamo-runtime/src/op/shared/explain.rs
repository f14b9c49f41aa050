//! A request as a person reads it: each member on a line, with names and values in the place of placeholders.

use std::collections::HashMap;
use std::fmt::{self, Display, Write};

use aws_sdk_dynamodb::types::AttributeValue;

use crate::codec::Attributes;

/// A request that is being written down.
pub(crate) struct Explanation<'r> {
    text: String,
    names: Option<&'r HashMap<String, String>>,
    values: Option<&'r Attributes>,
}

impl<'r> Explanation<'r> {
    /// Begins with the name of the operation.
    pub(crate) fn of(
        operation: &str,
        names: Option<&'r HashMap<String, String>>,
        values: Option<&'r Attributes>,
    ) -> Self {
        Self { text: operation.to_owned(), names, values }
    }

    /// Adds a member of the request, where it is given.
    pub(crate) fn member(mut self, name: &str, value: Option<impl Display>) -> Self {
        if let Some(value) = value {
            // Writing to a `String` cannot fail.
            let _ = write!(self.text, "\n  {name}: {value}");
        }
        self
    }

    /// Adds an expression, where it is given.
    pub(crate) fn expression(self, name: &str, expression: Option<&String>) -> Self {
        let expression = expression.map(|expression| self.replaced(expression));
        self.member(name, expression)
    }

    /// Adds an item or key, where it is given.
    pub(crate) fn item(self, name: &str, item: Option<&Attributes>) -> Self {
        self.member(name, item.map(Map))
    }

    /// Adds values, where they are given.
    pub(crate) fn list(self, name: &str, values: Option<&Vec<AttributeValue>>) -> Self {
        self.member(name, values.map(|values| List(values)))
    }

    pub(crate) fn finish(self) -> String {
        self.text
    }

    /// The expression with what its placeholders stand for.
    fn replaced(&self, mut expression: &str) -> String {
        let mut text = String::new();
        while let Some(start) = expression.find(['#', ':']) {
            let (before, placeholder) = expression.split_at(start);
            let word = |letter: char| letter.is_ascii_alphanumeric() || letter == '_';
            let end = placeholder[1..].find(|letter| !word(letter));
            let (placeholder, behind) =
                placeholder.split_at(end.map_or(placeholder.len(), |end| end + 1));
            text.push_str(before);
            let name = self.names.and_then(|names| names.get(placeholder));
            let value = self.values.and_then(|values| values.get(placeholder));
            let _ = match (name, value) {
                (Some(name), _) => write!(text, "{}", Name(name)),
                (None, Some(value)) => write!(text, "{}", Shown(value)),
                (None, None) => text.write_str(placeholder),
            };
            expression = behind;
        }
        text + expression
    }
}

/// An attribute's name, in quotes where it is not a word.
struct Name<'a>(&'a str);

/// An attribute's value, without its type.
struct Shown<'a>(&'a AttributeValue);

/// Values, in their order.
struct List<'a>(&'a [AttributeValue]);

/// An item, in the order of its names.
struct Map<'a>(&'a Attributes);

impl Display for Name<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let word = |letter: char| letter.is_alphanumeric() || letter == '_';
        if !self.0.is_empty() && self.0.chars().all(word) {
            f.write_str(self.0)
        } else {
            write!(f, "{:?}", self.0)
        }
    }
}

impl Display for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            AttributeValue::S(text) => write!(f, "{text:?}"),
            AttributeValue::N(number) => f.write_str(number),
            AttributeValue::B(bytes) => bytes_of(bytes.as_ref(), f),
            AttributeValue::Bool(value) => write!(f, "{value}"),
            AttributeValue::Null(_) => f.write_str("NULL"),
            AttributeValue::L(list) => List(list).fmt(f),
            AttributeValue::M(map) => Map(map).fmt(f),
            AttributeValue::Ss(set) => listed(f, ["<", ">"], set, |f, text| write!(f, "{text:?}")),
            AttributeValue::Ns(set) => listed(f, ["<", ">"], set, |f, number| f.write_str(number)),
            AttributeValue::Bs(set) => {
                listed(f, ["<", ">"], set, |f, bytes| bytes_of(bytes.as_ref(), f))
            }
            _ => f.write_str("?"),
        }
    }
}

impl Display for List<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        listed(f, ["[", "]"], self.0, |f, value| Shown(value).fmt(f))
    }
}

impl Display for Map<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut attributes: Vec<_> = self.0.iter().collect();
        attributes.sort_unstable_by_key(|(name, _)| *name);
        listed(f, ["{", "}"], attributes, |f, (name, value)| {
            write!(f, "{}: {}", Name(name), Shown(value))
        })
    }
}

fn bytes_of(bytes: &[u8], f: &mut fmt::Formatter<'_>) -> fmt::Result {
    write!(f, "b\"{}\"", bytes.escape_ascii())
}

fn listed<P>(
    f: &mut fmt::Formatter<'_>,
    [open, close]: [&str; 2],
    parts: impl IntoIterator<Item = P>,
    write: impl Fn(&mut fmt::Formatter<'_>, P) -> fmt::Result,
) -> fmt::Result {
    f.write_str(open)?;
    for (at, part) in parts.into_iter().enumerate() {
        f.write_str(if at == 0 { "" } else { ", " })?;
        write(f, part)?;
    }
    f.write_str(close)
}

#[cfg(test)]
mod tests {
    use aws_sdk_dynamodb::primitives::Blob;
    use aws_sdk_dynamodb::types::AttributeValue::{B, Bool, L, M, N, Ns, Null, S};

    use super::*;

    #[test]
    fn placeholders_are_replaced_by_what_they_stand_for() {
        let names = ["a", "b-c", "e"].iter().enumerate();
        let names = names.map(|(at, name)| (format!("#{at}"), (*name).to_owned())).collect();
        let mut values: Attributes =
            (0..12).map(|at| (format!(":{at}"), N(at.to_string()))).collect();
        values.insert(":1".to_owned(), S("x :0 \"#1\"".to_owned()));
        let explained = Explanation::of("Query", Some(&names), Some(&values))
            .expression(
                "Filter",
                Some(&"#0.#1[2] = :1 AND #2 IN (:10, :11) OR #9 = :99".to_owned()),
            )
            .member("Limit", Some(5))
            .member("Absent", None::<u8>)
            .finish();
        let filter = r##"a."b-c"[2] = "x :0 \"#1\"" AND e IN (10, 11) OR #9 = :99"##;
        assert_eq!(explained, format!("Query\n  Filter: {filter}\n  Limit: 5"));
    }

    #[test]
    fn values_of_every_type_are_shown() {
        let value = L(vec![
            S("ä\n".to_owned()),
            N("1.5".to_owned()),
            B(Blob::new([0, 65])),
            Bool(true),
            Null(true),
            Ns(vec!["1".to_owned(), "2".to_owned()]),
            M([("b".to_owned(), N("2".to_owned())), ("a c".to_owned(), N("1".to_owned()))].into()),
        ]);
        let shown = r#"["ä\n", 1.5, b"\x00A", true, NULL, <1, 2>, {"a c": 1, b: 2}]"#;
        assert_eq!(Shown(&value).to_string(), shown);
    }
}
