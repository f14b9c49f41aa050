//! One error type for every operation, sorted by what its caller can do.

mod about;
#[cfg(feature = "test-util")]
mod fake;
mod kind;
mod refusal;
mod sdk;
mod written;

use std::borrow::Cow;
use std::error::Error as StdError;
use std::fmt;

use self::about::About;
pub(crate) use self::about::Wrote;
pub use self::kind::ErrorKind;
pub use self::refusal::Refusal;
pub(crate) use self::sdk::of_code;
pub use self::written::Written;
use crate::attributes::Attributes;

/// Why an operation failed.
///
/// Its message names the table and the operation; [`kind`](Self::kind) tells what to do about it, [`key`](Self::key) and
/// [`item`](Self::item) which item it is about, and the source chain ends in the SDK's own error where the service or the
/// connection failed. Neither its `Display` nor its `Debug` shows keys, items or values; the `Debug` of the SDK's error does,
/// since it holds the response. In the path to an attribute, `Log.prices[key].currency`, `[key]` stands for a key of a map, which is data, and
/// `[2]` for the third element of a list. The message is for logs: it has the names of tables, and of a service's refusal what the
/// service says, which may name accounts and users. [`public_message`](Self::public_message) has neither.
pub struct Error(Box<Inner>);

struct Inner {
    kind: ErrorKind,
    message: String,
    source: Option<Box<dyn StdError + Send + Sync>>,
    about: About,
}

impl Error {
    /// Returns what a caller can do about it.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// Returns what went wrong in a sentence that has no names, keys or values in it: for the answer of a service to its own clients.
    #[must_use]
    pub fn public_message(&self) -> &'static str {
        self.refusal().map_or(self.0.kind.describe(), Refusal::describe)
    }

    /// Returns whether the same operation may succeed when it is sent again after a pause: see
    /// [`ErrorKind::is_retryable`]. Of a write, ask [`may_have_been_written`](Self::may_have_been_written) first.
    #[must_use]
    pub fn is_retryable(&self) -> bool {
        self.0.kind.is_retryable()
    }

    /// The error that a write ended in, one of whose attempts may have been carried out.
    pub(crate) fn answer_lost(mut self) -> Self {
        if self.0.kind == ErrorKind::ConditionFailed {
            self.0.kind = ErrorKind::AnswerLost;
        }
        self.0.message += "; an answer was lost, so the item may have been written: read it before you write again";
        self.wrote(Wrote::Perhaps)
    }

    /// The error that a transaction ended in, one of whose attempts may have been carried out.
    pub(crate) fn transaction_lost(mut self) -> Self {
        self.0.message += "; an answer was lost, so the transaction may have been carried out: read what it writes before you write again";
        self.wrote(Wrote::Perhaps)
    }

    /// A write that has taken place, but what it returns of the item before is lost with an answer.
    pub(crate) fn result_lost(table: &str) -> Self {
        let message = format!(
            "{table}: the item was written, but the answer that held the old item was lost"
        );
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

    /// An error that says the same of something else, without the sources of this one.
    pub(crate) fn alike(&self) -> Self {
        let alike = Self::new(self.kind(), self.0.message.clone());
        alike.wrote(self.0.about.wrote())
    }

    /// The same, of the entry of a batch that stands at this index.
    pub(crate) fn at_index(mut self, index: usize) -> Self {
        self.0.message = format!("{self} (the entry at index {index})");
        self
    }

    pub(crate) fn invalid(table: &str, problem: impl fmt::Display) -> Self {
        Self::new(ErrorKind::InvalidRequest, format!("{table}: {problem}"))
    }

    /// What the service left unprocessed until the budget of retries was used up.
    pub(crate) fn unprocessed(table: &str, operation: &str) -> Self {
        let message = format!(
            "{table}: {operation} has left items unprocessed until its retries were used up; raise the table's capacity, or \
             allow more attempts or time with `Dynamo::with_retries`"
        );
        Self::new(ErrorKind::Throttled, message)
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

    /// The stored item that does not fit.
    pub(crate) fn item(&self) -> Option<&Attributes> {
        self.0.item.as_ref()
    }

    pub(crate) fn has_item(&self) -> bool {
        self.0.item.is_some()
    }

    /// Whether it has this reason.
    pub(crate) fn is(&self, reason: &str) -> bool {
        self.0.reason == reason
    }

    pub(crate) fn reason(&self) -> &str {
        &self.0.reason
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
