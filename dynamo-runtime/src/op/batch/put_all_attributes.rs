//! Many items as the SDK holds them, put into one table as they are, in as few requests as it takes.

use std::fmt;
use std::marker::PhantomData;

use super::entry::To;
use super::put_all::{Given, IntoItem, Settings, batch, finished, two_of_one, with_settings};
use super::source::{Entries, Source};
use super::unfinished::Unfinished;
use super::writes::write_all;
use crate::client::TableAt;
use crate::client::watch::watched;
use crate::codec::Attributes;
use crate::codec::identity::Identity;
use crate::error::Written;
use crate::expr::entity::check_own;
use crate::op::shared::awaitable;
use crate::table::DynamoTable;

/// Puts many items as the SDK holds them, each in place of the one with its key if there is one. Made by
/// [`Table::put_all_attributes`](crate::Table::put_all_attributes).
///
/// They are sent as those of a [`PutAll`](crate::op::PutAll) are, but stored as they are: a `#[version]` is neither checked nor raised,
/// and no times or counters are written. So a copy of a table's items is the same as the table. Values of `#[unique]` fields are not
/// claimed: [`claim_all`](crate::Table::claim_all) does it afterwards.
///
/// ```no_run
/// use dynamo_runtime::codec::Attributes;
/// use dynamo_runtime::{DynamoTable, DynamoValue, Error};
/// use futures_util::TryStreamExt;
///
/// #[derive(DynamoTable)]
/// struct Order {
///     #[hash_key]
///     customer: String,
///     #[version]
///     version: u64,
/// }
///
/// #[derive(DynamoValue)]
/// struct Whole {
///     #[dynamo(flatten)]
///     attributes: Attributes,
/// }
///
/// # async fn example(from: OrderTable, to: OrderTable) -> Result<(), Error> {
/// let mut pages = from.scan().raw_pages();
/// while let Some(page) = pages.try_next().await? {
///     let items = page.decode::<Whole>()?.into_iter().map(|item| item.attributes);
///     to.put_all_attributes(items).await?;
/// }
/// # Ok(())
/// # }
/// ```
#[must_use = "an operation does nothing until it is sent; write `.await`"]
pub struct PutAllAttributes<'s, T> {
    at: TableAt,
    items: Source<'s, Given<'s, Attributes>>,
    settings: Settings<'s>,
    marker: PhantomData<fn() -> T>,
}

impl<'s, T: DynamoTable> PutAllAttributes<'s, T> {
    pub(crate) fn new<M, S>(at: TableAt, items: S) -> Self
    where
        S: Entries<'s, M, Entry: IntoItem<'s, Attributes> + Send + 's>,
    {
        let items = items.into_source().map(IntoItem::into_item);
        Self { at, items, settings: Settings::default(), marker: PhantomData }
    }

    /// Puts all items, and returns how many; awaiting the operation does the same.
    ///
    /// # Errors
    ///
    /// The first error ends it, once the requests under way are answered, as an [`Unfinished`] with how many were written and
    /// the items that were not. Its kinds: [`InvalidRequest`](crate::ErrorKind::InvalidRequest) where an item lacks a key, is larger
    /// than 400 KB or is of another entity, which the message names by its index, and where two items have one key (see
    /// [`keep_order`](Self::keep_order)); [`Throttled`](crate::ErrorKind::Throttled) where items are unprocessed until the retries
    /// are used up; and what the service or the connection report.
    pub async fn send(self) -> Result<Written, Unfinished<Written, Attributes>> {
        watched!(self.at.watch("BatchWriteItem", None), self.write().await)
    }

    async fn write(self) -> Result<Written, Unfinished<Written, Attributes>> {
        let Self { at, items, settings, .. } = self;
        let refused = at.checked_name().err().or_else(|| {
            let Source::Memory(items) = &items else { return None };
            let keys = items.iter().map(|item| identity::<T>(item.item()));
            (!settings.in_order).then(|| two_of_one(&at, keys))?
        });
        let (to, dynamo, mut length) = (To::only(T::SCHEMA, &at.dynamo), at.dynamo.clone(), 0);
        let feed = items.feed(move |item| {
            check_own(T::SCHEMA, item.item())?;
            let entry = to.put(item.item(), &[], || dynamo.now(), length)?;
            length = entry.length;
            Ok(entry)
        });
        let batch = batch::<T>(at, settings.concurrency);
        let wrote = write_all(batch, feed, settings.way(refused)).await;
        finished(wrote, |entry| Some(entry.attributes()))
    }
}

/// The item by its key, if it has one.
fn identity<T: DynamoTable>(item: &Attributes) -> Option<Identity> {
    let key = T::SCHEMA.key_names().map(|name| item.get(name)).collect::<Option<Vec<_>>>()?;
    Identity::of(0, key)
}

with_settings!(['s, T] PutAllAttributes<'s, T>);
awaitable!(['s, T: DynamoTable] PutAllAttributes<'s, T> => 's Written, Unfinished<Written, Attributes>);

impl<T> fmt::Debug for PutAllAttributes<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PutAllAttributes")
            .field("table", &self.at)
            .field("items", &self.items)
            .field("concurrency", &self.settings.concurrency)
            .finish_non_exhaustive()
    }
}
