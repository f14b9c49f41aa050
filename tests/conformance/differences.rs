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

/// Compares the mapper's outcomes on two wires.
pub(crate) fn between_wires(one: &[Call], two: &[Call]) -> Differences {
    let mut found = Differences::default();
    for (number, (one, two)) in one.iter().zip(two).enumerate() {
        found.compare(&format!("call {number}, outcome on Wire::Sdk"), &one.outcome, &two.outcome);
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
            "amz-sdk-invocation-id" => vec![format!("{} of them", values.len())],
            "content-length" => vec![],
            "authorization" => values.iter().map(|value| unsigned(value)).collect(),
            _ => values.clone(),
        };
        (name.clone(), values)
    };
    attempt.headers.iter().map(told).collect()
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
