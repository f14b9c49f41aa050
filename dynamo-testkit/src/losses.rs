//! A client whose connections break: of some requests, the engine's answer is lost, or the request itself.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::config::retry::RetryConfig;
use aws_sdk_dynamodb::config::{HttpClient, RuntimeComponents, SharedHttpClient};
use aws_smithy_runtime_api::client::http::{
    HttpConnector, HttpConnectorFuture, HttpConnectorSettings, SharedHttpConnector,
};
use aws_smithy_runtime_api::client::orchestrator::HttpRequest;
use aws_smithy_runtime_api::client::result::ConnectorError;

use crate::Engine;

/// Breaks connections to an engine, for tests of what a service does when the answer to a write is lost: the SDK sends the
/// write again, although the engine has carried it out.
///
/// ```
/// use dynamo_testkit::{Engine, Losses};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let engine = Engine::embedded()?;
/// let losses = Losses::new();
/// let client = losses.client(&engine, 1);
/// losses.of_next_answers(1);
/// let lost = client.list_tables().send().await;
/// assert!(lost.is_err());
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone, Default)]
pub struct Losses(Arc<Mutex<State>>);

#[derive(Debug, Default)]
struct State {
    /// How many answers are lost from now on.
    answers: usize,
    /// The generator's state, and of how many requests one is lost.
    random: Option<(u64, u64)>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Loss {
    Nothing,
    /// The engine does not see the request.
    Request,
    /// The engine carries the request out.
    Answer,
}

impl Losses {
    /// Loses nothing until it is told to.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Loses one of `of` requests or its answer, half of them each, as `seed` decides; the same ones each time as long as the
    /// requests come in the same order.
    #[must_use]
    pub fn random(seed: u64, of: u64) -> Self {
        Self(Arc::new(Mutex::new(State { answers: 0, random: Some((seed, of.max(1))) })))
    }

    /// Loses the answers to the next requests, so many.
    pub fn of_next_answers(&self, count: usize) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).answers = count;
    }

    /// Returns a client for the engine that tries each call so many times, with pauses of some milliseconds.
    #[must_use]
    pub fn client(&self, engine: &Engine, attempts: u32) -> Client {
        let config = engine.client().config().to_builder();
        let retry = RetryConfig::standard().with_max_attempts(attempts);
        let retry = retry.with_initial_backoff(Duration::from_millis(1));
        let connections = Connections {
            engine: SharedHttpClient::new(aws_smithy_http_client::Builder::new().build_http()),
            losses: self.clone(),
        };
        Client::from_conf(config.http_client(connections).retry_config(retry).build())
    }

    fn next(&self) -> Loss {
        let mut state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if state.answers > 0 {
            state.answers -= 1;
            return Loss::Answer;
        }
        let Some((random, of)) = &mut state.random else { return Loss::Nothing };
        let drawn = draw(random);
        match (drawn % *of, drawn >> 63) {
            (0, 0) => Loss::Request,
            (0, _) => Loss::Answer,
            _ => Loss::Nothing,
        }
    }
}

/// Sebastiano Vigna's splitmix64.
fn draw(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mixed = (*state ^ (*state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}

#[derive(Debug)]
struct Connections {
    engine: SharedHttpClient,
    losses: Losses,
}

impl HttpClient for Connections {
    fn http_connector(
        &self,
        settings: &HttpConnectorSettings,
        components: &RuntimeComponents,
    ) -> SharedHttpConnector {
        let engine = self.engine.http_connector(settings, components);
        SharedHttpConnector::new(Connection { engine, losses: self.losses.clone() })
    }
}

#[derive(Debug)]
struct Connection {
    engine: SharedHttpConnector,
    losses: Losses,
}

impl HttpConnector for Connection {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let broken = || Err(ConnectorError::io("the connection broke".into()));
        match self.losses.next() {
            Loss::Nothing => self.engine.call(request),
            Loss::Request => HttpConnectorFuture::ready(broken()),
            Loss::Answer => {
                let answer = self.engine.call(request);
                HttpConnectorFuture::new(async move { answer.await.and_then(|_| broken()) })
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_decides_what_is_lost() {
        let lost = |seed| {
            let losses = Losses::random(seed, 4);
            (0..400).map(|_| losses.next()).collect::<Vec<_>>()
        };
        assert_eq!(lost(1), lost(1));
        assert_ne!(lost(1), lost(2));
        for loss in [Loss::Nothing, Loss::Request, Loss::Answer] {
            assert!(lost(3).contains(&loss), "{loss:?}");
        }
    }

    #[test]
    fn nothing_is_lost_unless_told() {
        let losses = Losses::new();
        assert_eq!(losses.next(), Loss::Nothing);
        losses.of_next_answers(2);
        assert_eq!([losses.next(), losses.next()], [Loss::Answer; 2]);
        assert_eq!(losses.next(), Loss::Nothing);
    }
}
