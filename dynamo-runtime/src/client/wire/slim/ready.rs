//! A call that the SDK is about to send in; what it takes to send the next one alike, out.

use std::fmt::{self, Write};
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use aws_credential_types::Credentials;
use aws_runtime::auth::sigv4::SCHEME_ID;
use aws_sdk_dynamodb::config::retry::{RetryConfig, RetryMode, TokenBucket};
use aws_sdk_dynamodb::config::timeout::TimeoutConfig;
use aws_sdk_dynamodb::config::{
    ConfigBag, Intercept, Region, ResolveCachedIdentity, RuntimeComponents, SharedAsyncSleep,
    SharedHttpClient, StalledStreamProtectionConfig,
};
use aws_smithy_runtime_api::client::http::HttpConnectorSettings;
use aws_smithy_runtime_api::client::identity::{
    Identity, IdentityCacheLocation, ResolveIdentity, SharedIdentityResolver,
};
use aws_smithy_runtime_api::client::orchestrator::HttpRequest;
use aws_smithy_runtime_api::client::runtime_components::GetIdentityResolver;
use aws_smithy_types::body::SdkBody;
use aws_smithy_types::config_bag::Layer;
use http::header::{CONTENT_LENGTH, CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue, USER_AGENT};
use http::{Method, Uri};

use super::sign::{Signed, Signer, Time};

const AUTHORIZATION: HeaderName = http::header::AUTHORIZATION;
const DATE: HeaderName = HeaderName::from_static("x-amz-date");
const TOKEN: HeaderName = HeaderName::from_static("x-amz-security-token");
const TARGET: HeaderName = HeaderName::from_static("x-amz-target");
const AGENT: HeaderName = HeaderName::from_static("x-amz-user-agent");
const INVOCATION: HeaderName = HeaderName::from_static("amz-sdk-invocation-id");
const ATTEMPT: HeaderName = HeaderName::from_static("amz-sdk-request");
const TRACE: HeaderName = HeaderName::from_static("x-amzn-trace-id");

/// The headers of a request that this module writes. One with another has something done to it that is not known here.
const KNOWN: [HeaderName; 12] = [
    CONTENT_LENGTH,
    CONTENT_TYPE,
    USER_AGENT,
    AUTHORIZATION,
    DATE,
    TOKEN,
    TARGET,
    AGENT,
    INVOCATION,
    ATTEMPT,
    TRACE,
    http::header::HOST,
];

/// What the SDK itself does to a request, all of which is done here too. Another one has needs that are not known.
const INTERCEPTORS: [&str; 17] = [
    "AccountIdEndpointFeatureTrackerInterceptor",
    "ConnectionPoisoningInterceptor",
    "EndpointOverrideFeatureTrackerInterceptor",
    "EnforceContentLength",
    "IdempotencyTokenInterceptor",
    "InvocationIdInterceptor",
    // Where nobody is told of metrics, these do nothing.
    "MetricsInterceptor",
    "TelemetryBytesInterceptor",
    "ObservabilityFeatureTrackerInterceptor",
    "RecursionDetectionInterceptor",
    "RequestInfoInterceptor",
    "RetryModeFeatureTrackerInterceptor",
    "ServiceClockSkewInterceptor",
    "StalledStreamProtectionInterceptor",
    "TokenBucketProvider",
    "UserAgentInterceptor",
    "dynamo_runtime::",
];

/// For so long, credentials are not taken that end.
const AT_ITS_END: Duration = Duration::from_mins(1);

