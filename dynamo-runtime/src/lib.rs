//! A typed DynamoDB mapper: annotate a struct, and get its table's schema, its codec and its operations, on AWS's own SDK.
//!
//! ```no_run
//! use dynamo_runtime::DynamoTable;
//!
//! /// A log entry, found by its time or by its status.
//! #[derive(Debug, Clone, PartialEq, DynamoTable)]
//! #[table(name = "Log", read_capacity = 10, write_capacity = 10)]
//! pub struct Log {
//!     #[hash_key]
//!     pub updated_at: String,
//!     #[gsi(name = "Status", read_capacity = 10, write_capacity = 10)]
//!     pub status: String,
//!     pub message: String,
//! }
//!
//! # async fn example(client: aws_sdk_dynamodb::Client, log: Log) -> Result<(), dynamo_runtime::Error> {
//! let logs = Log::table(&client);
//! logs.create().await?;
//! logs.put(&log).await?;
//! let log = logs.update("2026-11-22T10:00").set(Log::STATUS, "done").await?;
//! let done = logs.query_status("done").filter(Log::MESSAGE.contains("timeout")).all().await?;
//! # Ok(())
//! # }
//! ```

#[doc(hidden)]
#[path = "private.rs"]
pub mod __private;
mod behaviour;
mod codec;
mod dynamo;
mod error;
mod explain;
mod expr;
mod key;
mod op;
mod page;
mod schema;
mod table;
mod ttl;
mod view;
mod wire;

pub use aws_sdk_dynamodb;
#[cfg(feature = "derive")]
#[doc = include_str!("../docs/attributes.md")]
pub use dynamo_derive::DynamoTable;
#[cfg(feature = "derive")]
pub use dynamo_derive::DynamoValue;
#[cfg(feature = "derive")]
pub use dynamo_derive::DynamoView;

pub use behaviour::{Behaviour, Counted, Timestamp, Versioned};
pub use codec::Attributes;
pub use codec::container::Container;
pub use codec::decoder::Decoder;
pub use codec::encoder::Encoder;
#[cfg(feature = "serde")]
pub use codec::serde::Serde;
pub use codec::sets::Element;
pub use codec::with::{Stored, With};
pub use codec::{
    Attribute, Decode, Encode, Field, Flatten, IndexKeyAttribute, Item, KeyAttribute, Slot,
    TimeToLive, kind,
};
pub use dynamo::Dynamo;
pub use error::{Error, ErrorKind};
pub use expr::assignment::{Assignment, IfNotExists, IntoAssignment, IntoTerm};
pub use expr::by;
pub use expr::changes::Changes;
pub use expr::condition::{Condition, Size, all, any};
pub use expr::elements::IntoAdded;
pub use expr::operand::{IntoOperand, Operand};
pub use expr::path::{Entries, FlatPath, KeyPath, ManagedPath, Path, role};
pub use expr::projection::{Projects, Selected, Viewed, Whole};
pub use expr::range::{After, IntoKeyCondition, IntoRange, KeyCondition, Prefix, after, prefix};
pub use expr::value::{IntoKey, IntoValue, Value};
pub use key::Key;
pub use op::Sending;
pub use op::apply::{Apply, Progress};
pub use op::create::Create;
pub use op::delete::Delete;
pub use op::delete_all::DeleteAll;
pub use op::delete_table::DeleteTable;
pub use op::exists::Exists;
pub use op::get::Get;
pub use op::hydrate::Hydrate;
pub use op::outcome::Outcome;
pub use op::partial::Partial;
pub use op::partiql::{Parameters, Partiql};
pub use op::plan::{Check, MakePlan, Plan};
pub use op::put::Put;
pub use op::query::Query;
pub use op::returning::{NewItem, Nothing, OldItem, Returning, UpdatedNew, UpdatedOld};
pub use op::scan::Scan;
pub use op::segments::Segments;
pub use op::update::Update;
pub use op::update_all::UpdateAll;
pub use op::write_all::Written;
pub use page::raw::RawPage;
pub use page::{Cursor, Page};
pub use schema::{
    AttributeDefinition, AttributeType, Capacity, Encryption, FieldSchema, IndexSchema, IndexScope,
    Projection, ScalarType, Step, StreamView, TableClass, TableSchema, Unchangeable, Units,
};
#[cfg(feature = "export")]
pub use schema::{CliCall, Export, Location, Operation};
pub use table::{ConsistentIndex, DynamoTable, Index, Primary, Source, Table};
pub use ttl::{Expiring, Ttl};
pub use view::{StoredAs, View};
pub use wire::Wire;
