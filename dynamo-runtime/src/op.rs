//! The operations of a [table](crate::Table), and what they return.
//!
//! An operation is a value: it does nothing until it is awaited or sent, and its `input()` is the SDK's request.

pub(crate) mod custom;
mod explain;
pub(crate) mod found;
mod keys;
pub(crate) mod one;
pub(crate) mod table;
pub(crate) mod written;

use std::pin::Pin;

pub use self::found::hydrate::Hydrate;
pub use self::found::partiql::{Parameters, Partiql};
pub use self::found::query::Query;
pub use self::found::scan::Scan;
pub use self::found::segments::Segments;
pub use self::one::delete::Delete;
pub use self::one::exists::Exists;
pub use self::one::get::Get;
pub use self::one::partial::Partial;
pub use self::one::put::Put;
pub use self::one::returning::{NewItem, Nothing, OldItem, Returning, UpdatedNew, UpdatedOld};
pub use self::one::update::Update;
pub use self::table::apply::{Apply, Progress};
pub use self::table::create::Create;
pub use self::table::delete_table::DeleteTable;
pub use self::table::plan::{Check, MakePlan, Plan};
pub use self::written::delete_all::DeleteAll;
pub use self::written::update_all::UpdateAll;
use crate::error::Error;
pub use crate::error::Written;
pub use crate::page::raw::RawPage;
pub use crate::plan::{Step, Unchangeable};

/// The future of an awaited operation.
pub type Sending<'a, T> = Pin<Box<dyn Future<Output = Result<T, Error>> + Send + 'a>>;

/// Makes an operation awaitable: `table.get(key).await`.
macro_rules! awaitable {
    ([$($generics:tt)*] $operation:ty => $life:lifetime $output:ty) => {
        impl<$($generics)*> ::std::future::IntoFuture for $operation {
            type Output = Result<$output, $crate::error::Error>;
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
