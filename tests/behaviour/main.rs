//! What the operations do, on the engine that `DYNAMO_ENGINE` names.

#[path = "../offline/arbitrary.rs"]
mod arbitrary;
mod batches;
mod bulk;
mod conditions;
mod declared;
mod diffs;
mod entities;
mod expiry;
mod faults;
mod forms;
mod forum;
mod guards;
mod items;
mod keys;
mod limits;
mod lost;
mod pages;
mod partiql;
mod peer_bugs;
mod plans;
mod projections;
mod queries;
mod samples;
mod seeing;
mod shapes;
mod store;
mod tables;
mod transactions;
mod unique;
mod unreadable;
mod updates;

use dynamo_testkit::Engine;
use dynamo_tests::{Order, OrderTable};

/// An empty table of orders, in an engine of its own that must be kept.
async fn orders() -> (OrderTable, Engine) {
    let engine = Engine::start().expect("an engine");
    let orders = Order::table(engine.client());
    orders.create().await.expect("a table");
    (orders, engine)
}
