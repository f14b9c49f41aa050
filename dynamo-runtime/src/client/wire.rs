//! The direct wire: the JSON of items goes through the SDK's client as bytes, past the SDK's own parser and writer.
//!
//! An interceptor puts our response deserializer (and, for a put, our request serializer) in the place of the SDK's for
//! one call. Signing, credentials, endpoint, retries, timeouts and user interceptors stay the SDK's, and so does every
//! response that is not a success: the SDK's deserializer, kept behind ours, makes the modelled error. It also parses
//! whatever our reader does not take, so that both wires return the same.
//!
//! [`slim`] goes past the SDK's stack, too: what it does not finish goes on here.

mod answer;
mod attempts;
pub(crate) mod batch;
mod operation;
mod raw;
mod read;
mod requests;
pub(crate) mod slim;
#[cfg(test)]
mod tests;
mod write;

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, Once, PoisonError};

use aws_sdk_dynamodb::config::interceptors::{
    BeforeDeserializationInterceptorContextRef, BeforeSerializationInterceptorContextRef,
    BeforeTransmitInterceptorContextRef, FinalizerInterceptorContextRef,
};
use aws_sdk_dynamodb::config::retry::RetryConfig;
use aws_sdk_dynamodb::config::{self, ConfigBag, Intercept, RuntimeComponents, SharedInterceptor};
use aws_sdk_dynamodb::error::BoxError;
pub(crate) use aws_smithy_runtime_api::client::interceptors::context::Output;
use aws_smithy_runtime_api::client::interceptors::context::{Error, Input};
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse, OrchestratorError};
use aws_smithy_runtime_api::client::ser_de::{
    DeserializeResponse, SerializeRequest, SharedRequestSerializer, SharedResponseDeserializer,
};
use aws_smithy_types::body::SdkBody;

pub(crate) use self::answer::{Answer, Found};
pub(crate) use self::attempts::Attempts;
pub(crate) use self::operation::Operation;
use self::operation::sdk_deserializer;
pub(crate) use self::raw::{RawItem, RawItems};
pub(crate) use self::read::{
    Owned, Page, Statement, Unread, attributes, consumed, nothing, page, responses, statement,
    text_of,
};
use self::requests::names_an_arn;
pub(crate) use self::requests::own;
pub(crate) use self::slim::{Replay, Signs, Slim, uuid};
pub(crate) use self::write::put_item;
use super::TableAt;

/// How items travel between structs and the service. Requests and results are the same on each wire, but for the order of members.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Wire {
    /// As JSON, and past the SDK's stack: a call of one small item takes a quarter of the instructions.
    ///
    /// The first call of a handle (the second, unless this wire is named) goes through the SDK, and the mapper looks at what is sent.
    /// From then on it writes the request, signs it, and gives it to the client's HTTP client. A success is read at once, and so is
    /// the answer that a condition does not hold, or that a transaction is cancelled. Whatever else comes of the attempt, such as a
    /// throttle, a timeout or a body that breaks off, is given to the SDK as the end of its own first attempt: retries, pauses,
    /// corrections of the clock and errors are the SDK's.
    ///
    /// Calls go through the SDK, as [`Json`](Self::Json)'s do, where the client has interceptors, retry classifiers, invocation ids,
    /// auth schemes or an endpoint resolver of its own, where its retries are adaptive, its credentials are not cached or its metrics are
    /// on, in the last minute of credentials that end, of requests of more than 64 KiB or that `customize` changes, and of tables named
    /// by ARN. An event of tracing
    /// says so once. The SDK's own spans and debug events are not told of the others; the [mapper's](crate::op::Call) are.
    #[default]
    Slim,
    /// As JSON, through the SDK's client: bypasses interceptors of the client's that read or change inputs and outputs.
    Json,
    /// Through the SDK's `AttributeValue`: slower, and interceptors see whole inputs and outputs.
    Sdk,
}

impl Wire {
    /// Whether JSON goes past the SDK's own parser and writer.
    pub(crate) fn is_direct(self) -> bool {
        !matches!(self, Self::Sdk)
    }
}

