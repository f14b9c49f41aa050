//! Plan: the live table beside the schema in, the steps that bring it there out.

use std::fmt::{self, Display, Formatter};

use aws_sdk_dynamodb::types::TableDescription;

use super::apply::Apply;
use super::identity::Identity;
use super::live;
use crate::client::TableAt;
use crate::client::watch::watched;
use crate::error::{Error, ErrorKind};
use crate::op::shared::awaitable;
use crate::plan::{Allowed, Comparison, Live, Step, compare};
use crate::schema::TableSchema;

/// Compares a table with its struct. Made by [`Table::plan`](crate::Table::plan).
#[derive(Debug, Clone)]
#[must_use = "an operation does nothing until it is sent; write `.await`"]
pub struct MakePlan {
    at: TableAt,
    schema: &'static TableSchema,
}

impl MakePlan {
    pub(crate) fn new(at: TableAt, schema: &'static TableSchema) -> Self {
        Self { at, schema }
    }

    /// Sends DescribeTable, DescribeTimeToLive, DescribeContinuousBackups, ListTagsOfResource and, where the struct has a
    /// policy, GetResourcePolicy; awaiting the operation does the same. What a local engine has no such operation for is a
    /// note of the plan.
    ///
    /// # Errors
    ///
    /// [`InvalidRequest`](crate::ErrorKind::InvalidRequest): the table's name is none that DynamoDB takes. Else what the
    /// service or the connection report. That there is no table is no error, but a step.
    pub async fn send(self) -> Result<Plan, Error> {
        watched!(self.at.watch("plan", None), self.make().await)
    }

    async fn make(self) -> Result<Plan, Error> {
        self.at.checked_name()?;
        let live = Box::pin(live::describe(&self.at, self.schema)).await?;
        Ok(Plan::new(self.at.unwatched(), self.schema, live))
    }
}

awaitable!([] MakePlan => 'static Plan);

/// Compares a table with its struct, for a service that starts. Made by [`Table::check`](crate::Table::check).
#[derive(Debug, Clone)]
#[must_use = "an operation does nothing until it is sent; write `.await`"]
pub struct Check(MakePlan);

impl Check {
    pub(crate) fn new(plan: MakePlan) -> Self {
        Self(plan)
    }

    /// Sends what [`MakePlan::send`] sends, and returns the steps from the table to what the struct declares; awaiting the
    /// operation does the same. So a stream of another view is among them, and a table that is not on demand though the struct
    /// has maxima, which [`apply`](Plan::apply) changes only if allowed.
    ///
    /// # Errors
    ///
    /// As those of [`MakePlan::send`].
    pub async fn send(self) -> Result<Vec<Step>, Error> {
        watched!(self.0.at.watch("check", None), self.check().await)
    }

    async fn check(self) -> Result<Vec<Step>, Error> {
        let plan = self.0.make().await?;
        let declared = plan.schema.is_declared_on_demand();
        let plan = plan.allow(|allowed| {
            (allowed.replacing_stream, allowed.on_demand) = (true, declared);
        });
        Ok(plan.found.steps)
    }
}

awaitable!([] Check => 'static Vec<Step>);

#[doc = include_str!("../../../docs/plans.md")]
#[derive(Clone)]
pub struct Plan {
    pub(super) at: TableAt,
    pub(super) schema: &'static TableSchema,
    live: Live,
    allowed: Allowed,
    pub(super) found: Comparison,
}

impl Plan {
    pub(super) fn new(at: TableAt, schema: &'static TableSchema, live: Live) -> Self {
        let allowed = Allowed::default();
        let found = compare(schema, &at.name, &live, allowed);
        Self { at, schema, live, allowed, found }
    }

    /// Returns the steps in the order in which they are taken.
    #[must_use]
    pub fn steps(&self) -> &[Step] {
        &self.found.steps
    }

    /// Returns whether there is nothing to do.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.found.steps.is_empty()
    }

    /// Returns what could not be compared, and what is not declared and stays; a line each.
    #[must_use]
    pub fn notes(&self) -> &[String] {
        &self.found.notes
    }

    /// Takes the steps.
    pub fn apply<'p>(&self) -> Apply<'p> {
        Apply::new(self.clone())
    }

    /// Returns what tags and policies are put on: the table's ARN, where the engine tells it.
    pub(super) fn arn(&self) -> &str {
        let table = self.live.table.as_ref();
        table.and_then(TableDescription::table_arn).unwrap_or(&self.at.name)
    }

    /// Returns what the plan was made for, if there was a table.
    pub(super) fn known(&self) -> Option<Identity> {
        self.live.table.as_ref().map(Identity::of)
    }

    /// Returns what is still to do of steps that share a request, by what the service tells now.
    pub(super) fn left(&self, steps: &[Step], now: &Live) -> Result<Vec<Step>, Error> {
        // Another stream than the one that was to be made is a step, by which it is known.
        let allowed = Allowed { replacing_stream: true, ..self.allowed };
        let found = compare(self.schema, &self.at.name, now, allowed);
        self.can_be_applied(&found)?;
        found
            .left_of(steps)
            .map_err(|step| self.no_longer_holds(format_args!("the table now needs `{step}`")))
    }

    /// All of them at once, and before the first request.
    pub(super) fn can_be_applied(&self, found: &Comparison) -> Result<(), Error> {
        let what = found.steps.iter().filter_map(|step| match step {
            Step::CannotChange(what) => Some(what.to_string()),
            _ => None,
        });
        let what: Vec<_> = what.collect();
        if what.is_empty() {
            return Ok(());
        }
        let what = what.join("; ");
        Err(Error::invalid(
            &self.at.name,
            format_args!("the plan was not applied, because no request can change this: {what}"),
        ))
    }

    /// Somebody else has changed the table since.
    pub(super) fn no_longer_holds(&self, what: impl Display) -> Error {
        let message =
            format!("{}: the plan is out of date, because {what}; make a new plan", self.at.name);
        Error::new(ErrorKind::InUse, message)
    }

    /// The same plan with what else may be taken from the table.
    pub(super) fn allow(mut self, more: impl FnOnce(&mut Allowed)) -> Self {
        more(&mut self.allowed);
        self.found = compare(self.schema, &self.at.name, &self.live, self.allowed);
        self
    }
}

impl Display for Plan {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let steps = self.steps().iter().map(ToString::to_string);
        let notes = self.notes().iter().map(|note| format!("? {note}"));
        f.write_str(&steps.chain(notes).collect::<Vec<_>>().join("\n"))
    }
}

impl fmt::Debug for Plan {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.debug_struct("Plan")
            .field("table", &self.at)
            .field("found", &self.found)
            .finish_non_exhaustive()
    }
}
