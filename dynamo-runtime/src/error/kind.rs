//! What went wrong, sorted by what a caller can do about it.

use std::fmt;

/// What went wrong, by what a caller can do about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The condition of a write does not hold for the item, which [`Error::current_item`](crate::Error::current_item) returns;
    /// [`Error::refusal`](crate::Error::refusal) tells duplicates, stale versions and missing items apart.
    ConditionFailed,
    /// There is no such table or index: create it, or correct the name or region.
    NotFound,
    /// The answer to a write was lost, and with it what the write returns, or whether it took place: the SDK has sent it again, and
    /// the service refused it, perhaps because of what it had written before. Read the item.
    AnswerLost,
    /// The item is in a transaction that is under way, or is being written in another Region: nothing is written. Send the
    /// request again, after a pause; the SDK's own retries are used up, or it makes none.
    Conflict,
    /// The table is being created, changed or deleted, or somebody else has changed it since a plan was made or made another of
    /// its name: wait until it is ACTIVE, and make another plan.
    InUse,
    /// The service takes fewer requests than it is sent, after the SDK's own retries: slow down, or raise the capacity.
    Throttled,
    /// The request breaks a rule of DynamoDB; the message names it. Sending it again does not help.
    InvalidRequest,
    /// The [`Cursor`](crate::Cursor) is of another read, its text is not that of a cursor, or its signature does not fit: begin
    /// at the first page.
    InvalidCursor,
    /// The credentials or the region are missing, wrong, or do not allow the operation.
    AccessDenied,
    /// A stored item does not fit the Rust type; the message names the attribute, the expected and the found type, and
    /// [`Error::key`](crate::Error::key) and [`Error::item`](crate::Error::item) tell which item it is.
    /// [`Query::results`](crate::op::Query::results) reads on past it.
    Decode,
    /// No connection to the endpoint, or it broke: check its address, and that it is up. Of a write,
    /// [`Error::may_have_been_written`](crate::Error::may_have_been_written) tells whether it had been sent.
    Unreachable,
    /// No answer in time. Of a write, [`Error::may_have_been_written`](crate::Error::may_have_been_written) tells whether it had
    /// been sent.
    TimedOut,
    /// Anything else that the service reports, such as a failure of its own, and a response that is not one of DynamoDB's: a
    /// proxy or a captive portal may have answered in its place. Of a write,
    /// [`Error::may_have_been_written`](crate::Error::may_have_been_written) is then true.
    Service,
}

impl ErrorKind {
    /// Returns whether the same operation may succeed when it is sent again after a pause: `true` for `Conflict`, `Throttled`,
    /// `Unreachable`, `TimedOut` and `Service`. Of a write, [`Error::may_have_been_written`](crate::Error::may_have_been_written)
    /// tells whether sending it again could make it twice.
    #[must_use]
    pub fn is_retryable(self) -> bool {
        matches!(
            self,
            Self::Conflict | Self::Throttled | Self::Unreachable | Self::TimedOut | Self::Service
        )
    }

    pub(super) fn describe(self) -> &'static str {
        match self {
            Self::ConditionFailed => "the condition of the write does not hold",
            Self::NotFound => "the table or index does not exist",
            Self::AnswerLost => {
                "the answer to the write was lost, and the write may have taken place"
            }
            Self::Conflict => "the item is being changed by another request",
            Self::InUse => "the table is being changed",
            Self::Throttled => "there are too many requests",
            Self::InvalidRequest => "the request is not valid",
            Self::InvalidCursor => "the cursor does not belong to this read",
            Self::AccessDenied => "access to the database is denied",
            Self::Decode => "a stored item cannot be read",
            Self::Unreachable => "the database cannot be reached",
            Self::TimedOut => "the database did not answer in time",
            Self::Service => "the database failed",
        }
    }
}

/// A sentence without a full stop, such as `there are too many requests`.
impl fmt::Display for ErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.describe())
    }
}
