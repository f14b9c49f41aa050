//! All tables of the samples, looked after by the commands of `dynamo-cli`, as those of a user's own crate would be.

use std::process::ExitCode;

use dynamo_cli::{Command, Needs, Tool};
use dynamo_runtime::Dynamo;
use dynamo_runtime::export::Operation;
use samples::store::{Record, StoreItem};
use samples::{Domain, Log, Product, Purchase, Shipment};

use crate::failure::Failure;
use crate::place::{Place, Target};

/// What the steps and the story of Domain do.
const OF_DOMAIN: &[Operation<'static>] =
    &[Operation::Create, Operation::DeleteTable, Operation::Get, Operation::Put, Operation::Delete];

/// What the steps and the story of Log do.
const OF_LOG: &[Operation<'static>] = &[
    Operation::Create,
    Operation::DeleteTable,
    Operation::Get,
    Operation::Put,
    Operation::Update,
    Operation::Delete,
    Operation::Query,
    Operation::QueryIndex("Status"),
    Operation::Scan,
];

/// What the story of Shipment does.
const OF_SHIPMENT: &[Operation<'static>] = &[
    Operation::Create,
    Operation::DeleteTable,
    Operation::Put,
    Operation::Update,
    Operation::QueryIndex("BySentAt"),
    Operation::QueryIndex("ByRegion"),
    Operation::QueryIndex("ByCarrier"),
];

/// What the steps and the story of the shop do with its products.
const OF_PRODUCT: &[Operation<'static>] =
    &[Operation::Create, Operation::DeleteTable, Operation::Get, Operation::Put, Operation::Update];

/// What they do with its purchases.
const OF_PURCHASE: &[Operation<'static>] =
    &[Operation::Create, Operation::DeleteTable, Operation::Put, Operation::Query];

/// What the story of the store does. What a transaction writes takes the rights of its actions.
const OF_STORE: &[Operation<'static>] = &[
    Operation::Create,
    Operation::DeleteTable,
    Operation::Put,
    Operation::Update,
    Operation::Delete,
    Operation::Query,
    Operation::QueryIndex("GSI2"),
];

/// Every table, with the entities in the store's.
fn tool() -> Tool {
    Tool::new()
        .table::<Domain>()
        .operations(OF_DOMAIN)
        .table::<Log>()
        .operations(OF_LOG)
        .table::<Shipment>()
        .operations(OF_SHIPMENT)
        .table::<Product>()
        .operations(OF_PRODUCT)
        .table::<Purchase>()
        .operations(OF_PURCHASE)
        .table::<Record>()
        .entities::<StoreItem>()
        .operations(OF_STORE)
}

/// Carries out a command; returns the exit code.
pub(crate) async fn run(
    command: Command,
    target: &Target,
    json: bool,
) -> Result<ExitCode, Failure> {
    let needs = command.needs();
    let place = match needs {
        Needs::Nothing => Place::nowhere(),
        Needs::Service | Needs::Tables => Place::lasting(target).await?,
    };
    let dynamo = Dynamo::new(place.client.clone());
    // As a step does, where nobody else makes them.
    if needs == Needs::Tables && place.is_embedded() {
        dynamo.create_all::<(Domain, Log, Shipment, Product, Purchase, Record)>().await?;
    }
    Ok(ExitCode::from(tool().carry_out(command, json, dynamo).await))
}
