//! One step of a sample in, its answer printed.

use dynamo_runtime::{DynamoTable, Error, ErrorKind, Table};
use samples::store::Store;
use samples::{Domains, Log, Logs, Purchase, Shipment, Shipments, Shop};

use crate::answer::{Answer, say};
use crate::cli::{DomainStep, LogStep, ShipmentStep, ShopStep};
use crate::failure::Failure;
use crate::place::{Place, Target};
use crate::spinner::waiting;

/// Creates the tables if absent.
pub(crate) async fn create(target: &Target) -> Result<(), Failure> {
    let place = Place::lasting(target).await?;
    ready(&Domains::new(&place.client).table).await?;
    ready(&Logs::new(&place.client).table).await?;
    ready(&Shipments::new(&place.client).table).await?;
    let shop = Shop::new(&place.client);
    ready(&shop.products).await?;
    ready(&shop.purchases).await?;
    ready(&Store::new(&place.client).records).await
}

async fn ready<T: DynamoTable>(table: &Table<T>) -> Result<(), Failure> {
    waiting("waiting for the table", table.create()).await?;
    say(&format!("{} is ready", table.name()))?;
    Ok(())
}

/// Takes a step with the table `Domain`.
pub(crate) async fn domain(step: DomainStep, target: &Target, json: bool) -> Result<(), Failure> {
    let place = Place::lasting(target).await?;
    let domains = Domains::new(&place.client);
    prepare(&domains.table, &place).await?;
    print(domain_answer(step, &domains, json).await, domains.table.name(), target)
}

/// Takes a step with the table `Log`.
pub(crate) async fn log(step: LogStep, target: &Target, json: bool) -> Result<(), Failure> {
    let place = Place::lasting(target).await?;
    let logs = Logs::new(&place.client);
    prepare(&logs.table, &place).await?;
    print(log_answer(step, &logs, json).await, logs.table.name(), target)
}

/// Takes a step with the table `Shipment`.
pub(crate) async fn shipment(
    step: ShipmentStep,
    target: &Target,
    json: bool,
) -> Result<(), Failure> {
    let place = Place::lasting(target).await?;
    let shipments = Shipments::new(&place.client);
    prepare(&shipments.table, &place).await?;
    print(shipment_answer(step, &shipments, json).await, shipments.table.name(), target)
}

/// Takes a step with the tables of the shop.
pub(crate) async fn shop(step: ShopStep, target: &Target, json: bool) -> Result<(), Failure> {
    let place = Place::lasting(target).await?;
    let shop = Shop::new(&place.client);
    prepare(&shop.products, &place).await?;
    prepare(&shop.purchases, &place).await?;
    print(shop_answer(step, &shop, json).await, shop.products.name(), target)
}

// Elsewhere a table costs something, or is somebody's: it is made when somebody says so.
async fn prepare<T: DynamoTable>(table: &Table<T>, place: &Place) -> Result<(), Failure> {
    if place.is_embedded() {
        table.create().await?;
    }
    Ok(())
}

/// Why a step has no answer.
enum Missed {
    /// There is no such item, in these words.
    Item(String),
    Operation(Error),
}

impl From<Error> for Missed {
    fn from(error: Error) -> Self {
        Self::Operation(error)
    }
}

async fn domain_answer(
    step: DomainStep,
    domains: &Domains,
    json: bool,
) -> Result<Vec<String>, Missed> {
    Ok(match step {
        DomainStep::Set { url, domain } => domains.set_value(&url, &domain).await?.told(json),
        DomainStep::Get { url } => {
            let none = || Missed::Item(format!("no domain is set for `{url}`"));
            domains.get_domain(&url).await?.ok_or_else(none)?.told(json)
        }
        DomainStep::Exists { url } => domains.exists(&url).await?.told(json),
        DomainStep::Remove { url } => domains.remove(&url).await?.told(json),
    })
}

