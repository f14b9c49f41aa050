//! The keys that a read finds in, each written, several requests at a time.

use futures_util::TryStreamExt;
use futures_util::stream::TryChunksError;

use super::batch_get::{Keys, StoredKey};
use crate::error::{Error, ErrorKind};
use crate::expr::predicate::Predicate;
use crate::key::Key;
use crate::page::{self, Ahead};
use crate::table::{DynamoTable, TableAt};

/// How many items have been deleted or updated. Returned by [`DeleteAll`](crate::DeleteAll) and
/// [`UpdateAll`](crate::UpdateAll), and told while they go on.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Written {
    /// The items that were written.
    pub items: usize,
    /// The items that were read, and were gone or no longer as asked for when they were to be written.
    pub skipped: usize,
}

type Tell<'p> = Box<dyn FnMut(Written) + Send + 'p>;

/// Requests that are under way at a time, unless said otherwise.
const CONCURRENCY: usize = 8;

/// What a read finds, to be written.
pub(super) struct WriteAll<'p, T: DynamoTable> {
    pub(super) at: TableAt,
    keys: Result<Ahead<T, Keys<T>>, Error>,
    /// What must still hold for an item.
    pub(super) guard: Option<Predicate>,
    pub(super) concurrency: usize,
    pub(super) progress: Option<Tell<'p>>,
}

impl<T: DynamoTable> WriteAll<'_, T> {
    pub(super) fn new(
        at: TableAt,
        keys: Result<Ahead<T, Keys<T>>, Error>,
        guard: Option<Predicate>,
    ) -> Self {
        Self { at, keys, guard, concurrency: CONCURRENCY, progress: None }
    }

    /// Gives `write` the keys that are read, so many at once, to futures of which several are under way.
    pub(super) async fn run<F>(
        self,
        at_once: usize,
        write: impl Fn(Vec<StoredKey>) -> F,
    ) -> Result<Written, Error>
    where
        F: Future<Output = Result<Written, Error>>,
    {
        let Self { keys, concurrency, mut progress, .. } = self;
        let chunks = page::stream(keys).try_chunks(at_once);
        let chunks = chunks.map_err(|TryChunksError(_, error)| error);
        let writes = chunks.map_ok(write).try_buffer_unordered(concurrency.max(1));
        let (mut writes, mut all) = (std::pin::pin!(writes), Written::default());
        while let Some(Written { items, skipped }) = writes.try_next().await? {
            all = Written { items: all.items + items, skipped: all.skipped + skipped };
            if let Some(tell) = &mut progress {
                tell(all);
            }
        }
        Ok(all)
    }
}

/// Gives an operation with a `WriteAll` in its field `all` what deleting and updating have in common.
macro_rules! writes_all {
    ($operation:ident) => {
        impl<'p, T: DynamoTable> $operation<'p, T> {
            /// Has this many requests that write under way at a time; 8 unless said, and 1 at least.
            pub fn concurrency(mut self, requests: usize) -> Self {
                self.all.concurrency = requests;
                self
            }

            /// Calls `tell` with the counts so far, each time a request that writes has been answered.
            pub fn progress(mut self, tell: impl FnMut($crate::Written) + Send + 'p) -> Self {
                self.all.progress = Some(Box::new(tell));
                self
            }
        }

        impl<T: DynamoTable> ::std::fmt::Debug for $operation<'_, T> {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.debug_struct(stringify!($operation))
                    .field("table", &self.all.at)
                    .field("concurrency", &self.all.concurrency)
                    .finish_non_exhaustive()
            }
        }

        $crate::op::awaitable!(['p, T: DynamoTable] $operation<'p, T> => 'p $crate::Written);
    };
}
pub(super) use writes_all;

/// One item that was written, or none where the condition did not hold, or does not when it is sent again after a lost answer.
pub(super) fn written(result: Result<(), Error>) -> Result<Written, Error> {
    match result {
        Ok(()) => Ok(Written { items: 1, skipped: 0 }),
        Err(error)
            if matches!(error.kind(), ErrorKind::ConditionFailed | ErrorKind::AnswerLost) =>
        {
            Ok(Written { items: 0, skipped: 1 })
        }
        Err(error) => Err(error),
    }
}

/// The key of chunks of one.
pub(super) fn only<T: DynamoTable>(keys: &[StoredKey]) -> Option<Key<T>> {
    keys.first().and_then(|key| Key::stored(key))
}
