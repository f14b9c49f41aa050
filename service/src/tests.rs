//! The shop on an engine of its own, asked as a client asks.

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode, header};
use dynamo_testkit::Engine;
use serde_json::{Value, json};
use tower::ServiceExt;

use crate::shop::Shop;

/// An empty shop. The engine stops when it is dropped.
async fn shop() -> (Engine, Router) {
    let engine = Engine::start().unwrap();
    let shop = Shop::new(engine.client(), [7; 32]);
    shop.create_tables().await.unwrap();
    (engine, shop.router())
}

async fn ask(shop: &Router, method: &str, path: &str, body: Value) -> (StatusCode, Value) {
    let request = Request::builder().method(method).uri(path);
    let request = request.header(header::CONTENT_TYPE, "application/json");
    let request = request.body(Body::from(body.to_string())).unwrap();
    let response = shop.clone().oneshot(request).await.unwrap();
    let status = response.status();
    let bytes = to_bytes(response.into_body(), usize::MAX).await.unwrap();
    let text = || Value::from(String::from_utf8_lossy(&bytes).into_owned());
    (status, serde_json::from_slice(&bytes).unwrap_or_else(|_| text()))
}

async fn offer(shop: &Router, sku: &str, title: &str, stock: u32) -> StatusCode {
    let product = json!({
        "sku": sku, "category": "paper", "title": title, "price": 250, "stock": stock, "note": null
    });
    ask(shop, "POST", "/products", product).await.0
}

async fn stock(shop: &Router, sku: &str) -> Value {
    let (_, product) = ask(shop, "GET", &format!("/products/{sku}"), Value::Null).await;
    product["stock"].clone()
}

#[tokio::test]
async fn a_product_is_created_once_and_read() {
    let (_engine, shop) = shop().await;
    assert_eq!(offer(&shop, "p1", "Pad", 3).await, StatusCode::CREATED);
    assert_eq!(offer(&shop, "p1", "Pad", 9).await, StatusCode::CONFLICT);
    let (status, product) = ask(&shop, "GET", "/products/p1", Value::Null).await;
    assert_eq!(
        (status, &product["title"], &product["stock"]),
        (StatusCode::OK, &json!("Pad"), &json!(3))
    );
    let (status, _) = ask(&shop, "GET", "/products/p2", Value::Null).await;
    assert_eq!(status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_patch_changes_what_it_names() {
    let (_engine, shop) = shop().await;
    offer(&shop, "p1", "Pad", 3).await;
    let patch = json!({ "arrived": 4, "note": "A5" });
    let (status, product) = ask(&shop, "PATCH", "/products/p1", patch).await;
    assert_eq!(status, StatusCode::OK);
    assert_eq!(
        (&product["title"], &product["stock"], &product["note"]),
        (&json!("Pad"), &json!(7), &json!("A5"))
    );
    let (_, product) = ask(&shop, "PATCH", "/products/p1", json!({ "note": "" })).await;
    assert_eq!(product["note"], Value::Null);
    let (status, product) = ask(&shop, "PATCH", "/products/p1", json!({})).await;
    assert_eq!((status, &product["stock"]), (StatusCode::OK, &json!(7)));
    let (status, _) = ask(&shop, "PATCH", "/products/p2", json!({ "price": 1 })).await;
    assert_eq!(status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn pages_follow_one_another_and_a_forged_cursor_is_refused() {
    let (_engine, shop) = shop().await;
    for (sku, title) in [("p3", "Card"), ("p1", "Book"), ("p2", "Atlas")] {
        offer(&shop, sku, title, 1).await;
    }
    let (mut path, mut titles) = ("/categories/paper?limit=2".to_owned(), Vec::new());
    loop {
        let (status, page) = ask(&shop, "GET", &path, Value::Null).await;
        assert_eq!(status, StatusCode::OK, "{page}");
        titles.extend(page["items"].as_array().unwrap().iter().map(|item| item["title"].clone()));
        let Some(next) = page["next"].as_str() else { break };
        path = format!("/categories/paper?limit=2&after={next}");
    }
    assert_eq!(titles, ["Atlas", "Book", "Card"]);
    let forged = "/categories/paper?after=AAAA";
    assert_eq!(ask(&shop, "GET", forged, Value::Null).await.0, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn an_order_takes_all_its_lines_from_stock_or_none() {
    let (_engine, shop) = shop().await;
    offer(&shop, "p1", "Book", 5).await;
    offer(&shop, "p2", "Atlas", 1).await;
    let orders = "/customers/ann/orders";
    let lines = |books: u32, atlases: u32| json!([{ "sku": "p1", "count": books }, { "sku": "p2", "count": atlases }]);
    let first = json!({ "number": 1, "lines": lines(2, 1) });
    let (status, order) = ask(&shop, "POST", orders, first.clone()).await;
    assert_eq!((status, &order["total"]), (StatusCode::CREATED, &json!(750)));
    assert_eq!((stock(&shop, "p1").await, stock(&shop, "p2").await), (json!(3), json!(0)));

    let sold_out = json!({ "number": 2, "lines": lines(1, 1) });
    for refused in [first, sold_out] {
        assert_eq!(ask(&shop, "POST", orders, refused).await.0, StatusCode::CONFLICT);
    }
    assert_eq!(stock(&shop, "p1").await, json!(3));
    let unknown = json!({ "number": 3, "lines": [{ "sku": "p9", "count": 1 }] });
    assert_eq!(ask(&shop, "POST", orders, unknown).await.0, StatusCode::NOT_FOUND);
}

#[test]
fn the_shop_has_at_most_250_lines() {
    let files = [
        include_str!("main.rs"),
        include_str!("model.rs"),
        include_str!("shop.rs"),
        include_str!("failure.rs"),
    ];
    let lines: usize = files.iter().map(|file| file.lines().count()).sum();
    assert!(lines <= 250, "{lines}");
}
