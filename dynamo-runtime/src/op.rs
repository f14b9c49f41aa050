//! The operations of a [table](crate::Table), and what they return.
//!
//! An operation is a value: it does nothing until it is awaited or sent, and its `input()` is the SDK's request.

pub(crate) mod batch;
pub(crate) mod found;
pub(crate) mod one;
pub(crate) mod shared;
pub(crate) mod table;
pub(crate) mod transact;
pub(crate) mod written;

pub use self::batch::batch_get::BatchGet;
pub use self::batch::batch_write::{BatchWrite, PutsAndDeletes};
pub use self::batch::delete_all_of::DeleteAllOf;
pub use self::batch::get_all::GetAll;
pub use self::batch::put_all::{IntoItem, PutAll};
pub use self::batch::put_all_attributes::PutAllAttributes;
pub use self::batch::source::Entries;
pub use self::batch::unfinished::Unfinished;
pub use self::found::claim_all::{ClaimAll, Claimed, Duplicate};
pub use self::found::collection::{Group, Groups, Partition};
pub use self::found::hydrate::Hydrate;
pub use self::found::partiql::{Parameters, Partiql};
pub use self::found::query::Query;
pub use self::found::scan::Scan;
pub use self::found::segments::Segments;
pub use self::one::delete::Delete;
pub use self::one::exists::Exists;
pub use self::one::get::Get;
pub use self::one::gets::Gets;
pub use self::one::partial::Partial;
pub use self::one::put::Put;
pub use self::one::returning::{NewItem, Nothing, OldItem, Returning, UpdatedNew, UpdatedOld};
pub use self::one::update::Update;
pub use self::shared::Sending;
pub use self::table::all::Tables;
pub use self::table::apply::{Apply, Progress};
pub use self::table::create::Create;
pub use self::table::delete_table::DeleteTable;
pub use self::table::plan::{Check, MakePlan, Plan};
pub use self::transact::action::Action;
pub use self::transact::check::ConditionCheck;
pub use self::transact::get::TransactGet;
pub use self::transact::reason::{Reason, TransactOutcome};
pub use self::transact::rekey::Rekey;
pub use self::transact::writes::Writes;
pub use self::written::delete_all::DeleteAll;
pub use self::written::update_all::UpdateAll;
pub use crate::client::retries::Retries;
pub use crate::client::watch::Call;
pub use crate::error::Written;
pub use crate::page::raw::RawPage;
pub use crate::plan::{Step, Unchangeable};