async fn log_answer(step: LogStep, logs: &Logs, json: bool) -> Result<Vec<String>, Missed> {
    Ok(match step {
        LogStep::Put { updated_at, status, message } => {
            logs.put(&Log { updated_at, status, message }).await?.told(json)
        }
        LogStep::Get { updated_at } => {
            logs.get(&updated_at).await?.ok_or_else(|| no_entry(&updated_at))?.told(json)
        }
        LogStep::SetStatus { updated_at, status } => {
            match logs.set_status(&updated_at, &status).await {
                Err(error) if error.kind() == ErrorKind::ConditionFailed => {
                    return Err(no_entry(&updated_at));
                }
                changed => changed?.told(json),
            }
        }
        LogStep::ByStatus { status } => logs.filter_by_status(&status).await?.told(json),
        LogStep::ByTimeAndStatus { updated_at, status } => {
            logs.filter_by_timestamp_status(&updated_at, &status).await?.told(json)
        }
        LogStep::Exists { updated_at } => logs.exists(&updated_at).await?.told(json),
        LogStep::Remove { updated_at } => logs.remove(&updated_at).await?.told(json),
        LogStep::List { limit: None, .. } => logs.list_all().await?.told(json),
        LogStep::List { limit: Some(limit), cursor } => {
            logs.list_page(limit, cursor).await?.told(json)
        }
    })
}

async fn shipment_answer(
    step: ShipmentStep,
    shipments: &Shipments,
    json: bool,
) -> Result<Vec<String>, Missed> {
    let failed = |number, why| {
        move |error: Error| match error.kind() {
            ErrorKind::ConditionFailed => Missed::Item(format!("shipment {number}: {why}")),
            _ => error.into(),
        }
    };
    Ok(match step {
        ShipmentStep::Add { customer, number, sent_at, weight } => {
            let shipment = Shipment::new(&customer, number, &sent_at, weight);
            let taken = "the customer has one of this number";
            shipments.add(&shipment).await.map_err(failed(number, taken))?.told(json)
        }
        ShipmentStep::HandOver { customer, number, carrier } => {
            let none = "there is none of this number, or it has a carrier";
            let handed_over = shipments.hand_over(&customer, number, &carrier).await;
            handed_over.map_err(failed(number, none))?.told(json)
        }
        ShipmentStep::Sent { customer, from, to } => {
            shipments.sent_between(&customer, &*from..=&*to).await?.told(json)
        }
        ShipmentStep::InRegion { country, region, status, since } => {
            shipments.in_region(&country, &region, &status, &since).await?.told(json)
        }
        ShipmentStep::OfCarrier { carrier } => shipments.of_carrier(&carrier).await?.told(json),
    })
}

async fn shop_answer(step: ShopStep, shop: &Shop, json: bool) -> Result<Vec<String>, Missed> {
    Ok(match step {
        ShopStep::Offer { sku, stock, price } => shop.offer(&sku, stock, price).await?.told(json),
        ShopStep::Stock { sku } => {
            let none = || Missed::Item(format!("there is no product `{sku}`"));
            shop.stock(&sku).await?.ok_or_else(none)?.told(json)
        }
        ShopStep::Buy { customer, number, lines } => {
            let lines: Vec<_> = lines.iter().map(|(sku, count)| (&**sku, *count)).collect();
            match shop.buy(&Purchase::new(&customer, number, &lines)).await {
                Err(error) if error.kind() == ErrorKind::ConditionFailed => {
                    let why = "there is not enough of a product, or the purchase has been made";
                    return Err(Missed::Item(format!("nothing was bought: {why}")));
                }
                bought => bought?.told(json),
            }
        }
        ShopStep::Bought { customer } => shop.bought(&customer).await?.told(json),
    })
}

fn no_entry(updated_at: &str) -> Missed {
    Missed::Item(format!("there is no log entry with the time `{updated_at}`"))
}

fn print(answer: Result<Vec<String>, Missed>, table: &str, target: &Target) -> Result<(), Failure> {
    let lines = answer.map_err(|missed| match missed {
        Missed::Item(words) => Failure::new(words),
        Missed::Operation(error) => Failure::of_table(&error, table, &target.options()),
    })?;
    for line in lines {
        say(&line)?;
    }
    Ok(())
}
