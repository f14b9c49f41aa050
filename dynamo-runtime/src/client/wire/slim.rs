//! One attempt of a call past the SDK's stack; what does not succeed is the SDK's to go on with.
//!
//! A small request costs the SDK six times what its signature and its way to the HTTP client cost. So the first call of a client
//! goes through the SDK, and is looked at as it leaves: its endpoint, its headers, its signature, and the client's parts that send
//! it. The next is written by us, signed with the key of the day, and given to the client's HTTP client. If it is answered with
//! a success, or with a [refusal] for good, that is all. Whatever else comes of it is given to the SDK as the end of its own first
//! attempt, so that retries, delays, corrections of the clock and errors are the SDK's: see [`replay`].

mod download;
mod ready;
mod refusal;
mod replay;
mod sign;
mod signs;
mod skew;
#[cfg(test)]
mod tests;
mod upload;

use std::fmt;
use std::pin::pin;
use std::sync::{Arc, Mutex, Once, PoisonError};
use std::time::SystemTime;

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::config::{self, AsyncSleep, ConfigBag, RuntimeComponents};
use aws_smithy_runtime_api::client::connection::CaptureSmithyConnection;
use aws_smithy_runtime_api::client::http::{HttpClient, HttpConnector};
use aws_smithy_runtime_api::client::interceptors::context::{Input, InterceptorContext};
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};
use aws_smithy_runtime_api::client::retries::{RequestAttempts, RetryStrategy};
use aws_smithy_types::body::SdkBody;
use aws_smithy_types::config_bag::Layer;
use futures_util::future::{Either, select};

use self::download::received;
use self::ready::{Ready, now};
use self::refusal::{is_final, may_be_final};
pub(crate) use self::replay::Replay;
use self::replay::{Broken, End};
pub(crate) use self::signs::Signs;
use self::signs::Telling;
use self::skew::Skew;
use self::upload::{Upload, guarded};
use super::attempts::Attempts;

/// A larger request goes through the SDK, which minds that its upload does not stall; what that costs beside it is little.
const MAX_BODY: usize = 64 * 1024;

/// What a handle knows of its client.
#[derive(Clone)]
pub(crate) struct Slim(Arc<State>);

struct State {
    stage: Mutex<Stage>,
    /// `None` where the client corrects no clocks.
    skew: Option<Skew>,
}

#[derive(Clone)]
enum Stage {
    /// A call is looked at when as many have begun. Not the first, which may be the only one.
    New(u8),
    Ready(Arc<Ready>),
    /// All calls go through the SDK.
    Refused,
}

impl Slim {
    /// With `at_once`, the first call is looked at.
    pub(crate) fn new(client: &Client, at_once: bool) -> Self {
        let config = client.config();
        let corrects = !config.disable_clock_skew_correction().unwrap_or_default();
        let slim = Self(Arc::new(State {
            stage: Mutex::new(Stage::New(if at_once { 0 } else { 2 })),
            skew: corrects.then(Skew::default),
        }));
        let own = [
            (config.interceptors().next().is_some(), "the client has interceptors"),
            (config.auth_schemes().next().is_some(), "the client has an auth scheme of its own"),
            (config.auth_scheme_resolver().is_some(), "the client chooses its auth schemes"),
            (config.auth_scheme_preference().is_some(), "the client prefers an auth scheme"),
            (config.retry_classifiers().next().is_some(), "the client has retry classifiers"),
            (
                config.invocation_id_generator().is_some(),
                "the client has invocation ids of its own",
            ),
        ];
        if let Some((_, reason)) = own.iter().find(|(has, _)| *has) {
            slim.refuse(reason);
        }
        slim
    }

    fn refuse(&self, reason: &str) {
        static TOLD: Once = Once::new();
        TOLD.call_once(|| {
            tracing::info!(
                reason,
                "`Wire::Slim` does not send what this client sends, so that all calls go through the SDK"
            );
        });
        self.enter(Stage::Refused);
    }

    fn enter(&self, stage: Stage) {
        *self.0.stage.lock().unwrap_or_else(PoisonError::into_inner) = stage;
    }

