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

use std::sync::{LazyLock, OnceLock};

use dynamo_runtime::Wire;

use crate::observed::{Call, Way, observe};
use crate::operations::OPERATIONS;
use crate::sequences::{Sequence, sequences};

/// Lines enough to see what it is.
const SHOWN: usize = 60;

/// A sequence on an operation, and what the SDK's own call and `Wire::Sdk` make of it.
struct Case {
    sequence: Sequence,
    operation: operations::Operation,
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
        found.extend(differences::between_wires(sdk, &mapped).0);
        let named = |line: &String| format!("{:?}, {}: {line}", self.operation, self.sequence.name);
        found.iter().map(named).collect()
    }
}

/// The sequences, each on each of the operations.
static CASES: LazyLock<Vec<Case>> = LazyLock::new(|| {
    let case = |sequence: &Sequence, operation| {
        let (sequence, known) = (sequence.clone(), OnceLock::new());
        Case { sequence, operation, known }
    };
    let sequences = sequences();
    sequences.iter().flat_map(|sequence| OPERATIONS.map(|it| case(sequence, it))).collect()
});

/// Compares the wire's calls with the SDK's, in all cases. Tests that run at a time begin at different ones, so that none waits for
/// what another has begun.
fn assert_conforms(wire: Wire) {
    let begin = CASES.len() / 3 * wire as usize;
    let cases = CASES.iter().cycle().skip(begin).take(CASES.len());
    let differences: Vec<String> = cases.flat_map(|case| case.differences(wire)).collect();
    let shown = differences.iter().take(SHOWN).map(|line| format!("\n{line}")).collect::<String>();
    assert!(differences.is_empty(), "{} differences on {wire:?}:{shown}", differences.len());
}

#[test]
fn calls_on_the_wire_json_go_as_the_sdks_own() {
    assert_conforms(Wire::Json);
}

#[test]
fn calls_on_the_wire_sdk_go_as_the_sdks_own() {
    assert_conforms(Wire::Sdk);
}

#[test]
fn every_operation_has_every_sequence() {
    assert_eq!((sequences().len(), CASES.len()), (0, 0));
}
