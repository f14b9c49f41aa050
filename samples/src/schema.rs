//! The annotated structs in, the tables as another tool reads them out.

use dynamo_runtime::export::{Location, Operation};
use dynamo_runtime::table::DynamoItems;
use dynamo_runtime::{DynamoTable, Error};
use samples::store::{Record, StoreItem};
use samples::{Domain, Log, Shipment};
use serde_json::{Value, json};

use crate::answer::say;
use crate::cli::Format;
use crate::failure::Failure;

/// What the steps and the story of Domain do.
const OF_DOMAIN: &[Operation<'_>] =
    &[Operation::Create, Operation::DeleteTable, Operation::Get, Operation::Put, Operation::Delete];

/// What the steps and the story of Log do.
const OF_LOG: &[Operation<'_>] = &[
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
const OF_SHIPMENT: &[Operation<'_>] = &[
    Operation::Create,
    Operation::DeleteTable,
    Operation::Put,
    Operation::Update,
    Operation::QueryIndex("BySentAt"),
    Operation::QueryIndex("ByRegion"),
    Operation::QueryIndex("ByCarrier"),
];

/// What the story of the store does. What a transaction writes takes the rights of its actions.
const OF_STORE: &[Operation<'_>] = &[
    Operation::Create,
    Operation::DeleteTable,
    Operation::Put,
    Operation::Update,
    Operation::Delete,
    Operation::Query,
    Operation::QueryIndex("GSI2"),
];

/// Prints the tables.
pub(crate) fn print(format: Format) -> Result<(), Failure> {
    say(text(format)?.trim_end())?;
    Ok(())
}

fn text(format: Format) -> Result<String, Error> {
    let simple = Domain::SCHEMA.export().and(Log::SCHEMA.export());
    let store = Record::SCHEMA.export().entities(StoreItem::ENTITIES);
    let tables = simple.clone().and(Shipment::SCHEMA.export()).and(store.clone());
    Ok(match format {
        Format::Json => {
            let calls = tables.cli()?.into_iter().filter(|call| call.command == "create-table");
            pretty(&calls.map(|call| call.input).collect())
        }
        Format::Cloudformation => tables.cloudformation_yaml()?,
        Format::Terraform => tables.terraform()?,
        // It knows neither local indexes nor keys of several attributes.
        Format::Workbench => pretty(&simple.and(store).workbench("Samples")?),
        Format::Markdown => tables.markdown(),
        Format::Mermaid => tables.mermaid(),
        Format::Html => tables.html("Tables of the samples"),
        Format::Iam => pretty(&policy()?),
    })
}

/// The least rights of all in one policy: they are not the same.
fn policy() -> Result<Value, Error> {
    let anywhere = Location::default();
    let policies = [
        Domain::SCHEMA.export().iam(&anywhere, OF_DOMAIN)?,
        Log::SCHEMA.export().iam(&anywhere, OF_LOG)?,
        Shipment::SCHEMA.export().iam(&anywhere, OF_SHIPMENT)?,
        Record::SCHEMA.export().iam(&anywhere, OF_STORE)?,
    ];
    let statements = policies.iter().filter_map(|policy| policy["Statement"].as_array()).flatten();
    let statements: Vec<_> = statements.cloned().collect();
    Ok(json!({ "Version": policies[0]["Version"], "Statement": statements }))
}

fn pretty(value: &Value) -> String {
    format!("{value:#}")
}
