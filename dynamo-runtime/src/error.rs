//! One error type for every operation, sorted by what its caller can do.

mod about;
mod sdk;

use std::borrow::Cow;
use std::error::Error as StdError;
use std::fmt;

use self::about::About;
pub(crate) use self::about::Wrote;
use crate::codec::Attributes;

/// Why an operation failed.
///
/// Its message names the table and the operation; [`kind`](Self::kind) tells what to do about it, [`key`](Self::key) and
/// [`item`](Self::item) which item it is about, and the source chain ends in the SDK's own error where the service or the
/// connection failed. Neither its `Display` nor its `Debug` shows keys, items or values; the `Debug` of the SDK's error does,
/// since it holds the response. In the path to an attribute, `Log.prices[key].currency`, `[key]` stands for a key of a map, which is data, and
/// `[2]` for the third element of a list.
pub struct Error(Box<Inner>);

struct Inner {
    kind: ErrorKind,
    message: String,
    source: Option<Box<dyn StdError + Send + Sync>>,
    about: About,
}

/// What went wrong, by what a caller can do about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The condition of a write does not hold for the item, which [`Error::current_item`] returns.
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
    /// The credentials or the region are missing, wrong, or do not allow the operation.
    AccessDenied,
    /// A stored item does not fit the Rust type; the message names the attribute, the expected and the found type, and
    /// [`Error::key`] and [`Error::item`] tell which item it is. [`Query::results`](crate::Query::results) reads on past it.
    Decode,
    /// No connection to the endpoint, or it broke: check its address, and that it is up. Of a write,
    /// [`Error::may_have_been_written`] tells whether it had been sent.
    Unreachable,
    /// No answer in time. Of a write, [`Error::may_have_been_written`] tells whether it had been sent.
    TimedOut,
    /// Anything else that the service reports, such as a failure of its own, and a response that is not one of DynamoDB's: a
    /// proxy or a captive portal may have answered in its place. Of a write,
    /// [`Error::may_have_been_written`] is then true.
    Service,
}

impl Error {
    /// Returns what a caller can do about it.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// The error that a write ended in, one of whose attempts may have been carried out.
    pub(crate) fn answer_lost(mut self) -> Self {
        if self.0.kind == ErrorKind::ConditionFailed {
            self.0.kind = ErrorKind::AnswerLost;
        }
        self.0.message += "; an answer was lost, so that it may have been written: read the item";
        self.wrote(Wrote::Perhaps)
    }

    /// A write that has taken place, but what it returns of the item before is lost with an answer.
    pub(crate) fn result_lost(table: &str) -> Self {
        let message = format!("{table}: written, but an answer that told the item before was lost");
        Self::new(ErrorKind::AnswerLost, message).wrote(Wrote::Yes)
    }

    /// Returns what the error comes from, the nearest first.
    pub(crate) fn sources(&self) -> impl Iterator<Item = &(dyn StdError + 'static)> {
        std::iter::successors(self.source(), |source| (*source).source())
    }

    pub(crate) fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        let (message, source, about) = (message.into(), None, About::default());
        Self(Box::new(Inner { kind, message, source, about }))
    }

    pub(crate) fn invalid(table: &str, problem: impl fmt::Display) -> Self {
        Self::new(ErrorKind::InvalidRequest, format!("{table}: {problem}"))
    }

    /// A value of `table` that cannot be written.
    pub(crate) fn encode(table: &str, error: &Mistake) -> Self {
        Self::new(ErrorKind::InvalidRequest, error.describe(table))
    }

    /// An attribute of `table` that cannot be read.
    pub(crate) fn decode(table: &str, error: &Mistake) -> Self {
        let item = error.0.item.clone();
        Self::new(ErrorKind::Decode, error.describe(table)).of_item(item)
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.message)
    }
}

/// The SDK's own errors hold the response, and in it the item, so that they are shown as they are displayed.
impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sources: Vec<String> = self.sources().map(ToString::to_string).collect();
        f.debug_struct("Error")
            .field("kind", &self.0.kind)
            .field("message", &self.0.message)
            .field("sources", &sources)
            .finish()
    }
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.0.source.as_ref().map(|source| source.as_ref() as _)
    }
}

/// Why a value cannot be written or an attribute cannot be read, and where in the item it stands.
#[derive(Clone, PartialEq)]
pub struct Mistake(Box<Told>);

/// Boxed, so that what goes well carries one word.
#[derive(Clone, PartialEq)]
struct Told {
    /// From the inside out.
    path: Vec<Step>,
    reason: Cow<'static, str>,
    /// The stored item that does not fit.
    item: Option<Attributes>,
}

impl Mistake {
    #[cold]
    pub(crate) fn new(reason: impl Into<Cow<'static, str>>) -> Self {
        Self(Box::new(Told { path: Vec::new(), reason: reason.into(), item: None }))
    }

    /// The same, in this item.
    pub(crate) fn of_item(mut self, item: Attributes) -> Self {
        self.0.item = Some(item);
        self
    }

    pub(crate) fn has_item(&self) -> bool {
        self.0.item.is_some()
    }

    /// Whether it has this reason.
    pub(crate) fn is(&self, reason: &str) -> bool {
        self.0.reason == reason
    }

    /// Adds the step that leads to the place reached so far.
    pub(crate) fn within(&mut self, step: Step) {
        self.0.path.push(step);
    }

    /// Takes each of `steps`, from the item on, for its own equal one, whose name may be owned where the other's is not.
    pub(crate) fn along(&mut self, steps: impl Iterator<Item = Step>) {
        for (own, step) in self.0.path.iter_mut().rev().zip(steps) {
            if *own != step {
                return;
            }
            *own = step;
        }
    }

    /// `Log.status: expected S, found N`
    fn describe(&self, table: &str) -> String {
        let path: String = self.0.path.iter().rev().map(ToString::to_string).collect();
        format!("{table}{path}: {}", self.0.reason)
    }
}

/// Never shows the item.
impl fmt::Debug for Mistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Told { path, reason, .. } = &*self.0;
        f.debug_struct("Mistake")
            .field("path", path)
            .field("reason", reason)
            .finish_non_exhaustive()
    }
}

/// One step of the path to an attribute: into a map, or into a list.
///
/// A name that is borrowed is the program's, and is shown; one that is owned came with an item or a call, is data, and is
/// shown as `[key]`.
#[derive(Clone, PartialEq, Eq)]
pub(crate) enum Step {
    Name(Cow<'static, str>),
    Index(usize),
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Name(Cow::Borrowed(name)) => write!(f, ".{name}"),
            Self::Name(Cow::Owned(_)) => f.write_str("[key]"),
            Self::Index(index) => write!(f, "[{index}]"),
        }
    }
}

impl fmt::Debug for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