/// What a client sends requests with.
pub(super) struct Ready {
    pub(super) components: RuntimeComponents,
    /// What credentials are resolved with.
    config: ConfigBag,
    credentials: SharedIdentityResolver,
    /// The id of the access key.
    key: String,
    /// When the SDK has to ask for credentials, if these end.
    until: Option<SystemTime>,
    pub(super) http: SharedHttpClient,
    pub(super) settings: HttpConnectorSettings,
    pub(super) timeouts: TimeoutConfig,
    pub(super) sleep: Option<SharedAsyncSleep>,
    pub(super) stalled: Option<StalledStreamProtectionConfig>,
    pub(super) tokens: Option<TokenBucket>,
    pub(super) retries: RetryConfig,
    /// Whether this runs in a Lambda function, whose requests tell what has called it.
    traces: bool,
    uri: Uri,
    host: String,
    agent: String,
    headers: HeaderMap,
    signer: Signer,
}

/// Why calls do not leave the SDK's stack.
pub(super) type Refused = String;

impl Ready {
    /// Takes from a request that is about to be sent, and from what it was made with, what the next takes. Refused where this
    /// module would not have sent the same.
    pub(super) fn new(
        (request, body): (&HttpRequest, &[u8]),
        identity: &Identity,
        components: &RuntimeComponents,
        cfg: &ConfigBag,
    ) -> Result<Arc<Self>, Refused> {
        check_client(components, cfg)?;
        let uri = checked_uri(request)?;
        let credentials =
            components.identity_resolver(SCHEME_ID).ok_or("there are no credentials")?;
        if credentials.cache_location() != IdentityCacheLocation::RuntimeComponents {
            return Err("the credentials are not in the client's cache".to_owned());
        }
        let retries = cfg.load::<RetryConfig>().ok_or("there are no retries")?;
        let http = components.http_client().ok_or("there is no HTTP client")?;
        let timeouts = cfg.load::<TimeoutConfig>().ok_or("there are no timeouts")?.clone();
        let mut settings = HttpConnectorSettings::builder();
        settings.set_connect_timeout(timeouts.connect_timeout());
        settings.set_read_timeout(timeouts.read_timeout());
        let signs = identity.data::<Credentials>().ok_or("the identity has no credentials")?;
        let header = |name: &HeaderName| request.headers().get(name.as_str()).unwrap_or_default();
        let authorization = header(&AUTHORIZATION);
        let [region, service] = scope(authorization).ok_or("requests are not signed as SigV4")?;
        let ready = Self {
            config: configuration(retries, &timeouts, cfg),
            credentials,
            key: signs.access_key_id().to_owned(),
            until: identity.expiration().and_then(|ends| ends.checked_sub(AT_ITS_END)),
            http,
            settings: settings.build(),
            sleep: components.sleep_impl(),
            stalled: cfg.load::<StalledStreamProtectionConfig>().cloned(),
            tokens: cfg.load::<TokenBucket>().cloned(),
            retries: retries.clone(),
            traces: std::env::var_os("AWS_LAMBDA_FUNCTION_NAME").is_some(),
            host: uri.authority().map(ToString::to_string).unwrap_or_default(),
            headers: template(request, retries.max_attempts())?,
            signer: Signer::new(region, service),
            components: components.clone(),
            timeouts,
            uri,
            agent: header(&AGENT).to_owned(),
        };
        ready.check(request, body, signs).ok_or("the SDK signs requests otherwise")?;
        Ok(Arc::new(ready))
    }

    /// Whether this signs what the SDK has signed as the SDK has.
    fn check(&self, request: &HttpRequest, body: &[u8], signs: &Credentials) -> Option<()> {
        let header = |name: &HeaderName| request.headers().get(name.as_str());
        let own = self.authorization(header(&TARGET)?, body, signs, &Time::read(header(&DATE)?)?);
        let is_same = own == header(&AUTHORIZATION)? && signs.session_token() == header(&TOKEN);
        is_same.then_some(())
    }

    fn authorization(
        &self,
        target: &str,
        body: &[u8],
        credentials: &Credentials,
        time: &Time,
    ) -> String {
        let signed = Signed { host: &self.host, target, agent: &self.agent, body };
        self.signer.authorization(signed, credentials, time)
    }

