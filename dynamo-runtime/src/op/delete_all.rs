//! Deletes all that a query or scan finds.

use std::fmt;

use super::awaitable;
use super::batch_delete::{MAX_WRITES, batch_delete};
use super::batch_get::{Keys, StoredKey};
use super::delete::Delete;
use super::write_all::{CONCURRENCY, Tell, Written, only, write_all, written};
use crate::error::Error;
use crate::expr::condition::Condition;
use crate::expr::predicate::Predicate;
use crate::page::Ahead;
use crate::table::{DynamoTable, TableAt};

/// Deletes all items that a query or scan finds. Made by `delete_all` of [`Query`](crate::Query), [`Scan`](crate::Scan) and
/// [`Segments`](crate::Segments).
///
/// It reads the keys of the items, and deletes 25 in a request (BatchWriteItem). Where a filter or the attributes of an index
/// decide, each item is deleted by itself, under the condition that it still is as was asked for: else it is skipped. Keys that
/// the service leaves unprocessed are sent again, after pauses that grow.
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
    at: TableAt,
    keys: Result<Ahead<T, Keys<T>>, Error>,
    guard: Option<Predicate>,
    concurrency: usize,
    progress: Option<Tell<'p>>,
}

impl<'p, T: DynamoTable> DeleteAll<'p, T> {
    pub(super) fn new(
        at: TableAt,
        keys: Result<Ahead<T, Keys<T>>, Error>,
        guard: Option<Predicate>,
    ) -> Self {
        Self { at, keys, guard, concurrency: CONCURRENCY, progress: None }
    }

    /// Has this many requests that delete under way at a time; 8 unless said, and 1 at least.
    pub fn concurrency(mut self, requests: usize) -> Self {
        self.concurrency = requests;
        self
    }

    /// Calls `tell` with the counts so far, each time a request has been answered.
    pub fn progress(mut self, tell: impl FnMut(Written) + Send + 'p) -> Self {
        self.progress = Some(Box::new(tell));
        self
    }

    /// Reads and deletes, and returns how many items; awaiting the operation does the same.
    ///
    /// # Errors
    ///
    /// The first error ends it: those of the read, [`Throttled`](crate::ErrorKind::Throttled) where the service has processed
    /// nothing of a batch in ten requests, and what the service or the connection report. What was told to `progress` is
    /// deleted by then; of the requests under way, nothing is known. It can be sent again: what is deleted is not found.
    pub async fn send(self) -> Result<Written, Error> {
        let Self { at, keys, guard, concurrency, progress } = self;
        let Some(guard) = guard else {
            let write = |keys| delete_batch::<T>(&at, keys);
            return write_all(keys, MAX_WRITES, concurrency, progress, write).await;
        };
        let write = |keys| delete_one::<T>(&at, keys, &guard);
        write_all(keys, 1, concurrency, progress, write).await
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
    written(Delete::new(at.clone(), key).condition(condition).send().await)
}

awaitable!(['p, T: DynamoTable] DeleteAll<'p, T> => 'p Written);

impl<T: DynamoTable> fmt::Debug for DeleteAll<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut delete = f.debug_struct("DeleteAll");
        delete.field("table", &self.at).field("concurrency", &self.concurrency);
        delete.finish_non_exhaustive()
    }
}
