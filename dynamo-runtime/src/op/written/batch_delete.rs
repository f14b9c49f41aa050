//! BatchWriteItem: keys of one table in, their items deleted.

use std::collections::HashMap;

use aws_sdk_dynamodb::types::{DeleteRequest, WriteRequest};

use crate::client::TableAt;
use crate::client::retries::Budget;
use crate::client::wire::Attempts;
use crate::error::{Error, Mistake, Written};
use crate::op::shared::keys::{Places, StoredKey, stored};
use crate::table::DynamoTable;

/// "BatchWriteItem" of the DynamoDB API reference.
pub(super) const MAX_WRITES: usize = 25;

/// Deletes the items of up to [`MAX_WRITES`] keys, those there are. Where it fails, the error tells how many it has deleted.
pub(super) async fn batch_delete<T: DynamoTable>(
    at: TableAt,
    keys: Vec<StoredKey>,
) -> Result<Written, Error> {
    let places = Places::of(&keys).map_err(|mistake| Error::decode(&at.name, &mistake))?;
    let (mut left, mut budget) = (places.keys(), Budget::new(at.dynamo.retries()));
    let mut written = Written { items: 0, skipped: keys.len() - left.len() };
    while !left.is_empty() {
        let sent = left.len();
        let deleted = delete::<T>(&at, left, &places).await;
        left = deleted.map_err(|error| error.with_written(written))?;
        written.items += sent.saturating_sub(left.len());
        if !left.is_empty() && !budget.pause(left.len() < sent).await {
            return Err(Error::unprocessed(&at.name, "BatchWriteItem").with_written(written));
        }
    }
    Ok(written)
}

/// Sends one request; returns the keys that are left unprocessed, which are among those in `places`.
async fn delete<T: DynamoTable>(
    at: &TableAt,
    keys: Vec<StoredKey>,
    places: &Places<'_>,
) -> Result<Vec<StoredKey>, Error> {
    let table = at.checked_name()?;
    let requests = keys.into_iter().map(delete_request::<T>).collect::<Result<Vec<_>, _>>();
    let requests = requests.map_err(|error| Error::invalid(table, error))?;
    let request = at.client().batch_write_item().request_items(table, requests);
    let request = request.set_return_consumed_capacity(at.wanted_capacity());
    let attempts = Attempts::default();
    let answer = request.customize().config_override(attempts.config()).send().await;
    let answer = answer.map_err(|error| Error::sdk(table, "BatchWriteItem", error));
    let answer = answer.map_err(|error| attempts.failed(error))?;
    for consumed in answer.consumed_capacity.iter().flatten() {
        at.meter(|| Ok(consumed.capacity_units().unwrap_or_default()))?;
    }
    let left = answer.unprocessed_items.into_iter().flat_map(HashMap::into_values).flatten();
    let key = |request: WriteRequest| stored::<T>(&request.delete_request?.key);
    let left: Option<Vec<_>> = left.map(key).collect();
    let left = left.ok_or_else(|| {
        Mistake::new("the response has an unprocessed request that is not a delete")
    });
    let left = left.and_then(|left| places.hold(&left).map(|()| left));
    left.map_err(|mistake| Error::decode(table, &mistake))
}

fn delete_request<T: DynamoTable>(
    key: StoredKey,
) -> Result<WriteRequest, aws_sdk_dynamodb::error::BuildError> {
    let key = T::SCHEMA.key_names().map(str::to_owned).zip(key).collect();
    let delete = DeleteRequest::builder().set_key(Some(key)).build()?;
    Ok(WriteRequest::builder().delete_request(delete).build())
}