    /// Returns who signs; `None` where the SDK has to find out, or to report that there is nobody. Of another one, the endpoint and
    /// the user agent may be others.
    pub(super) async fn identity(&self) -> Option<Identity> {
        if self.until.is_some_and(|until| self.now() >= until) {
            return None;
        }
        let (from, components) = (self.credentials.clone(), &self.components);
        let cache = components.identity_cache();
        let identity = cache.resolve_cached_identity(from, components, &self.config).await.ok()?;
        let is_known = identity.data::<Credentials>()?.access_key_id() == self.key;
        is_known.then_some(identity)
    }

    /// Returns a request that is signed at `time`.
    pub(super) fn request(
        &self,
        (target, body): (&'static str, SdkBody),
        identity: &Identity,
        time: SystemTime,
        (invocation, once): (&str, bool),
    ) -> Option<HttpRequest> {
        let credentials = identity.data::<Credentials>()?;
        let time = Time::new(time)?;
        let bytes = body.bytes()?;
        let authorization = self.authorization(target, bytes, credentials, &time);
        let mut headers = self.headers.clone();
        headers.insert(CONTENT_LENGTH, HeaderValue::from(bytes.len()));
        headers.insert(TARGET, HeaderValue::from_static(target));
        headers.insert(DATE, HeaderValue::from_str(time.text()).ok()?);
        headers.insert(AUTHORIZATION, HeaderValue::try_from(authorization).ok()?);
        if let Some(token) = credentials.session_token() {
            // What is signed is the token without spaces around it.
            let mut value = HeaderValue::from_str(token).ok().filter(|_| token.trim() == token)?;
            value.set_sensitive(true);
            headers.insert(TOKEN, value);
        }
        headers.insert(INVOCATION, HeaderValue::from_str(invocation).ok()?);
        if once {
            headers.insert(ATTEMPT, HeaderValue::from_static("attempt=1; max=1"));
        }
        if let Some(trace) = self.traces.then(trace).flatten() {
            headers.insert(TRACE, HeaderValue::try_from(trace).ok()?);
        }
        let mut request = http::Request::new(body);
        *request.method_mut() = Method::POST;
        *request.uri_mut() = self.uri.clone();
        *request.headers_mut() = headers;
        HttpRequest::try_from(request).ok()
    }

    pub(super) fn now(&self) -> SystemTime {
        now(&self.components)
    }

    /// The longest that an attempt may take, if there is a limit, and whether it is that of the whole call.
    pub(super) fn limit(&self) -> Option<(Duration, bool)> {
        let (all, one) =
            (self.timeouts.operation_timeout(), self.timeouts.operation_attempt_timeout());
        match (all, one) {
            (Some(all), Some(one)) if one < all => Some((one, false)),
            (Some(all), _) => Some((all, true)),
            (None, Some(one)) => Some((one, false)),
            (None, None) => None,
        }
    }
}

/// Whether what the SDK shares is of this type, which begins its own `Debug`.
fn is_a(name: &'static str, shared: &dyn fmt::Debug) -> bool {
    let mut start = Start { name, written: String::new() };
    // It ends with an error as soon as there is enough.
    let _ = write!(start, "{shared:?}");
    start.written.contains(name)
}

struct Start {
    name: &'static str,
    written: String,
}

impl Write for Start {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.written.push_str(text);
        if self.written.len() > 128 || self.written.contains(self.name) {
            Err(fmt::Error)
        } else {
            Ok(())
        }
    }
}

/// The time by the client's clock.
pub(super) fn now(components: &RuntimeComponents) -> SystemTime {
    components.time_source().map_or_else(SystemTime::now, |source| source.now())
}

