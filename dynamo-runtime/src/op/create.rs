//! Create: the schema in, a table that is ACTIVE out.

use std::marker::PhantomData;
use std::time::Duration;

use aws_sdk_dynamodb::operation::create_table::builders::CreateTableInputBuilder;

use super::wait::{self, Goal};
use super::{awaitable, settings};
use crate::error::{Error, ErrorKind};
use crate::schema::TableSchema;
use crate::table::{DynamoTable, TableAt};

/// Creates a table if there is none of its name, and waits until it and all its indexes are ACTIVE. Made by
/// [`Table::create`](crate::Table::create).
///
/// A table that is new then gets its time to live and its point-in-time recovery, which CreateTable does not take. A table
/// that exists is left as it is, whatever its schema.
#[derive(Debug, Clone)]
#[must_use = "an operation does nothing until it is sent"]
pub struct Create<T> {
    at: TableAt,
    deadline: Duration,
    marker: PhantomData<fn() -> T>,
}

impl<T: DynamoTable> Create<T> {
    pub(crate) fn new(at: TableAt) -> Self {
        Self { at, deadline: Duration::from_mins(10), marker: PhantomData }
    }

    /// Waits this long for the table and its indexes to be ACTIVE; 10 minutes unless said.
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

    /// Sends DescribeTable, CreateTable where that finds none, and DescribeTable (after 50 ms, and then ever more) until
    /// all is ACTIVE, then UpdateTimeToLive and UpdateContinuousBackups where the schema has them and the table is new;
    /// awaiting the operation does the same. A local engine that knows no continuous backups is left without, with a
    /// warning through tracing.
    ///
    /// # Errors
    ///
    /// [`TimedOut`](crate::ErrorKind::TimedOut) at the deadline, with the states of the table and its indexes: wait again
    /// with another `create`, and give the table its time to live and recovery by
    /// [`plan`](crate::Table::plan) and `apply`. [`InvalidRequest`](crate::ErrorKind::InvalidRequest) as [`input`](Self::input) gives it, and
    /// what the service or the connection report.
    pub async fn send(self) -> Result<(), Error> {
        let input = self.input()?;
        let goal = Goal { name: "ACTIVE", deadline: self.deadline, reached: wait::is_active };
        let mut created = false;
        let create = async {
            created = create_if_absent(&self.at, input).await?;
            Ok(())
        };
        Box::pin(goal.after(&self.at, create)).await?;
        if created { Box::pin(complete(&self.at, T::SCHEMA)).await } else { Ok(()) }
    }
}

awaitable!([T: DynamoTable] Create<T> => 'static ());

/// Returns whether it was this call that created the table.
pub(super) async fn create_if_absent(
    at: &TableAt,
    input: CreateTableInputBuilder,
) -> Result<bool, Error> {
    if wait::describe(at).await?.is_some() {
        return Ok(false);
    }
    let sent = input.send_with(at.client()).await;
    match sent.map_err(|error| Error::sdk(&at.name, "CreateTable", error)) {
        // Somebody else has created it in between.
        Err(error) if error.kind() == ErrorKind::InUse => Ok(false),
        Err(error) => Err(error),
        Ok(_) => Ok(true),
    }
}

/// What CreateTable does not take.
async fn complete(at: &TableAt, schema: &TableSchema) -> Result<(), Error> {
    if let Some(attribute) = schema.ttl {
        settings::set_ttl(at, attribute, true).await?;
    }
    if let Some(days) = schema.point_in_time_recovery {
        settings::set_recovery(at, Some(days)).await?;
    }
    Ok(())
}
