//! Scan in segments: several parts of a table at a time.

use std::fmt;

use aws_sdk_dynamodb::operation::scan::builders::{ScanFluentBuilder, ScanInputBuilder};
use futures_util::Stream;

use super::reads::reads;
use super::scan::Scan;
use crate::error::Error;
use crate::expr::predicate::Predicate;
use crate::expr::projection::{Projects, Whole};
use crate::op::shared::cloned;
use crate::op::shared::keys::Keys;
use crate::op::written::delete_all::DeleteAll;
use crate::op::written::update_all::UpdateAll;
use crate::op::written::write_all::WriteAll;
use crate::page::Ahead;
use crate::table::DynamoTable;

/// Reads every item of a table in segments, several at a time. Made by [`Scan::segments`], behind what is said of the scan.
///
/// Items come in the order in which the pages of all segments arrive, those of one segment in its own order. Of each segment that
/// is being read, at most one page is ahead of what is handed out; who is slow to take items holds back the requests.
///
/// ```no_run
/// use dynamo_runtime::DynamoTable;
/// use futures_util::TryStreamExt;
///
/// #[derive(DynamoTable)]
/// struct Log {
///     #[hash_key]
///     updated_at: String,
///     message: String,
/// }
///
/// # async fn example(client: aws_sdk_dynamodb::Client) -> Result<(), Box<dyn std::error::Error>> {
/// let scan = Log::table(&client).scan().segments(16).concurrency(8).max_capacity(100);
/// let mut pages = scan.pages();
/// while let Some(page) = pages.try_next().await? {
///     for log in page.items {
///         println!("{}", log.message);
///     }
///     // Where all segments stand: after an interruption, `resume` goes on behind this page.
///     let kept = page.cursor.map(|cursor| cursor.to_string());
/// }
/// # Ok(())
/// # }
/// ```
#[must_use = "an operation does nothing until it is sent; write `.await`"]
pub struct Segments<T, P = Whole<T>> {
    scan: Scan<T, P>,
    count: u32,
    concurrency: usize,
}

/// More gain little where one task takes the items.
const DEFAULT_CONCURRENCY: usize = 16;

impl<T: DynamoTable, P: Projects<T>> Segments<T, P> {
    pub(super) fn new(scan: Scan<T, P>, segments: u32) -> Self {
        Self { scan, count: segments, concurrency: DEFAULT_CONCURRENCY }
    }

    /// Reads this many segments at a time. The default is 16, the least is 1.
    pub fn concurrency(mut self, segments: usize) -> Self {
        self.concurrency = segments;
        self
    }

    /// Returns the SDK's request for the first page of the first segment, of those that a cursor has not at their end.
    ///
    /// # Errors
    ///
    /// As those of [`Scan::input`].
    pub fn input(&self) -> Result<ScanInputBuilder, Error> {
        let (segment, input) =
            self.scan.first_request(usize::try_from(self.count).unwrap_or(usize::MAX))?;
        let number = |number: usize| i32::try_from(number).unwrap_or(i32::MAX);
        Ok(input.segment(number(segment)).total_segments(self.count.try_into().unwrap_or(i32::MAX)))
    }

    fn keys(self) -> Segments<T, Keys<T>> {
        Segments { scan: self.scan.keys(), count: self.count, concurrency: self.concurrency }
    }

    fn guard(&self) -> Option<Predicate> {
        self.scan.guard()
    }

    fn ahead(self) -> Result<Ahead<T, P>, Error> {
        let request = self.scan.request()?;
        self.ahead_of(request)
    }

    fn guarded(self) -> Result<Ahead<T, P>, Error> {
        let request = self.scan.guarded_request()?;
        self.ahead_of(request)
    }

    fn ahead_of(self, request: ScanFluentBuilder) -> Result<Ahead<T, P>, Error> {
        let origin = self.scan.origin()?;
        let Scan { at, mut reading, .. } = self.scan;
        reading.origin = origin;
        Ahead::of_segments(at, request, reading, (self.count, self.concurrency))
    }
}

reads!([T: DynamoTable, P: Projects<T>] Segments<T, P>, "Scan" of None, [scan] => T, P::Output);

cloned!([T, P: Clone] Segments<T, P> { scan count concurrency });

impl<T, P> fmt::Debug for Segments<T, P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut segments = f.debug_struct("Segments");
        segments.field("scan", &self.scan).field("segments", &self.count);
        segments.field("concurrency", &self.concurrency).finish()
    }
}
