//! DeleteItem: a key in.

use std::fmt;
use std::marker::PhantomData;

use aws_sdk_dynamodb::operation::delete_item::builders::{
    DeleteItemFluentBuilder, DeleteItemInputBuilder,
};
use aws_sdk_dynamodb::types::{AttributeValue, TransactWriteItem};

use super::claims;
use super::outcome::with_outcome;
use super::returning::{self, Nothing, OldItem, Returning};
use super::write::{Write, refusal};
use crate::behaviour::is_other_version;
use crate::client::TableAt;
use crate::client::dynamo::Dynamo;
use crate::client::watch::watched;
use crate::client::wire::{Found, send};
use crate::codec::Attributes;
use crate::codec::encoder::Encoder;
use crate::codec::value::{IntoValue, Value};
use crate::error::{Error, Mistake, Refusal};
use crate::expr::condition::Condition;
use crate::expr::entity::require_own;
use crate::expr::placeholders::Placeholders;
use crate::expr::predicate::{self, Predicate};
use crate::op::shared::custom::{Custom, open_request};
use crate::op::shared::transaction::part::{Part, action};
use crate::op::shared::{awaitable, cloned};
use crate::table::DynamoTable;
use crate::table::behaviour::Versioned;
use crate::table::key::Key;

/// Deletes one item by its key; without a condition, also succeeds where there is none. Made by
/// [`Table::delete`](crate::Table::delete).
#[must_use = "an operation does nothing until it is sent; write `.await`"]
pub struct Delete<T, R = Nothing> {
    at: TableAt,
    key: Key<T>,
    condition: Option<Predicate>,
    /// The version that the item must have.
    version: Option<Value>,
    /// The unique values that the item has, where it is known.
    unique: Option<Vec<(&'static str, AttributeValue)>>,
    /// Why it cannot be sent.
    mistake: Option<Mistake>,
    custom: Custom<DeleteItemFluentBuilder>,
    returning: PhantomData<fn() -> R>,
}

impl<T: DynamoTable> Delete<T> {
    pub(crate) fn new(at: TableAt, key: Key<T>) -> Self {
        let (custom, returning) = (Custom::default(), PhantomData);
        let (unique, mistake) = (None, None);
        Self { at, key, condition: None, version: None, unique, mistake, custom, returning }
    }

    /// Deletes this item if it is as it was read: has the same version, or, where it has none, the same attributes.
    pub(crate) fn unchanged(at: TableAt, item: &T) -> Self {
        let mut delete = Self::new(at, item.into());
        match unchanged::<T>(item) {
            Ok(unchanged) => delete.condition = Some(unchanged),
            Err(mistake) => delete.mistake = Some(mistake),
        }
        delete
    }

    /// Deletes this item with what claims its unique values.
    pub(crate) fn of_item(at: TableAt, item: &T) -> Self {
        let mut delete = Self::new(at, item.into());
        match Encoder::item(item) {
            Ok(item) => delete.unique = Some(claims::values(T::SCHEMA, &item)),
            Err(mistake) => delete.mistake = Some(mistake),
        }
        delete
    }
}

impl<T: DynamoTable, R: Returning<T>> Delete<T, R> {
    /// Deletes only if the condition holds for the item that is there (or for none); called again, both must hold.
    pub fn condition(mut self, condition: Condition<T>) -> Self {
        predicate::require(&mut self.condition, condition.predicate);
        self
    }

    /// Deletes only if the item has this version; `None` stands for none, and 0 for none or 0.
    pub fn if_version<V>(mut self, version: impl IntoValue<V>) -> Self
    where
        T: Versioned<V>,
    {
        let version = version.into_value();
        self.version = Some(version.clone());
        predicate::require(&mut self.condition, Predicate::version(T::VERSION, version));
        self
    }

