//! The shop in one table: its access patterns, each with as many requests as its docs say.

mod everything;
mod orders;
mod products;
mod users;

use std::collections::BTreeMap;

use dynamo_runtime::{Dynamo, Error};
use dynamo_testkit::Engine;
use samples::store::{Address, Order, OrderLine, OrderStatus, Product, Review, Store, User};

use crate::lost::WIRES;
use crate::seeing::Calls;

const DOCS: &str = include_str!("../../samples/src/store.md");

fn user(user_id: &str) -> User {
    User::new(user_id, &format!("{user_id}@example.org"), "Ann")
}

fn address(user_id: &str, label: &str) -> Address {
    Address::new(user_id, label, "Am Kai 1", "Ulm")
}

fn product(product_id: &str, category: &str, cents: u64) -> Product {
    Product::new(product_id, "a thing", category, cents, 10)
}

/// The shop, empty, on each wire.
async fn on_both_wires<F: Future<Output = Result<(), Error>>>(
    test: impl Fn(Store, Calls) -> F,
) -> Result<(), Error> {
    for wire in WIRES {
        let (engine, calls) = (Engine::start().expect("an engine"), Calls::default());
        let store = Store::new(calls.of(Dynamo::new(engine.client()).with_wire(wire)));
        store.records.create().await?;
        test(store, calls).await?;
    }
    Ok(())
}

/// Returns the rows of the table in the docs that has this column: the function and its requests.
fn documented() -> BTreeMap<&'static str, u64> {
    let rows = DOCS.lines().skip_while(|line| !line.starts_with("| access pattern |")).skip(2);
    let row = |line: &'static str| {
        let [_, _, function, _, requests, _] = *line.split('|').collect::<Vec<_>>() else {
            panic!("four cells: {line}")
        };
        (function.trim().trim_matches('`'), requests.trim().parse().expect("a number"))
    };
    rows.map(row).collect()
}

#[tokio::test]
async fn every_access_pattern_takes_as_many_requests_as_its_docs_say() -> Result<(), Error> {
    on_both_wires(async |store, calls| {
        let mut taken = BTreeMap::new();
        // Makes the call, and counts its requests.
        macro_rules! count {
            ($function:ident($($argument:expr),*)) => {{
                calls.take();
                let answer = store.$function($($argument),*).await?;
                let attempts: u64 = calls.take().iter().map(|call| call.attempts).sum();
                assert_eq!(taken.insert(stringify!($function), attempts), None);
                answer
            }};
        }
        count!(register(&user("ann")));
        count!(user("ann"));
        count!(user_by_email("ann@example.org"));
        count!(change_email("ann", "ann@example.com"));
        count!(put_address(&address("ann", "home")));
        count!(addresses("ann"));
        let work = count!(relabel(&address("ann", "home"), "work"));
        store.put_address(&Address { label: "home".to_owned(), ..work }).await?;
        count!(account("ann"));
        assert_eq!(count!(remove_addresses("ann")), 2);

        count!(offer(&product("pen", "desk", 120)));
        count!(product("pen"));
        count!(in_category("desk", 100..=200));
        count!(set_price("pen", 150));
        count!(write_review(&Review::new("pen", "ann", "2026-11-22", 5)));
        count!(review("pen", "ann"));
        count!(product_page("pen"));
        count!(best_reviews("pen", 4));
        count!(reviews_by("ann", "2026"));
        count!(change_stars("pen", "ann", "2026-11-23", 4));

        store.offer(&product("ink", "desk", 450)).await?;
        let lines = [OrderLine::new("o-1", 1, "pen", 2), OrderLine::new("o-1", 2, "ink", 1)];
        count!(place(&Order::new("o-1", "ann", "2026-11-22"), &lines));
        count!(order("o-1"));
        count!(orders_of("ann", "2026"));
        count!(activity("ann"));
        count!(with_status(OrderStatus::Placed, "2026-11-01"..="2026-11-30"));
        count!(set_status("o-1", OrderStatus::Shipped));
        count!(lines_with("pen"));
        assert_eq!(taken, documented());
        Ok(())
    })
    .await
}
