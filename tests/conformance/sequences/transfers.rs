//! Bodies that are broken off, stall, are no answers, or do not fit their checksum, and headers beside them.

use std::time::Duration;

use aws_sdk_dynamodb::config::StalledStreamProtectionConfig;

use super::Sequence;
use crate::answers::{Checksum, Reply, Transfer, error, success, text};
use crate::client::Change;

type Named<T> = (&'static str, T);

pub(super) fn sequences() -> Vec<Sequence> {
    let all = [transfers(), corrupt(), spelt(), headers()];
    all.into_iter().flatten().collect()
}

fn transfers() -> Vec<Sequence> {
    let replies: [Named<fn() -> Reply>; 5] = [
        ("a success", success),
        ("a refusal", || error(400, "ValidationException")),
        ("a failed condition", || error(400, "ConditionalCheckFailedException")),
        ("a throttle", || error(400, "ThrottlingException")),
        ("a failure", || error(500, "InternalServerError")),
    ];
    let transfers = [
        ("that breaks off", Transfer::Half),
        ("that ends early", Transfer::Short),
        ("that stalls", Transfer::Stalls),
        ("that is slow", Transfer::Slow(Duration::from_millis(200))),
        ("that is very slow", Transfer::Slow(Duration::from_secs(4))),
    ];
    let protections: [Named<Change>; 3] = [
        ("", |config| config),
        (", unprotected", |config| {
            config.stalled_stream_protection(StalledStreamProtectionConfig::disabled())
        }),
        (", closely watched", |config| {
            let protection = StalledStreamProtectionConfig::enabled();
            let protection = protection.grace_period(Duration::from_secs(2)).build();
            config.stalled_stream_protection(protection)
        }),
    ];
    let mut all = Vec::new();
    for (what, reply) in replies {
        for (how, transfer) in transfers {
            for (watched, protection) in protections {
                let first = reply().transfer(transfer);
                let sequence = Sequence::new(format!("{what} {how}{watched}"), [first, success()]);
                all.push(sequence.set(|settings| settings.more.push(protection)));
            }
            let name = format!("{what} {how}, always");
            all.push(Sequence::new(name, [reply().transfer(transfer)]));
        }
    }
    all
}

/// Successes that are none.
fn corrupt() -> Vec<Sequence> {
    let bodies = [
        "",
        " ",
        "{}",
        "null",
        "5",
        "[]",
        "{",
        "{}}",
        "\u{feff}{}",
        "not JSON",
        r#"{"Item":5,"Items":5,"Attributes":5,"Responses":5}"#,
        r#"{"Item":null,"Items":null,"Attributes":null,"Responses":null}"#,
        r#"{"Item":{"id":{"Q":"x"}},"Items":[{"id":{"Q":"x"}}],"Attributes":{"id":{"Q":"x"}}}"#,
        r#"{"Item":{"id":"a"},"Items":["a"],"Attributes":["a"],"Responses":[5]}"#,
        r#"{"Item":{},"Items":[],"Attributes":{},"Responses":{},"Unknown":{"a":[1,2]}}"#,
        r#"{"__type":"x#ValidationException","message":"in a success"}"#,
    ];
    let of = |body: &str| {
        let always =
            Sequence::new(format!("200 with {body:?}"), [text(200, body)]).odd().particular();
        let once = [text(200, body), success()];
        [always, Sequence::new(format!("200 with {body:?} once"), once).odd()]
    };
    bodies.into_iter().flat_map(of).collect()
}

const CONDITION_FAILED: &str =
    r#"{"__type":"com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException"}"#;

/// Errors that are spelt in other ways.
fn spelt() -> Vec<Sequence> {
    let bodies = [
        r#"{"__type":"ThrottlingException"}"#,
        r#"{"__type":"a.b#ThrottlingException:http://x/"}"#,
        r#"{"code":"ThrottlingException","Message":"m"}"#,
        r#"{"code":"ThrottlingException","__type":"ValidationException","errorMessage":"m"}"#,
        r#"{"__type":null,"message":null}"#,
        r#"{"__type":5}"#,
        r#"{"message":"no code"}"#,
        r#"{"__type":"ConditionalCheckFailedException","Item":{"id":{"S":"b"}}}"#,
        r#"{"__type":"ConditionalCheckFailedException","Item":5}"#,
        r#"{"__type":"TransactionCanceledException","CancellationReasons":[{"Code":"ThrottlingError"}]}"#,
        r#"{"__type":"TransactionCanceledException","CancellationReasons":[{"Code":"TransactionConflict"}]}"#,
        r#"{"__type":"TransactionCanceledException","CancellationReasons":[{"Code":"ConditionalCheckFailed"}]}"#,
        r#"{"__type":"com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException","Item":{"id":{"S":"b"}}}"#,
        r#"{"__type":"com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException","Item":{"id":5}}"#,
        r#"{"__type":"com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException","code":"ThrottlingException"}"#,
        r#"{"__type":"com.amazonaws.dynamodb.v20120810#TransactionCanceledException","CancellationReasons":[{"Code":"TransactionConflict"}]}"#,
        r#"{"__type":"com.amazonaws.dynamodb.v20120810#TransactionCanceledException","CancellationReasons":7}"#,
        r#"{"__type":"ThrottlingException","throttlingReasons":[{"reason":"r","resource":"x"}]}"#,
        r#"{"__type":"ThrottlingException""#,
        "[]",
    ];
    let by_body = bodies.into_iter().flat_map(|body| {
        [400, 500].map(|status| {
            let answers = [text(status, body), success()];
            let sequence = Sequence::new(format!("{status} with {body:?}"), answers);
            if status == 400 { sequence.particular() } else { sequence }
        })
    });
    let types =
        ["ThrottlingException", "x#ValidationException", "ValidationException:http://x/", ""];
    let by_header = types.into_iter().flat_map(|code| {
        ["", r#"{"__type":"ResourceNotFoundException"}"#, CONDITION_FAILED].map(|body| {
            let first = text(400, body).header("x-amzn-errortype", code);
            Sequence::new(format!("400 with type {code:?} and {body:?}"), [first, success()])
        })
    });
    by_body.chain(by_header).collect()
}

fn headers() -> Vec<Sequence> {
    let huge = |mut reply: Reply| {
        for number in 0..40 {
            reply = reply.header(&format!("x-huge-{number}"), &"h".repeat(8_192));
        }
        reply
    };
    let failed = || error(500, "InternalServerError");
    let wrong = || success().checksum(Checksum::Wrong);
    let broken = || success().transfer(Transfer::Half);
    vec![
        Sequence::new("a right checksum", [success().checksum(Checksum::Right)]),
        // The mapper reads again what has been changed on its way.
        Sequence::new("a wrong checksum, then success", [wrong(), success()])
            .taken_for([broken(), success()]),
        Sequence::new("a wrong checksum, always", [wrong()]).taken_for([broken()]),
        Sequence::new(
            "a wrong checksum of a failure",
            [failed().checksum(Checksum::Wrong), success()],
        ),
        Sequence::new(
            "a wrong checksum of a failed condition",
            [text(400, CONDITION_FAILED).checksum(Checksum::Wrong)],
        ),
        Sequence::new(
            "a failed condition to send again",
            [text(400, CONDITION_FAILED).header("x-amz-retry-after", "5")],
        ),
        Sequence::new("a success with huge headers", [huge(success())]),
        Sequence::new("a failure with huge headers", [huge(failed()), success()]),
        Sequence::new("a success of another type", [success().header("content-type", "text/html")]),
        Sequence::new("another request id", [failed().header("x-amz-request-id", "OTHER")]),
    ]
}
