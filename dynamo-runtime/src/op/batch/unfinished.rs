//! What a batch that failed had done, and what is left to be done.

use std::borrow::Borrow;
use std::error::Error as StdError;
use std::fmt;

use crate::error::Error;

/// Why a batch did not finish, what it had done by then, and what it left.
///
/// Every entry that was taken from the source is in exactly one place: done, [`left`](Self::left) or
/// [`refused`](Self::refused). `?` turns it into an [`Error`] where a function returns that.
///
/// ```no_run
/// use dynamo_runtime::DynamoTable;
///
/// #[derive(DynamoTable)]
/// struct Log {
///     #[hash_key]
///     updated_at: String,
///     status: String,
/// }
///
/// # async fn example(logs: LogTable, mut new: Vec<Log>) -> Result<(), dynamo_runtime::Error> {
/// while let Err(unfinished) = logs.put_all(new).await {
///     println!("{} written, {} left", unfinished.done.items, unfinished.left.len());
///     if !unfinished.error.is_retryable() {
///         return Err(unfinished.error);
///     }
///     new = unfinished.left;
/// }
/// # Ok(())
/// # }
/// ```
#[non_exhaustive]
pub struct Unfinished<D, L> {
    /// What was done: of writes, how many; of reads, the results in the order of the keys, of which those that are left are
    /// `None`.
    pub done: D,
    /// What was taken from the source and is not known to be done, in its order: the keys, the items that were to be put, or,
    /// of [`BatchGet`](crate::op::BatchGet) and [`BatchWrite`](crate::op::BatchWrite), the indexes. A write whose answer was
    /// lost is among them, and may have taken place: see [`Error::may_have_been_written`].
    pub left: Vec<L>,
    /// The index, in the source, of each of [`left`](Self::left).
    pub positions: Vec<usize>,
    /// The indexes of the entries that cannot be sent at all, such as a key that is empty or an item of more than 400 KB. They
    /// are not among those left.
    pub refused: Vec<usize>,
    /// How many entries were taken from the source; the others were not begun. Of a collection, it is all.
    pub taken: usize,
    /// What the batch failed with first.
    pub error: Error,
}

impl<D, L> fmt::Debug for Unfinished<D, L> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Unfinished")
            .field("left", &self.left.len())
            .field("refused", &self.refused)
            .field("taken", &self.taken)
            .field("error", &self.error)
            .finish_non_exhaustive()
    }
}

impl<D, L> fmt::Display for Unfinished<D, L> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (left, taken) = (self.left.len() + self.refused.len(), self.taken);
        write!(f, "{}; {left} of {taken} entries are left", self.error)
    }
}

impl<D, L> StdError for Unfinished<D, L> {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.error.source()
    }
}

impl<D, L> Borrow<Error> for Unfinished<D, L> {
    fn borrow(&self) -> &Error {
        &self.error
    }
}

impl<D, L> From<Unfinished<D, L>> for Error {
    fn from(unfinished: Unfinished<D, L>) -> Self {
        unfinished.error
    }
}
