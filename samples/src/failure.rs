//! Whatever went wrong in, one line for a person out.

use std::error::Error as StdError;
use std::{fmt, io};

use dynamo_runtime::{Error, ErrorKind};
use dynamo_testkit::EngineError;

/// One line that says what went wrong and what to do about it.
#[derive(Debug)]
pub(crate) struct Failure {
    words: String,
    closed_pipe: bool,
}

impl Failure {
    /// A failure in these words, of which line breaks are no part.
    pub(crate) fn new(words: impl fmt::Display) -> Self {
        let words = words.to_string();
        let words = words.lines().map(str::trim).collect::<Vec<_>>().join(" ");
        Self { words, closed_pipe: false }
    }

    /// Whether nobody reads what is printed.
    pub(crate) fn is_closed_pipe(&self) -> bool {
        self.closed_pipe
    }

    /// A failure in the words of an error and its causes.
    pub(crate) fn with_causes(error: &dyn StdError) -> Self {
        let mut words = error.to_string();
        let mut cause = error.source();
        while let Some(error) = cause {
            words.extend([": ", &error.to_string()]);
            cause = error.source();
        }
        Self::new(words)
    }

    /// The failure of an operation on the table called `table`; `options` are those that led to it.
    pub(crate) fn of_table(error: &Error, table: &str, options: &str) -> Self {
        match error.kind() {
            ErrorKind::NotFound => Self::new(format_args!(
                "there is no table `{table}`; create it with `samples create{options}`"
            )),
            _ => error.into(),
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.words)
    }
}

impl From<&Error> for Failure {
    fn from(error: &Error) -> Self {
        Self::new(error)
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self::new(error)
    }
}

impl From<EngineError> for Failure {
    fn from(error: EngineError) -> Self {
        match error {
            EngineError::NotRunning { endpoint, .. } => Self::new(format_args!(
                "nothing listens at {endpoint}; start an engine there, for example with `scripts/dynamodb-local start`"
            )),
            error => Self::with_causes(&error),
        }
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        let closed_pipe = error.kind() == io::ErrorKind::BrokenPipe;
        Self { closed_pipe, ..Self::new(format_args!("cannot print: {error}")) }
    }
}
