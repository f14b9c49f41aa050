//! Whatever went wrong in, one line for a person out.

use std::{fmt, io};

use dynamo_runtime::{Error, ErrorKind};

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

    /// The failure of an operation on a table.
    pub(crate) fn of_table(error: &Error, table: &str) -> Self {
        match error.kind() {
            ErrorKind::NotFound => Self::new(format_args!(
                "there is no table `{table}`; create it with `apply {table}`"
            )),
            _ => Self::new(error),
        }
    }

    /// Whether nobody reads what is printed: the program ends without a word.
    pub(crate) fn is_closed_pipe(&self) -> bool {
        self.closed_pipe
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.words)
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self::new(error)
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        let closed_pipe = error.kind() == io::ErrorKind::BrokenPipe;
        Self { closed_pipe, ..Self::new(format_args!("cannot print: {error}")) }
    }
}