/// One call on the direct wire: what replaces the SDK's parts, and the body that comes back.
#[derive(Clone)]
pub(crate) struct Direct(Arc<Call>);

struct Call {
    operation: &'static Operation,
    /// The target and body of the request, where the SDK is not to write it.
    request: Option<(&'static str, SdkBody)>,
    /// Those of a write.
    attempts: Option<Attempts>,
    /// What learns from the call how to send the next one, and who signs it.
    slim: Option<(Slim, Signs)>,
    response: Mutex<Option<SdkBody>>,
}

impl Direct {
    pub(crate) fn new(
        operation: &'static Operation,
        request: Option<(&'static str, SdkBody)>,
        attempts: Option<Attempts>,
        slim: Option<Slim>,
    ) -> Self {
        let slim = slim.map(|slim| (slim, Signs::default()));
        Self(Arc::new(Call { operation, request, attempts, slim, response: Mutex::default() }))
    }

    /// The configuration that puts the call on the direct wire.
    pub(crate) fn config(&self) -> config::Builder {
        let mut config = config::Builder::new();
        // `customize().interceptor(..)` would have the SDK look up at every hook whether this one is disabled.
        config.push_interceptor(SharedInterceptor::permanent(self.clone()));
        config
    }

    /// The configuration of a call that goes on from an attempt, if one has been made.
    pub(crate) fn goes_on(&self, at: &TableAt, from: Option<&Replay>) -> config::Builder {
        let config = at.counting(tries(self.config(), at.once));
        match (from, &self.0.slim) {
            (Some(replay), _) => replay.configure(config),
            (None, Some((slim, signs))) => slim.configure(signs, config),
            (None, None) => config,
        }
    }

    /// Has an attempt count as lost that the SDK has not taken up.
    pub(crate) fn ended(&self, from: Option<&Replay>) {
        if let (Some(attempts), true) = (&self.0.attempts, from.is_some_and(Replay::is_left)) {
            attempts.lose();
        }
    }

    fn response(&self) -> MutexGuard<'_, Option<SdkBody>> {
        self.0.response.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Returns the body of the successful response. `None` where the SDK has not asked us to read it: the output it
    /// returned is then whole.
    pub(crate) fn body(&self) -> Option<SdkBody> {
        let body = self.response().take();
        if body.is_none() {
            static TOLD: Once = Once::new();
            TOLD.call_once(|| {
                tracing::warn!(
                    "this version of the SDK parses responses itself; reading is slower"
                );
            });
        }
        body
    }
}

impl fmt::Debug for Direct {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Direct")
    }
}

impl Intercept for Direct {
    fn name(&self) -> &'static str {
        "dynamo_runtime::wire"
    }

    fn read_before_execution(
        &self,
        _: &BeforeSerializationInterceptorContextRef<'_>,
        cfg: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        // Without the SDK's deserializer there would be no modelled errors: leave the call to the SDK.
        if sdk_deserializer(self.0.operation.config.as_ref()).is_none() {
            return Ok(());
        }
        cfg.interceptor_state().store_put(SharedResponseDeserializer::new(self.clone()));
        if self.0.request.is_some() {
            cfg.interceptor_state().store_put(SharedRequestSerializer::new(self.clone()));
        }
        Ok(())
    }

    fn read_before_transmit(
        &self,
        context: &BeforeTransmitInterceptorContextRef<'_>,
        components: &RuntimeComponents,
        cfg: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        if let Some((slim, signs)) = &self.0.slim {
            let body = self.0.request.as_ref().and_then(|(_, body)| body.bytes());
            slim.look((context.request(), body), signs, components, cfg);
        }
        let attempts = self.0.attempts.as_ref();
        attempts.map_or(Ok(()), |it| it.read_before_transmit(context, components, cfg))
    }

    fn read_before_deserialization(
        &self,
        context: &BeforeDeserializationInterceptorContextRef<'_>,
        components: &RuntimeComponents,
        cfg: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        if let Some((slim, _)) = &self.0.slim {
            slim.learn(context.response(), components, cfg);
        }
        Ok(())
    }

