//! The keys that a read finds in, each written, several requests at a time.

use futures_util::TryStreamExt;
use futures_util::stream::TryChunksError;

use super::batch_get::{Keys, StoredKey};
use crate::error::{Error, ErrorKind};
use crate::key::Key;
use crate::page::{self, Ahead};
use crate::table::DynamoTable;

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

pub(super) type Tell<'p> = Box<dyn FnMut(Written) + Send + 'p>;

/// Requests that are under way at a time, unless said otherwise.
pub(super) const CONCURRENCY: usize = 8;

/// Gives `write` the keys that are read, so many at once, to up to `concurrency` futures that are under way.
pub(super) async fn write_all<T: DynamoTable, F>(
    keys: Result<Ahead<T, Keys<T>>, Error>,
    at_once: usize,
    concurrency: usize,
    mut tell: Option<Tell<'_>>,
    write: impl Fn(Vec<StoredKey>) -> F,
) -> Result<Written, Error>
where
    F: Future<Output = Result<Written, Error>>,
{
    let chunks = page::stream(keys).try_chunks(at_once);
    let chunks = chunks.map_err(|TryChunksError(_, error)| error);
    let mut writes = std::pin::pin!(chunks.map_ok(write).try_buffer_unordered(concurrency.max(1)));
    let mut all = Written::default();
    while let Some(Written { items, skipped }) = writes.try_next().await? {
        all = Written { items: all.items + items, skipped: all.skipped + skipped };
        if let Some(tell) = &mut tell {
            tell(all);
        }
    }
    Ok(all)
}

/// One item that was written, or none where the condition did not hold.
pub(super) fn written(result: Result<(), Error>) -> Result<Written, Error> {
    match result {
        Ok(()) => Ok(Written { items: 1, skipped: 0 }),
        Err(error) if error.kind() == ErrorKind::ConditionFailed => {
            Ok(Written { items: 0, skipped: 1 })
        }
        Err(error) => Err(error),
    }
}

/// The key of chunks of one.
pub(super) fn only<T: DynamoTable>(keys: &[StoredKey]) -> Option<Key<T>> {
    keys.first().and_then(|key| Key::stored(key))
}
