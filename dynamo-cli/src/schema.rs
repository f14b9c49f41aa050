//! Tables and a format in, what another tool reads out.

use dynamo_runtime::export::{Export, Location, Operation};
use serde_json::{Value, json};

use crate::arguments::Format;
use crate::failure::Failure;

/// A table as other tools read it.
pub(crate) struct Described {
    pub(crate) name: &'static str,
    pub(crate) export: Export<'static>,
    /// What the program does with it.
    pub(crate) operations: &'static [Operation<'static>],
}

pub(crate) fn text(tables: &[&Described], format: Format) -> Result<String, Failure> {
    let exports = tables.iter().map(|table| table.export.clone());
    let Some(all) = exports.reduce(Export::and) else {
        return Err(Failure::new("the tool has no tables"));
    };
    Ok(match format {
        Format::Json => pretty(
            &all.cli()?
                .into_iter()
                .map(|call| {
                    json!({ "service": call.service, "command": call.command, "input": call.input })
                })
                .collect(),
        ),
        Format::Cloudformation => all.cloudformation_yaml()?,
        Format::Terraform => all.terraform()?,
        Format::Workbench => pretty(&all.workbench("Tables")?),
        Format::Markdown => all.markdown(),
        Format::Mermaid => all.mermaid(),
        Format::Html => all.html("Tables"),
        Format::Iam => pretty(&policy(tables)?),
    })
}

/// The least rights of all tables in one policy: they are not the same.
fn policy(tables: &[&Described]) -> Result<Value, Failure> {
    let mut statements = Vec::new();
    let mut version = Value::Null;
    for Described { name, export, operations } in tables {
        if operations.is_empty() {
            return Err(Failure::new(format_args!(
                "the program does not say what it does with `{name}`; say it with `Tool::operations`, or name other tables"
            )));
        }
        let policy = export.iam(&Location::default(), operations)?;
        statements.extend(policy["Statement"].as_array().into_iter().flatten().cloned());
        version = policy["Version"].clone();
    }
    Ok(json!({ "Version": version, "Statement": statements }))
}

fn pretty(value: &Value) -> String {
    format!("{value:#}")
}
