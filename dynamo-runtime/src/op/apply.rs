//! Apply: a plan in, a table that is as its struct says out.

use std::fmt;
use std::time::Duration;

use aws_sdk_dynamodb::types::{TableDescription, TimeToLiveStatus};
use tokio::time::{sleep, timeout};

use super::plan::Plan;
use super::wait::{self, Pauses};
use super::{awaitable, create, settings};
use crate::error::{Error, ErrorKind};
use crate::schema::plan::{Step, Told};

/// Takes the steps of a plan. Made by [`Plan::apply`].
///
/// One index is made or deleted at a time, and each step ends when the table and all its indexes are ACTIVE and filled. After an
/// interruption, another plan has the steps that are left. Nothing is taken from the table that is not allowed here; what is
/// allowed is taken before anything is made.
#[must_use = "an operation does nothing until it is sent"]
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

    /// Goes on for this long, over all steps; 1 hour unless said. Filling an index of a large table takes longer.
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
    /// PutResourcePolicy, with DescribeTable (after 50 ms, and then ever more) in between; awaiting the operation does the same.
    ///
    /// # Errors
    ///
    /// [`InvalidRequest`](ErrorKind::InvalidRequest) with all differences that cannot be changed, before anything is sent;
    /// [`TimedOut`](ErrorKind::TimedOut) at the deadline, with what was waited for; and what the service or the connection
    /// report. The service changes the time to live once an hour at most, and a billing mode a few times a day.
    pub async fn send(self) -> Result<(), Error> {
        all_can_be_changed(&self.plan)?;
        let (deadline, name) = (self.deadline, self.plan.at.name.clone());
        let mut state = "no answer".to_owned();
        let all = Box::pin(self.run(&mut state));
        timeout(deadline, all).await.unwrap_or_else(|_| {
            let message = format!("{name}: the plan is not applied within {deadline:?}; {state}");
            Err(Error::new(ErrorKind::TimedOut, message))
        })
    }

    async fn run(mut self, state: &mut String) -> Result<(), Error> {
        let of = self.plan.steps().len();
        let mut number = 1;
        for steps in self.plan.steps().chunk_by(Step::shares_a_request) {
            let step = &steps[0];
            let mut tell = |now: Option<&str>| {
                *state = format!("`{step}`: {}", now.unwrap_or("no answer"));
                if let Some(tell) = &mut self.progress {
                    tell(Progress { step, number, of, waiting_for: now });
                }
            };
            tell(None);
            if number == 1 {
                wait::until(&self.plan.at, is_idle, |now| tell(Some(now))).await?;
            }
            take(&self.plan, steps, &mut |now| tell(Some(now))).await?;
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

// All of them at once, and before the first request.
fn all_can_be_changed(plan: &Plan) -> Result<(), Error> {
    let what: Vec<_> = plan
        .steps()
        .iter()
        .filter_map(|step| match step {
            Step::CannotChange(what) => Some(what.to_string()),
            _ => None,
        })
        .collect();
    if what.is_empty() {
        return Ok(());
    }
    Err(Error::invalid(
        &plan.at.name,
        format_args!("no request changes these, so nothing is changed: {}", what.join("; ")),
    ))
}

/// Takes steps that share one request.
async fn take(
    plan: &Plan,
    steps: &[Step],
    tell: &mut (dyn FnMut(&str) + Send),
) -> Result<(), Error> {
    let at = &plan.at;
    match &steps[0] {
        Step::CannotChange(_) => unreachable!("checked by all_can_be_changed"),
        Step::Await { .. } => wait::until(at, is_idle, tell).await,
        Step::CreateTable { .. } => {
            create::create_if_absent(at, plan.schema.create_input(&at.name)).await?;
            wait::until(at, wait::is_active, tell).await
        }
        step @ Step::Ttl { .. } => {
            for part in step.parts() {
                take_ttl(plan, &part, tell).await?;
            }
            Ok(())
        }
        Step::Recovery { to, .. } => settings::set_recovery(at, *to).await,
        Step::Tag { .. } => take_tags(plan, steps).await,
        Step::ResourcePolicy { policy } => settings::set_policy(at, plan.arn(), policy).await,
        step @ Step::Stream { .. } => {
            for part in step.parts() {
                update(plan, &[part], tell).await?;
            }
            Ok(())
        }
        _ => update(plan, steps, tell).await,
    }
}

/// Sends UpdateTable, and returns when the table and its indexes are ACTIVE and filled. What DescribeTable tells may be late:
/// the table is then refused as being changed, and asked for again.
async fn update(
    plan: &Plan,
    steps: &[Step],
    tell: &mut (dyn FnMut(&str) + Send),
) -> Result<(), Error> {
    let at = &plan.at;
    let mut pauses = Pauses::default();
    loop {
        let sent = plan.schema.update_input(&at.name, steps).send_with(at.client()).await;
        let operation = format!("UpdateTable for `{}`", steps[0]);
        match sent.map_err(|error| Error::sdk(&at.name, &operation, error)) {
            Ok(_) => break,
            Err(error) if error.kind() == ErrorKind::InUse => {
                tell("it is being changed");
                sleep(pauses.next_one()).await;
                wait::until(at, is_idle, &mut *tell).await?;
            }
            Err(error) => return Err(error),
        }
    }
    let step = &steps[0];
    wait::until(at, |table| wait::is_active(table) && shows(table, step), tell).await
}

/// Whether the description is not older than the change of an index.
fn shows(table: Option<&TableDescription>, step: &Step) -> bool {
    let has = |name: &str| {
        let indexes = table.map(TableDescription::global_secondary_indexes).unwrap_or_default();
        indexes.iter().any(|index| index.index_name() == Some(name))
    };
    match step {
        Step::CreateIndex { index } => has(index),
        Step::DeleteIndex { index } => !has(index),
        _ => true,
    }
}

fn is_idle(table: Option<&TableDescription>) -> bool {
    table.is_none() || wait::is_active(table)
}

/// The service takes no change while another takes place.
async fn take_ttl(
    plan: &Plan,
    step: &Step,
    tell: &mut (dyn FnMut(&str) + Send),
) -> Result<(), Error> {
    let Step::Ttl { from, to } = step else { unreachable!("a part of what it is part of") };
    let at = &plan.at;
    let mut pauses = Pauses::default();
    while let Told::Is((status @ (TimeToLiveStatus::Enabling | TimeToLiveStatus::Disabling), _)) =
        settings::ttl(at).await?
    {
        tell(&format!("its time to live is {}", status.as_str()));
        sleep(pauses.next_one()).await;
    }
    match (to, from) {
        (Some(attribute), _) => settings::set_ttl(at, attribute, true).await,
        (None, Some(attribute)) => settings::set_ttl(at, attribute, false).await,
        (None, None) => Ok(()),
    }
}

async fn take_tags(plan: &Plan, steps: &[Step]) -> Result<(), Error> {
    let tags = steps.iter().filter_map(|step| match step {
        Step::Tag { key, to, .. } => Some((&**key, to.as_deref())),
        _ => None,
    });
    if matches!(steps[0], Step::Tag { to: None, .. }) {
        return settings::remove_tags(&plan.at, plan.arn(), tags.map(|(key, _)| key)).await;
    }
    let set = tags.filter_map(|(key, value)| Some((key, value?)));
    settings::set_tags(&plan.at, plan.arn(), set).await
}
