//! Typed paths to attributes.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::marker::PhantomData;
use std::mem;

use crate::codec::{Attribute, Field};
use crate::error::Step;

/// What an attribute is to its table, so that an update cannot name a key.
pub mod role {
    /// Part of the primary key.
    #[derive(Debug)]
    pub enum Key {}
    /// Any other attribute.
    #[derive(Debug)]
    pub enum Attribute {}

    /// What an update can change.
    #[diagnostic::on_unimplemented(
        message = "an update cannot change the primary key",
        label = "an attribute of the primary key",
        note = "delete the item, and put it under the other key"
    )]
    pub trait Changeable {}
    impl Changeable for Attribute {}
}

/// The path to an attribute of type `V` in an item of type `T`. The derive makes one for each field: `Log::STATUS`.
///
/// Nested attributes are reached with [`at`](Self::at), `index` and `key`.
pub struct Path<T, V, R = role::Attribute> {
    pub(crate) document: DocumentPath,
    marker: Marker<T, V, R>,
}

type Marker<T, V, R> = PhantomData<fn() -> (T, V, R)>;

/// The path to an attribute of the primary key. It takes part in conditions; an update does not take it.
pub type KeyPath<T, V> = Path<T, V, role::Key>;

/// A document path, untyped.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DocumentPath {
    pub(crate) root: Cow<'static, str>,
    pub(crate) steps: Vec<Step>,
}

impl DocumentPath {
    pub(crate) const fn attribute(root: Cow<'static, str>) -> Self {
        Self { root, steps: Vec::new() }
    }

    /// Whether one of the paths leads through the other.
    pub(crate) fn overlaps(&self, other: &Self) -> bool {
        self.root == other.root && self.steps.iter().zip(&other.steps).all(|(one, two)| one == two)
    }
}

impl fmt::Display for DocumentPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.root)?;
        self.steps.iter().try_for_each(|step| write!(f, "{step}"))
    }
}

impl<T, V, R> Path<T, V, R> {
    /// The path to the attribute called `name`, for the derive.
    #[doc(hidden)]
    #[must_use]
    pub const fn new(name: &'static str) -> Self {
        Self { document: DocumentPath::attribute(Cow::Borrowed(name)), marker: PhantomData }
    }

    /// Returns the attribute as the field of a struct.
    pub(crate) const fn into_field(self) -> Field {
        let field = match &self.document.root {
            Cow::Borrowed(name) => Field::new(name),
            // The paths that the derive makes borrow their names.
            Cow::Owned(_) => Field::new(""),
        };
        // A const cannot drop.
        mem::forget(self);
        field
    }

    fn step<W>(mut self, step: Step) -> Path<T, W, R> {
        self.document.steps.push(step);
        Path { document: self.document, marker: PhantomData }
    }
}

impl<T, V: Attribute> Path<T, V> {
    /// The path to an attribute of the nested struct: `Order::ADDRESS.at(Address::CITY)`.
    #[must_use]
    pub fn at<W>(mut self, inner: Path<V::Required, W>) -> Path<T, W> {
        self.document.steps.push(Step::Name(inner.document.root));
        self.document.steps.extend(inner.document.steps);
        Path { document: self.document, marker: PhantomData }
    }
}

impl<T, V> Path<T, Vec<V>> {
    /// The path to an element of the list, counted from 0.
    #[must_use]
    pub fn index(self, index: usize) -> Path<T, V> {
        self.step(Step::Index(index))
    }
}

impl<T, V, S> Path<T, HashMap<String, V, S>> {
    /// The path to an entry of the map.
    #[must_use]
    pub fn key(self, key: impl Into<String>) -> Path<T, V> {
        self.step(Step::Name(key.into().into()))
    }
}

impl<T, V> Path<T, BTreeMap<String, V>> {
    /// The path to an entry of the map.
    #[must_use]
    pub fn key(self, key: impl Into<String>) -> Path<T, V> {
        self.step(Step::Name(key.into().into()))
    }
}

/// A field with `#[dynamo(flatten)]`: no attribute itself, but the way to those that `V` has among the struct's.
pub struct FlatPath<T, V>(PhantomData<fn() -> (T, V)>);

impl<T, V> FlatPath<T, V> {
    /// For the derive.
    #[doc(hidden)]
    #[must_use]
    pub const fn new() -> Self {
        Self(PhantomData)
    }

    /// The path to an attribute of the flattened struct: `Order::ADDRESS.at(Address::CITY)`.
    #[must_use]
    pub fn at<W>(self, inner: Path<V, W>) -> Path<T, W> {
        Path { document: inner.document, marker: PhantomData }
    }

    fn attribute<W>(name: String) -> Path<T, W> {
        Path { document: DocumentPath::attribute(name.into()), marker: PhantomData }
    }
}

impl<T, V, S> FlatPath<T, HashMap<String, V, S>> {
    /// The path to an attribute that the flattened map holds.
    #[must_use]
    pub fn key(self, key: impl Into<String>) -> Path<T, V> {
        Self::attribute(key.into())
    }
}

impl<T, V> FlatPath<T, BTreeMap<String, V>> {
    /// The path to an attribute that the flattened map holds.
    #[must_use]
    pub fn key(self, key: impl Into<String>) -> Path<T, V> {
        Self::attribute(key.into())
    }
}

impl<T, V> fmt::Debug for FlatPath<T, V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("FlatPath")
    }
}

impl<T, V, R> Clone for Path<T, V, R> {
    fn clone(&self) -> Self {
        Self { document: self.document.clone(), marker: PhantomData }
    }
}

impl<T, V, R> fmt::Debug for Path<T, V, R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Path({})", self.document)
    }
}
