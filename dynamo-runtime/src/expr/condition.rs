//! Conditions of writes and filters of reads.

use std::fmt;
use std::marker::PhantomData;
use std::ops::{BitAnd, BitOr, Not};

use super::operand::{IntoOperand, Operand};
use super::path::{DocumentPath, Path};
use super::predicate::{Node, Predicate};
use super::value::Value;
use crate::codec::{Attribute, kind};
use crate::error::Mistake;
use crate::schema::AttributeType;

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

/// The size of an attribute: the UTF-16 units of a string, bytes, or the elements of a set, list or map.
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

    /// It contains `element`: a text within a text, bytes within bytes, or an element of a set or list.
    pub fn contains<E, M>(self, element: impl IntoOperand<T, E, M>) -> Condition<T>
    where
        V: Attribute<Kind: kind::Containing<V::Required, Element = E>>,
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

    /// The item has the attribute, and it is of type `ty`.
    pub fn attribute_type(self, ty: AttributeType) -> Condition<T> {
        if ty == AttributeType::Any {
            let problem = "`attribute_type` takes one type; `exists()` is for any";
            return Condition::new(Node::Refused(Mistake::new(problem)));
        }
        let name = Operand::value(Value::of(&ty.to_string()));
        Condition::function("attribute_type", self.document, Some(name))
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

/// All of `conditions` hold. The operation that takes all of none is refused, as it would not be guarded.
pub fn all<T>(conditions: impl IntoIterator<Item = Condition<T>>) -> Condition<T> {
    Condition::of(Predicate::all(conditions.into_iter().map(|condition| condition.predicate)))
}

/// At least one of `conditions` holds. Of none, none holds.
pub fn any<T>(conditions: impl IntoIterator<Item = Condition<T>>) -> Condition<T> {
    Condition::of(Predicate::any(conditions.into_iter().map(|condition| condition.predicate)))
}

#[cfg(test)]
mod tests {
    use aws_sdk_dynamodb::types::AttributeValue;

    use super::*;
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
        assert_eq!(written(&any([])).unwrap(), nothing);
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
            (count().lt(Path::<Thing, u32>::new("limit")), "#0 < #1"),
            (size().eq(size()), "size(#0) = size(#0)"),
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
    fn an_attribute_is_not_compared_with_itself() {
        let text = || Path::<Thing, String>::new("text");
        let refused = [
            count().eq(count()),
            count().between(1, count()),
            !count().is_in([count()]),
            text().begins_with(text()),
            text().contains(text()),
        ];
        assert!(refused.iter().all(|condition| written(condition).is_err()));
    }

    #[test]
    fn lists_of_conditions_are_flat() {
        let equals = |value| count().eq(value);
        assert_eq!(
            written(&(all([equals(1), equals(2)]) & !any([equals(1), equals(3), equals(4)])))
                .unwrap(),
            "(#0 = :0) AND (#0 = :1) AND (NOT ((#0 = :0) OR (#0 = :2) OR (#0 = :3)))"
        );
        assert_eq!(written(&all([any([equals(1)])])).unwrap(), "#0 = :0");
    }

    #[test]
    fn lists_of_conditions_end_where_they_are_refused() {
        assert!(written(&any(std::iter::repeat_with(|| count().eq(1)))).is_err());
        assert!(written(&all((0..150).map(|_| count().eq(1)))).is_ok());
        assert!(written(&all((0..151).map(|_| count().eq(1)))).is_err());
    }

    #[test]
    fn all_of_none_is_refused_wherever_it_stands() {
        let none = || all::<Thing>([]);
        let nothing = || any::<Thing>([]);
        let refused = [
            none(),
            !none(),
            !!none(),
            none() | count().exists(),
            count().exists() & none(),
            nothing() & none(),
            any([nothing(), !none()]),
        ];
        assert!(refused.iter().all(|condition| written(condition).is_err()));
    }

    #[test]
    fn what_holds_for_nothing_is_known() {
        let (nothing, open) = (|| count().is_in([0; 0]), || count().exists());
        let cases = [
            (nothing(), true),
            (any([]), true),
            (Path::<Thing, String>::new("text").size().is_in([0; 0]), true),
            (!nothing(), false),
            (!!nothing(), true),
            (open() & nothing(), true),
            (open() | nothing(), false),
            (any([nothing(), any([])]), true),
            (all([open(), open(), !!any([])]), true),
            (!(open() | !nothing()), true),
            (!(open() & nothing()), false),
            (!nothing() & open(), false),
            (open() & !open(), false),
            (all([]), false),
            (nothing() & all([]), false),
        ];
        for (condition, expected) in cases {
            assert_eq!(condition.predicate.holds_for_nothing(), expected, "{condition:?}");
        }
    }

    #[test]
    fn types_have_their_names() {
        let is = |ty| count().attribute_type(ty);
        let placeholders = |ty| {
            let mut placeholders = Placeholders::default();
            let text = placeholders.expression(|to| is(ty).predicate.write(to)).unwrap();
            assert_eq!(text, "attribute_type(#0, :0)");
            placeholders.values().unwrap().remove(":0").unwrap()
        };
        let name = |name: &str| AttributeValue::S(name.to_owned());
        assert_eq!(placeholders(AttributeType::Null), name("NULL"));
        assert_eq!(placeholders(AttributeType::Bool), name("BOOL"));
        assert!(written(&is(AttributeType::Any)).is_err());
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
