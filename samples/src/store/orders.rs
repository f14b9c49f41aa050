//! Orders with their lines under one hash key, found by their user and by their status.

use std::ops::RangeInclusive;

use dynamo_runtime::{DynamoTable, DynamoValue, Error, TransactWrite};

use super::{Product, Record, Review, Store};

/// What a user buys at one time.
#[derive(Debug, Clone, PartialEq, DynamoTable)]
#[table(in = Record)]
#[hash_key(value = "ORDER#{order_id}")]
#[range_key(value = "ORDER")]
#[gsi(name = "GSI1", hash = "USER#{user_id}", range = "ORDER#{placed_at}#{order_id}")]
#[gsi(name = "GSI2", hash = "STATUS#{status}", range = "{placed_at}#{order_id}")]
pub struct Order {
    /// Its number.
    #[dynamo(key_only)]
    pub order_id: String,
    /// Who buys.
    pub user_id: String,
    /// When, in a form that sorts, such as `2026-11-22T10:00`.
    pub placed_at: String,
    /// How far it is.
    pub status: OrderStatus,
}

/// How far an order is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, DynamoValue)]
#[dynamo(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum OrderStatus {
    /// It is placed.
    Placed,
    /// It has left the shop.
    Shipped,
    /// It has arrived.
    Delivered,
}

/// So many of one product in an order.
#[derive(Debug, Clone, PartialEq, DynamoTable)]
#[table(in = Record)]
#[hash_key(value = "ORDER#{order_id}")]
#[range_key(value = "LINE#{line:03}")]
#[gsi(name = "GSI1", hash = "PRODUCT#{product_id}", range = "LINE#{order_id}#{line:03}")]
pub struct OrderLine {
    /// In which order.
    #[dynamo(key_only)]
    pub order_id: String,
    /// Its number in the order.
    #[dynamo(key_only)]
    pub line: u16,
    /// Which product.
    pub product_id: String,
    /// How many.
    pub count: u32,
}

impl Order {
    /// An order that is to be placed.
    #[must_use]
    pub fn new(order_id: &str, user_id: &str, placed_at: &str) -> Self {
        let [order_id, user_id, placed_at] = [order_id, user_id, placed_at].map(str::to_owned);
        Self { order_id, user_id, placed_at, status: OrderStatus::Placed }
    }
}

impl OrderLine {
    /// So many of a product.
    #[must_use]
    pub fn new(order_id: &str, line: u16, product_id: &str, count: u32) -> Self {
        let [order_id, product_id] = [order_id, product_id].map(str::to_owned);
        Self { order_id, line, product_id, count }
    }
}

impl Store {
    /// Places an order: takes from stock what is ordered, and keeps the order with its lines; all of it, or nothing.
    ///
    /// # Errors
    ///
    /// [`ConditionFailed`](dynamo_runtime::ErrorKind::ConditionFailed) where there is not enough of a product, or there is an order of this
    /// number: nothing is written then.
    pub async fn place(&self, order: &Order, lines: &[OrderLine]) -> Result<(), Error> {
        let take = |line: &OrderLine| {
            let stock = self.products.update(&line.product_id);
            stock.set(Product::STOCK, Product::STOCK - line.count)
        };
        let taken: Vec<_> = lines.iter().map(take).collect();
        let lines: Vec<_> = lines.iter().map(|line| self.lines.insert(line)).collect();
        TransactWrite::new(&self.dynamo, (self.orders.insert(order), lines, taken)).await
    }

    /// Returns an order with its lines.
    ///
    /// # Errors
    ///
    /// None but those of every function.
    pub async fn order(&self, order_id: &str) -> Result<(Option<Order>, Vec<OrderLine>), Error> {
        self.orders.query(order_id).grouped().await
    }

    /// Returns a user's orders since a time, the newest first.
    ///
    /// # Errors
    ///
    /// None but those of every function.
    pub async fn orders_of(&self, user_id: &str, since: &str) -> Result<Vec<Order>, Error> {
        self.orders.query_gsi1(user_id).range((since..,)).descending().all().await
    }

    /// Returns what a user has bought and written, each in the order of time.
    ///
    /// # Errors
    ///
    /// None but those of every function.
    pub async fn activity(&self, user_id: &str) -> Result<(Vec<Order>, Vec<Review>), Error> {
        self.orders.query_gsi1(user_id).grouped().await
    }

    /// Returns the orders with a status that were placed in these days, the oldest first.
    ///
    /// # Errors
    ///
    /// None but those of every function.
    pub async fn with_status(
        &self,
        status: OrderStatus,
        days: RangeInclusive<&str>,
    ) -> Result<Vec<Order>, Error> {
        self.orders.query_gsi2(status).range((days,)).all().await
    }

    /// Changes the status of an order, and with it where the order is found.
    ///
    /// # Errors
    ///
    /// [`ConditionFailed`](dynamo_runtime::ErrorKind::ConditionFailed) where there is no such order.
    pub async fn set_status(&self, order_id: &str, status: OrderStatus) -> Result<Order, Error> {
        self.orders.update(order_id).set(Order::STATUS, status).await
    }

    /// Returns the lines of all orders that a product is in.
    ///
    /// # Errors
    ///
    /// None but those of every function.
    pub async fn lines_with(&self, product_id: &str) -> Result<Vec<OrderLine>, Error> {
        self.lines.query_gsi1(product_id).all().await
    }
}
