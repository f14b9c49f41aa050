//! Answers in, a service that gives them in their order and remembers each attempt out.

use std::collections::{BTreeMap, VecDeque};
use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering::Relaxed;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use aws_sdk_dynamodb::config::{HttpClient, RuntimeComponents};
use aws_sdk_dynamodb::primitives::{DateTime, DateTimeFormat};
use aws_smithy_async::time::TimeSource;
use aws_smithy_runtime_api::client::connection::{CaptureSmithyConnection, ConnectionMetadata};
use aws_smithy_runtime_api::client::http::{
    HttpConnector, HttpConnectorFuture, HttpConnectorSettings, SharedHttpConnector,
};
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};
use aws_smithy_runtime_api::client::result::ConnectorError;
use aws_smithy_runtime_api::http::StatusCode;

use tracing::Span;

use crate::answers::{Answer, Body, Checksum, Reply};
use crate::bodies;
use crate::operations::Operation;
use crate::time::Time;

/// The service, which its connections share.
#[derive(Debug, Clone)]
pub(crate) struct Service {
    state: Arc<Mutex<State>>,
    time: Time,
    /// The table that is asked for.
    table: &'static str,
}

#[derive(Debug, Default)]
struct State {
    /// The last one is given to all that follow.
    answers: VecDeque<Answer>,
    attempts: Vec<Attempt>,
}

/// A request that has arrived.
#[derive(Debug, Clone)]
pub(crate) struct Attempt {
    /// How long after the beginning.
    pub(crate) at: Duration,
    pub(crate) method: String,
    pub(crate) uri: String,
    pub(crate) headers: BTreeMap<String, Vec<String>>,
    pub(crate) body: Vec<u8>,
    pub(crate) connect_timeout: Option<Duration>,
    pub(crate) read_timeout: Option<Duration>,
    /// Whether it comes from the SDK's stack.
    pub(crate) stacked: bool,
    /// Whether its connection is not to be used again.
    pub(crate) poisoned: Arc<AtomicBool>,
}

impl Attempt {
    /// The first value of a header, or nothing.
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|values| values.first()).map_or("", |value| value)
    }
}

impl Service {
    pub(crate) fn new(time: Time, table: &'static str) -> Self {
        Self { state: Arc::default(), time, table }
    }

    /// Gives these from here on.
    pub(crate) fn answer_with(&self, answers: &[Answer]) {
        self.state().answers = answers.iter().cloned().collect();
    }

    /// Takes what has arrived since this was called.
    pub(crate) fn take_attempts(&self) -> Vec<Attempt> {
        std::mem::take(&mut self.state().attempts)
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Remembers the attempt. Returns its number, and what becomes of it.
    fn receive(&self, attempt: Attempt) -> (usize, Answer) {
        let mut state = self.state();
        state.attempts.push(attempt);
        let answer = match state.answers.len() {
            0 => Answer::Misused,
            1 => state.answers[0].clone(),
            _ => state.answers.pop_front().expect("several"),
        };
        (state.attempts.len(), answer)
    }
}

/// A connection with its timeouts.
#[derive(Debug)]
struct Connection {
    service: Service,
    settings: HttpConnectorSettings,
}

impl HttpClient for Service {
    fn http_connector(
        &self,
        settings: &HttpConnectorSettings,
        _: &RuntimeComponents,
    ) -> SharedHttpConnector {
        let (service, settings) = (self.clone(), settings.clone());
        SharedHttpConnector::new(Connection { service, settings })
    }
}

impl HttpConnector for Connection {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let attempt = self.attempt(&request);
        let success = Operation::of_target(attempt.header("x-amz-target"))
            .map(|operation| operation.success(self.service.table).to_string());
        let poisoned = Arc::clone(&attempt.poisoned);
        let (number, answer) = self.service.receive(attempt);
        if !matches!(answer, Answer::Refused | Answer::Unreachable) {
            watch(&request, &poisoned);
        }
        let time = self.service.time.clone();
        let settings = self.settings.clone();
        HttpConnectorFuture::new(async move {
            if !matches!(answer, Answer::Refused | Answer::Unreachable | Answer::Unread) {
                bodies::read(request.into_body()).await;
            }
            match answer {
                Answer::Reply(reply) => {
                    tokio::time::sleep(reply.after).await;
                    Ok(response(&reply, success.unwrap_or_default(), number, &time))
                }
                Answer::Refused => Err(ConnectorError::io("refused".into()).never_connected()),
                Answer::Lost => Err(ConnectorError::io("the connection broke".into())),
                Answer::Unreachable => late(settings.connect_timeout()).await,
                Answer::Silence => late(settings.read_timeout()).await,
                Answer::Never | Answer::Unread => std::future::pending().await,
                Answer::Failed(kind) => Err(ConnectorError::other("failed".into(), kind)),
                Answer::Misused => Err(ConnectorError::user("misused".into())),
            }
        })
    }
}

