//! The table of a derived struct: the trait that describes it, and the handle that reaches it.

use std::fmt;
use std::marker::PhantomData;
use std::sync::{Arc, Mutex, PoisonError};

use aws_sdk_dynamodb::types::ReturnConsumedCapacity;

use crate::behaviour::Behaviour;
use crate::codec::encoder::Encoder;
use crate::codec::kind::Described;
use crate::codec::{Attribute, Attributes, Decode, Encode, Item};
use crate::dynamo::Dynamo;
use crate::error::Error;
use crate::expr::value::Value;
use crate::key::Key;
use crate::op::create::Create;
use crate::op::decode;
use crate::op::delete::Delete;
use crate::op::delete_table::DeleteTable;
use crate::op::exists::Exists;
use crate::op::get::Get;
use crate::op::partiql::{Parameters, Partiql};
use crate::op::plan::{Check, MakePlan};
use crate::op::put::Put;
use crate::op::query::Query;
use crate::op::scan::Scan;
use crate::op::update::Update;
use crate::schema::checked_table_name;
use crate::schema::{IndexSchema, TableSchema};

/// A struct that is a table's item. Derived: `#[derive(DynamoTable)]`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a DynamoDB table",
    label = "derive `DynamoTable` for it"
)]
pub trait DynamoTable: Item + for<'a> Decode<'a> + Send + Sync + 'static {
    /// The table's description.
    const SCHEMA: &'static TableSchema;
    /// What the mapper writes to fields by itself.
    const BEHAVIOURS: &'static [Behaviour] = &[];
    /// The primary key: `LogKey` for `Log`.
    type Key: Into<Key<Self>>;

    /// Returns the item's primary key.
    fn key(&self) -> Self::Key;

    /// Returns the item as the SDK holds it, for code beside the mapper.
    ///
    /// # Errors
    ///
    /// [`InvalidRequest`](crate::ErrorKind::InvalidRequest): DynamoDB cannot hold one of the values.
    fn to_item(&self) -> Result<Attributes, Error> {
        Encoder::item(self).map_err(|mistake| Error::encode(Self::SCHEMA.name, &mistake))
    }

    /// Returns the item that the SDK holds as attributes.
    ///
    /// # Errors
    ///
    /// [`Decode`](crate::ErrorKind::Decode): an attribute does not fit its field.
    fn from_item(item: Attributes) -> Result<Self, Error> {
        decode(Self::SCHEMA.name, item)
    }
}

/// A type that can stand for a parameter of a table: `Event<Payment>`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be used as a generic parameter of a table",
    label = "a field of this type could not be stored",
    note = "the type must be an owned attribute that is `Send` and `Sync`, and can be written and read: derive `DynamoValue` for your own type"
)]
pub trait TableParameter:
    Attribute<Kind: Described, List: Described> + Encode + for<'a> Decode<'a> + Send + Sync + 'static
{
}

#[diagnostic::do_not_recommend]
impl<T> TableParameter for T where
    T: Attribute<Kind: Described, List: Described>
        + Encode
        + for<'a> Decode<'a>
        + Send
        + Sync
        + 'static
{
}

/// A secondary index of a table. Derived: `LogStatusIndex`.
pub trait Index {
    /// The table's item.
    type Table: DynamoTable;
    /// What the index holds of an item: the table's item, or a struct with the attributes that are projected.
    type Item: for<'a> Decode<'a> + Send + 'static;
    /// The index's description.
    const SCHEMA: &'static IndexSchema;
}

/// A table or index with range attributes, of the types in the tuple `R`. Derived.
///
/// `R` is always inferred. It is no associated type, so that a public table can have a key of a private type.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no range key",
    label = "it has only a hash key"
)]
pub trait Ranged<R> {}

impl<T: Ranged<R>, R> Ranged<R> for Primary<T> {}

/// An index that can be read consistently: the table's own, and local secondary indexes.
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not support consistent reads",
    label = "reads of a global secondary index are always eventually consistent"
)]
pub trait ConsistentIndex {}

/// What a query reads: a table by its primary key, or an index.
pub trait Source {
    /// The table's item.
    type Table: DynamoTable;
    /// What is read of an item, unless a part is asked for.
    type Item: for<'a> Decode<'a> + Send + 'static;
    /// The index's description; `None` for the table itself.
    const INDEX: Option<&'static IndexSchema>;
}

impl<I: Index> Source for I {
    type Table = I::Table;
    type Item = I::Item;
    const INDEX: Option<&'static IndexSchema> = Some(I::SCHEMA);
}

