//! What put, update and delete share: a condition that nothing can meet in, no request out; an answer in, the result, or what stood
//! in the way of the write, out.

use aws_sdk_dynamodb::types::ReturnValue;

use super::returning::{Returning, attributes};
use crate::client::TableAt;
use crate::client::wire::{Answer, Attempts, Found};
use crate::codec::Attributes;
use crate::error::{Error, ErrorKind, Refusal, Wrote};
use crate::expr::predicate::Predicate;
use crate::table::DynamoTable;

/// A write that is sent.
pub(super) struct Write<'w> {
    at: &'w TableAt,
    insert: bool,
    /// A caller has changed the request, so that what it requires is not known.
    custom: bool,
    pub(super) attempts: Attempts,
}

impl<'w> Write<'w> {
    /// Fails a write whose condition no item can meet, as the service would: there is nothing to ask it.
    pub(super) fn begin(
        at: &'w TableAt,
        condition: Option<&Predicate>,
        insert: bool,
        custom: bool,
    ) -> Result<Self, Error> {
        if condition.is_some_and(Predicate::holds_for_nothing) {
            let problem = format!("{}: no item can meet the condition", at.name);
            return Err(Error::new(ErrorKind::ConditionFailed, problem));
        }
        Ok(Self { at, insert, custom, attempts: Attempts::default() })
    }

    /// Returns the result. An item `is_own` as this write leaves it; what the last attempt returns as old `may_be_own`, of an
    /// earlier one; the item that the condition does not hold for `is_stale` where somebody else has written it.
    pub(super) fn result<T: DynamoTable, R: Returning<T>>(
        &self,
        sent: Result<Answer<Found>, Error>,
        is_own: impl FnOnce(&Attributes) -> bool,
        may_be_own: impl FnOnce(Option<&Attributes>) -> bool,
        is_stale: impl FnOnce(&Attributes) -> bool,
    ) -> Result<R::Output, Error> {
        match sent {
            Ok(answer) => {
                self.at.note(|call| call.has_written(1));
                self.at.meter(|| answer.consumed().map_err(Error::answered))?;
                self.returned::<T, R>(answer, may_be_own)
            }
            Err(error) if error.kind() == ErrorKind::AnswerLost => {
                self.refused::<T, R>(error, is_own)
            }
            Err(error) => Err(self.told(error, is_stale)),
        }
    }

    /// The result of a write that was refused when it was sent again. Where the item that is there `is_own`, the write has taken
    /// place, and the refusal is of its own doing; of what was there before, only an insert knows that it was nothing.
    fn refused<T: DynamoTable, R: Returning<T>>(
        &self,
        error: Error,
        is_own: impl FnOnce(&Attributes) -> bool,
    ) -> Result<R::Output, Error> {
        let Some(own) = error.item().filter(|item| is_own(item)) else { return Err(error) };
        let item = match returns_old::<T, R>() {
            false => Some(own.clone()),
            true if self.insert => None,
            true => return Err(Error::result_lost(&self.at.name)),
        };
        self.at.note(|call| call.has_written(1));
        R::read(Answer::of(self.at.name.clone(), Found::new(item, None)))
            .map_err(|error| error.wrote(Wrote::Yes))
    }

    /// The result of a write that has taken place. Where the answer to an earlier attempt was lost, what the last one returns as
    /// old `may_be_own`: written, or deleted, by the earlier one.
    fn returned<T: DynamoTable, R: Returning<T>>(
        &self,
        answer: Answer<Found>,
        may_be_own: impl FnOnce(Option<&Attributes>) -> bool,
    ) -> Result<R::Output, Error> {
        let old = if returns_old::<T, R>() && self.attempts.lost_one() {
            attributes(answer.clone()).map(Some)
        } else {
            Ok(None)
        };
        let read = old.and_then(|old| match old {
            Some(old) if may_be_own(old.as_ref()) => Err(Error::result_lost(&answer.table)),
            _ => R::read(answer),
        });
        read.map_err(Error::answered)
    }

    /// Has the error tell what stood in the way of the write, if its condition does not hold.
    fn told(&self, error: Error, is_stale: impl FnOnce(&Attributes) -> bool) -> Error {
        if self.custom || error.kind() != ErrorKind::ConditionFailed {
            return error;
        }
        let refusal = refusal(self.insert, error.item(), is_stale);
        error.refused(refusal)
    }
}

/// What stood in the way of a write, or an insert, whose condition does not hold for the `current` item.
pub(crate) fn refusal(
    insert: bool,
    current: Option<&Attributes>,
    is_stale: impl FnOnce(&Attributes) -> bool,
) -> Refusal {
    match current {
        Some(_) if insert => Refusal::Exists,
        Some(item) if is_stale(item) => Refusal::Version,
        None if !insert => Refusal::Missing,
        _ => Refusal::Condition,
    }
}

/// Whether a write returns what was there before it.
fn returns_old<T, R: Returning<T>>() -> bool {
    matches!(R::VALUE, Some(ReturnValue::AllOld | ReturnValue::UpdatedOld))
}
