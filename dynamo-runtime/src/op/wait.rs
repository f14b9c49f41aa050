//! Waiting for a table to reach a state, by DescribeTable. The SDK's own waiter polls every 20 seconds and ignores indexes.

use std::time::Duration;

use aws_sdk_dynamodb::types::{IndexStatus, TableDescription, TableStatus};
use tokio::time::{sleep, timeout};

use crate::error::{Error, ErrorKind};
use crate::table::TableAt;

const FIRST_PAUSE: Duration = Duration::from_millis(50);
const LONGEST_PAUSE: Duration = Duration::from_secs(5);

/// How long a call goes on, and what it is to reach.
#[derive(Debug, Clone, Copy)]
pub(super) struct Goal {
    pub(super) name: &'static str,
    pub(super) deadline: Duration,
    pub(super) reached: fn(Option<&TableDescription>) -> bool,
}

impl Goal {
    /// Makes the request `first`, and returns when the goal is reached; fails with `TimedOut` at the deadline.
    pub(super) async fn after(
        self,
        at: &TableAt,
        first: impl Future<Output = Result<(), Error>>,
    ) -> Result<(), Error> {
        let mut state = "no answer".to_owned();
        let all = async {
            first.await?;
            until(at, self.reached, |now| now.clone_into(&mut state)).await
        };
        match timeout(self.deadline, all).await {
            Ok(done) => done,
            Err(_) => Err(self.late(at, &state)),
        }
    }

    fn late(self, at: &TableAt, state: &str) -> Error {
        let Self { name, deadline, .. } = self;
        let message = format!("{}: not {name} within {deadline:?}; {state}", at.name);
        Error::new(ErrorKind::TimedOut, message)
    }
}

/// Returns when the goal is reached; tells each state before it.
pub(super) async fn until(
    at: &TableAt,
    reached: impl Fn(Option<&TableDescription>) -> bool,
    mut tell: impl FnMut(&str),
) -> Result<(), Error> {
    let mut pauses = Pauses::default();
    loop {
        let table = describe(at).await?;
        if reached(table.as_ref()) {
            return Ok(());
        }
        tell(&describe_state(table.as_ref()));
        sleep(pauses.next_one()).await;
    }
}

/// How long to wait before asking again: ever longer.
#[derive(Debug)]
pub(super) struct Pauses(Duration);

impl Default for Pauses {
    fn default() -> Self {
        Self(FIRST_PAUSE)
    }
}

impl Pauses {
    pub(super) fn next_one(&mut self) -> Duration {
        let next = (self.0 * 2).min(LONGEST_PAUSE);
        std::mem::replace(&mut self.0, next)
    }
}

/// Returns the table's description, or `None` where there is no table.
pub(super) async fn describe(at: &TableAt) -> Result<Option<TableDescription>, Error> {
    let sent = at.client().describe_table().table_name(&*at.name).send().await;
    match sent.map_err(|error| Error::sdk(&at.name, "DescribeTable", error)) {
        Ok(output) => Ok(output.table),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// Whether the table and all its indexes are ACTIVE and filled.
pub(super) fn is_active(table: Option<&TableDescription>) -> bool {
    table.is_some_and(|table| {
        let active = table.table_status == Some(TableStatus::Active);
        active
            && table.global_secondary_indexes().iter().all(|index| {
                index.index_status == Some(IndexStatus::Active) && index.backfilling != Some(true)
            })
    })
}

/// What the table and its indexes are at, for the error's message.
fn describe_state(table: Option<&TableDescription>) -> String {
    let Some(table) = table else { return "there is no such table".to_owned() };
    let status = table.table_status().map_or("unknown", TableStatus::as_str);
    let indexes = table.global_secondary_indexes().iter().map(|index| {
        let filling = index.backfilling() == Some(true);
        let status = index.index_status().map_or("unknown", IndexStatus::as_str);
        let status = if filling { format!("{status} and being filled") } else { status.to_owned() };
        format!(", index {} is {status}", index.index_name().unwrap_or_default())
    });
    [format!("it is {status}")].into_iter().chain(indexes).collect()
}