/// Refuses a client that does to its calls what is not done here.
fn check_client(components: &RuntimeComponents, cfg: &ConfigBag) -> Result<(), Refused> {
    let known = |name: &str| {
        INTERCEPTORS.iter().any(|known| name.starts_with(known))
            || name.ends_with("EndpointParamsInterceptor")
            || name.ends_with("TelemetryInputCaptureInterceptor")
    };
    if let Some(other) = components.interceptors().find(|it| !known(it.name())) {
        return Err(format!("the client has the interceptor `{}`", other.name()));
    }
    let metrics = aws_smithy_observability::global::get_telemetry_provider().ok();
    if metrics.is_none_or(|metrics| metrics.meter_provider().provider_name() != "noop") {
        return Err("the SDK's metrics are on".to_owned());
    }
    if !is_a("DefaultResolver", &components.endpoint_resolver()) {
        return Err("the client has an endpoint resolver of its own".to_owned());
    }
    let retries = cfg.load::<RetryConfig>().ok_or("there are no retries")?;
    if retries.mode() == RetryMode::Adaptive {
        return Err("the client's retries are adaptive".to_owned());
    }
    if !is_a("LazyCache", &components.identity_cache()) {
        return Err("the client does not keep its credentials".to_owned());
    }
    Ok(())
}

/// Returns where the request goes. Refused where another one of the client might be otherwise.
fn checked_uri(request: &HttpRequest) -> Result<Uri, Refused> {
    let headers = request.headers();
    let is_known = |name: &str| KNOWN.iter().any(|known| known.as_str() == name);
    if let Some((name, _)) = headers.iter().find(|(name, _)| !is_known(name)) {
        return Err(format!("the client's requests have the header `{name}`"));
    }
    let uri: Uri = request.uri().parse().map_err(|_| "the endpoint is no URI")?;
    if uri.path() != "/" || uri.query().is_some() || request.method() != "POST" {
        return Err("the client's requests are not a POST to `/`".to_owned());
    }
    Ok(uri)
}

/// What credentials are resolved with.
fn configuration(retries: &RetryConfig, timeouts: &TimeoutConfig, cfg: &ConfigBag) -> ConfigBag {
    let mut layer = Layer::new("dynamo_runtime::wire");
    layer.store_put(retries.clone()).store_put(timeouts.clone());
    if let Some(region) = cfg.load::<Region>() {
        layer.store_put(region.clone());
    }
    let mut config = ConfigBag::base();
    config.push_shared_layer(layer.freeze());
    config
}

/// The headers that all requests share.
fn template(request: &HttpRequest, max_attempts: u32) -> Result<HeaderMap, Refused> {
    let mut template = HeaderMap::with_capacity(16);
    for name in [CONTENT_TYPE, USER_AGENT, AGENT] {
        let value = request.headers().get(name.as_str());
        let value = value.and_then(|value| HeaderValue::from_str(value).ok());
        let value = value.ok_or_else(|| format!("requests have no header `{name}`"))?;
        template.insert(name, value);
    }
    for name in [CONTENT_LENGTH, TARGET, DATE, AUTHORIZATION, INVOCATION] {
        template.insert(name, HeaderValue::from_static(""));
    }
    let attempt = HeaderValue::try_from(format!("attempt=1; max={max_attempts}"));
    template.insert(ATTEMPT, attempt.map_err(|error| error.to_string())?);
    Ok(template)
}

/// The region and the service that a request is signed for.
fn scope(authorization: &str) -> Option<[&str; 2]> {
    let credential = authorization.strip_prefix("AWS4-HMAC-SHA256 Credential=")?;
    let (credential, _) = credential.split_once(',')?;
    let mut parts = credential.rsplit('/');
    let (_, service, region) = (parts.next()?, parts.next()?, parts.next()?);
    Some([region, service])
}

/// What has called the Lambda function that this runs in.
fn trace() -> Option<String> {
    let trace = std::env::var("_X_AMZN_TRACE_ID").ok()?;
    let letter = |byte: u8| match byte {
        b' '..=b'~' => char::from(byte).to_string(),
        _ => format!("%{byte:02X}"),
    };
    Some(trace.bytes().map(letter).collect())
}
