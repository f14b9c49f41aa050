//! PutItem: a whole item in.

use std::fmt;
use std::marker::PhantomData;
use std::time::SystemTime;

use aws_sdk_dynamodb::operation::put_item::builders::{PutItemFluentBuilder, PutItemInputBuilder};
use aws_sdk_dynamodb::types::{ReturnValue, TransactWriteItem};
use aws_smithy_types::body::SdkBody;

use super::claims;
use super::outcome::with_outcome;
use super::returning::{self, NewItem, Nothing, OldItem, Returning};
use super::write::{Write, refusal};
use crate::behaviour::{self, is_other_version};
use crate::client::TableAt;
use crate::client::dynamo::Dynamo;
use crate::client::watch::watched;
use crate::client::wire::{self, Found, send};
use crate::codec::encoder::Encoder;
use crate::codec::equal::same_item;
use crate::codec::size;
use crate::codec::{Attributes, Encode};
use crate::error::{Error, Mistake, Refusal};
use crate::expr::condition::Condition;
use crate::expr::entity::{check_own, require_own};
use crate::expr::placeholders::Placeholders;
use crate::expr::predicate::{self, Predicate};
use crate::op::shared::custom::{Custom, open_request};
use crate::op::shared::transaction::part::{Part, action};
use crate::op::shared::{awaitable, cloned};
use crate::table::DynamoTable;

/// Writes a whole item. Made by [`Table::put`](crate::Table::put) and [`Table::insert`](crate::Table::insert).
///
/// Its `Debug` does not show the item.
#[must_use = "an operation does nothing until it is sent; write `.await`"]
pub struct Put<'a, T, R = Nothing> {
    at: TableAt,
    /// A `T`, or the attributes of an item of its table.
    item: &'a (dyn Encode + Sync),
    insert: bool,
    /// The item is that of another key, so that its times and counters go on.
    moved: bool,
    /// What the item is read as, whose unique values may change.
    old: Option<&'a T>,
    condition: Option<Predicate>,
    custom: Custom<PutItemFluentBuilder>,
    returning: PhantomData<fn() -> R>,
}

/// What [`Put::ready`] returns.
type Ready = (PutItemFluentBuilder, Option<Vec<u8>>, Option<Attributes>);

impl<'a, T: DynamoTable> Put<'a, T> {
    pub(crate) fn new(at: TableAt, item: &'a (dyn Encode + Sync)) -> Self {
        let (custom, returning) = (Custom::default(), PhantomData);
        let (insert, moved) = (false, false);
        Self { at, item, insert, moved, old: None, condition: None, custom, returning }
    }

    /// Puts an item as the SDK holds it, which must be one of the schema.
    pub(crate) fn of_attributes(at: TableAt, item: &'a Attributes) -> Self {
        let mut put = Self::new(at, item);
        put.condition = check_own(T::SCHEMA, item).err().map(Predicate::refused);
        put
    }

    /// Requires that there is no item with the key, to which the item is moved from another one.
    pub(crate) fn moved(mut self) -> Self {
        self.moved = true;
        self.absent()
    }

    /// Requires that there is no item with the key.
    pub(crate) fn absent(mut self) -> Self {
        self.insert = true;
        self.condition = Some(Predicate::item_exists(T::SCHEMA).negated());
        self
    }
}

impl<'a, T: DynamoTable, R: Returning<T>> Put<'a, T, R> {
    /// Writes only if the condition holds for the item that is there (or for none); called again, both must hold.
    pub fn condition(mut self, condition: Condition<T>) -> Self {
        predicate::require(&mut self.condition, condition.predicate);
        self
    }

    /// Replaces `old`, as it was read, whose `#[unique]` values may be others than those of the item; fails with
    /// [`ConditionFailed`](crate::ErrorKind::ConditionFailed) where the item has other ones by now. Without, a put does not change
    /// unique values.
    pub fn replacing(mut self, old: &'a T) -> Self {
        self.old = Some(old);
        self
    }

