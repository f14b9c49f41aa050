//! The attempts of one write: whether one of them may have been carried out although nobody was told.

use std::error::Error as StdError;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};

use aws_sdk_dynamodb::config::interceptors::{
    BeforeTransmitInterceptorContextRef, FinalizerInterceptorContextRef,
};
use aws_sdk_dynamodb::config::{self, ConfigBag, Intercept, RuntimeComponents, SharedInterceptor};
use aws_sdk_dynamodb::error::BoxError;
use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use aws_smithy_runtime_api::client::result::ConnectorError;

use crate::error::Error;

/// What the SDK's attempts to send one write have come to.
#[derive(Debug, Clone, Default)]
pub(crate) struct Attempts(Arc<State>);

#[derive(Debug, Default)]
struct State {
    /// One has been sent, and nothing has come back.
    under_way: AtomicBool,
    /// One has ended without telling whether it was carried out.
    lost: AtomicBool,
}

impl Attempts {
    /// The configuration that watches the attempts of a call.
    pub(crate) fn config(&self) -> config::Builder {
        let mut config = config::Builder::new();
        config.push_interceptor(SharedInterceptor::permanent(self.clone()));
        config
    }

    /// Whether an attempt may have been carried out, other than one that has succeeded.
    pub(crate) fn lost_one(&self) -> bool {
        self.0.lost.load(Relaxed) || self.0.under_way.load(Relaxed)
    }

    /// Has an attempt begin.
    pub(super) fn begin(&self) {
        self.0.under_way.store(true, Relaxed);
    }

    /// Has an attempt that has begun not count: it has told, or is told of once more.
    pub(super) fn take_back(&self) {
        self.0.under_way.store(false, Relaxed);
    }

    /// Has an attempt count as lost whose success cannot be read: something else may have answered.
    pub(crate) fn lose(&self) {
        self.0.lost.store(true, Relaxed);
    }

    /// The error that the last attempt ended in, with what the attempts tell.
    pub(crate) fn failed(&self, error: Error) -> Error {
        if self.lost_one() { error.answer_lost() } else { error }
    }

    fn ended(&self, tells: bool) {
        if self.0.under_way.swap(false, Relaxed) && !tells {
            self.0.lost.store(true, Relaxed);
        }
    }
}

impl Intercept for Attempts {
    fn name(&self) -> &'static str {
        "dynamo_runtime::attempts"
    }

    fn read_before_transmit(
        &self,
        _: &BeforeTransmitInterceptorContextRef<'_>,
        _: &RuntimeComponents,
        _: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        // One that is still under way has been given up.
        self.ended(false);
        self.begin();
        Ok(())
    }

    fn read_after_attempt(
        &self,
        context: &FinalizerInterceptorContextRef<'_>,
        _: &RuntimeComponents,
        _: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        self.ended(tells(context));
        Ok(())
    }
}

/// Whether the end of an attempt tells that it was carried out, or that it was not.
fn tells(context: &FinalizerInterceptorContextRef<'_>) -> bool {
    let Some(Err(error)) = context.output_or_error() else { return true };
    match context.response() {
        // What the service refuses, it has not carried out; where it fails itself, or something else answers, it may have.
        Some(response) => response.status().is_client_error() && names_an_error(response),
        None if error.is_timeout_error() => false,
        None => error.as_connector_error().is_none_or(never_connected),
    }
}

/// Whether the response has the code that is in each of the service's errors.
fn names_an_error(response: &HttpResponse) -> bool {
    const NAME: &[u8] = b"\"__type\"";
    let body = response.body().bytes().unwrap_or_default();
    body.windows(NAME.len()).any(|part| part == NAME)
}

/// Whether the connection was not made, so that nothing was sent. The HTTP client's own error is not public.
fn never_connected(error: &ConnectorError) -> bool {
    let mut sources = std::iter::successors(error.source(), |source| (*source).source());
    sources.any(|source| source.to_string() == "client error (Connect)")
}
