//! Many items of one table, put in as few requests as it takes.

use std::collections::HashMap;
use std::fmt;

use super::entry::{Entry, To};
use super::settle::{Batch, Of};
use super::source::{Entries, Source};
use super::unfinished::Unfinished;
use super::writes::{Tell, Way, Wrote, twice, write_all};
use crate::client::TableAt;
use crate::client::watch::watched;
use crate::client::wire::batch::Asked;
use crate::codec::identity::Identity;
use crate::error::{Error, Written};
use crate::op::shared::awaitable;
use crate::table::key::Key;
use crate::table::{DynamoTable, Unconditional};

/// Puts many items, each in place of the one with its key if there is one. Made by [`Table::put_all`](crate::Table::put_all).
///
/// 25 items are put in a request (BatchWriteItem), and several requests are under way at a time. Items that the service leaves
/// unprocessed, and requests that fail for a time, are sent again by the client's policy of [`Retries`](crate::op::Retries): a put
/// that was carried out twice leaves the same item.
#[must_use = "an operation does nothing until it is sent; write `.await`"]
pub struct PutAll<'s, T> {
    at: TableAt,
    items: Source<'s, Given<'s, T>>,
    settings: Settings<'s>,
}

/// An item that is put, or a reference to it.
pub enum Given<'s, T> {
    Owned(T),
    Borrowed(&'s T),
}

impl<T> Given<'_, T> {
    pub(super) fn item(&self) -> &T {
        match self {
            Self::Owned(item) => item,
            Self::Borrowed(item) => item,
        }
    }
}

/// An item of type `T`, or a reference to one.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a `{T}` or a reference to one",
    label = "expected items of type `{T}`",
    note = "what an index holds of an item is no whole item: `hydrate()` of its query reads whole ones"
)]
pub trait IntoItem<'s, T> {
    #[doc(hidden)]
    fn into_item(self) -> Given<'s, T>;
}

impl<'s, T> IntoItem<'s, T> for T {
    fn into_item(self) -> Given<'s, T> {
        Given::Owned(self)
    }
}

impl<'s, T> IntoItem<'s, T> for &'s T {
    fn into_item(self) -> Given<'s, T> {
        Given::Borrowed(self)
    }
}

/// How writes are sent.
pub(super) struct Settings<'p> {
    pub(super) concurrency: usize,
    pub(super) in_order: bool,
    pub(super) progress: Option<Tell<'p>>,
}

/// The default number of requests that are under way at a time.
const CONCURRENCY: usize = 32;

impl Default for Settings<'_> {
    fn default() -> Self {
        Self { concurrency: CONCURRENCY, in_order: false, progress: None }
    }
}

impl<'p> Settings<'p> {
    pub(super) fn way(self, refused: Option<Error>) -> Way<'p> {
        let Self { concurrency, in_order, progress } = self;
        Way { concurrency, in_order, progress, refused }
    }
}

impl<'s, T: DynamoTable + Unconditional> PutAll<'s, T> {
    pub(crate) fn new<M, S>(at: TableAt, items: S) -> Self
    where
        S: Entries<'s, M, Entry: IntoItem<'s, T> + Send + 's>,
    {
        let items = items.into_source().map(IntoItem::into_item);
        Self { at, items, settings: Settings::default() }
    }

    /// Puts all items, and returns how many; awaiting the operation does the same.
    ///
    /// # Errors
    ///
    /// The first error ends it, once the requests under way are answered, as an [`Unfinished`] with how many were written and
    /// the items that were not. Its kinds: [`InvalidRequest`](crate::ErrorKind::InvalidRequest) as that of a put, where the
    /// message names the item by its index, and where two items have one key (see [`keep_order`](Self::keep_order));
    /// [`Throttled`](crate::ErrorKind::Throttled) where items are unprocessed until the retries are used up; and what the
    /// service or the connection report.
    pub async fn send(self) -> Result<Written, Unfinished<Written, T>> {
        watched!(self.at.watch("BatchWriteItem", None), self.write().await)
    }

