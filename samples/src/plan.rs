//! The tables beside their structs: what they lack, and bringing them there.

use std::time::Duration;

use dynamo_runtime::op::{Apply, Plan};
use dynamo_runtime::{DynamoTable, Table};
use indicatif::{ProgressBar, ProgressStyle};
use samples::{Domains, Logs, Shipments};

use crate::answer::say;
use crate::cli::ApplyArgs;
use crate::failure::Failure;
use crate::place::{Place, Target};

const TICK: Duration = Duration::from_millis(100);
const BAR: &str = "{spinner} {bar:20} {pos}/{len} {wide_msg}";

/// Prints the steps that bring the tables to their structs.
pub(crate) async fn print(target: &Target) -> Result<(), Failure> {
    let place = Place::lasting(target).await?;
    print_one(&Domains::new(&place.client).table).await?;
    print_one(&Logs::new(&place.client).table).await?;
    print_one(&Shipments::new(&place.client).table).await
}

async fn print_one<T: DynamoTable>(table: &Table<T>) -> Result<(), Failure> {
    let plan = table.plan().await?;
    if plan.is_empty() {
        say(&format!("{}: nothing to do", table.name()))?;
    }
    say_all(table.name(), &plan)
}

fn say_all(table: &str, plan: &Plan) -> Result<(), Failure> {
    for line in plan.to_string().lines() {
        say(&format!("{table}: {line}"))?;
    }
    Ok(())
}

/// Takes the steps.
pub(crate) async fn apply(allowed: &ApplyArgs, target: &Target) -> Result<(), Failure> {
    let place = Place::lasting(target).await?;
    apply_one(&Domains::new(&place.client).table, allowed).await?;
    apply_one(&Logs::new(&place.client).table, allowed).await?;
    apply_one(&Shipments::new(&place.client).table, allowed).await
}

async fn apply_one<T: DynamoTable>(table: &Table<T>, allowed: &ApplyArgs) -> Result<(), Failure> {
    let plan = table.plan().await?;
    let apply = with_allowed(plan.apply(), allowed);
    let steps = apply.steps().to_vec();
    // It draws on stderr, and nothing at all where that is no terminal.
    let bar = ProgressBar::new(steps.len() as u64);
    bar.set_style(ProgressStyle::with_template(BAR).expect("a template"));
    bar.enable_steady_tick(TICK);
    let applied = apply
        .progress(|now| {
            bar.set_position(now.number as u64 - 1);
            let state = now.waiting_for.map(|state| format!(": {state}")).unwrap_or_default();
            bar.set_message(format!("{} {}{state}", table.name(), now.step));
        })
        .await;
    bar.finish_and_clear();
    applied?;
    for step in steps {
        say(&format!("{}: {step}", table.name()))?;
    }
    say(&format!("{} matches its struct", table.name()))?;
    Ok(())
}

fn with_allowed<'p>(mut apply: Apply<'p>, allowed: &ApplyArgs) -> Apply<'p> {
    if allowed.allow_deleting_indexes {
        apply = apply.allow_deleting_indexes();
    }
    if allowed.allow_removing_tags {
        apply = apply.allow_removing_tags();
    }
    if allowed.allow_turning_off {
        apply = apply.allow_turning_off();
    }
    if allowed.allow_on_demand {
        apply = apply.allow_on_demand();
    }
    if allowed.allow_replacing_stream {
        apply = apply.allow_replacing_stream();
    }
    apply
}
