//! A seed and the shares of faults in, clients out whose requests meet these faults on their way to an engine.

mod batch;
mod fault;
mod injected;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::config::{HttpClient, RuntimeComponents, SharedHttpClient};
use aws_smithy_runtime_api::client::http::{
    HttpConnector, HttpConnectorFuture, HttpConnectorSettings, SharedHttpConnector,
};
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};
use aws_smithy_runtime_api::client::result::ConnectorError;
use aws_smithy_types::body::SdkBody;

use crate::answer::lost;
use crate::body::{broken_off, whole};
use crate::chaos::batch::Withheld;
use crate::chaos::fault::{Fault, Shares};
use crate::client::trying;
use crate::random::Random;
use crate::{Answer, Engine, Request};

pub use crate::chaos::injected::Injected;

/// Is a network and a service on a bad day: requests and answers that are lost, throttles, batches that are done in part, conflicts.
///
/// No engine throttles, leaves entries of a batch undone or lets transactions conflict; DynamoDB does. A seed decides which requests
/// meet which fault: the same ones each time, as long as the requests come in the same order. Without shares, nothing happens. A
/// request meets one fault at most, so the shares should add up to less than 1. Clones share the seed's state and the counts.
///
/// ```
/// use dynamo_testkit::{Chaos, Engine};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let engine = Engine::embedded()?;
/// let chaos = Chaos::new(7).failing(0.2).losing(0.1).unprocessed(0.9).conflicts(0.1);
/// let client = chaos.client(&engine, 10);
/// for _ in 0..50 {
///     client.list_tables().send().await?;
/// }
/// // A test of what a program does about faults has to see some.
/// assert!(chaos.injected().total() > 0);
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone)]
pub struct Chaos {
    shares: Shares,
    state: Arc<Mutex<State>>,
}

#[derive(Debug)]
struct State {
    random: Random,
    /// How many answers are lost from now on.
    answers_to_lose: usize,
    injected: Injected,
}

impl Chaos {
    /// Returns a day on which nothing happens until there are shares; `seed` decides what happens then.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        let state =
            State { random: Random::new(seed), answers_to_lose: 0, injected: Injected::default() };
        Self { shares: Shares::default(), state: Arc::new(Mutex::new(state)) }
    }

    /// Breaks the connections of this share of requests: half of them before the engine sees the request, half before its answer.
    #[must_use]
    pub fn losing(mut self, share: f64) -> Self {
        self.shares.losing = share;
        self
    }

    /// Answers this share of requests without the engine: half of them with `ProvisionedThroughputExceededException`, half with 500.
    #[must_use]
    pub fn failing(mut self, share: f64) -> Self {
        self.shares.failing = share;
        self
    }

    /// Spoils this share of the engine's answers: half of them end early and are no JSON, of half the connection breaks midway.
    #[must_use]
    pub fn garbling(mut self, share: f64) -> Self {
        self.shares.garbling = share;
        self
    }

    /// Never answers this share of requests, and does not show them to the engine. The client needs a timeout.
    #[must_use]
    pub fn stalling(mut self, share: f64) -> Self {
        self.shares.stalling = share;
        self
    }

    /// Cancels this share of transactions without the engine, with `TransactionConflict` as the reason of some actions; of those that
    /// write, half are answered with `TransactionInProgressException` instead.
    #[must_use]
    pub fn conflicts(mut self, share: f64) -> Self {
        self.shares.conflicts = share;
        self
    }

    /// Leaves entries of each BatchWriteItem and BatchGetItem undone: from none to this share of the entries, as the seed decides. The
    /// engine does not see them, and they are in the answer's `UnprocessedItems` or `UnprocessedKeys`.
    ///
    /// With a share below 1, at least one entry of a batch is done. With 1, it may be none: then the answer is
    /// `ProvisionedThroughputExceededException`, as DynamoDB's is.
    #[must_use]
    pub fn unprocessed(mut self, most: f64) -> Self {
        self.shares.unprocessed = most;
        self
    }

    /// Loses the answers to the next `count` requests, whatever the shares say.
    pub fn lose_next_answers(&self, count: usize) {
        self.state().answers_to_lose = count;
    }

    /// Returns what has happened so far.
    #[must_use]
    pub fn injected(&self) -> Injected {
        self.state().injected.clone()
    }

    /// Returns a client of the engine that tries each call at most `attempts` times, with pauses of some milliseconds.
    #[must_use]
    pub fn client(&self, engine: &Engine, attempts: u32) -> Client {
        let config = engine.client().config().to_builder();
        let connections = aws_smithy_http_client::Builder::new().build_http();
        Client::from_conf(trying(attempts, config.http_client(self.around(connections))).build())
    }

    /// Returns `service` with these faults in front of it: a [`Script`](crate::Script), or the HTTP client of a configuration.
    ///
    /// ```
    /// use dynamo_testkit::{Answer, Chaos, Script, client_of};
    ///
    /// let chaos = Chaos::new(7).losing(0.5);
    /// let client = client_of(chaos.around(Script::new([Answer::success("{}")])), 3);
    /// ```
    #[must_use]
    pub fn around(&self, service: impl HttpClient + 'static) -> SharedHttpClient {
        let service = SharedHttpClient::new(service);
        SharedHttpClient::new(Connections { service, chaos: self.clone() })
    }

    /// One draw a request: what one of them meets does not change what the next one meets.
    fn next(&self, operation: &str) -> (Fault, Random) {
        let mut state = self.state();
        let mut random = Random::new(state.random.draw());
        let fault = if state.answers_to_lose > 0 {
            state.answers_to_lose -= 1;
            Fault::LostAnswer
        } else {
            self.shares.fault(operation, &mut random)
        };
        state.injected.count(fault);
        (fault, random)
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[derive(Debug)]
struct Connections {
    service: SharedHttpClient,
    chaos: Chaos,
}

impl HttpClient for Connections {
    fn http_connector(
        &self,
        settings: &HttpConnectorSettings,
        components: &RuntimeComponents,
    ) -> SharedHttpConnector {
        let service = self.service.http_connector(settings, components);
        SharedHttpConnector::new(Connection { service, chaos: self.chaos.clone() })
    }
}

#[derive(Debug)]
struct Connection {
    service: SharedHttpConnector,
    chaos: Chaos,
}

impl HttpConnector for Connection {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let asked = Request::of(&request);
        let (fault, mut random) = self.chaos.next(asked.operation());
        match fault {
            Fault::None => self.batch(request, &asked, &mut random),
            Fault::LostRequest => Answer::lost().give(&asked),
            Fault::Throttled => Answer::throttled().give(&asked),
            Fault::Failed => Answer::failed().give(&asked),
            Fault::Stalled => Answer::never().give(&asked),
            Fault::Conflict => fault::conflict(&asked, &mut random).give(&asked),
            Fault::InProgress => Answer::error("TransactionInProgressException").give(&asked),
            Fault::LostAnswer | Fault::Malformed | Fault::Truncated => {
                let answer = self.service.call(request);
                HttpConnectorFuture::new(async move { spoilt(answer.await?, fault).await })
            }
        }
    }
}

