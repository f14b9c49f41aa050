//! What a write returns of the item: `ReturnValues` as a type, so that the result has the right one.

use aws_sdk_dynamodb::types::{ReturnValue, ReturnValuesOnConditionCheckFailure};

use super::partial::Partial;
use super::read;
use crate::client::wire::{self, Answer, Found};
use crate::codec::{Attributes, Decode};
use crate::error::{Error, ErrorKind};
use crate::expr::projection::Whole;
use crate::table::DynamoTable;

/// What a write returns. One of [`Nothing`], [`OldItem`], [`NewItem`], [`UpdatedOld`] and [`UpdatedNew`].
pub trait Returning<T>: sealed::Sealed {
    /// The type of the result.
    type Output: Send;
    #[doc(hidden)]
    const VALUE: Option<ReturnValue>;
    #[doc(hidden)]
    fn read(answer: Answer<Found>) -> Result<Self::Output, Error>;
}

/// Nothing: `()`.
#[derive(Debug, Clone, Copy)]
pub struct Nothing;

/// The item before the write: `Option<T>`.
#[derive(Debug, Clone, Copy)]
pub struct OldItem;

/// The item after the write: `T`.
#[derive(Debug, Clone, Copy)]
pub struct NewItem;

/// The attributes that an update changed, as they were before it: `Partial<T>`.
#[derive(Debug, Clone, Copy)]
pub struct UpdatedOld;

/// The attributes that an update changed, as they are after it: `Partial<T>`.
#[derive(Debug, Clone, Copy)]
pub struct UpdatedNew;

impl<T> Returning<T> for Nothing {
    type Output = ();
    // It is what DynamoDB does without being told.
    const VALUE: Option<ReturnValue> = None;

    fn read(answer: Answer<Found>) -> Result<(), Error> {
        answer.read(wire::nothing, |_| Ok(()))
    }
}

impl<T: DynamoTable> Returning<T> for OldItem {
    type Output = Option<T>;
    const VALUE: Option<ReturnValue> = Some(ReturnValue::AllOld);

    fn read(answer: Answer<Found>) -> Result<Option<T>, Error> {
        read::<T, _>(answer, ATTRIBUTES, &Whole::<T>::new())
    }
}

impl<T: DynamoTable> Returning<T> for NewItem {
    type Output = T;
    const VALUE: Option<ReturnValue> = Some(ReturnValue::AllNew);

    fn read(answer: Answer<Found>) -> Result<T, Error> {
        let table = answer.table.clone();
        let item = read::<T, _>(answer, ATTRIBUTES, &Whole::<T>::new())?;
        item.ok_or_else(|| {
            Error::new(ErrorKind::Decode, format!("{table}: the response has no item"))
        })
    }
}

macro_rules! partial {
    ($($name:ident)*) => {$(
        impl<T: DynamoTable> Returning<T> for $name {
            type Output = Partial<T>;
            const VALUE: Option<ReturnValue> = Some(ReturnValue::$name);

            fn read(answer: Answer<Found>) -> Result<Partial<T>, Error> {
                let table = answer.table.clone();
                Ok(Partial::new(&table, attributes(answer)?.unwrap_or_default()))
            }
        }
    )*};
}

partial!(UpdatedOld UpdatedNew);

/// The returned attributes as they are stored.
pub(super) fn attributes(answer: Answer<Found>) -> Result<Option<Attributes>, Error> {
    answer.read(
        |body| wire::attributes(body, ATTRIBUTES, false, Attributes::decode),
        |found| Ok(found.item),
    )
}

/// What a write with this condition returns where it does not hold: the item that is there.
pub(crate) fn current(condition: Option<&String>) -> Option<ReturnValuesOnConditionCheckFailure> {
    condition.map(|_| ReturnValuesOnConditionCheckFailure::AllOld)
}

/// The member of a response that holds the returned item.
const ATTRIBUTES: &str = "Attributes";

mod sealed {
    pub trait Sealed {}
    impl Sealed for super::Nothing {}
    impl Sealed for super::OldItem {}
    impl Sealed for super::NewItem {}
    impl Sealed for super::UpdatedOld {}
    impl Sealed for super::UpdatedNew {}
}
