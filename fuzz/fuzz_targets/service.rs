//! A body in, what each wire reads from it out.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::config::retry::RetryConfig;
use aws_sdk_dynamodb::config::{HttpClient, RuntimeComponents};
use aws_smithy_runtime_api::client::http::{
    HttpConnector, HttpConnectorFuture, HttpConnectorSettings, SharedHttpConnector,
};
use aws_smithy_runtime_api::client::orchestrator::HttpRequest;
use aws_smithy_runtime_api::http::{Response, StatusCode};
use dynamo_runtime::{Dynamo, Error, Wire};
use serde_json::Value;
use tokio::runtime::{Builder, Runtime};

/// What a call returned, and what it asked for.
pub type Called<T> = (Result<T, Error>, Vec<Value>);

/// Answers calls on both wires.
pub struct Service {
    runtime: Runtime,
    answers: Answers,
    wires: [Dynamo; 2],
}

#[derive(Debug, Clone, Default)]
struct Answers(Arc<Mutex<State>>);

#[derive(Debug, Default)]
struct State {
    /// The next answers. Those that follow are empty, so that a page that says so is not the last ends all the same.
    next: VecDeque<Vec<u8>>,
    requests: Vec<Value>,
}

impl Service {
    pub fn new() -> Self {
        let answers = Answers::default();
        let config = dynamo_tests::offline().config().to_builder();
        let config = config.http_client(answers.clone()).retry_config(RetryConfig::disabled());
        let client = Client::from_conf(config.build());
        let wires = [Wire::Json, Wire::Sdk].map(|wire| Dynamo::new(client.clone()).with_wire(wire));
        // Time passes at once: what is left unprocessed is asked for again after a pause.
        let runtime = Builder::new_current_thread().enable_time().start_paused(true).build();
        Self { runtime: runtime.expect("a runtime"), answers, wires }
    }

    /// Makes the call on the JSON wire and on the SDK's. The first answers are these bodies.
    pub fn call<T>(
        &self,
        bodies: &[&[u8]],
        call: impl AsyncFn(&Dynamo) -> Result<T, Error>,
    ) -> [Called<T>; 2] {
        self.wires.each_ref().map(|wire| {
            let state = || self.answers.0.lock().expect("no panic while it is held");
            let next = bodies.iter().map(|body| body.to_vec()).collect();
            *state() = State { next, requests: Vec::new() };
            let returned = self.runtime.block_on(call(wire));
            (returned, std::mem::take(&mut state().requests))
        })
    }
}

impl HttpConnector for Answers {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let mut state = self.0.lock().expect("no panic while it is held");
        let asked = request.body().bytes().unwrap_or_default();
        state.requests.push(serde_json::from_slice(asked).expect("a request in JSON"));
        let answer = state.next.pop_front().unwrap_or_else(|| b"{}".to_vec());
        let status = StatusCode::try_from(200).expect("a status");
        HttpConnectorFuture::ready(Ok(Response::new(status, answer.into())))
    }
}

impl HttpClient for Answers {
    fn http_connector(
        &self,
        _: &HttpConnectorSettings,
        _: &RuntimeComponents,
    ) -> SharedHttpConnector {
        SharedHttpConnector::new(self.clone())
    }
}
