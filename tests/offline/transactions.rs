//! Transactions: what they ask for, what they refuse before that, what is sent again, and what a refusal tells.

mod gets;
mod outcomes;
mod refused;
mod requests;
mod resent;
mod unique;

use std::time::{Duration, SystemTime};

use dynamo_runtime::op::Retries;
use dynamo_runtime::{Dynamo, Wire};
use dynamo_testkit::{Answer, Script};
use serde_json::{Value, json};

/// A client that tries each call so many times, and by its policy of retries without pauses.
fn dynamo(script: &Script, attempts: u32, wire: Wire) -> Dynamo {
    let retries = Retries::default().with_jitter(|| 0.0);
    let dynamo = Dynamo::new(script.client(attempts)).with_wire(wire).with_retries(retries);
    dynamo.with_clock(|| SystemTime::UNIX_EPOCH + Duration::from_secs(1000))
}

/// A transaction that is cancelled for these reasons.
fn cancelled(reasons: &[Value]) -> Answer {
    let body = json!({
        "__type": "com.amazonaws.dynamodb.v20120810#TransactionCanceledException",
        "Message": "Transaction cancelled, please refer cancellation reasons for specific reasons",
        "CancellationReasons": reasons,
    });
    Answer::status(400, body.to_string())
}

fn reason(code: &str) -> Value {
    json!({ "Code": code })
}
