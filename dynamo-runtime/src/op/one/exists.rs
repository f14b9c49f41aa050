//! Exists: a key in, whether there is such an item out. A GetItem that reads the key only.

use std::fmt;

use aws_sdk_dynamodb::operation::get_item::builders::{GetItemFluentBuilder, GetItemInputBuilder};

use super::get::{Get, ITEM, open_get};
use super::read;
use crate::client::TableAt;
use crate::client::watch::watched;
use crate::client::wire::{self, Found, Unread, send};
use crate::codec::Decode;
use crate::error::Error;
use crate::expr::entity::IsOwn;
use crate::op::shared::custom::Custom;
use crate::op::shared::{awaitable, cloned};
use crate::table::DynamoTable;
use crate::table::key::Key;

/// Tells whether there is an item with a key. Made by [`Table::exists`](crate::Table::exists).
///
/// It costs the capacity of reading the whole item: the service leaves out attributes only after reading them.
#[must_use = "an operation does nothing until it is sent; write `.await`"]
pub struct Exists<T> {
    get: Get<T>,
    custom: Custom<GetItemFluentBuilder>,
}

impl<T: DynamoTable> Exists<T> {
    pub(crate) fn new(at: TableAt, key: Key<T>) -> Self {
        Self { get: Get::new(at, key), custom: Custom::default() }
    }

    /// Reads the latest state, for twice the capacity; else the read is eventually consistent.
    pub fn consistent(mut self) -> Self {
        self.get = self.get.consistent();
        self
    }

    /// Returns the SDK's request.
    ///
    /// # Errors
    ///
    /// As those of [`Get::input`].
    pub fn input(&self) -> Result<GetItemInputBuilder, Error> {
        self.request().map(|request| request.as_input().clone())
    }

    fn request(&self) -> Result<GetItemFluentBuilder, Error> {
        let told = T::SCHEMA.discriminator().map(|_| T::SCHEMA.telling_names().collect::<Vec<_>>());
        let mut request = self.get.request()?;
        let mut names = Vec::new();
        for (at, name) in
            { told }.unwrap_or_else(|| vec![T::SCHEMA.hash_key.name]).into_iter().enumerate()
        {
            names.push(format!("#{at}"));
            request = request.expression_attribute_names(&names[at], name);
        }
        Ok(self.custom.apply(request.projection_expression(names.join(", "))))
    }

    /// Sends the request; awaiting the operation does the same.
    ///
    /// # Errors
    ///
    /// As those of [`Get::send`], without `Decode`.
    pub async fn send(self) -> Result<bool, Error> {
        watched!(self.get.at.watch("GetItem", None), self.ask().await)
    }

    async fn ask(&self) -> Result<bool, Error> {
        let (at, request) = (&self.get.at, self.request()?);
        let sent = send!(at, get_item::GetItem(request) -> GetItemOutput, |output| {
            Found::new(output.item, output.consumed_capacity)
        });
        let answer = sent?;
        at.meter(|| answer.consumed())?;
        let found = if T::SCHEMA.discriminator().is_some() {
            read::<T, _>(answer, ITEM, &IsOwn)? == Some(true)
        } else {
            let found = answer.read(
                |body| wire::attributes(body, ITEM, true, Unread::decode),
                |found| Ok(found.item.map(|_| Unread)),
            );
            found?.is_some()
        };
        at.note(|call| call.has_read(usize::from(found)));
        Ok(found)
    }
}

open_get!([T: DynamoTable] Exists<T>, [get]);
awaitable!([T: DynamoTable] Exists<T> => 'static bool);

cloned!([T] Exists<T> { get custom });

impl<T> fmt::Debug for Exists<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Exists").field("table", &self.get.at).finish_non_exhaustive()
    }
}