    fn read_after_attempt(
        &self,
        context: &FinalizerInterceptorContextRef<'_>,
        components: &RuntimeComponents,
        cfg: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let attempts = self.0.attempts.as_ref();
        attempts.map_or(Ok(()), |it| it.read_after_attempt(context, components, cfg))
    }
}

impl SerializeRequest for Direct {
    fn serialize_input(&self, _: Input, _: &mut ConfigBag) -> Result<HttpRequest, BoxError> {
        let request =
            self.0.request.as_ref().and_then(|(target, body)| Some((*target, body.try_clone()?)));
        let (target, body) = request.ok_or("the direct wire has no request")?;
        let length = body.bytes().map_or(0, <[u8]>::len);
        let mut request = HttpRequest::new(SdkBody::empty());
        request.set_method("POST")?;
        request.set_uri("/")?;
        let headers = request.headers_mut();
        headers.try_insert("content-type", "application/x-amz-json-1.0")?;
        headers.try_insert("x-amz-target", target)?;
        headers.try_insert("content-length", length.to_string())?;
        *request.body_mut() = body;
        Ok(request)
    }
}

/// Keeps the body of a success for the operation, and leaves everything else to the SDK's deserializer.
impl DeserializeResponse for Direct {
    fn deserialize_nonstreaming_with_config(
        &self,
        response: &HttpResponse,
        cfg: &ConfigBag,
    ) -> Result<Output, OrchestratorError<Error>> {
        let body = response.body().try_clone().filter(|_| response.status().is_success());
        let Some(body) = body else {
            let sdk = sdk_deserializer(self.0.operation.config.as_ref());
            let sdk = sdk.ok_or_else(|| OrchestratorError::other("checked before execution"))?;
            return sdk.deserialize_nonstreaming_with_config(response, cfg);
        };
        checksum(response).map_err(OrchestratorError::response)?;
        *self.response() = Some(body);
        Ok((self.0.operation.empty)())
    }
}

/// Holds the body of a response against the checksum that the service sends with it.
fn checksum(response: &HttpResponse) -> Result<(), BoxError> {
    let told = response.headers().get("x-amz-crc32").and_then(|told| told.parse::<u32>().ok());
    match told {
        Some(told) if told != crc32fast::hash(response.body().bytes().unwrap_or_default()) => {
            Err("the response is not what the service has sent: its checksum differs".into())
        }
        _ => Ok(()),
    }
}

/// What a call has come to before the SDK is asked.
pub(crate) enum Begun {
    /// The body of a success.
    Answer(SdkBody),
    /// The request is refused, and is not sent again.
    Refused(HttpResponse),
    /// The SDK sends it, or goes on from an attempt that has failed.
    Sdk(Option<Replay>),
}

