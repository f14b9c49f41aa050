//! UpdateItem: a key and changes in, the changed item out.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;
use std::time::SystemTime;

use aws_sdk_dynamodb::operation::update_item::builders::{
    UpdateItemFluentBuilder, UpdateItemInputBuilder,
};
use aws_sdk_dynamodb::types::{ReturnValue, TransactWriteItem};

use super::claims::{self, Values};
use super::outcome::with_outcome;
use super::returning::{self, NewItem, Nothing, OldItem, Returning, UpdatedNew, UpdatedOld};
use super::write::{Write, refusal};
use crate::behaviour::{self, is_other_version};
use crate::client::TableAt;
use crate::client::dynamo::Dynamo;
use crate::client::watch::watched;
use crate::client::wire::{Answer, Found, send};
use crate::codec::Attributes;
use crate::codec::value::{IntoValue, Value};
use crate::error::{Error, Mistake, Refusal};
use crate::expr::changes::change_methods;
use crate::expr::condition::Condition;
use crate::expr::diff::Diff;
use crate::expr::entity::require_own;
use crate::expr::made::made;
use crate::expr::placeholders::Placeholders;
use crate::expr::predicate::{self, Predicate};
use crate::expr::update::Clauses;
use crate::op::shared::custom::{Custom, open_request};
use crate::op::shared::transaction::part::{Part, action};
use crate::op::shared::{awaitable, cloned};
use crate::table::DynamoTable;
use crate::table::behaviour::Versioned;
use crate::table::key::Key;

/// Changes attributes of one item. Made by [`Table::update`](crate::Table::update) and [`Table::upsert`](crate::Table::upsert).
///
/// It returns the item after the change, unless it is told otherwise. Attributes of the primary key cannot be changed:
/// their paths are of another type. What it adds to numbers and lists is added twice where the SDK sends it again because its
/// answer was lost, unless a condition guards it; see [retries](Error::may_have_been_written).
#[must_use = "an operation does nothing until it is sent; write `.await`"]
pub struct Update<T, R = NewItem> {
    at: TableAt,
    key: Key<T>,
    /// What is changed before the clauses change it, and compared beside the condition.
    diff: Option<Arc<Diff>>,
    clauses: Clauses,
    upsert: bool,
    condition: Option<Predicate>,
    mark: Mark,
    /// The unique values before and after it, where they differ.
    unique: Option<Arc<[Values; 2]>>,
    custom: Custom<UpdateItemFluentBuilder>,
    returning: PhantomData<fn() -> R>,
}

/// What an update leaves in the item that tells, where it is refused after a lost answer, that it had taken place.
#[derive(Debug, Clone)]
enum Mark {
    /// Nothing: others make the same changes under the same condition, to claim the item, say.
    None,
    /// All of its changes.
    Changes,
    /// All of its changes, and the version after this one.
    Version(Value),
}

impl<T: DynamoTable> Update<T> {
    pub(crate) fn new(at: TableAt, key: Key<T>) -> Self {
        let (clauses, custom, returning) = (Clauses::default(), Custom::default(), PhantomData);
        let (upsert, condition, mark, unique) = (true, None, Mark::None, None);
        Self { at, key, diff: None, clauses, upsert, condition, mark, unique, custom, returning }
    }

    /// Requires that there is an item with the key.
    pub(crate) fn existing(mut self) -> Self {
        self.upsert = false;
        self.condition = Some(Predicate::item_exists(T::SCHEMA));
        self
    }

    /// Has its changes alone tell that it has taken place.
    pub(crate) fn marked(mut self) -> Self {
        self.mark = Mark::Changes;
        self
    }

    /// Turns `old` into `new`, if it is still as `old` in all that differs.
    pub(crate) fn between(at: TableAt, old: &T, new: &T) -> Option<Self> {
        let mut update = Self::new(at, old.into()).existing().marked();
        match Diff::between(old, new) {
            Ok(diff) => {
                let diff = diff?;
                let values = diff.items().map(|item| claims::values(T::SCHEMA, item));
                update.unique = (values[0] != values[1]).then(|| values.into());
                update.diff = Some(diff.into());
            }
            Err(mistake) => update.clauses.refuse(mistake),
        }
        Some(update)
    }
}

