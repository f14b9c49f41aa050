//! Entries of one request in; what became of each out: requests are sent until all are processed, or the budget is used up.

use std::ops::Range;
use std::sync::{Arc, Mutex, PoisonError};

use aws_smithy_types::body::SdkBody;

use super::entry::{Entry, What};
use super::requests;
use super::window::Window;
use crate::client::TableAt;
use crate::client::retries::Budget;
use crate::client::wire::batch::{Asked, Batch as Answer, Table};
use crate::client::wire::{Attempts, RawItem, text_of};
use crate::codec::Attributes;
use crate::codec::identity::{ByItem, Identity};
use crate::error::{Error, ErrorKind, Mistake};
use crate::page::{Rate, units};
use crate::schema::TableSchema;

/// What all requests of a batch share.
pub(crate) struct Batch {
    /// The client, and the names of all tables.
    pub(super) at: TableAt,
    /// The same, for what is sent again.
    again: TableAt,
    pub(super) tables: Vec<Of>,
    window: Window,
    /// The error that has ended the batch.
    failure: Mutex<Option<Error>>,
    rate: Option<(Arc<Rate>, f64)>,
}

/// A table of a batch, and what is asked of it.
pub(super) struct Of {
    pub(super) name: Arc<str>,
    pub(super) schema: &'static TableSchema,
    pub(super) asked: Asked,
}

/// The tables' names, each once.
pub(super) fn of_all(tables: &[Of]) -> Vec<Arc<str>> {
    let mut names: Vec<Arc<str>> = Vec::new();
    for of in tables {
        if !names.contains(&of.name) {
            names.push(of.name.clone());
        }
    }
    names
}

impl Of {
    pub(super) fn table(&self, number: usize) -> Table<'_> {
        Table { number, name: &self.name, schema: self.schema }
    }
}

impl Batch {
    pub(super) fn new(at: TableAt, tables: Vec<Of>, concurrency: usize) -> Self {
        let (again, failure) = (at.once(), Mutex::default());
        Self { at, again, tables, window: Window::new(concurrency), failure, rate: None }
    }

    /// A batch of one table, of which requests are made one after another.
    pub(super) fn of_one(at: TableAt, schema: &'static TableSchema, asked: Asked) -> Self {
        let tables = vec![Of { name: at.name.clone(), schema, asked }];
        Self::new(at, tables, 1)
    }

    /// Admits each request by the `rate`, where it is taken to consume so many `units` for each entry.
    pub(super) fn at_rate(mut self, rate: Option<(Arc<Rate>, f64)>) -> Self {
        self.rate = rate;
        self
    }

    pub(super) fn is_counted(&self) -> bool {
        self.rate.is_some() || self.at.wanted_capacity().is_some()
    }

    /// Has requests that leave entries unprocessed not be sent again.
    pub(super) fn fail(&self, error: &Error) {
        let mut failure = self.failure.lock().unwrap_or_else(PoisonError::into_inner);
        failure.get_or_insert_with(|| error.alike());
    }

    /// The error that has ended the batch.
    pub(super) fn failure(&self) -> Option<Error> {
        let failure = self.failure.lock().unwrap_or_else(PoisonError::into_inner);
        failure.as_ref().map(Error::alike)
    }
}

/// What became of the entries of one request.
pub(super) struct Settled {
    pub(super) states: Vec<State>,
    bodies: Vec<SdkBody>,
    /// Why some are left, where it is not that another request has failed.
    pub(super) error: Option<Error>,
    /// The answer to an attempt was lost, so that what is left may have been written.
    pub(super) lost: bool,
}

/// What became of an entry.
pub(super) enum State {
    /// It is not processed, or nobody knows.
    Left,
    /// It is written, or there is no such item.
    Done,
    /// It was found in this part of the body of this number.
    Json(usize, Range<usize>),
    Sdk(Attributes),
}

