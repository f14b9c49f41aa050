//! Conditions of writes and filters of reads.

use std::collections::{BTreeSet, HashSet};
use std::fmt;
use std::marker::PhantomData;
use std::ops::{BitAnd, BitOr, Not};

use super::operand::{IntoOperand, Operand};
use super::path::{DocumentPath, Path};
use super::predicate::{Node, Predicate};
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

    fn function(name: &'static str, path: DocumentPath, operand: Option<Operand>) -> Self {
        Self::new(Node::Function(name, path, operand))
    }

    fn one_of(operand: Operand, path: DocumentPath, others: Vec<Operand>) -> Self {
        let none = others.is_empty();
        Self::new(if none { Node::Nothing(path) } else { Node::In(operand, others) })
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
///
/// It is compared with a `u64`, the path of a number, or another size.
#[derive(Debug, Clone)]
pub struct Size<T> {
    pub(super) path: DocumentPath,
    marker: PhantomData<fn() -> T>,
}

macro_rules! comparisons {
    ($([$($ordered:tt)*] $name:ident $operator:literal: $doc:literal;)*) => {
        impl<T, V, R> Path<T, V, R> {$(
            #[doc = $doc]
            pub fn $name<M>(self, other: impl IntoOperand<T, V, M>) -> Condition<T> $($ordered)* {
                let path = Operand::path(self.document);
                Condition::new(Node::Compare(path, $operator, other.into_operand()))
            }
        )*}

        impl<T> Size<T> {$(
            #[doc = $doc]
            pub fn $name<M>(self, other: impl IntoOperand<T, Self, M>) -> Condition<T> {
                let size = Operand::size(self.path);
                Condition::new(Node::Compare(size, $operator, other.into_operand()))
            }
        )*}
    };
}

comparisons! {
    [] eq " = ": "It equals `other`.";
    [] ne " <> ": "It differs from `other`, or is absent.";
    [where V: Attribute<Kind: kind::Ordered>] lt " < ": "It is less than `other`.";
    [where V: Attribute<Kind: kind::Ordered>] le " <= ": "It is at most `other`.";
    [where V: Attribute<Kind: kind::Ordered>] gt " > ": "It is greater than `other`.";
    [where V: Attribute<Kind: kind::Ordered>] ge " >= ": "It is at least `other`.";
}

impl<T> Size<T> {
    /// It is at least `low` and at most `high`.
    pub fn between<L, H>(
        self,
        low: impl IntoOperand<T, Self, L>,
        high: impl IntoOperand<T, Self, H>,
    ) -> Condition<T> {
        let size = Operand::size(self.path);
        Condition::new(Node::Between(size, low.into_operand(), high.into_operand()))
    }

    /// It equals one of `others`, of which there are at most 100. Of none, it equals none.
    pub fn is_in<M>(
        self,
        others: impl IntoIterator<Item = impl IntoOperand<T, Self, M>>,
    ) -> Condition<T> {
        let others = others.into_iter().map(IntoOperand::into_operand).collect();
        Condition::one_of(Operand::size(self.path.clone()), self.path, others)
    }
}

impl<T, V, R> Path<T, V, R> {
    /// It is at least `low` and at most `high`.
    pub fn between<L, H>(
        self,
        low: impl IntoOperand<T, V, L>,
        high: impl IntoOperand<T, V, H>,
    ) -> Condition<T>
    where
        V: Attribute<Kind: kind::Ordered>,
    {
        let path = Operand::path(self.document);
        Condition::new(Node::Between(path, low.into_operand(), high.into_operand()))
    }

    /// It equals one of `others`, of which there are at most 100. Of none, it equals none.
    pub fn is_in<M>(
        self,
        others: impl IntoIterator<Item = impl IntoOperand<T, V, M>>,
    ) -> Condition<T> {
        let others = others.into_iter().map(IntoOperand::into_operand).collect();
        Condition::one_of(Operand::path(self.document.clone()), self.document, others)
    }

    /// It begins with `start`.
    pub fn begins_with<M>(self, start: impl IntoOperand<T, V, M>) -> Condition<T>
    where
        V: Attribute<Kind: kind::Prefixed>,
    {
        Condition::function("begins_with", self.document, Some(start.into_operand()))
    }

    /// It contains `element`: a string within a string, or an element of a set or list.
    pub fn contains<M>(self, element: impl IntoOperand<T, V::Element, M>) -> Condition<T>
    where
        V: Container,
    {
        Condition::function("contains", self.document, Some(element.into_operand()))
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
    fn attributes_sizes_and_values_stand_on_either_side() {
        let (text, other): (Path<Thing, Option<String>>, Path<Thing, String>) =
            (Path::new("text"), Path::new("other"));
        let size = || text.clone().size();
        let cases = [
            (count().lt(count()), "#0 < #0"),
            (text.clone().eq(other.clone()), "#0 = #1"),
            (other.clone().ne(text.clone()), "#0 <> #1"),
            (count().ge(size()), "#0 >= size(#1)"),
            (size().le(count()), "size(#0) <= #1"),
            (size().gt(other.clone().size()), "size(#0) > size(#1)"),
            (size().between(1, count()), "size(#0) BETWEEN :0 AND #1"),
            (count().between(size(), 9), "#0 BETWEEN size(#1) AND :0"),
            (size().is_in([1, 2]), "size(#0) IN (:0, :1)"),
            (text.clone().is_in([other.clone()]), "#0 IN (#1)"),
            (text.clone().begins_with(other.clone()), "begins_with(#0, #1)"),
            (text.clone().contains(other), "contains(#0, #1)"),
        ];
        for (condition, expected) in cases {
            assert_eq!(written(&condition).unwrap(), expected);
        }
    }

    #[test]
    fn both_sides_name_attributes() {
        let names = |condition: Condition<Thing>| condition.predicate.names("count");
        let text: Path<Thing, u32> = Path::new("text");
        assert!(names(text.clone().eq(count())));
        assert!(names(text.clone().between(1, count())) && names(text.clone().is_in([count()])));
        assert!(names(count().is_in([0; 0])) && !names(text.eq(1)));
    }

    #[test]
    fn an_absent_value_cannot_be_compared() {
        let path: Path<Thing, Option<u32>> = Path::new("count");
        assert!(written(&path.eq(None)).is_err());
    }
}
