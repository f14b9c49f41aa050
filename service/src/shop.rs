//! The routes of the shop: requests in, items of DynamoDB out.

use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::routing::{get, post};
use axum::{Json, Router};
use dynamo_runtime::{Changes, Cursor, Dynamo, Error, TransactWrite};
use serde::{Deserialize, Serialize};

use crate::failure::{Answer, missing};
use crate::model::{Line, Order, OrderTable, Product, ProductTable};

/// What every handler has.
#[derive(Debug, Clone)]
pub(crate) struct Shop {
    dynamo: Dynamo,
    products: ProductTable,
    orders: OrderTable,
    secret: [u8; 32],
}

impl Shop {
    pub(crate) fn new(client: impl Into<Dynamo>, secret: [u8; 32]) -> Self {
        let dynamo = client.into();
        let (products, orders) = (Product::table(&dynamo), Order::table(&dynamo));
        Self { dynamo, products, orders, secret }
    }

    pub(crate) async fn create_tables(&self) -> Result<(), Error> {
        self.dynamo.create_all::<(Product, Order)>().await
    }

    pub(crate) fn router(self) -> Router {
        Router::new()
            .route("/products", post(create))
            .route("/products/{sku}", get(read).patch(change))
            .route("/categories/{category}", get(list))
            .route("/customers/{customer}/orders", post(order))
            .with_state(self)
    }
}

async fn create(
    State(shop): State<Shop>,
    Json(product): Json<Product>,
) -> Answer<(StatusCode, Json<Product>)> {
    shop.products.insert(&product).await?;
    Ok((StatusCode::CREATED, Json(product)))
}

async fn read(State(shop): State<Shop>, Path(sku): Path<String>) -> Answer<Json<Product>> {
    let product = shop.products.get(sku).await?;
    Ok(Json(product.ok_or_else(|| missing("product"))?))
}

/// Which page of a list.
#[derive(Debug, Deserialize)]
struct Wanted {
    after: Option<String>,
    limit: Option<usize>,
}

/// A page of the catalogue, and what to ask for the next one with.
#[derive(Debug, Serialize)]
struct Listing {
    items: Vec<Product>,
    next: Option<String>,
}

async fn list(
    State(shop): State<Shop>,
    Path(category): Path<String>,
    Query(wanted): Query<Wanted>,
) -> Answer<Json<Listing>> {
    let cursor = wanted.after.map(|text| Cursor::verify(&text, &shop.secret)).transpose()?;
    let limit = wanted.limit.unwrap_or(20).min(100);
    let found = shop.products.query_by_category(category).limit(limit);
    let page = found.resume(cursor).page().await?;
    let next = page.cursor.map(|cursor| cursor.sign(&shop.secret));
    Ok(Json(Listing { items: page.items, next }))
}

/// What a client can change; what is absent stays as it is.
#[derive(Debug, Deserialize)]
struct Patch {
    title: Option<String>,
    price: Option<u32>,
    /// How many have arrived.
    arrived: Option<u32>,
    /// An empty one is removed.
    note: Option<String>,
}

impl Patch {
    fn changes(self) -> Changes<Product> {
        Changes::new()
            .set_some(Product::TITLE, self.title)
            .set_some(Product::PRICE, self.price)
            .set_some(Product::STOCK, self.arrived.map(|count| Product::STOCK + count))
            .set_some(
                Product::NOTE,
                self.note.map(|note| Some(note).filter(|note| !note.is_empty())),
            )
    }
}

async fn change(
    State(shop): State<Shop>,
    Path(sku): Path<String>,
    Json(patch): Json<Patch>,
) -> Answer<Json<Product>> {
    let changes = patch.changes();
    if changes.is_empty() {
        return read(State(shop), Path(sku)).await;
    }
    Ok(Json(shop.products.update(sku).merge(changes).await?))
}

#[derive(Debug, Deserialize)]
struct NewOrder {
    number: u64,
    lines: Vec<Line>,
}

/// Takes all lines from stock and keeps the order, or does nothing.
async fn order(
    State(shop): State<Shop>,
    Path(customer): Path<String>,
    Json(NewOrder { number, lines }): Json<NewOrder>,
) -> Answer<(StatusCode, Json<Order>)> {
    let found = shop.products.get_all(lines.iter().map(|line| line.sku.clone())).await?;
    let (mut total, mut taken) = (0, Vec::new());
    for (Line { sku, count }, product) in lines.iter().zip(found) {
        let price = product.ok_or_else(|| missing("product"))?.price;
        total += u64::from(price) * u64::from(*count);
        let left = Product::STOCK - u32::from(*count);
        let take = shop.products.update(sku).set(Product::STOCK, left);
        taken.push(take.condition(Product::PRICE.eq(price)));
    }
    let order = Order { customer, number, lines, total };
    TransactWrite::new(&shop.dynamo, (taken, shop.orders.insert(&order))).await?;
    Ok((StatusCode::CREATED, Json(order)))
}
