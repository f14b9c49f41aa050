//! Updates all that a query or scan finds.

use std::fmt;

use super::awaitable;
use super::batch_get::{Keys, StoredKey};
use super::update::Update;
use super::write_all::{CONCURRENCY, Tell, Written, only, write_all, written};
use crate::error::Error;
use crate::expr::changes::Changes;
use crate::expr::condition::Condition;
use crate::expr::placeholders::Placeholders;
use crate::expr::predicate::Predicate;
use crate::page::Ahead;
use crate::table::{DynamoTable, TableAt};

/// Changes all items that a query or scan finds. Made by `update_all` of [`Query`](crate::Query), [`Scan`](crate::Scan) and
/// [`Segments`](crate::Segments).
///
/// It reads the keys of the items, and updates each under the condition that it is there and, where a filter or the attributes of
/// an index decide, still as was asked for: else it is skipped.
///
/// ```no_run
/// use dynamo_runtime::{Changes, DynamoTable};
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
/// let archive = Changes::new().set(Log::STATUS, "archived");
/// let updated = Log::table(&client).query_status("done").update_all(archive).await?;
/// println!("{} archived", updated.items);
/// # Ok(())
/// # }
/// ```
///
/// Changes that move an item within the index that is queried can have it found, and changed, once more.
#[must_use = "an operation does nothing until it is sent"]
pub struct UpdateAll<'p, T: DynamoTable> {
    at: TableAt,
    keys: Result<Ahead<T, Keys<T>>, Error>,
    guard: Option<Predicate>,
    changes: Changes<T>,
    concurrency: usize,
    progress: Option<Tell<'p>>,
}

impl<'p, T: DynamoTable> UpdateAll<'p, T> {
    pub(super) fn new(
        at: TableAt,
        keys: Result<Ahead<T, Keys<T>>, Error>,
        guard: Option<Predicate>,
        changes: Changes<T>,
    ) -> Self {
        Self { at, keys, guard, changes, concurrency: CONCURRENCY, progress: None }
    }

    /// Has this many updates under way at a time; 8 unless said, and 1 at least.
    pub fn concurrency(mut self, requests: usize) -> Self {
        self.concurrency = requests;
        self
    }

    /// Calls `tell` with the counts so far, each time an update has been answered.
    pub fn progress(mut self, tell: impl FnMut(Written) + Send + 'p) -> Self {
        self.progress = Some(Box::new(tell));
        self
    }

    /// Reads and updates, and returns how many items; awaiting the operation does the same.
    ///
    /// # Errors
    ///
    /// The first error ends it: those of the read, those of an [`Update`] but for
    /// [`ConditionFailed`](crate::ErrorKind::ConditionFailed), and before anything is read
    /// [`InvalidRequest`](crate::ErrorKind::InvalidRequest) where nothing is changed, two changes overlap or DynamoDB cannot
    /// hold a value. What was told to `progress` is updated by then; of the updates under way, nothing is known.
    pub async fn send(self) -> Result<Written, Error> {
        let Self { at, keys, guard, changes, concurrency, progress } = self;
        let checked = changes.clauses.expression(T::SCHEMA, &mut Placeholders::default());
        checked.map_err(|mistake| Error::encode(&at.name, &mistake))?;
        let write = |keys| update_one(&at, keys, guard.as_ref(), &changes);
        write_all(keys, 1, concurrency, progress, write).await
    }
}

async fn update_one<T: DynamoTable>(
    at: &TableAt,
    keys: Vec<StoredKey>,
    guard: Option<&Predicate>,
    changes: &Changes<T>,
) -> Result<Written, Error> {
    let Some(key) = only::<T>(&keys) else { return Ok(Written::default()) };
    let update = Update::new(at.clone(), key).existing().merge(changes.clone()).return_nothing();
    let update = match guard {
        Some(guard) => update.condition(Condition::of(guard.clone())),
        None => update,
    };
    written(update.send().await)
}

awaitable!(['p, T: DynamoTable] UpdateAll<'p, T> => 'p Written);

impl<T: DynamoTable> fmt::Debug for UpdateAll<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut update = f.debug_struct("UpdateAll");
        update.field("table", &self.at).field("concurrency", &self.concurrency);
        update.finish_non_exhaustive()
    }
}
