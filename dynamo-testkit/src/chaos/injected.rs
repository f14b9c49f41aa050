//! How often each fault has happened.

use crate::chaos::fault::Fault;

/// Counts what a [`Chaos`](crate::Chaos) has done to requests.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Injected {
    /// Requests that did not arrive.
    pub lost_requests: u64,
    /// Requests that were carried out, and whose answer did not arrive.
    pub lost_answers: u64,
    /// Answers of `ProvisionedThroughputExceededException`.
    pub throttled: u64,
    /// Answers of 500.
    pub failed: u64,
    /// Answers that were no JSON.
    pub malformed: u64,
    /// Answers of which half arrived.
    pub truncated: u64,
    /// Requests that were never answered.
    pub stalled: u64,
    /// Transactions canceled for a conflict.
    pub conflicts: u64,
    /// Answers of `TransactionInProgressException`.
    pub in_progress: u64,
    /// Entries of batches, not requests, that were left undone.
    pub unprocessed: u64,
}

impl Injected {
    /// Returns the sum of all.
    #[must_use]
    pub fn total(&self) -> u64 {
        let lost = self.lost_requests + self.lost_answers + self.stalled;
        let answered = self.throttled + self.failed + self.conflicts + self.in_progress;
        lost + answered + self.malformed + self.truncated + self.unprocessed
    }

    pub(super) fn count(&mut self, fault: Fault) {
        let count = match fault {
            Fault::None => return,
            Fault::LostRequest => &mut self.lost_requests,
            Fault::LostAnswer => &mut self.lost_answers,
            Fault::Throttled => &mut self.throttled,
            Fault::Failed => &mut self.failed,
            Fault::Malformed => &mut self.malformed,
            Fault::Truncated => &mut self.truncated,
            Fault::Stalled => &mut self.stalled,
            Fault::Conflict => &mut self.conflicts,
            Fault::InProgress => &mut self.in_progress,
        };
        *count += 1;
    }
}
