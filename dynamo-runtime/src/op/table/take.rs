//! Steps of a plan that share a request in, the table as they leave it out.

use std::mem;

use aws_sdk_dynamodb::types::TableDescription;

use super::identity::Identity;
use super::live::{self, Setting};
use super::plan::Plan;
use super::settings;
use super::wait::{self, Pauses, Tell};
use crate::error::Error;
use crate::plan::Step;

/// Takes what is still to do of these steps, and returns when the table and its indexes are ACTIVE and filled.
///
/// Before each request the table is looked at: it must be the `known` one, and lack what it lacked when the steps were found.
/// After a request that fails too, since its answer may have been lost. One that is put off is sent again.
pub(super) async fn take(
    plan: &Plan,
    known: &Identity,
    steps: &[Step],
    tell: Tell<'_>,
) -> Result<(), Error> {
    let (mut pauses, mut failed) = (Pauses::of(&plan.at), None);
    loop {
        let left = look(plan, known, steps, tell).await?;
        let next: Vec<_> = left.iter().map(|step| step.parts().swap_remove(0)).collect();
        match failed {
            _ if left.is_empty() => return Ok(()),
            Some((error, of)) if of == next => return Err(error),
            _ => failed = None,
        }
        match send_parts(plan, known, &left, tell).await {
            Ok(()) => return Ok(()),
            Err((error, _)) if wait::is_put_off(&error) => tell(&error.to_string()),
            Err(error) => failed = Some(error),
        }
        pauses.next_one().await;
    }
}

/// Returns what is still to do, when the table takes a change.
async fn look(
    plan: &Plan,
    known: &Identity,
    steps: &[Step],
    tell: Tell<'_>,
) -> Result<Vec<Step>, Error> {
    let (at, asked, mut pauses) = (&plan.at, Setting::of(&steps[0]), Pauses::of(&plan.at));
    loop {
        let mut live =
            wait::patiently(&plan.at, tell, || live::told(at, plan.schema, plan.arn(), asked))
                .await?;
        // Last, so that nothing lies between this and the change.
        live.table = Some(wait::until_active(at, known, false, |_| true, tell).await?);
        let busy = mem::take(&mut live.busy);
        let left = plan.left(steps, &live)?;
        match busy.filter(|_| !left.is_empty()) {
            Some(busy) => tell(&busy),
            None => return Ok(left),
        }
        pauses.next_one().await;
    }
}

/// Sends what takes these steps: one request, or two for what is off before it is on again. Returns with an error what it is of.
async fn send_parts(
    plan: &Plan,
    known: &Identity,
    steps: &[Step],
    tell: Tell<'_>,
) -> Result<(), (Error, Vec<Step>)> {
    let parts = match steps {
        [step] => step.parts().into_iter().map(|part| vec![part]).collect(),
        steps => vec![steps.to_vec()],
    };
    for (number, part) in parts.into_iter().enumerate() {
        let sent = async {
            if number > 0 {
                settle(plan, known, &part[0], tell).await?;
            }
            send(plan, known, &part, tell).await
        };
        if let Err(error) = sent.await {
            return Err((error, part));
        }
    }
    Ok(())
}

/// Waits while what the step is about changes.
async fn settle(plan: &Plan, known: &Identity, step: &Step, tell: Tell<'_>) -> Result<(), Error> {
    let (asked, mut pauses) = (Setting::of(step), Pauses::of(&plan.at));
    let ask = || live::told(&plan.at, plan.schema, plan.arn(), asked);
    loop {
        let busy = wait::patiently(&plan.at, tell, ask).await?.busy;
        wait::until_active(&plan.at, known, false, |_| true, tell).await?;
        let Some(busy) = busy else { return Ok(()) };
        tell(&busy);
        pauses.next_one().await;
    }
}

/// Sends one request, and waits for what takes its time.
async fn send(plan: &Plan, known: &Identity, steps: &[Step], tell: Tell<'_>) -> Result<(), Error> {
    let at = &plan.at;
    match &steps[0] {
        Step::Ttl { to: Some(attribute), .. } => settings::set_ttl(at, attribute, true).await,
        Step::Ttl { from: Some(attribute), .. } => settings::set_ttl(at, attribute, false).await,
        Step::Recovery { to, .. } => settings::set_recovery(at, *to).await,
        Step::Tag { .. } => send_tags(plan, steps).await,
        Step::ResourcePolicy { policy } => settings::set_policy(at, plan.arn(), policy).await,
        step => {
            let sent =
                plan.schema.update_input(&at.name, steps).send_with(at.counting_client()).await;
            let operation = format!("UpdateTable for `{step}`");
            sent.map_err(|error| Error::sdk(&at.name, &operation, error))?;
            wait::until_active(at, known, false, |table| shows(table, step), tell).await?;
            Ok(())
        }
    }
}

/// Whether the description is not older than the change of an index.
fn shows(table: &TableDescription, step: &Step) -> bool {
    let has = |name: &str| {
        let mut indexes = table.global_secondary_indexes().iter();
        indexes.any(|index| index.index_name() == Some(name))
    };
    match step {
        Step::CreateIndex { index, .. } => has(index),
        Step::DeleteIndex { index } => !has(index),
        _ => true,
    }
}

async fn send_tags(plan: &Plan, steps: &[Step]) -> Result<(), Error> {
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