/// Sends a request past the SDK's stack, where the client's settings and the request allow that.
pub(crate) async fn begin(
    at: &TableAt,
    request: Option<&(&'static str, SdkBody)>,
    attempts: Option<&Attempts>,
) -> Begun {
    let request = request.and_then(|(target, body)| Some((*target, body.try_clone()?)));
    let (Some(slim), Some(request)) = (at.dynamo.slim(), request) else { return Begun::Sdk(None) };
    // A table of another account may be elsewhere.
    let (target, body) = &request;
    let several = target.contains("Batch") || target.contains("Transact");
    if at.name.starts_with("arn:") || several && names_an_arn(body) {
        return Begun::Sdk(None);
    }
    // In the future of every operation, it would be moved about with each.
    match Box::pin(slim.attempt(request, at.once, attempts)).await {
        Some(Ok(mut response)) => {
            at.note(|call| {
                call.attempts += 1;
                let id = response.headers().get("x-amzn-requestid");
                call.request_id = id.map(str::to_owned).or(call.request_id.take());
            });
            if response.status().is_success() {
                Begun::Answer(std::mem::replace(response.body_mut(), SdkBody::taken()))
            } else {
                Begun::Refused(response)
            }
        }
        Some(Err(replay)) => Begun::Sdk(Some(replay)),
        None => Begun::Sdk(None),
    }
}

/// The configuration of a call that the SDK tries as often as its client says, or `once`.
pub(crate) fn tries(mut config: config::Builder, once: bool) -> config::Builder {
    if once {
        config.set_retry_config(Some(RetryConfig::disabled()));
    }
    config
}

/// Sends the SDK's request on the wire that the client's settings name. Returns the answer, of whose output `part` is read. Of a
/// request that `writes`, the attempts are watched, and an error tells what may have been written.
macro_rules! send {
    ($at:expr, $module:ident::$operation:ident($request:expr) -> $output:ident, $part:expr) => {
        $crate::client::wire::send!(@ $at, $module::$operation($request) -> $output, $part, None, None)
    };
    (
        $at:expr, $module:ident::$operation:ident($request:expr) -> $output:ident, $part:expr, watched by $attempts:expr
    ) => {
        $crate::client::wire::send!(@ $at, $module::$operation($request) -> $output, $part, None, Some($attempts.clone()))
    };
    (
        $at:expr, $module:ident::$operation:ident($request:expr) -> $output:ident, $part:expr, writes $attempts:expr
        $(, $body:expr)?
    ) => {{
        let attempts: Option<&$crate::client::wire::Attempts> = $attempts;
        let (body, watched) = (None$(.or($body))?, attempts.cloned());
        let sent = $crate::client::wire::send!(@ $at, $module::$operation($request) -> $output, $part, body, watched);
        sent.map_err(|error| match attempts {
            Some(attempts) => attempts.failed(error),
            None => error,
        })
    }};
    (
        @ $at:expr, $module:ident::$operation:ident($request:expr) -> $output:ident, $part:expr, $body:expr,
        $attempts:expr
    ) => {{
        use ::aws_sdk_dynamodb::operation::$module::{$operation, $output};

        static OPERATION: ::std::sync::LazyLock<$crate::client::wire::Operation> =
            ::std::sync::LazyLock::new(|| $crate::client::wire::Operation {
                config: ::aws_smithy_runtime_api::client::runtime_plugin::RuntimePlugin::config(
                    &$operation::new(),
                ),
                empty: || $crate::client::wire::Output::erase($output::builder().build()),
            });
        let part: fn($output) -> _ = $part;
        let (at, request): (&$crate::client::TableAt, _) = ($at, $request);
        let attempts: Option<$crate::client::wire::Attempts> = $attempts;
        let sent = if at.dynamo.wire().is_direct() {
            let body: Option<(&'static str, ::aws_smithy_types::body::SdkBody)> = $body;
            let target = concat!("DynamoDB_20120810.", stringify!($operation));
            let own = || $crate::client::wire::own(at, request.as_input());
            let body = body.or_else(|| Some((target, own()?)));
            match $crate::client::wire::begin(at, body.as_ref(), attempts.as_ref()).await {
                $crate::client::wire::Begun::Answer(body) => Ok((Some(body), $output::builder().build())),
                $crate::client::wire::Begun::Refused(response) => Err(OPERATION.refused(response)),
                $crate::client::wire::Begun::Sdk(replay) => {
                    let direct = $crate::client::wire::Direct::new(&OPERATION, body, attempts, at.dynamo.slim().cloned());
                    let config = direct.goes_on(at, replay.as_ref());
                    let request = request.customize().config_override(config);
                    let sent = Box::pin(request.send()).await;
                    direct.ended(replay.as_ref());
                    sent.map(|output| (direct.body(), output))
                }
            }
        } else if attempts.is_some() || at.once || at.is_watched() {
            let config = attempts.as_ref().map($crate::client::wire::Attempts::config);
            let config = $crate::client::wire::tries(config.unwrap_or_default(), at.once);
            let config = at.counting(config);
            let request = request.customize().config_override(config);
            Box::pin(request.send()).await.map(|output| (None, output))
        } else {
            Box::pin(request.send()).await.map(|output| (None, output))
        };
        sent.map(|(body, output)| $crate::client::wire::Answer {
            table: ::std::sync::Arc::clone(&at.name),
            operation: stringify!($operation),
            body,
            output: part(output),
            parse: |body| OPERATION.parse::<$output>(body).map($part),
        })
        .map_err(|error| $crate::error::Error::sdk(&at.name, stringify!($operation), error))
    }};
}
pub(crate) use send;
