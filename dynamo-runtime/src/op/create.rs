//! Create: the schema in, a table that is ACTIVE out.

use std::marker::PhantomData;
use std::time::Duration;

use aws_sdk_dynamodb::operation::create_table::builders::CreateTableInputBuilder;

use super::awaitable;
use super::wait::{self, Goal};
use crate::error::{Error, ErrorKind};
use crate::table::{DynamoTable, TableAt};

/// Creates a table if there is none of its name, and waits until it and all its indexes are ACTIVE. Made by
/// [`Table::create`](crate::Table::create).
///
/// A table that exists is left as it is, whatever its schema.
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
    /// all is ACTIVE; awaiting the operation does the same.
    ///
    /// # Errors
    ///
    /// [`TimedOut`](crate::ErrorKind::TimedOut) at the deadline, with the states of the table and its indexes: wait again
    /// with another `create`. [`InvalidRequest`](crate::ErrorKind::InvalidRequest) as [`input`](Self::input) gives it, and
    /// what the service or the connection report.
    pub async fn send(self) -> Result<(), Error> {
        let input = self.input()?;
        let goal = Goal { name: "ACTIVE", deadline: self.deadline, reached: wait::is_active };
        Box::pin(goal.after(&self.at, create_if_absent(&self.at, input))).await
    }
}

awaitable!([T: DynamoTable] Create<T> => 'static ());

async fn create_if_absent(at: &TableAt, input: CreateTableInputBuilder) -> Result<(), Error> {
    if wait::describe(at).await?.is_some() {
        return Ok(());
    }
    let sent = input.send_with(at.client()).await;
    match sent.map_err(|error| Error::sdk(&at.name, "CreateTable", error)) {
        // Somebody else has created it in between.
        Err(error) if error.kind() == ErrorKind::InUse => Ok(()),
        Err(error) => Err(error),
        Ok(_) => Ok(()),
    }
}
