//! BatchGetItem: keys of one table in, the items that there are out, in the order of the keys.

use std::collections::HashMap;

use aws_sdk_dynamodb::operation::batch_get_item::BatchGetItemOutput;
use aws_sdk_dynamodb::operation::batch_get_item::builders::BatchGetItemFluentBuilder;
use aws_sdk_dynamodb::types::{ConsumedCapacity, KeysAndAttributes, ReturnConsumedCapacity};

use crate::client::TableAt;
use crate::client::retries::Budget;
use crate::client::wire::{self, Batch, send};
use crate::codec::Attributes;
use crate::codec::decoder::Decoder;
use crate::error::{Error, Mistake};
use crate::expr::projection::Projects;
use crate::op::shared::keys::{Keys, NO_KEY, Places, StoredKey, stored};
use crate::page::{Rate, units};
use crate::table::DynamoTable;

/// "BatchGetItem" of the DynamoDB API reference.
pub(super) const MAX_KEYS: usize = 100;

/// Reads what `projection` takes of the items of up to [`MAX_KEYS`] keys; those that there are not are left out.
pub(super) async fn batch_get<T: DynamoTable, P: Projects<T>>(
    at: &TableAt,
    keys: Vec<StoredKey>,
    consistent: bool,
    rate: Option<&Rate>,
    projection: &P,
) -> Result<Vec<P::Output>, Error> {
    let mistake = |mistake| Error::decode(&at.name, &mistake);
    let places = Places::of(&keys).map_err(mistake)?;
    let mut items: Vec<Option<P::Output>> = keys.iter().map(|_| None).collect();
    let (mut left, mut budget) = (places.keys(), Budget::new(at.dynamo.retries()));
    while !left.is_empty() {
        let (sent, guess) = (left.len(), least_units(consistent) * units(left.len()));
        if let Some(rate) = rate {
            rate.admit(guess).await;
        }
        let answer = read(at, left, consistent, rate.is_some(), projection).await?;
        if let Some(rate) = rate {
            rate.correct(guess, answer.consumed);
        }
        for (key, item) in answer.items {
            items[places.of_key(&key).map_err(mistake)?] = Some(item);
        }
        left = answer.unprocessed;
        places.hold(&left).map_err(mistake)?;
        if !left.is_empty() && !budget.pause(left.len() < sent).await {
            return Err(Error::unprocessed(&at.name, "BatchGetItem"));
        }
    }
    Ok(items.into_iter().flatten().collect())
}

/// The capacity units that reading an item takes at least: "Capacity unit consumption for read operations" of the DynamoDB guide.
pub(super) fn least_units(consistent: bool) -> f64 {
    if consistent { 1.0 } else { 0.5 }
}

async fn read<T: DynamoTable, P: Projects<T>>(
    at: &TableAt,
    keys: Vec<StoredKey>,
    consistent: bool,
    counted: bool,
    projection: &P,
) -> Result<Batch<StoredKey, P::Output>, Error> {
    let request = request::<T>(at, keys, consistent)?;
    let counted = counted.then_some(ReturnConsumedCapacity::Total);
    let request = request.set_return_consumed_capacity(counted);
    let sent =
        send!(at, batch_get_item::BatchGetItem(request) -> BatchGetItemOutput, |output| output);
    let keys = |from: &mut Decoder<'_>| Keys::<T>::new().decode(from);
    sent?.read(
        |body| wire::batch(body, keys, |from| projection.decode(from)),
        |output| parsed(output, projection),
    )
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
fn parsed<T: DynamoTable, P: Projects<T>>(
    output: BatchGetItemOutput,
    projection: &P,
) -> Result<Batch<StoredKey, P::Output>, Mistake> {
    let stored = |item: &Attributes| stored::<T>(item).ok_or_else(|| Mistake::new(NO_KEY));
    let answered = output.responses.as_ref().map_or(0, HashMap::len);
    let unprocessed = output.unprocessed_keys.as_ref().map_or(0, HashMap::len);
    if answered.max(unprocessed) > 1 {
        return Err(Mistake::new("the response has tables that were not requested"));
    }
    let items = output.responses.into_iter().flat_map(HashMap::into_values).flatten();
    let items = items.map(|item| Ok((stored(&item)?, projection.decode_map(item)?)));
    let left = output.unprocessed_keys.into_iter().flat_map(HashMap::into_values);
    let left = left.flat_map(|left| left.keys).map(|key| stored(&key));
    let consumed = output.consumed_capacity.iter().flatten();
    Ok(Batch {
        items: items.collect::<Result<_, _>>()?,
        unprocessed: left.collect::<Result<_, _>>()?,
        consumed: consumed.filter_map(ConsumedCapacity::capacity_units).sum(),
    })
}
