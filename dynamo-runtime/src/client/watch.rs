//! One operation in, from its beginning to its end; its span, the call that the hook is told of, and a warning if it was slow, out.
//!
//! An operation begins with [`TableAt::watch`]. What it consists of is counted in its call: requests by the interceptor, the rest by
//! [`TableAt::note`]. An operation that is a part of another one has no span of its own.

mod call;
mod span;

use std::borrow::Borrow;
use std::fmt;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError, Weak};
use std::task::{Context, Poll, ready};
use std::time::{Duration, Instant};

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::config::interceptors::{
    BeforeTransmitInterceptorContextRef, FinalizerInterceptorContextRef,
};
use aws_sdk_dynamodb::config::{self, ConfigBag, Intercept, RuntimeComponents, SharedInterceptor};
use aws_sdk_dynamodb::error::BoxError;
use futures_util::{Stream, StreamExt};
use tracing::{Instrument, Span};

pub use self::call::Call;
use super::TableAt;
use crate::error::Error;

/// Who is told of operations, and of what.
#[derive(Clone, Default)]
pub(crate) struct Observers {
    pub(crate) metrics: Option<Hook>,
    pub(crate) slow_after: Option<Duration>,
    /// Every request asks what it consumes.
    pub(crate) consumed_capacity: bool,
}

pub(crate) type Hook = Arc<dyn Fn(&Call) + Send + Sync>;

impl fmt::Debug for Observers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Observers")
            .field("metrics", &self.metrics.is_some())
            .field("slow_after", &self.slow_after)
            .field("consumed_capacity", &self.consumed_capacity)
            .finish()
    }
}

/// An operation that is under way, for whoever ends it. What is dropped before it has ended is told too.
#[must_use = "an operation ends when this is dropped"]
pub(crate) struct Watch {
    watched: Option<Arc<Watched>>,
    /// How long it was waited for, of what is not waited for all the time.
    waited: Option<Duration>,
}

/// An operation that is under way, for its requests.
pub(crate) struct Watched {
    span: Span,
    begun: Instant,
    observers: Option<Arc<Observers>>,
    call: Mutex<Call>,
    client: OnceLock<Client>,
}

impl TableAt {
    /// Begins an operation on the table, of an index if it is one's. Costs next to nothing where nobody is told of it.
    pub(crate) fn watch(
        &self,
        operation: &'static str,
        index: Option<&'static str>,
    ) -> Option<Watch> {
        self.watch_tables(operation, index, || vec![self.name.clone()])
    }

    /// Begins an operation on several tables.
    pub(crate) fn watch_tables(
        &self,
        operation: &'static str,
        index: Option<&'static str>,
        tables: impl FnOnce() -> Vec<Arc<str>>,
    ) -> Option<Watch> {
        let is_begun = !self.is_watched() && self.is_observed();
        is_begun.then(|| self.begin(Call::new(operation, tables(), index)))
    }

    #[cold]
    fn begin(&self, call: Call) -> Watch {
        let watched = Arc::new(Watched::new(self, call));
        Watch { watched: Some(self.watched.get_or_init(|| watched).clone()), waited: None }
    }

    fn is_observed(&self) -> bool {
        let told = |observers: &Arc<Observers>| {
            observers.metrics.is_some() || observers.slow_after.is_some()
        };
        span::is_enabled() || self.dynamo.observers().is_some_and(told)
    }

    pub(crate) fn is_watched(&self) -> bool {
        self.watched.get().is_some()
    }

    /// Has what goes on here be a part of the operation that goes on at `other`.
    pub(crate) fn join(&self, other: &Self) {
        if let Some(watched) = other.watched.get() {
            self.watched.get_or_init(|| watched.clone());
        }
    }

    /// The same for the next operation.
    pub(crate) fn unwatched(self) -> Self {
        Self { watched: OnceLock::new(), ..self }
    }

    /// Counts something in the operation's call.
    pub(crate) fn note(&self, count: impl FnOnce(&mut Call)) {
        if let Some(watched) = self.watched.get() {
            count(&mut watched.call());
        }
    }

    /// Adds to a request's configuration what counts its attempts.
    pub(crate) fn counting(&self, mut config: config::Builder) -> config::Builder {
        if let Some(watched) = self.watched.get() {
            config.push_interceptor(watched.interceptor());
        }
        config
    }

    /// The client for requests that are sent as they are.
    pub(crate) fn counting_client(&self) -> &Client {
        let Some(watched) = self.watched.get() else { return self.client() };
        watched.client.get_or_init(|| {
            let config = self.client().config().to_builder();
            Client::from_conf(config.interceptor(watched.interceptor()).build())
        })
    }
}

