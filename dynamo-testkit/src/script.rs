//! Answers in, a service that gives them in their order and remembers what it was asked out.

use std::mem;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::config::{HttpClient, RuntimeComponents};
use aws_smithy_runtime_api::client::http::{
    HttpConnector, HttpConnectorFuture, HttpConnectorSettings, SharedHttpConnector,
};
use aws_smithy_runtime_api::client::orchestrator::HttpRequest;
use aws_smithy_runtime_api::client::result::ConnectorError;
use serde_json::Value;

use crate::{Answer, client_of};

/// Is a service that gives each request the next of its answers, and the last one to all that follow.
///
/// It takes the place of the connections, below the SDK: a client's retries, timeouts and errors are those of a real service. Clones
/// share the answers and what is remembered.
///
/// ```
/// use dynamo_testkit::{Answer, Script};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let script = Script::new([Answer::throttled(), Answer::success(r#"{"TableNames":["Log"]}"#)]);
/// let client = script.client(2);
/// assert_eq!(client.list_tables().send().await?.table_names(), ["Log"]);
/// let operations: Vec<_> = script.requests().iter().map(|sent| sent.operation().to_owned()).collect();
/// assert_eq!(operations, ["ListTables", "ListTables"]);
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone)]
pub struct Script(Arc<Mutex<State>>);

#[derive(Debug, Default)]
struct State {
    /// In reverse: the next is the last.
    answers: Vec<Answer>,
    requests: Vec<Request>,
}

/// Holds what a client has sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// The header `x-amz-target`: `DynamoDB_20120810.PutItem`.
    pub target: String,
    /// The body, as it was sent.
    pub body: String,
}

impl Script {
    /// Returns a service with these answers. One without any breaks each connection.
    #[must_use]
    pub fn new(answers: impl IntoIterator<Item = Answer>) -> Self {
        let script = Self(Arc::default());
        script.answer(answers);
        script
    }

    /// Gives these answers from now on, in place of those that are left, and forgets the requests so far.
    pub fn answer(&self, answers: impl IntoIterator<Item = Answer>) {
        let mut answers: Vec<_> = answers.into_iter().collect();
        answers.reverse();
        *self.state() = State { answers, requests: Vec::new() };
    }

    /// Takes the requests so far, every attempt of each, in the order in which they came.
    #[must_use]
    pub fn requests(&self) -> Vec<Request> {
        mem::take(&mut self.state().requests)
    }

    /// Returns a client that sends here and tries each call at most `attempts` times, with pauses of some milliseconds.
    #[must_use]
    pub fn client(&self, attempts: u32) -> Client {
        client_of(self.clone(), attempts)
    }

    fn next(&self, request: &Request) -> Option<Answer> {
        let mut state = self.state();
        state.requests.push(request.clone());
        let is_last = state.answers.len() == 1;
        if is_last { state.answers.last().cloned() } else { state.answers.pop() }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Request {
    /// Returns the operation's name: `PutItem`.
    #[must_use]
    pub fn operation(&self) -> &str {
        self.target.rsplit_once('.').map_or(&*self.target, |(_, name)| name)
    }

    /// Returns the body as JSON, and `Null` where it is none.
    #[must_use]
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_default()
    }

    pub(crate) fn of(request: &HttpRequest) -> Self {
        let target = request.headers().get("x-amz-target").unwrap_or_default().to_owned();
        let body = request.body().bytes().unwrap_or_default();
        Self { target, body: String::from_utf8_lossy(body).into_owned() }
    }
}

impl HttpConnector for Script {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let request = Request::of(&request);
        match self.next(&request) {
            Some(answer) => answer.give(&request),
            None => HttpConnectorFuture::ready(Err(ConnectorError::user(
                "the script has no answers".into(),
            ))),
        }
    }
}

impl HttpClient for Script {
    fn http_connector(
        &self,
        _: &HttpConnectorSettings,
        _: &RuntimeComponents,
    ) -> SharedHttpConnector {
        SharedHttpConnector::new(self.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_come_in_their_order_and_the_last_one_stays() {
        let script = Script::new([Answer::success("1"), Answer::success("2")]);
        let request =
            Request { target: "DynamoDB_20120810.GetItem".to_owned(), body: "{}".to_owned() };
        let next = || format!("{:?}", script.next(&request).expect("an answer"));
        let (one, two) = (next(), next());
        assert_ne!(one, two);
        assert_eq!(next(), two);
        assert_eq!(script.requests(), [request.clone(), request.clone(), request]);
        assert_eq!(script.requests(), []);
    }

    #[test]
    fn a_request_is_read() {
        let request = Request {
            target: "DynamoDB_20120810.GetItem".to_owned(),
            body: r#"{"TableName":"Log"}"#.to_owned(),
        };
        assert_eq!(request.operation(), "GetItem");
        assert_eq!(request.json()["TableName"], "Log");
        let none = Request { target: String::new(), body: "<html>".to_owned() };
        assert_eq!((none.operation(), none.json()), ("", Value::Null));
    }
}
