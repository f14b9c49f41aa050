//! Primary keys as they are stored: what a read finds of items that are written, and what a batch asks for.

use std::marker::PhantomData;

use aws_sdk_dynamodb::types::AttributeValue;

use crate::codec::decoder::Decoder;
use crate::codec::identity::NO_KEY;
use crate::codec::{Attributes, Decode};
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

/// The key among the attributes, if there is one.
pub(crate) fn stored<T: DynamoTable>(attributes: &Attributes) -> Option<StoredKey> {
    T::SCHEMA.key_names().map(|name| attributes.get(name).cloned()).collect()
}
