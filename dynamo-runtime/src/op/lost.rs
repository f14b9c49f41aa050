//! What a write tells whose answer was lost, so that the SDK has sent it again.

use std::sync::Arc;

use aws_sdk_dynamodb::types::ReturnValue;

use super::returning::{Returning, attributes};
use crate::client::wire::{Answer, Attempts, Found};
use crate::codec::Attributes;
use crate::error::{Error, Wrote};
use crate::table::DynamoTable;

/// Whether a write returns what was there before it.
fn returns_old<T, R: Returning<T>>() -> bool {
    matches!(R::VALUE, Some(ReturnValue::AllOld | ReturnValue::UpdatedOld))
}

/// The result of a write that was refused when it was sent again. Where the item that is there `is_own`, as this write leaves it,
/// the write has taken place, and the refusal is of its own doing; of what was there before, only an insert knows that it was
/// nothing.
pub(super) fn refused<T: DynamoTable, R: Returning<T>>(
    table: &Arc<str>,
    error: Error,
    insert: bool,
    is_own: impl FnOnce(&Attributes) -> bool,
) -> Result<R::Output, Error> {
    let Some(own) = error.item().filter(|item| is_own(item)) else { return Err(error) };
    let item = match returns_old::<T, R>() {
        false => Some(own.clone()),
        true if insert => None,
        true => return Err(Error::result_lost(table)),
    };
    R::read(Answer::of(table.clone(), Found::new(item, None)))
        .map_err(|error| error.wrote(Wrote::Yes))
}

/// The result of a write that has taken place. Where the answer to an earlier attempt was lost, what the last one returns as old
/// `may_be_own`: written, or deleted, by the earlier one.
pub(super) fn returned<T: DynamoTable, R: Returning<T>>(
    answer: Answer<Found>,
    attempts: &Attempts,
    may_be_own: impl FnOnce(Option<&Attributes>) -> bool,
) -> Result<R::Output, Error> {
    let old = if returns_old::<T, R>() && attempts.lost_one() {
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
