//! Where a batch takes its entries from: a collection, an iterator or a stream.

use std::collections::{BTreeSet, HashSet, VecDeque};
use std::pin::Pin;
use std::task::{Context, Poll};

use futures_util::stream::{self, BoxStream};
use futures_util::{Stream, StreamExt};

use super::entry::Entry;
use crate::error::Mistake;

/// What a batch takes its entries from: a collection (a `Vec`, a slice, an array, a set), an iterator or a stream.
///
/// A collection is in memory as a whole. Of an iterator or a stream, no more is taken than is under way, so that it may be of
/// any length. `M`, which is always inferred, tells them apart.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a collection, an iterator or a stream",
    label = "expected several entries"
)]
pub trait Entries<'s, M> {
    /// What is taken.
    type Entry;
    #[doc(hidden)]
    fn into_source(self) -> Source<'s, Self::Entry>;
}

/// Public only because a hidden method of a public trait returns it.
pub enum Source<'s, X> {
    Memory(Vec<X>),
    Lazy(BoxStream<'s, X>),
}

#[doc(hidden)]
#[derive(Debug)]
pub struct Collected;
#[doc(hidden)]
#[derive(Debug)]
pub struct Iterated;
#[doc(hidden)]
#[derive(Debug)]
pub struct Streamed;

impl<'s, I: Iterator<Item: Send> + Send + 's> Entries<'s, Iterated> for I {
    type Entry = I::Item;

    fn into_source(self) -> Source<'s, I::Item> {
        Source::Lazy(stream::iter(self).boxed())
    }
}

impl<'s, S: Stream<Item: Send> + Send + 's> Entries<'s, Streamed> for S {
    type Entry = S::Item;

    fn into_source(self) -> Source<'s, S::Item> {
        Source::Lazy(self.boxed())
    }
}

macro_rules! collections {
    ($([$($generics:tt)*] $collection:ty => $entry:ty;)*) => {$(
        impl<'s, $($generics)*> Entries<'s, Collected> for $collection {
            type Entry = $entry;

            fn into_source(self) -> Source<'s, $entry> {
                Source::Memory(self.into_iter().collect())
            }
        }
    )*};
}

collections! {
    [X] Vec<X> => X;
    [X] &'s Vec<X> => &'s X;
    [X] &'s [X] => &'s X;
    [X, const N: usize] [X; N] => X;
    [X, const N: usize] &'s [X; N] => &'s X;
    [X] Box<[X]> => X;
    [X] VecDeque<X> => X;
    [X] &'s VecDeque<X> => &'s X;
    [X, S] HashSet<X, S> => X;
    [X, S] &'s HashSet<X, S> => &'s X;
    [X] BTreeSet<X> => X;
    [X] &'s BTreeSet<X> => &'s X;
}

impl<'s, X: Send + 's> Source<'s, X> {
    /// Makes of each entry what `change` does.
    pub(super) fn map<Y: Send + 's>(self, change: impl FnMut(X) -> Y + Send + 's) -> Source<'s, Y> {
        match self {
            Self::Memory(all) => Source::Memory(all.into_iter().map(change).collect()),
            Self::Lazy(source) => Source::Lazy(source.map(change).boxed()),
        }
    }

    /// The number of entries, if it is known.
    pub(super) fn known(&self) -> Option<usize> {
        match self {
            Self::Memory(all) => Some(all.len()),
            Self::Lazy(_) => None,
        }
    }

    /// Makes an entry of the batch of each, in its turn.
    pub(super) fn feed(
        self,
        encode: impl FnMut(X) -> Result<Entry, Mistake> + Send + 's,
    ) -> Feed<'s> {
        let in_memory = matches!(self, Self::Memory(_));
        let entries = match self {
            Self::Memory(all) => stream::iter(all.into_iter().map(encode)).boxed(),
            Self::Lazy(source) => source.map(encode).boxed(),
        };
        Feed { entries, taken: 0, in_memory, ended: false }
    }
}

/// The entries of a batch, of which each is encoded when it is taken.
pub(super) struct Feed<'s> {
    entries: BoxStream<'s, Result<Entry, Mistake>>,
    /// How many have been taken.
    pub(super) taken: usize,
    /// All of them are in memory, so that none of them is for another operation to take.
    pub(super) in_memory: bool,
    pub(super) ended: bool,
}

/// What comes next in a batch.
pub(super) enum Event<R> {
    /// The entry at this index, or why it cannot be sent.
    Entry(usize, Result<Entry, Mistake>),
    /// A request is settled.
    Settled(R),
    /// No entry is there, and nothing is under way: what has been taken is not to wait for more.
    Waiting,
    /// There is nothing more to take, or to wait for.
    Ended,
}

impl Feed<'_> {
    /// Waits for what comes next, be it of the requests that are `running` or, if `takes`, an entry.
    pub(super) fn poll<R>(
        &mut self,
        takes: bool,
        is_open: bool,
        mut running: Pin<&mut impl Stream<Item = R>>,
        cx: &mut Context<'_>,
    ) -> Poll<Event<R>> {
        let idle = match running.as_mut().poll_next(cx) {
            Poll::Ready(Some(settled)) => return Poll::Ready(Event::Settled(settled)),
            Poll::Ready(None) => true,
            Poll::Pending => false,
        };
        if !takes || self.ended {
            return if idle { Poll::Ready(Event::Ended) } else { Poll::Pending };
        }
        match self.entries.as_mut().poll_next(cx) {
            Poll::Ready(Some(entry)) => {
                self.taken += 1;
                Poll::Ready(Event::Entry(self.taken - 1, entry))
            }
            Poll::Ready(None) => {
                self.ended = true;
                Poll::Ready(Event::Ended)
            }
            Poll::Pending if idle && is_open => Poll::Ready(Event::Waiting),
            Poll::Pending => Poll::Pending,
        }
    }
}

/// The number of entries, where it is known.
impl<X> std::fmt::Debug for Source<'_, X> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Memory(all) => all.len().fmt(f),
            Self::Lazy(_) => f.write_str(".."),
        }
    }
}
