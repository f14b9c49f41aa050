//! Pages as reads return them, made by tests for what stands in for a table.

use super::{Cursor, Page};

impl<I> Page<I> {
    /// Returns a page of these items, for a fake in a test: `cursor` is where to go on, and `None` on the last page. The feature
    /// `test-util` turns it on.
    ///
    /// All items count as evaluated, and cost nothing; the fields can be changed.
    ///
    /// ```
    /// use dynamo_runtime::{Cursor, Page};
    ///
    /// let first = Page::fake(["a", "b"], Some(Cursor::fake(2)));
    /// assert_eq!((first.count, first.scanned_count), (2, 2));
    /// assert_eq!(first.cursor.and_then(|cursor| cursor.fake_position()), Some(2));
    /// ```
    #[must_use]
    pub fn fake(items: impl IntoIterator<Item = I>, cursor: Option<Cursor>) -> Self {
        let items: Vec<I> = items.into_iter().collect();
        Self { count: items.len(), scanned_count: items.len(), items, cursor, ..Self::empty() }
    }
}
