//! An error of an operation in, what a client is told of it out.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use dynamo_runtime::{Error, ErrorKind, Refusal};

pub(crate) type Answer<T> = Result<T, Failure>;

#[derive(Debug)]
pub(crate) struct Failure(StatusCode, String);

pub(crate) fn missing(what: &str) -> Failure {
    Failure(StatusCode::NOT_FOUND, format!("there is no such {what}"))
}

impl<E: Into<Error>> From<E> for Failure {
    fn from(error: E) -> Self {
        let error = error.into();
        let status = match (error.kind(), error.refusal()) {
            (_, Some(Refusal::Missing)) => StatusCode::NOT_FOUND,
            (ErrorKind::ConditionFailed, _) => StatusCode::CONFLICT,
            (ErrorKind::InvalidRequest | ErrorKind::InvalidCursor, _) => StatusCode::BAD_REQUEST,
            (kind, _) if kind.is_retryable() => StatusCode::SERVICE_UNAVAILABLE,
            _ => StatusCode::INTERNAL_SERVER_ERROR,
        };
        if status.is_server_error() {
            eprintln!("{error}");
        }
        Self(status, error.public_message().to_string())
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        (self.0, self.1).into_response()
    }
}
