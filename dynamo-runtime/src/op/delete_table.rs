//! DeleteTable: the table and all its items go.

use std::time::Duration;

use aws_sdk_dynamodb::types::TableDescription;

use super::awaitable;
use super::wait::Goal;
use crate::error::Error;
use crate::table::TableAt;

/// Deletes a table with all its items, and waits until it is gone. Made by
/// [`Table::delete_table`](crate::Table::delete_table).
#[derive(Debug, Clone)]
#[must_use = "an operation does nothing until it is sent"]
pub struct DeleteTable {
    at: TableAt,
    deadline: Duration,
}

impl DeleteTable {
    pub(crate) fn new(at: TableAt) -> Self {
        Self { at, deadline: Duration::from_mins(10) }
    }

    /// Waits this long for the table to be gone; 10 minutes unless said.
    pub fn deadline(mut self, deadline: Duration) -> Self {
        self.deadline = deadline;
        self
    }

    /// Sends DeleteTable, and DescribeTable until there is no table; awaiting the operation does the same.
    ///
    /// # Errors
    ///
    /// [`NotFound`](crate::ErrorKind::NotFound) where there is no table, [`InUse`](crate::ErrorKind::InUse) while it is
    /// being created or changed, [`TimedOut`](crate::ErrorKind::TimedOut) at the deadline, and what the service or the
    /// connection report.
    pub async fn send(self) -> Result<(), Error> {
        self.at.checked_name()?;
        let gone: fn(Option<&TableDescription>) -> bool = |table| table.is_none();
        let goal = Goal { name: "gone", deadline: self.deadline, reached: gone };
        goal.after(&self.at, delete(&self.at)).await
    }
}

awaitable!([] DeleteTable => 'static ());

async fn delete(at: &TableAt) -> Result<(), Error> {
    let sent = at.client().delete_table().table_name(&*at.name).send().await;
    sent.map_err(|error| Error::sdk(&at.name, "DeleteTable", error))?;
    Ok(())
}