/// The table itself as what a query reads.
#[derive(Debug)]
pub struct Primary<T>(PhantomData<fn() -> T>);

impl<T: DynamoTable> Source for Primary<T> {
    type Table = T;
    type Item = T;
    const INDEX: Option<&'static IndexSchema> = None;
}

impl<T> ConsistentIndex for Primary<T> {}

/// The operations on one table. Cheap to clone; the derive wraps it in a handle with named, typed keys (`LogTable`).
///
/// An operation is a value: it does nothing until it is awaited or sent, and its `input()` is the SDK's request.
pub struct Table<T> {
    at: TableAt,
    marker: PhantomData<fn() -> T>,
}

/// A table's client and name.
#[derive(Clone)]
pub(crate) struct TableAt {
    pub(crate) dynamo: Dynamo,
    pub(crate) name: Arc<str>,
    meter: Option<Meter>,
}

/// The capacity units that writes have consumed.
#[derive(Clone, Default)]
pub(crate) struct Meter(Arc<Mutex<f64>>);

impl Meter {
    /// Returns the units.
    pub(crate) fn units(&self) -> f64 {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl TableAt {
    pub(crate) fn client(&self) -> &aws_sdk_dynamodb::Client {
        self.dynamo.client()
    }

    /// The same, with a meter of what writes consume.
    pub(crate) fn metered(&self) -> (Self, Meter) {
        let meter = Meter::default();
        (Self { meter: Some(meter.clone()), ..self.clone() }, meter)
    }

    /// Returns a write's `ReturnConsumedCapacity`.
    pub(crate) fn wanted_capacity(&self) -> Option<ReturnConsumedCapacity> {
        self.meter.as_ref().map(|_| ReturnConsumedCapacity::Total)
    }

    /// Has the meter, if there is one, count what a write has consumed.
    pub(crate) fn meter(&self, consumed: impl FnOnce() -> Result<f64, Error>) -> Result<(), Error> {
        let Some(Meter(units)) = &self.meter else { return Ok(()) };
        *units.lock().unwrap_or_else(PoisonError::into_inner) += consumed()?;
        Ok(())
    }

    /// Returns the name, if it is one that DynamoDB takes, or an ARN.
    pub(crate) fn checked_name(&self) -> Result<&str, Error> {
        let name = &*self.name;
        if name.starts_with("arn:") { Ok(name) } else { checked_table_name(name) }
    }
}

impl<T: DynamoTable> Table<T> {
    /// The table under its default name, reached through `client`: an SDK client, or a [`Dynamo`] with settings.
    #[must_use]
    pub fn new(client: impl Into<Dynamo>) -> Self {
        let dynamo = client.into();
        let name = dynamo.table_name(T::SCHEMA.name).into();
        Self { at: TableAt { dynamo, name, meter: None }, marker: PhantomData }
    }

    /// The same table under exactly this name (or ARN), whatever prefix the client's settings hold.
    #[must_use]
    pub fn named(mut self, name: impl Into<String>) -> Self {
        self.at.name = name.into().into();
        self
    }

    /// Returns the table's name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.at.name
    }

    /// Creates the table if there is none of its name, and waits until it and all its indexes are ACTIVE.
    pub fn create(&self) -> Create<T> {
        Create::new(self.at.clone())
    }

    /// Compares the table with its struct, and returns the steps that bring it there, as a [`Plan`](crate::Plan) that can be
    /// read and applied.
    pub fn plan(&self) -> MakePlan {
        MakePlan::new(self.at.clone(), T::SCHEMA)
    }

    /// Compares the table with its struct, and returns how they differ: nothing is what a service can start with.
    pub fn check(&self) -> Check {
        Check::new(self.plan())
    }

    /// Deletes the table with all its items, and waits until it is gone.
    pub fn delete_table(&self) -> DeleteTable {
        DeleteTable::new(self.at.clone())
    }

    /// Gets the item with this key.
    pub fn get(&self, key: impl Into<Key<T>>) -> Get<T> {
        Get::new(self.at.clone(), key.into())
    }

    /// Puts the whole item, in place of the one with its key if there is one. With a `#[version]`, that must be the version that
    /// was read; else fails with [`ErrorKind::ConditionFailed`](crate::ErrorKind::ConditionFailed).
    pub fn put<'a>(&self, item: &'a T) -> Put<'a, T> {
        Put::new(self.at.clone(), item)
    }

    /// Puts the item where there is none with its key; else fails with
    /// [`ErrorKind::ConditionFailed`](crate::ErrorKind::ConditionFailed).
    pub fn insert<'a>(&self, item: &'a T) -> Put<'a, T> {
        Put::new(self.at.clone(), item).absent()
    }

    /// Changes attributes of the item with this key, which must exist; else fails with
    /// [`ErrorKind::ConditionFailed`](crate::ErrorKind::ConditionFailed).
    pub fn update(&self, key: impl Into<Key<T>>) -> Update<T> {
        Update::new(self.at.clone(), key.into()).existing()
    }

    /// Changes attributes of the item with this key, or makes an item of the key and these attributes.
    pub fn upsert(&self, key: impl Into<Key<T>>) -> Update<T> {
        Update::new(self.at.clone(), key.into())
    }

    /// Changes the item from `old` to `new` with the smallest update that does it; `None` where nothing is stored differently.
    ///
    /// Only what differs is written: in nested structs and maps, the attributes and entries; in a set, the elements, where it
    /// only gains or only loses some; a list is written whole. The update requires that all of that is still as it is in
    /// `old`, and that there is an item; else it fails with
    /// [`ErrorKind::ConditionFailed`](crate::ErrorKind::ConditionFailed). All else may have changed, and stays, as do
    /// attributes that the struct does not know.
    ///
    /// Where more differs than the expressions of an update hold (4 KB and 300 operators each), the maps with the most
    /// differences are compared and written whole. Top-level attributes, as those of a flattened map, are compared each by
    /// itself: about 149 that change, or 120 that are new, fit into one update, and twice as many where a `#[version]` says that
    /// nothing came between. Of more, and of items with different keys, the update is an
    /// [`ErrorKind::InvalidRequest`](crate::ErrorKind::InvalidRequest) when it is sent: [`put`](Self::put) the whole item.
    ///
    /// The update first takes `old` to be stored as the struct writes it. Another program may have stored it in another form:
    /// an attribute that was read as its default is absent, a `None` is NULL, a date has another offset. If the condition fails
    /// only for that, which the item in the service's answer tells, the update is sent once more, and requires that all that it
    /// changes is still as it is stored; so it may take two requests, and its [`input`](Update::input) is the first of them.
    /// Where a list would lose attributes that the struct does not know, it is an
    /// [`ErrorKind::InvalidRequest`](crate::ErrorKind::InvalidRequest) instead.
    ///
    /// ```no_run
    /// # use dynamo_runtime::DynamoTable;
    /// # #[derive(Clone, DynamoTable)]
    /// # struct Log {
    /// #     #[hash_key]
    /// #     updated_at: String,
    /// #     status: String,
    /// # }
    /// # async fn example(logs: LogTable, old: Log) -> Result<(), dynamo_runtime::Error> {
    /// let new = Log { status: "done".into(), ..old.clone() };
    /// if let Some(update) = logs.update_diff(&old, &new) {
    ///     update.await?;
    /// }
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn update_diff(&self, old: &T, new: &T) -> Option<Update<T>> {
        Update::between(self.at.clone(), old, new)
    }

    /// Deletes the item with this key, if there is one.
    pub fn delete(&self, key: impl Into<Key<T>>) -> Delete<T> {
        Delete::new(self.at.clone(), key.into())
    }

    /// Tells whether there is an item with this key.
    pub fn exists(&self, key: impl Into<Key<T>>) -> Exists<T> {
        Exists::new(self.at.clone(), key.into())
    }

    /// Reads every item of the table, in no order.
    pub fn scan(&self) -> Scan<T> {
        Scan::new(self.at.clone())
    }

    /// Executes a statement of PartiQL, whose `?` stand for the parameters, and reads its items.
    pub fn partiql(&self, statement: impl Into<String>, parameters: impl Parameters) -> Partiql<T> {
        Partiql::new(self.at.clone(), statement.into(), parameters.into_values())
    }

    /// Reads the items whose hash attributes in `S` have these values, for the derive.
    #[doc(hidden)]
    pub fn query_index<S: Source<Table = T>, const N: usize>(&self, hash: [Value; N]) -> Query<S> {
        Query::new(self.at.clone(), hash.into())
    }
}

impl<T> Clone for Table<T> {
    fn clone(&self) -> Self {
        Self { at: self.at.clone(), marker: PhantomData }
    }
}

impl<T> fmt::Debug for Table<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Table").field(&self.at.name).finish()
    }
}

impl fmt::Debug for TableAt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.name.fmt(f)
    }
}
