//! Create: the schema in, a table that is ACTIVE out.

use std::marker::PhantomData;
use std::slice;
use std::time::Duration;

use aws_sdk_dynamodb::operation::create_table::builders::CreateTableInputBuilder;
use aws_sdk_dynamodb::types::{TableDescription, TableStatus};
use tokio::time::timeout;

use super::identity::Identity;
use super::live::{self, Setting};
use super::plan::Plan;
use super::take::take;
use super::wait::{self, NO_ANSWER, Pauses, Tell};
use crate::client::TableAt;
use crate::client::watch::watched;
use crate::error::Error;
use crate::op::shared::awaitable;
use crate::plan::{Allowed, Live, Step, compare, is_of};
use crate::schema::TableSchema;
use crate::table::DynamoTable;

/// How long a table may take to become ACTIVE.
pub(super) const DEADLINE: Duration = Duration::from_mins(10);

/// Creates a table if there is none of its name, and waits until it and all its indexes are ACTIVE. Made by
/// [`Table::create`](crate::Table::create).
///
/// A table that is new then gets what CreateTable does not take: its time to live and its point-in-time recovery. So does one
/// that an earlier `create` has left without, for its program ended or its deadline came: a table with the keys and indexes of
/// the struct, in which the service counts no items yet; it counts anew about every six hours. Only what is off goes on. Any
/// other table that is there already is left as it is, whatever its schema. Where it differs from the struct, a warning through
/// tracing says so; [`differences`](Self::differences) returns how.
#[derive(Debug, Clone)]
#[must_use = "an operation does nothing until it is sent; write `.await`"]
pub struct Create<T> {
    at: TableAt,
    deadline: Duration,
    marker: PhantomData<fn() -> T>,
}

impl<T: DynamoTable> Create<T> {
    pub(crate) fn new(at: TableAt) -> Self {
        Self { at, deadline: DEADLINE, marker: PhantomData }
    }

    /// Gives up after this time. The default is 10 minutes.
    pub fn deadline(mut self, deadline: Duration) -> Self {
        self.deadline = deadline;
        self
    }

    /// Returns the SDK's request: the complete schema.
    ///
    /// # Errors
    ///
    /// [`InvalidRequest`](crate::ErrorKind::InvalidRequest): the table's name is none that DynamoDB takes.
    pub fn input(&self) -> Result<CreateTableInputBuilder, Error> {
        Ok(T::SCHEMA.create_input(self.at.checked_name()?))
    }

    /// Sends DescribeTable, CreateTable where that finds none or once a table that is being deleted is gone, and DescribeTable
    /// (after 50 ms, and then ever more) until all is ACTIVE; then DescribeTimeToLive and DescribeContinuousBackups where the
    /// schema has them, and UpdateTimeToLive and UpdateContinuousBackups where they are off. Awaiting the operation does the
    /// same. A local engine that knows no continuous backups is left without, with a warning through tracing.
    ///
    /// A request that is throttled, or comes while the table is changed, is sent again; one whose answer is lost is known by
    /// what it has done.
    ///
    /// # Errors
    ///
    /// [`TimedOut`](crate::ErrorKind::TimedOut) at the deadline, with the states of the table and its indexes: another
    /// `create` goes on. [`NotFound`](crate::ErrorKind::NotFound) and [`InUse`](crate::ErrorKind::InUse) where somebody else
    /// has deleted the table in the meantime, or made another. [`Service`](crate::ErrorKind::Service) where the table is in a
    /// state that it does not leave, such as ARCHIVED. [`InvalidRequest`](crate::ErrorKind::InvalidRequest) as
    /// [`input`](Self::input) gives it, and what the service or the connection report.
    pub async fn send(self) -> Result<(), Error> {
        self.differences().await.map(|_| ())
    }

    /// Does what [`send`](Self::send) does, and returns how the table that it found differs from its struct, by what DescribeTable
    /// tells: nothing where the table was made, or is the same. [`check`](crate::Table::check) compares the settings that have calls
    /// of their own too.
    ///
    /// # Errors
    ///
    /// As those of [`send`](Self::send).
    pub async fn differences(self) -> Result<Vec<Step>, Error> {
        let watch = self.at.watch("create", None);
        watched!(watch, create_within(self.at, T::SCHEMA, self.deadline).await)
    }
}