    /// Returns the deleted item, or `None` where there was none.
    pub fn return_old(self) -> Delete<T, OldItem> {
        let Self { at, key, condition, version, unique, mistake, custom, .. } = self;
        Delete { at, key, condition, version, unique, mistake, custom, returning: PhantomData }
    }

    /// The key of the item that it deletes, or what it is beside a delete.
    pub(crate) fn plain(self) -> (TableAt, Result<Key<T>, &'static str>) {
        let beside = [
            (self.condition.is_some(), "with a condition"),
            (R::VALUE.is_some(), "that returns an item"),
            (self.custom.is_some(), "that is changed by `customize`"),
            (!T::SCHEMA.unique.is_empty(), "of a table with `#[unique]`"),
        ];
        let beside = beside.into_iter().find(|(is, _)| *is);
        (self.at, beside.map_or(Ok(self.key), |(_, what)| Err(what)))
    }

    /// Returns the SDK's request.
    ///
    /// # Errors
    ///
    /// [`InvalidRequest`](crate::ErrorKind::InvalidRequest): the key is empty or too long, or the condition breaks a limit.
    pub fn input(&self) -> Result<DeleteItemInputBuilder, Error> {
        self.request().map(|request| request.as_input().clone())
    }

    fn request(&self) -> Result<DeleteItemFluentBuilder, Error> {
        let table = self.at.checked_name()?;
        self.build(table).map_err(|mistake| Error::encode(table, &mistake))
    }

    fn build(&self, table: &str) -> Result<DeleteItemFluentBuilder, Mistake> {
        if let Some(mistake) = &self.mistake {
            return Err(mistake.clone());
        }
        let key = self.key.values.attributes(T::SCHEMA)?;
        let mut condition = self.condition.clone();
        require_own(&mut condition, T::SCHEMA, true);
        if !T::SCHEMA.unique.is_empty() {
            let unique = self.unique.as_ref().ok_or_else(|| Mistake::new(claims::NEEDS_ITEM))?;
            predicate::require(&mut condition, Predicate::item_exists(T::SCHEMA));
            if let Some(unchanged) = claims::unchanged(T::SCHEMA, unique) {
                predicate::require(&mut condition, unchanged);
            }
        }
        let mut placeholders = Placeholders::default();
        let condition = placeholders.condition(condition.as_ref())?;
        let request = self
            .at
            .client()
            .delete_item()
            .table_name(table)
            .set_key(Some(key))
            .set_return_values(R::VALUE)
            .set_return_consumed_capacity(self.at.wanted_capacity())
            .set_return_values_on_condition_check_failure(returning::current(condition.as_ref()))
            .set_condition_expression(condition)
            .set_expression_attribute_names(placeholders.names())
            .set_expression_attribute_values(placeholders.values());
        Ok(self.custom.apply(request))
    }

    /// The delete as an action of a transaction.
    pub(crate) fn parts(&self) -> Result<Vec<Part>, Error> {
        Part::check(&self.at, self.custom.is_some())?;
        let delete = action!(self, Delete: set_key key);
        let unique = self.unique.as_deref().unwrap_or_default();
        let claims = claims::parts::<T>(&self.at, &delete.key, unique, &[]);
        let claims = claims.map_err(|mistake| Error::encode(&self.at.name, &mistake))?;
        let item = TransactWriteItem::builder().delete(delete).build();
        let part = Part::new::<T>(&self.at, item, self.condition.as_ref());
        Ok([part].into_iter().chain(claims).collect())
    }

    pub(crate) fn dynamo(&self) -> &Dynamo {
        &self.at.dynamo
    }

    /// What stood in its way, where its condition does not hold for the `current` item.
    pub(crate) fn refusal(&self, current: Option<&Attributes>) -> Refusal {
        refusal(false, current, |current| self.is_stale(current))
    }

    fn is_stale(&self, current: &Attributes) -> bool {
        self.version.as_ref().is_some_and(|read| {
            let read = |_: &_| read.optional().ok().flatten().cloned();
            is_other_version(T::BEHAVIOURS, current, read)
        })
    }

