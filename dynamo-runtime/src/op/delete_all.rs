//! Deletes all that a query or scan finds.

use super::batch_delete::{MAX_WRITES, batch_delete};
use super::batch_get::StoredKey;
use super::delete::Delete;
use super::write_all::{WriteAll, Written, only, writes_all, written};
use crate::error::{Error, ErrorKind};
use crate::expr::condition::Condition;
use crate::expr::predicate::Predicate;
use crate::table::{DynamoTable, TableAt};

/// Deletes all items that a query or scan finds. Made by `delete_all` of [`Query`](crate::Query), [`Scan`](crate::Scan) and
/// [`Segments`](crate::Segments).
///
/// It reads the keys of the items, and deletes 25 in a request (BatchWriteItem). Where a filter or the attributes of an index
/// decide, each item is deleted by itself, under the condition that it still is as was asked for: else it is skipped. Keys that
/// the service leaves unprocessed are sent again, after pauses that grow. An item that is gone when the SDK sends its delete again
/// after a lost answer counts as deleted.
///
/// ```no_run
/// use dynamo_runtime::DynamoTable;
///
/// #[derive(DynamoTable)]
/// struct Log {
///     #[hash_key]
///     updated_at: String,
///     #[gsi(name = "Status")]
///     status: String,
/// }
///
/// # async fn example(client: aws_sdk_dynamodb::Client) -> Result<(), dynamo_runtime::Error> {
/// let done = Log::table(&client).query_status("done");
/// let deleted = done.delete_all().progress(|so_far| println!("{}", so_far.items)).await?;
/// println!("{} deleted, {} no longer done", deleted.items, deleted.skipped);
/// # Ok(())
/// # }
/// ```
#[must_use = "an operation does nothing until it is sent"]
pub struct DeleteAll<'p, T: DynamoTable> {
    all: WriteAll<'p, T>,
}

impl<'p, T: DynamoTable> DeleteAll<'p, T> {
    pub(super) fn new(all: WriteAll<'p, T>) -> Self {
        Self { all }
    }

    /// Reads and deletes, and returns how many items; awaiting the operation does the same.
    ///
    /// # Errors
    ///
    /// The first error ends it: those of the read, [`Throttled`](crate::ErrorKind::Throttled) where the service has processed
    /// nothing of a batch in ten requests, and what the service or the connection report. What was told to `progress` is
    /// deleted by then; of the requests under way, nothing is known. It can be sent again: what is deleted is not found.
    pub async fn send(self) -> Result<Written, Error> {
        let (at, guard) = (self.all.at.clone(), self.all.guard.clone());
        let Some(guard) = guard else {
            return self.all.run(MAX_WRITES, |keys| delete_batch::<T>(&at, keys)).await;
        };
        self.all.run(1, |keys| delete_one::<T>(&at, keys, &guard)).await
    }
}

async fn delete_batch<T: DynamoTable>(
    at: &TableAt,
    keys: Vec<StoredKey>,
) -> Result<Written, Error> {
    batch_delete::<T>(at, &keys).await?;
    Ok(Written { items: keys.len(), skipped: 0 })
}

async fn delete_one<T: DynamoTable>(
    at: &TableAt,
    keys: Vec<StoredKey>,
    guard: &Predicate,
) -> Result<Written, Error> {
    let Some(key) = only::<T>(&keys) else { return Ok(Written::default()) };
    let condition = Condition::of(guard.clone());
    let deleted = match Delete::new(at.clone(), key).condition(condition).send().await {
        // It was there when it was read.
        Err(error) if error.kind() == ErrorKind::AnswerLost && error.item().is_none() => Ok(()),
        deleted => deleted,
    };
    written(deleted)
}

writes_all!(DeleteAll);
