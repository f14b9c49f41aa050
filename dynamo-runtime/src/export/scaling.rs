//! A table in, what scales its capacity and that of its indexes out: a scalable target and a policy each.

use serde_json::{Value, json};

use super::Exported;
use crate::schema::{Bounds, IndexScope};

/// The use of the capacity that auto scaling keeps to, in per cent: what the service's console proposes.
pub(super) const UTILISATION: u32 = 70;

/// A capacity that Application Auto Scaling raises and lowers.
pub(super) struct Scaled<'a> {
    /// The index; `None` is the table.
    pub(super) index: Option<&'a str>,
    /// `Read` or `Write`.
    pub(super) what: &'static str,
    pub(super) low: u64,
    pub(super) high: u64,
}

impl Exported<'_> {
    /// Returns all that is scaled, the table's first.
    pub(super) fn scaled(&self) -> Vec<Scaled<'static>> {
        let schema = &*self.schema;
        let global = schema.indexes.iter().filter(|index| index.scope == IndexScope::Global);
        let indexes = global.map(|index| (Some(index.name), schema.bounds_of(index)));
        let places = [(None, schema.bounds())].into_iter().chain(indexes);
        let one = |(index, bounds): (_, Option<Bounds>)| {
            let bounds = bounds?;
            let sides = [
                ("Read", bounds.low.read, bounds.high.read),
                ("Write", bounds.low.write, bounds.high.write),
            ];
            let scaled = move |(what, low, high): (_, _, Option<u64>)| {
                Some(Scaled { index, what, low, high: high? })
            };
            Some(sides.into_iter().filter_map(scaled))
        };
        places.filter_map(one).flatten().collect()
    }
}

impl Scaled<'_> {
    /// What Application Auto Scaling knows the table or the index by, where `table` is the table's name.
    pub(super) fn resource_id(&self, table: &str) -> String {
        let index = self.index.map(|index| format!("/index/{index}")).unwrap_or_default();
        format!("table/{table}{index}")
    }

    pub(super) fn dimension(&self) -> String {
        let place = if self.index.is_some() { "index" } else { "table" };
        format!("dynamodb:{place}:{}CapacityUnits", self.what)
    }

    pub(super) fn metric(&self) -> String {
        format!("DynamoDB{}CapacityUtilization", self.what)
    }

    /// Returns what a policy that tracks a target is configured with.
    pub(super) fn policy(&self) -> Value {
        json!({
            "TargetValue": UTILISATION,
            "PredefinedMetricSpecification": { "PredefinedMetricType": self.metric() },
        })
    }

    /// Returns the policy's name, one among those of the table or the index.
    pub(super) fn policy_name(&self) -> String {
        self.metric()
    }
}
