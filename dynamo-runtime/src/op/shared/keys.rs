//! Primary keys as they are stored: what a read finds of items that are written, and what a batch asks for.

use std::collections::HashMap;
use std::marker::PhantomData;

use aws_sdk_dynamodb::types::AttributeValue;

use crate::codec::decoder::Decoder;
use crate::codec::key::Scalar;
use crate::codec::{Attributes, Decode};
use crate::error::Mistake;
use crate::expr::path::DocumentPath;
use crate::expr::projection::Projects;
use crate::table::DynamoTable;

/// The attributes of a primary key as they are stored, the hash key first.
pub(crate) type StoredKey = Vec<AttributeValue>;

/// The primary key of each item.
pub(crate) struct Keys<T>(PhantomData<fn() -> T>);

impl<T> Keys<T> {
    pub(crate) const fn new() -> Self {
        Self(PhantomData)
    }
}

impl<T> Clone for Keys<T> {
    fn clone(&self) -> Self {
        Self::new()
    }
}

impl<T: DynamoTable> Projects<T> for Keys<T> {
    type Output = StoredKey;

    fn paths(&self) -> Vec<DocumentPath> {
        T::SCHEMA.key_names().map(|name| DocumentPath::attribute(name.into())).collect()
    }

    fn decode(&self, from: &mut Decoder<'_>) -> Option<StoredKey> {
        let mut key = vec![None; T::SCHEMA.key_names().count()];
        from.map(&mut |name, from| {
            if let Some(place) = T::SCHEMA.key_names().position(|key| key == name) {
                key[place] = Some(AttributeValue::decode(from)?);
            }
            Some(())
        })?;
        let key: Option<StoredKey> = key.into_iter().collect();
        if key.is_none() {
            from.refuse(NO_KEY);
        }
        key
    }
}

pub(crate) const NO_KEY: &str = "the key is missing";

/// Where the keys of a batch stand that is asked for. A number is found by itself, in any spelling.
pub(crate) struct Places<'k> {
    keys: &'k [StoredKey],
    first: HashMap<Vec<Scalar<'k>>, usize>,
}

impl<'k> Places<'k> {
    pub(crate) fn of(keys: &'k [StoredKey]) -> Result<Self, Mistake> {
        let mut first = HashMap::with_capacity(keys.len());
        for (at, key) in keys.iter().enumerate() {
            first.entry(scalars(key)?).or_insert(at);
        }
        Ok(Self { keys, first })
    }

    /// Returns each key once, in their order: the service refuses one that is there twice.
    pub(crate) fn keys(&self) -> Vec<StoredKey> {
        let mut places: Vec<usize> = self.first.values().copied().collect();
        places.sort_unstable();
        places.into_iter().map(|at| self.keys[at].clone()).collect()
    }

    /// Returns the place of a key that the service has answered with.
    pub(crate) fn of_key(&self, key: &StoredKey) -> Result<usize, Mistake> {
        let place = self.first.get(&scalars(key)?).copied();
        place.ok_or_else(|| Mistake::new("the response has an item that was not requested"))
    }

    /// Tells whether the keys that the service has left unprocessed are among these.
    pub(crate) fn hold(&self, unprocessed: &[StoredKey]) -> Result<(), Mistake> {
        unprocessed.iter().try_for_each(|key| self.of_key(key).map(drop))
    }
}

fn scalars(key: &StoredKey) -> Result<Vec<Scalar<'_>>, Mistake> {
    let scalars: Option<Vec<_>> = key.iter().map(Scalar::of).collect();
    scalars.ok_or_else(|| Mistake::new("a key attribute is not S, N or B"))
}

/// The key among the attributes, if there is one.
pub(crate) fn stored<T: DynamoTable>(attributes: &Attributes) -> Option<StoredKey> {
    T::SCHEMA.key_names().map(|name| attributes.get(name).cloned()).collect()
}
