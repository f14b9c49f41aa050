//! Keys in, what became of each out, in their order, with several requests under way.

use std::future;
use std::mem;
use std::pin::Pin;
use std::sync::Arc;

use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use futures_util::stream::FuturesOrdered;

use super::entry::Entry;
use super::requests::{MAX_BYTES, MAX_KEYS};
use super::settle::{Batch, Settled, settle};
use super::source::{Event, Feed};
use crate::codec::identity::{ByItem, Identity};
use crate::error::{Error, Mistake};

/// A read of the keys that a source gives.
pub(super) struct Reads<'s> {
    pub(super) batch: Arc<Batch>,
    pub(super) feed: Feed<'s>,
    running: FuturesOrdered<BoxFuture<'static, Read>>,
    open: Open,
    concurrency: usize,
    failed: bool,
}

/// Keys that have been asked for together.
pub(super) struct Read {
    pub(super) entries: Vec<Entry>,
    /// For each key that was taken, which of the entries it is, or why it could not be sent.
    pub(super) places: Vec<Result<usize, Error>>,
    pub(super) settled: Settled,
}

/// Keys that are going to be asked for together.
#[derive(Default)]
struct Open {
    entries: Vec<Entry>,
    places: Vec<Result<usize, Error>>,
    known: ByItem<Identity, usize>,
    length: usize,
}

/// Of a key that comes again and again, so often in one request.
const MAX_PLACES: usize = 10 * MAX_KEYS;

impl Open {
    /// Nothing yet, with room for as much as in the request before.
    fn like(before: &Self) -> Self {
        Self {
            entries: Vec::with_capacity(before.entries.len()),
            places: Vec::with_capacity(before.places.len()),
            known: ByItem::with_capacity_and_hasher(
                before.known.len(),
                foldhash::fast::RandomState::default(),
            ),
            length: 0,
        }
    }

    /// Whether one more entry would be too much.
    fn is_full_for(&self, entry: &Entry, batch: &Batch) -> bool {
        let full = self.entries.len() >= MAX_KEYS || self.length + entry.length > MAX_BYTES;
        // What is asked of one table is asked of all its keys.
        let tables = || self.entries.iter().map(|entry| entry.table);
        let of = |table: usize| &batch.tables[table].name;
        let other = || tables().any(|table| table != entry.table && of(table) == of(entry.table));
        !self.known.contains_key(&entry.item) && (full || (batch.tables.len() > 1 && other()))
    }

    fn add(&mut self, entry: Entry) {
        let place = self.known.get(&entry.item).copied().unwrap_or_else(|| {
            self.known.insert(entry.item.clone(), self.entries.len());
            self.length += entry.length;
            self.entries.push(entry);
            self.entries.len() - 1
        });
        self.places.push(Ok(place));
    }
}

impl<'s> Reads<'s> {
    pub(super) fn new(batch: Batch, feed: Feed<'s>, concurrency: usize) -> Self {
        Self {
            batch: Arc::new(batch),
            feed,
            running: FuturesOrdered::new(),
            open: Open::default(),
            concurrency: concurrency.max(1),
            failed: false,
        }
    }

    /// Has no more be asked for.
    pub(super) fn fail(&mut self, error: &Error) {
        self.failed = true;
        self.batch.fail(error);
    }

    /// Returns the next keys that are settled; `None` behind the last.
    pub(super) async fn next(&mut self) -> Option<Read> {
        loop {
            match self.event().await {
                Event::Settled(read) => {
                    self.failed |= read.settled.error.is_some();
                    self.batch.at.note(|call| call.has_read(read.settled.found()));
                    return Some(read);
                }
                Event::Entry(_, Ok(entry)) => {
                    if self.open.is_full_for(&entry, &self.batch)
                        || self.open.places.len() >= MAX_PLACES
                    {
                        self.flush();
                    }
                    self.open.add(entry);
                }
                Event::Entry(index, Err(mistake)) => self.refuse(index, &mistake),
                Event::Ended if self.open.places.is_empty() => {
                    if self.running.is_empty() {
                        return None;
                    }
                }
                Event::Waiting | Event::Ended => self.flush(),
            }
        }
    }

    async fn event(&mut self) -> Event<Read> {
        let Self { feed, running, open, concurrency, failed, batch } = self;
        *failed |= batch.failure().is_some();
        let takes = running.len() < *concurrency && (!*failed || feed.in_memory);
        let is_open = !open.places.is_empty();
        // What has been taken is settled before the end.
        if (feed.ended || (*failed && !feed.in_memory)) && is_open {
            return Event::Ended;
        }
        future::poll_fn(|cx| feed.poll(takes, is_open, Pin::new(running), cx)).await
    }

    /// A key that cannot be sent ends the read, behind those before it.
    fn refuse(&mut self, index: usize, mistake: &Mistake) {
        let error = Error::encode(&self.batch.at.name, mistake).at_index(index);
        let alike = error.alike();
        self.open.places.push(Err(error));
        if !self.failed {
            self.flush();
        }
        self.fail(&alike);
    }

    /// Asks for the keys that have been taken.
    fn flush(&mut self) {
        let next = Open::like(&self.open);
        let Open { entries, places, .. } = mem::replace(&mut self.open, next);
        let (batch, failed) = (self.batch.clone(), self.failed);
        let read = async move {
            let settled = if failed {
                Settled::nothing(entries.len())
            } else {
                settle(&batch, &entries).await
            };
            Read { entries, places, settled }
        };
        self.running.push_back(read.boxed());
    }
}