    fn stage(&self) -> Stage {
        self.0.stage.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Adds to the configuration of a call that is looked at what tells who signs it.
    pub(crate) fn configure(&self, signs: &Signs, config: config::Builder) -> config::Builder {
        if matches!(self.stage(), Stage::New(0)) {
            config.push_auth_scheme(Telling::new(signs.clone()))
        } else {
            config
        }
    }

    /// Looks at a request that the SDK is about to send, whose body is ours.
    pub(crate) fn look(
        &self,
        request: (&HttpRequest, Option<&[u8]>),
        signs: &Signs,
        components: &RuntimeComponents,
        cfg: &mut ConfigBag,
    ) {
        cfg.interceptor_state().store_put(SentAt(now(components)));
        let (Stage::New(0), Some(identity)) = (self.stage(), signs.identity()) else { return };
        let (request, Some(body)) = request else { return };
        match Ready::new((request, body), &identity, components, cfg) {
            Ok(ready) => self.enter(Stage::Ready(ready)),
            Err(reason) => self.refuse(&reason),
        }
    }

    /// Learns from an answer that the SDK has got.
    pub(crate) fn learn(
        &self,
        response: &HttpResponse,
        components: &RuntimeComponents,
        cfg: &ConfigBag,
    ) {
        if let (Some(skew), Some(SentAt(sent))) = (&self.0.skew, cfg.load::<SentAt>()) {
            skew.learn(response.headers(), *sent, now(components));
        }
    }

    /// Sends a request once. Returns the service's answer to a request that it has carried out, or has refused for good; or else what
    /// the SDK goes on from; `None` where the SDK is to send it.
    pub(crate) async fn attempt(
        &self,
        request: (&'static str, SdkBody),
        once: bool,
        attempts: Option<&Attempts>,
    ) -> Option<Result<HttpResponse, Replay>> {
        if request.1.bytes().is_none_or(|body| body.len() > MAX_BODY) {
            return None;
        }
        let ready = match self.stage() {
            Stage::Ready(ready) => ready,
            Stage::New(calls) => {
                if let Some(left) = calls.checked_sub(1) {
                    self.enter(Stage::New(left));
                }
                return None;
            }
            Stage::Refused => return None,
        };
        let begun = ready.now();
        let attempt = Attempt {
            ready: &ready,
            skew: self.0.skew.as_ref(),
            connection: CaptureSmithyConnection::new(),
            invocation: uuid(fastrand::u128(..)),
            attempts,
        };
        let sent = attempt.send_in_time(request, once).await;
        // What has been answered has told what became of it, or tells the SDK.
        let told = matches!(sent, Ok(_) | Err(Unfinished::Ended(End::Answered(_))));
        attempts.filter(|_| told).inspect(|attempts| attempts.take_back());
        match sent {
            Ok(response) => Some(Ok(response)),
            Err(Unfinished::Ended(end)) => Some(Err(attempt.hand_over(end, begun))),
            Err(Unfinished::Unsent) => {
                // What the SDK sends is looked at again.
                self.enter(Stage::New(0));
                None
            }
        }
    }
}

impl fmt::Debug for Slim {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Slim")
    }
}

/// When a request was sent.
#[derive(Debug)]
struct SentAt(SystemTime);

impl aws_smithy_types::config_bag::Storable for SentAt {
    type Storer = aws_smithy_types::config_bag::StoreReplace<Self>;
}

struct Attempt<'a> {
    ready: &'a Ready,
    skew: Option<&'a Skew>,
    connection: CaptureSmithyConnection,
    invocation: String,
    attempts: Option<&'a Attempts>,
}

/// Why there is no success.
enum Unfinished {
    /// Nothing has been sent.
    Unsent,
    Ended(End),
}

