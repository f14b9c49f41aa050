//! Apply: a plan in, a table that is as its struct says out.

use std::fmt;
use std::time::Duration;

use aws_sdk_dynamodb::types::{TableDescription, TableStatus};
use tokio::time::timeout;

use super::create::{self, Made};
use super::identity::Identity;
use super::plan::Plan;
use super::take::take;
use super::wait::{self, NO_ANSWER};
use crate::client::watch::watched;
use crate::error::Error;
use crate::op::shared::awaitable;
use crate::plan::Step;

/// Takes the steps of a plan. Made by [`Plan::apply`].
///
/// One index is made or deleted at a time, and each step ends when the table and all its indexes are ACTIVE and filled. After an
/// interruption, another plan has the steps that are left. Nothing is taken from the table that is not allowed here; what is
/// allowed is taken before anything is made.
#[must_use = "an operation does nothing until it is sent; write `.await`"]
pub struct Apply<'p> {
    plan: Plan,
    deadline: Duration,
    progress: Option<Tell<'p>>,
}

type Tell<'p> = Box<dyn FnMut(Progress<'_>) + Send + 'p>;

/// Where applying a plan is.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct Progress<'a> {
    /// The step that is being taken.
    pub step: &'a Step,
    /// Its number, from 1.
    pub number: usize,
    /// How many steps there are.
    pub of: usize,
    /// The state of the table and its indexes, while they are not yet ACTIVE and filled.
    pub waiting_for: Option<&'a str>,
}

impl<'p> Apply<'p> {
    pub(super) fn new(plan: Plan) -> Self {
        Self { plan, deadline: Duration::from_hours(1), progress: None }
    }

    /// Also deletes indexes that the struct does not declare.
    pub fn allow_deleting_indexes(mut self) -> Self {
        self.plan = self.plan.allow(|allowed| allowed.deleting_indexes = true);
        self
    }

    /// Also removes tags that the struct does not declare, but for those of AWS's own.
    pub fn allow_removing_tags(mut self) -> Self {
        self.plan = self.plan.allow(|allowed| allowed.removing_tags = true);
        self
    }

    /// Also turns off what the struct does not declare: time to live, stream, point-in-time recovery, deletion protection and
    /// on-demand maxima.
    pub fn allow_turning_off(mut self) -> Self {
        self.plan = self.plan.allow(|allowed| allowed.turning_off = true);
        self
    }

    /// Also switches a provisioned table to on demand, where the struct does not declare a capacity. Each request is then paid,
    /// the capacities of all indexes are gone, and so is what scales them.
    pub fn allow_on_demand(mut self) -> Self {
        self.plan = self.plan.allow(|allowed| allowed.on_demand = true);
        self
    }

    /// Also replaces the stream where the struct declares that it tells something else. The new one has another ARN: who reads
    /// the one that is there, such as a trigger of Lambda, gets nothing more until it is given the new ARN.
    pub fn allow_replacing_stream(mut self) -> Self {
        self.plan = self.plan.allow(|allowed| allowed.replacing_stream = true);
        self
    }

    /// Gives up after this time, counted over all steps. The default is 1 hour; filling an index of a large table takes longer.
    pub fn deadline(mut self, deadline: Duration) -> Self {
        self.deadline = deadline;
        self
    }

    /// Calls `tell` when a step begins, and with every state that is not yet the one waited for.
    pub fn progress(mut self, tell: impl FnMut(Progress<'_>) + Send + 'p) -> Self {
        self.progress = Some(Box::new(tell));
        self
    }

    /// Returns the steps that sending takes, with all that is allowed.
    #[must_use]
    pub fn steps(&self) -> &[Step] {
        self.plan.steps()
    }

    /// Takes the steps, by CreateTable, UpdateTable, UpdateTimeToLive, UpdateContinuousBackups, TagResource, UntagResource and
    /// PutResourcePolicy, with DescribeTable (after 50 ms, and then ever more) and what else the plan asked for in between;
    /// awaiting the operation does the same.
    ///
    /// # Errors
    ///
    /// [`InvalidRequest`](crate::ErrorKind::InvalidRequest) with all differences that cannot be changed, before anything is
    /// sent; [`InUse`](crate::ErrorKind::InUse) and [`NotFound`](crate::ErrorKind::NotFound) where somebody else has changed,
    /// made or deleted the table since the plan was made; [`Service`](crate::ErrorKind::Service) where the table has got into
    /// a state that it does not leave; [`TimedOut`](crate::ErrorKind::TimedOut) at the deadline, with what was waited for; and
    /// what the service or the connection report. The service changes the time to live once an hour at most, and a billing
    /// mode a few times a day.
    pub async fn send(self) -> Result<(), Error> {
        watched!(self.plan.at.watch("apply", None), self.apply().await)
    }

    async fn apply(self) -> Result<(), Error> {
        self.plan.can_be_applied(&self.plan.found)?;
        let (deadline, at) = (self.deadline, self.plan.at.clone());
        let mut state = NO_ANSWER.to_owned();
        let all = Box::pin(self.run(&mut state));
        timeout(deadline, all)
            .await
            .unwrap_or_else(|_| Err(wait::late(&at, "the plan was not applied", deadline, &state)))
    }

    async fn run(mut self, state: &mut String) -> Result<(), Error> {
        let of = self.plan.steps().len();
        let (mut number, mut known) = (1, self.plan.known());
        for steps in self.plan.steps().chunk_by(Step::shares_a_request) {
            let step = &steps[0];
            let mut tell = |now: Option<&str>| {
                *state = format!("`{step}`: {}", now.unwrap_or(NO_ANSWER));
                if let Some(tell) = &mut self.progress {
                    tell(Progress { step, number, of, waiting_for: now });
                }
            };
            tell(None);
            advance(&self.plan, &mut known, steps, &mut |now| tell(Some(now))).await?;
            number += steps.len();
        }
        Ok(())
    }
}

awaitable!(['p] Apply<'p> => 'p ());

impl fmt::Debug for Apply<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Apply")
            .field("plan", &self.plan)
            .field("deadline", &self.deadline)
            .finish_non_exhaustive()
    }
}

/// Takes steps that share one request, of the table that is `known` if there is one.
async fn advance(
    plan: &Plan,
    known: &mut Option<Identity>,
    steps: &[Step],
    tell: wait::Tell<'_>,
) -> Result<(), Error> {
    let any = |_: &TableDescription| true;
    match (&steps[0], &*known) {
        (Step::CreateTable { .. }, _) => {
            let Made::New(made) = create::make(&plan.at, plan.schema, tell).await? else {
                return Err(plan.no_longer_holds("another client has created the table"));
            };
            wait::until_active(&plan.at, &made, true, any, tell).await?;
            *known = Some(made);
        }
        (_, None) => unreachable!("a plan without a table begins with the step that makes it"),
        (Step::Await { index: None, state }, Some(known))
            if state == TableStatus::Deleting.as_str() =>
        {
            wait::until_gone(&plan.at, known, tell).await?;
        }
        (Step::Await { .. }, Some(known)) => {
            wait::until_active(&plan.at, known, false, any, tell).await?;
        }
        (_, Some(known)) => take(plan, known, steps, tell).await?,
    }
    Ok(())
}
