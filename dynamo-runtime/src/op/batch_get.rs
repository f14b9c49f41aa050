//! BatchGetItem: keys of one table in, the items that there are out, in the order of the keys.

use std::collections::HashMap;
use std::marker::PhantomData;

use aws_sdk_dynamodb::operation::batch_get_item::BatchGetItemOutput;
use aws_sdk_dynamodb::operation::batch_get_item::builders::BatchGetItemFluentBuilder;
use aws_sdk_dynamodb::types::{AttributeValue, KeysAndAttributes};

use super::backoff::Backoff;
use crate::codec::decoder::Decoder;
use crate::codec::{Attributes, Decode};
use crate::error::{Error, Mistake};
use crate::expr::path::DocumentPath;
use crate::expr::projection::Projects;
use crate::table::{DynamoTable, TableAt};
use crate::wire::{self, Batch, send};

/// "BatchGetItem" of the DynamoDB API reference.
pub(super) const MAX_KEYS: usize = 100;

/// The attributes of a primary key as they are stored, the hash key first.
pub(super) type StoredKey = Vec<AttributeValue>;

/// The primary key of each item.
pub(super) struct Keys<T>(PhantomData<fn() -> T>);

impl<T> Keys<T> {
    pub(super) const fn new() -> Self {
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

const NO_KEY: &str = "the key is missing";

/// Reads the items of up to [`MAX_KEYS`] keys; those that there are not are left out.
pub(super) async fn batch_get<T: DynamoTable>(
    at: &TableAt,
    keys: Vec<StoredKey>,
    consistent: bool,
) -> Result<Vec<T>, Error> {
    let mut items: Vec<Option<T>> = keys.iter().map(|_| None).collect();
    let (mut left, mut backoff) = (distinct(&keys), Backoff::default());
    while !left.is_empty() {
        let sent = left.len();
        let answer = read::<T>(at, left, consistent).await?;
        for (key, item) in answer.items {
            // A number of comparisons that is small beside what an item takes to be sent.
            if let Some(place) = keys.iter().position(|known| *known == key) {
                items[place] = Some(item);
            }
        }
        left = answer.unprocessed;
        if !left.is_empty() {
            backoff.pause(&at.name, "BatchGetItem", sent, left.len()).await?;
        }
    }
    Ok(items.into_iter().flatten().collect())
}

// The service refuses a key that is there twice.
pub(super) fn distinct(keys: &[StoredKey]) -> Vec<StoredKey> {
    let first = |(at, key): &(usize, &StoredKey)| !keys[..*at].contains(key);
    keys.iter().enumerate().filter(first).map(|(_, key)| key.clone()).collect()
}

async fn read<T: DynamoTable>(
    at: &TableAt,
    keys: Vec<StoredKey>,
    consistent: bool,
) -> Result<Batch<StoredKey, T>, Error> {
    let request = request::<T>(at, keys, consistent)?;
    let (body, output) = send!(at, batch_get_item::BatchGetItem(request) -> BatchGetItemOutput)?;
    let read = match body {
        Some(body) => wire::batch(&body, |from| Keys::<T>::new().decode(from), T::decode),
        None => parsed(output),
    };
    read.map_err(|mistake| Error::decode(&at.name, &mistake))
}

fn request<T: DynamoTable>(
    at: &TableAt,
    keys: Vec<StoredKey>,
    consistent: bool,
) -> Result<BatchGetItemFluentBuilder, Error> {
    let table = at.checked_name()?;
    let attributes = |key| T::SCHEMA.key_names().map(str::to_owned).zip(key).collect();
    let keys = keys.into_iter().map(attributes).collect();
    let keys = KeysAndAttributes::builder().set_keys(Some(keys));
    let keys = keys.set_consistent_read(consistent.then_some(true)).build();
    let keys = keys.map_err(|error| Error::invalid(table, error))?;
    Ok(at.client().batch_get_item().request_items(table, keys))
}

/// Reads what the SDK has parsed.
fn parsed<T: DynamoTable>(output: BatchGetItemOutput) -> Result<Batch<StoredKey, T>, Mistake> {
    let stored = |item: &Attributes| {
        let key: Option<StoredKey> =
            T::SCHEMA.key_names().map(|name| item.get(name).cloned()).collect();
        key.ok_or_else(|| Mistake::new(NO_KEY))
    };
    let items = output.responses.into_iter().flat_map(HashMap::into_values).flatten();
    let items = items.map(|mut item| Ok((stored(&item)?, Decoder::item(&mut item, T::decode)?)));
    let left = output.unprocessed_keys.into_iter().flat_map(HashMap::into_values);
    let left = left.flat_map(|left| left.keys).map(|key| stored(&key));
    Ok(Batch {
        items: items.collect::<Result<_, _>>()?,
        unprocessed: left.collect::<Result<_, _>>()?,
    })
}
