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

use dynamo_runtime::Wire;

use crate::observed::{Way, observe};
use crate::operations::OPERATIONS;
use crate::sequences::{Sequence, sequences};

/// Lines enough to see what it is.
const SHOWN: usize = 60;

/// Compares the wire's calls with the SDK's, in all sequences.
fn assert_conforms(wire: Wire) {
    let differences: Vec<String> =
        sequences().iter().flat_map(|sequence| differences_of(sequence, wire)).collect();
    let shown = differences.iter().take(SHOWN).map(|line| format!("\n{line}")).collect::<String>();
    assert!(differences.is_empty(), "{} differences on {wire:?}:{shown}", differences.len());
}

fn differences_of(sequence: &Sequence, wire: Wire) -> Vec<String> {
    let mut all = Vec::new();
    for operation in OPERATIONS {
        let plain = observe(sequence, operation, Way::Plain);
        let mapped = observe(sequence, operation, Way::Mapped(wire));
        let mut found = differences::from_plain(sequence, &plain, &mapped).0;
        if wire != Wire::Sdk {
            let sdk = observe(sequence, operation, Way::Mapped(Wire::Sdk));
            found.extend(differences::between_wires(&sdk, &mapped).0);
        }
        all.extend(found.iter().map(|line| format!("{operation:?}, {}: {line}", sequence.name)));
    }
    all
}

#[test]
fn calls_on_the_wire_json_go_as_the_sdks_own() {
    assert_conforms(Wire::Json);
}

#[test]
fn calls_on_the_wire_sdk_go_as_the_sdks_own() {
    assert_conforms(Wire::Sdk);
}
