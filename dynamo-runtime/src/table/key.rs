//! The primary key of an item, encoded and checked.

use std::collections::HashMap;
use std::fmt;
use std::marker::PhantomData;

use aws_sdk_dynamodb::types::AttributeValue;

use super::DynamoTable;
use crate::codec::Attributes;
use crate::codec::value::{IntoKey, Value};
use crate::error::{Error, Mistake, Step};
use crate::schema::TableSchema;

/// The encoded primary key of an item of type `T`. Made from the derived key struct (`LogKey`), or by the derived handle.
///
/// The handle's methods take the attributes one by one; those of [`Table`](crate::Table), which the handle dereferences to, take
/// a key, or the item that has it:
///
/// ```no_run
/// # use dynamo_runtime::DynamoTable;
/// # #[derive(DynamoTable)]
/// # struct Order {
/// #     #[hash_key]
/// #     customer: String,
/// #     #[range_key]
/// #     number: u64,
/// # }
/// # async fn example(orders: OrderTable, order: Order) -> Result<(), dynamo_runtime::Error> {
/// let again = orders.get("ann", 42).await?;
/// let again = (*orders).get(order.key()).await?;
/// let again = (*orders).get(&order).await?;
/// # Ok(())
/// # }
/// ```
///
/// Its `Debug` does not show the key.
pub struct Key<T> {
    pub(crate) values: KeyValues,
    marker: PhantomData<fn() -> T>,
}

/// The values of the hash key and the range key.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct KeyValues {
    hash: Value,
    range: Option<Value>,
}

impl<T: DynamoTable> Key<T> {
    /// The key of a table without a range key, for the derive.
    #[doc(hidden)]
    #[must_use]
    pub fn hash(hash: Value) -> Self {
        Self { values: KeyValues { hash, range: None }, marker: PhantomData }
    }

    /// The key of a table with a range key, for the derive.
    #[doc(hidden)]
    #[must_use]
    pub fn hash_range(hash: Value, range: Value) -> Self {
        Self { values: KeyValues { hash, range: Some(range) }, marker: PhantomData }
    }
}

impl<T: DynamoTable> Key<T> {
    /// The key that is made of these values of its fields, for the derive: those of the hash key first, and each field once.
    #[doc(hidden)]
    #[must_use]
    pub fn of<const N: usize>(values: [Value; N]) -> Self {
        let _ = values;
        todo!()
    }

    /// The key whose attributes are stored as these, the hash key's first.
    pub(crate) fn stored(attributes: &[AttributeValue]) -> Option<Self> {
        let mut values = attributes.iter().map(|value| Value::of(value));
        let values = KeyValues { hash: values.next()?, range: values.next() };
        Some(Self { values, marker: PhantomData })
    }

    /// Returns the key's attributes as they are stored.
    ///
    /// # Errors
    ///
    /// [`InvalidRequest`](crate::ErrorKind::InvalidRequest): DynamoDB cannot hold the key.
    pub fn attributes(&self) -> Result<Attributes, Error> {
        let attributes = self.values.attributes(T::SCHEMA);
        attributes.map_err(|mistake| Error::encode(T::SCHEMA.name, &mistake))
    }
}

impl Error {
    /// Returns the primary key of the item that the error is about, spelt as it is stored: to read, mend or delete that item by,
    /// and to be [read](Key::get) itself.
    /// `None` where it is about none, where the item was read without its key, or where `T` has other key attributes.
    #[must_use]
    pub fn key<T: DynamoTable>(&self) -> Option<Key<T>> {
        let of = |attributes: &Attributes| {
            let key = T::SCHEMA.key_names().map(|name| attributes.get(name).cloned());
            Key::stored(&key.collect::<Option<Vec<_>>>()?)
        };
        self.key_attributes().and_then(of).or_else(|| self.item().and_then(of))
    }
}

impl<T: DynamoTable> From<&T> for Key<T> {
    fn from(item: &T) -> Self {
        item.key().into()
    }
}

