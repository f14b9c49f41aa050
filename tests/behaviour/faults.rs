//! Whatever the network and the service do: an operation ends in the right result, or in an error that says what is not known.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::config::timeout::TimeoutConfig;
use dynamo_runtime::op::{BatchGet, BatchWrite, Retries, TransactGet};
use dynamo_runtime::{Dynamo, DynamoTable, Error, ErrorKind, TransactWrite};
use dynamo_testkit::{Chaos, Engine};
use tokio::time::timeout;

use crate::lost::WIRES;

#[derive(Debug, Clone, PartialEq, DynamoTable)]
struct Note {
    #[hash_key]
    id: u32,
    value: u32,
}

const IDS: u32 = 120;
const STEPS: u32 = 100;
const DEADLINE: Duration = Duration::from_secs(4);
/// Longer than a busy engine takes: what it carries out after its attempt was given up would come behind later writes.
const ATTEMPT: Duration = Duration::from_millis(1500);
/// Longer than any operation may take: the deadline, and what the SDK tries before.
const HANGS: Duration = Duration::from_secs(40);

/// What each item may hold: `None` where there may be none.
struct Model(BTreeMap<u32, BTreeSet<Option<u32>>>);

impl Model {
    fn new() -> Self {
        Self((0..IDS).map(|id| (id, [None].into())).collect())
    }

    fn is(&mut self, id: u32, value: Option<u32>) {
        self.0.insert(id, [value].into());
    }

    fn may_be(&mut self, id: u32, value: Option<u32>) {
        self.0.entry(id).or_default().insert(value);
    }

    /// Takes note of a write of `value` that ended so.
    fn wrote(&mut self, ids: &[u32], value: Option<u32>, error: Option<&Error>) {
        for id in ids {
            match error {
                None => self.is(*id, value),
                Some(error) if error.may_have_been_written() => self.may_be(*id, value),
                Some(_) => {}
            }
        }
    }

    fn read(&mut self, id: u32, value: Option<u32>) {
        assert!(self.0[&id].contains(&value), "{id} is {value:?}, none of {:?}", self.0[&id]);
        self.is(id, value);
    }
}

/// A client whose attempts end.
fn client(chaos: &Chaos, engine: &Engine) -> Client {
    let client = chaos.client(engine, 3);
    let timeouts = TimeoutConfig::builder().operation_attempt_timeout(ATTEMPT);
    Client::from_conf(client.config().to_builder().timeout_config(timeouts.build()).build())
}

async fn ended<T>(name: &str, operation: impl IntoFuture<Output = T>) -> T {
    let ended = timeout(HANGS, operation.into_future()).await;
    ended.unwrap_or_else(|_| panic!("{name} hangs"))
}

/// What an error may be on such a day.
#[track_caller]
fn expected(error: &Error) {
    use ErrorKind::{
        AnswerLost, ConditionFailed, Conflict, Service, Throttled, TimedOut, Unreachable,
    };
    let kinds = [AnswerLost, ConditionFailed, Conflict, Service, Throttled, TimedOut, Unreachable];
    assert!(kinds.contains(&error.kind()), "{error:?}");
}

struct Day {
    notes: NoteTable,
    dynamo: Dynamo,
    model: Model,
    seed: u32,
}

impl Day {
    /// Some ids, each once.
    fn ids(&self, count: u32) -> Vec<u32> {
        (0..count).map(|at| (self.seed * 31 + at * 7) % IDS).collect()
    }

    async fn single(&mut self, id: u32, value: u32) {
        let note = Note { id, value };
        let (name, to, wrote) = match self.seed % 6 {
            0 => ("put", Some(value), ended("put", self.notes.put(&note)).await),
            1 => ("insert", Some(value), ended("insert", self.notes.insert(&note)).await),
            2 => {
                let update = self.notes.update(id).set(Note::VALUE, value).return_nothing();
                ("update", Some(value), ended("update", update).await)
            }
            3 => ("delete", None, ended("delete", self.notes.delete(id)).await),
            4 => {
                let write = self.notes.put(&note).idempotent();
                ("idempotent", Some(value), ended("idempotent", write).await)
            }
            _ => {
                let write = TransactWrite::new(&self.dynamo, vec![self.notes.delete(id)]);
                ("transaction", None, ended("transaction", write).await)
            }
        };
        if let Err(error) = &wrote {
            expected(error);
            assert!(name != "transaction" || error.kind() != ErrorKind::ConditionFailed);
        }
        self.model.wrote(&[id], to, wrote.as_ref().err());
    }

