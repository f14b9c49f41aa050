//! Deletes all that a query or scan finds.

use super::write_all::{WriteAll, only, writes_all, written};
use crate::client::TableAt;
use crate::client::watch::watched;
use crate::error::{Error, ErrorKind, Written};
use crate::expr::condition::Condition;
use crate::expr::predicate::{self, Predicate};
use crate::op::batch::of_keys::{self, MAX_WRITES};
use crate::op::one::claims::NEEDS_ITEM;
use crate::op::one::delete::Delete;
use crate::op::shared::keys::StoredKey;
use crate::table::DynamoTable;

/// Deletes all items that a query or scan finds. Made by `delete_all` of [`Query`](crate::op::Query), [`Scan`](crate::op::Scan) and
/// [`Segments`](crate::op::Segments).
///
/// It reads the keys of the items, and deletes 25 in a request (BatchWriteItem). Where a filter or the attributes of an index
/// decide, each item is deleted by itself, under the condition that it is there and still as was asked for: else it is skipped.
/// Keys that the service leaves unprocessed are sent again, after pauses that grow. An item that is gone when the SDK sends its
/// delete again after a lost answer counts as deleted.
///
/// The condition is what this crate's methods have said of the read. Where `customize` has changed which items are found, nothing is
/// read: [`InvalidRequest`](crate::ErrorKind::InvalidRequest).
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
#[must_use = "an operation does nothing until it is sent; write `.await`"]
pub struct DeleteAll<'p, T: DynamoTable> {
    all: WriteAll<'p, T>,
}

impl<'p, T: DynamoTable> DeleteAll<'p, T> {
    pub(crate) fn new(all: WriteAll<'p, T>) -> Self {
        Self { all }
    }

    /// Reads and deletes, and returns how many items; awaiting the operation does the same.
    ///
    /// # Errors
    ///
    /// The first error ends it, once the requests under way are answered: those of the read,
    /// [`Throttled`](crate::ErrorKind::Throttled) where the service has processed nothing of a batch in ten requests, and what the
    /// service or the connection report. [`Error::written`] tells how many items were deleted by then. It can be sent again:
    /// what is deleted is not found.
    pub async fn send(self) -> Result<Written, Error> {
        watched!(self.all.at.watch("delete_all", self.all.index), self.delete().await)
    }

    async fn delete(mut self) -> Result<Written, Error> {
        if !T::SCHEMA.unique.is_empty() {
            return Err(Error::invalid(&self.all.at.name, NEEDS_ITEM));
        }
        if self.all.guard.is_none() {
            return self.all.run(MAX_WRITES, of_keys::delete::<T>).await;
        }
        // Of an item that is gone, the condition may hold too.
        predicate::require(&mut self.all.guard, Predicate::item_exists(T::SCHEMA));
        let guard = self.all.guard.clone().map(Condition::of);
        self.all.run(1, |at, keys| delete_one::<T>(at, keys, guard.clone())).await
    }
}

async fn delete_one<T: DynamoTable>(
    at: TableAt,
    keys: Vec<StoredKey>,
    guard: Option<Condition<T>>,
) -> Result<Written, Error> {
    let Some(key) = only::<T>(&keys) else { return Ok(Written::default()) };
    let delete = guard.into_iter().fold(Delete::new(at, key), Delete::condition);
    let deleted = match delete.send().await {
        // It was there when it was read.
        Err(error) if error.kind() == ErrorKind::AnswerLost && error.item().is_none() => Ok(()),
        deleted => deleted,
    };
    written(deleted)
}

writes_all!(DeleteAll);