/// Waits until the time is over, if there is an end to it.
async fn late(timeout: Option<Duration>) -> Result<HttpResponse, ConnectorError> {
    let Some(timeout) = timeout else { return std::future::pending().await };
    tokio::time::sleep(timeout).await;
    Err(ConnectorError::timeout("it took too long".into()))
}

impl Connection {
    fn attempt(&self, request: &HttpRequest) -> Attempt {
        let mut headers = BTreeMap::<_, Vec<_>>::new();
        for (name, value) in request.headers() {
            headers.entry(name.to_owned()).or_default().push(value.to_owned());
        }
        Attempt {
            at: self.service.time.elapsed(),
            method: request.method().to_owned(),
            uri: request.uri().to_owned(),
            headers,
            body: request.body().bytes().unwrap_or_default().to_vec(),
            connect_timeout: self.settings.connect_timeout(),
            read_timeout: self.settings.read_timeout(),
            stacked: is_stacked(),
            poisoned: Arc::default(),
        }
    }
}

/// The span that the SDK opens for each attempt.
pub(crate) const ATTEMPT: &str = "try_attempt";

/// Whether whoever sends a request is in the SDK's stack.
fn is_stacked() -> bool {
    Span::current().metadata().is_some_and(|span| span.name() == ATTEMPT)
}

/// Has whoever sends the request find its connection, as the SDK's HTTP client does.
fn watch(request: &HttpRequest, poisoned: &Arc<AtomicBool>) {
    let Some(capture) = request.extension::<CaptureSmithyConnection>() else { return };
    let poisoned = Arc::clone(poisoned);
    capture.set_connection_retriever(move || {
        let poisoned = Arc::clone(&poisoned);
        let connection = ConnectionMetadata::builder().proxied(false);
        Some(connection.poison_fn(move || poisoned.store(true, Relaxed)).build())
    });
}

fn response(reply: &Reply, success: String, number: usize, time: &Time) -> HttpResponse {
    let body = match &reply.body {
        Body::Success => success,
        Body::Text(text) => text.clone(),
    };
    let checksum = match reply.checksum {
        Checksum::Absent => None,
        Checksum::Right => Some(bodies::crc32(body.as_bytes())),
        Checksum::Wrong => Some(bodies::crc32(body.as_bytes()) ^ 1),
    };
    let sent = bodies::arriving(body, reply.transfer);
    let status = StatusCode::try_from(reply.status).expect("a status");
    let mut response = HttpResponse::new(status, sent);
    let headers = response.headers_mut();
    headers.insert("x-amzn-requestid", format!("REQUEST{number}"));
    if let Some(ahead) = reply.ahead {
        headers.insert("date", date(time, ahead));
    }
    if let Some(checksum) = checksum {
        headers.insert("x-amz-crc32", checksum.to_string());
    }
    for (name, value) in &reply.headers {
        headers.append(name.clone(), value.clone());
    }
    response
}

/// What a clock shows that is so many seconds ahead.
fn date(time: &Time, ahead: i64) -> String {
    let now = DateTime::from(time.now()).secs() + ahead;
    DateTime::from_secs(now).fmt(DateTimeFormat::HttpDate).expect("a date")
}
