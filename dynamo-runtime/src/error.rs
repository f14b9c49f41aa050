//! One error type for every operation, sorted by what its caller can do.

use std::borrow::Cow;
use std::error::Error as StdError;
use std::fmt;

use aws_sdk_dynamodb::error::{ProvideErrorMetadata, SdkError};

/// Why an operation failed.
///
/// Its message names the table and the operation; [`kind`](Self::kind) tells what to do about it, and the source chain
/// ends in the SDK's own error where the service or the connection failed. Neither its `Display` nor its `Debug` shows keys,
/// items or values; the `Debug` of the SDK's error does, since it holds the response.
pub struct Error(Box<Inner>);

struct Inner {
    kind: ErrorKind,
    message: String,
    source: Option<Box<dyn StdError + Send + Sync>>,
}

/// What went wrong, by what a caller can do about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The condition of a write does not hold for the item, which [`Error::current_item`] returns.
    ConditionFailed,
    /// There is no such table or index: create it, or correct the name or region.
    NotFound,
    /// The table is being created, changed or deleted: wait until it is ACTIVE.
    InUse,
    /// The service takes fewer requests than it is sent, after the SDK's own retries: slow down, or raise the capacity.
    Throttled,
    /// The request breaks a rule of DynamoDB; the message names it. Sending it again does not help.
    InvalidRequest,
    /// The credentials are missing, wrong, or do not allow the operation.
    AccessDenied,
    /// A stored item does not fit the Rust type; the message names the attribute, the expected and the found type.
    Decode,
    /// No connection to the endpoint: check its address, and that it is up.
    Unreachable,
    /// No answer in time. Whether the operation took place is unknown.
    TimedOut,
    /// Anything else that the service reports.
    Service,
}

impl Error {
    /// Returns what a caller can do about it.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// Returns what the error comes from, the nearest first.
    pub(crate) fn sources(&self) -> impl Iterator<Item = &(dyn StdError + 'static)> {
        std::iter::successors(self.source(), |source| (*source).source())
    }

    pub(crate) fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Self(Box::new(Inner { kind, message: message.into(), source: None }))
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
        Self::new(ErrorKind::Decode, error.describe(table))
    }

    /// The SDK's error for `operation` on `table`.
    pub(crate) fn sdk<E, R>(table: &str, operation: &str, error: SdkError<E, R>) -> Self
    where
        E: ProvideErrorMetadata + StdError + Send + Sync + 'static,
        R: fmt::Debug + Send + Sync + 'static,
    {
        let (kind, what) = match &error {
            SdkError::ServiceError(service) => of_service(service.err()),
            SdkError::TimeoutError(_) => (ErrorKind::TimedOut, "no answer in time".to_owned()),
            SdkError::DispatchFailure(failure) if failure.is_timeout() => {
                (ErrorKind::TimedOut, "no answer in time".to_owned())
            }
            SdkError::DispatchFailure(failure) if failure.is_io() => {
                (ErrorKind::Unreachable, "no connection to the endpoint".to_owned())
            }
            SdkError::ConstructionFailure(_) => {
                (ErrorKind::InvalidRequest, "the request could not be built".to_owned())
            }
            other => (ErrorKind::Service, root_cause(other)),
        };
        let message = format!("{table}: {operation} failed: {what}");
        Self(Box::new(Inner { kind, message, source: Some(Box::new(error)) }))
    }
}

fn of_service(error: &impl ProvideErrorMetadata) -> (ErrorKind, String) {
    let code = error.code().unwrap_or("an error without a code");
    let kind = match code {
        "ConditionalCheckFailedException" => ErrorKind::ConditionFailed,
        "ResourceNotFoundException" | "TableNotFoundException" => ErrorKind::NotFound,
        "ResourceInUseException" | "TableInUseException" => ErrorKind::InUse,
        "LimitExceededException"
        | "ProvisionedThroughputExceededException"
        | "RequestLimitExceeded"
        | "ThrottlingException" => ErrorKind::Throttled,
        "ItemCollectionSizeLimitExceededException" | "ValidationException" => {
            ErrorKind::InvalidRequest
        }
        "AccessDeniedException"
        | "ExpiredTokenException"
        | "IncompleteSignatureException"
        | "InvalidSignatureException"
        | "MissingAuthenticationTokenException"
        | "UnrecognizedClientException" => ErrorKind::AccessDenied,
        _ => ErrorKind::Service,
    };
    (kind, error.message().map_or_else(|| code.to_owned(), |message| format!("{message} ({code})")))
}

fn root_cause(error: &(dyn StdError + 'static)) -> String {
    let mut cause = error;
    while let Some(source) = cause.source() {
        cause = source;
    }
    cause.to_string()
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
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Mistake {
    /// From the inside out.
    path: Vec<Step>,
    reason: Cow<'static, str>,
}

impl Mistake {
    pub(crate) fn new(reason: impl Into<Cow<'static, str>>) -> Self {
        Self { path: Vec::new(), reason: reason.into() }
    }

    /// Adds the step that leads to the place reached so far.
    pub(crate) fn within(&mut self, step: Step) {
        self.path.push(step);
    }

    /// `Log.status: expected S, found N`
    fn describe(&self, table: &str) -> String {
        let path: String = self.path.iter().rev().map(ToString::to_string).collect();
        format!("{table}{path}: {}", self.reason)
    }
}

/// One step of the path to an attribute: into a map, or into a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Step {
    Name(Cow<'static, str>),
    Index(usize),
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Name(name) => write!(f, ".{name}"),
            Self::Index(index) => write!(f, "[{index}]"),
        }
    }
}