impl<T: DynamoTable, R: Returning<T>> Update<T, R> {
    change_methods!(clauses);

    /// Writes only if the condition holds for the item that is there (or for none); called again, both must hold.
    pub fn condition(mut self, condition: Condition<T>) -> Self {
        predicate::require(&mut self.condition, condition.predicate);
        self
    }

    /// Writes only if the item has this version; `None` stands for none, and 0 for none or 0.
    pub fn if_version<V>(mut self, version: impl IntoValue<V>) -> Self
    where
        T: Versioned<V>,
    {
        let version = version.into_value();
        self.mark = Mark::Version(version.clone());
        predicate::require(&mut self.condition, Predicate::version(T::VERSION, version));
        self
    }

    /// Returns the item as it was before, or `None` where an upsert made it.
    pub fn return_old(self) -> Update<T, OldItem> {
        self.returning()
    }

    /// Returns the changed attributes as they are after the update.
    pub fn return_updated_new(self) -> Update<T, UpdatedNew> {
        self.returning()
    }

    /// Returns the changed attributes as they were before the update.
    pub fn return_updated_old(self) -> Update<T, UpdatedOld> {
        self.returning()
    }

    /// Returns nothing, which saves reading the response.
    pub fn return_nothing(self) -> Update<T, Nothing> {
        self.returning()
    }

    fn returning<S>(self) -> Update<T, S> {
        let Self { at, key, diff, clauses, upsert, condition, mark, unique, custom, .. } = self;
        let returning = PhantomData;
        Update { at, key, diff, clauses, upsert, condition, mark, unique, custom, returning }
    }

    /// Returns the SDK's request. Timestamps in it are of the time of this call.
    ///
    /// # Errors
    ///
    /// [`InvalidRequest`](crate::ErrorKind::InvalidRequest): nothing is changed, two changes overlap, DynamoDB cannot hold
    /// a value, the key is empty or too long, or an expression breaks a limit.
    pub fn input(&self) -> Result<UpdateItemInputBuilder, Error> {
        self.request(None, self.at.dynamo.now()).map(|request| request.as_input().clone())
    }

    /// Makes the request for the item as it is stored, if that is known.
    fn request(
        &self,
        stored: Option<&Attributes>,
        now: SystemTime,
    ) -> Result<UpdateItemFluentBuilder, Error> {
        let table = self.at.checked_name()?;
        let request = match &self.diff {
            None => self.build(table, now, &self.clauses, self.condition.as_ref()),
            Some(diff) => diff.fitting(stored, |mut changes, unchanged| {
                changes.merge(self.clauses.clone());
                let mut condition = self.condition.clone();
                predicate::require(&mut condition, unchanged);
                self.build(table, now, &changes, condition.as_ref())
            }),
        };
        request.map_err(|mistake| Error::encode(table, &mistake))
    }

    fn build(
        &self,
        table: &str,
        now: SystemTime,
        clauses: &Clauses,
        condition: Option<&Predicate>,
    ) -> Result<UpdateItemFluentBuilder, Mistake> {
        let key = self.key.values.attributes(T::SCHEMA)?;
        let mut placeholders = Placeholders::default();
        let clauses = self.made(clauses)?;
        let clauses = behaviour::update::update(T::BEHAVIOURS, self.upsert, now, &clauses)?;
        let update = clauses.expression(T::SCHEMA, &mut placeholders)?;
        let mut condition = guarded(condition, &clauses);
        require_own(&mut condition, T::SCHEMA, self.upsert);
        let condition = placeholders.condition(condition.as_ref())?;
        let request = self
            .at
            .client()
            .update_item()
            .table_name(table)
            .set_key(Some(key))
            .set_return_values(R::VALUE)
            .set_return_consumed_capacity(self.at.wanted_capacity())
            .update_expression(update)
            .set_return_values_on_condition_check_failure(returning::current(condition.as_ref()))
            .set_condition_expression(condition)
            .set_expression_attribute_names(placeholders.names())
            .set_expression_attribute_values(placeholders.values());
        Ok(self.custom.apply(request))
    }

