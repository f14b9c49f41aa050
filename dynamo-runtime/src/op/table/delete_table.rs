//! DeleteTable: the table and all its items go.

use std::time::Duration;

use aws_sdk_dynamodb::types::TableStatus;
use tokio::time::timeout;

use super::identity::Identity;
use super::wait::{self, NO_ANSWER, Pauses, Tell};
use crate::client::TableAt;
use crate::client::watch::watched;
use crate::error::{Error, ErrorKind};
use crate::op::shared::awaitable;

/// Deletes a table with all its items, and waits until it is gone. Made by
/// [`Table::delete_table`](crate::Table::delete_table).
#[derive(Debug, Clone)]
#[must_use = "an operation does nothing until it is sent; write `.await`"]
pub struct DeleteTable {
    at: TableAt,
    /// The entity whose handle has made it.
    entity: Option<&'static str>,
    deadline: Duration,
}

impl DeleteTable {
    pub(crate) fn new(at: TableAt, entity: Option<&'static str>) -> Self {
        Self { at, entity, deadline: Duration::from_mins(10) }
    }

    /// Waits at most this long until the table is gone. The default is 10 minutes.
    pub fn deadline(mut self, deadline: Duration) -> Self {
        self.deadline = deadline;
        self
    }

    /// Sends DescribeTable, DeleteTable unless the table is being deleted already, and DescribeTable until there is no table;
    /// awaiting the operation does the same. A request that is throttled is sent again; one whose answer is lost is known by
    /// what it has done.
    ///
    /// # Errors
    ///
    /// [`NotFound`](crate::ErrorKind::NotFound) where there is no table, [`InUse`](crate::ErrorKind::InUse) while it is
    /// being created or changed, or where it is gone and somebody else has made another of its name at once,
    /// [`InvalidRequest`](crate::ErrorKind::InvalidRequest) of the handle of one of several entities in the table,
    /// [`TimedOut`](crate::ErrorKind::TimedOut) at the deadline, and what the service or the connection report.
    pub async fn send(self) -> Result<(), Error> {
        watched!(self.at.watch("delete_table", None), self.delete().await)
    }

    async fn delete(self) -> Result<(), Error> {
        let Self { at, entity, deadline } = self;
        at.checked_name()?;
        if let Some(entity) = entity {
            let problem = format!(
                "`{entity}` is one of the entities in the table; delete the table by the handle of its own struct, or the items with \
                 `scan().delete_all()`"
            );
            return Err(Error::invalid(&at.name, problem));
        }
        let mut state = NO_ANSWER.to_owned();
        let mut tell = |now: &str| now.clone_into(&mut state);
        let all = Box::pin(delete(&at, &mut tell));
        timeout(deadline, all)
            .await
            .unwrap_or_else(|_| Err(wait::late(&at, "the table was not deleted", deadline, &state)))
    }
}

awaitable!([] DeleteTable => 'static ());

async fn delete(at: &TableAt, tell: Tell<'_>) -> Result<(), Error> {
    let Some(mut table) = wait::patiently(at, tell, || wait::describe(at)).await? else {
        return Err(Error::new(
            ErrorKind::NotFound,
            format!("{}: the table does not exist", at.name),
        ));
    };
    let known = Identity::of(&table);
    let (mut pauses, mut failed) = (Pauses::of(at), None);
    while table.table_status() != Some(&TableStatus::Deleting) {
        if let Some(error) = failed {
            return Err(error);
        }
        match request(at).await {
            Err(error) if error.kind() == ErrorKind::Throttled => tell(&error.to_string()),
            // The first of two tries may have been carried out: the second finds the table going.
            Err(error) if wait::is_unanswered(&error) || error.kind() == ErrorKind::InUse => {
                failed = Some(error);
            }
            // It was there before.
            Err(error) if error.kind() != ErrorKind::NotFound => return Err(error),
            _ => break,
        }
        pauses.next_one().await;
        match wait::patiently(at, tell, || wait::describe(at)).await? {
            Some(now) => table = now,
            None => return Ok(()),
        }
        wait::is_same(at, &known, &table)?;
    }
    wait::until_gone(at, &known, tell).await
}

async fn request(at: &TableAt) -> Result<(), Error> {
    let sent = at.counting_client().delete_table().table_name(&*at.name).send().await;
    sent.map_err(|error| Error::sdk(&at.name, "DeleteTable", error))?;
    Ok(())
}
