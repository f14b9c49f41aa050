//! Capacity, on-demand maxima and warm throughput, of the table and of its global indexes.

use aws_sdk_dynamodb::types::{
    BillingMode, BillingModeSummary, OnDemandThroughput, ProvisionedThroughputDescription,
};

use super::{Comparison, Sides, Step};
use crate::schema::{Capacity, Units};

pub(super) fn compare(sides: &Sides<'_>, found: &mut Comparison) {
    let summary = sides.table.billing_mode_summary();
    let mode = summary.and_then(BillingModeSummary::billing_mode);
    let from = match mode {
        Some(BillingMode::PayPerRequest) => None,
        _ => Some(
            told(sides.table.provisioned_throughput()).unwrap_or(Capacity { read: 0, write: 0 }),
        ),
    };
    let to = sides.schema.capacity;
    if from != to {
        found.step(Step::Capacity { index: None, from, to });
    }
    match to {
        Some(to) => index_capacities(sides, from.is_none(), to, found),
        None => maxima(sides, found),
    }
    warm(sides, found);
}

/// A table that is no longer on demand names the capacity of all its indexes at once, declared or not.
fn index_capacities(sides: &Sides<'_>, switches: bool, table: Capacity, found: &mut Comparison) {
    for (name, live) in sides.remaining_indexes() {
        let declared = sides.declared().find(|index| index.name == name);
        let to = declared.and_then(|index| index.capacity).unwrap_or(table);
        let index = Some(name.to_owned());
        let step = |from| Step::Capacity { index, from, to: Some(to) };
        match told(live.provisioned_throughput()) {
            _ if switches => found.step(step(None)),
            _ if declared.is_none() => {}
            None => found.not_told(format!("capacity of index {name}")),
            from if from != Some(to) => found.step(step(from)),
            _ => {}
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
    maximum(sides, None, sides.table.on_demand_throughput(), table, found);
    for index in sides.declared() {
        let Some(live) = sides.live_index(index.name) else { continue };
        let declared = if index.maximum == Units::NONE { table } else { index.maximum };
        maximum(sides, Some(index.name), live.on_demand_throughput(), declared, found);
    }
}

fn maximum(
    sides: &Sides<'_>,
    index: Option<&'static str>,
    live: Option<&OnDemandThroughput>,
    declared: Units,
    found: &mut Comparison,
) {
    let live = |units: fn(&OnDemandThroughput) -> Option<i64>| positive(live.and_then(units));
    let from = Units {
        read: live(OnDemandThroughput::max_read_request_units),
        write: live(OnDemandThroughput::max_write_request_units),
    };
    let kept = Units { read: declared.read.or(from.read), write: declared.write.or(from.write) };
    let to = if sides.allowed.turning_off { declared } else { kept };
    if kept != declared && to == kept {
        let of = index.map(|index| format!(" of index {index}")).unwrap_or_default();
        found.notes.push(format!("a maximum{of} is not declared"));
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
        let of = index.map(|index| format!(" of index {index}")).unwrap_or_default();
        return found.not_told(format!("warm throughput{of}"));
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
