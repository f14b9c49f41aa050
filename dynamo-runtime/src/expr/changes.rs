//! The changes of an update: typed paths and what they get in, the clauses of an update expression out.

use std::fmt;
use std::marker::PhantomData;

use super::update::Clauses;

/// The methods that say what is changed, on what has `Clauses` in its field.
macro_rules! change_methods {
    ($($field:ident).+) => {
        /// SET: gives the attribute a value, the value of another attribute, or a calculation of them.
        ///
        /// `None` and an empty set remove the attribute; of a list's element or a map's entry, they are NULL, as in a put. A
        /// path that is read must be there, and its parent where it is written; else the service refuses the update.
        ///
        /// Of whole numbers, a sum or difference that the attribute's type does not hold is not written: `STOCK - 5` requires that
        /// the stock is at least 5, and fails with [`ConditionFailed`](crate::ErrorKind::ConditionFailed) where it is less or
        /// absent, unless the path is [`unguarded`](crate::Path::unguarded). Two attributes that are added, or subtracted where they may be
        /// negative, must both be within half of what the type holds: a condition cannot calculate.
        ///
        /// Of several calls of `set`, [`set_option`](Self::set_option), [`set_some`](Self::set_some), [`set_if`](Self::set_if) and
        /// [`remove`](Self::remove) for one path, the last counts. Changes that overlap otherwise (an attribute and one inside
        /// it, or `set` and `add` of one) are an [`InvalidRequest`](crate::ErrorKind::InvalidRequest).
        pub fn set<V, A: $crate::expr::path::role::Changeable, M>(
            mut self,
            path: $crate::expr::path::Path<T, V, A>,
            value: impl $crate::expr::assignment::IntoAssignment<T, V, M>,
        ) -> Self {
            let term = value.into_assignment().into_inner();
            let term = if A::KEEPS_ITS_PLACE { term.or_null() } else { term };
            let (path, unguarded) = path.into_parts();
            self.$($field).+.set(path, term.unguarded_if(unguarded));
            self
        }

        /// SET: gives the fields that keys of indexes are made of their values, in a tuple, and makes these keys anew. `None` removes
        /// a field, and with it the item from these indexes.
        pub fn set_parts<V>(
            mut self,
            parts: $crate::expr::parts::Parts<T, V>,
            values: impl $crate::expr::parts::IntoParts<V>,
        ) -> Self {
            for (name, value) in parts.names.iter().copied().zip(values.into_parts()) {
                let path = $crate::expr::path::DocumentPath::attribute(name.into());
                self.$($field).+.set(path, $crate::expr::assignment::Term::Value(value));
            }
            self
        }

        /// SET or REMOVE: gives the attribute the value, or removes it if there is none.
        pub fn set_option<V: $crate::codec::Attribute, A>(
            self,
            path: $crate::expr::path::Path<T, V, A>,
            value: Option<impl $crate::codec::value::IntoValue<V>>,
        ) -> Self
        where
            A: $crate::expr::path::role::Changeable<Removed<V>: $crate::codec::kind::Removable>,
        {
            match value {
                Some(value) => self.set(path, value),
                None => self.remove(path),
            }
        }

        /// SET, if there is a value; else leaves the attribute as it is: for the fields of a PATCH. A `Some(None)` removes an attribute
        /// that is an `Option`.
        pub fn set_some<V, A: $crate::expr::path::role::Changeable, M>(
            self,
            path: $crate::expr::path::Path<T, V, A>,
            value: Option<impl $crate::expr::assignment::IntoAssignment<T, V, M>>,
        ) -> Self {
            match value {
                Some(value) => self.set(path, value),
                None => self,
            }
        }

        /// SET, if `condition` is true; else changes nothing.
        pub fn set_if<V, A: $crate::expr::path::role::Changeable, M>(
            self,
            condition: bool,
            path: $crate::expr::path::Path<T, V, A>,
            value: impl $crate::expr::assignment::IntoAssignment<T, V, M>,
        ) -> Self {
            if condition { self.set(path, value) } else { self }
        }

        /// REMOVE: removes the attribute, which is an `Option`, a set, the element of a list or the entry of a map. The
        /// elements behind a removed one move up, once all of the update is done.
        ///
        /// Of several calls of [`set`](Self::set) and `remove` for one path, the last counts.
        pub fn remove<V: $crate::codec::Attribute, A>(mut self, path: $crate::expr::path::Path<T, V, A>) -> Self
        where
            A: $crate::expr::path::role::Changeable<Removed<V>: $crate::codec::kind::Removable>,
        {
            self.$($field).+.remove(path.document);
            self
        }

        /// ADD: adds a number (which may be negative) to a number, or elements to a set; an absent attribute counts as 0 or as
        /// an empty set. To add `None` or no elements is no call. Elements stand in an array or another collection: `["a"]`.
        ///
        /// A sum that the type of a whole number does not hold is not written, as in [`set`](Self::set).
        ///
        /// A number is added twice where the SDK sends the update again because its answer was lost. One that must be right is
        /// guarded: by [`if_version`](crate::op::Update::if_version), by a condition on the value that was read, or by
        /// [`update_diff`](crate::Table::update_diff); see [retries](crate::Error::may_have_been_written).
        ///
        /// Of several calls for one path, the last counts.
        pub fn add<V: $crate::codec::Attribute, A: $crate::expr::path::role::Changeable>(
            mut self,
            path: $crate::expr::path::Path<T, V, A>,
            value: impl $crate::expr::elements::IntoAdded<V, V::Kind>,
        ) -> Self {
            let (path, unguarded) = path.into_parts();
            self.$($field).+.add(path, value.into_added(), V::BOUNDS.filter(|_| !unguarded));
            self
        }

        /// DELETE: deletes elements from a set, as far as it has them; a set that loses its last element becomes absent. To
        /// delete no elements is no call. They stand in an array or another collection: `["a"]`.
        ///
        /// Of several calls for one path, the last counts.
        pub fn delete<V, A: $crate::expr::path::role::Changeable, E, X: $crate::codec::value::IntoValue<E>>(
            mut self,
            path: $crate::expr::path::Path<T, V, A>,
            elements: impl IntoIterator<Item = X>,
        ) -> Self
        where
            V: $crate::codec::Attribute<Kind: $crate::codec::kind::SetKind>,
            V::Required: $crate::codec::container::Container<Element = E>,
        {
            let ty = <V::Kind as $crate::codec::kind::SetKind>::TYPE;
            let elements = elements.into_iter().map($crate::codec::value::IntoValue::into_value);
            self.$($field).+.delete(path.document, $crate::expr::elements::set(ty, elements));
            self
        }

        /// Changes what `changes` change too. Where both set or remove one path, or both add to it, `changes` count.
        pub fn merge(mut self, changes: $crate::expr::changes::Changes<T>) -> Self {
            self.$($field).+.merge(changes.clauses);
            self
        }
    };
}
pub(crate) use change_methods;

