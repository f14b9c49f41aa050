//! Why there is no engine, in words that say what to do about it.

use std::error::Error;
use std::path::PathBuf;
use std::{fmt, io};

use crate::choice::VARIABLE;

/// Says why an engine could not be had.
#[derive(Debug)]
#[non_exhaustive]
pub enum EngineError {
    /// The text, from `DYNAMO_ENGINE` or given, names no engine.
    UnknownEngine(String),
    /// The endpoint is not on this machine; tests and samples write and delete.
    NotLoopback(String),
    /// Nothing listens at the endpoint.
    NotRunning {
        /// The endpoint, as `http://host:port`.
        endpoint: String,
        /// Why the connection failed.
        source: io::Error,
    },
    /// The file cannot be opened as the embedded engine's database.
    Database {
        /// The file, as given.
        path: PathBuf,
        /// Why it cannot.
        source: Box<dyn Error + Send + Sync>,
    },
    /// The embedded engine did not get what it needs from this machine.
    Start(Box<dyn Error + Send + Sync>),
}

impl fmt::Display for EngineError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownEngine(text) => write!(
                f,
                "`{text}` is not an engine; unset {VARIABLE}, or set it to `embedded` or to the `http://host:port` of an engine on this machine"
            ),
            Self::NotLoopback(url) => write!(
                f,
                "`{url}` is not on this machine; tests and samples write and delete data, so use `localhost`, `127.0.0.1` or `[::1]`"
            ),
            Self::NotRunning { endpoint, .. } => {
                write!(
                    f,
                    "nothing listens at {endpoint}; start an engine with `scripts/dynamodb-local start`, or unset {VARIABLE}"
                )
            }
            Self::Database { path, .. } => {
                write!(f, "cannot open the database `{}`", path.display())
            }
            Self::Start(_) => f.write_str("cannot start the embedded engine"),
        }
    }
}

impl Error for EngineError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::NotRunning { source, .. } => Some(source),
            Self::Database { source, .. } | Self::Start(source) => Some(source.as_ref()),
            Self::UnknownEngine(_) | Self::NotLoopback(_) => None,
        }
    }
}
