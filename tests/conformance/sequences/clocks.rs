//! A client's clock that is behind the service's, or ahead of it.

use std::time::Duration;

use aws_sdk_dynamodb::config::retry::RetryConfig;

use super::{Sequence, Slim};
use crate::answers::{error, success};

pub(super) fn sequences() -> Vec<Sequence> {
    let codes = [
        (400, "InvalidSignatureException"),
        (403, "RequestTimeTooSkewed"),
        (403, "SignatureDoesNotMatch"),
        (403, "AuthFailure"),
        (400, "AccessDeniedException"),
        (403, "RequestExpired"),
        (400, "ValidationException"),
        (500, "InternalServerError"),
    ];
    let skews = [0, 239, 241, 86_400, -239, -241, -600];
    let each = codes.into_iter().flat_map(|(status, code)| {
        skews.map(|ahead| {
            let first = error(status, code).ahead(ahead);
            let then = success().ahead(ahead);
            // The second call knows what the first one has learnt.
            let name = format!("{code}, {ahead} s ahead, then success");
            Sequence::new(name, [first.clone(), then.clone(), first, then]).calls(2)
        })
    });
    each.chain(others()).collect()
}

fn others() -> Vec<Sequence> {
    let skewed = |ahead: i64| error(403, "RequestTimeTooSkewed").ahead(ahead);
    let late = |seconds: u64| skewed(600).after(Duration::from_secs(seconds));
    vec![
        Sequence::new("the clock is wrong, always", [skewed(600)]).calls(3),
        Sequence::new("the clock moves", [skewed(600), skewed(1200), success()]).calls(2),
        Sequence::new("the clock moves back", [skewed(600), skewed(-600), success()]).calls(2),
        Sequence::new("successes of a clock that is ahead", [success().ahead(600)]).calls(3),
        Sequence::new(
            "successes of clocks of two kinds",
            [success().ahead(600), success().ahead(0), success().ahead(-600), success()],
        )
        .calls(4),
        Sequence::new("the time is told after a minute", [late(60), success()]).calls(2),
        // By then, the credentials have to be asked for.
        Sequence::new("the time is told after 20 minutes", [late(1200), success()])
            .calls(2)
            .slim(Slim::Some)
            .patient(),
        Sequence::new(
            "the time is no time",
            [error(403, "RequestTimeTooSkewed").header("date", "yesterday"), success()],
        ),
        Sequence::new(
            "the time is told and then not",
            [skewed(600), error(500, "InternalServerError"), success()],
        )
        .calls(2),
        Sequence::new("an answer from a cache", [skewed(600).header("age", "1"), success()])
            .calls(2),
        Sequence::new("a clock that is not corrected", [skewed(600), success().ahead(600)])
            .calls(3)
            .set(|settings| settings.more.push(|it| it.disable_clock_skew_correction(true))),
        // And by then.
        Sequence::new("over midnight", [success()]).calls(3).pause(4 * 60 * 60).slim(Slim::Some),
        Sequence::new("over midnight by the service's clock", [success().ahead(22_400)])
            .calls(3)
            .pause(400),
        Sequence::new("no retries of a wrong clock", [skewed(600), success()]).calls(2).set(
            |settings| {
                settings.retry = Some(RetryConfig::disabled());
            },
        ),
    ]
}
