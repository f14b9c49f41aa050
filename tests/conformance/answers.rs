//! What the service does with one attempt.

use std::time::Duration;

use aws_smithy_types::retry::ErrorKind;
use serde_json::json;

/// What becomes of an attempt.
#[derive(Debug, Clone)]
pub(crate) enum Answer {
    /// It is answered.
    Reply(Reply),
    /// There is no connection, and the HTTP client says so.
    Refused,
    /// The connection breaks before an answer.
    Lost,
    /// There is no connection until the time to connect is over.
    Unreachable,
    /// There is no answer until the time to read is over.
    Silence,
    /// The request arrives, and nothing happens, whatever the time.
    Never,
    /// Nobody takes the request's body, whatever the time.
    Unread,
    /// The HTTP client fails for a reason of its own, which it takes for one of this kind.
    Failed(Option<ErrorKind>),
    /// The HTTP client takes the request for a mistake.
    Misused,
}

/// An answer over HTTP.
#[derive(Debug, Clone)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Body,
    pub(crate) transfer: Transfer,
    /// How long it takes to begin.
    pub(crate) after: Duration,
    /// By how many seconds the service's clock is ahead of the client's, if it tells the time.
    pub(crate) ahead: Option<i64>,
    pub(crate) checksum: Checksum,
}

/// What a body says.
#[derive(Debug, Clone)]
pub(crate) enum Body {
    /// What the operation returns when it succeeds.
    Success,
    Text(String),
}

/// How a body arrives.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Transfer {
    Whole,
    /// The connection breaks in the middle.
    Half,
    /// It ends in the middle, as if that were the end.
    Short,
    /// Nothing comes after the middle.
    Stalls,
    /// In parts, with pauses before each.
    Slow(Duration),
}

/// What the header `x-amz-crc32` says.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Checksum {
    Absent,
    Right,
    Wrong,
}

impl Reply {
    pub(crate) fn new(status: u16, body: Body) -> Self {
        Self {
            status,
            headers: vec![("content-type".to_owned(), "application/x-amz-json-1.0".to_owned())],
            body,
            transfer: Transfer::Whole,
            after: Duration::ZERO,
            ahead: None,
            checksum: Checksum::Absent,
        }
    }

    pub(crate) fn transfer(mut self, transfer: Transfer) -> Self {
        self.transfer = transfer;
        self
    }

    pub(crate) fn after(mut self, after: Duration) -> Self {
        self.after = after;
        self
    }

    pub(crate) fn ahead(mut self, seconds: i64) -> Self {
        self.ahead = Some(seconds);
        self
    }

    pub(crate) fn checksum(mut self, checksum: Checksum) -> Self {
        self.checksum = checksum;
        self
    }

    pub(crate) fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }
}

impl From<Reply> for Answer {
    fn from(reply: Reply) -> Self {
        Self::Reply(reply)
    }
}

/// The success of whatever is asked.
pub(crate) fn success() -> Reply {
    Reply::new(200, Body::Success)
}

/// An answer with this text.
pub(crate) fn text(status: u16, text: &str) -> Reply {
    Reply::new(status, Body::Text(text.to_owned()))
}

/// An error of the service by its code.
pub(crate) fn error(status: u16, code: &str) -> Reply {
    let code = format!("com.amazonaws.dynamodb.v20120810#{code}");
    text(status, &json!({ "__type": code, "message": "as it is" }).to_string())
}
