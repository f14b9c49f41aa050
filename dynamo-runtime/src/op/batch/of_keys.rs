//! Keys that were found, at most as many as a request holds, in; their items, or how many were deleted, out.

use std::sync::Arc;

use super::entry::{Entry, To, What};
use super::get_all::asked;
pub(crate) use super::requests::{MAX_KEYS, MAX_WRITES};
use super::settle::{Batch, Settled, settle};
use crate::client::TableAt;
use crate::client::wire::RawItem;
use crate::client::wire::batch::Asked;
use crate::error::{Error, Mistake, Written};
use crate::expr::projection::Projects;
use crate::op::shared::keys::StoredKey;
use crate::page::Rate;
use crate::table::DynamoTable;

/// Reads what `projection` takes of the items of up to [`MAX_KEYS`] keys; those that there are not are left out.
pub(crate) async fn get<T: DynamoTable, P: Projects<T>>(
    at: &TableAt,
    keys: &[StoredKey],
    consistent: bool,
    rate: Option<Arc<Rate>>,
    projection: &P,
) -> Result<Vec<P::Output>, Error> {
    let entries = entries::<T>(at, keys, What::Get)?;
    let asked = asked::<T, P>(at, projection, consistent, None)?;
    let batch = Batch::of_one(at.clone(), T::SCHEMA, asked);
    let batch = batch.at_rate(rate.map(|rate| (rate, least_units(consistent))));
    let mut settled = settle(&batch, &entries).await;
    settled.error.take().map_or(Ok(()), Err)?;
    let items = (0..entries.len()).filter_map(|entry| {
        let item = settled.item(entry).transpose()?;
        Some(item.and_then(|item| read::<T, P>(&item, projection)))
    });
    let items: Result<Vec<_>, Mistake> = items.collect();
    items.map_err(|mistake| Error::decode(&at.name, &mistake))
}

fn read<T, P: Projects<T>>(item: &RawItem<'_>, projection: &P) -> Result<P::Output, Mistake> {
    match item.read(true, |from| projection.decode(from)) {
        Ok(Some(read)) => Ok(read),
        // What an item that does not fit is read as, the projection knows.
        _ => projection.decode_map(item.attributes()?),
    }
}

/// The capacity units that reading an item takes at least: "Capacity unit consumption for read operations" of the DynamoDB guide.
pub(crate) fn least_units(consistent: bool) -> f64 {
    if consistent { 1.0 } else { 0.5 }
}

/// Deletes the items of up to [`MAX_WRITES`] keys, those there are. Where it fails, the error tells how many it has deleted.
pub(crate) async fn delete<T: DynamoTable>(
    at: TableAt,
    keys: Vec<StoredKey>,
) -> Result<Written, Error> {
    let entries = entries::<T>(&at, &keys, What::Delete)?;
    let batch = Batch::of_one(at, T::SCHEMA, Asked::default());
    let Settled { states, error, .. } = &mut settle(&batch, &entries).await;
    let left = states.iter().filter(|state| matches!(state, super::settle::State::Left)).count();
    let written = Written { items: entries.len() - left, skipped: keys.len() - entries.len() };
    error.take().map_or(Ok(written), |error| Err(error.with_written(written)))
}

/// The keys, each once, in their order.
fn entries<T: DynamoTable>(
    at: &TableAt,
    keys: &[StoredKey],
    what: What,
) -> Result<Vec<Entry>, Error> {
    let (to, mut known) = (To::only(T::SCHEMA, &at.dynamo), std::collections::HashSet::new());
    let mut entries = Vec::with_capacity(keys.len());
    for key in keys {
        let key: Vec<_> = T::SCHEMA.key_names().zip(key).collect();
        let entry =
            to.stored_key(&key, what).map_err(|mistake| Error::decode(&at.name, &mistake))?;
        if known.insert(entry.item.clone()) {
            entries.push(entry);
        }
    }
    Ok(entries)
}
