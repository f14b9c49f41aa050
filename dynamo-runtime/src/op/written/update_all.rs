//! Updates all that a query or scan finds.

use super::write_all::{WriteAll, only, writes_all, written};
use crate::client::TableAt;
use crate::client::watch::watched;
use crate::error::{Error, Written};
use crate::expr::changes::Changes;
use crate::expr::condition::Condition;
use crate::expr::placeholders::Placeholders;
use crate::op::one::update::Update;
use crate::op::shared::keys::StoredKey;
use crate::table::DynamoTable;

/// Changes all items that a query or scan finds. Made by `update_all` of [`Query`](crate::op::Query), [`Scan`](crate::op::Scan) and
/// [`Segments`](crate::op::Segments).
///
/// It reads the keys of the items, and updates each under the condition that it is there and, where a filter or the attributes of
/// an index decide, still as was asked for: else it is skipped. So is one that would get a number that its
/// type does not hold. The condition is what this crate's methods have said of the read.
/// Where `customize` has changed which items are found, nothing is read: [`InvalidRequest`](crate::ErrorKind::InvalidRequest).
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
/// An update that is refused when the SDK sends it again after a lost answer counts as written where the item is as the changes leave
/// it, else as skipped: with `add` and calculations, that cannot be told.
///
/// Changes that move an item within the index that is queried can have it found, and changed, once more.
#[must_use = "an operation does nothing until it is sent; write `.await`"]
pub struct UpdateAll<'p, T: DynamoTable> {
    all: WriteAll<'p, T>,
    changes: Changes<T>,
}

impl<'p, T: DynamoTable> UpdateAll<'p, T> {
    pub(crate) fn new(all: WriteAll<'p, T>, changes: Changes<T>) -> Self {
        Self { all, changes }
    }

    /// Reads and updates, and returns how many items; awaiting the operation does the same.
    ///
    /// # Errors
    ///
    /// The first error ends it, once the updates under way are answered: those of the read, those of an [`Update`] but for
    /// [`ConditionFailed`](crate::ErrorKind::ConditionFailed), and before anything is read
    /// [`InvalidRequest`](crate::ErrorKind::InvalidRequest) where nothing is changed, two changes overlap or DynamoDB cannot
    /// hold a value. [`Error::written`] tells how many items were updated by then.
    pub async fn send(self) -> Result<Written, Error> {
        watched!(self.all.at.watch("update_all", self.all.index), self.update().await)
    }

    async fn update(self) -> Result<Written, Error> {
        let Self { all, changes } = self;
        let (at, guard) = (all.at.clone(), all.guard.clone());
        let checked = changes.clauses.expression(T::SCHEMA, &mut Placeholders::default());
        checked.map_err(|mistake| Error::encode(&at.name, &mistake))?;
        let guard = guard.map(Condition::of);
        all.run(1, |at, keys| update_one(at, keys, guard.clone(), changes.clone())).await
    }
}

async fn update_one<T: DynamoTable>(
    at: TableAt,
    keys: Vec<StoredKey>,
    guard: Option<Condition<T>>,
    changes: Changes<T>,
) -> Result<Written, Error> {
    let Some(key) = only::<T>(&keys) else { return Ok(Written::default()) };
    let update = Update::new(at, key).existing().merge(changes).marked().return_nothing();
    let update = guard.into_iter().fold(update, Update::condition);
    written(update.send().await)
}

writes_all!(UpdateAll);
