//! What takes too long: to connect, to read, an attempt, and all of them.

use std::time::Duration;

use aws_sdk_dynamodb::config::timeout::{TimeoutConfig, TimeoutConfigBuilder};

use super::Sequence;
use crate::answers::{Answer, Transfer, error, success};

const SECOND: Duration = Duration::from_secs(1);

type Timeouts = fn() -> TimeoutConfigBuilder;

fn connect() -> TimeoutConfigBuilder {
    TimeoutConfig::builder().connect_timeout(2 * SECOND)
}

fn read() -> TimeoutConfigBuilder {
    TimeoutConfig::builder().read_timeout(3 * SECOND)
}

fn attempt() -> TimeoutConfigBuilder {
    TimeoutConfig::builder().operation_attempt_timeout(4 * SECOND)
}

fn operation() -> TimeoutConfigBuilder {
    TimeoutConfig::builder().operation_timeout(10 * SECOND)
}

fn each() -> TimeoutConfigBuilder {
    connect()
        .read_timeout(3 * SECOND)
        .operation_attempt_timeout(4 * SECOND)
        .operation_timeout(10 * SECOND)
}

pub(super) fn sequences() -> Vec<Sequence> {
    let timeouts: [(&str, Timeouts); 5] = [
        ("to connect", connect),
        ("to read", read),
        ("of an attempt", attempt),
        ("of all attempts", operation),
        ("of each kind", each),
    ];
    let set = timeouts.into_iter().flat_map(|(name, timeouts)| {
        late().into_iter().map(move |(what, answers)| {
            let sequence = Sequence::new(format!("{what}, with a timeout {name}"), answers);
            sequence.set(|settings| settings.timeouts = Some(timeouts())).calls(2)
        })
    });
    let by_default = late()
        .into_iter()
        .map(|(what, answers)| Sequence::new(format!("{what}, by default"), answers));
    let stretched = [("of an attempt", attempt as Timeouts), ("of all attempts", operation)];
    // What is left of a call's time after a first attempt is told by the clock, with which such a sleep does not agree.
    let agrees = |name: &str, what: &str| !(name == "of all attempts" && what.starts_with(UNREAD));
    let stretched = stretched.into_iter().flat_map(|(name, timeouts)| {
        let late = late().into_iter().filter(move |(what, _)| agrees(name, what));
        late.map(move |(what, answers)| {
            let sequence = Sequence::new(format!("{what}, with a long timeout {name}"), answers);
            sequence.set(|settings| {
                settings.timeouts = Some(timeouts());
                settings.stretch = 3;
            })
        })
    });
    let dropped = late().into_iter().map(|(what, answers)| {
        Sequence::new(format!("{what}, dropped"), answers).calls(4).impatient()
    });
    set.chain(by_default).chain(stretched).chain(dropped).collect()
}

const UNREAD: &str = "a request that nobody reads";

/// What is late, and what comes after.
fn late() -> Vec<(&'static str, Vec<Answer>)> {
    let slow = |seconds: u32| Answer::from(success().after(seconds * SECOND));
    let then = |answer: Answer| vec![answer, success().into()];
    let stalled = Answer::from(success().transfer(Transfer::Stalls));
    let failed = |seconds: u32| error(500, "InternalServerError").after(seconds * SECOND).into();
    vec![
        ("no connection, then success", then(Answer::Unreachable)),
        ("no connection", vec![Answer::Unreachable]),
        ("no answer in time, then success", then(Answer::Silence)),
        ("no answer in time", vec![Answer::Silence]),
        ("no answer, then success", then(Answer::Never)),
        ("a request that nobody reads, then success", then(Answer::Unread)),
        ("a stalled body, then success", then(stalled)),
        ("success after 2 s", vec![slow(2)]),
        ("success after 5 s, then at once", then(slow(5))),
        ("success after 12 s", vec![slow(12)]),
        ("a failure after 3 s, always", vec![failed(3)]),
    ]
}