/// Where an item stands in an answer.
pub(super) enum Place {
    Body(Range<usize>),
    Sdk(Attributes),
}

/// A response, with its body if it was not the SDK that has read it.
pub(super) struct Answered {
    pub(super) answer: Answer<Place>,
    pub(super) body: Option<SdkBody>,
}

impl Settled {
    /// Nothing is sent of so many entries.
    pub(super) fn nothing(entries: usize) -> Self {
        let states = (0..entries).map(|_| State::Left).collect();
        Self { states, bodies: Vec::new(), error: None, lost: false }
    }

    /// How many items were found.
    pub(super) fn found(&self) -> usize {
        let is_found = |state: &&State| matches!(state, State::Json(..) | State::Sdk(_));
        self.states.iter().filter(is_found).count()
    }

    pub(super) fn is_left(&self, at: usize) -> bool {
        matches!(self.states[at], State::Left)
    }

    /// Returns the item of an entry, if it was found.
    pub(super) fn item(&self, at: usize) -> Result<Option<RawItem<'_>>, Mistake> {
        Ok(match &self.states[at] {
            State::Left | State::Done => None,
            State::Json(body, range) => {
                // The whole body is text, and so is what it was read as.
                let bytes =
                    self.bodies.get(*body).and_then(|body| body.bytes()?.get(range.clone()));
                Some(RawItem::Json(text_of(bytes.unwrap_or_default())?))
            }
            State::Sdk(item) => Some(RawItem::Parsed(item.clone())),
        })
    }

    /// Takes the answer to a request of the entries that are `left`; returns those that are so still.
    fn take(
        &mut self,
        answered: Answered,
        entries: &[Entry],
        places: &ByItem<&Identity, usize>,
        left: &[usize],
    ) -> Result<Vec<usize>, Mistake> {
        let Answered { answer, body } = answered;
        let mut named = vec![false; entries.len()];
        let mut name = |item: &Identity, is_put: bool| {
            let place = places.get(item).copied().filter(|at| {
                let asked = matches!(self.states[*at], State::Left);
                asked && (entries[*at].what == What::Put) == is_put && !named[*at]
            });
            let at = place.ok_or_else(|| Mistake::new(NOT_REQUESTED))?;
            named[at] = true;
            Ok(at)
        };
        let found = answer.items.into_iter().map(|(item, place)| Ok((name(&item, false)?, place)));
        let found = found.collect::<Result<Vec<_>, Mistake>>()?;
        let again = answer.left.iter().map(|(item, is_put)| name(item, *is_put));
        let again = again.collect::<Result<Vec<_>, Mistake>>()?;
        for at in left {
            self.states[*at] = State::Done;
        }
        for at in &again {
            self.states[*at] = State::Left;
        }
        for (at, place) in found {
            self.states[at] = match place {
                Place::Body(range) => State::Json(self.bodies.len(), range),
                Place::Sdk(item) => State::Sdk(item),
            };
        }
        self.bodies.extend(body);
        Ok(again)
    }
}

const NOT_REQUESTED: &str = "the response has an item that was not requested, or one twice";

/// How far a request has got.
enum Step {
    /// These are left unprocessed.
    Left(Vec<usize>),
    /// It has failed, and may be sent again.
    Failed(Error),
    /// It has failed for good.
    Ended(Error),
}

impl Step {
    /// Whether it may have been carried out although that is not told.
    fn is_lost(&self) -> bool {
        match self {
            Self::Left(_) => false,
            Self::Failed(error) => error.may_have_been_written(),
            Self::Ended(error) => {
                error.kind() == ErrorKind::Decode || error.may_have_been_written()
            }
        }
    }
}