impl Watched {
    fn new(at: &TableAt, call: Call) -> Self {
        let observers = at.dynamo.observers().cloned();
        let (span, begun) = (span::of(&call), Instant::now());
        Self { span, begun, observers, call: Mutex::new(call), client: OnceLock::new() }
    }

    fn call(&self) -> MutexGuard<'_, Call> {
        self.call.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn interceptor(self: &Arc<Self>) -> SharedInterceptor {
        SharedInterceptor::permanent(Requests(Arc::downgrade(self)))
    }

    fn end(&self, call: &Call) {
        let observers = self.observers.as_deref();
        span::end(&self.span, call);
        if observers.and_then(|it| it.slow_after).is_some_and(|after| call.duration > after) {
            self.span.in_scope(|| span::warn_slow(call));
        }
        if let Some(told) = observers.and_then(|it| it.metrics.as_ref()) {
            told(call);
        }
    }
}

impl Watch {
    /// Returns what the future does, which is the operation.
    pub(crate) async fn of<T, E: Borrow<Error>>(
        mut self,
        operation: Pin<Box<dyn Future<Output = Result<T, E>> + Send + '_>>,
    ) -> Result<T, E> {
        let span = self.watched.as_ref().map_or_else(Span::none, |watched| watched.span.clone());
        let result = operation.instrument(span).await;
        self.end(result.as_ref().err().map(Borrow::borrow), false);
        result
    }

    fn end(&mut self, error: Option<&Error>, dropped: bool) {
        let Some(watched) = self.watched.take() else { return };
        let mut call = watched.call().clone();
        call.duration = self.waited.unwrap_or_else(|| watched.begun.elapsed());
        call.ended(error, dropped);
        watched.end(&call);
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        self.end(None, true);
    }
}

/// Does what the operation does, and returns what that returns; with a `Watch`, as what is watched.
macro_rules! watched {
    ($watch:expr, $operation:expr) => {
        match $watch {
            None => $operation,
            Some(watch) => watch.of(Box::pin(async move { $operation })).await,
        }
    };
}
pub(crate) use watched;

/// A stream that is an operation, if there is a `Watch`: it ends with the stream, and takes the time in which items are waited for.
pub(crate) struct Watching<S> {
    stream: S,
    watch: Option<Watch>,
    /// Since when an item is waited for.
    since: Option<Instant>,
}

impl<S> Watching<S> {
    pub(crate) fn new(watch: Option<Watch>, stream: S) -> Self {
        Self { stream, watch, since: None }
    }
}

impl<T, S: Stream<Item = Result<T, Error>> + Unpin> Stream for Watching<S> {
    type Item = Result<T, Error>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let Self { stream, watch, since } = self.get_mut();
        let Some(watch) = watch else { return stream.poll_next_unpin(context) };
        let Some(watched) = &watch.watched else { return stream.poll_next_unpin(context) };
        let began = *since.get_or_insert_with(Instant::now);
        let item = ready!(watched.span.in_scope(|| stream.poll_next_unpin(context)));
        *since = None;
        *watch.waited.get_or_insert_default() += began.elapsed();
        match &item {
            Some(Ok(_)) => {}
            Some(Err(error)) => watch.end(Some(error), false),
            None => watch.end(None, false),
        }
        Poll::Ready(item)
    }
}

/// Counts the attempts of requests. Weak, since what is watched has a client with this in it.
struct Requests(Weak<Watched>);

impl Requests {
    fn note(&self, count: impl FnOnce(&mut Call)) {
        if let Some(watched) = self.0.upgrade() {
            count(&mut watched.call());
        }
    }
}

impl Intercept for Requests {
    fn name(&self) -> &'static str {
        "dynamo_runtime::watch"
    }

    fn read_before_transmit(
        &self,
        _: &BeforeTransmitInterceptorContextRef<'_>,
        _: &RuntimeComponents,
        _: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        self.note(|call| call.attempts += 1);
        Ok(())
    }

    fn read_after_attempt(
        &self,
        context: &FinalizerInterceptorContextRef<'_>,
        _: &RuntimeComponents,
        _: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let id = context.response().and_then(|it| it.headers().get("x-amzn-requestid"));
        if let Some(id) = id {
            self.note(|call| call.request_id = Some(id.to_owned()));
        }
        Ok(())
    }
}

impl fmt::Debug for Requests {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Requests")
    }
}
