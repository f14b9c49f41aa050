//! Waiting for a table to reach a state, by DescribeTable. The SDK's own waiter polls every 20 seconds and ignores indexes.

use std::time::Duration;

use aws_sdk_dynamodb::types::{IndexStatus, TableDescription, TableStatus};
use tokio::time::sleep;

use super::identity::Identity;
use crate::client::TableAt;
use crate::client::retries::Retries;
use crate::error::{Error, ErrorKind};
use crate::plan;

/// What takes minutes is asked for more often than a request that is refused.
const LONGEST_PAUSE: Duration = Duration::from_secs(5);

/// What is told before anything is known.
pub(super) const NO_ANSWER: &str = "no answer";

/// Is told each state that is not yet the one waited for, and why a request is put off.
pub(super) type Tell<'a> = &'a mut (dyn FnMut(&str) + Send);

/// How long to wait before asking again: ever longer, by the client's policy of retries.
#[derive(Debug)]
pub(super) struct Pauses {
    retries: Retries,
    taken: u32,
}

impl Pauses {
    pub(super) fn of(at: &TableAt) -> Self {
        let retries = at.dynamo.retries().clone();
        Self { retries, taken: 0 }
    }

    pub(super) async fn next_one(&mut self) {
        sleep(self.retries.pause(self.taken).min(LONGEST_PAUSE)).await;
        self.taken += 1;
    }
}

/// Whether the service takes the same request later: it gets too many, or the table is being changed.
pub(super) fn is_put_off(error: &Error) -> bool {
    matches!(error.kind(), ErrorKind::InUse | ErrorKind::Throttled)
}

/// Whether the service may have done what it was asked: its answer was lost, or none.
pub(super) fn is_unanswered(error: &Error) -> bool {
    use ErrorKind::{Service, TimedOut, Unreachable};
    matches!(error.kind(), Service | TimedOut | Unreachable)
}

/// Asks until that is not put off.
pub(super) async fn patiently<T, F>(
    at: &TableAt,
    tell: Tell<'_>,
    mut ask: impl FnMut() -> F,
) -> Result<T, Error>
where
    F: Future<Output = Result<T, Error>>,
{
    let mut pauses = Pauses::of(at);
    loop {
        match ask().await {
            Err(error) if is_put_off(&error) => tell(&error.to_string()),
            done => return done,
        }
        pauses.next_one().await;
    }
}

/// What a deadline ends in; `state` is the last that was told.
pub(super) fn late(at: &TableAt, goal: &str, deadline: Duration, state: &str) -> Error {
    let message = format!("{}: {goal} within {deadline:?}; {state}", at.name);
    Error::new(ErrorKind::TimedOut, message)
}

/// Returns the table's description, or `None` where there is no table.
pub(super) async fn describe(at: &TableAt) -> Result<Option<TableDescription>, Error> {
    let sent = at.counting_client().describe_table().table_name(&*at.name).send().await;
    match sent.map_err(|error| Error::sdk(&at.name, "DescribeTable", error)) {
        Ok(output) => Ok(output.table),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// Returns the table when it and its indexes are ACTIVE and filled, and it is as `shows` tells. A `new` one may not be told of
/// yet. Fails when it can no longer be reached: the table is going, gone or another, or in a state that it does not leave.
pub(super) async fn until_active(
    at: &TableAt,
    known: &Identity,
    new: bool,
    shows: impl Fn(&TableDescription) -> bool,
    tell: Tell<'_>,
) -> Result<TableDescription, Error> {
    let (mut pauses, mut seen, mut missed) = (Pauses::of(at), !new, false);
    loop {
        let now = patiently(at, tell, || describe(at)).await?;
        let state = describe_state(now.as_ref());
        match now {
            Some(table) => {
                can_become_active(at, known, &table)?;
                if is_active(&table) && shows(&table) {
                    return Ok(table);
                }
                (seen, missed) = (true, false);
            }
            // Descriptions may be late: once is not enough.
            None if seen && missed => {
                let message = format!("{}: another client has deleted the table", at.name);
                return Err(Error::new(ErrorKind::NotFound, message));
            }
            None => missed = true,
        }
        tell(&state);
        pauses.next_one().await;
    }
}

/// Returns when there is no table.
pub(super) async fn until_gone(
    at: &TableAt,
    known: &Identity,
    tell: Tell<'_>,
) -> Result<(), Error> {
    let mut pauses = Pauses::of(at);
    while let Some(table) = patiently(at, tell, || describe(at)).await? {
        is_same(at, known, &table)?;
        tell(&describe_state(Some(&table)));
        pauses.next_one().await;
    }
    Ok(())
}

fn can_become_active(
    at: &TableAt,
    known: &Identity,
    table: &TableDescription,
) -> Result<(), Error> {
    is_same(at, known, table)?;
    let Some(status) = table.table_status() else { return Ok(()) };
    let (kind, remedy) = match (status, plan::remedy(status)) {
        (TableStatus::Deleting, _) => (ErrorKind::InUse, "another client is deleting it"),
        (_, Some(remedy)) => (ErrorKind::Service, remedy),
        _ => return Ok(()),
    };
    let message = format!("{}: the table is {}; {remedy}", at.name, status.as_str());
    Err(Error::new(kind, message))
}

pub(super) fn is_same(
    at: &TableAt,
    known: &Identity,
    table: &TableDescription,
) -> Result<(), Error> {
    if known.is(table) {
        return Ok(());
    }
    let message = format!(
        "{}: another client has deleted the table and created a new one of the same name, which is not touched; start again",
        at.name
    );
    Err(Error::new(ErrorKind::InUse, message))
}

/// Whether the table and all its indexes are ACTIVE and filled.
pub(super) fn is_active(table: &TableDescription) -> bool {
    table.table_status == Some(TableStatus::Active)
        && table.global_secondary_indexes().iter().all(|index| {
            index.index_status == Some(IndexStatus::Active) && index.backfilling != Some(true)
        })
}

/// What the table and its indexes are at, for the error's message.
fn describe_state(table: Option<&TableDescription>) -> String {
    let Some(table) = table else { return "the table does not exist".to_owned() };
    let status = table.table_status().map_or("unknown", TableStatus::as_str);
    let indexes = table.global_secondary_indexes().iter().map(|index| {
        let filling = index.backfilling() == Some(true);
        let status = index.index_status().map_or("unknown", IndexStatus::as_str);
        let status =
            if filling { format!("{status} and is being filled") } else { status.to_owned() };
        format!(", index {} is {status}", index.index_name().unwrap_or_default())
    });
    [format!("it is {status}")].into_iter().chain(indexes).collect()
}
