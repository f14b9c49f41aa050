//! What lists and sets contain, for `contains` and for changing elements.

use std::collections::{BTreeSet, HashSet};

use super::with::Stored;

/// A list or set: a type whose values contain others.
#[diagnostic::on_unimplemented(
    message = "the element type of `{Self}` is not known",
    note = "if it is a list or a set, implement `dynamo_runtime::codec::Container` for it"
)]
pub trait Container {
    /// What `contains` looks for.
    type Element;
}

impl<T> Container for Vec<T> {
    type Element = T;
}

impl<T, const N: usize> Container for [T; N] {
    type Element = T;
}

impl<T, S> Container for HashSet<T, S> {
    type Element = T;
}

impl<T> Container for BTreeSet<T> {
    type Element = T;
}

impl<C: Container> Container for Box<C> {
    type Element = C::Element;
}

impl<W, T> Container for Stored<Vec<W>, Vec<T>> {
    type Element = Stored<W, T>;
}

impl<W, T> Container for Stored<Option<W>, Option<T>>
where
    Stored<W, T>: Container,
{
    type Element = <Stored<W, T> as Container>::Element;
}
