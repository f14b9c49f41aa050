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
/// The handle's methods take the attributes one by one; where there is one, also a key, or the item that has it. Those of
/// [`Table`](crate::Table), which the handle dereferences to, take the attributes as a tuple, a key, or the item:
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
/// let again = (*orders).get(("ann", 42)).await?;
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
        Self { values: KeyValues::of(T::SCHEMA, &mut values.into_iter()), marker: PhantomData }
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
/// plain values: `"ann"` of a table with a hash key only, `("ann", 42)` of one with a range key, and a tuple of up to six values
/// where templates make the key of fields. `M` is always inferred.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be used as a key of `{T}`",
    label = "not a key of `{T}`",
    note = "a key is a value of the hash key's type, or, where there is a range key, a tuple of both values; or the item, or its `key()`"
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
        Key::of([self.into_key()])
    }
}

/// What can stand for a key of an item of type `T` whose one attribute has the type `K`. `M` is always inferred.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be used for a key of type `{K}`",
    label = "expected a value of type `{K}`, or a key or item of `{T}`"
)]
pub trait IntoOneKey<T, K, M> {
    #[doc(hidden)]
    fn into_one_key(self) -> Key<T>;
}

#[diagnostic::do_not_recommend]
impl<T, K, X: Into<Key<T>>> IntoOneKey<T, K, Whole> for X {
    fn into_one_key(self) -> Key<T> {
        self.into()
    }
}

#[diagnostic::do_not_recommend]
impl<T: DynamoTable, K, X: IntoKey<K>> IntoOneKey<T, K, (K,)> for X {
    fn into_one_key(self) -> Key<T> {
        let value = self.into_key();
        if T::SCHEMA.templates.is_empty() { Key::hash(value) } else { Key::of([value]) }
    }
}

/// Tuples of values, and such tuples in a slice.
macro_rules! tuples {
    ($(($($key:ident $given:ident $at:tt)+);)*) => {$(
        #[diagnostic::do_not_recommend]
        impl<T, $($key, $given),+> IntoKeyOf<T, ($($key,)+)> for ($($given,)+)
        where
            T: DynamoTable + KeyFrom<($($given,)+), ($($key,)+)>,
            $($given: IntoKey<$key>,)+
        {
            fn into_key_of(self) -> Key<T> {
                Key::of([$(self.$at.into_key()),+])
            }
        }

        #[diagnostic::do_not_recommend]
        impl<'k, T, $($key, $given),+> IntoKeyOf<T, ($($key,)+)> for &'k ($($given,)+)
        where
            T: DynamoTable + KeyFrom<($(&'k $given,)+), ($($key,)+)>,
            $(&'k $given: IntoKey<$key>,)+
        {
            fn into_key_of(self) -> Key<T> {
                Key::of([$(IntoKey::<$key>::into_key(&self.$at)),+])
            }
        }
    )*};
}

tuples! {
    (A U 0 B V 1);
    (A U 0 B V 1 C W 2);
    (A U 0 B V 1 C W 2 D X 3);
    (A U 0 B V 1 C W 2 D X 3 E Y 4);
    (A U 0 B V 1 C W 2 D X 3 E Y 4 F Z 5);
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

/// The values of fields, by the names of their attributes.
pub(crate) type Known = Vec<(&'static str, Value)>;

/// Returns the values of `attributes`, which are fields or made of them, and the values of the fields, which are given in the order in
/// which they come first.
pub(crate) fn made(
    schema: &TableSchema,
    attributes: impl IntoIterator<Item = &'static str>,
    given: &mut dyn Iterator<Item = Value>,
) -> (Vec<Value>, Known) {
    let mut known = Known::new();
    let mut value = |field: &'static str| {
        if let Some((_, value)) = known.iter().find(|(name, _)| *name == field) {
            return value.clone();
        }
        let absent = || Value::mistaken(Mistake::new("a value of the key is missing"));
        let value = given.next().unwrap_or_else(absent);
        known.push((field, value.clone()));
        value
    };
    let values = attributes.into_iter().map(|attribute| match schema.template(attribute) {
        Some(template) => {
            let fields: Vec<Value> = template.fields().map(|field| value(field.name)).collect();
            template.render(&fields)
        }
        None => value(attribute),
    });
    (values.collect(), known)
}

impl KeyValues {
    /// The key of these values of its fields.
    fn of(schema: &TableSchema, given: &mut dyn Iterator<Item = Value>) -> Self {
        let (values, _) = made(schema, schema.key_names(), given);
        let mut values = values.into_iter();
        let absent = || Value::mistaken(Mistake::new("the key is missing"));
        Self { hash: values.next().unwrap_or_else(absent), range: values.next() }
    }

    /// Returns the key's attributes.
    pub(crate) fn attributes(
        &self,
        schema: &TableSchema,
    ) -> Result<HashMap<String, AttributeValue>, Mistake> {
        let stored = self.stored(schema)?.into_iter();
        Ok(stored.map(|(name, value)| (name.to_owned(), value.clone())).collect())
    }

    pub(crate) fn into_hash(self) -> Value {
        self.hash
    }

    /// Returns the values of the fields that templates make the key of.
    pub(crate) fn known(
        &self,
        schema: &TableSchema,
    ) -> Result<Vec<(&'static str, AttributeValue)>, Mistake> {
        let mut known = Vec::new();
        for (name, value) in self.stored(schema)? {
            let values = schema.template(name).and_then(|template| template.values(value));
            let values = values.into_iter().flatten().map(|(field, value)| (field.name, value));
            known.push((name, value.clone()));
            known.extend(values);
        }
        Ok(known)
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
            if schema.template(name).is_some_and(|template| !template.is_of(value)) {
                let problem = "the key is not made by the template of its attribute, so it is of another entity";
                return Err(at(Mistake::new(problem), name));
            }
            Ok((name, value))
        };
        schema.key_names().map(attribute).collect()
    }
}

fn at(mut mistake: Mistake, name: &'static str) -> Mistake {
    mistake.within(Step::Name(name.into()));
    mistake
}
