//! What the shop keeps: products, and the orders of customers.

use dynamo_runtime::{DynamoTable, DynamoValue};
use serde::{Deserialize, Serialize};

/// What the shop sells.
#[derive(Debug, Clone, PartialEq, DynamoTable, Serialize, Deserialize)]
#[table(name = "shop-products", rename_all = "camelCase")]
pub(crate) struct Product {
    #[hash_key]
    pub(crate) sku: String,
    #[gsi(name = "ByCategory")]
    pub(crate) category: String,
    #[gsi(name = "ByCategory", range)]
    pub(crate) title: String,
    /// In cents.
    pub(crate) price: u32,
    /// Of an unsigned number, none can be taken away that is not there.
    pub(crate) stock: u32,
    pub(crate) note: Option<String>,
}

/// What a customer has ordered.
#[derive(Debug, Clone, PartialEq, DynamoTable, Serialize, Deserialize)]
#[table(name = "shop-orders", rename_all = "camelCase")]
pub(crate) struct Order {
    #[hash_key]
    pub(crate) customer: String,
    /// Chosen by the customer: the same order, sent again, is refused.
    #[range_key]
    pub(crate) number: u64,
    /// Each product once.
    pub(crate) lines: Vec<Line>,
    /// In cents.
    pub(crate) total: u64,
}

#[derive(Debug, Clone, PartialEq, DynamoValue, Serialize, Deserialize)]
pub(crate) struct Line {
    pub(crate) sku: String,
    pub(crate) count: u16,
}
