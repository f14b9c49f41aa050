//! Why the service has cancelled a transaction: a reason for each action, in the shape of the writes.

use std::vec;

use aws_sdk_dynamodb::types::CancellationReason;

use crate::codec::Attributes;
use crate::error::{Error, ErrorKind, Refusal, of_code};

/// What became of a transaction: done, or rejected as a whole, with a [`Reason`] for each action in the shape of the writes.
#[derive(Debug)]
#[must_use = "the transaction may be rejected"]
pub enum TransactOutcome<R> {
    /// All actions have been carried out.
    Done,
    /// None has been carried out, and the same transaction would be rejected again as long as the items are as they are.
    Rejected(R),
}

/// Why an action has cancelled its transaction, if it is one of those that have. `T` is the action's item.
#[derive(Debug)]
#[non_exhaustive]
pub enum Reason<T> {
    /// The action has not cancelled the transaction; it has not been carried out either.
    None,
    /// The condition of the action does not hold.
    #[non_exhaustive]
    ConditionFailed {
        /// The item that it does not hold for, or as an error, with its attributes in [`Error::item`], where it does not fit `T`;
        /// `None` where there is none, or the service did not return it.
        current: Option<Result<T, Error>>,
        /// What stood in the way.
        refusal: Refusal,
    },
    /// Another transaction or write of the item is under way.
    Conflict,
    /// The table takes fewer requests than it is sent.
    Throttled,
    /// The items that share the hash key in a table with local indexes would have more than 10 GB.
    TooLarge,
    /// A statement of PartiQL would insert an item that is there.
    Duplicate,
    /// The action breaks a rule of DynamoDB that only the stored item tells: an item of more than 400 KB, a sum of what is no number.
    #[non_exhaustive]
    Invalid {
        /// What the service says of it, which may quote values.
        message: Option<String>,
    },
    /// Something else, by the service's code for it.
    #[non_exhaustive]
    Other {
        /// The service's code.
        code: String,
    },
}

/// The reasons that the service has given, in the order of the actions. Public only because a hidden method of a public trait takes
/// it.
pub struct Refused {
    reasons: vec::IntoIter<CancellationReason>,
    /// What stood in the way of each action whose reason has been read.
    refusals: Vec<Option<Refusal>>,
}

impl Refused {
    pub(super) fn new(reasons: Vec<CancellationReason>) -> Self {
        Self { reasons: reasons.into_iter(), refusals: Vec::new() }
    }

    /// Reads the reason of the next action: the `refusal` of what it was for the current item, which is read with `decode`.
    pub(super) fn next<T>(
        &mut self,
        refusal: impl FnOnce(Option<&Attributes>) -> Refusal,
        decode: impl FnOnce(Attributes) -> Result<T, Error>,
    ) -> Reason<T> {
        self.refusals.push(None);
        let Some(CancellationReason { item, code: Some(code), message, .. }) = self.reasons.next()
        else {
            return Reason::None;
        };
        match (code.as_str(), of_code(&code)) {
            ("None", _) => Reason::None,
            ("DuplicateItem", _) => Reason::Duplicate,
            ("ItemCollectionSizeLimitExceeded", _) => Reason::TooLarge,
            (_, ErrorKind::ConditionFailed) => {
                let item = item.filter(|item| !item.is_empty());
                let refusal = refusal(item.as_ref());
                self.refusals.pop();
                self.refusals.push(Some(refusal));
                Reason::ConditionFailed { current: item.map(decode), refusal }
            }
            (_, ErrorKind::Conflict) => Reason::Conflict,
            (_, ErrorKind::Throttled) => Reason::Throttled,
            (_, ErrorKind::InvalidRequest) => Reason::Invalid { message },
            _ => Reason::Other { code },
        }
    }

    /// What stood in the way of the action at this place.
    pub(super) fn refusal(&self, at: usize) -> Option<Refusal> {
        self.refusals.get(at).copied().flatten()
    }
}

/// The place of the reason that gives a cancelled transaction its kind.
pub(super) fn decisive(reasons: &[CancellationReason], kind: ErrorKind) -> Option<usize> {
    let code =
        |reason: &CancellationReason| reason.code().filter(|code| *code != "None").map(of_code);
    reasons.iter().position(|reason| code(reason) == Some(kind))
}
