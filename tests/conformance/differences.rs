//! What is observed of the SDK's calls and of the mapper's in, what differs between them out.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Debug;
use std::sync::atomic::Ordering::Relaxed;
use std::time::Duration;

use dynamo_runtime::ErrorKind;
use serde_json::Value;

use crate::observed::{Call, Failure, Outcome};
use crate::sequences::{Sequence, Slim};
use crate::service::Attempt;
use crate::signature::{self, Authorization};

/// Tokio wakes up at whole milliseconds, and a slim attempt that is over is handed on at the next one.
const ROUNDED: Duration = Duration::from_millis(5);

/// What differs, a line each.
#[derive(Debug, Default)]
pub(crate) struct Differences(pub(crate) Vec<String>);

impl Differences {
    fn compare<T: PartialEq + Debug>(&mut self, what: &str, plain: &T, mapped: &T) {
        if plain != mapped {
            self.0.push(format!("{what}: {plain:?} is now {mapped:?}"));
        }
    }

    fn near(&mut self, what: &str, plain: Duration, mapped: Duration) {
        if plain.abs_diff(mapped) > ROUNDED {
            self.compare(what, &plain, &mapped);
        }
    }

    fn must(&mut self, holds: bool, what: impl FnOnce() -> String) {
        if !holds {
            self.0.push(what());
        }
    }
}

/// Compares the mapper's calls with the SDK's.
pub(crate) fn from_plain(sequence: &Sequence, plain: &[Call], mapped: &[Call]) -> Differences {
    let mut found = Differences::default();
    let mut ids = BTreeSet::new();
    for (number, (plain, mapped)) in plain.iter().zip(mapped).enumerate() {
        let named = |what: &str| format!("call {number}, {what}");
        found.compare(&named("attempts"), &plain.attempts.len(), &mapped.attempts.len());
        if !sequence.random {
            found.near(&named("end"), plain.ended, mapped.ended);
        }
        found.compare(&named("credentials asked for"), &plain.asked, &mapped.asked);
        let odd = sequence.odd && number > 0;
        if !agree(plain.outcome.as_ref(), mapped.outcome.as_ref(), odd) {
            found.compare(&named("outcome"), &plain.outcome, &mapped.outcome);
        }
        for (at, (plain, mapped)) in plain.attempts.iter().zip(&mapped.attempts).enumerate() {
            let named = named(&format!("attempt {at}, "));
            if !sequence.random {
                found.near(&format!("{named}time"), plain.at, mapped.at);
            }
            of_attempt(&mut found, &named, plain, mapped, sequence.random);
        }
        of_invocation(&mut found, &named("invocation id"), mapped, &mut ids);
    }
    found
}

/// Compares the mapper's outcomes on `Wire::Sdk` and on another wire.
pub(crate) fn between_wires(sequence: &Sequence, sdk: &[Call], other: &[Call]) -> Differences {
    let mut found = Differences::default();
    // What the SDK is answered instead has another name.
    let told = |call: &Call| match call.outcome.clone() {
        Some(Err(failure)) if sequence.instead.is_some() => {
            Some(Err(Failure { message: String::new(), ..failure }))
        }
        outcome => outcome,
    };
    for (number, (sdk, other)) in sdk.iter().zip(other).enumerate() {
        let named = format!("call {number}, outcome on Wire::Sdk");
        found.compare(&named, &told(sdk), &told(other));
    }
    found
}

/// Whether calls on the slim wire have gone by it, but for the first one.
pub(crate) fn from_slim(sequence: &Sequence, calls: &[Call]) -> Differences {
    let mut found = Differences::default();
    for (number, call) in calls.iter().enumerate().filter(|(_, call)| !call.attempts.is_empty()) {
        let wanted = match (number, sequence.slim) {
            (0, _) | (_, Slim::None) => false,
            (_, Slim::All) => true,
            (_, Slim::Some) => continue,
        };
        found.compare(&format!("call {number}, slim"), &wanted, &call.is_slim());
    }
    found
}

