//! GetItem: a key in, an item or none out.

use std::fmt;

use aws_sdk_dynamodb::operation::get_item::builders::{GetItemFluentBuilder, GetItemInputBuilder};
use aws_sdk_dynamodb::types::AttributeValue;

use super::gets::Asked;
use super::{is_own, read, read_own};
use crate::client::TableAt;
use crate::client::watch::watched;
use crate::client::wire::{Found, RawItem, send};
use crate::error::{Error, Mistake};
use crate::expr::entity::tell_entity;
use crate::expr::path::{DocumentPath, Path};
use crate::expr::placeholders::Placeholders;
use crate::expr::projection::{self, Projects, Viewed, Whole};
use crate::op::shared::custom::Custom;
use crate::op::shared::{awaitable, cloned};
use crate::table::key::Key;
use crate::table::view::View;
use crate::table::{DynamoTable, Expiring};
use crate::ttl::Expiry;

/// Gets one item by its key; the item is `None` where there is none. Made by [`Table::get`](crate::Table::get).
#[must_use = "an operation does nothing until it is sent; write `.await`"]
pub struct Get<T, P = Whole<T>> {
    pub(super) at: TableAt,
    key: Key<T>,
    consistent: bool,
    expiry: Option<Expiry>,
    projection: P,
    custom: Custom<GetItemFluentBuilder>,
}

impl<T: DynamoTable> Get<T> {
    pub(crate) fn new(at: TableAt, key: Key<T>) -> Self {
        let (projection, custom) = (Whole::new(), Custom::default());
        Self { at, key, consistent: false, expiry: None, projection, custom }
    }

    /// Reads only the attributes at these paths, as a tuple. It costs the capacity of reading the whole item.
    pub fn project<P: Projects<T>>(self, paths: P) -> Get<T, P> {
        let Self { at, key, consistent, expiry, custom, .. } = self;
        Get { at, key, consistent, expiry, projection: paths, custom }
    }

    /// Reads only the attributes of the view's fields, as a `V`. It costs the capacity of reading the whole item.
    pub fn view<V: View<T>>(self) -> Get<T, Viewed<V>> {
        self.project(Viewed::new())
    }
}

impl<T: DynamoTable, P: Projects<T>> Get<T, P> {
    /// Reads the latest version of the item, for twice the capacity; else the read is eventually consistent.
    pub fn consistent(mut self) -> Self {
        self.consistent = true;
        self
    }

    /// Reads no item that has expired: the service deletes those only within days.
    pub fn hide_expired(mut self) -> Self
    where
        T: Expiring,
    {
        self.expiry = Some(Expiry::new::<T>(self.at.dynamo.now()));
        self
    }

    /// Returns the SDK's request.
    ///
    /// # Errors
    ///
    /// [`InvalidRequest`](crate::ErrorKind::InvalidRequest): the key is empty or too long, or the table's name is none.
    pub fn input(&self) -> Result<GetItemInputBuilder, Error> {
        self.request().map(|request| request.as_input().clone())
    }

    pub(super) fn request(&self) -> Result<GetItemFluentBuilder, Error> {
        let table = self.at.checked_name()?;
        self.build(table).map_err(|mistake| Error::encode(table, &mistake))
    }

    fn build(&self, table: &str) -> Result<GetItemFluentBuilder, Mistake> {
        let key = self.key.values.attributes(T::SCHEMA)?;
        let mut placeholders = Placeholders::default();
        let projection = projection::expression(&self.paths(), &mut placeholders)?;
        let request = self
            .at
            .client()
            .get_item()
            .table_name(table)
            .set_key(Some(key))
            .set_projection_expression(projection)
            .set_expression_attribute_names(placeholders.names())
            .set_consistent_read(self.consistent.then_some(true))
            .set_return_consumed_capacity(self.at.wanted_capacity());
        Ok(self.custom.apply(request))
    }

    /// The paths that are read; all attributes where there are none.
    fn paths(&self) -> Vec<DocumentPath> {
        let mut paths = self.projection.paths();
        tell_entity(T::SCHEMA, &mut paths);
        if let Some(Expiry { ttl, .. }) = self.expiry
            && !paths.is_empty()
            && !paths.iter().any(|path| path.root == ttl)
        {
            paths.push(DocumentPath::attribute(ttl.into()));
        }
        paths
    }