    /// Sends the request; awaiting the operation does the same.
    ///
    /// # Errors
    ///
    /// [`InvalidRequest`](crate::ErrorKind::InvalidRequest) as [`input`](Self::input) gives it,
    /// [`ConditionFailed`](crate::ErrorKind::ConditionFailed) where the condition does not hold,
    /// [`AnswerLost`](crate::ErrorKind::AnswerLost) where that is so when the SDK sends it again after a lost answer (the item may
    /// be gone by the first request), or where the deleted item was asked for, [`NotFound`](crate::ErrorKind::NotFound) where there is no table, [`Decode`](crate::ErrorKind::Decode) where the
    /// deleted item was asked for and does not fit `T` (it is deleted), and what the service or the connection report.
    pub async fn send(self) -> Result<R::Output, Error> {
        watched!(self.at.watch("DeleteItem", None), self.write().await)
    }

    async fn write(&self) -> Result<R::Output, Error> {
        if !T::SCHEMA.unique.is_empty() {
            claims::check_returned(&self.at, R::VALUE.is_none())?;
            let (parts, refusal) = (self.parts()?, |current: Option<&_>| self.refusal(current));
            return claims::carry_out::<T, R>(&self.at, parts, None, refusal).await;
        }
        let request = self.request()?;
        let write = Write::begin(&self.at, self.condition.as_ref(), false, self.custom.is_some())?;
        let sent = send!(
            &self.at,
            delete_item::DeleteItem(request) -> DeleteItemOutput,
            |output| Found::new(output.attributes, output.consumed_capacity),
            writes Some(&write.attempts)
        );
        // An item that is there is none that it has deleted.
        let (is_own, may_be_own) = (|_: &_| false, |old: Option<&_>| old.is_none());
        write.result::<T, R>(sent, is_own, may_be_own, |current| self.is_stale(current))
    }
}

/// What holds for an item that is as it was read.
fn unchanged<T: DynamoTable>(item: &T) -> Result<Predicate, Mistake> {
    if !T::SCHEMA.unique.is_empty() {
        let problem = "the keys of items with `#[unique]` values cannot be changed; use `delete_item`, then `insert`";
        return Err(Mistake::new(problem));
    }
    let item = Encoder::item(item)?;
    let mut all = Some(Predicate::item_exists(T::SCHEMA));
    if let Some(version) = T::BEHAVIOURS.iter().find(|behaviour| behaviour.is_version()) {
        let read = Value::of(&item.get(version.name).cloned());
        predicate::require(&mut all, Predicate::version(version.name, read));
    } else {
        let fields = T::SCHEMA.fields.iter().map(|field| field.name);
        let is_key = |name: &&str| T::SCHEMA.key_names().any(|key| key == *name);
        for name in fields.filter(|name| !is_key(name)) {
            predicate::require(&mut all, Predicate::same(name, item.get(name)));
        }
    }
    Ok(all.unwrap_or_else(|| Predicate::item_exists(T::SCHEMA)))
}

open_request! {
    [T: DynamoTable, R: Returning<T>] Delete<T, R>, [], "DeleteItem", DeleteItemFluentBuilder,
    names get_expression_attribute_names, values get_expression_attribute_values;
    member "TableName" get_table_name;
    item "Key" get_key;
    expression "ConditionExpression" get_condition_expression;
    member "ReturnValues" get_return_values;
}

with_outcome!([T: DynamoTable, R: Returning<T>] Delete<T, R>);
awaitable!([T: DynamoTable, R: Returning<T> + 'static] Delete<T, R> => 'static R::Output);

cloned!([T, R] Delete<T, R> { at key condition version unique mistake custom returning });

impl<T, R> fmt::Debug for Delete<T, R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Delete").field("table", &self.at).finish_non_exhaustive()
    }
}
