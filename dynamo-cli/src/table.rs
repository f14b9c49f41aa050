//! What can be done with a table, whatever its struct.

use std::marker::PhantomData;
use std::time::Duration;

use dynamo_runtime::codec::Attributes;
use dynamo_runtime::op::{Apply, Unfinished, Written};
use dynamo_runtime::{Dynamo, DynamoTable, Table};
use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use indicatif::{ProgressBar, ProgressStyle};

use crate::arguments::{Allowed, Query};
use crate::failure::Failure;
use crate::output::Output;
use crate::{query, transfer};

/// How what a command does ends.
pub(crate) type Done<'a, T = ()> = BoxFuture<'a, Result<T, Failure>>;

/// What takes an item.
pub(crate) type Take<'a> = &'a mut (dyn FnMut(&Attributes) -> Result<(), Failure> + Send);

/// A table by whatever struct.
pub(crate) trait Admin: Send + Sync {
    /// The name that the struct gives the table.
    fn name(&self) -> &'static str;
    fn plan<'a>(&'a self, dynamo: &'a Dynamo, output: &'a mut Output<'_>) -> Done<'a>;
    fn apply<'a>(
        &'a self,
        dynamo: &'a Dynamo,
        allowed: &'a Allowed,
        output: &'a mut Output<'_>,
    ) -> Done<'a>;
    /// Whether the table is as its struct says.
    fn check<'a>(&'a self, dynamo: &'a Dynamo, output: &'a mut Output<'_>) -> Done<'a, bool>;
    fn query<'a>(
        &'a self,
        dynamo: &'a Dynamo,
        query: &'a Query,
        output: &'a mut Output<'_>,
    ) -> Done<'a>;
    /// Tells why the item is none of the struct.
    fn check_item(&self, item: Attributes) -> Result<(), String>;
    /// Gives every item of the table.
    fn export<'a>(&'a self, dynamo: &'a Dynamo, take: Take<'a>) -> Done<'a>;
    /// Puts the items, and tells how many are written.
    fn put<'a>(
        &'a self,
        dynamo: &'a Dynamo,
        items: Box<dyn Iterator<Item = Attributes> + Send + 'a>,
        tell: Box<dyn FnMut(u64) + Send + 'a>,
    ) -> BoxFuture<'a, Result<Written, Unfinished<Written, Attributes>>>;
}

/// The table of a struct.
pub(crate) struct Of<T>(PhantomData<fn() -> T>);

impl<T> Of<T> {
    pub(crate) fn new() -> Self {
        Self(PhantomData)
    }
}

fn table<T: DynamoTable>(dynamo: &Dynamo) -> Table<T> {
    Table::new(dynamo.clone())
}

impl<T: DynamoTable> Admin for Of<T> {
    fn name(&self) -> &'static str {
        T::SCHEMA.name
    }

    fn plan<'a>(&'a self, dynamo: &'a Dynamo, output: &'a mut Output<'_>) -> Done<'a> {
        async move {
            let table = table::<T>(dynamo);
            let plan = table.plan().await?;
            let mut lines: Vec<_> = plan.to_string().lines().map(str::to_owned).collect();
            // What cannot be compared, or is not declared, is no step.
            if plan.is_empty() {
                lines.insert(0, "nothing to do".to_owned());
            }
            Ok(output.of_table(table.name(), &lines)?)
        }
        .boxed()
    }

    fn apply<'a>(
        &'a self,
        dynamo: &'a Dynamo,
        allowed: &'a Allowed,
        output: &'a mut Output<'_>,
    ) -> Done<'a> {
        async move {
            let table = table::<T>(dynamo);
            let apply = with_allowed(table.plan().await?.apply(), allowed);
            let mut lines: Vec<_> = apply.steps().iter().map(ToString::to_string).collect();
            let bar = bar(lines.len() as u64);
            let name = table.name().to_owned();
            let told = bar.clone();
            apply
                .progress(move |now| {
                    told.set_position(now.number as u64 - 1);
                    let state = now.waiting_for.map(|state| format!(": {state}"));
                    told.set_message(format!("{name} {}{}", now.step, state.unwrap_or_default()));
                })
                .await?;
            bar.finish_and_clear();
            lines.push("matches its struct".to_owned());
            Ok(output.of_table(table.name(), &lines)?)
        }
        .boxed()
    }

    fn check<'a>(&'a self, dynamo: &'a Dynamo, output: &'a mut Output<'_>) -> Done<'a, bool> {
        async move {
            let table = table::<T>(dynamo);
            let steps = table.check().await?;
            let alike = steps.is_empty();
            let lines: Vec<_> = steps.iter().map(ToString::to_string).collect();
            let lines = if alike { vec!["matches its struct".to_owned()] } else { lines };
            output.of_table(table.name(), &lines)?;
            Ok(alike)
        }
        .boxed()
    }

    fn query<'a>(
        &'a self,
        dynamo: &'a Dynamo,
        query: &'a Query,
        output: &'a mut Output<'_>,
    ) -> Done<'a> {
        query::print(dynamo, T::SCHEMA, table::<T>(dynamo).name().to_owned(), query, output).boxed()
    }

    fn check_item(&self, item: Attributes) -> Result<(), String> {
        T::from_item(item).map(drop).map_err(|error| error.to_string())
    }

    fn export<'a>(&'a self, dynamo: &'a Dynamo, take: Take<'a>) -> Done<'a> {
        async move { transfer::scan(&table::<T>(dynamo), take).await }.boxed()
    }

    fn put<'a>(
        &'a self,
        dynamo: &'a Dynamo,
        items: Box<dyn Iterator<Item = Attributes> + Send + 'a>,
        mut tell: Box<dyn FnMut(u64) + Send + 'a>,
    ) -> BoxFuture<'a, Result<Written, Unfinished<Written, Attributes>>> {
        let put = table::<T>(dynamo).put_all_attributes(items).keep_order();
        put.progress(move |so_far| tell(so_far.items as u64)).send().boxed()
    }
}

/// A bar on standard error, on a terminal only.
fn bar(steps: u64) -> ProgressBar {
    let bar = ProgressBar::new(steps);
    bar.enable_steady_tick(Duration::from_millis(100));
    let style = ProgressStyle::with_template("{spinner} {bar:20} {pos}/{len} {wide_msg}");
    bar.with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
}

fn with_allowed<'p>(mut apply: Apply<'p>, allowed: &Allowed) -> Apply<'p> {
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
