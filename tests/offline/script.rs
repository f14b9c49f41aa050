//! A service that answers with what it is told, and remembers what it was asked.

use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::config::retry::RetryConfig;
use aws_sdk_dynamodb::config::{HttpClient, RuntimeComponents};
use aws_smithy_runtime_api::client::http::{
    HttpConnector, HttpConnectorFuture, HttpConnectorSettings, SharedHttpConnector,
};
use aws_smithy_runtime_api::client::orchestrator::HttpRequest;
use aws_smithy_runtime_api::client::result::ConnectorError;
use aws_smithy_runtime_api::http::{Response, StatusCode};
use dynamo_tests::offline;

/// The id that the service gives each request.
pub(crate) const REQUEST_ID: &str = "0123456789ABCDEF";

/// Gives each request the next answer, and the last to all that follow.
#[derive(Debug, Clone)]
pub(crate) struct Script(Arc<Mutex<State>>);

#[derive(Debug)]
struct State {
    answers: Vec<Answer>,
    requests: Vec<(String, String)>,
}

#[derive(Debug, Clone)]
pub(crate) enum Answer {
    Status(u16, String),
    /// A success with whatever bytes.
    Body(Vec<u8>),
    NoConnection,
    Never,
}

impl Script {
    pub(crate) fn new(answers: &[Answer]) -> Self {
        let state = State { answers: answers.to_vec(), requests: Vec::new() };
        Self(Arc::new(Mutex::new(state)))
    }

    /// A client that tries each call so many times.
    pub(crate) fn client(&self, attempts: u32) -> Client {
        client_of(self.clone(), attempts)
    }

    /// Takes the targets and bodies of the requests so far.
    pub(crate) fn requests(&self) -> Vec<(String, String)> {
        std::mem::take(&mut self.state().requests)
    }

    /// Gives these answers from now on.
    pub(crate) fn answer(&self, answers: Vec<Answer>) {
        *self.state() = State { answers, requests: Vec::new() };
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().expect("no panic while it is held")
    }
}

/// A client that sends to `service`, and tries each call so many times.
pub(crate) fn client_of(service: impl HttpClient + 'static, attempts: u32) -> Client {
    let retry = RetryConfig::standard().with_max_attempts(attempts);
    let retry = retry.with_initial_backoff(Duration::from_millis(1));
    let config = offline().config().to_builder().http_client(service).retry_config(retry);
    Client::from_conf(config.build())
}

impl HttpConnector for Script {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let mut state = self.state();
        let target = request.headers().get("x-amz-target").unwrap_or_default().to_owned();
        let body = request.body().bytes().unwrap_or_default();
        state.requests.push((target, String::from_utf8_lossy(body).into_owned()));
        let answers = &mut state.answers;
        let answer = if answers.len() > 1 { answers.remove(0) } else { answers[0].clone() };
        match answer {
            Answer::Status(status, body) => {
                let status = StatusCode::try_from(status).expect("a status");
                let mut response = Response::new(status, body.into());
                response.headers_mut().insert("x-amzn-requestid", REQUEST_ID);
                HttpConnectorFuture::ready(Ok(response))
            }
            Answer::Body(body) => {
                let status = StatusCode::try_from(200).expect("a status");
                HttpConnectorFuture::ready(Ok(Response::new(status, body.into())))
            }
            Answer::NoConnection => {
                HttpConnectorFuture::ready(Err(ConnectorError::io("connection refused".into())))
            }
            Answer::Never => HttpConnectorFuture::new(std::future::pending()),
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
