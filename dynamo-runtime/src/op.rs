//! The operations of a [table](crate::Table), and what they return.
//!
//! An operation is a value: it does nothing until it is awaited or sent, and its `input()` is the SDK's request.

pub(crate) mod apply;
mod backoff;
mod batch_delete;
mod batch_get;
pub(crate) mod create;
pub(crate) mod custom;
pub(crate) mod delete;
pub(crate) mod delete_all;
pub(crate) mod delete_table;
pub(crate) mod exists;
pub(crate) mod get;
pub(crate) mod hydrate;
mod identity;
mod live;
mod lost;
pub(crate) mod outcome;
pub(crate) mod partial;
pub(crate) mod partiql;
pub(crate) mod plan;
pub(crate) mod put;
pub(crate) mod query;
mod refusal;
pub(crate) mod returning;
pub(crate) mod scan;
pub(crate) mod segments;
mod settings;
mod take;
pub(crate) mod update;
pub(crate) mod update_all;
mod wait;
pub(crate) mod write_all;

use std::pin::Pin;

pub use self::apply::{Apply, Progress};
pub use self::create::Create;
pub use self::delete::Delete;
pub use self::delete_all::DeleteAll;
pub use self::delete_table::DeleteTable;
pub use self::exists::Exists;
pub use self::get::Get;
pub use self::hydrate::Hydrate;
pub use self::partial::Partial;
pub use self::partiql::{Parameters, Partiql};
pub use self::plan::{Check, MakePlan, Plan};
pub use self::put::Put;
pub use self::query::Query;
pub use self::returning::{NewItem, Nothing, OldItem, Returning, UpdatedNew, UpdatedOld};
pub use self::scan::Scan;
pub use self::segments::Segments;
pub use self::update::Update;
pub use self::update_all::UpdateAll;
pub use crate::page::raw::RawPage;
pub use crate::schema::plan::{Step, Unchangeable};
pub use crate::written::Written;

use crate::codec::Attributes;
use crate::codec::decoder::Decoder;
use crate::error::{Error, ErrorKind};
use crate::expr::predicate::Predicate;
use crate::expr::projection::Projects;
use crate::table::{DynamoTable, TableAt};
use crate::wire::{self, Answer, Found};

/// The future of an awaited operation.
pub type Sending<'a, T> = Pin<Box<dyn Future<Output = Result<T, Error>> + Send + 'a>>;

/// Fails a write whose condition no item can meet, as the service would: there is nothing to ask it.
pub(crate) fn guard(at: &TableAt, condition: Option<&Predicate>) -> Result<(), Error> {
    if condition.is_some_and(Predicate::holds_for_nothing) {
        let problem = format!("{}: no item can meet the condition", at.name);
        return Err(Error::new(ErrorKind::ConditionFailed, problem));
    }
    Ok(())
}

/// Decodes an item of `table`.
pub(crate) fn decode<T: DynamoTable>(table: &str, mut item: Attributes) -> Result<T, Error> {
    Decoder::item(&mut item, T::decode).map_err(|mistake| Error::decode(table, &mistake))
}

/// Reads what `projection` takes of the item in a response, whose body has it in the member `name`.
pub(crate) fn read<T, P: Projects<T>>(
    answer: Answer<Found>,
    name: &str,
    projection: &P,
) -> Result<Option<P::Output>, Error> {
    // An item may have none of the attributes that are read; of a whole one, an empty map is how the service may say that there is
    // none.
    let empty = !projection.paths().is_empty();
    answer.read(
        |body| wire::attributes(body, name, empty, |from| projection.decode(from)),
        |found| {
            let item = found.item.filter(|item| empty || !item.is_empty());
            item.map(|item| projection.decode_map(item)).transpose()
        },
    )
}

/// Makes an operation awaitable: `table.get(key).await`.
macro_rules! awaitable {
    ([$($generics:tt)*] $operation:ty => $life:lifetime $output:ty) => {
        impl<$($generics)*> ::std::future::IntoFuture for $operation {
            type Output = Result<$output, $crate::Error>;
            type IntoFuture = $crate::op::Sending<$life, $output>;

            fn into_future(self) -> Self::IntoFuture {
                Box::pin(self.send())
            }
        }
    };
}
pub(crate) use awaitable;

/// Makes an operation a value that can be cloned, whatever the types are that it is of.
macro_rules! cloned {
    ([$($generics:tt)*] $operation:ty { $($field:ident)* }) => {
        impl<$($generics)*> Clone for $operation {
            fn clone(&self) -> Self {
                Self { $($field: Clone::clone(&self.$field)),* }
            }
        }
    };
}
pub(crate) use cloned;
