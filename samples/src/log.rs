//! A document model: log entries in, and out again by their time or by their status.

use dynamo_runtime::{Cursor, Dynamo, DynamoTable, Error, Page};
use serde::Serialize;

/// Document model: a log entry, found by its time or by its status.
#[derive(Debug, Clone, PartialEq, DynamoTable, Serialize)]
#[table(name = "Log", read_capacity = 10, write_capacity = 10)]
pub struct Log {
    /// When it was written, as in `2026-11-22T10:00`. One entry has one time.
    #[hash_key]
    pub updated_at: String,
    /// What became of it, such as `open` or `done`.
    #[gsi(name = "Status", read_capacity = 10, write_capacity = 10)]
    pub status: String,
    /// What it says.
    pub message: String,
}

impl Log {
    /// An entry of these.
    #[must_use]
    pub fn new(updated_at: &str, status: &str, message: &str) -> Self {
        let [updated_at, status, message] = [updated_at, status, message].map(str::to_owned);
        Self { updated_at, status, message }
    }
}

/// The log, kept in the table `Log`. Cheap to clone.
///
/// Every function fails with [`NotFound`](dynamo_runtime::ErrorKind::NotFound) where there is no table, and with what the
/// service or the connection report. What is written is seen by the next read, but for
/// [`filter_by_status`](Self::filter_by_status).
#[derive(Debug, Clone)]
pub struct Logs {
    /// The table, for what is not a user's: creating and deleting it.
    pub table: LogTable,
}

impl Logs {
    /// The log reached through `client`: an SDK client, or a [`Dynamo`] with settings.
    #[must_use]
    pub fn new(client: impl Into<Dynamo>) -> Self {
        Self { table: Log::table(client) }
    }

    /// Puts an entry, in place of the one with its time.
    ///
    /// # Errors
    ///
    /// [`InvalidRequest`](dynamo_runtime::ErrorKind::InvalidRequest) where the time or the status is empty, or longer than
    /// 2,048 bytes.
    pub async fn put(&self, log: &Log) -> Result<(), Error> {
        self.table.put(log).await
    }

    /// Returns the entry of this time, or `None` where there is none.
    ///
    /// # Errors
    ///
    /// As those of [`put`](Self::put).
    pub async fn get(&self, updated_at: &str) -> Result<Option<Log>, Error> {
        self.table.get(updated_at).consistent().await
    }

    /// Sets the status of an entry, which must exist, and returns the entry.
    ///
    /// # Errors
    ///
    /// [`ConditionFailed`](dynamo_runtime::ErrorKind::ConditionFailed) where there is no entry of this time, and those of
    /// [`put`](Self::put).
    pub async fn set_status(&self, updated_at: &str, status: &str) -> Result<Log, Error> {
        self.table.update(updated_at).set(Log::STATUS, status).await
    }

    /// Returns the entry of this time, if it has this status: a query by key, filtered.
    ///
    /// # Errors
    ///
    /// As those of [`put`](Self::put).
    pub async fn filter_by_timestamp_status(
        &self,
        timestamp: &str,
        status: &str,
    ) -> Result<Vec<Log>, Error> {
        self.table.query(timestamp).filter(Log::STATUS.eq(status)).consistent().all().await
    }

    /// Returns the entries with this status, in no order: a query of the index `Status`, which follows the table within a
    /// moment.
    ///
    /// # Errors
    ///
    /// As those of [`put`](Self::put).
    pub async fn filter_by_status(&self, status: &str) -> Result<Vec<Log>, Error> {
        self.table.query_status(status).all().await
    }

    /// Tells whether there is an entry of this time.
    ///
    /// # Errors
    ///
    /// As those of [`put`](Self::put).
    pub async fn exists(&self, updated_at: &str) -> Result<bool, Error> {
        self.table.exists(updated_at).consistent().await
    }

    /// Removes the entry of this time, and returns it.
    ///
    /// # Errors
    ///
    /// As those of [`put`](Self::put).
    pub async fn remove(&self, updated_at: &str) -> Result<Option<Log>, Error> {
        self.table.delete(updated_at).return_old().await
    }

    /// Returns at most `limit` entries behind the cursor, in no order, with a cursor behind them unless they are the last.
    ///
    /// # Errors
    ///
    /// [`InvalidCursor`](dynamo_runtime::ErrorKind::InvalidCursor) where the cursor is not one of this scan.
    pub async fn list_page(
        &self,
        limit: usize,
        cursor: Option<Cursor>,
    ) -> Result<Page<Log>, Error> {
        self.table.scan().consistent().limit(limit).resume(cursor).page().await
    }

    /// Returns every entry, in no order. For tests only: a scan reads, and is charged for, the whole table.
    ///
    /// # Errors
    ///
    /// As those of [`put`](Self::put), without `InvalidRequest`.
    pub async fn list_all(&self) -> Result<Vec<Log>, Error> {
        self.table.scan().consistent().all().await
    }
}
