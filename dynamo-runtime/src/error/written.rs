//! How much has been written of what is written in many requests.

use std::ops::AddAssign;

/// How many items have been deleted or updated. Returned by [`DeleteAll`](crate::op::DeleteAll) and
/// [`UpdateAll`](crate::op::UpdateAll), told while they go on, and in [`Error::written`](crate::Error::written) where they failed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Written {
    /// The items that were written. Of items that are deleted 25 in a request, those that were gone by then are among them: the
    /// service does not tell.
    pub items: usize,
    /// The items that were read, and were gone or no longer as asked for when they were to be written, or would have got a number
    /// that its attribute's type does not hold.
    pub skipped: usize,
}

impl AddAssign for Written {
    fn add_assign(&mut self, more: Self) {
        self.items += more.items;
        self.skipped += more.skipped;
    }
}
