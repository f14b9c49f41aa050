//! A model with every kind of index: shipments in, and out again by customer, time, region and carrier.

use std::ops::RangeInclusive;

use dynamo_runtime::{Dynamo, DynamoTable, Error};
use serde::Serialize;

/// A customer's shipment, found by its number, its time, where it goes, and who carries it.
#[derive(Debug, Clone, PartialEq, DynamoTable, Serialize)]
#[table(name = "Shipment")]
#[gsi(name = "ByRegion", hash = [country, region], range = [status, sent_at], include = [weight])]
pub struct Shipment {
    /// Who sends it.
    #[hash_key]
    pub customer: String,
    /// The customer's number for it.
    #[range_key]
    pub number: u64,
    /// Where it goes, such as `de`.
    pub country: String,
    /// Where it goes there, such as `bavaria`.
    pub region: String,
    /// What became of it, such as `open` or `sent`.
    pub status: String,
    /// When it was sent, as in `2026-11-22`.
    #[lsi(name = "BySentAt")]
    pub sent_at: String,
    /// In grams.
    pub weight: u32,
    /// Who carries it, once that is known: the index has only those.
    #[gsi(name = "ByCarrier")]
    pub carrier: Option<String>,
    /// When it may be forgotten, in epoch seconds.
    #[ttl]
    pub expires_at: Option<u64>,
}

impl Shipment {
    /// An open shipment to Bavaria, without a carrier.
    #[must_use]
    pub fn new(customer: &str, number: u64, sent_at: &str, weight: u32) -> Self {
        let [customer, country, region, status, sent_at] =
            [customer, "de", "bavaria", "open", sent_at].map(str::to_owned);
        let (carrier, expires_at) = (None, None);
        Self { customer, number, country, region, status, sent_at, weight, carrier, expires_at }
    }
}

/// The shipments, kept in the table `Shipment`. Cheap to clone.
///
/// Every function fails with [`NotFound`](dynamo_runtime::ErrorKind::NotFound) where there is no table, with
/// [`InvalidRequest`](dynamo_runtime::ErrorKind::InvalidRequest) where a key is empty or too long, and with what the service
/// or the connection report.
#[derive(Debug, Clone)]
pub struct Shipments {
    /// The table, for what is not a user's: creating, changing and deleting it.
    pub table: ShipmentTable,
}

impl Shipments {
    /// The shipments reached through `client`: an SDK client, or a [`Dynamo`] with settings.
    #[must_use]
    pub fn new(client: impl Into<Dynamo>) -> Self {
        Self { table: Shipment::table(client) }
    }

    /// Adds a shipment.
    ///
    /// # Errors
    ///
    /// [`ConditionFailed`](dynamo_runtime::ErrorKind::ConditionFailed) where the customer has one of this number.
    pub async fn add(&self, shipment: &Shipment) -> Result<(), Error> {
        self.table.insert(shipment).await
    }

    /// Hands a shipment over to a carrier, and returns the shipment.
    ///
    /// # Errors
    ///
    /// [`ConditionFailed`](dynamo_runtime::ErrorKind::ConditionFailed) where there is no such shipment, or it has a carrier.
    pub async fn hand_over(
        &self,
        customer: &str,
        number: u64,
        carrier: &str,
    ) -> Result<Shipment, Error> {
        let update = self.table.update(customer, number).set(Shipment::CARRIER, carrier);
        update.set(Shipment::STATUS, "sent").condition(Shipment::CARRIER.not_exists()).await
    }

    /// Returns a customer's shipments of these days, in the order of time: a query of the local index `BySentAt`.
    ///
    /// # Errors
    ///
    /// None but those of every function.
    pub async fn sent_between(
        &self,
        customer: &str,
        days: RangeInclusive<&str>,
    ) -> Result<Vec<Shipment>, Error> {
        self.table.query_by_sent_at(customer).range(days).consistent().all().await
    }

    /// Returns what the index `ByRegion` holds of a region's shipments with this status since a day, in the order of time: the
    /// weights but no carriers. It follows the table within a moment.
    ///
    /// # Errors
    ///
    /// None but those of every function.
    pub async fn in_region(
        &self,
        country: &str,
        region: &str,
        status: &str,
        since: &str,
    ) -> Result<Vec<ShipmentByRegionItem>, Error> {
        self.table.query_by_region(country, region).range((status, since..)).all().await
    }

    /// Returns a carrier's shipments, in no order: a query of the index `ByCarrier`, which follows the table within a moment.
    ///
    /// # Errors
    ///
    /// None but those of every function.
    pub async fn of_carrier(&self, carrier: &str) -> Result<Vec<Shipment>, Error> {
        self.table.query_by_carrier(carrier).all().await
    }
}
