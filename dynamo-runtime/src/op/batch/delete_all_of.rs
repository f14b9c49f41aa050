//! The items of many keys of one table, deleted in as few requests as it takes.

use std::fmt;

use super::entry::{To, What};
use super::get_all::key_of;
use super::put_all::{Settings, batch, finished, identity, two_of_one, with_settings};
use super::source::{Entries, Source};
use super::unfinished::Unfinished;
use super::writes::write_all;
use crate::client::TableAt;
use crate::client::watch::watched;
use crate::error::Written;
use crate::op::one::claims;
use crate::op::shared::awaitable;
use crate::table::DynamoTable;
use crate::table::key::{IntoKeyOf, Key};

/// Deletes the items of many keys, those there are. Made by [`Table::delete_all_of`](crate::Table::delete_all_of).
///
/// 25 items are deleted in a request (BatchWriteItem), and several requests are under way at a time. Keys that the service leaves
/// unprocessed, and requests that fail for a time, are sent again by the client's policy of [`Retries`](crate::op::Retries).
#[must_use = "an operation does nothing until it is sent; write `.await`"]
pub struct DeleteAllOf<'s, T> {
    at: TableAt,
    keys: Source<'s, Key<T>>,
    settings: Settings<'s>,
}

impl<'s, T: DynamoTable> DeleteAllOf<'s, T> {
    pub(crate) fn new<M, K, S>(at: TableAt, keys: S) -> Self
    where
        S: Entries<'s, M, Entry: IntoKeyOf<T, K> + Send + 's>,
        K: 's,
    {
        let keys = keys.into_source().map(IntoKeyOf::into_key_of);
        Self { at, keys, settings: Settings::default() }
    }

    /// Deletes the items, and returns how many keys were processed: the service does not tell which items there were. Awaiting
    /// the operation does the same.
    ///
    /// # Errors
    ///
    /// The first error ends it, once the requests under way are answered, as an [`Unfinished`] with how many were processed and
    /// the keys that were not. Its kinds: [`InvalidRequest`](crate::ErrorKind::InvalidRequest) where DynamoDB cannot hold a key,
    /// which the message names by its index, and where a key comes twice (see [`keep_order`](Self::keep_order));
    /// [`Throttled`](crate::ErrorKind::Throttled) where keys are unprocessed until the retries are used up; and what the
    /// service or the connection report.
    pub async fn send(self) -> Result<Written, Unfinished<Written, Key<T>>> {
        watched!(self.at.watch("BatchWriteItem", None), self.delete().await)
    }

    async fn delete(self) -> Result<Written, Unfinished<Written, Key<T>>> {
        let Self { at, keys, settings } = self;
        let named = at.checked_name().map(drop);
        let refused = named.and_then(|()| claims::check_deletes::<T>(&at)).err().or_else(|| {
            let Source::Memory(keys) = &keys else { return None };
            let keys = keys.iter().map(identity::<T>);
            (!settings.in_order).then(|| two_of_one(&at, keys))?
        });
        let to = To::only(T::SCHEMA, &at.dynamo);
        let feed = keys.feed(move |key| to.key(&key.values, What::Delete));
        let batch = batch::<T>(at, settings.concurrency);
        finished(write_all(batch, feed, settings.way(refused)).await, key_of)
    }
}

with_settings!(['s, T] DeleteAllOf<'s, T>);
awaitable!(['s, T: DynamoTable] DeleteAllOf<'s, T> => 's Written, Unfinished<Written, Key<T>>);

impl<T> fmt::Debug for DeleteAllOf<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DeleteAllOf")
            .field("table", &self.at)
            .field("keys", &self.keys)
            .field("concurrency", &self.settings.concurrency)
            .finish_non_exhaustive()
    }
}
