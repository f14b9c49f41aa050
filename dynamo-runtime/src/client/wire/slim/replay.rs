//! An attempt that did not succeed in; the SDK, which goes on as if it had made that attempt, out.
//!
//! The SDK is given the first attempt's end for its own first attempt. So what it classifies, repeats, waits for and reports is
//! what it would have been, had it sent the request itself.

use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};
use std::time::{Duration, SystemTime};
use std::{fmt, future};

use aws_runtime::invocation_id::{
    InvocationId, InvocationIdGenerator, SharedInvocationIdGenerator,
};
use aws_sdk_dynamodb::config::interceptors::{
    BeforeTransmitInterceptorContextMut, FinalizerInterceptorContextRef,
};
use aws_sdk_dynamodb::config::timeout::TimeoutConfig;
use aws_sdk_dynamodb::config::{
    self, ConfigBag, Intercept, RuntimeComponents, SharedHttpClient, SharedInterceptor,
};
use aws_sdk_dynamodb::error::BoxError;
use aws_smithy_async::time::{SharedTimeSource, TimeSource};
use aws_smithy_runtime_api::client::connection::CaptureSmithyConnection;
use aws_smithy_runtime_api::client::http::{
    HttpClient, HttpConnector, HttpConnectorFuture, HttpConnectorSettings, SharedHttpConnector,
};
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};
use aws_smithy_runtime_api::client::result::ConnectorError;
use aws_smithy_types::body::SdkBody;
use bytes::Bytes;
use http_body::{Body, Frame};

use super::ready::Ready;

/// A time so short that it has passed.
const PASSED: Duration = Duration::from_nanos(1);

/// How a first attempt has ended.
pub(super) enum End {
    Answered(Box<Result<HttpResponse, ConnectorError>>),
    /// It took longer than an attempt may.
    AttemptTimedOut,
    /// It took longer than the whole call may.
    TimedOut,
}

/// A first attempt, for the SDK to go on from.
#[derive(Clone)]
pub(crate) struct Replay(Arc<First>);

struct First {
    end: Mutex<Option<End>>,
    connection: CaptureSmithyConnection,
    invocation: String,
    client: SharedHttpClient,
    timeouts: TimeoutConfig,
    /// When it was sent.
    sent: SystemTime,
    clock: SharedTimeSource,
}

impl Replay {
    pub(super) fn new(
        end: End,
        connection: CaptureSmithyConnection,
        invocation: String,
        ready: &Ready,
        (timeouts, sent): (TimeoutConfig, SystemTime),
    ) -> Self {
        let (end, client) = (Mutex::new(Some(end)), ready.http.clone());
        let clock = ready.components.time_source().unwrap_or_default();
        Self(Arc::new(First { end, connection, invocation, client, timeouts, sent, clock }))
    }

    /// Adds to the configuration of a call what has it begin with the attempt.
    pub(crate) fn configure(&self, mut config: config::Builder) -> config::Builder {
        let id = FixedId(self.0.invocation.clone());
        config.set_invocation_id_generator(Some(SharedInvocationIdGenerator::new(id)));
        config.set_http_client(Some(SharedHttpClient::new(self.clone())));
        config.set_time_source(Some(SharedTimeSource::new(self.clone())));
        let timeouts = &self.0.timeouts;
        match *self.end() {
            Some(End::TimedOut) => {
                let passed = timeouts.to_builder().operation_timeout(PASSED).build();
                config.set_timeout_config(Some(passed));
            }
            Some(End::AttemptTimedOut) => {
                config.push_interceptor(SharedInterceptor::permanent(self.clone()));
                config.set_timeout_config(Some(timeouts.clone()));
            }
            _ => {
                config.set_timeout_config(Some(timeouts.clone()));
            }
        }
        config
    }

    /// Whether the SDK has not come to send anything, so that the attempt was the only one.
    pub(crate) fn is_left(&self) -> bool {
        self.end().is_some()
    }

    fn end(&self) -> std::sync::MutexGuard<'_, Option<End>> {
        self.0.end.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for Replay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Replay")
    }
}

impl HttpClient for Replay {
    fn http_connector(
        &self,
        settings: &HttpConnectorSettings,
        components: &RuntimeComponents,
    ) -> SharedHttpConnector {
        let next = self.0.client.http_connector(settings, components);
        SharedHttpConnector::new(Replaying { first: self.clone(), next })
    }
}

#[derive(Debug)]
struct Replaying {
    first: Replay,
    next: SharedHttpConnector,
}

impl HttpConnector for Replaying {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let Some(end) = self.first.end().take() else { return self.next.call(request) };
        // The SDK closes the connection that has failed.
        if let Some(asked) = request.extension::<CaptureSmithyConnection>() {
            let connection = self.first.0.connection.clone();
            asked.set_connection_retriever(move || connection.get());
        }
        match end {
            End::Answered(answer) => HttpConnectorFuture::ready(*answer),
            End::AttemptTimedOut | End::TimedOut => HttpConnectorFuture::new(future::pending()),
        }
    }
}

/// The SDK sends its first attempt when the first attempt was sent.
impl TimeSource for Replay {
    fn now(&self) -> SystemTime {
        if self.is_left() { self.0.sent } else { self.0.clock.now() }
    }
}

/// Has the first attempt time out at once.
impl Intercept for Replay {
    fn name(&self) -> &'static str {
        "dynamo_runtime::wire::replay"
    }

    fn modify_before_retry_loop(
        &self,
        _: &mut BeforeTransmitInterceptorContextMut<'_>,
        _: &RuntimeComponents,
        cfg: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let timeouts = cfg.load::<TimeoutConfig>().unwrap_or(&self.0.timeouts);
        let passed = timeouts.to_builder().operation_attempt_timeout(PASSED).build();
        cfg.interceptor_state().store_put(passed);
        Ok(())
    }

    fn read_after_attempt(
        &self,
        _: &FinalizerInterceptorContextRef<'_>,
        _: &RuntimeComponents,
        cfg: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let mut timeouts = cfg.load::<TimeoutConfig>().unwrap_or(&self.0.timeouts).to_builder();
        timeouts.set_operation_attempt_timeout(self.0.timeouts.operation_attempt_timeout());
        cfg.interceptor_state().store_put(timeouts.build());
        Ok(())
    }
}

/// The id that the first attempt has sent.
#[derive(Debug)]
struct FixedId(String);

impl InvocationIdGenerator for FixedId {
    fn generate(&self) -> Result<Option<InvocationId>, BoxError> {
        Ok(Some(InvocationId::new(self.0.clone())))
    }
}

/// A body that could not be read to its end.
pub(super) struct Broken(pub(super) Option<BoxError>);

impl Broken {
    pub(super) fn body(error: BoxError) -> SdkBody {
        SdkBody::from_body_1_x(Self(Some(error)))
    }
}

impl Body for Broken {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        Poll::Ready(self.0.take().map(Err))
    }
}
