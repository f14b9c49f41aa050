//! Puts and deletes in, how many were written and what is left out, with several requests under way.

use std::future;
use std::mem;
use std::pin::Pin;
use std::sync::Arc;

use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use futures_util::stream::FuturesUnordered;

use super::entry::Entry;
use super::requests::{MAX_BYTES, MAX_WRITES};
use super::settle::{Batch, Settled, settle};
use super::source::{Event, Feed};
use crate::codec::identity::{ByItem, Identity};
use crate::error::{Error, Mistake, Written};

/// What is told of the progress of a batch.
pub(super) type Tell<'p> = Box<dyn FnMut(Written) + Send + 'p>;

/// How a batch of writes goes.
pub(super) struct Way<'p> {
    pub(super) concurrency: usize,
    /// Of two writes of one item, the second waits for the first; else it is refused.
    pub(super) in_order: bool,
    pub(super) progress: Option<Tell<'p>>,
    /// Why nothing at all is sent.
    pub(super) refused: Option<Error>,
}

/// What became of the writes of a batch.
pub(super) struct Wrote {
    pub(super) written: Written,
    /// How many were taken from the source.
    pub(super) taken: usize,
    /// What was taken and is not known to be written, with its index, in order.
    pub(super) left: Vec<(usize, Entry)>,
    /// The indexes of what could not be made into a request.
    pub(super) refused: Vec<usize>,
    pub(super) error: Option<Error>,
    lost: bool,
}

type Running = FuturesUnordered<BoxFuture<'static, (Vec<(usize, Entry)>, Settled)>>;

struct Writes<'s, 'p> {
    batch: Arc<Batch>,
    feed: Feed<'s>,
    way: Way<'p>,
    running: Running,
    /// What is going to be sent together.
    open: Vec<(usize, Entry)>,
    length: usize,
    /// What waits for an earlier write of its item.
    held: Option<(usize, Entry)>,
    /// The items of which a write is open or running, and its index.
    under_way: ByItem<Identity, usize>,
    done: Wrote,
}

/// Sends all writes of the feed.
pub(super) async fn write_all(batch: Batch, feed: Feed<'_>, way: Way<'_>) -> Wrote {
    let written = Written::default();
    let done = Wrote {
        written,
        taken: 0,
        left: Vec::new(),
        refused: Vec::new(),
        error: None,
        lost: false,
    };
    let mut writes = Writes {
        batch: Arc::new(batch),
        feed,
        way,
        running: FuturesUnordered::new(),
        open: Vec::new(),
        length: 0,
        held: None,
        under_way: ByItem::default(),
        done,
    };
    if let Some(refused) = writes.way.refused.take() {
        writes.fail(refused);
    }
    writes.run().await;
    let Writes { mut done, feed, batch, .. } = writes;
    batch.at.note(|call| call.has_written(done.written.items));
    done.taken = feed.taken;
    done.left.sort_unstable_by_key(|(index, _)| *index);
    let (written, lost) = (done.written, done.lost);
    done.error = done.error.map(|error| {
        let told = error.may_have_been_written();
        let error = if lost && !told { error.answer_lost() } else { error };
        error.with_written(written)
    });
    done
}

impl Writes<'_, '_> {
    async fn run(&mut self) {
        loop {
            match self.event().await {
                Event::Settled((entries, settled)) => self.settled(entries, settled),
                Event::Entry(index, Ok(entry)) => self.add(index, entry),
                Event::Entry(index, Err(mistake)) => self.refuse(index, &mistake),
                Event::Waiting => self.flush(),
                Event::Ended if !self.open.is_empty() => self.flush(),
                Event::Ended if self.running.is_empty() => return,
                Event::Ended => {}
            }
        }
    }

    fn has_failed(&self) -> bool {
        self.done.error.is_some()
    }

    async fn event(&mut self) -> Event<(Vec<(usize, Entry)>, Settled)> {
        let failed = self.has_failed();
        let room = self.running.len() < self.way.concurrency.max(1) && self.held.is_none();
        let takes = if failed { self.feed.in_memory } else { room };
        let Self { feed, running, open, .. } = self;
        let is_open = !open.is_empty();
        future::poll_fn(|cx| feed.poll(takes, is_open, Pin::new(running), cx)).await
    }

    fn add(&mut self, index: usize, entry: Entry) {
        if self.has_failed() {
            self.done.left.push((index, entry));
            return;
        }
        if let Some(earlier) = self.under_way.get(&entry.item).copied() {
            if self.way.in_order {
                self.held = Some((index, entry));
                return self.flush();
            }
            let error = twice(&self.batch.at.name, earlier, index);
            self.done.left.push((index, entry));
            return self.fail(error);
        }
        if self.length + entry.length > MAX_BYTES {
            self.flush();
        }
        self.under_way.insert(entry.item.clone(), index);
        self.length += entry.length;
        self.open.push((index, entry));
        if self.open.len() == MAX_WRITES {
            self.flush();
        }
    }

    fn refuse(&mut self, index: usize, mistake: &Mistake) {
        self.done.refused.push(index);
        let error = Error::encode(&self.batch.at.name, mistake).at_index(index);
        self.fail(error);
    }

    /// Begins nothing more; what is under way is waited for.
    fn fail(&mut self, error: Error) {
        self.batch.fail(&error);
        self.done.error.get_or_insert(error);
        self.done.left.append(&mut self.open);
        self.done.left.extend(self.held.take());
    }

    /// Sends what has been taken.
    fn flush(&mut self) {
        if self.open.is_empty() {
            return;
        }
        let (batch, entries) = (self.batch.clone(), mem::take(&mut self.open));
        self.length = 0;
        let sending = async move {
            let (indexes, entries): (Vec<_>, Vec<_>) = entries.into_iter().unzip();
            let settled = settle(&batch, &entries).await;
            (indexes.into_iter().zip(entries).collect(), settled)
        };
        self.running.push(sending.boxed());
    }

    fn settled(&mut self, entries: Vec<(usize, Entry)>, mut settled: Settled) {
        for (at, (index, entry)) in entries.into_iter().enumerate() {
            self.under_way.remove(&entry.item);
            if settled.is_left(at) {
                self.done.left.push((index, entry));
            } else {
                self.done.written.items += 1;
            }
        }
        self.done.lost |= settled.lost;
        if let Some(error) = settled.error.take() {
            self.fail(error);
        }
        if let Some(tell) = &mut self.way.progress {
            tell(self.done.written);
        }
        if let Some((index, entry)) = self.held.take() {
            self.add(index, entry);
        }
    }
}

/// Two writes of a batch are of one item.
pub(super) fn twice(table: &str, one: usize, other: usize) -> Error {
    Error::invalid(
        table,
        format_args!(
            "the entries at index {one} and index {other} write the same item, and a batch keeps no order; \
             write them one after the other with `keep_order()`, or leave one out"
        ),
    )
}
