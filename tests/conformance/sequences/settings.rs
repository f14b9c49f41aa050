//! Clients with other endpoints, regions, names, classifiers and versions.

use aws_sdk_dynamodb::config::endpoint::{Endpoint, EndpointFuture, Params, ResolveEndpoint};
use aws_sdk_dynamodb::config::interceptors::{
    BeforeTransmitInterceptorContextMut, InterceptorContext,
};
use aws_sdk_dynamodb::config::retry::{ClassifyRetry, RetryAction};
use aws_sdk_dynamodb::config::{
    AppName, BehaviorVersion, ConfigBag, Intercept, Region, RuntimeComponents,
};
use aws_sdk_dynamodb::error::BoxError;
use aws_smithy_runtime_api::client::auth::AuthSchemeId;

use super::{Sequence, Slim};
use crate::answers::{Answer, error, success};
use crate::client::Change;
use crate::credentials::Given;
use crate::operations::Operation;

type Setting = (&'static str, Change);

const SETTINGS: [Setting; 17] = [
    ("an endpoint", |config| config.endpoint_url("http://localhost:8000")),
    ("an endpoint with a path", |config| {
        config.endpoint_url("https://proxy.example:8443/a b/ü/%20/..//c")
    }),
    ("an endpoint with a query", |config| config.endpoint_url("https://proxy.example/?a=b&c")),
    ("an endpoint that is none", |config| config.endpoint_url("not a url")),
    ("China", |config| config.region(Region::from_static("cn-north-1"))),
    ("a region of tomorrow", |config| config.region(Region::from_static("xx-moon-7"))),
    ("a local region", |config| config.region(Region::from_static("local"))),
    ("a region that is none", |config| config.region(Region::from_static("not a region"))),
    ("FIPS", |config| config.use_fips(true)),
    ("two stacks", |config| config.use_dual_stack(true)),
    ("FIPS with two stacks", |config| config.use_fips(true).use_dual_stack(true)),
    ("a name", |config| config.app_name(AppName::new("conformance").expect("a name"))),
    ("endpoints by round", |config| config.endpoint_resolver(Resolver)),
    ("a classifier", |config| config.retry_classifier(Classifier)),
    ("an interceptor", |config| config.interceptor(Interceptor)),
    ("a preferred scheme", |config| config.auth_scheme_preference([AuthSchemeId::from("sigv4")])),
    ("an old version", |config| config.behavior_version(old_version())),
];

/// What has to be done to a request with these, the SDK does.
const STACKED: [&str; 5] = [
    "an endpoint with a path",
    "endpoints by round",
    "a classifier",
    "an interceptor",
    "a preferred scheme",
];

#[expect(deprecated, reason = "programs have it")]
fn old_version() -> BehaviorVersion {
    BehaviorVersion::v2023_11_09()
}

pub(super) fn sequences() -> Vec<Sequence> {
    let of = |(name, setting): Setting| {
        let with = |what: &str, answers: Vec<Answer>| {
            let slim = if STACKED.contains(&name) { Slim::None } else { Slim::All };
            let sequence = Sequence::new(format!("{name}, {what}"), answers).calls(2).slim(slim);
            sequence.set(|settings| settings.more.push(setting))
        };
        let failed = |code: &str| vec![error(400, code).into(), success().into()];
        [
            with("success", vec![success().into()]),
            with("throttled", failed("ThrottlingException")),
            with("refused", failed("ResourceNotFoundException")),
            with("lost", vec![Answer::Lost, Answer::Lost, success().into()]),
        ]
    };
    SETTINGS.into_iter().flat_map(of).chain(tables()).collect()
}

/// A table of another account, by its name in full, items that are large, and calls that come after others.
fn tables() -> Vec<Sequence> {
    const ARN: &str = "arn:aws:dynamodb:eu-west-1:123456789012:table/Things";
    let answers = || [Answer::from(error(500, "InternalServerError")), success().into()];
    let named = |what: &str| Sequence::new(what, answers()).particular().calls(2);
    vec![
        named("a table in full").set(|settings| settings.table = ARN).slim(Slim::None),
        named("a table in full, of an account").slim(Slim::None).set(|settings| {
            settings.table = ARN;
            settings.credentials = vec![Given::key("ONE").account("210987654321")];
        }),
        named("a table of a long name").set(|settings| settings.table = "Things.of-all_kinds"),
        named("after a get").first(Operation::GetItem),
        named("after a transaction").first(Operation::TransactWriteItems),
        named("an item of 60 KB").set(|settings| settings.padding = 60_000),
        // What does not hold the item is slim whatever its size.
        named("an item of 70 KB").set(|settings| settings.padding = 70_000).slim(Slim::Some),
    ]
}

/// Takes the region for a host.
#[derive(Debug)]
struct Resolver;

impl ResolveEndpoint for Resolver {
    fn resolve_endpoint<'a>(&'a self, params: &'a Params) -> EndpointFuture<'a> {
        let region = params.region().unwrap_or_default();
        let url = format!("https://{region}.example");
        EndpointFuture::ready(Ok(Endpoint::builder().url(url).header("x-by", "resolver").build()))
    }
}

/// Adds a header to each request.
#[derive(Debug)]
struct Interceptor;

impl Intercept for Interceptor {
    fn name(&self) -> &'static str {
        "a header"
    }

    fn modify_before_signing(
        &self,
        context: &mut BeforeTransmitInterceptorContextMut<'_>,
        _: &RuntimeComponents,
        _: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        context.request_mut().headers_mut().insert("x-own", "header");
        Ok(())
    }
}

/// Has a table that is missing be waited for.
#[derive(Debug)]
struct Classifier;

impl ClassifyRetry for Classifier {
    fn classify_retry(&self, context: &InterceptorContext) -> RetryAction {
        let body = context.response().and_then(|response| response.body().bytes());
        let text = body.map(String::from_utf8_lossy).unwrap_or_default();
        if text.contains("ResourceNotFound") {
            return RetryAction::transient_error();
        }
        RetryAction::NoActionIndicated
    }

    fn name(&self) -> &'static str {
        "a missing table"
    }
}