impl Connection {
    fn batch(
        &self,
        mut request: HttpRequest,
        asked: &Request,
        random: &mut Random,
    ) -> HttpConnectorFuture {
        let most = self.chaos.shares.unprocessed;
        let Some((rest, withheld)) = Withheld::take(asked, most, random) else {
            return self.service.call(request);
        };
        let Some(rest) = rest else {
            self.chaos.state().injected.count(Fault::Throttled);
            return Answer::throttled().give(asked);
        };
        self.chaos.state().injected.unprocessed += withheld.count();
        request.headers_mut().insert("content-length", rest.len().to_string());
        *request.body_mut() = rest.into();
        let answer = self.service.call(request);
        HttpConnectorFuture::new(async move {
            let mut response = answer.await?;
            if response.status().is_success() {
                let body = whole(response.take_body()).await?;
                replace(&mut response, withheld.add_to(&body));
            }
            Ok(response)
        })
    }
}

async fn spoilt(mut response: HttpResponse, fault: Fault) -> Result<HttpResponse, ConnectorError> {
    if fault == Fault::LostAnswer {
        return Err(lost());
    }
    let body = whole(response.take_body()).await?;
    if fault == Fault::Truncated {
        *response.body_mut() = broken_off(&body);
    } else {
        // A JSON object without its end is none.
        replace(&mut response, body[..body.len().div_ceil(2)].to_vec());
    }
    Ok(response)
}

fn replace(response: &mut HttpResponse, body: Vec<u8>) {
    response.headers_mut().insert("content-length", body.len().to_string());
    response.headers_mut().remove("x-amz-crc32");
    *response.body_mut() = SdkBody::from(body);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_decides_what_happens() {
        let met = |seed| {
            let chaos = Chaos::new(seed).losing(0.1).failing(0.2).garbling(0.1).stalling(0.05);
            let chaos = chaos.conflicts(0.2);
            (0..1_000).map(|_| chaos.next("TransactWriteItems").0).collect::<Vec<_>>()
        };
        assert_eq!(met(1), met(1));
        assert_ne!(met(1), met(2));
        for fault in Fault::ALL {
            assert!(met(3).contains(&fault), "{fault:?}");
        }
    }

    #[test]
    fn nothing_happens_unless_told() {
        let chaos = Chaos::new(1);
        for operation in ["PutItem", "TransactWriteItems"] {
            assert!((0..100).all(|_| chaos.next(operation).0 == Fault::None));
        }
        chaos.lose_next_answers(2);
        let next = || chaos.next("PutItem").0;
        assert_eq!([next(), next(), next()], [Fault::LostAnswer, Fault::LostAnswer, Fault::None]);
        assert_eq!(chaos.injected().total(), 2);
    }

    #[test]
    fn only_transactions_conflict() {
        let chaos = Chaos::new(1).conflicts(1.0);
        let met = |operation| (0..50).map(|_| chaos.next(operation).0).collect::<Vec<_>>();
        assert!(met("PutItem").iter().all(|fault| *fault == Fault::None));
        assert!(met("TransactGetItems").iter().all(|fault| *fault == Fault::Conflict));
        let writes = met("TransactWriteItems");
        assert!(writes.contains(&Fault::Conflict) && writes.contains(&Fault::InProgress));
    }

    #[test]
    fn about_so_many_requests_fail_as_the_share_says() {
        let chaos = Chaos::new(5).failing(0.2);
        let failed = (0..10_000).filter(|_| chaos.next("GetItem").0 != Fault::None).count();
        assert!((1_800..2_200).contains(&failed), "{failed}");
        assert_eq!(chaos.injected().total(), u64::try_from(failed).unwrap());
    }
}
