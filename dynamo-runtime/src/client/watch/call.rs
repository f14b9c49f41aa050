//! What is told of an operation: where it went, how long it took, what it came to. Never what it was about.

use std::sync::Arc;
use std::time::Duration;

use crate::error::{Error, ErrorKind};

#[doc = include_str!("../../../docs/observability.md")]
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Call {
    /// The operation: DynamoDB's name of it, such as `Query`, or the method's where it takes several, such as `delete_all`.
    pub operation: &'static str,
    /// The tables, by the names under which they were reached; one, but for batches and transactions.
    pub tables: Vec<Arc<str>>,
    /// The index that was queried.
    pub index: Option<&'static str>,
    /// How long it took, with the pauses between attempts; of a stream, how long items were waited for.
    pub duration: Duration,
    /// Why it failed; `None` where it has not.
    pub error: Option<ErrorKind>,
    /// The error's code, where it is the service's: `ResourceNotFoundException`.
    pub code: Option<String>,
    /// Whether the future or the stream was dropped before its end. Of a stream, that need not mean anything.
    pub dropped: bool,
    /// How many items were read, behind the filter.
    pub read: u64,
    /// How many items were written or deleted, whether or not there was something to delete.
    pub written: u64,
    /// How many items queries and scans have evaluated, before the filter.
    pub scanned: u64,
    /// How many pages queries, scans and statements have read.
    pub pages: u64,
    /// How many times a request was sent: those that were sent again by the SDK or the mapper are among them.
    pub attempts: u64,
    /// What it has consumed, in capacity units; `None` where no response has told it. See
    /// [`Dynamo::with_consumed_capacity`](crate::Dynamo::with_consumed_capacity).
    pub consumed_capacity: Option<f64>,
    /// The id that the service has given the last request.
    pub request_id: Option<String>,
}

impl Call {
    pub(super) fn new(
        operation: &'static str,
        tables: Vec<Arc<str>>,
        index: Option<&'static str>,
    ) -> Self {
        Self {
            operation,
            tables,
            index,
            duration: Duration::ZERO,
            error: None,
            code: None,
            dropped: false,
            read: 0,
            written: 0,
            scanned: 0,
            pages: 0,
            attempts: 0,
            consumed_capacity: None,
            request_id: None,
        }
    }

    /// Returns the table, or the first of several.
    #[must_use]
    pub fn table(&self) -> &str {
        self.tables.first().map_or("", |table| table)
    }

    /// Counts a page of a query, scan or statement.
    pub(crate) fn page(&mut self, read: usize, scanned: usize, consumed: f64) {
        self.pages += 1;
        self.read += number(read);
        self.scanned += number(scanned);
        self.consumed(consumed);
    }

    pub(crate) fn has_read(&mut self, items: usize) {
        self.read += number(items);
    }

    pub(crate) fn has_written(&mut self, items: usize) {
        self.written += number(items);
    }

    /// Counts what one response tells. Nothing costs 0: that is what is not told.
    pub(crate) fn consumed(&mut self, units: f64) {
        if units > 0.0 {
            *self.consumed_capacity.get_or_insert_default() += units;
        }
    }

    pub(super) fn ended(&mut self, error: Option<&Error>, dropped: bool) {
        self.error = error.map(Error::kind);
        self.code = error.and_then(Error::code).map(str::to_owned);
        self.dropped = dropped;
    }
}

fn number(items: usize) -> u64 {
    u64::try_from(items).unwrap_or(u64::MAX)
}