impl Attempt<'_> {
    async fn send_in_time(
        &self,
        request: (&'static str, SdkBody),
        once: bool,
    ) -> Result<HttpResponse, Unfinished> {
        let sent = self.send(request, once);
        let limit = self.ready.limit().zip(self.ready.sleep.as_ref());
        let Some(((limit, all), sleep)) = limit else { return sent.await };
        match select(pin!(sent), sleep.sleep(limit)).await {
            Either::Left((sent, _)) => sent,
            Either::Right(_) if all => Err(Unfinished::Ended(End::TimedOut)),
            Either::Right(_) => Err(Unfinished::Ended(End::AttemptTimedOut)),
        }
    }

    async fn send(
        &self,
        request: (&'static str, SdkBody),
        once: bool,
    ) -> Result<HttpResponse, Unfinished> {
        let ready = self.ready;
        let identity = ready.identity().await.ok_or(Unfinished::Unsent)?;
        let sent = ready.now();
        let time = self.skew.map_or(sent, |skew| skew.apply(sent));
        let request = ready.request(request, &identity, time, (&self.invocation, once));
        let mut request = request.ok_or(Unfinished::Unsent)?;
        request.add_extension(self.connection.clone());
        let upload = ready.stalled.as_ref().filter(|stalled| stalled.upload_enabled());
        let upload = upload.map(|stalled| {
            let (upload, body) = Upload::new(request.take_body(), stalled);
            *request.body_mut() = body;
            upload
        });
        let connector = ready.http.http_connector(&ready.settings, &ready.components);
        self.attempts.inspect(|attempts| attempts.begin());
        let ended = |end| Unfinished::Ended(End::Answered(Box::new(end)));
        let answer = guarded(connector.call(request), upload, ready).await;
        let mut response = answer.map_err(|error| ended(Err(error)))?;
        if let Some(skew) = self.skew {
            skew.learn(response.headers(), sent, ready.now());
        }
        let succeeded = response.status().is_success();
        if (succeeded || may_be_final(&response)) && self.read(&mut response).await {
            if succeeded {
                self.succeeded();
                return Ok(response);
            }
            if is_final(response.body().bytes().unwrap_or_default()) {
                return Ok(response);
            }
        }
        Err(ended(Ok(response)))
    }

    /// Reads the body to its end; whether that is what the service has sent.
    async fn read(&self, response: &mut HttpResponse) -> bool {
        if response.body().bytes().is_none() {
            let body = std::mem::replace(response.body_mut(), SdkBody::taken());
            match received(body, self.ready).await {
                Ok(read) => *response.body_mut() = SdkBody::from(read),
                Err(error) => {
                    *response.body_mut() = Broken::body(error);
                    return false;
                }
            }
        }
        super::checksum(response).is_ok()
    }

    /// Gives back to the client's quota of retries what a success gives.
    fn succeeded(&self) {
        let ready = self.ready;
        let Some(tokens) = ready.tokens.as_ref().filter(|tokens| !tokens.is_full()) else { return };
        let mut layer = Layer::new("dynamo_runtime::wire::slim");
        layer.store_put(tokens.clone()).store_put(ready.retries.clone());
        layer.store_put(RequestAttempts::new(1));
        let mut cfg = ConfigBag::base();
        cfg.push_layer(layer);
        let mut context = InterceptorContext::new(Input::erase(()));
        context.set_output_or_error(Ok(super::Output::erase(())));
        let told = ready.components.retry_strategy();
        // A success is not sent again, whatever it says.
        let _ = told.should_attempt_retry(&context, &ready.components, &cfg);
    }

    fn hand_over(self, end: End, begun: SystemTime) -> Replay {
        let ready = self.ready;
        let mut timeouts = ready.timeouts.to_builder();
        if let Some(all) = ready.timeouts.operation_timeout() {
            let taken = ready.now().duration_since(begun).unwrap_or_default();
            timeouts.set_operation_timeout(Some(all.saturating_sub(taken)));
        }
        Replay::new(end, self.connection, self.invocation, ready, (timeouts.build(), begun))
    }
}

/// Returns random bits as text, in the form of a random UUID.
pub(crate) fn uuid(bits: u128) -> String {
    let version = (bits & !(0xf << 76)) | (4 << 76);
    let variant = (version & !(0b11 << 62)) | (0b10 << 62);
    let digits = format!("{variant:032x}");
    [&digits[..8], &digits[8..12], &digits[12..16], &digits[16..20], &digits[20..]].join("-")
}
