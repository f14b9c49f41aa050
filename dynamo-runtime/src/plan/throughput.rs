//! Capacity, on-demand maxima and warm throughput, of the table and of its global indexes.

use aws_sdk_dynamodb::types::{
    BillingMode, BillingModeSummary, OnDemandThroughput, ProvisionedThroughputDescription,
};

use super::step::of;
use super::{Comparison, Sides, Step};
use crate::schema::{Bounds, Capacity, IndexSchema, TableSchema, Units};

/// What a struct that says nothing of its capacity leaves as it is: a table is made provisioned for a reason, and scaled by others.
pub(super) fn compare(sides: &Sides<'_>, found: &mut Comparison) {
    let (on_demand, schema) = (is_on_demand(sides), sides.schema);
    match schema.bounds() {
        Some(table) => {
            capacity(None, told(sides.table.provisioned_throughput()), table, on_demand, found);
            index_capacities(sides, on_demand, table, found);
        }
        None if on_demand => maxima(sides, found),
        None => {
            let from = told(sides.table.provisioned_throughput());
            if sides.allowed.on_demand {
                // It is provisioned, be it told with what or not.
                let from = Some(from.unwrap_or(Capacity { read: 0, write: 0 }));
                found.step(Step::Capacity { index: None, from, to: None });
                maxima(sides, found);
            } else {
                found.notes.push(provisioned(schema, from));
            }
        }
    }
    warm(sides, found);
}

fn provisioned(schema: &TableSchema, live: Option<Capacity>) -> String {
    let live = live.map(|live| format!(" {}/{}", live.read, live.write)).unwrap_or_default();
    let differs = if schema.is_declared_on_demand() { "on demand" } else { "declared" };
    format!(
        "capacity{live} is not {differs} and stays; `allow_on_demand` switches the table to on demand, which is billed per request"
    )
}

fn is_on_demand(sides: &Sides<'_>) -> bool {
    let mode = sides.table.billing_mode_summary().and_then(BillingModeSummary::billing_mode);
    mode == Some(&BillingMode::PayPerRequest)
}

/// What an index is to be made with: its own capacity or the table's, and that of the live table where none is declared.
pub(super) fn of_new_index(sides: &Sides<'_>, index: &IndexSchema) -> Option<Capacity> {
    let stays = !is_on_demand(sides) && !sides.allowed.on_demand;
    let live = || told(sides.table.provisioned_throughput()).filter(|_| stays);
    sides.schema.bounds_of(index).map(|bounds| bounds.low).or_else(live)
}

fn capacity(
    index: Option<&str>,
    live: Option<Capacity>,
    declared: Bounds,
    on_demand: bool,
    found: &mut Comparison,
) {
    let from = live.filter(|_| !on_demand);
    if from.is_none() && !on_demand {
        return found.not_told(format!("capacity{}", of(index)));
    }
    // What auto scaling has set within the bounds is no difference.
    let to = Some(from.map_or(declared.low, |live| declared.nearest(live)));
    if from != to {
        found.step(Step::Capacity { index: index.map(str::to_owned), from, to });
    }
}

/// A table that is no longer on demand names the capacity of all its indexes at once, declared or not.
fn index_capacities(sides: &Sides<'_>, on_demand: bool, table: Bounds, found: &mut Comparison) {
    for (name, live) in sides.remaining_indexes() {
        let declared = sides.declared().find(|index| index.name == name);
        if declared.is_some() || on_demand {
            let to = declared.and_then(|index| sides.schema.bounds_of(index)).unwrap_or(table);
            capacity(Some(name), told(live.provisioned_throughput()), to, on_demand, found);
        }
    }
}

/// No provisioned capacity is zero: that is how an engine says that it does not know.
fn told(throughput: Option<&ProvisionedThroughputDescription>) -> Option<Capacity> {
    let throughput = throughput?;
    let count = |units: Option<i64>| units.and_then(|units| u64::try_from(units).ok());
    let read = count(throughput.read_capacity_units())?;
    let write = count(throughput.write_capacity_units())?;
    (read > 0 && write > 0).then_some(Capacity { read, write })
}

fn maxima(sides: &Sides<'_>, found: &mut Comparison) {
    let table = sides.schema.maximum;
    let told = sides.is_complete();
    maximum(sides, None, sides.table.on_demand_throughput(), told, table, found);
    for index in sides.declared() {
        let Some(live) = sides.live_index(index.name) else { continue };
        let declared = if index.maximum == Units::NONE { table } else { index.maximum };
        // The service tells the warm throughput of every index; the embedded engine neither that nor a maximum.
        let told = live.warm_throughput().is_some();
        maximum(sides, Some(index.name), live.on_demand_throughput(), told, declared, found);
    }
}

fn maximum(
    sides: &Sides<'_>,
    index: Option<&'static str>,
    live: Option<&OnDemandThroughput>,
    told: bool,
    declared: Units,
    found: &mut Comparison,
) {
    if live.is_none() && !told {
        if declared != Units::NONE {
            found.not_told(format!("maximum{}", of(index)));
        }
        return;
    }
    let live = |units: fn(&OnDemandThroughput) -> Option<i64>| positive(live.and_then(units));
    let from = Units {
        read: live(OnDemandThroughput::max_read_request_units),
        write: live(OnDemandThroughput::max_write_request_units),
    };
    let kept = Units { read: declared.read.or(from.read), write: declared.write.or(from.write) };
    let to = if sides.allowed.turning_off { declared } else { kept };
    if kept != declared && to == kept {
        found.notes.push(format!("a maximum{} is not declared", of(index)));
    }
    if from != to {
        found.step(Step::Maximum { index, from, to });
    }
}

fn warm(sides: &Sides<'_>, found: &mut Comparison) {
    let live = sides.table.warm_throughput();
    let live = live.map(|live| [live.read_units_per_second(), live.write_units_per_second()]);
    grow(None, live, sides.schema.warm, found);
    for index in sides.declared() {
        let Some(live) = sides.live_index(index.name) else { continue };
        let live = live.warm_throughput();
        let live = live.map(|live| [live.read_units_per_second(), live.write_units_per_second()]);
        grow(Some(index.name), live, index.warm, found);
    }
}

/// Warm throughput only ever grows, with the load too: more than is declared is no difference.
fn grow(
    index: Option<&'static str>,
    live: Option<[Option<i64>; 2]>,
    declared: Units,
    found: &mut Comparison,
) {
    if declared == Units::NONE {
        return;
    }
    let Some([read, write]) = live.map(|units| units.map(positive)) else {
        return found.not_told(format!("warm throughput{}", of(index)));
    };
    let from = Units { read, write };
    let to = Units { read: declared.read.max(read), write: declared.write.max(write) };
    if from != to {
        found.step(Step::Warm { index, from, to });
    }
}

fn positive(units: Option<i64>) -> Option<u64> {
    units.and_then(|units| u64::try_from(units).ok()).filter(|units| *units > 0)
}