/// What updates do to items of type `T`: a value that can be kept, merged into others, and given to any number of updates.
///
/// [`Update`](crate::op::Update) has the same methods. Its `Debug` does not show values.
///
/// ```no_run
/// # use dynamo_runtime::{Changes, DynamoTable};
/// # use std::collections::BTreeSet;
/// #[derive(DynamoTable)]
/// struct Order {
///     #[hash_key]
///     id: String,
///     total: i64,
///     discount: Option<i64>,
///     note: Option<String>,
///     labels: BTreeSet<String>,
///     lines: Vec<String>,
/// }
///
/// # async fn example(client: aws_sdk_dynamodb::Client, note: Option<&str>, paid: bool) -> Result<(), dynamo_runtime::Error> {
/// let paying = Changes::new().set_option(Order::NOTE, note).set_if(paid, Order::TOTAL, 0);
///
/// let order = Order::table(&client)
///     .update("order-1")
///     .merge(paying)
///     .set(Order::LINES, Order::LINES.append(["a pen", "a pencil"]))
///     .set(Order::DISCOUNT, Order::DISCOUNT.if_not_exists(0) + 5)
///     .add(Order::LABELS, ["gift"])
///     .await?;
/// # Ok(())
/// # }
/// ```
#[must_use = "changes do nothing until an update takes them"]
pub struct Changes<T> {
    pub(crate) clauses: Clauses,
    marker: PhantomData<fn() -> T>,
}

impl<T> Changes<T> {
    /// No changes.
    pub fn new() -> Self {
        Self { clauses: Clauses::default(), marker: PhantomData }
    }

    /// Tells whether nothing is changed; an update of nothing is an
    /// [`InvalidRequest`](crate::ErrorKind::InvalidRequest).
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.clauses.is_empty()
    }

    change_methods!(clauses);
}

impl<T> Default for Changes<T> {
    fn default() -> Self {
        Self::new()
    }
}

impl<T> Clone for Changes<T> {
    fn clone(&self) -> Self {
        Self { clauses: self.clauses.clone(), marker: PhantomData }
    }
}

impl<T> PartialEq for Changes<T> {
    fn eq(&self, other: &Self) -> bool {
        self.clauses == other.clauses
    }
}

impl<T> fmt::Debug for Changes<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Changes").field(&self.clauses).finish()
    }
}
