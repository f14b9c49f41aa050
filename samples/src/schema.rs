//! The annotated structs in, both tables as another tool reads them out.

use dynamo_runtime::{DynamoTable, Error, Location, Operation};
use samples::{Domain, Log};
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

/// Prints both tables.
pub(crate) fn print(format: Format) -> Result<(), Failure> {
    say(text(format)?.trim_end())?;
    Ok(())
}

fn text(format: Format) -> Result<String, Error> {
    let tables = Domain::SCHEMA.export().and(Log::SCHEMA.export());
    Ok(match format {
        Format::Json => {
            let calls = tables.cli()?.into_iter().filter(|call| call.command == "create-table");
            pretty(&calls.map(|call| call.input).collect())
        }
        Format::Cloudformation => tables.cloudformation_yaml()?,
        Format::Terraform => tables.terraform()?,
        Format::Workbench => pretty(&tables.workbench("Samples")?),
        Format::Markdown => tables.markdown(),
        Format::Mermaid => tables.mermaid(),
        Format::Iam => pretty(&policy()?),
    })
}

/// The least rights of both in one policy: they are not the same.
fn policy() -> Result<Value, Error> {
    let anywhere = Location::default();
    let policies = [
        Domain::SCHEMA.export().iam(&anywhere, OF_DOMAIN)?,
        Log::SCHEMA.export().iam(&anywhere, OF_LOG)?,
    ];
    let statements = policies.iter().filter_map(|policy| policy["Statement"].as_array()).flatten();
    let statements: Vec<_> = statements.cloned().collect();
    Ok(json!({ "Version": policies[0]["Version"], "Statement": statements }))
}

fn pretty(value: &Value) -> String {
    format!("{value:#}")
}
