//! Whatever the service, the connection and the credentials do, the mapper's calls go as the SDK's own: in as many attempts, at
//! the same times, with the same requests, and with the same outcome.

mod answers;
mod bodies;
mod client;
mod credentials;
mod differences;
mod observed;
mod operations;
mod sequences;
mod service;
mod signature;
mod time;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{LazyLock, OnceLock};
use std::time::Duration;

use aws_sdk_dynamodb::config::retry::RetryConfig;
use dynamo_runtime::Wire;

use crate::answers::{Answer, Reply, error, success};
use crate::observed::{Call, Way, observe, observe_together};
use crate::operations::{OPERATIONS, Operation};
use crate::sequences::{Sequence, sequences};

/// Lines enough to see what it is.
const SHOWN: usize = 60;

/// A sequence on an operation, and what the SDK's own call and `Wire::Sdk` make of it.
struct Case {
    sequence: Sequence,
    operation: Operation,
    known: OnceLock<[Vec<Call>; 2]>,
}

impl Case {
    fn known(&self) -> &[Vec<Call>; 2] {
        let ways = [Way::Plain, Way::Mapped(Wire::Sdk)];
        self.known.get_or_init(|| ways.map(|way| observe(&self.sequence, self.operation, way)))
    }

    /// What differs on the wire.
    fn differences(&self, wire: Wire) -> Vec<String> {
        let [plain, sdk] = self.known();
        let mapped = match wire {
            Wire::Sdk => sdk.clone(),
            _ => observe(&self.sequence, self.operation, Way::Mapped(wire)),
        };
        let mut found = differences::from_plain(&self.sequence, plain, &mapped).0;
        found.extend(differences::between_wires(&self.sequence, sdk, &mapped).0);
        if wire == Wire::Slim {
            found.extend(differences::from_slim(&self.sequence, &mapped).0);
        }
        let named = |line: &String| format!("{:?}, {}: {line}", self.operation, self.sequence.name);
        found.iter().map(named).collect()
    }
}

/// The sequences: those whose outcome depends on the operation on each, the others on one, which changes from one to the next.
static CASES: LazyLock<Vec<Case>> = LazyLock::new(|| {
    let few = |(number, sequence): (usize, &Sequence)| {
        let count = if sequence.particular { OPERATIONS.len() } else { 1 };
        let turn = OPERATIONS.into_iter().cycle().skip(number).take(count);
        turn.map(|operation| (sequence.clone(), operation)).collect::<Vec<_>>()
    };
    cases(sequences().iter().enumerate().flat_map(few))
});

/// Every sequence on every operation, which takes its time.
static ALL: LazyLock<Vec<Case>> = LazyLock::new(|| {
    let each = |sequence: &Sequence| OPERATIONS.map(|operation| (sequence.clone(), operation));
    cases(sequences().iter().flat_map(each))
});

fn cases(of: impl Iterator<Item = (Sequence, Operation)>) -> Vec<Case> {
    let fitting = of.filter(|(sequence, operation)| sequence.fits(*operation));
    let known = OnceLock::new;
    fitting.map(|(sequence, operation)| Case { sequence, operation, known: known() }).collect()
}

/// Compares the wire's calls with the SDK's, in all cases. Tests that run at a time begin at different ones, so that none waits for
/// what another has begun.
fn assert_conforms(wire: Wire, cases: &[Case]) {
    let begin = cases.len() / 3 * wire as usize;
    let turn = cases.iter().cycle().skip(begin).take(cases.len());
    let differences: Vec<String> = turn.flat_map(|case| case.differences(wire)).collect();
    let shown = differences.iter().take(SHOWN).cloned().collect::<Vec<_>>().join("\n");
    assert!(differences.is_empty(), "{} differences on {wire:?}:\n{shown}", differences.len());
}

#[test]
fn calls_on_the_wire_json_go_as_the_sdks_own() {
    assert_conforms(Wire::Json, &CASES);
}

#[test]
fn calls_on_the_wire_sdk_go_as_the_sdks_own() {
    assert_conforms(Wire::Sdk, &CASES);
}

#[test]
fn calls_on_the_wire_slim_go_as_the_sdks_own() {
    assert_conforms(Wire::Slim, &CASES);
}

#[test]
fn calls_at_a_time_are_signed_and_told_apart() {
    let throttled = || Answer::from(error(400, "ThrottlingException"));
    let late = |milliseconds| success().after(Duration::from_millis(milliseconds)).into();
    let answers = (0..60).map(|number| if number % 4 == 0 { throttled() } else { late(number) });
    let retry = RetryConfig::standard().with_max_attempts(10);
    let sequence = Sequence::new("a crowd", answers).calls(44);
    let sequence = sequence.set(|settings| settings.retry = Some(retry));
    for wire in [Wire::Json, Wire::Sdk, Wire::Slim] {
        let attempts = observe_together(&sequence, Way::Mapped(wire));
        let mut tries = BTreeMap::<_, usize>::new();
        for attempt in &attempts {
            assert_eq!(signature::check(attempt), Ok(()), "{wire:?}");
            *tries.entry(attempt.header("amz-sdk-invocation-id")).or_default() += 1;
        }
        assert_eq!(tries.len(), 44, "{wire:?}");
        assert!(tries.values().any(|tries| *tries > 1), "{wire:?}");
        let slim = attempts.iter().filter(|attempt| !attempt.stacked).count();
        assert_eq!(slim, if wire == Wire::Slim { 44 } else { 0 }, "{wire:?}");
    }
}

#[test]
fn a_handle_that_is_made_without_a_wire_is_slim_from_its_third_call_on() {
    let sequence = Sequence::new("four", [success()]).calls(3);
    let calls = observe(&sequence, Operation::GetItem, Way::MappedByDefault);
    let slim: Vec<bool> = calls.iter().map(Call::is_slim).collect();
    assert_eq!(slim, [false, false, true, true]);
}

#[test]
fn the_sdk_is_not_told_of_what_it_would_not_send_again() {
    let told = |answer: Reply, operation| {
        let sequence = Sequence::new("once", [answer]);
        observe(&sequence, operation, Way::Mapped(Wire::Slim)).pop().map(|call| call.stacked)
    };
    for (operation, code) in [
        (Operation::PutItem, "ConditionalCheckFailedException"),
        (Operation::TransactWriteItems, "TransactionCanceledException"),
    ] {
        assert_eq!(told(success(), operation), Some(0), "{operation:?}");
        assert_eq!(told(error(400, code), operation), Some(0), "{operation:?}");
        assert_eq!(told(error(400, "ValidationException"), operation), Some(1), "{operation:?}");
    }
}

#[test]
#[ignore = "it takes minutes"]
fn all_calls_on_the_wire_json_go_as_the_sdks_own() {
    assert_conforms(Wire::Json, &ALL);
}

#[test]
#[ignore = "it takes minutes"]
fn all_calls_on_the_wire_slim_go_as_the_sdks_own() {
    assert_conforms(Wire::Slim, &ALL);
}

#[test]
fn every_operation_has_more_than_a_hundred_sequences() {
    for operation in OPERATIONS {
        let cases = CASES.iter().filter(|case| case.operation == operation).count();
        assert!(cases > 100, "{operation:?} has {cases}");
    }
    let names: BTreeSet<_> = sequences().into_iter().map(|sequence| sequence.name).collect();
    assert_eq!((sequences().len(), names.len(), CASES.len()), (895, 895, 2035));
}
