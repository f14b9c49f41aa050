//! Conditions of writes and filters of reads.

#[cfg(test)]
mod tests;

use std::fmt;
use std::marker::PhantomData;
use std::ops::{BitAnd, BitOr, Not};

use super::operand::{IntoOperand, Operand};
use super::path::{DocumentPath, Path};
use super::predicate::{Node, Predicate};
use crate::codec::value::Value;
use crate::codec::{Attribute, kind};
use crate::error::Mistake;
use crate::schema::AttributeType;

/// What must hold for an item of type `T`: the condition of a write, or the filter of a read.
///
/// | of DynamoDB | method of a [`Path`] | on |
/// |---|---|---|
/// | `=`, `<>` | [`eq`](Path::eq), [`ne`](Path::ne) | everything |
/// | `<`, `<=`, `>`, `>=`, BETWEEN | [`lt`](Path::lt), [`le`](Path::le), [`gt`](Path::gt), [`ge`](Path::ge), [`between`](Path::between) | strings, numbers, bytes |
/// | IN | [`is_in`](Path::is_in) | everything |
/// | `begins_with` | [`begins_with`](Path::begins_with) | strings, bytes |
/// | `contains` | [`contains`](Path::contains) | strings, bytes, sets, lists |
/// | `attribute_exists`, `attribute_not_exists` | [`exists`](Path::exists), [`not_exists`](Path::not_exists) | everything |
/// | `attribute_type` | [`attribute_type`](Path::attribute_type) | everything |
/// | `size` | [`size`](Path::size), to be compared | strings, bytes, sets, lists, maps |
/// | AND, OR, NOT | `&` or [`all`], `\|` or [`any`], `!` | conditions |
///
/// What an attribute is compared with is a value, or the path of another attribute of the same type; of a number, also the size
/// of an attribute. A comparison with an absent attribute does not hold, nor one of a stored attribute of another type; but `ne`
/// does, and so does `!` before any other. `None` and empty sets are no values to compare with: that is what `exists` and
/// `not_exists` are for. Rust's `==`, `&&` and `||` do not make conditions.
///
/// ```
/// # use std::collections::BTreeSet;
/// use dynamo_runtime::expr::{all, any};
/// use dynamo_runtime::{Condition, DynamoTable};
///
/// #[derive(DynamoTable)]
/// struct Article {
///     #[hash_key]
///     id: u64,
///     title: String,
///     author: String,
///     editor: Option<String>,
///     stock: u32,
///     reserved: u32,
///     labels: BTreeSet<String>,
/// }
///
/// let edited = Article::EDITOR.exists() & Article::EDITOR.ne(Article::AUTHOR);
/// let for_sale = Article::STOCK.gt(Article::RESERVED) | Article::LABELS.contains("preorder");
/// let short = Article::TITLE.size().le(20);
/// let wanted: Condition<Article> = all([edited, for_sale, !short]);
///
/// // Conditions may be gathered: of none, `any` holds for nothing, and `all` is refused.
/// let titles = ["Emma", "Ulysses"].map(|title| Article::TITLE.begins_with(title));
/// let found = wanted & any(titles);
/// # let _ = found;
/// ```
///
/// A condition that no item can meet, as `is_in` of nothing or `any` of nothing, is known before a request: a read gives nothing
/// and a write fails with [`ConditionFailed`](crate::ErrorKind::ConditionFailed), and neither is sent.
///
/// Its `Debug` does not show values.
#[must_use = "a condition does nothing until an operation takes it"]
pub struct Condition<T> {
    pub(crate) predicate: Predicate,
    marker: PhantomData<fn() -> T>,
}

impl<T> Condition<T> {
    fn new(node: Node) -> Self {
        Self::of(Predicate::new(node))
    }

    pub(crate) fn of(predicate: Predicate) -> Self {
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
            let problem = "`attribute_type` needs one specific type; use `exists()` for any type";
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

/// All of `conditions` hold. Of none, the operation that takes it is an
/// [`InvalidRequest`](crate::ErrorKind::InvalidRequest), as it would not be guarded.
pub fn all<T>(conditions: impl IntoIterator<Item = Condition<T>>) -> Condition<T> {
    Condition::of(Predicate::all(conditions.into_iter().map(|condition| condition.predicate)))
}

/// At least one of `conditions` holds; of none, it holds for nothing.
pub fn any<T>(conditions: impl IntoIterator<Item = Condition<T>>) -> Condition<T> {
    Condition::of(Predicate::any(conditions.into_iter().map(|condition| condition.predicate)))
}