/// Sends requests of the entries, which are of different items and fit into one, until all are processed.
pub(super) async fn settle(batch: &Batch, entries: &[Entry]) -> Settled {
    let places: ByItem<_, _> =
        entries.iter().zip(0..).map(|(entry, at)| (&entry.item, at)).collect();
    let (mut settled, attempts) = (Settled::nothing(entries.len()), Attempts::default());
    let mut left: Vec<usize> = (0..entries.len()).collect();
    let mut budget = None;
    while !left.is_empty() {
        // The time for a turn is none for an answer.
        let turn = batch.window.enter().await;
        let is_first = budget.is_none();
        let budget = budget.get_or_insert_with(|| Budget::new(batch.at.dynamo.retries()));
        let at = if is_first { &batch.at } else { &batch.again };
        let sent = budget.within(send(batch, at, entries, &left, &attempts)).await;
        let sent = sent.unwrap_or_else(|| Err(late(batch, entries)));
        let step = step(sent, |answered| settled.take(answered, entries, &places, &left), batch);
        settled.lost |= step.is_lost();
        let before = left.len();
        let (progress, put_off, error) = match step {
            Step::Left(again) => {
                left = again;
                (left.len() < before, Some(part(left.len(), before)), None)
            }
            Step::Failed(error) => {
                let throttled = error.kind() == ErrorKind::Throttled;
                (false, throttled.then_some(1.0), Some(error))
            }
            Step::Ended(error) => {
                settled.error = Some(error);
                batch.window.leave(turn, None);
                break;
            }
        };
        batch.window.leave(turn, put_off);
        if left.is_empty() || batch.failure().is_some() {
            break;
        }
        if !budget.pause(progress).await {
            let unprocessed = || Error::unprocessed(&batch.at.name, requests::name(entries));
            settled.error = Some(error.unwrap_or_else(unprocessed));
            break;
        }
    }
    ended(batch, entries, settled, &attempts)
}

/// Has the errors of writes tell what may have been written, and the others of the batch know of them.
fn ended(batch: &Batch, entries: &[Entry], mut settled: Settled, attempts: &Attempts) -> Settled {
    let writes = entries.first().is_some_and(|entry| entry.what != What::Get);
    settled.lost = writes && (settled.lost || attempts.lost_one());
    if settled.lost {
        settled.error = settled.error.take().map(Error::answer_lost);
    }
    if let Some(error) = &settled.error {
        batch.fail(error);
    }
    settled
}

fn step(
    sent: Result<Answered, Error>,
    take: impl FnOnce(Answered) -> Result<Vec<usize>, Mistake>,
    batch: &Batch,
) -> Step {
    let taken = sent.map(take);
    match taken {
        Ok(Ok(left)) => Step::Left(left),
        // What such an answer is to, nobody can tell.
        Ok(Err(mistake)) => Step::Ended(Error::decode(&batch.at.name, &mistake)),
        Err(error) if error.is_retryable() => Step::Failed(error),
        Err(error) => Step::Ended(error),
    }
}

async fn send(
    batch: &Batch,
    at: &TableAt,
    entries: &[Entry],
    left: &[usize],
    attempts: &Attempts,
) -> Result<Answered, Error> {
    let guess = batch.rate.as_ref().map(|(rate, least)| (rate, least * units(left.len())));
    if let Some((rate, guess)) = &guess {
        rate.admit(*guess).await;
    }
    let entries: Vec<&Entry> = left.iter().map(|at| &entries[*at]).collect();
    let answered = requests::send(batch, at, &entries, attempts).await?;
    if let Some((rate, guess)) = guess {
        rate.correct(guess, answered.answer.consumed);
    }
    at.consumed(answered.answer.consumed);
    Ok(answered)
}

/// There is no time left for an answer.
fn late(batch: &Batch, entries: &[Entry]) -> Error {
    let (names, operation) = (&batch.at.name, requests::name(entries));
    let message = format!("{names}: {operation} failed: no answer until its retries' deadline");
    Error::new(ErrorKind::TimedOut, message)
}

fn part(left: usize, of: usize) -> f64 {
    units(left) / units(of)
}
