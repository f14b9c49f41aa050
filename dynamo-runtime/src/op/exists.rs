//! Exists: a key in, whether there is such an item out. A GetItem that reads the key only.

use aws_sdk_dynamodb::operation::get_item::builders::GetItemInputBuilder;

use super::awaitable;
use super::get::{self, Get};
use crate::error::Error;
use crate::key::Key;
use crate::table::{DynamoTable, TableAt};

/// Tells whether there is an item with a key. Made by [`Table::exists`](crate::Table::exists).
///
/// It costs the capacity of reading the whole item: the service leaves out attributes only after reading them.
#[derive(Debug, Clone)]
#[must_use = "an operation does nothing until it is sent"]
pub struct Exists<T> {
    at: TableAt,
    get: Get<T>,
}

impl<T: DynamoTable> Exists<T> {
    pub(crate) fn new(at: TableAt, key: Key<T>) -> Self {
        Self { get: Get::new(at.clone(), key), at }
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
        let input = self.get.input()?.projection_expression("#0");
        Ok(input.expression_attribute_names("#0", T::SCHEMA.hash_key.name))
    }

    /// Sends the request; awaiting the operation does the same.
    ///
    /// # Errors
    ///
    /// As those of [`Get::send`], without `Decode`.
    pub async fn send(self) -> Result<bool, Error> {
        Ok(get::get(&self.at, self.input()?).await?.is_some())
    }
}

awaitable!([T: DynamoTable] Exists<T> => 'static bool);
