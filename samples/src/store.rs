//! An online shop in one table: users with addresses, products with reviews, and orders with lines.
//!
//! [`Record`] is the table. [`User`], [`Address`], [`Product`], [`Review`], [`Order`] and [`OrderLine`] are the entities in it, whose
//! keys are made of their fields. What is read together stands under one hash key, so that one query reads it.
//!
#![doc = include_str!("store.md")]

mod orders;
mod products;
mod reviews;
mod users;

use dynamo_runtime::codec::Attributes;
use dynamo_runtime::{Dynamo, DynamoItems, DynamoTable};

pub use orders::{
    Order, OrderKey, OrderLine, OrderLineKey, OrderLineTable, OrderStatus, OrderTable,
};
pub use products::{Product, ProductKey, ProductTable};
pub use reviews::{Review, ReviewKey, ReviewTable};
pub use users::{Address, AddressKey, AddressTable, User, UserKey, UserTable};

/// The table: what the items of all entities have.
#[derive(Debug, Clone, PartialEq, DynamoTable)]
#[table(name = "Store")]
pub struct Record {
    /// What items are read by, together.
    #[hash_key]
    pub pk: String,
    /// Which of them it is.
    #[range_key]
    pub sk: String,
    /// Another thing to find the item by.
    #[gsi(name = "GSI1")]
    pub gsi1pk: Option<String>,
    /// The order among what is found by it.
    #[gsi(name = "GSI1", range)]
    pub gsi1sk: Option<String>,
    /// A third.
    #[gsi(name = "GSI2")]
    pub gsi2pk: Option<String>,
    /// The order among what is found by it.
    #[gsi(name = "GSI2", range)]
    pub gsi2sk: Option<String>,
}

/// Any item of the table.
#[derive(Debug, Clone, PartialEq, DynamoItems)]
pub enum StoreItem {
    /// A user.
    User(User),
    /// An address of a user.
    Address(Address),
    /// A product.
    Product(Product),
    /// A review of a product.
    Review(Review),
    /// An order.
    Order(Order),
    /// A line of an order.
    Line(OrderLine),
    /// An item of another program, which is kept as it is.
    #[dynamo(other)]
    Other(Attributes),
}

/// The shop, kept in the table `Store`. Cheap to clone.
///
/// Every function fails with [`NotFound`](dynamo_runtime::ErrorKind::NotFound) where the table is missing, and with what the
/// service or the connection report. Queries of the indexes find what was written a moment ago, not always what was just written.
#[derive(Debug, Clone)]
pub struct Store {
    dynamo: Dynamo,
    /// The table itself, for what is common to all items.
    pub records: RecordTable,
    /// The users.
    pub users: UserTable,
    /// Their addresses.
    pub addresses: AddressTable,
    /// The products.
    pub products: ProductTable,
    /// What users think of them.
    pub reviews: ReviewTable,
    /// The orders.
    pub orders: OrderTable,
    /// What is ordered.
    pub lines: OrderLineTable,
}

impl Store {
    /// The shop reached through `client`: an SDK client, or a [`Dynamo`] with settings.
    #[must_use]
    pub fn new(client: impl Into<Dynamo>) -> Self {
        let dynamo = client.into();
        Self {
            records: Record::table(&dynamo),
            users: User::table(&dynamo),
            addresses: Address::table(&dynamo),
            products: Product::table(&dynamo),
            reviews: Review::table(&dynamo),
            orders: Order::table(&dynamo),
            lines: OrderLine::table(&dynamo),
            dynamo,
        }
    }
}
