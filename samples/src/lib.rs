//! Tables as a user would write them: [`Domain`], a key-value model, [`Log`], a document model found by its time or by its
//! status, [`Shipment`], with an index of every kind and a time to live, [`Product`] and [`Purchase`], which one transaction writes,
//! the tables of a [`forum`], and a [`store`], whose entities stand in one table.
//!
//! Each is one annotated struct and one small type with the functions its users need: [`Domains`], [`Logs`], [`Shipments`], [`Shop`].
//! The derive makes all that is between them, such as [`DomainTable`] and [`LogTable`]; `cargo expand -p samples --lib`
//! shows it.
//!
//! ```
//! use samples::{Log, Logs};
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let engine = dynamo_testkit::Engine::embedded()?;
//! # let client = engine.client();
//! let logs = Logs::new(&client);
//! logs.table.create().await?;
//!
//! logs.put(&Log::new("2026-11-22T10:00", "open", "disk almost full")).await?;
//! logs.set_status("2026-11-22T10:00", "done").await?;
//! assert_eq!(logs.filter_by_status("done").await?.len(), 1);
//! # Ok(())
//! # }
//! ```

mod domain;
pub mod forum;
mod log;
mod shipment;
mod shop;
pub mod store;

pub use domain::{Domain, DomainKey, DomainTable, Domains};
pub use log::{Log, LogKey, LogStatusIndex, LogTable, Logs};
pub use shipment::{
    Shipment, ShipmentByCarrierIndex, ShipmentByRegionIndex, ShipmentByRegionItem,
    ShipmentBySentAtIndex, ShipmentKey, ShipmentTable, Shipments,
};
pub use shop::{
    Product, ProductKey, ProductTable, Purchase, PurchaseKey, PurchaseLine, PurchaseTable, Shop,
};
