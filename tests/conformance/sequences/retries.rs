//! What is tried again: how often, after which pauses, and on which quota.

use std::time::Duration;

use aws_sdk_dynamodb::config::retry::{ReconnectMode, RetryConfig};
use aws_smithy_types::retry::ErrorKind;

use super::{Sequence, Slim};
use crate::answers::{Answer, Reply, error, success};

/// Everything that the SDK may try again, and what it may not.
fn failures() -> Vec<(&'static str, Answer)> {
    vec![
        ("throttled", error(400, "ProvisionedThroughputExceededException").into()),
        ("failed", error(500, "InternalServerError").into()),
        ("a bad gateway", Reply::new(502, crate::answers::Body::Text(String::new())).into()),
        ("unavailable", error(503, "ServiceUnavailable").into()),
        ("refused by the machine", Answer::Refused),
        ("lost", Answer::Lost),
        ("a transient failure", Answer::Failed(Some(ErrorKind::TransientError))),
        ("a throttled connection", Answer::Failed(Some(ErrorKind::ThrottlingError))),
        ("a server's failure", Answer::Failed(Some(ErrorKind::ServerError))),
        ("a client's failure", Answer::Failed(Some(ErrorKind::ClientError))),
        ("a failure", Answer::Failed(None)),
        ("a mistake", Answer::Misused),
    ]
}

/// Answers with so many failures, and then a success.
fn then_success(failure: &Answer, count: usize) -> Vec<Answer> {
    let failures = vec![failure.clone(); count];
    failures.into_iter().chain([success().into()]).collect()
}

fn standard(attempts: u32) -> RetryConfig {
    RetryConfig::standard().with_max_attempts(attempts)
}

pub(super) fn sequences() -> Vec<Sequence> {
    let each = failures().into_iter().flat_map(|(name, failure)| of_failure(name, &failure));
    each.chain(after()).chain(configured()).chain(adaptive()).collect()
}

fn of_failure(name: &str, failure: &Answer) -> Vec<Sequence> {
    let retry = |sequence: Sequence, retry: RetryConfig| {
        sequence.set(|settings| settings.retry = Some(retry))
    };
    vec![
        Sequence::new(format!("{name} once"), then_success(failure, 1)),
        Sequence::new(format!("{name} twice"), then_success(failure, 2)),
        Sequence::new(format!("{name}, always"), [failure.clone()]).calls(2),
        retry(
            Sequence::new(format!("{name} four times of five"), then_success(failure, 4)),
            standard(5),
        ),
        retry(
            Sequence::new(format!("{name} without retries"), then_success(failure, 1)),
            RetryConfig::disabled(),
        ),
        // What is spent on retries is spent for the calls that follow, and a success brings a little back.
        Sequence::new(format!("{name}, always, on a quota"), [failure.clone()])
            .calls(3)
            .set(|settings| settings.quota = Some(30)),
        Sequence::new(format!("{name} on the last of the quota"), then_success(failure, 1))
            .calls(3)
            .set(|settings| settings.quota = Some(11)),
        Sequence::new(format!("{name} without a quota"), then_success(failure, 1))
            .set(|settings| settings.quota = Some(0)),
        retry(
            Sequence::new(format!("{name} on connections that are kept"), then_success(failure, 1)),
            standard(3).with_reconnect_mode(ReconnectMode::ReuseAllConnections),
        ),
    ]
}

/// The service says when to come back, in milliseconds.
fn after() -> impl Iterator<Item = Sequence> {
    let errors = [
        (400, "ThrottlingException"),
        (400, "ValidationException"),
        (500, "InternalServerError"),
        (503, "ServiceUnavailable"),
    ];
    errors.into_iter().flat_map(|(status, code)| {
        ["0", "100", "3000", "60000", "soon"].map(|after| {
            let first = error(status, code).header("x-amz-retry-after", after);
            Sequence::new(format!("{code}, back after {after}"), [first, success()])
        })
    })
}

/// Pauses and attempts of other numbers, and of the SDK's own.
fn configured() -> Vec<Sequence> {
    let throttled = || Answer::from(error(400, "ThrottlingException"));
    let failed = || Answer::from(error(500, "InternalServerError"));
    let of = |name: &str, failure: Answer, retry: RetryConfig| {
        Sequence::new(name, [failure]).set(|settings| settings.retry = Some(retry))
    };
    let by_default = |name: &str, failure: Answer| {
        Sequence::new(name, [failure]).set(|settings| settings.retry = None).random()
    };
    let short = || standard(6).with_initial_backoff(Duration::from_millis(10));
    let capped = || standard(6).with_max_backoff(Duration::from_millis(1500));
    vec![
        of("throttled, with short pauses", throttled(), short()),
        of("failed, with short pauses", failed(), short()),
        of("throttled, with pauses of 1.5 s at most", throttled(), capped()),
        of("failed, with pauses of 1.5 s at most", failed(), capped()),
        of("throttled ten times", throttled(), standard(10)),
        by_default("throttled, with the SDK's own retries", throttled()),
        by_default("failed, with the SDK's own retries", failed()),
        by_default("lost, with the SDK's own retries", Answer::Lost),
    ]
}

/// The client slows down by itself where the service throttles.
fn adaptive() -> impl Iterator<Item = Sequence> {
    let adaptive = |sequence: Sequence| {
        sequence.set(|settings| settings.retry = Some(RetryConfig::adaptive().with_max_attempts(5)))
    };
    let each = failures().into_iter().flat_map(|(name, failure)| {
        let mixed = [then_success(&failure, 3), then_success(&failure, 1)].concat();
        [
            Sequence::new(format!("{name}, adaptive"), mixed.clone()).calls(3),
            Sequence::new(format!("{name}, adaptive, without pauses"), mixed).calls(4).pause(0),
            Sequence::new(format!("{name}, always, adaptive"), [failure]).calls(2).pause(0),
        ]
    });
    let successes = Sequence::new("adaptive successes", [success()]).calls(5).pause(0);
    each.chain([successes]).map(adaptive).map(|sequence| sequence.slim(Slim::None))
}
