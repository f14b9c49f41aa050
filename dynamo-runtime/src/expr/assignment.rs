//! What SET gives an attribute: values, paths, sums, defaults and longer lists in, their places in an expression out.

use std::fmt;
use std::marker::PhantomData;
use std::ops::{Add, Sub};

use aws_sdk_dynamodb::types::AttributeValue;

use super::by;
use super::elements;
use super::guard;
use super::path::{DocumentPath, Path};
use super::placeholders::Writer;
use super::predicate::Predicate;
use crate::codec::value::{IntoValue, Value};
use crate::codec::{Attribute, Bounds, Encode, kind};
use crate::error::Mistake;

/// The right-hand side of SET, whatever its type.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Term {
    Value(Value),
    Path(DocumentPath),
    IfNotExists(DocumentPath, Box<Term>),
    /// Two terms with an operator between them; the result is to be within the bounds.
    Joined(Box<[Term; 2]>, Operator, Option<Bounds>),
    ListAppend(Box<[Term; 2]>),
    /// A term of which nothing is guarded.
    Unguarded(Box<Term>),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Operator {
    Plus,
    Minus,
}

impl Operator {
    const fn text(self) -> &'static str {
        match self {
            Self::Plus => " + ",
            Self::Minus => " - ",
        }
    }
}

impl Term {
    /// The value that it certainly or possibly gives.
    pub(super) fn value(&self) -> Option<&Value> {
        match self {
            Self::Value(value) => Some(value),
            Self::IfNotExists(_, default) | Self::Unguarded(default) => default.value(),
            _ => None,
        }
    }

    /// It is a value that there is not.
    pub(super) fn is_absent(&self) -> bool {
        matches!(self, Self::Value(value) if matches!(value.optional(), Ok(None)))
    }

    /// The same, with nothing of it guarded; a value by itself never is.
    pub(crate) fn unguarded_if(self, unguarded: bool) -> Self {
        match self {
            Self::Value(_) => self,
            term if unguarded => Self::Unguarded(Box::new(term)),
            term => term,
        }
    }

    /// What must hold for the result to be one that the attribute's type holds.
    pub(super) fn guard(&self) -> Option<Predicate> {
        match self {
            Self::Joined(terms, operator, Some(bounds)) => {
                guard::of_calculation(terms, *operator == Operator::Minus, *bounds)
            }
            _ => None,
        }
    }

    /// The same, but NULL where it is absent.
    pub(crate) fn or_null(self) -> Self {
        if self.is_absent() { Self::Value(Value::of(&AttributeValue::Null(true))) } else { self }
    }

    pub(super) fn write(&self, to: &mut Writer<'_>) -> Result<(), Mistake> {
        match self {
            Self::Value(value) => to.value(value)?,
            Self::Path(path) => to.path(path)?,
            Self::IfNotExists(path, default) => {
                to.raw("if_not_exists(");
                to.path(path)?;
                to.raw(", ");
                default.write(to)?;
                to.raw(")");
            }
            Self::Joined(terms, operator, _) => {
                to.joined(operator.text(), terms.as_ref(), |to, term| term.write(to))?;
            }
            Self::ListAppend(terms) => {
                to.raw("list_append(");
                to.joined(", ", terms.as_ref(), |to, term| term.write(to))?;
                to.raw(")");
            }
            Self::Unguarded(term) => term.write(to)?,
        }
        Ok(())
    }
}

/// What a calculation gives an attribute of type `V`. Made with `+` and `-`, [`append`](Path::append) and
/// [`prepend`](Path::prepend).
///
/// DynamoDB calculates once in an assignment: there is no `+` behind a `+`. The sum or difference of whole numbers is guarded: see
/// [`Path::unguarded`]. Its `Debug` does not show values.
///
/// What is calculated from the attribute itself counts twice where the SDK sends the update again because its answer was lost: a
/// condition on the value that was read, or on the version, guards it; see [retries](crate::Error::may_have_been_written).
#[must_use = "an assignment does nothing until `set` takes it"]
pub struct Assignment<T, V>(Term, PhantomData<fn() -> (T, V)>);

/// The value of an attribute of type `V`, or a default where it is absent. Made by [`Path::if_not_exists`].
///
/// It can be calculated with as a path can. Its `Debug` does not show values.
#[must_use = "an assignment does nothing until `set` takes it"]
pub struct IfNotExists<T, V>(Term, PhantomData<fn() -> (T, V)>);

/// What `set` can give an attribute of type `V`: a value, the path of an attribute of the same item and type (an `Option` or
/// not), [`if_not_exists`](Path::if_not_exists), or a calculation: `Order::TOTAL + 5`.
///
/// `M` only tells them apart; it is always inferred.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be assigned to an attribute of type `{V}`",
    label = "expected a value of type `{V}`, or the path of one",
    note = "set an `Option` attribute to the value inside, without `Some`; `set_option` takes the whole `Option`"
)]
pub trait IntoAssignment<T, V, M> {
    /// Returns what is assigned.
    fn into_assignment(self) -> Assignment<T, V>;
}

/// What can stand beside `+` or `-` where the attribute has the type `V`: a value, a path, or
/// [`if_not_exists`](Path::if_not_exists).
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be added to or subtracted from an attribute of type `{V}`",
    label = "expected a value of type `{V}`, or the path of one"
)]
pub trait IntoTerm<T, V> {
    /// Returns what is added or subtracted.
    fn into_term(self) -> Assignment<T, V>;
}

