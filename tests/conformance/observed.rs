//! A sequence, an operation and a way to call it in, what is observed of each call out.

use std::sync::LazyLock;
use std::time::Duration;

use dynamo_runtime::op::Retries;
use dynamo_runtime::{Dynamo, Error, ErrorKind, Wire};
use tokio::time::{sleep, timeout};
use tracing::Dispatch;

use crate::answers::success;
use crate::credentials::Provider;
use crate::operations::{About, Operation, Returned};
use crate::sequences::Sequence;
use crate::service::{Attempt, Service};
use crate::time::{self, Time};

/// Whom a program calls.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Way {
    Plain,
    Mapped(Wire),
}

/// What is observed of one call.
#[derive(Debug, Clone)]
pub(crate) struct Call {
    /// `None` if it does not end.
    pub(crate) outcome: Option<Outcome>,
    /// How long after the beginning.
    pub(crate) ended: Duration,
    pub(crate) attempts: Vec<Attempt>,
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

/// Knows in which span a thread is.
static LISTENER: LazyLock<Dispatch> =
    LazyLock::new(|| Dispatch::new(tracing_subscriber::registry()));

/// Calls as the sequence says: once with success, and then as often as the sequence has calls.
pub(crate) fn observe(sequence: &Sequence, operation: Operation, way: Way) -> Vec<Call> {
    // What the SDK tells of its attempts is listened to where it matters.
    let listens = matches!(way, Way::Mapped(Wire::Slim));
    let _listening = listens.then(|| tracing::dispatcher::set_default(&LISTENER));
    time::run(async {
        let settings = &sequence.settings;
        let time = Time::start(settings.stretch);
        let about = About { table: settings.table, padding: settings.padding };
        let service = Service::new(time.clone(), about.table);
        let provider = Provider::new(settings.credentials.clone(), &time);
        let client = settings.client(&service, &provider, &time);
        // What the SDK does not send again, nobody does.
        let retries = Retries::default().with_attempts(1).with_deadline(2 * sequence.patience);
        let wire = if let Way::Mapped(wire) = way { wire } else { Wire::Sdk };
        let dynamo = Dynamo::new(client).with_wire(wire).with_retries(retries);
        let one = async |operation: Operation| {
            let called = async {
                match way {
                    Way::Plain => operation.plain(dynamo.client(), about).await,
                    Way::Mapped(_) => operation.mapped(&dynamo, about).await,
                }
            };
            let outcome = timeout(sequence.patience, called).await.ok();
            called_with(outcome, &service, &provider, &time)
        };
        service.answer_with(&[success().into()]);
        let mut calls = vec![one(sequence.first.unwrap_or(operation)).await];
        service.answer_with(
            match way {
                Way::Plain | Way::Mapped(Wire::Sdk) => sequence.instead.as_ref(),
                Way::Mapped(_) => None,
            }
            .unwrap_or(&sequence.answers),
        );
        for _ in 0..sequence.calls {
            sleep(sequence.pause).await;
            calls.push(one(operation).await);
        }
        calls
    })
}

fn called_with(
    outcome: Option<Result<Returned, Error>>,
    service: &Service,
    provider: &Provider,
    time: &Time,
) -> Call {
    Call {
        outcome: outcome.map(|outcome| outcome.map_err(Failure::from)),
        ended: time.elapsed(),
        attempts: service.take_attempts(),
        asked: provider.asked(),
    }
}
