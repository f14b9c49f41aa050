//! The keys that a read finds in, each written, several requests at a time.

use std::pin::pin;
use std::sync::Arc;

use futures_util::stream::{self, AbortHandle, TryChunksError};
use futures_util::{Stream, StreamExt, TryStreamExt};

use crate::client::{Meter, TableAt};
use crate::error::{Error, ErrorKind, Written};
use crate::expr::predicate::Predicate;
use crate::op::shared::keys::{Keys, StoredKey};
use crate::page::{self, Ahead, Rate, units};
use crate::table::DynamoTable;
use crate::table::key::Key;

type Tell<'p> = Box<dyn FnMut(Written) + Send + 'p>;

/// The default number of requests that are in flight at a time.
const CONCURRENCY: usize = 8;

/// What a read finds, to be written.
pub(crate) struct WriteAll<'p, T: DynamoTable> {
    pub(super) at: TableAt,
    /// The index that is read.
    pub(super) index: Option<&'static str>,
    keys: Result<Ahead<T, Keys<T>>, Error>,
    /// What must still hold for an item.
    pub(super) guard: Option<Predicate>,
    pub(super) concurrency: usize,
    pub(super) progress: Option<Tell<'p>>,
}

impl<T: DynamoTable> WriteAll<'_, T> {
    pub(crate) fn new(
        mut at: TableAt,
        index: Option<&'static str>,
        keys: Result<Ahead<T, Keys<T>>, Error>,
        guard: Option<Predicate>,
    ) -> Self {
        // A caller may have changed how much is read, but not what is written.
        at.custom = false;
        Self { at, index, keys, guard, concurrency: CONCURRENCY, progress: None }
    }

    /// Gives `write` the keys that are read, so many at once, to futures of which several are under way.
    ///
    /// After a failure, nothing more is begun; what is under way is waited for and counted.
    pub(super) async fn run<F>(
        self,
        at_once: usize,
        write: impl Fn(TableAt, Vec<StoredKey>) -> F,
    ) -> Result<Written, Error>
    where
        F: Future<Output = Result<Written, Error>>,
    {
        let Self { at, keys, concurrency, progress, .. } = self;
        if let Ok(keys) = &keys {
            keys.join(&at);
        }
        let rate = keys.as_ref().ok().and_then(Ahead::rate).map(|rate| Arc::new(rate.another()));
        let all = at.clone();
        let at_once = rate.as_ref().map_or(at_once, |rate| rate.at_once(at_once, LEAST_UNITS));
        let (chunks, reading) = stream::abortable(admitted(keys, at_once, rate.clone()));
        let writes = chunks.map(|chunk| {
            let (at, meter) = match rate {
                Some(_) => at.metered(),
                None => (at.clone(), Meter::default()),
            };
            let (writing, rate) =
                (chunk.map(|(keys, guess)| (write(at, keys), guess)), rate.clone());
            async move {
                let (writing, guess) = writing?;
                let written = writing.await?;
                // What a failed condition consumes is not told.
                if let Some(rate) = rate.filter(|_| meter.units() > 0.0) {
                    rate.correct(guess, meter.units());
                }
                Ok(written)
            }
        });
        let settled = settled(writes.buffer_unordered(concurrency.max(1)), reading, progress).await;
        let written = settled.as_ref().map_or_else(Error::written, |written| Some(*written));
        all.note(|call| call.written = 0);
        all.note(|call| call.has_written(written.unwrap_or_default().items));
        settled
    }
}

/// Adds up the answers and tells of them. The first failure ends the reading; it is returned once all under way is answered.
async fn settled(
    writes: impl Stream<Item = Result<Written, Error>>,
    reading: AbortHandle,
    mut progress: Option<Tell<'_>>,
) -> Result<Written, Error> {
    let (mut writes, mut all, mut failure) = (pin!(writes), Written::default(), None::<Error>);
    while let Some(answer) = writes.next().await {
        match answer {
            Ok(written) => {
                all += written;
                if let Some(tell) = &mut progress {
                    tell(all);
                }
            }
            Err(error) => {
                reading.abort();
                all += error.written().unwrap_or_default();
                failure.get_or_insert(error);
            }
        }
    }
    failure.map_or(Ok(all), |error| Err(error.with_written(all)))
}

/// The keys that are read, so many at once, each chunk in its turn; and the capacity units that writing it is taken to consume.
fn admitted<T: DynamoTable>(
    keys: Result<Ahead<T, Keys<T>>, Error>,
    at_once: usize,
    rate: Option<Arc<Rate>>,
) -> impl Stream<Item = Result<(Vec<StoredKey>, f64), Error>> {
    let chunks = page::stream(keys).try_chunks(at_once);
    let chunks = chunks.map_err(|TryChunksError(_, error)| error);
    chunks.and_then(move |keys| {
        let rate = rate.clone();
        async move {
            let guess = LEAST_UNITS * units(keys.len());
            if let Some(rate) = rate {
                rate.admit(guess).await;
            }
            Ok((keys, guess))
        }
    })
}

/// "Capacity unit consumption for write operations" of the DynamoDB guide: an item of up to 1 KB.
const LEAST_UNITS: f64 = 1.0;

/// Gives an operation with a `WriteAll` in its field `all` what deleting and updating have in common.
macro_rules! writes_all {
    ($operation:ident) => {
        impl<'p, T: DynamoTable> $operation<'p, T> {
            /// Keeps this many write requests in flight at a time. The default is 8, the least is 1.
            pub fn concurrency(mut self, requests: usize) -> Self {
                self.all.concurrency = requests;
                self
            }

            /// Calls `tell` with the counts so far, each time a request that writes has been answered.
            pub fn progress(mut self, tell: impl FnMut($crate::error::Written) + Send + 'p) -> Self {
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

        $crate::op::shared::awaitable!(['p, T: DynamoTable] $operation<'p, T> => 'p $crate::error::Written);
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
