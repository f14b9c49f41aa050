//! What a service says in one answer, or how it fails to.

use std::fmt::{self, Debug, Formatter};
use std::sync::Arc;

use aws_smithy_runtime_api::client::http::HttpConnectorFuture;
use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use aws_smithy_runtime_api::client::result::ConnectorError;
use aws_smithy_runtime_api::http::{Response, StatusCode};
use serde_json::json;

use crate::Request;
use crate::body::broken_off;

/// Is what a [`Script`](crate::Script) gives one request: a response, or the end of the connection.
#[derive(Clone)]
pub struct Answer(Kind);

#[derive(Clone)]
enum Kind {
    Response { status: u16, body: Vec<u8> },
    BrokenOff(Vec<u8>),
    NoConnection,
    Lost,
    Never,
    Computed(Arc<dyn Fn(&Request) -> Answer + Send + Sync>),
}

impl Answer {
    /// The id that the service gives each request, in the header `x-amzn-requestid`.
    pub const REQUEST_ID: &str = "0123456789ABCDEF";

    /// Answers 200 with the body.
    #[must_use]
    pub fn success(body: impl Into<Vec<u8>>) -> Self {
        Self::status(200, body)
    }

    /// Answers with the status and the body. A number that is no status is 500.
    #[must_use]
    pub fn status(status: u16, body: impl Into<Vec<u8>>) -> Self {
        Self(Kind::Response { status, body: body.into() })
    }

    /// Answers 400 with the error of this code, such as `ConditionalCheckFailedException`.
    #[must_use]
    pub fn error(code: &str) -> Self {
        Self::status(400, json!({ "__type": qualified(code), "message": code }).to_string())
    }

    /// Answers that the table's capacity is used up: `ProvisionedThroughputExceededException`.
    #[must_use]
    pub fn throttled() -> Self {
        Self::error("ProvisionedThroughputExceededException")
    }

    /// Answers 500 with an `InternalServerError`. Of a write it says nothing: it may have taken place.
    #[must_use]
    pub fn failed() -> Self {
        Self::status(500, json!({ "__type": qualified("InternalServerError") }).to_string())
    }

    /// Answers that the transaction is canceled, for a reason of each of its actions: `None`, `ConditionalCheckFailed`,
    /// `TransactionConflict` and so on.
    #[must_use]
    pub fn canceled<'a>(reasons: impl IntoIterator<Item = &'a str>) -> Self {
        let reasons: Vec<_> = reasons.into_iter().collect();
        let message = format!(
            "Transaction cancelled, please refer cancellation reasons for specific reasons [{}]",
            reasons.join(", ")
        );
        let reasons: Vec<_> = reasons.iter().map(|code| json!({ "Code": code })).collect();
        let code = qualified("TransactionCanceledException");
        let body = json!({ "__type": code, "Message": message, "CancellationReasons": reasons });
        Self::status(400, body.to_string())
    }

    /// Has no connection: the request does not arrive, and the client knows it.
    #[must_use]
    pub fn no_connection() -> Self {
        Self(Kind::NoConnection)
    }

    /// Breaks the connection before an answer: the client cannot know whether the request has arrived.
    #[must_use]
    pub fn lost() -> Self {
        Self(Kind::Lost)
    }

    /// Never answers: the client waits until its timeout, and for ever if it has none.
    #[must_use]
    pub fn never() -> Self {
        Self(Kind::Never)
    }

    /// Answers 200 with what is no JSON: a portal's page.
    #[must_use]
    pub fn malformed() -> Self {
        Self::success("<html><body>Please sign in</body></html>")
    }

    /// Answers 200 with the first half of the body, then breaks the connection.
    #[must_use]
    pub fn truncated(body: impl Into<Vec<u8>>) -> Self {
        Self(Kind::BrokenOff(body.into()))
    }

    /// Answers as `answer` says of the request.
    ///
    /// ```
    /// use dynamo_testkit::{Answer, Script};
    /// use serde_json::json;
    ///
    /// // Leaves every batch undone, whatever is in it.
    /// let script = Script::new([Answer::computed(|request| {
    ///     Answer::success(json!({ "`UnprocessedItems`": request.json()["RequestItems"] }).to_string())
    /// })]);
    /// ```
    #[must_use]
    pub fn computed(answer: impl Fn(&Request) -> Answer + Send + Sync + 'static) -> Self {
        Self(Kind::Computed(Arc::new(answer)))
    }

    pub(crate) fn give(self, request: &Request) -> HttpConnectorFuture {
        match self.0 {
            Kind::Response { status, body } => {
                HttpConnectorFuture::ready(Ok(response(status, body)))
            }
            Kind::BrokenOff(body) => {
                let mut response = response(200, body);
                *response.body_mut() = broken_off(response.body().bytes().unwrap_or_default());
                HttpConnectorFuture::ready(Ok(response))
            }
            Kind::NoConnection => HttpConnectorFuture::ready(Err(ConnectorError::io(
                "connection refused".into(),
            )
            .never_connected())),
            Kind::Lost => HttpConnectorFuture::ready(Err(lost())),
            Kind::Never => HttpConnectorFuture::new(std::future::pending()),
            Kind::Computed(answer) => answer(request).give(request),
        }
    }
}

pub(crate) fn lost() -> ConnectorError {
    ConnectorError::io("the connection broke".into())
}

fn response(status: u16, body: Vec<u8>) -> HttpResponse {
    let status = StatusCode::try_from(status)
        .unwrap_or_else(|_| StatusCode::try_from(500).expect("500 is a status"));
    let mut response = Response::new(status, body.into());
    response.headers_mut().insert("x-amzn-requestid", Answer::REQUEST_ID);
    response
}

fn qualified(code: &str) -> String {
    format!("com.amazonaws.dynamodb.v20120810#{code}")
}

impl Debug for Answer {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Kind::Response { status, body } => {
                write!(f, "Answer({status} {})", String::from_utf8_lossy(body))
            }
            Kind::BrokenOff(body) => write!(f, "Answer(half of {})", String::from_utf8_lossy(body)),
            Kind::NoConnection => f.write_str("Answer(no connection)"),
            Kind::Lost => f.write_str("Answer(lost)"),
            Kind::Never => f.write_str("Answer(never)"),
            Kind::Computed(_) => f.write_str("Answer(computed)"),
        }
    }
}
