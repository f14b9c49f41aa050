//! Pages of a query, a scan or a scan in segments.

mod ahead;
mod cursor;
#[cfg(feature = "test-util")]
mod fake;
mod pages;
mod rate;
pub(crate) mod raw;
mod reading;
mod request;
mod spelt;

use futures_util::Stream;
use futures_util::stream;

pub(crate) use self::ahead::{Ahead, pages, stream};
pub use self::cursor::Cursor;
pub(crate) use self::cursor::{Origin, Way};
pub(crate) use self::pages::Pages;
pub(crate) use self::rate::{Rate, units};
use self::raw::RawPage;
pub(crate) use self::reading::{Reading, not_zero, page_keys};
pub(crate) use self::request::Request;
use crate::client::wire;
use crate::error::Error;
use crate::expr::projection::Projects;
use crate::table::DynamoTable;

/// Items that were read together, and where the read stands behind them. Made by `page` and `pages` of
/// [`Query`](crate::op::Query), [`Scan`](crate::op::Scan) and [`Segments`](crate::op::Segments).
///
/// ```no_run
/// use dynamo_runtime::DynamoTable;
///
/// #[derive(DynamoTable)]
/// struct Log {
///     #[hash_key]
///     updated_at: String,
///     #[gsi(name = "Status")]
///     status: String,
/// }
///
/// # async fn example(client: aws_sdk_dynamodb::Client) -> Result<(), dynamo_runtime::Error> {
/// let logs = Log::table(&client);
/// let first = logs.query_status("done").limit(20).page().await?;
/// println!("{} of {} items read", first.count, first.scanned_count);
/// if first.cursor.is_some() {
///     let second = logs.query_status("done").limit(20).resume(first.cursor).page().await?;
/// }
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Page<I> {
    /// The items.
    pub items: Vec<I>,
    /// Where to go on; `None` when all has been read. Behind a cursor, there may be no more items all the same.
    pub cursor: Option<Cursor>,
    /// The number of items.
    pub count: usize,
    /// How many items the service has evaluated, before the filter. With a limit and a filter, some may be behind the cursor, to
    /// be evaluated again.
    pub scanned_count: usize,
    /// What reading has cost, in capacity units; eventually consistent reads cost half.
    pub consumed_capacity: f64,
}

impl<I> Page<I> {
    fn empty() -> Self {
        let (items, cursor) = (Vec::new(), None);
        Self { items, cursor, count: 0, scanned_count: 0, consumed_capacity: 0.0 }
    }

    /// Adds a page of the service.
    fn add(&mut self, page: wire::Page<I>) {
        self.count += page.count;
        self.scanned_count += page.scanned_count;
        self.consumed_capacity += page.consumed;
        if self.items.is_empty() {
            self.items = page.items;
        } else {
            self.items.extend(page.items);
        }
    }
}

/// The pages, as they were sent; a read that could not be made gives its error as the only page.
pub(crate) fn raw_pages<T: DynamoTable, P: Projects<T>>(
    pages: Result<Pages<T, P>, Error>,
) -> impl Stream<Item = Result<RawPage, Error>> + Send + Unpin {
    Box::pin(stream::try_unfold(pages, async |pages| {
        let mut pages = pages?;
        Ok(pages.next_raw().await?.map(|page| (page, Ok(pages))))
    }))
}