impl<T, V, X: IntoValue<V>> IntoAssignment<T, V, by::Value> for X {
    fn into_assignment(self) -> Assignment<T, V> {
        Assignment::new(Term::Value(self.into_value()))
    }
}

/// Each a path, or what is made of one: of any type that is `V` or its `Option`.
macro_rules! assignments {
    ($([$($role:ident)?] $source:ty: $marker:ty, $term:expr;)*) => {$(
        #[diagnostic::do_not_recommend]
        impl<T, V: Attribute, W: Attribute<Required = V::Required> $(, $role)?>
            IntoAssignment<T, V, $marker> for $source
        {
            fn into_assignment(self) -> Assignment<T, V> {
                let term: fn(Self) -> Term = $term;
                Assignment::new(term(self))
            }
        }
    )*};
}

assignments! {
    [R] Path<T, W, R>: by::Path, Path::into_term;
    [] IfNotExists<T, W>: by::Path, |default| default.0;
    [] Assignment<T, W>: by::Calculation, |assignment| assignment.0;
}

impl<T, V: Encode> IntoTerm<T, V> for V {
    fn into_term(self) -> Assignment<T, V> {
        Assignment::new(Term::Value(Value::of(&self)))
    }
}

impl<T, V: Encode> IntoTerm<T, Option<V>> for V {
    fn into_term(self) -> Assignment<T, Option<V>> {
        Assignment::new(Term::Value(Value::of(&self)))
    }
}

impl<T, V: Attribute, W: Attribute<Required = V::Required>, R> IntoTerm<T, V> for Path<T, W, R> {
    fn into_term(self) -> Assignment<T, V> {
        self.into_assignment()
    }
}

impl<T, V: Attribute, W: Attribute<Required = V::Required>> IntoTerm<T, V> for IfNotExists<T, W> {
    fn into_term(self) -> Assignment<T, V> {
        self.into_assignment()
    }
}

impl<T, V> Assignment<T, V> {
    fn new(term: Term) -> Self {
        Self(term, PhantomData)
    }

    fn list_append(terms: [Term; 2]) -> Self {
        Self::new(Term::ListAppend(Box::new(terms)))
    }

    pub(crate) fn into_inner(self) -> Term {
        self.0
    }
}

/// Operators and list functions on what has a term.
macro_rules! calculations {
    ($([$($role:ident)?] $source:ty, $term:expr;)*) => {$(
        calculations!(@operator [$($role)?] $source, $term, Add add Plus);
        calculations!(@operator [$($role)?] $source, $term, Sub sub Minus);

        impl<T, V $(, $role)?> $source {
            /// The list with `elements`, an array or another collection, behind it. The list must be there: where it may be absent, call
            /// [`if_not_exists`](Path::if_not_exists) first. They are there twice where the SDK sends the update again because its
            /// answer was lost; a condition guards it, see [retries](crate::Error::may_have_been_written).
            pub fn append<E, X: IntoValue<E>>(
                self,
                elements: impl IntoIterator<Item = X>,
            ) -> Assignment<T, V>
            where
                V: Attribute<Kind: kind::Listed<V::Required, Element = E>>,
            {
                let term: fn(Self) -> Term = $term;
                Assignment::list_append([term(self), list(elements)])
            }

            /// The list with `elements`, an array or another collection, before it. The list must be there: where it may be absent, call
            /// [`if_not_exists`](Path::if_not_exists) first. They are there twice where the SDK sends the update again because its
            /// answer was lost; a condition guards it, see [retries](crate::Error::may_have_been_written).
            pub fn prepend<E, X: IntoValue<E>>(
                self,
                elements: impl IntoIterator<Item = X>,
            ) -> Assignment<T, V>
            where
                V: Attribute<Kind: kind::Listed<V::Required, Element = E>>,
            {
                let term: fn(Self) -> Term = $term;
                Assignment::list_append([list(elements), term(self)])
            }
        }
    )*};
    (@operator [$($role:ident)?] $source:ty, $term:expr, $operator:ident $name:ident $which:ident) => {
        impl<T, V: Attribute<Kind: kind::Numeric>, X: IntoTerm<T, V> $(, $role)?> $operator<X> for $source {
            type Output = Assignment<T, V>;

            fn $name(self, other: X) -> Assignment<T, V> {
                let term: fn(Self) -> Term = $term;
                let terms = Box::new([term(self), other.into_term().0]);
                Assignment::new(Term::Joined(terms, Operator::$which, V::BOUNDS))
            }
        }
    };
}

calculations! {
    [R] Path<T, V, R>, Path::into_term;
    [] IfNotExists<T, V>, |default| default.0;
}

fn list<V>(elements: impl IntoIterator<Item = impl IntoValue<V>>) -> Term {
    Term::Value(elements::list(elements.into_iter().map(IntoValue::into_value)))
}

impl<T, V, R> Path<T, V, R> {
    /// Its value, or `default` where the item does not have the attribute: what `set` gives this attribute or another.
    pub fn if_not_exists<M: by::Operand>(
        self,
        default: impl IntoAssignment<T, V, M>,
    ) -> IfNotExists<T, V> {
        let default = Box::new(default.into_assignment().0);
        let (path, unguarded) = self.into_parts();
        IfNotExists(Term::IfNotExists(path, default).unguarded_if(unguarded), PhantomData)
    }
}

macro_rules! values {
    ($($name:ident)*) => {$(
        impl<T, V> Clone for $name<T, V> {
            fn clone(&self) -> Self {
                Self(self.0.clone(), PhantomData)
            }
        }

        impl<T, V> fmt::Debug for $name<T, V> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }
    )*};
}

values!(Assignment IfNotExists);