    async fn write(self) -> Result<Written, Unfinished<Written, T>> {
        let Self { at, items, settings } = self;
        let to = To::only(T::SCHEMA, &at.dynamo);
        let refused = at.checked_name().err().or_else(|| {
            let Source::Memory(items) = &items else { return None };
            let keys = items.iter().map(|item| identity::<T>(&Key::from(item.item())));
            (!settings.in_order).then(|| two_of_one(&at, keys))?
        });
        let (dynamo, mut length) = (at.dynamo.clone(), 0);
        let feed = items.feed(move |item| {
            let entry = to.put(item.item(), T::BEHAVIOURS, || dynamo.now(), length)?;
            length = entry.length;
            Ok(entry)
        });
        let batch = batch::<T>(at, settings.concurrency);
        let wrote = write_all(batch, feed, settings.way(refused)).await;
        finished(wrote, |entry| entry.raw().read(true, |from| T::decode(from)).ok().flatten())
    }
}

/// A batch of writes of one table.
pub(super) fn batch<T: DynamoTable>(at: TableAt, concurrency: usize) -> Batch {
    let of = Of { name: at.name.clone(), schema: T::SCHEMA, asked: Asked::default() };
    Batch::new(at, vec![of], concurrency)
}

pub(super) fn identity<T: DynamoTable>(key: &Key<T>) -> Option<Identity> {
    let stored = key.values.stored(T::SCHEMA).ok()?;
    Identity::of(0, stored.iter().map(|(_, value)| *value))
}

/// Refuses two writes of one item. A key that cannot be stored is refused in its turn.
pub(super) fn two_of_one(
    at: &TableAt,
    keys: impl Iterator<Item = Option<Identity>>,
) -> Option<Error> {
    let mut known = HashMap::with_capacity(keys.size_hint().0);
    for (index, key) in keys.enumerate() {
        if let Some(earlier) = key.and_then(|key| known.insert(key, index)) {
            return Some(twice(&at.name, earlier, index));
        }
    }
    None
}

/// The result of writes, of which those left are read with `read`.
pub(super) fn finished<L>(
    wrote: Wrote,
    read: impl Fn(&Entry) -> Option<L>,
) -> Result<Written, Unfinished<Written, L>> {
    let Wrote { written, taken, left, mut refused, error, .. } = wrote;
    let Some(error) = error else { return Ok(written) };
    let (mut positions, mut read_left) = (Vec::new(), Vec::new());
    for (index, entry) in left {
        match read(&entry) {
            Some(entry) => {
                positions.push(index);
                read_left.push(entry);
            }
            // A type that does not read what it writes.
            None => refused.push(index),
        }
    }
    refused.sort_unstable();
    Err(Unfinished { done: written, left: read_left, positions, refused, taken, error })
}

/// Gives a batch of writes its settings.
macro_rules! with_settings {
    ([$($generics:tt)*] $operation:ty) => {
        impl<$($generics)*> $operation {
            /// Keeps so many requests under way at a time. The default is 32, the least is 1. While the service throttles, or
            /// leaves entries unprocessed, there are fewer.
            pub fn concurrency(mut self, requests: usize) -> Self {
                self.settings.concurrency = requests;
                self
            }

            /// Sends the second of two writes of one item after the first is done, so that the later one counts.
            ///
            /// Without it, two writes of one item are an [`InvalidRequest`](crate::ErrorKind::InvalidRequest) that names both by
            /// their index: those of a collection before anything is sent; those of an iterator or a stream when the second is
            /// taken while the first is under way. One that is taken later is sent, and is the later one.
            pub fn keep_order(mut self) -> Self {
                self.settings.in_order = true;
                self
            }

            /// Calls `tell` with the counts so far, each time a request is settled.
            pub fn progress(mut self, tell: impl FnMut($crate::error::Written) + Send + 's) -> Self {
                self.settings.progress = Some(Box::new(tell));
                self
            }
        }
    };
}
pub(super) use with_settings;

with_settings!(['s, T] PutAll<'s, T>);
awaitable!(['s, T: DynamoTable + Unconditional] PutAll<'s, T> => 's Written, Unfinished<Written, T>);

impl<T> fmt::Debug for PutAll<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PutAll")
            .field("table", &self.at)
            .field("items", &self.items)
            .field("concurrency", &self.settings.concurrency)
            .finish_non_exhaustive()
    }
}