awaitable!([T: DynamoTable] Create<T> => 'static ());

pub(super) async fn create_within(
    at: TableAt,
    schema: &'static TableSchema,
    deadline: Duration,
) -> Result<Vec<Step>, Error> {
    at.checked_name()?;
    let mut state = NO_ANSWER.to_owned();
    let mut tell = |now: &str| now.clone_into(&mut state);
    let all = Box::pin(create(&at, schema, &mut tell));
    timeout(deadline, all)
        .await
        .unwrap_or_else(|_| Err(wait::late(&at, "the table was not ACTIVE", deadline, &state)))
}

async fn create(
    at: &TableAt,
    schema: &'static TableSchema,
    tell: Tell<'_>,
) -> Result<Vec<Step>, Error> {
    let any = |_: &TableDescription| true;
    let (new, table) = match make(at, schema, tell).await? {
        Made::New(known) => (true, wait::until_active(at, &known, true, any, tell).await?),
        Made::Found(table) if wait::is_active(&table) => (false, *table),
        Made::Found(table) => {
            let known = Identity::of(&table);
            (false, wait::until_active(at, &known, false, any, tell).await?)
        }
    };
    let differences = if new { Vec::new() } else { differences(at, schema, &table) };
    let has_items = table.item_count().is_some_and(|count| count > 0);
    if new || is_of(schema, &table) && !has_items {
        complete(at, schema, table, tell).await?;
    }
    Ok(differences)
}

/// How a table that was there differs, which is told.
fn differences(at: &TableAt, schema: &TableSchema, table: &TableDescription) -> Vec<Step> {
    let live = Live { table: Some(table.clone()), ..Live::default() };
    let steps = compare(schema, &at.name, &live, Allowed::default()).steps;
    if !steps.is_empty() {
        let told = steps.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ");
        tracing::warn!(table = %at.name, "the table differs from its struct: {told}");
    }
    steps
}

/// What is under the table's name.
pub(super) enum Made {
    /// The table that was made.
    New(Identity),
    /// One that was there before, or that is not the schema's.
    Found(Box<TableDescription>),
}

/// Makes the table where there is none, after one that is going.
pub(super) async fn make(
    at: &TableAt,
    schema: &TableSchema,
    tell: Tell<'_>,
) -> Result<Made, Error> {
    let (mut pauses, mut sent, mut failed) = (Pauses::of(at), false, None);
    loop {
        match wait::patiently(at, tell, || wait::describe(at)).await? {
            Some(table) if table.table_status() == Some(&TableStatus::Deleting) => {
                tell("it is DELETING");
            }
            // The answer was lost, or somebody was quicker to make the same.
            Some(table) if sent && is_of(schema, &table) => {
                return Ok(Made::New(Identity::of(&table)));
            }
            Some(table) => return Ok(Made::Found(Box::new(table))),
            None => {
                if let Some(error) = failed {
                    return Err(error);
                }
                sent = true;
                let output = schema.create_input(&at.name).send_with(at.counting_client()).await;
                match output.map_err(|error| Error::sdk(&at.name, "CreateTable", error)) {
                    Ok(output) => {
                        let table = output.table_description.as_ref();
                        return Ok(Made::New(table.map(Identity::of).unwrap_or_default()));
                    }
                    Err(error) if wait::is_put_off(&error) => tell(&error.to_string()),
                    Err(error) if wait::is_unanswered(&error) => failed = Some(error),
                    Err(error) => return Err(error),
                }
            }
        }
        pauses.next_one().await;
    }
}

/// Turns on what CreateTable does not take, where it is off.
async fn complete(
    at: &TableAt,
    schema: &'static TableSchema,
    table: TableDescription,
    tell: Tell<'_>,
) -> Result<(), Error> {
    let known = Identity::of(&table);
    let ask = || live::told(at, schema, &at.name, Setting::after_create(schema));
    let told = wait::patiently(at, tell, ask).await?;
    let live = Live { table: Some(table), ..told };
    let plan = Plan::new(at.clone(), schema, live);
    let off = plan.steps().iter().filter(|step| {
        matches!(step, Step::Ttl { from: None, .. } | Step::Recovery { from: None, .. })
    });
    for step in off {
        take(&plan, &known, slice::from_ref(step), tell).await?;
    }
    Ok(())
}