/// What can stand for a key of an item of type `T` among several: a [`Key`], the derived key struct, a reference to the item, or
/// plain values: `"ann"` of a table with a hash key only, `("ann", 42)` of one with a range key. `M` is always inferred.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be used as a key of `{T}`",
    label = "not a key of `{T}`",
    note = "a key is a value of the hash key's type, or, where there is a range key, a pair of values; or the item or key struct"
)]
pub trait IntoKeyOf<T, M> {
    #[doc(hidden)]
    fn into_key_of(self) -> Key<T>;
}

/// A table whose key, of attributes of the types in the tuple `K`, can be made of the values in the tuple `X`. Derived.
///
/// Both are always inferred. `K` is no associated type, so that a public table can have a key of a private type; and that `X` can
/// stand for it is said here too, so that the compiler sees at once which values cannot.
#[doc(hidden)]
pub trait KeyFrom<X, K> {}

#[doc(hidden)]
#[derive(Debug)]
pub struct Whole;

#[diagnostic::do_not_recommend]
impl<T, X: Into<Key<T>>> IntoKeyOf<T, Whole> for X {
    fn into_key_of(self) -> Key<T> {
        self.into()
    }
}

#[diagnostic::do_not_recommend]
impl<T: DynamoTable + KeyFrom<(X,), (K,)>, K, X: IntoKey<K>> IntoKeyOf<T, (K,)> for X {
    fn into_key_of(self) -> Key<T> {
        Key::hash(self.into_key())
    }
}

#[diagnostic::do_not_recommend]
impl<T, K, R, X, Y> IntoKeyOf<T, (K, R)> for (X, Y)
where
    T: DynamoTable + KeyFrom<(X, Y), (K, R)>,
    X: IntoKey<K>,
    Y: IntoKey<R>,
{
    fn into_key_of(self) -> Key<T> {
        Key::hash_range(self.0.into_key(), self.1.into_key())
    }
}

/// A pair in a slice.
#[diagnostic::do_not_recommend]
impl<'k, T, K, R, X, Y> IntoKeyOf<T, (K, R)> for &'k (X, Y)
where
    T: DynamoTable + KeyFrom<(&'k X, &'k Y), (K, R)>,
    &'k X: IntoKey<K>,
    &'k Y: IntoKey<R>,
{
    fn into_key_of(self) -> Key<T> {
        let (hash, range) = self;
        Key::hash_range(IntoKey::<K>::into_key(hash), IntoKey::<R>::into_key(range))
    }
}

impl<T> Clone for Key<T> {
    fn clone(&self) -> Self {
        Self { values: self.values.clone(), marker: PhantomData }
    }
}

impl<T> fmt::Debug for Key<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Key(..)")
    }
}

impl KeyValues {
    /// Returns the key's attributes.
    pub(crate) fn attributes(
        &self,
        schema: &TableSchema,
    ) -> Result<HashMap<String, AttributeValue>, Mistake> {
        let stored = self.stored(schema)?.into_iter();
        Ok(stored.map(|(name, value)| (name.to_owned(), value.clone())).collect())
    }

    /// Returns the names and values of the key's attributes, the hash key's first.
    pub(crate) fn stored(
        &self,
        schema: &TableSchema,
    ) -> Result<Vec<(&'static str, &AttributeValue)>, Mistake> {
        let mut values = [&self.hash].into_iter().chain(&self.range);
        let attribute = |name| {
            let value = values.next().ok_or_else(|| Mistake::new("the key is missing"));
            let value = value.and_then(Value::required).map_err(|mistake| at(mistake, name))?;
            schema.check_attribute(name, value)?;
            Ok((name, value))
        };
        schema.key_names().map(attribute).collect()
    }
}

fn at(mut mistake: Mistake, name: &'static str) -> Mistake {
    mistake.within(Step::Name(name.into()));
    mistake
}
