//! A sequence, an operation and a way to call it in, what is observed of each call out.

use std::cell::Cell;
use std::sync::LazyLock;
use std::time::Duration;

use dynamo_runtime::op::Retries;
use dynamo_runtime::{Dynamo, Error, ErrorKind, Wire};
use futures_util::future::join_all;
use tokio::time::{sleep, timeout};
use tracing::Subscriber;
use tracing::span::{Attributes, Id};
use tracing_subscriber::Layer;
use tracing_subscriber::layer::{Context, SubscriberExt};

use crate::answers::success;
use crate::credentials::Provider;
use crate::operations::{About, OPERATIONS, Operation, Returned};
use crate::sequences::Sequence;
use crate::service::{ATTEMPT, Attempt, Service};
use crate::time::{self, Time};

/// Whom a program calls.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Way {
    Plain,
    Mapped(Wire),
    /// The mapper on the wire that it takes by itself.
    MappedByDefault,
}

/// What is observed of one call.
#[derive(Debug, Clone)]
pub(crate) struct Call {
    /// `None` if it does not end.
    pub(crate) outcome: Option<Outcome>,
    /// How long after the beginning.
    pub(crate) ended: Duration,
    pub(crate) attempts: Vec<Attempt>,
    /// How many attempts the SDK's stack has made, or gone on from.
    pub(crate) stacked: usize,
    /// How often credentials have been asked for.
    pub(crate) asked: usize,
}

pub(crate) type Outcome = Result<Returned, Failure>;

/// What an error tells.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Failure {
    pub(crate) kind: ErrorKind,
    pub(crate) code: Option<String>,
    pub(crate) request_id: Option<String>,
    pub(crate) retryable: bool,
    pub(crate) may_be_written: bool,
    pub(crate) message: String,
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self {
            kind: error.kind(),
            code: error.code().map(str::to_owned),
            request_id: error.request_id().map(str::to_owned),
            retryable: error.is_retryable(),
            may_be_written: error.may_have_been_written(),
            message: error.to_string(),
        }
    }
}

impl Call {
    /// Whether its first attempt has not come from the SDK's stack.
    pub(crate) fn is_slim(&self) -> bool {
        self.attempts.first().is_some_and(|attempt| !attempt.stacked)
    }
}

/// Listens to the SDK, for all threads: `tracing` does not tell one that begins to listen of what others have met before.
static LISTENING: LazyLock<()> = LazyLock::new(|| {
    let listener = tracing_subscriber::registry().with(Stacked);
    tracing::subscriber::set_global_default(listener).expect("nobody else listens");
});

/// Counts the attempts of the SDK's stack that a thread has seen.
struct Stacked;

thread_local! {
    static STACKED: Cell<usize> = const { Cell::new(0) };
}

impl<S: Subscriber> Layer<S> for Stacked {
    fn on_new_span(&self, span: &Attributes<'_>, _: &Id, _: Context<'_, S>) {
        if span.metadata().name() == ATTEMPT {
            STACKED.set(STACKED.get() + 1);
        }
    }
}

/// A client, and the service and the credentials that it has.
struct World {
    way: Way,
    about: About,
    patience: Duration,
    time: Time,
    service: Service,
    provider: Provider,
    dynamo: Dynamo,
}

impl World {
    fn new(sequence: &Sequence, way: Way) -> Self {
        let settings = &sequence.settings;
        let about = About { table: settings.table, padding: settings.padding };
        let time = Time::start(settings.stretch);
        let service = Service::new(time.clone(), about.table);
        let provider = Provider::new(settings.credentials.clone(), &time);
        let client = settings.client(&service, &provider, &time);
        let patience = sequence.patience;
        // What the SDK does not send again, nobody does.
        let retries = Retries::default().with_attempts(1).with_deadline(2 * patience);
        let dynamo = Dynamo::new(client).with_retries(retries);
        let dynamo = if let Way::Mapped(wire) = way { dynamo.with_wire(wire) } else { dynamo };
        Self { way, about, patience, time, service, provider, dynamo }
    }

    async fn call(&self, operation: Operation) -> Option<Result<Returned, Error>> {
        let called = async {
            match self.way {
                Way::Plain => operation.plain(self.dynamo.client(), self.about).await,
                _ => operation.mapped(&self.dynamo, self.about).await,
            }
        };
        timeout(self.patience, called).await.ok()
    }

    async fn observe(&self, operation: Operation) -> Call {
        STACKED.set(0);
        let outcome = self.call(operation).await;
        Call {
            stacked: STACKED.get(),
            outcome: outcome.map(|outcome| outcome.map_err(Failure::from)),
            ended: self.time.elapsed(),
            attempts: self.service.take_attempts(),
            asked: self.provider.asked(),
        }
    }
}

/// Runs this in a world of the sequence.
fn run<T>(sequence: &Sequence, way: Way, doing: impl AsyncFnOnce(World) -> T) -> T {
    LazyLock::force(&LISTENING);
    time::run(async { doing(World::new(sequence, way)).await })
}

/// Calls as the sequence says: once with success, and then as often as the sequence has calls.
pub(crate) fn observe(sequence: &Sequence, operation: Operation, way: Way) -> Vec<Call> {
    let instead =
        sequence.instead.as_ref().filter(|_| matches!(way, Way::Plain | Way::Mapped(Wire::Sdk)));
    run(sequence, way, async |world| {
        world.service.answer_with(&[success().into()]);
        let mut calls = vec![world.observe(sequence.first.unwrap_or(operation)).await];
        world.service.answer_with(instead.unwrap_or(&sequence.answers));
        for _ in 0..sequence.calls {
            sleep(sequence.pause).await;
            calls.push(world.observe(operation).await);
        }
        calls
    })
}

/// Calls all operations at a time, as often as the sequence has calls, after one with success. Returns their attempts.
pub(crate) fn observe_together(sequence: &Sequence, way: Way) -> Vec<Attempt> {
    run(sequence, way, async |world| {
        world.service.answer_with(&[success().into()]);
        world.observe(Operation::GetItem).await;
        world.service.answer_with(&sequence.answers);
        let calls = OPERATIONS.into_iter().cycle().take(sequence.calls);
        let outcomes = join_all(calls.map(|operation| world.call(operation))).await;
        assert!(outcomes.iter().all(|outcome| matches!(outcome, Some(Ok(_)))), "{outcomes:?}");
        world.service.take_attempts()
    })
}
