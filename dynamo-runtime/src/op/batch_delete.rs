//! BatchWriteItem: keys of one table in, their items deleted.

use std::collections::HashMap;

use aws_sdk_dynamodb::types::{DeleteRequest, WriteRequest};

use super::backoff::Backoff;
use super::batch_get::{StoredKey, distinct};
use crate::error::Error;
use crate::table::{DynamoTable, TableAt};
use crate::wire::Attempts;

/// "BatchWriteItem" of the DynamoDB API reference.
pub(super) const MAX_WRITES: usize = 25;

/// Deletes the items of up to [`MAX_WRITES`] keys, those there are.
pub(super) async fn batch_delete<T: DynamoTable>(
    at: &TableAt,
    keys: &[StoredKey],
) -> Result<(), Error> {
    let table = at.checked_name()?;
    let request = |key| delete_request::<T>(key).map_err(|error| Error::invalid(table, error));
    let mut left = distinct(keys).into_iter().map(request).collect::<Result<Vec<_>, _>>()?;
    let (mut backoff, attempts) = (Backoff::default(), Attempts::default());
    while !left.is_empty() {
        let sent = left.len();
        let request = at.client().batch_write_item().request_items(table, left);
        let request = request.customize().config_override(attempts.config());
        let answer =
            request.send().await.map_err(|error| Error::sdk(table, "BatchWriteItem", error));
        let answer = answer.map_err(|error| attempts.failed(error))?;
        let unprocessed = answer.unprocessed_items.into_iter().flat_map(HashMap::into_values);
        left = unprocessed.flatten().collect();
        if !left.is_empty() {
            backoff.pause(table, "BatchWriteItem", sent, left.len()).await?;
        }
    }
    Ok(())
}

fn delete_request<T: DynamoTable>(
    key: StoredKey,
) -> Result<WriteRequest, aws_sdk_dynamodb::error::BuildError> {
    let key = T::SCHEMA.key_names().map(str::to_owned).zip(key).collect();
    let delete = DeleteRequest::builder().set_key(Some(key)).build()?;
    Ok(WriteRequest::builder().delete_request(delete).build())
}
