//! The handle that reaches a table: it makes every operation.

use std::fmt;
use std::marker::PhantomData;

use crate::client::TableAt;
use crate::client::dynamo::Dynamo;
use crate::codec::Attributes;
use crate::codec::value::Value;
use crate::expr::condition::Condition;
use crate::expr::projection::Whole;
use crate::op::batch::delete_all_of::DeleteAllOf;
use crate::op::batch::get_all::GetAll;
use crate::op::batch::put_all::{IntoItem, PutAll};
use crate::op::batch::put_all_attributes::PutAllAttributes;
use crate::op::batch::source::Entries;
use crate::op::found::claim_all::ClaimAll;
use crate::op::found::collection::{Partition, collection};
use crate::op::found::partiql::{Parameters, Partiql};
use crate::op::found::query::Query;
use crate::op::found::scan::Scan;
use crate::op::one::delete::Delete;
use crate::op::one::exists::Exists;
use crate::op::one::get::Get;
use crate::op::one::put::Put;
use crate::op::one::update::Update;
use crate::op::table::create::Create;
use crate::op::table::delete_table::DeleteTable;
use crate::op::table::plan::{Check, MakePlan};
use crate::op::transact::check::ConditionCheck;
use crate::op::transact::rekey::{Rekey, rekey};
use crate::table::key::IntoKeyOf;
use crate::table::{DynamoItems, DynamoTable, Primary, Source, Unconditional};

/// The operations on one table. Cheap to clone; the derive wraps it in a handle with named, typed keys (`LogTable`).
///
/// An operation is a value: it does nothing until it is awaited or sent, and its `input()` is the SDK's request.
pub struct Table<T> {
    at: TableAt,
    marker: PhantomData<fn() -> T>,
}

impl<T: DynamoTable> Table<T> {
    /// The table under its default name, reached through `client`: an SDK client, or a [`Dynamo`] with settings.
    #[must_use]
    pub fn new(client: impl Into<Dynamo>) -> Self {
        let dynamo = client.into();
        let name = dynamo.table_name(T::SCHEMA.name).into();
        Self { at: TableAt::new(dynamo, name), marker: PhantomData }
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

    /// Compares the table with its struct, and returns the steps that bring it there, as a [`Plan`](crate::op::Plan) that can be
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
        DeleteTable::new(self.at.clone(), T::SCHEMA.entity)
    }

    /// Gets the item with this key: as of all operations on one item, values (`("ann", 42)`), the item's key, or the item itself.
    pub fn get<M>(&self, key: impl IntoKeyOf<T, M>) -> Get<T> {
        Get::new(self.at.clone(), key.into_key_of())
    }

