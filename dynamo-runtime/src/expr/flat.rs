//! The way to what stands in a map, or among a struct's own attributes.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::marker::PhantomData;

use super::path::{DocumentPath, Path, role};
use super::presence::{Presence, Role, Within};
use crate::codec::value::{IntoValue, Value};
use crate::codec::{Attribute, Field, Variants, map_key};

/// A map.
#[diagnostic::on_unimplemented(
    message = "a `{Self}` attribute is not a map",
    note = "`key` works on maps; use `at` for the attributes of a nested struct"
)]
pub trait Entries {
    /// The type of its keys.
    type Key;
    /// The type of its values.
    type Value;
}

impl<K, V, S> Entries for HashMap<K, V, S> {
    type Key = K;
    type Value = V;
}

impl<K, V> Entries for BTreeMap<K, V> {
    type Key = K;
    type Value = V;
}

/// A field with `#[dynamo(flatten)]`: no attribute itself, but the way to those that `V` has among the struct's.
pub struct FlatPath<T, V> {
    /// The fields of the struct, and of what else is flattened into it.
    others: &'static [&'static [Field]],
    marker: PhantomData<fn() -> (T, V)>,
}

impl<T, V> FlatPath<T, V> {
    /// For the derive.
    #[doc(hidden)]
    #[must_use]
    pub const fn new(others: &'static [&'static [Field]]) -> Self {
        Self { others, marker: PhantomData }
    }

    /// The path to an attribute of the flattened struct: `Order::ADDRESS.at(Address::CITY)`. In an `Option`, it may be absent.
    #[must_use]
    pub fn at<W, S>(
        self,
        inner: Path<V::Required, W, S>,
    ) -> Path<T, W, Within<role::Attribute, V, S>>
    where
        V: Attribute<Kind: Presence>,
        S: Role,
    {
        inner.retyped()
    }

    /// The path to the attribute that names the variant of the flattened enum. An update does not take it.
    #[must_use]
    pub fn tag(self) -> Path<T, String, Within<role::Attribute, V, role::Managed>>
    where
        V: Attribute<Kind: Presence, Required: Variants>,
    {
        self.at(Path::new(V::Required::TAG))
    }

    /// The path to an attribute that the flattened map holds. One that has the name of a field is held by that, and an operation
    /// that takes this path to it is an [`InvalidRequest`](crate::ErrorKind::InvalidRequest).
    #[must_use]
    pub fn key<K, W>(self, key: impl IntoValue<K>) -> Path<T, W, role::Element>
    where
        V: Attribute<Required: Entries<Key = K, Value = W>>,
    {
        let (key, problem) = entry(&key.into_value());
        let field = self.others.iter().copied().flatten().find(|field| field.name == key);
        let problem = problem.or(field.map(|_| TAKEN.into()));
        let root = field.map_or_else(|| Cow::Owned(key), |field| Cow::Borrowed(field.name));
        Path::of(DocumentPath { problem, ..DocumentPath::attribute(root) })
    }
}

impl<T, V> fmt::Debug for FlatPath<T, V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("FlatPath")
    }
}

const TAKEN: &str = "the flattened map never holds this key, because a field has the same name; use the path of the field";

/// The text of an entry's key, and why no expression can name the entry.
pub(super) fn entry(key: &Value) -> (String, Option<Cow<'static, str>>) {
    match key.optional().and_then(map_key::text) {
        Ok(text) => (text.to_owned(), None),
        Err(mistake) => (String::new(), Some(mistake.reason().to_owned().into())),
    }
}
