//! Any bytes as the body of a successful response to any call, on both wires: the first byte chooses the call, what follows is
//! the body; or, where that byte is no ASCII, changes of the right one. One call each time: what takes the time is the SDK's
//! part of it.
//!
//! What must hold:
//! - Nothing panics, overflows the stack or runs on without end, whatever the bytes are.
//! - Both wires return the same, or errors of the same kind, and ask the service for the same: of right and of wrong bodies.
//!   But of an object with a member twice, a few calls read the first, where the SDK keeps the last: what `Call` says of that
//!   is in `tests/responses.rs`.

#![no_main]

mod service;

use dynamo_tests::responses::{Call, Change, calls, mutated, repeats};
use libfuzzer_sys::{Corpus, fuzz_target};

use crate::service::Service;

thread_local! {
    static TRIAL: (Service, Vec<Call>) = (Service::new(), calls());
}

fuzz_target!(|bytes: &[u8]| -> Corpus {
    let Some((first, rest)) = bytes.split_first() else { return Corpus::Reject };
    TRIAL.with(|(service, calls)| {
        let call = &calls[usize::from((first & 0x7f).wrapping_sub(b'A')) % calls.len()];
        let body = match first.is_ascii() {
            true => rest.to_vec(),
            false => mutated(call.answer.as_bytes(), &changes(rest)),
        };
        let bodies: Vec<&[u8]> = call.before.iter().map(String::as_bytes).chain([&*body]).collect();
        let called = service.call(&bodies, async |on| (call.run)(on.clone()).await);
        let [json, sdk] =
            called.map(|(returned, asked)| (returned.map_err(|error| error.kind()), asked));
        if !(call.reads_the_first && repeats(&body)) {
            assert_eq!(json, sdk, "{}", call.name);
        }
    });
    Corpus::Keep
});

fn changes(bytes: &[u8]) -> Vec<Change> {
    let (changes, _) = bytes.as_chunks();
    let number = |low, high| u16::from_le_bytes([low, high]);
    let change =
        |[kind, at @ .., low, high]: &[u8; 5]| (*kind, number(at[0], at[1]), number(*low, *high));
    changes.iter().take(8).map(change).collect()
}
