//! Two tables that one transaction writes: the products of a shop, and what its customers buy.

use dynamo_runtime::{Dynamo, DynamoTable, DynamoValue, Error, TransactWrite};

/// What a shop sells.
#[derive(Debug, Clone, PartialEq, DynamoTable)]
pub struct Product {
    /// The number that it is sold under.
    #[hash_key]
    pub sku: String,
    /// How many there are. Of an unsigned number, none can be taken away that is not there.
    pub stock: u32,
    /// What one costs, in cents.
    pub price: u64,
}

/// What a customer has bought.
#[derive(Debug, Clone, PartialEq, DynamoTable)]
pub struct Purchase {
    /// Who has bought it.
    #[hash_key]
    pub customer: String,
    /// The customer's number for it, so that none is made twice.
    #[range_key]
    pub number: u64,
    /// What was bought, each product once.
    pub lines: Vec<PurchaseLine>,
}

/// A product that was bought.
#[derive(Debug, Clone, PartialEq, DynamoValue)]
pub struct PurchaseLine {
    /// Which.
    pub sku: String,
    /// How many.
    pub count: u32,
}

impl Purchase {
    /// A purchase of so many of these.
    #[must_use]
    pub fn new(customer: &str, number: u64, lines: &[(&str, u32)]) -> Self {
        let line =
            |(sku, count): &(&str, u32)| PurchaseLine { sku: (*sku).to_owned(), count: *count };
        Self { customer: customer.to_owned(), number, lines: lines.iter().map(line).collect() }
    }
}

/// A shop, kept in the tables `Product` and `Purchase`. Cheap to clone.
///
/// Every function fails with [`NotFound`](dynamo_runtime::ErrorKind::NotFound) where a table is missing, and with what the
/// service or the connection report. What is written is seen by the next read.
#[derive(Debug, Clone)]
pub struct Shop {
    dynamo: Dynamo,
    /// The table of products.
    pub products: ProductTable,
    /// The table of purchases.
    pub purchases: PurchaseTable,
}

impl Shop {
    /// The shop reached through `client`: an SDK client, or a [`Dynamo`] with settings.
    #[must_use]
    pub fn new(client: impl Into<Dynamo>) -> Self {
        let dynamo = client.into();
        let (products, purchases) = (Product::table(&dynamo), Purchase::table(&dynamo));
        Self { dynamo, products, purchases }
    }

    /// Offers a product.
    ///
    /// # Errors
    ///
    /// [`InvalidRequest`](dynamo_runtime::ErrorKind::InvalidRequest) where the number is empty.
    pub async fn offer(&self, sku: &str, stock: u32, price: u64) -> Result<(), Error> {
        self.products.put(&Product { sku: sku.to_owned(), stock, price }).await
    }

    /// Takes from stock what is bought, and keeps the purchase: all of it, or nothing.
    ///
    /// # Errors
    ///
    /// [`ConditionFailed`](dynamo_runtime::ErrorKind::ConditionFailed) where there is not enough of a product, or the customer has
    /// made this purchase before: nothing is written then.
    pub async fn buy(&self, purchase: &Purchase) -> Result<(), Error> {
        let take = purchase.lines.iter().map(|line| {
            self.products.update(&line.sku).set(Product::STOCK, Product::STOCK - line.count)
        });
        let taken: Vec<_> = take.collect();
        TransactWrite::new(&self.dynamo, (taken, self.purchases.insert(purchase))).await
    }

    /// Returns how many there are of a product, or `None` where it is not sold.
    ///
    /// # Errors
    ///
    /// As those of [`offer`](Self::offer).
    pub async fn stock(&self, sku: &str) -> Result<Option<u32>, Error> {
        let product = self.products.get(sku).project((Product::STOCK,)).consistent().await?;
        Ok(product.map(|(stock,)| stock))
    }

    /// Returns what a customer has bought, the first purchase first.
    ///
    /// # Errors
    ///
    /// As those of [`offer`](Self::offer).
    pub async fn bought(&self, customer: &str) -> Result<Vec<Purchase>, Error> {
        self.purchases.query(customer).consistent().all().await
    }
}