/// Whether the mapper's outcome is the SDK's, but for what the mapper knows more of: whether a write has been lost, and
/// that an answer is not one to its request.
fn agree(plain: Option<&Outcome>, mapped: Option<&Outcome>, odd: bool) -> bool {
    match (plain, mapped) {
        (Some(Ok(plain)), Some(Ok(mapped))) => plain == mapped,
        (Some(Err(plain)), Some(Err(mapped))) => {
            let known = |failure: &Failure| {
                (failure.kind, failure.code.clone(), failure.request_id.clone(), failure.retryable)
            };
            let lost = mapped.kind == ErrorKind::AnswerLost && mapped.may_be_written;
            known(plain) == known(mapped) || (lost && plain.kind == ErrorKind::ConditionFailed)
        }
        (Some(Ok(_)), Some(Err(_))) => odd,
        (None, None) => true,
        _ => false,
    }
}

fn of_attempt(
    found: &mut Differences,
    named: &str,
    plain: &Attempt,
    mapped: &Attempt,
    random: bool,
) {
    let named = |what: &str| format!("{named}{what}");
    found.compare(&named("method"), &plain.method, &mapped.method);
    found.compare(&named("URI"), &plain.uri, &mapped.uri);
    let timeouts = |attempt: &Attempt| (attempt.connect_timeout, attempt.read_timeout);
    found.compare(&named("timeouts"), &timeouts(plain), &timeouts(mapped));
    found.compare(&named("poisoned"), &poisoned(plain), &poisoned(mapped));
    // What is signed is the same, so that the signature has to be.
    let same = plain.body == mapped.body && plain.uri == mapped.uri && told(plain) == told(mapped);
    if same {
        let signature = |attempt: &Attempt| attempt.header("authorization").to_owned();
        found.compare(&named("signature"), &signature(plain), &signature(mapped));
    } else {
        found.compare(&named("signature"), &Ok(()), &signature::check(mapped));
    }
    let json = |attempt: &Attempt| serde_json::from_slice::<Value>(&attempt.body).ok();
    found.compare(&named("body"), &json(plain), &json(mapped));
    let length = mapped.headers.get("content-length");
    let is_right = length.is_some_and(|length| *length == [mapped.body.len().to_string()]);
    found.must(is_right, || format!("{} {length:?}", named("content-length")));
    let (mut plain, mut mapped) = (told(plain), told(mapped));
    if random {
        // What is of the time.
        for name in ["x-amz-date", "authorization"] {
            let both = [plain.remove(name), mapped.remove(name)];
            found.must(both.iter().all(Option::is_some), || format!("{} is missing", named(name)));
        }
    }
    for name in plain.keys().chain(mapped.keys()).collect::<BTreeSet<_>>() {
        found.compare(&named(name), &plain.get(name), &mapped.get(name));
    }
}

fn poisoned(attempt: &Attempt) -> bool {
    attempt.poisoned.load(Relaxed)
}

/// The headers without what differs from request to request.
fn told(attempt: &Attempt) -> BTreeMap<String, Vec<String>> {
    let told = |(name, values): (&String, &Vec<String>)| {
        let values = match &**name {
            "amz-sdk-invocation-id" => values.iter().map(|value| shape(value)).collect(),
            "content-length" => vec![],
            "authorization" => values.iter().map(|value| unsigned(value)).collect(),
            _ => values.clone(),
        };
        (name.clone(), values)
    };
    attempt.headers.iter().map(told).collect()
}

/// What a UUID shares with all others of its version.
fn shape(uuid: &str) -> String {
    let letter = |(at, letter): (usize, char)| {
        if at != 14 && letter.is_ascii_hexdigit() { 'x' } else { letter }
    };
    uuid.char_indices().map(letter).collect()
}

