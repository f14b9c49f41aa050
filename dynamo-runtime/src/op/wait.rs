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
            self.poll(at, &mut state).await
        };
        match timeout(self.deadline, all).await {
            Ok(done) => done,
            Err(_) => Err(self.late(at, &state)),
        }
    }

    async fn poll(self, at: &TableAt, state: &mut String) -> Result<(), Error> {
        let mut pause = FIRST_PAUSE;
        loop {
            let table = describe(at).await?;
            if (self.reached)(table.as_ref()) {
                return Ok(());
            }
            *state = describe_state(table.as_ref());
            sleep(pause).await;
            pause = (pause * 2).min(LONGEST_PAUSE);
        }
    }

    fn late(self, at: &TableAt, state: &str) -> Error {
        let Self { name, deadline, .. } = self;
        let message = format!("{}: not {name} within {deadline:?}; {state}", at.name);
        Error::new(ErrorKind::TimedOut, message)
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

/// Whether the table and all its indexes are ACTIVE.
pub(super) fn is_active(table: Option<&TableDescription>) -> bool {
    table.is_some_and(|table| {
        let active = table.table_status == Some(TableStatus::Active);
        active
            && table
                .global_secondary_indexes()
                .iter()
                .all(|index| index.index_status == Some(IndexStatus::Active))
    })
}

/// What the table and its indexes are at, for the error's message.
fn describe_state(table: Option<&TableDescription>) -> String {
    let Some(table) = table else { return "there is no such table".to_owned() };
    let status = table.table_status().map_or("unknown", TableStatus::as_str);
    let indexes = table.global_secondary_indexes().iter().map(|index| {
        let status = index.index_status().map_or("unknown", IndexStatus::as_str);
        format!(", index {} is {status}", index.index_name().unwrap_or_default())
    });
    [format!("it is {status}")].into_iter().chain(indexes).collect()
}
