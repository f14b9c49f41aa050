//! Why the service has cancelled a transaction: a reason for each action, in the shape of the writes.

use std::vec;

use crate::codec::Attributes;
use crate::error::{Error, ErrorKind, Refusal, of_code};
use crate::op::shared::transaction::Cause;

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

/// What each action was cancelled for, in their order. Public only because a hidden method of a public trait takes it.
pub struct Refused {
    causes: vec::IntoIter<Cause>,
    /// What stood in the way of each action whose cause has been read.
    refusals: Vec<Option<Refusal>>,
}

impl Refused {
    pub(super) fn new(causes: Vec<Cause>) -> Self {
        Self { causes: causes.into_iter(), refusals: Vec::new() }
    }

    /// Reads the reason of the next action: the `refusal` of what it was for the current item, which is read with `decode`.
    pub(super) fn next<T>(
        &mut self,
        refusal: impl FnOnce(Option<&Attributes>) -> Refusal,
        decode: impl FnOnce(Attributes) -> Result<T, Error>,
    ) -> Reason<T> {
        let cause = self.causes.next().unwrap_or_default();
        let refusal = cause.refusal(refusal);
        self.refusals.push(refusal);
        let Cause { code, message, item, .. } = cause;
        if let Some(refusal) = refusal {
            return Reason::ConditionFailed { current: item.map(decode), refusal };
        }
        let Some(code) = code else { return Reason::None };
        match (code.as_str(), of_code(&code)) {
            ("DuplicateItem", _) => Reason::Duplicate,
            ("ItemCollectionSizeLimitExceeded", _) => Reason::TooLarge,
            (_, ErrorKind::Conflict) => Reason::Conflict,
            (_, ErrorKind::Throttled) => Reason::Throttled,
            (_, ErrorKind::InvalidRequest) => Reason::Invalid { message },
            _ => Reason::Other { code },
        }
    }

    /// What stood in the way of each action.
    pub(super) fn refusals(&self) -> &[Option<Refusal>] {
        &self.refusals
    }
}