    /// What it asks for as the `number`th get of a request that asks for several.
    pub(super) fn asked(&self, number: usize) -> Result<Asked, Error> {
        let table = self.at.checked_name()?;
        if self.custom.is_some() {
            let problem = format!(
                "get {number} is changed by `customize`, which is of a request of its own; customize the request that it is a part of"
            );
            return Err(Error::invalid(table, problem));
        }
        let key = self.key.values.attributes(T::SCHEMA);
        let key = key.map_err(|mistake| Error::encode(table, &mistake))?;
        let (at, consistent, paths) = (self.at.clone(), self.consistent, self.paths());
        Ok(Asked { at, schema: T::SCHEMA, key, consistent, paths })
    }

    /// Reads the item that a request of several gets has found.
    pub(super) fn read_raw(&self, item: &RawItem<'_>) -> Result<Option<P::Output>, Error> {
        self.decode_raw(item).map_err(|mistake| {
            let key = self.key.values.attributes(T::SCHEMA).ok();
            Error::decode(&self.at.name, &mistake).of_key(key)
        })
    }

    fn decode_raw(&self, item: &RawItem<'_>) -> Result<Option<P::Output>, Mistake> {
        if let Some(expiry) = self.expiry {
            let ttl = (Path::<T, Option<AttributeValue>>::new(expiry.ttl),);
            let found = item.read(true, |from| ttl.decode(from))?;
            if found.is_some_and(|(ttl,)| expiry.hides(ttl.as_ref())) {
                return Ok(None);
            }
        }
        if !is_own::<T>(item)? {
            return Ok(None);
        }
        // As of a single get, a whole item has attributes.
        let empty = !self.projection.paths().is_empty();
        item.read(empty, |from| self.projection.decode(from))
    }

    /// Sends the request; awaiting the operation does the same.
    ///
    /// # Errors
    ///
    /// [`InvalidRequest`](crate::ErrorKind::InvalidRequest) as [`input`](Self::input) gives it,
    /// [`Decode`](crate::ErrorKind::Decode) where the stored item does not fit `T`,
    /// [`NotFound`](crate::ErrorKind::NotFound) where there is no table, and what the service or the connection report.
    pub async fn send(self) -> Result<Option<P::Output>, Error> {
        watched!(self.at.watch("GetItem", None), self.read().await)
    }

    async fn read(&self) -> Result<Option<P::Output>, Error> {
        let request = self.request()?;
        let sent = send!(&self.at, get_item::GetItem(request) -> GetItemOutput, |output| {
            Found::new(output.item, output.consumed_capacity)
        });
        let answer = sent?;
        self.at.meter(|| answer.consumed())?;
        if let Some(expiry) = self.expiry {
            let ttl = (Path::<T, Option<AttributeValue>>::new(expiry.ttl),);
            let found = read(answer.clone(), ITEM, &ttl)?;
            if found.is_some_and(|(ttl,)| expiry.hides(ttl.as_ref())) {
                return Ok(None);
            }
        }
        let found = read_own::<T, P>(answer, ITEM, &self.projection);
        let found =
            found.map_err(|error| error.of_key(self.key.values.attributes(T::SCHEMA).ok()))?;
        self.at.note(|call| call.has_read(usize::from(found.is_some())));
        Ok(found)
    }
}

/// The member of a response that holds the item.
pub(super) const ITEM: &str = "Item";

/// Gives an operation that sends a GetItem `customize` and `explain`.
macro_rules! open_get {
    ([$($generics:tt)*] $operation:ty, [$($of:ident)?]) => {
        $crate::op::shared::custom::open_request! {
            [$($generics)*] $operation, [$($of)?], "GetItem", GetItemFluentBuilder, names get_expression_attribute_names;
            member "TableName" get_table_name;
            item "Key" get_key;
            expression "ProjectionExpression" get_projection_expression;
            member "ConsistentRead" get_consistent_read;
        }
    };
}
pub(super) use open_get;

open_get!([T: DynamoTable, P: Projects<T>] Get<T, P>, []);
awaitable!([T: DynamoTable, P: Projects<T>] Get<T, P> => 'static Option<P::Output>);

cloned!([T, P: Clone] Get<T, P> { at key consistent expiry projection custom });

impl<T, P> fmt::Debug for Get<T, P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Get").field("table", &self.at).finish_non_exhaustive()
    }
}