    async fn many(&mut self, value: u32) {
        let ids = self.ids(60);
        let items: Vec<Note> = ids.iter().map(|id| Note { id: *id, value }).collect();
        let (to, left, error) = match self.seed % 3 {
            0 => match ended("put_all", self.notes.put_all(&items)).await {
                Ok(written) => {
                    assert_eq!(written.items, ids.len());
                    (Some(value), Vec::new(), None)
                }
                Err(unfinished) => {
                    assert_eq!(unfinished.done.items + unfinished.left.len(), ids.len());
                    let left = unfinished.left.iter().map(|note| note.id).collect();
                    (Some(value), left, Some(unfinished.error))
                }
            },
            1 => match ended("delete_all_of", self.notes.delete_all_of(&ids)).await {
                Ok(written) => {
                    assert_eq!(written.items, ids.len());
                    (None, Vec::new(), None)
                }
                Err(unfinished) => {
                    let left = unfinished.positions.iter().map(|at| ids[*at]).collect();
                    (None, left, Some(unfinished.error))
                }
            },
            _ => {
                let puts: Vec<_> = items.iter().map(|item| self.notes.put(item)).collect();
                match ended("BatchWrite", BatchWrite::new(&self.dynamo, puts)).await {
                    Ok(_) => (Some(value), Vec::new(), None),
                    Err(unfinished) => {
                        let left = unfinished.positions.iter().map(|at| ids[*at]).collect();
                        (Some(value), left, Some(unfinished.error))
                    }
                }
            }
        };
        let done: Vec<u32> = ids.iter().copied().filter(|id| !left.contains(id)).collect();
        self.model.wrote(&done, to, None);
        if let Some(error) = error {
            expected(&error);
            self.model.wrote(&left, to, Some(&error));
        }
    }

    async fn both(&mut self, value: u32) {
        let [one, two] = [0, 1].map(|at| Note { id: self.ids(2)[at], value });
        let writes = (self.notes.put(&one), self.notes.upsert(two.id).set(Note::VALUE, value));
        let wrote = ended("two writes", TransactWrite::new(&self.dynamo, writes)).await;
        if let Err(error) = &wrote {
            expected(error);
        }
        self.model.wrote(&[one.id, two.id], Some(value), wrote.as_ref().err());
    }

    async fn read(&mut self) {
        let ids = self.ids(30);
        let gets = || ids.iter().map(|id| self.notes.get(id).consistent()).collect::<Vec<_>>();
        let found: Result<Vec<Option<Note>>, Error> = match self.seed % 5 {
            0 => ended("get_all", self.notes.get_all(&ids).consistent()).await.map_err(Error::from),
            1 => ended("BatchGet", BatchGet::new(&self.dynamo, gets())).await.map_err(Error::from),
            2 => ended("TransactGet", TransactGet::new(&self.dynamo, gets())).await,
            3 => {
                let found = ended("scan", self.notes.scan().consistent().segments(3).all()).await;
                found.map(|all| {
                    ids.iter().map(|id| all.iter().find(|note| note.id == *id).cloned()).collect()
                })
            }
            _ => ended("get", gets().remove(0)).await.map(|note| vec![note]),
        };
        match found {
            Ok(found) => {
                for (id, note) in ids.iter().zip(found) {
                    self.model.read(*id, note.map(|note| note.value));
                }
            }
            Err(error) => expected(&error),
        }
    }
}

#[tokio::test]
async fn every_fault_ends_in_the_right_result_or_in_an_error_that_says_so() {
    for (seed, wire) in (1..).zip(WIRES) {
        let engine = Engine::start().expect("an engine");
        let clean = Note::table(engine.client());
        clean.create().await.expect("a table");
        let chaos = Chaos::new(seed).failing(0.2).losing(0.1).garbling(0.1).conflicts(0.1);
        let chaos = chaos.stalling(0.003).unprocessed(0.9);
        let retries = Retries::default().with_base(Duration::from_millis(2));
        let retries = retries.with_attempts(4).with_deadline(DEADLINE);
        let dynamo = Dynamo::new(client(&chaos, &engine)).with_wire(wire).with_retries(retries);
        let notes = Note::table(&dynamo);
        let mut day = Day { notes, dynamo, model: Model::new(), seed: 0 };
        for step in 0..STEPS {
            day.seed = step / 4;
            match step % 4 {
                0 => day.single(step * 13 % IDS, step).await,
                1 => day.many(step).await,
                2 => day.both(step).await,
                _ => day.read().await,
            }
        }
        let injected = chaos.injected();
        assert!(injected.lost_answers > 0 && injected.unprocessed > 0, "{injected:?}");
        assert!(injected.conflicts > 0 && injected.malformed > 0, "{injected:?}");
        for id in 0..IDS {
            let note = clean.get(id).consistent().await.expect("a get");
            day.model.read(id, note.map(|note| note.value));
        }
    }
}
