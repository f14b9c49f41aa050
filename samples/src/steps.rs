//! One step of a sample in, its answer printed.

use dynamo_runtime::{DynamoTable, Error, ErrorKind, Table};
use samples::{Domains, Log, Logs, Shipments};

use crate::answer::{Answer, say};
use crate::cli::{DomainStep, LogStep};
use crate::failure::Failure;
use crate::place::{Place, Target};
use crate::spinner::waiting;

/// Creates the tables if absent.
pub(crate) async fn create(target: &Target) -> Result<(), Failure> {
    let place = Place::lasting(target).await?;
    ready(&Domains::new(&place.client).table).await?;
    ready(&Logs::new(&place.client).table).await?;
    ready(&Shipments::new(&place.client).table).await
}

async fn ready<T: DynamoTable>(table: &Table<T>) -> Result<(), Failure> {
    waiting("waiting for the table", table.create()).await?;
    say(&format!("{} is ready", table.name()))?;
    Ok(())
}

/// Takes a step with the table `Domain`.
pub(crate) async fn domain(step: DomainStep, target: &Target) -> Result<(), Failure> {
    let place = Place::lasting(target).await?;
    let domains = Domains::new(&place.client);
    prepare(&domains.table, &place).await?;
    print(domain_answer(step, &domains).await, domains.table.name(), target)
}

/// Takes a step with the table `Log`.
pub(crate) async fn log(step: LogStep, target: &Target) -> Result<(), Failure> {
    let place = Place::lasting(target).await?;
    let logs = Logs::new(&place.client);
    prepare(&logs.table, &place).await?;
    print(log_answer(step, &logs).await, logs.table.name(), target)
}

// Elsewhere a table costs something, or is somebody's: it is made when somebody says so.
async fn prepare<T: DynamoTable>(table: &Table<T>, place: &Place) -> Result<(), Failure> {
    if place.is_embedded() {
        table.create().await?;
    }
    Ok(())
}

/// Why a step has no answer.
enum Missed {
    /// There is no such item, in these words.
    Item(String),
    Operation(Error),
}

impl From<Error> for Missed {
    fn from(error: Error) -> Self {
        Self::Operation(error)
    }
}

async fn domain_answer(step: DomainStep, domains: &Domains) -> Result<Vec<String>, Missed> {
    Ok(match step {
        DomainStep::Set { url, domain } => domains.set_value(&url, &domain).await?.lines(),
        DomainStep::Get { url } => {
            let none = || Missed::Item(format!("no domain is set for `{url}`"));
            domains.get_domain(&url).await?.ok_or_else(none)?.lines()
        }
        DomainStep::Exists { url } => domains.exists(&url).await?.lines(),
        DomainStep::Remove { url } => domains.remove(&url).await?.lines(),
    })
}

async fn log_answer(step: LogStep, logs: &Logs) -> Result<Vec<String>, Missed> {
    Ok(match step {
        LogStep::Put { updated_at, status, message } => {
            logs.put(&Log { updated_at, status, message }).await?.lines()
        }
        LogStep::Get { updated_at } => {
            logs.get(&updated_at).await?.ok_or_else(|| no_entry(&updated_at))?.lines()
        }
        LogStep::SetStatus { updated_at, status } => {
            match logs.set_status(&updated_at, &status).await {
                Err(error) if error.kind() == ErrorKind::ConditionFailed => {
                    return Err(no_entry(&updated_at));
                }
                changed => changed?.lines(),
            }
        }
        LogStep::ByStatus { status } => logs.filter_by_status(&status).await?.lines(),
        LogStep::ByTimeAndStatus { updated_at, status } => {
            logs.filter_by_timestamp_status(&updated_at, &status).await?.lines()
        }
        LogStep::Exists { updated_at } => logs.exists(&updated_at).await?.lines(),
        LogStep::Remove { updated_at } => logs.remove(&updated_at).await?.lines(),
        LogStep::List { limit: None, .. } => logs.list_all().await?.lines(),
        LogStep::List { limit: Some(limit), cursor } => {
            logs.list_page(limit, cursor).await?.lines()
        }
    })
}

fn no_entry(updated_at: &str) -> Missed {
    Missed::Item(format!("there is no log entry with the time `{updated_at}`"))
}

fn print(answer: Result<Vec<String>, Missed>, table: &str, target: &Target) -> Result<(), Failure> {
    let lines = answer.map_err(|missed| match missed {
        Missed::Item(words) => Failure::new(words),
        Missed::Operation(error) => Failure::of_table(&error, table, &target.options()),
    })?;
    for line in lines {
        say(&line)?;
    }
    Ok(())
}
