//! Conditions of writes and filters of reads.

use std::collections::{BTreeSet, HashSet};
use std::fmt;
use std::marker::PhantomData;
use std::ops::{BitAnd, BitOr, Not};

use super::path::{DocumentPath, Path};
use super::predicate::{Node, Operand, Predicate};
use super::value::{IntoValue, Value};
use crate::codec::{Attribute, kind};

/// What must hold for an item of type `T`: the condition of a write, or the filter of a read.
///
/// Made from paths, and combined with `&`, `|` and `!`: `Log::STATUS.eq("done") & !Log::MESSAGE.contains("retry")`.
/// A comparison with an absent attribute does not hold. Its `Debug` does not show values.
#[must_use = "a condition does nothing until an operation takes it"]
pub struct Condition<T> {
    pub(crate) predicate: Predicate,
    marker: PhantomData<fn() -> T>,
}

impl<T> Condition<T> {
    fn new(node: Node) -> Self {
        Self::of(Predicate::new(node))
    }

    fn of(predicate: Predicate) -> Self {
        Self { predicate, marker: PhantomData }
    }

    fn function(name: &'static str, path: DocumentPath, value: Option<Value>) -> Self {
        Self::new(Node::Function(name, path, value))
    }
}

impl<T> BitAnd for Condition<T> {
    type Output = Self;

    /// Both hold.
    fn bitand(self, other: Self) -> Self {
        Self::of(self.predicate.and(other.predicate))
    }
}

impl<T> BitOr for Condition<T> {
    type Output = Self;

    /// At least one holds.
    fn bitor(self, other: Self) -> Self {
        Self::of(self.predicate.or(other.predicate))
    }
}

impl<T> Not for Condition<T> {
    type Output = Self;

    /// It does not hold.
    fn not(self) -> Self {
        Self::of(self.predicate.negated())
    }
}

impl<T> Clone for Condition<T> {
    fn clone(&self) -> Self {
        Self::of(self.predicate.clone())
    }
}

impl<T> fmt::Debug for Condition<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.predicate.fmt(f)
    }
}

/// The size of an attribute: bytes of a string (in UTF-8) or of bytes, elements of a set, list or map.
#[derive(Debug, Clone)]
pub struct Size<T> {
    path: DocumentPath,
    marker: PhantomData<fn() -> T>,
}

macro_rules! comparisons {
    ($([$($ordered:tt)*] $name:ident $operator:literal: $doc:literal;)*) => {
        impl<T, V, R> Path<T, V, R> {$(
            #[doc = $doc]
            pub fn $name(self, value: impl IntoValue<V>) -> Condition<T> $($ordered)* {
                let operand = Operand::Path(self.document);
                Condition::new(Node::Compare(operand, $operator, value.into_value()))
            }
        )*}

        impl<T> Size<T> {$(
            #[doc = $doc]
            pub fn $name(self, size: u64) -> Condition<T> {
                let operand = Operand::Size(self.path);
                Condition::new(Node::Compare(operand, $operator, Value::of(&size)))
            }
        )*}
    };
}

comparisons! {
    [] eq " = ": "It equals `value`.";
    [] ne " <> ": "It differs from `value`, or is absent.";
    [where V: Attribute<Kind: kind::Ordered>] lt " < ": "It is less than `value`.";
    [where V: Attribute<Kind: kind::Ordered>] le " <= ": "It is at most `value`.";
    [where V: Attribute<Kind: kind::Ordered>] gt " > ": "It is greater than `value`.";
    [where V: Attribute<Kind: kind::Ordered>] ge " >= ": "It is at least `value`.";
}

impl<T, V, R> Path<T, V, R> {
    /// It is at least `low` and at most `high`.
    pub fn between(self, low: impl IntoValue<V>, high: impl IntoValue<V>) -> Condition<T>
    where
        V: Attribute<Kind: kind::Ordered>,
    {
        let operand = Operand::Path(self.document);
        Condition::new(Node::Between(operand, low.into_value(), high.into_value()))
    }

