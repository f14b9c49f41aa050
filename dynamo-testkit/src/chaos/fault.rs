//! The shares of faults in, what one request meets out.

use crate::random::Random;
use crate::{Answer, Request};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fault {
    None,
    /// The engine does not see the request.
    LostRequest,
    /// The engine carries the request out.
    LostAnswer,
    Throttled,
    Failed,
    /// The engine carries the request out; the first half of its answer arrives as if it were the whole.
    Malformed,
    /// The engine carries the request out; the connection breaks in the middle of its answer.
    Truncated,
    Stalled,
    Conflict,
    InProgress,
}

#[derive(Debug, Clone, Default)]
pub(super) struct Shares {
    pub(super) losing: f64,
    pub(super) failing: f64,
    pub(super) garbling: f64,
    pub(super) stalling: f64,
    pub(super) conflicts: f64,
    /// Of the entries of a batch, not of requests.
    pub(super) unprocessed: f64,
}

impl Shares {
    pub(super) fn fault(&self, operation: &str, random: &mut Random) -> Fault {
        let (conflicts, in_progress) = match operation {
            "TransactWriteItems" => (self.conflicts, Fault::InProgress),
            "TransactGetItems" => (self.conflicts, Fault::Conflict),
            _ => (0.0, Fault::None),
        };
        let shares = [
            (self.losing, [Fault::LostRequest, Fault::LostAnswer]),
            (self.failing, [Fault::Throttled, Fault::Failed]),
            (self.garbling, [Fault::Malformed, Fault::Truncated]),
            (self.stalling, [Fault::Stalled, Fault::Stalled]),
            (conflicts, [Fault::Conflict, in_progress]),
        ];
        let (mut drawn, half) = (random.share(), random.below(2));
        for (share, faults) in shares {
            if drawn < share {
                return faults[half];
            }
            drawn -= share;
        }
        Fault::None
    }
}

/// Cancels the transaction for conflicts of at least one of its actions.
pub(super) fn conflict(request: &Request, random: &mut Random) -> Answer {
    let body = request.json();
    let actions = body["TransactItems"].as_array().map_or(1, Vec::len);
    let certain = random.below(actions);
    let reasons = (0..actions).map(|action| {
        let conflicts = random.below(4) == 0 || action == certain;
        if conflicts { "TransactionConflict" } else { "None" }
    });
    Answer::canceled(reasons)
}

#[cfg(test)]
impl Fault {
    pub(super) const ALL: [Self; 10] = [
        Self::None,
        Self::LostRequest,
        Self::LostAnswer,
        Self::Throttled,
        Self::Failed,
        Self::Malformed,
        Self::Truncated,
        Self::Stalled,
        Self::Conflict,
        Self::InProgress,
    ];
}
