//! A command line for the DynamoDB tables of your own crate, in five lines:
//!
//! ```no_run
//! use dynamo_cli::Tool;
//! use dynamo_runtime::DynamoTable;
//! # use dynamo_runtime::aws_sdk_dynamodb::{Client, Config};
//!
//! #[derive(DynamoTable)]
//! struct Order {
//!     #[hash_key]
//!     customer: String,
//!     #[range_key]
//!     number: u64,
//! }
//!
//! # async fn client() -> Client { Client::from_conf(Config::builder().build()) }
//! #[tokio::main(flavor = "current_thread")]
//! async fn main() -> std::process::ExitCode {
//!     let client = client().await; // as your service makes it
//!     Tool::new().table::<Order>().run(client).await
//! }
//! ```
//!
//! | command | does |
//! |---|---|
//! | `schema --format FORMAT` | prints the tables as JSON for the AWS command line, CloudFormation, Terraform, Markdown, Mermaid or a page of HTML; asks no service |
//! | `plan [TABLE..]` | prints the steps that make the tables match their structs |
//! | `apply [TABLE..]` | runs these steps; `--allow-..` for those that take something away |
//! | `check [TABLE..]` | prints how the tables differ from their structs; the exit code is 1 if they do |
//! | `query TABLE HASH` | prints the items of a hash key, of the table or of an index |
//! | `export TABLE [FILE]` | writes all items, one a line, as DynamoDB's JSON |
//! | `import TABLE FILE` | puts items that `export` wrote; nothing is written if a line does not fit the struct |
//!
//! `--json` prints what a program reads. Headings have colours on a terminal, and none in a pipe; a pipe that is closed ends the program
//! quietly.

mod arguments;
mod failure;
mod items;
mod output;
mod query;
mod table;
mod transfer;

use std::env;
use std::ffi::OsString;
use std::io::Write;
use std::process::ExitCode;

use clap::Parser;
use dynamo_runtime::export::Export;
use dynamo_runtime::table::DynamoItems;
use dynamo_runtime::{Dynamo, DynamoTable};

use crate::arguments::{Arguments, Command, Format};
use crate::failure::Failure;
use crate::output::Output;
use crate::table::{Admin, Of};

/// A command line for tables. See the [crate's first page](crate) for its commands.
#[derive(Default)]
pub struct Tool {
    tables: Vec<Box<dyn Admin>>,
    export: Option<Export<'static>>,
}

impl Tool {
    /// A command line without tables.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The same with the table of this struct. Of entities in one table, name that table, and then the entities by
    /// [`entities`](Self::entities).
    #[must_use]
    pub fn table<T: DynamoTable>(mut self) -> Self {
        self.tables.push(Box::new(Of::<T>::new()));
        self.and(T::SCHEMA.export())
    }

    /// The same with what `schema` shows of the entities of a table.
    #[must_use]
    pub fn entities<C: DynamoItems>(mut self) -> Self {
        self.export = self.export.map(|export| export.entities(C::ENTITIES));
        self
    }

    fn and(mut self, table: Export<'static>) -> Self {
        self.export = Some(match self.export {
            Some(export) => export.and(table),
            None => table,
        });
        self
    }

    /// Does what the arguments of the program say, with tables that are reached through `client`: an SDK client, or a [`Dynamo`] with
    /// settings. Returns the program's exit code: 0, or 1 for a failure and for a `check` that found a difference, or 2 for arguments
    /// that cannot be read.
    pub async fn run(self, client: impl Into<Dynamo>) -> ExitCode {
        let code = self.run_with(client, env::args_os(), &mut anstream::stdout()).await;
        ExitCode::from(code)
    }

    /// The same with these arguments, of which the first is the program's name, printing to `to`.
    pub async fn run_with(
        self,
        client: impl Into<Dynamo>,
        arguments: impl IntoIterator<Item = impl Into<OsString> + Clone>,
        to: &mut (dyn Write + Send),
    ) -> u8 {
        let arguments = match Arguments::try_parse_from(arguments) {
            Ok(arguments) => arguments,
            Err(error) => {
                // Help is no failure.
                let _ = error.print();
                return u8::try_from(error.exit_code()).unwrap_or(2);
            }
        };
        let mut output = Output::new(to, arguments.json);
        match self.carry_out(&client.into(), arguments.command, &mut output).await {
            Ok(true) => 0,
            Ok(false) => 1,
            Err(failure) if failure.is_closed_pipe() => 0,
            Err(failure) => {
                anstream::eprintln!("{}: {failure}", output::red("error"));
                1
            }
        }
    }

    /// Whether all is as it should be.
    async fn carry_out(
        &self,
        dynamo: &Dynamo,
        command: Command,
        output: &mut Output<'_>,
    ) -> Result<bool, Failure> {
        match command {
            Command::Schema { format } => output.text(&self.schema(format)?)?,
            Command::Plan { tables } => {
                for table in self.those(&tables)? {
                    table.plan(dynamo, output).await?;
                }
            }
            Command::Apply { tables, allowed } => {
                for table in self.those(&tables)? {
                    table.apply(dynamo, &allowed, output).await?;
                }
            }
            Command::Check { tables } => {
                let mut alike = true;
                for table in self.those(&tables)? {
                    alike &= table.check(dynamo, output).await?;
                }
                return Ok(alike);
            }
            Command::Query(query) => self.one(&query.table)?.query(dynamo, &query, output).await?,
            Command::Export { table, path } => {
                self.one(&table)?.export(dynamo, path.as_deref(), output).await?;
            }
            Command::Import { table, path } => {
                self.one(&table)?.import(dynamo, &path, output).await?;
            }
        }
        Ok(true)
    }

    fn schema(&self, format: Format) -> Result<String, Failure> {
        let Some(tables) = &self.export else { return Err(Failure::new("the tool has no tables")) };
        Ok(match format {
            Format::Json => {
                let calls = tables.cli()?.into_iter().map(|call| {
                    serde_json::json!({ "service": call.service, "command": call.command, "input": call.input })
                });
                format!("{:#}", calls.collect::<serde_json::Value>())
            }
            Format::Cloudformation => tables.cloudformation_yaml()?,
            Format::Terraform => tables.terraform()?,
            Format::Markdown => tables.markdown(),
            Format::Mermaid => tables.mermaid(),
            Format::Html => tables.html("Tables"),
        })
    }

    /// The tables with these names; all where none is named.
    fn those(&self, names: &[String]) -> Result<Vec<&dyn Admin>, Failure> {
        if names.is_empty() {
            return Ok(self.tables.iter().map(|table| &**table).collect());
        }
        names.iter().map(|name| self.one(name)).collect()
    }

    fn one(&self, name: &str) -> Result<&dyn Admin, Failure> {
        let found = self.tables.iter().find(|table| table.name() == name);
        found.map(|table| &**table).ok_or_else(|| {
            let known: Vec<_> = self.tables.iter().map(|table| table.name()).collect();
            let nearest = known.iter().find(|known| known.eq_ignore_ascii_case(name));
            let hint =
                nearest.map(|nearest| format!("did you mean `{nearest}`? ")).unwrap_or_default();
            let known = known.join("`, `");
            Failure::new(format_args!("there is no table `{name}`; {hint}the tables are `{known}`"))
        })
    }
}
