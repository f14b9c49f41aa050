//! The steps of an earlier comparison beside a later one in, what is still to do of them out.

use std::mem;

use super::{Comparison, Step};

impl Comparison {
    /// Returns what is still to do of `steps`, which share a request, or what another change has made of one of them.
    pub(crate) fn left_of(&self, steps: &[Step]) -> Result<Vec<Step>, Step> {
        if steps[0].moves_by_itself() {
            let same = |step: &&Step| step.shares_a_request(&steps[0]);
            return Ok(self.steps.iter().filter(same).cloned().collect());
        }
        let now = |step: &Step| self.steps.iter().find(|now| now.is_about_the_same(step));
        let now = steps.iter().filter_map(|step| Some((step, now(step)?)));
        let left = now.map(|(step, now)| {
            // What the table has meanwhile is what a new index of it gets.
            let index = matches!(now, Step::CreateIndex { .. });
            let goes_on = index || now == step || step.parts().contains(now);
            if goes_on { Ok(now.clone()) } else { Err(now.clone()) }
        });
        left.collect()
    }
}

impl Step {
    /// Throughput is also changed by what scales it, and grows with the load: it is set from whatever it is.
    fn moves_by_itself(&self) -> bool {
        matches!(self, Self::Capacity { .. } | Self::Maximum { .. } | Self::Warm { .. })
    }

    fn is_about_the_same(&self, other: &Self) -> bool {
        mem::discriminant(self) == mem::discriminant(other) && self.name() == other.name()
    }

    /// Which one of its kind.
    fn name(&self) -> Option<&str> {
        match self {
            Self::DeleteIndex { index } => Some(index),
            Self::CreateIndex { index, .. } => Some(index),
            Self::Tag { key, .. } => Some(key),
            _ => None,
        }
    }
}
