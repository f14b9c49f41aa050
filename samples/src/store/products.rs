//! Products, found by their category and price.

use std::ops::RangeInclusive;

use dynamo_runtime::{DynamoTable, Error};

use super::{Record, Review, Store};

/// What the shop sells.
#[derive(Debug, Clone, PartialEq, DynamoTable)]
#[table(in = Record)]
#[hash_key(value = "PRODUCT#{product_id}")]
#[range_key(value = "PRODUCT")]
#[gsi(name = "GSI1", hash = "CATEGORY#{category}", range = "{cents:010}#{product_id}")]
pub struct Product {
    /// The number that it is sold under.
    #[dynamo(key_only)]
    pub product_id: String,
    /// What it is called.
    pub name: String,
    /// Where it stands in the shop.
    pub category: String,
    /// What one costs, in cents.
    pub cents: u64,
    /// How many there are. Of an unsigned number, none can be taken away that is not there.
    pub stock: u32,
}

impl Product {
    /// So many of a product.
    #[must_use]
    pub fn new(product_id: &str, name: &str, category: &str, cents: u64, stock: u32) -> Self {
        let [product_id, name, category] = [product_id, name, category].map(str::to_owned);
        Self { product_id, name, category, cents, stock }
    }
}

impl Store {
    /// Adds a product, or changes it.
    ///
    /// # Errors
    ///
    /// None but those of every function.
    pub async fn offer(&self, product: &Product) -> Result<(), Error> {
        self.products.put(product).await
    }

    /// Returns a product.
    ///
    /// # Errors
    ///
    /// None but those of every function.
    pub async fn product(&self, product_id: &str) -> Result<Option<Product>, Error> {
        self.products.get(product_id).await
    }

    /// Returns the products of a category at these prices, in cents, the cheapest first.
    ///
    /// # Errors
    ///
    /// None but those of every function.
    pub async fn in_category(
        &self,
        category: &str,
        cents: RangeInclusive<u64>,
    ) -> Result<Vec<Product>, Error> {
        self.products.query_gsi1(category).range((cents,)).all().await
    }

    /// Changes the price of a product, and with it its place in the category.
    ///
    /// # Errors
    ///
    /// [`ConditionFailed`](dynamo_runtime::ErrorKind::ConditionFailed) where there is no such product.
    pub async fn set_price(&self, product_id: &str, cents: u64) -> Result<Product, Error> {
        self.products.update(product_id).set(Product::CENTS, cents).await
    }

    /// Returns a product with its reviews.
    ///
    /// # Errors
    ///
    /// None but those of every function.
    pub async fn product_page(
        &self,
        product_id: &str,
    ) -> Result<(Option<Product>, Vec<Review>), Error> {
        self.products.query(product_id).grouped().await
    }
}
