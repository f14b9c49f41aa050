//! The key condition of a query: every hash attribute by `=`, the range attributes from the left, one inequality last.

use std::cmp::Ordering;
use std::ops::{RangeFrom, RangeInclusive, RangeTo, RangeToInclusive};

use super::by;
use super::operand::Operand;
use super::path::DocumentPath;
use super::predicate::{Node, Predicate};
use crate::codec::equal::order;
use crate::codec::value::{IntoKey, Value};
use crate::codec::{Attribute, kind};
use crate::error::{Mistake, Step};
use crate::schema::TableSchema;

/// What one key attribute must be.
#[doc(hidden)]
#[derive(Debug, Clone, PartialEq)]
pub enum KeyCondition {
    /// `=`
    Equal(Value),
    /// `<`, `<=`, `>` or `>=`
    Compare(&'static str, Value),
    /// BETWEEN, both ends included.
    Between(Value, Value),
    /// `begins_with`
    Prefix(Value),
}

impl KeyCondition {
    /// Tells why the service would refuse the condition on the attribute `name`.
    pub(crate) fn check(&self, schema: &TableSchema, name: &'static str) -> Result<(), Mistake> {
        match self {
            Self::Equal(value) => schema.check_attribute(name, value.required()?),
            Self::Compare(_, bound) | Self::Prefix(bound) => {
                schema.check_key(name, bound.required()?)
            }
            Self::Between(low, high) => {
                let (low, high) = (low.required()?, high.required()?);
                schema.check_key(name, low)?;
                schema.check_key(name, high)?;
                if order(low, high) == Some(Ordering::Greater) {
                    let problem =
                        "the range is empty because it begins after its end; swap the two";
                    let mut mistake = Mistake::new(problem);
                    mistake.within(Step::Name(name.into()));
                    return Err(mistake);
                }
                Ok(())
            }
        }
    }

    /// The condition on the attribute `name`.
    pub(crate) fn predicate(&self, name: &'static str) -> Predicate {
        let path = DocumentPath::attribute(name.into());
        let (attribute, value) =
            (Operand::path(path.clone()), |value: &Value| Operand::value(value.clone()));
        Predicate::new(match self {
            Self::Equal(equal) => Node::Compare(attribute, " = ", value(equal)),
            Self::Compare(operator, other) => Node::Compare(attribute, operator, value(other)),
            Self::Between(low, high) => Node::Between(attribute, value(low), value(high)),
            Self::Prefix(prefix) => Node::Function("begins_with", path, Some(value(prefix))),
        })
    }
}

/// What can be the condition on one range attribute of type `K`: a value (equality), one of Rust's ranges, [`prefix`] or [`after`].
///
/// `M` only tells values and ranges apart; it is always inferred.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be a condition on a range key of type `{K}`",
    label = "expected a value or a range of `{K}`",
    note = "BETWEEN includes both ends: write `a..=b` instead of `a..b`",
    note = "other ranges are `a..`, `..=b`, `..b`, `after(a)`, and `prefix(a)` for strings and bytes"
)]
pub trait IntoKeyCondition<K, M> {
    /// Encodes the condition.
    fn into_condition(self) -> KeyCondition;
}

/// What can be the condition on the range attributes of a table or index, whose types are the tuple `R`.
///
/// For several attributes: a tuple of values from the left, of which the last may be a range.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be a condition on range attributes of types `{R}`",
    label = "does not fit the range attributes",
    note = "BETWEEN includes both ends: write `a..=b` instead of `a..b`",
    note = "for several attributes, give a tuple in their order without gaps; its last element can be a range: `(\"open\", 10..)`"
)]
pub trait IntoRange<R, M> {
    /// Encodes the conditions, from the left.
    fn into_range(self) -> Vec<KeyCondition>;
}

/// All values that begin with `start`, in a key condition on a string or bytes.
pub fn prefix<X>(start: X) -> Prefix<X> {
    Prefix(start)
}

/// All values greater than `low`, in a key condition.
pub fn after<X>(low: X) -> After<X> {
    After(low)
}

/// Made by [`prefix`].
#[derive(Debug, Clone)]
pub struct Prefix<X>(X);

/// Made by [`after`].
#[derive(Debug, Clone)]
pub struct After<X>(X);

impl<K, X: IntoKey<K>> IntoKeyCondition<K, by::Value> for X {
    fn into_condition(self) -> KeyCondition {
        KeyCondition::Equal(self.into_key())
    }
}

impl<K, X: IntoKey<K>> IntoKeyCondition<K, by::Range> for RangeInclusive<X> {
    fn into_condition(self) -> KeyCondition {
        let (low, high) = self.into_inner();
        KeyCondition::Between(low.into_key(), high.into_key())
    }
}

impl<K, X: IntoKey<K>> IntoKeyCondition<K, by::Range> for RangeFrom<X> {
    fn into_condition(self) -> KeyCondition {
        KeyCondition::Compare(" >= ", self.start.into_key())
    }
}

impl<K, X: IntoKey<K>> IntoKeyCondition<K, by::Range> for RangeToInclusive<X> {
    fn into_condition(self) -> KeyCondition {
        KeyCondition::Compare(" <= ", self.end.into_key())
    }
}

impl<K, X: IntoKey<K>> IntoKeyCondition<K, by::Range> for RangeTo<X> {
    fn into_condition(self) -> KeyCondition {
        KeyCondition::Compare(" < ", self.end.into_key())
    }
}

impl<K, X: IntoKey<K>> IntoKeyCondition<K, by::Range> for After<X> {
    fn into_condition(self) -> KeyCondition {
        KeyCondition::Compare(" > ", self.0.into_key())
    }
}

impl<K, X> IntoKeyCondition<K, by::Range> for Prefix<X>
where
    K: Attribute<Kind: kind::Prefixed>,
    X: IntoKey<K>,
{
    fn into_condition(self) -> KeyCondition {
        KeyCondition::Prefix(self.0.into_key())
    }
}

/// A table or index with one range attribute takes a bare value or range.
impl<K, C: IntoKeyCondition<K, M>, M> IntoRange<(K,), M> for C {
    fn into_range(self) -> Vec<KeyCondition> {
        vec![self.into_condition()]
    }
}

macro_rules! tuples {
    ($(($($key:ident)+): ($($value:ident $equal:ident)*) $last:ident;)*) => {$(
        #[allow(non_snake_case, reason = "the type parameters name the tuple's elements")]
        impl<$($key,)+ $($value: IntoKey<$equal>,)* C, M> IntoRange<($($key,)+), M>
            for ($($value,)* C,)
        where
            C: IntoKeyCondition<$last, M>,
        {
            fn into_range(self) -> Vec<KeyCondition> {
                let ($($value,)* last,) = self;
                vec![$(KeyCondition::Equal($value.into_key()),)* last.into_condition()]
            }
        }
    )*};
}

tuples! {
    (K1 K2): () K1;
    (K1 K2): (X1 K1) K2;
    (K1 K2 K3): () K1;
    (K1 K2 K3): (X1 K1) K2;
    (K1 K2 K3): (X1 K1 X2 K2) K3;
    (K1 K2 K3 K4): () K1;
    (K1 K2 K3 K4): (X1 K1) K2;
    (K1 K2 K3 K4): (X1 K1 X2 K2) K3;
    (K1 K2 K3 K4): (X1 K1 X2 K2 X3 K3) K4;
}