    /// The changes, with the keys of indexes that are made of what they change.
    fn made<'c>(&self, clauses: &'c Clauses) -> Result<Cow<'c, Clauses>, Mistake> {
        let mut clauses = Cow::Borrowed(clauses);
        if !T::SCHEMA.templates.is_empty() {
            let key = self.key.values.known(T::SCHEMA)?;
            let diff = self.diff.as_ref().map(|diff| diff.items()[1]);
            let known = |name: &str| {
                let of_key = key.iter().find(|(field, _)| *field == name);
                let of_key = of_key.map(|(_, value)| Value::of(value));
                of_key.or_else(|| diff.map(|item| Value::of(&item.get(name).cloned())))
            };
            made(T::SCHEMA, &known, self.upsert, clauses.to_mut())?;
        }
        Ok(clauses)
    }

    /// Whether the item is as this update at the time `now` leaves it; `None` where that cannot be told.
    fn left(
        &self,
        stored: Option<&Attributes>,
        item: &Attributes,
        now: SystemTime,
    ) -> Option<bool> {
        // It may change something else.
        if self.custom.is_some() {
            return None;
        }
        let version = if let Mark::Version(version) = &self.mark { Some(version) } else { None };
        let mut clauses = self.diff.as_ref().map(|diff| diff.changes(stored)).unwrap_or_default();
        clauses.merge(self.clauses.clone());
        let left = behaviour::update::left(T::BEHAVIOURS, version, now, &clauses);
        left.ok()?.hold_in(item)
    }

    /// The update as an action of a transaction.
    pub(crate) fn parts(&self) -> Result<Vec<Part>, Error> {
        Part::check(&self.at, self.custom.is_some())?;
        let update = action!(self, Update: set_key key, set_update_expression update_expression);
        let claims = self
            .unique
            .as_deref()
            .map(|[old, new]| claims::parts::<T>(&self.at, &update.key, old, new));
        let claims =
            claims.transpose().map_err(|mistake| Error::encode(&self.at.name, &mistake))?;
        let item = TransactWriteItem::builder().update(update).build();
        let condition = guarded(self.condition.as_ref(), &self.clauses);
        let part = Part::new::<T>(&self.at, item, condition.as_ref());
        Ok([part].into_iter().chain(claims.into_iter().flatten()).collect())
    }

    pub(crate) fn dynamo(&self) -> &Dynamo {
        &self.at.dynamo
    }

    /// What stood in its way, where its condition does not hold for the `current` item.
    pub(crate) fn refusal(&self, current: Option<&Attributes>) -> Refusal {
        refusal(false, current, |current| self.is_stale(current))
    }

    fn is_stale(&self, current: &Attributes) -> bool {
        if let Mark::Version(read) = &self.mark {
            let read = |_: &_| read.optional().ok().flatten().cloned();
            return is_other_version(T::BEHAVIOURS, current, read);
        }
        // What a difference alone requires is that there is an item, as it was read.
        let required = guarded(self.condition.as_ref(), &self.clauses);
        self.diff.is_some() && required == Some(Predicate::item_exists(T::SCHEMA))
    }

    /// Sends the request; awaiting the operation does the same.
    ///
    /// # Errors
    ///
    /// [`InvalidRequest`](crate::ErrorKind::InvalidRequest) as [`input`](Self::input) gives it,
    /// [`ConditionFailed`](crate::ErrorKind::ConditionFailed) where the condition does not hold (or, of an update, no
    /// item has the key; or an attribute, a version or a counter would get a number that its type does not hold),
    /// [`AnswerLost`](crate::ErrorKind::AnswerLost) where that is so when the SDK sends it again after a lost
    /// answer and the item does not tell that this update has changed it, or where the old item was asked for, [`NotFound`](crate::ErrorKind::NotFound) where there is no table,
    /// [`Decode`](crate::ErrorKind::Decode) where the returned item does not fit `T` (the write has taken place; an
    /// upsert may have made an item without a required attribute), and what the service or the connection report.
    pub async fn send(self) -> Result<R::Output, Error> {
        watched!(self.at.watch("UpdateItem", None), self.write().await)
    }

    /// The update of unique values. What it returns is read behind it.
    async fn write_unique(&self) -> Result<R::Output, Error> {
        let reads = R::VALUE == Some(ReturnValue::AllNew);
        claims::check_returned(&self.at, R::VALUE.is_none() || reads)?;
        let (parts, refusal) = (self.parts()?, |current: Option<&_>| self.refusal(current));
        claims::carry_out::<T, Nothing>(&self.at, parts, None, refusal).await?;
        let mut new = None;
        if reads {
            let key = self.key.values.attributes(T::SCHEMA);
            let key = key.map_err(|mistake| Error::encode(&self.at.name, &mistake))?;
            let get = self.at.client().get_item().table_name(&*self.at.name);
            let found = get.set_key(Some(key)).consistent_read(true).send().await;
            let found = found.map_err(|error| Error::sdk(&self.at.name, "GetItem", error));
            new = found.map_err(Error::answered)?.item;
        }
        R::read(Answer::of(self.at.name.clone(), Found::new(new, None))).map_err(Error::answered)
    }

    async fn write(&self) -> Result<R::Output, Error> {
        if self.unique.is_some() {
            return self.write_unique().await;
        }
        let sent = self.try_as(None).await;
        let (Err(error), Some(diff)) = (&sent, &self.diff) else { return sent };
        match diff.stored_otherwise::<T>(error) {
            Ok(None) => sent,
            Ok(Some(stored)) => self.try_as(Some(&stored)).await,
            Err(mistake) => Err(Error::encode(&self.at.name, &mistake)),
        }
    }

    async fn try_as(&self, stored: Option<&Attributes>) -> Result<R::Output, Error> {
        let now = self.at.dynamo.now();
        let request = self.request(stored, now)?;
        let condition = guarded(self.condition.as_ref(), &self.clauses);
        let write = Write::begin(&self.at, condition.as_ref(), false, self.custom.is_some())?;
        let sent = send!(
            &self.at,
            update_item::UpdateItem(request) -> UpdateItemOutput,
            |output| Found::new(output.attributes, output.consumed_capacity),
            writes Some(&write.attempts)
        );
        let marked = !matches!(self.mark, Mark::None);
        let is_own = |item: &_| marked && self.left(stored, item, now) == Some(true);
        let may_be_own = |old: Option<&Attributes>| {
            self.left(stored, old.unwrap_or(&Attributes::new()), now) != Some(false)
        };
        write.result::<T, R>(sent, is_own, may_be_own, |current| self.is_stale(current))
    }
}

/// The condition, and that each attribute gets a value that its type holds.
fn guarded(condition: Option<&Predicate>, clauses: &Clauses) -> Option<Predicate> {
    let mut condition = condition.cloned();
    for guard in clauses.guards() {
        predicate::require(&mut condition, guard);
    }
    condition
}

open_request! {
    [T: DynamoTable, R: Returning<T>] Update<T, R>, [], "UpdateItem", UpdateItemFluentBuilder,
    names get_expression_attribute_names, values get_expression_attribute_values;
    member "TableName" get_table_name;
    item "Key" get_key;
    expression "UpdateExpression" get_update_expression;
    expression "ConditionExpression" get_condition_expression;
    member "ReturnValues" get_return_values;
}

with_outcome!([T: DynamoTable, R: Returning<T>] Update<T, R>);
awaitable!([T: DynamoTable, R: Returning<T> + 'static] Update<T, R> => 'static R::Output);

cloned!([T, R] Update<T, R> { at key diff clauses upsert condition mark unique custom returning });

impl<T, R> fmt::Debug for Update<T, R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Update").field("table", &self.at).finish_non_exhaustive()
    }
}