    /// It equals one of `values`, of which there are at most 100. Of none, it equals none.
    pub fn is_in(self, values: impl IntoIterator<Item = impl IntoValue<V>>) -> Condition<T> {
        let values = values.into_iter().map(IntoValue::into_value).collect();
        Condition::new(Node::In(Operand::Path(self.document), values))
    }

    /// It begins with `start`.
    pub fn begins_with(self, start: impl IntoValue<V>) -> Condition<T>
    where
        V: Attribute<Kind: kind::Prefixed>,
    {
        Condition::function("begins_with", self.document, Some(start.into_value()))
    }

    /// It contains `element`: a string within a string, or an element of a set or list.
    pub fn contains(self, element: impl IntoValue<V::Element>) -> Condition<T>
    where
        V: Container,
    {
        Condition::function("contains", self.document, Some(element.into_value()))
    }

    /// The item has the attribute.
    pub fn exists(self) -> Condition<T> {
        Condition::function("attribute_exists", self.document, None)
    }

    /// The item does not have the attribute.
    pub fn not_exists(self) -> Condition<T> {
        Condition::function("attribute_not_exists", self.document, None)
    }

    /// Its size, to be compared.
    #[must_use]
    pub fn size(self) -> Size<T>
    where
        V: Attribute<Kind: kind::Measured>,
    {
        Size { path: self.document, marker: PhantomData }
    }
}

/// A type whose values contain others: a string, a set, a list.
#[diagnostic::on_unimplemented(
    message = "a `{Self}` attribute contains nothing",
    note = "`contains` takes strings, sets and lists"
)]
pub trait Container {
    /// What `contains` looks for.
    type Element;
}

impl Container for String {
    type Element = Self;
}

impl<T> Container for Vec<T> {
    type Element = T;
}

impl<T, S> Container for HashSet<T, S> {
    type Element = T;
}

impl<T> Container for BTreeSet<T> {
    type Element = T;
}

impl<C: Container> Container for Option<C> {
    type Element = C::Element;
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Mistake;
    use crate::expr::placeholders::Placeholders;

    struct Thing;
    type Written = Result<String, Mistake>;

    fn written(condition: &Condition<Thing>) -> Written {
        Placeholders::default().expression(|to| condition.predicate.write(to))
    }

    fn count() -> Path<Thing, u32> {
        Path::new("count")
    }

    #[test]
    fn operators_keep_their_precedence() {
        let either = count().eq(1) | count().eq(2);
        assert_eq!(
            written(&(!either & count().exists())).unwrap(),
            "(NOT ((#0 = :0) OR (#0 = :1))) AND (attribute_exists(#0))"
        );
    }

    #[test]
    fn an_empty_list_matches_nothing() {
        let none: [u32; 0] = [];
        let nothing = "attribute_exists(#0) AND attribute_not_exists(#0)";
        assert_eq!(written(&count().is_in(none)).unwrap(), nothing);
        assert_eq!(written(&!count().is_in(none)).unwrap(), format!("NOT ({nothing})"));
    }

    #[test]
    fn a_list_of_more_than_100_values_is_refused() {
        assert!(written(&count().is_in(0..100)).is_ok());
        assert!(written(&count().is_in(0..101)).is_err());
    }

    #[test]
    fn more_than_300_operators_are_refused_and_cannot_exhaust_the_stack() {
        let mut condition = count().eq(0);
        for _ in 0..100_000 {
            condition = !(condition & count().eq(0));
        }
        assert!(written(&condition).is_err());
        let fits = (1..150).fold(count().eq(0), |all, _| all & count().eq(0));
        assert!(written(&fits).is_ok());
    }

    #[test]
    fn an_absent_value_cannot_be_compared() {
        let path: Path<Thing, Option<u32>> = Path::new("count");
        assert!(written(&path.eq(None)).is_err());
    }
}