    /// Returns the item that is replaced, or `None`.
    pub fn return_old(self) -> Put<'a, T, OldItem> {
        self.returning()
    }

    /// Returns the item as it is written, with what its behaviours write: to go on with the new version.
    pub fn return_new(self) -> Put<'a, T, NewItem> {
        self.returning()
    }

    fn returning<S>(self) -> Put<'a, T, S> {
        let Self { at, item, insert, moved, old, condition, custom, .. } = self;
        Put { at, item, insert, moved, old, condition, custom, returning: PhantomData }
    }

    /// The item that it puts, or what it is beside a put.
    pub(crate) fn plain(self) -> (TableAt, Result<&'a (dyn Encode + Sync), &'static str>) {
        let beside = [
            (self.insert, "that inserts"),
            (self.condition.is_some(), "with a condition"),
            (R::VALUE.is_some(), "that returns an item"),
            (self.custom.is_some(), "that is changed by `customize`"),
        ];
        let beside = beside.into_iter().find(|(is, _)| *is);
        (self.at, beside.map_or(Ok(self.item), |(_, what)| Err(what)))
    }

    /// Returns the SDK's request. Timestamps in it are of the time of this call.
    ///
    /// # Errors
    ///
    /// [`InvalidRequest`](crate::ErrorKind::InvalidRequest): DynamoDB cannot hold one of the item's values, the item is
    /// larger than 400 KB, a key of the table or an index is empty or too long, or the condition breaks a limit; the
    /// message names the attribute.
    pub fn input(&self) -> Result<PutItemInputBuilder, Error> {
        self.at.checked_name()?;
        self.input_at(self.at.dynamo.now())
    }

    fn input_at(&self, now: SystemTime) -> Result<PutItemInputBuilder, Error> {
        let (request, item) = self.whole_request(now).map_err(|mistake| self.refused(&mistake))?;
        Ok(self.custom.apply(request.set_item(Some(item))).as_input().clone())
    }

    fn refused(&self, mistake: &Mistake) -> Error {
        Error::encode(&self.at.name, mistake)
    }

    /// `PutItem` knows no `ALL_NEW`: the new item is the one that is sent.
    fn returns_new() -> bool {
        R::VALUE == Some(ReturnValue::AllNew)
    }

    /// The request but for the item, and the item.
    fn whole_request(
        &self,
        now: SystemTime,
    ) -> Result<(PutItemFluentBuilder, Attributes), Mistake> {
        let mut item = Encoder::item(self.item)?;
        let new = self.insert && !self.moved;
        let guard = behaviour::put::put(T::BEHAVIOURS, new, now, &mut item)?;
        let guard = guard.filter(|_| !self.moved);
        T::SCHEMA.check_item(&item)?;
        size::check(&item, T::SCHEMA)?;
        let mut guard = guard;
        if let Some(unchanged) = self.unchanged(&item)? {
            predicate::require(&mut guard, unchanged);
        }
        Ok((self.request(guard)?, item))
    }

    /// That the unique values are those that are claimed for the item.
    fn unchanged(&self, item: &Attributes) -> Result<Option<Predicate>, Mistake> {
        let unchanged = |item: &_| claims::unchanged(T::SCHEMA, &claims::values(T::SCHEMA, item));
        Ok(match self.old {
            _ if self.insert => None,
            Some(old) => unchanged(&Encoder::item(old)?),
            None => {
                let absent = Predicate::item_exists(T::SCHEMA).negated();
                unchanged(item).map(|unchanged| absent.or(unchanged))
            }
        })
    }

    /// The put of a table with unique attributes.
    async fn write_unique(&self) -> Result<R::Output, Error> {
        claims::check_returned(&self.at, R::VALUE.is_none() || Self::returns_new())?;
        let parts = self.parts()?;
        let put = parts[0].item.put.as_ref().filter(|_| Self::returns_new());
        let new = put.map(|put| put.item.clone());
        claims::carry_out::<T, R>(&self.at, parts, new, |current| self.refusal(current)).await
    }

    /// The request but for the item, which the direct wire writes itself.
    fn request(&self, guard: Option<Predicate>) -> Result<PutItemFluentBuilder, Mistake> {
        let mut condition = self.condition.clone();
        if let Some(guard) = guard {
            predicate::require(&mut condition, guard);
        }
        if !self.insert {
            require_own(&mut condition, T::SCHEMA, true);
        }
        let mut placeholders = Placeholders::default();
        let condition = placeholders.condition(condition.as_ref())?;
        Ok(self
            .at
            .client()
            .put_item()
            .table_name(&*self.at.name)
            .set_return_values(R::VALUE.filter(|_| !Self::returns_new()))
            .set_return_consumed_capacity(self.at.wanted_capacity())
            .set_return_values_on_condition_check_failure(returning::current(condition.as_ref()))
            .set_condition_expression(condition)
            .set_expression_attribute_names(placeholders.names())
            .set_expression_attribute_values(placeholders.values()))
    }

    /// Sends the request; awaiting the operation does the same.
    ///
    /// # Errors
    ///
    /// [`InvalidRequest`](crate::ErrorKind::InvalidRequest) as [`input`](Self::input) gives it,
    /// [`ConditionFailed`](crate::ErrorKind::ConditionFailed) where the condition does not hold (or, of an insert, an
    /// item has the key; or, of a put, the stored version is not the item's),
    /// [`AnswerLost`](crate::ErrorKind::AnswerLost) where that is so when the SDK sends it again after a lost answer, and the
    /// item that is there is not exactly this one, or where the item that it replaced was asked for, [`NotFound`](crate::ErrorKind::NotFound) where there is no table,
    /// [`Decode`](crate::ErrorKind::Decode) where the returned item was asked for and does not fit `T` (the write has
    /// taken place), and what the service or the connection report.
    pub async fn send(self) -> Result<R::Output, Error> {
        watched!(self.at.watch("PutItem", None), self.write().await)
    }

    async fn write(&self) -> Result<R::Output, Error> {
        if !T::SCHEMA.unique.is_empty() {
            return self.write_unique().await;
        }
        self.at.checked_name()?;
        let now = self.at.dynamo.now();
        let (request, body, new) = self.ready(now).map_err(|mistake| self.refused(&mistake))?;
        let (condition, custom) = (self.condition.as_ref(), self.custom.is_some());
        let write = Write::begin(&self.at, condition, self.insert, custom)?;
        let body = body.map(|body| ("DynamoDB_20120810.PutItem", SdkBody::from(body)));
        let sent = send!(
            &self.at,
            put_item::PutItem(request) -> PutItemOutput,
            |output| Found::new(output.attributes, output.consumed_capacity),
            writes Some(&write.attempts),
            body
        );
        let is_own = |item: &Attributes| {
            let own = self.input_at(now).ok();
            own.is_some_and(|own| own.get_item().as_ref().is_some_and(|own| same_item(own, item)))
        };
        let sent = sent.and_then(|answer| match new {
            Some(new) => answer.returning(Found::new(Some(new), None)).map_err(Error::answered),
            None => Ok(answer),
        });
        let may_be_own = |old: Option<&Attributes>| old.is_some_and(is_own);
        write.result::<T, R>(sent, is_own, may_be_own, |current| self.is_stale(current))
    }

    /// The put as an action of a transaction.
    pub(crate) fn parts(&self) -> Result<Vec<Part>, Error> {
        Part::check(&self.at, self.custom.is_some())?;
        let put = action!(self, Put: set_item item);
        let claims = self.claims(&put.item).map_err(|mistake| self.refused(&mistake))?;
        let item = TransactWriteItem::builder().put(put).build();
        let part = Part::new::<T>(&self.at, item, self.condition.as_ref());
        Ok([part].into_iter().chain(claims).collect())
    }

    fn claims(&self, item: &Attributes) -> Result<Vec<Part>, Mistake> {
        let old = self.old.map(|old| Encoder::item(old)).transpose()?;
        let old = old.map_or_else(Vec::new, |old| claims::values(T::SCHEMA, &old));
        claims::parts::<T>(&self.at, item, &old, &claims::values(T::SCHEMA, item))
    }

    pub(crate) fn dynamo(&self) -> &Dynamo {
        &self.at.dynamo
    }

    /// What stood in its way, where its condition does not hold for the `current` item.
    pub(crate) fn refusal(&self, current: Option<&Attributes>) -> Refusal {
        refusal(self.insert, current, |current| self.is_stale(current))
    }

    fn is_stale(&self, current: &Attributes) -> bool {
        is_other_version(T::BEHAVIOURS, current, |name| Encoder::item(self.item).ok()?.remove(name))
    }

    /// The request, its body if the SDK is not to write it, and the item if it is what is returned.
    fn ready(&self, now: SystemTime) -> Result<Ready, Mistake> {
        let direct = self.at.dynamo.wire().is_direct();
        // What is written here are the members that the mapper sets.
        let direct = direct && !self.custom.is_some();
        if direct && T::BEHAVIOURS.is_empty() && !Self::returns_new() {
            let request = self.request(None)?;
            let body = wire::put_item(request.as_input(), self.item, T::SCHEMA)?;
            return Ok((request, Some(body), None));
        }
        let (request, item) = self.whole_request(now)?;
        if direct {
            let body = wire::put_item(request.as_input(), &item, T::SCHEMA)?;
            return Ok((request, Some(body), Self::returns_new().then_some(item)));
        }
        let request = self.custom.apply(request.set_item(Some(item)));
        let new = request.as_input().get_item().clone().filter(|_| Self::returns_new());
        Ok((request, None, new))
    }
}

open_request! {
    ['a, T: DynamoTable, R: Returning<T>] Put<'a, T, R>, [], "PutItem", PutItemFluentBuilder,
    names get_expression_attribute_names, values get_expression_attribute_values;
    member "TableName" get_table_name;
    item "Item" get_item;
    expression "ConditionExpression" get_condition_expression;
    member "ReturnValues" get_return_values;
}

with_outcome!(['a, T: DynamoTable, R: Returning<T>] Put<'a, T, R>);
awaitable!(['a, T: DynamoTable, R: Returning<T> + 'a] Put<'a, T, R> => 'a R::Output);

cloned!(['a, T, R] Put<'a, T, R> { at item insert moved old condition custom returning });

impl<T, R> fmt::Debug for Put<'_, T, R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Put").field("table", &self.at).finish_non_exhaustive()
    }
}