fn unsigned(authorization: &str) -> String {
    let parsed = Authorization::parse(authorization);
    parsed.map_or_else(|| authorization.to_owned(), |it| format!("{} {}", it.scope, it.signed))
}

/// All attempts of a call have one id, which no other call has.
fn of_invocation(found: &mut Differences, named: &str, call: &Call, others: &mut BTreeSet<String>) {
    let id = |attempt: &Attempt| attempt.headers.get("amz-sdk-invocation-id").cloned();
    let ids: BTreeSet<_> = call.attempts.iter().filter_map(id).flatten().collect();
    found.must(ids.len() <= 1, || format!("{named}: {ids:?} in one call"));
    for id in ids {
        found.must(others.insert(id.clone()), || format!("{named}: {id} is not new"));
    }
}

#[cfg(test)]
mod tests {
    use dynamo_runtime::Wire;

    use super::*;
    use crate::answers::{error, success};
    use crate::observed::{Way, observe};
    use crate::operations::Operation;

    /// What is found where the second of two attempts is not as it was.
    fn found(change: impl FnOnce(&mut Call, &mut Attempt)) -> Vec<String> {
        let sequence = Sequence::new("a test", [error(500, "InternalServerError"), success()]);
        let plain = observe(&sequence, Operation::PutItem, Way::Plain);
        let mut mapped = observe(&sequence, Operation::PutItem, Way::Mapped(Wire::Json));
        let mut attempt = mapped[1].attempts.pop().expect("a second attempt");
        change(&mut mapped[1], &mut attempt);
        mapped[1].attempts.push(attempt);
        from_plain(&sequence, &plain, &mapped).0
    }

    fn assert_found(what: &str, change: impl FnOnce(&mut Call, &mut Attempt)) {
        let found = found(change);
        assert!(found.iter().any(|line| line.contains(what)), "{what}: {found:?}");
    }

    #[test]
    fn what_differs_is_found() {
        assert_eq!(found(|_, _| ()), Vec::<String>::new());
        let set = |attempt: &mut Attempt, name: &str, value: &str| {
            attempt.headers.insert(name.to_owned(), vec![value.to_owned()]);
        };
        assert_found("attempts: 2", |call, attempt| call.attempts.push(attempt.clone()));
        assert_found("end", |call, _| call.ended += Duration::from_millis(6));
        assert_found("credentials asked for", |call, _| call.asked += 1);
        assert_found("outcome", |call, _| call.outcome = None);
        assert_found("attempt 1, time", |_, attempt| attempt.at += Duration::from_millis(6));
        assert_found("URI", |_, attempt| attempt.uri.push('x'));
        assert_found("timeouts", |_, attempt| attempt.read_timeout = Some(Duration::ZERO));
        assert_found("poisoned", |_, attempt| attempt.poisoned.store(true, Relaxed));
        assert_found("content-length", |_, attempt| attempt.body.push(b' '));
        assert_found("user-agent", |_, attempt| set(attempt, "user-agent", "other"));
        assert_found("x-more", |_, attempt| set(attempt, "x-more", "more"));
        assert_found("x-amz-target", |_, attempt| drop(attempt.headers.remove("x-amz-target")));
        assert_found("in one call", |_, attempt| set(attempt, "amz-sdk-invocation-id", "other"));
    }

    #[test]
    fn a_signature_that_is_wrong_is_found() {
        let other = |attempt: &mut Attempt, from: &str, to: &str| {
            let header = attempt.header("authorization").replace(from, to);
            attempt.headers.insert("authorization".to_owned(), vec![header]);
        };
        // Of another body in the same JSON.
        assert_found("signature", |_, attempt| attempt.body.insert(0, b' '));
        assert_found("signature", |_, attempt| other(attempt, "Signature=", "Signature=0"));
        assert_found("authorization", |_, attempt| other(attempt, "host;", ""));
        assert_found("authorization", |_, attempt| other(attempt, "us-east-1", "us-east-2"));
    }
}