    /// Puts the whole item, in place of the one with its key if there is one. With a `#[version]`, that must be the version that
    /// was read; else fails with [`ErrorKind::ConditionFailed`](crate::ErrorKind::ConditionFailed).
    pub fn put<'a>(&self, item: &'a T) -> Put<'a, T> {
        Put::new(self.at.clone(), item)
    }

    /// Puts an item as the SDK holds it: one whose struct this program does not know, that was read as the variant of an enum for what
    /// is unknown. What the struct of the table declares of writes holds for it too.
    pub fn put_attributes<'a>(&self, item: &'a Attributes) -> Put<'a, T> {
        Put::of_attributes(self.at.clone(), item)
    }

    /// Puts the item where there is none with its key; else fails with
    /// [`ErrorKind::ConditionFailed`](crate::ErrorKind::ConditionFailed).
    pub fn insert<'a>(&self, item: &'a T) -> Put<'a, T> {
        Put::new(self.at.clone(), item).absent()
    }

    /// Changes attributes of the item with this key, which must exist; else fails with
    /// [`ErrorKind::ConditionFailed`](crate::ErrorKind::ConditionFailed).
    pub fn update<M>(&self, key: impl IntoKeyOf<T, M>) -> Update<T> {
        Update::new(self.at.clone(), key.into_key_of()).existing()
    }

    /// Changes attributes of the item with this key, or makes an item of the key and these attributes.
    pub fn upsert<M>(&self, key: impl IntoKeyOf<T, M>) -> Update<T> {
        Update::new(self.at.clone(), key.into_key_of())
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

    /// Moves an item to another key, which an update cannot change: deletes `old` and puts `new` in one transaction, if the item is
    /// still as `old` was read (by its version, or else by each of its attributes) and there is none with the new key; else fails with
    /// [`ErrorKind::ConditionFailed`](crate::ErrorKind::ConditionFailed).
    ///
    /// Attributes that the struct does not declare are lost, as in a [`put`](Self::put). The time of creation and counters stay; a
    /// version goes on.
    ///
    /// ```no_run
    /// # use dynamo_runtime::DynamoTable;
    /// #[derive(Clone, DynamoTable)]
    /// #[hash_key(value = "USER#{user}")]
    /// #[range_key(value = "TASK#{due}#{task}")]
    /// struct Task {
    ///     user: String,
    ///     due: String,
    ///     task: String,
    /// }
    ///
    /// # async fn example(tasks: TaskTable, task: Task) -> Result<(), dynamo_runtime::Error> {
    /// let later = Task { due: "2026-12-01".into(), ..task.clone() };
    /// tasks.rekey(&task, &later).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn rekey<'a>(&self, old: &T, new: &'a T) -> Rekey<'a, T> {
        rekey(self.at.clone(), old, new)
    }

    /// Reads the items of all entities under one hash key, each as the one that it is: `C` derives
    /// [`DynamoItems`](crate::DynamoItems). The hash key is an item that has it, its key, or the string that is stored; of an
    /// entity's handle, [`collection`](crate::op::Query::collection) of its query takes the fields.
    ///
    /// ```no_run
    /// # use dynamo_runtime::codec::Attributes;
    /// # use dynamo_runtime::{DynamoItems, DynamoTable};
    /// #[derive(DynamoTable)]
    /// struct App {
    ///     #[hash_key]
    ///     pk: String,
    ///     #[range_key]
    ///     sk: String,
    /// }
    ///
    /// #[derive(DynamoTable)]
    /// #[table(in = App)]
    /// #[hash_key(value = "USER#{user}")]
    /// #[range_key(value = "PROFILE")]
    /// struct User {
    ///     #[dynamo(key_only)]
    ///     user: String,
    ///     name: String,
    /// }
    ///
    /// #[derive(DynamoTable)]
    /// #[table(in = App)]
    /// #[hash_key(value = "USER#{user}")]
    /// #[range_key(value = "ORDER#{number:06}")]
    /// struct Order {
    ///     #[dynamo(key_only)]
    ///     user: String,
    ///     #[dynamo(key_only)]
    ///     number: u32,
    ///     total: i64,
    /// }
    ///
    /// #[derive(DynamoItems)]
    /// enum AppItem {
    ///     User(User),
    ///     Order(Order),
    ///     #[dynamo(other)]
    ///     Unknown(Attributes),
    /// }
    ///
    /// # async fn example(client: aws_sdk_dynamodb::Client) -> Result<(), dynamo_runtime::Error> {
    /// let all: Vec<AppItem> = App::table(&client).collection("USER#ann").all().await?;
    /// let users = User::table(&client);
    /// let all: Vec<AppItem> = users.query("ann").collection().all().await?;
    /// let grouped: (Option<User>, Vec<Order>) = users.query("ann").grouped().await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn collection<C: DynamoItems<Table = T>>(
        &self,
        partition: impl Into<Partition<T>>,
    ) -> Query<Primary<T>, Whole<C>> {
        collection(self.at.clone(), partition.into())
    }

    /// Deletes the item with this key, if there is one.
    pub fn delete<M>(&self, key: impl IntoKeyOf<T, M>) -> Delete<T> {
        Delete::new(self.at.clone(), key.into_key_of())
    }

    /// Claims the unique values of the items that are there, of a table that is older than its `#[unique]`.
    pub fn claim_all<'p>(&self) -> ClaimAll<'p, T> {
        ClaimAll::new(self.at.clone())
    }

    /// Deletes this item: of a table with `#[unique]`, with what claims its values, if it has them still; else fails with
    /// [`ErrorKind::ConditionFailed`](crate::ErrorKind::ConditionFailed).
    pub fn delete_item(&self, item: &T) -> Delete<T> {
        Delete::of_item(self.at.clone(), item)
    }

    /// Requires in a transaction that a condition holds for the item with this key, which the transaction does not write: see
    /// [`TransactWrite`](crate::TransactWrite). The key is a key or the item that has it.
    pub fn condition_check<M>(
        &self,
        key: impl IntoKeyOf<T, M>,
        condition: Condition<T>,
    ) -> ConditionCheck<T> {
        ConditionCheck::new(self.at.clone(), key.into_key_of(), condition)
    }

    /// Tells whether there is an item with this key.
    pub fn exists<M>(&self, key: impl IntoKeyOf<T, M>) -> Exists<T> {
        Exists::new(self.at.clone(), key.into_key_of())
    }

    /// Gets the items of many keys, 100 in a request, in the order of the keys.
    ///
    /// ```no_run
    /// # use dynamo_runtime::DynamoTable;
    /// # #[derive(DynamoTable)]
    /// # struct Order {
    /// #     #[hash_key]
    /// #     customer: String,
    /// #     #[range_key]
    /// #     number: u64,
    /// # }
    /// # async fn example(orders: OrderTable) -> Result<(), dynamo_runtime::Error> {
    /// let found: Vec<Option<Order>> = orders.get_all([("ann", 1), ("bob", 2)]).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn get_all<'s, M, K: 's>(
        &self,
        keys: impl Entries<'s, M, Entry: IntoKeyOf<T, K> + Send + 's>,
    ) -> GetAll<'s, T> {
        GetAll::new(self.at.clone(), keys)
    }

    /// Puts many items, 25 in a request, each in place of the one with its key if there is one.
    ///
    /// ```no_run
    /// # use dynamo_runtime::DynamoTable;
    /// # #[derive(DynamoTable)]
    /// # struct Log {
    /// #     #[hash_key]
    /// #     updated_at: String,
    /// #     status: String,
    /// # }
    /// # async fn example(logs: LogTable, new: Vec<Log>) -> Result<(), dynamo_runtime::Error> {
    /// let written = logs.put_all(&new).progress(|so_far| println!("{}", so_far.items)).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn put_all<'s, M>(
        &self,
        items: impl Entries<'s, M, Entry: IntoItem<'s, T> + Send + 's>,
    ) -> PutAll<'s, T>
    where
        T: Unconditional,
    {
        PutAll::new(self.at.clone(), items)
    }

    /// Puts many items as the SDK holds them, 25 in a request, as they are: what the struct declares of writes, as a `#[version]`, is not
    /// done. This is for the items of a copy; [`put_attributes`](Self::put_attributes) puts one with all that is declared.
    pub fn put_all_attributes<'s, M>(
        &self,
        items: impl Entries<'s, M, Entry: IntoItem<'s, Attributes> + Send + 's>,
    ) -> PutAllAttributes<'s, T> {
        PutAllAttributes::new(self.at.clone(), items)
    }

    /// Deletes the items of many keys, 25 in a request, those there are.
    ///
    /// ```no_run
    /// # use dynamo_runtime::DynamoTable;
    /// # #[derive(DynamoTable)]
    /// # struct Log {
    /// #     #[hash_key]
    /// #     updated_at: String,
    /// #     status: String,
    /// # }
    /// # async fn example(logs: LogTable) -> Result<(), dynamo_runtime::Error> {
    /// let written = logs.delete_all_of(["2026-11-22T10:00", "2026-11-22T11:00"]).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn delete_all_of<'s, M, K: 's>(
        &self,
        keys: impl Entries<'s, M, Entry: IntoKeyOf<T, K> + Send + 's>,
    ) -> DeleteAllOf<'s, T> {
        DeleteAllOf::new(self.at.clone(), keys)
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
        Query::new(self.at.clone(), &mut hash.into_iter())
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
