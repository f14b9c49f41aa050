//! Both wires make the same of every response, right or wrong.

use dynamo_runtime::{Dynamo, ErrorKind};
use dynamo_testkit::{Answer, Request, Script};
use dynamo_tests::responses::{Call, Change, calls, mutated, repeats};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::Index;
use serde_json::Value;
use tokio::runtime::{Builder, Runtime};

use crate::wires::WIRES;

/// A service, what it is reached with on each wire, and the calls to make.
struct Trial {
    runtime: Runtime,
    script: Script,
    wires: [Dynamo; 2],
    calls: Vec<Call>,
}

/// What comes of a call, and what was asked.
type Made = (Result<String, (ErrorKind, (bool, bool), String)>, Vec<Value>);

impl Trial {
    fn new() -> Self {
        // Time passes at once: some of what is answered is asked for again after a pause.
        let runtime = Builder::new_current_thread().enable_time().start_paused(true).build();
        let script = Script::new([]);
        // What a batch sends again by itself would meet the next answer.
        let once = dynamo_runtime::op::Retries::default().with_attempts(1);
        let wires = WIRES
            .map(|wire| Dynamo::new(script.client(3)).with_wire(wire).with_retries(once.clone()));
        Self { runtime: runtime.expect("a runtime"), script, wires, calls: calls() }
    }

    /// Makes the call on each wire.
    fn made(&self, call: &Call, answer: &[u8]) -> [Made; 2] {
        self.wires.each_ref().map(|on| {
            let before = call.before.iter().map(|body| body.as_bytes().to_vec());
            let answers = before.chain([answer.to_vec(), b"{}".to_vec()]);
            self.script.answer(answers.map(Answer::success));
            let returned = self.runtime.block_on((call.run)(on.clone()));
            let requests = self.script.requests().into_iter();
            let asked = requests.map(|Request { body, .. }| serde_json::from_str(&body));
            let returned = returned.map_err(|error| {
                let written = (error.was_written(), error.may_have_been_written());
                (error.kind(), written, error.to_string())
            });
            (returned, asked.collect::<Result<_, _>>().expect("requests in JSON"))
        })
    }
}

#[test]
fn each_answer_is_right() {
    let trial = Trial::new();
    for call in &trial.calls {
        let [json, sdk] = trial.made(call, call.answer.as_bytes());
        assert_eq!(json, sdk, "{}", call.name);
        assert!(json.0.is_ok(), "{}: {json:?}", call.name);
    }
}

#[test]
fn what_is_no_answer_of_dynamodb_is_an_error_of_one_kind() {
    let trial = Trial::new();
    for call in &trial.calls {
        let answer = &call.answer;
        let portal = "<!DOCTYPE html><html><body>Please sign in</body></html>".to_owned();
        let cut = answer[..answer.len() - 1].to_owned();
        let behind = [answer, "<html>"].concat();
        let twice = [answer, answer.as_str()].concat();
        for wrong in
            [portal, cut, behind, twice, " ".to_owned(), "[]".to_owned(), "null".to_owned()]
        {
            let [json, sdk] = trial.made(call, wrong.as_bytes());
            assert_eq!(json, sdk, "{}: {wrong}", call.name);
            let stream = call.name == "a stream";
            let found = json.0.as_ref().map(|_| ()).map_err(|(kind, written, _)| (*kind, *written));
            let expected = Err((ErrorKind::Service, (false, writes(call.name))));
            assert!(found == expected || stream, "{}: {wrong}: {json:?}", call.name);
            // The SDK does not send such a call again.
            let asked_again = (1..json.1.len()).any(|at| json.1[..at].contains(&json.1[at]));
            assert!(!asked_again, "{}: {wrong}", call.name);
        }
    }
}

/// Whether the call's last request is one that writes.
fn writes(name: &str) -> bool {
    let kinds = ["put", "insert", "outcome", "update", "upsert", "delete"];
    kinds.iter().any(|kind| name.starts_with(kind)) && name != "delete what is found"
}

#[test]
fn members_that_are_null_are_absent() {
    let trial = Trial::new();
    for (name, answer) in [
        ("get", r#"{"Item":null,"ConsumedCapacity":null}"#),
        ("put, old", r#"{"Attributes":null}"#),
        ("all", r#"{"Items":null,"LastEvaluatedKey":null,"ConsumedCapacity":null}"#),
        ("count", r#"{"Count":null,"ScannedCount":null}"#),
        ("a page", r#"{"Items":[],"Count":0,"ConsumedCapacity":{"CapacityUnits":null}}"#),
        ("a statement", r#"{"Items":[],"NextToken":null}"#),
        ("hydrate", r#"{"Responses":null,"UnprocessedKeys":null}"#),
    ] {
        let call = trial.calls.iter().find(|call| call.name == name).expect("a call");
        let [json, sdk] = trial.made(call, answer.as_bytes());
        assert_eq!(json, sdk, "{name}");
        assert!(json.0.is_ok(), "{name}: {json:?}");
    }
}

#[test]
fn what_no_field_reads_is_passed_over_whatever_it_holds() {
    let trial = Trial::new();
    let call = trial.calls.iter().find(|call| call.name == "raw pages*").expect("a call");
    for odd in [r#"{"N":"x"}"#, r#"{"NS":["1","1.","x"]}"#, r#"{"SS":[]}"#, r#"{"NULL":false}"#] {
        let answer = call.answer.replace(r#""unknown":"#, &format!(r#""odd":{odd},"unknown":"#));
        let [json, sdk] = trial.made(call, answer.as_bytes());
        assert_eq!(json, sdk, "{odd}");
        assert!(json.0.is_ok(), "{odd}: {json:?}");
    }
}

proptest! {
    // A million cases take some minutes in a release build: `PROPTEST_CASES=1000000`.
    #![proptest_config(ProptestConfig {
        failure_persistence: None,
        cases: std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(500),
        ..ProptestConfig::default()
    })]

    #[test]
    fn both_wires_make_the_same_of_any_response(call: Index, changes in vec(any::<Change>(), 1..5)) {
        thread_local! {
            static TRIAL: Trial = Trial::new();
        }
        TRIAL.with(|trial| {
            let call = call.get(&trial.calls);
            let body = mutated(call.answer.as_bytes(), &changes);
            let [json, sdk] = trial.made(call, &body);
            if call.reads_the_first && repeats(&body) {
                return Ok(());
            }
            let kind = |made: Made| (made.0.map_err(|(kind, written, _)| (kind, written)), made.1);
            prop_assert_eq!(kind(json), kind(sdk), "{}: {}", call.name, String::from_utf8_lossy(&body));
            Ok(())
        })?;
    }
}
