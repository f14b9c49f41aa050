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
//! | `schema [TABLE..] --format FORMAT` | prints the tables as JSON for the AWS command line, CloudFormation, Terraform, a model of NoSQL Workbench, Markdown, Mermaid, a page of HTML, or an IAM policy; asks no service |
//! | `plan [TABLE..]` | prints the steps that make the tables match their structs |
//! | `apply [TABLE..]` | runs these steps; `--allow-..` for those that take something away |
//! | `check [TABLE..]` | prints how the tables differ from their structs; the exit code is 1 if they do |
//! | `query TABLE HASH` | prints the items of a hash key, of the table or of an index |
//! | `export [FILE]` | writes all items of the tables, one a line, as DynamoDB's JSON under the name of its table |
//! | `import FILE` | puts items that `export` wrote; nothing is written if a line does not fit its struct |
//!
//! `--table TABLE` exports or imports one table, in lines without its name; so `import` reads what the service exports, too. A program with
//! commands of its own takes these among them: see [`Command`].
//!
//! `--json` prints what a program reads. Headings have colours on a terminal, and none in a pipe; a pipe that is closed ends the program
//! quietly.

mod arguments;
mod command;
mod failure;
mod items;
mod output;
mod query;
mod schema;
mod table;
mod transfer;

use std::env;
use std::ffi::OsString;
use std::io::Write;
use std::process::ExitCode;

use clap::Parser;
use dynamo_runtime::export::Operation;
use dynamo_runtime::table::DynamoItems;
use dynamo_runtime::{Dynamo, DynamoTable};

use crate::arguments::{Arguments, Step};
pub use crate::command::{Command, Needs};
use crate::failure::Failure;
use crate::output::Output;
use crate::schema::Described;
use crate::table::{Admin, Of};
use crate::transfer::Transfer;

/// A table, and how it is described.
type Known = (Box<dyn Admin>, Described);

/// A command line for tables. See the [crate's first page](crate) for its commands.
#[derive(Default)]
pub struct Tool {
    tables: Vec<Known>,
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
        let (name, export) = (T::SCHEMA.name, T::SCHEMA.export());
        self.tables.push((Box::new(Of::<T>::new()), Described { name, export, operations: &[] }));
        self
    }

    /// The same with what `schema` shows of the entities in the table that was added last.
    #[must_use]
    pub fn entities<C: DynamoItems>(mut self) -> Self {
        if let Some((_, table)) = self.tables.last_mut() {
            table.export = table.export.clone().entities(C::ENTITIES);
        }
        self
    }

    /// The same with what the program does with the table that was added last: `schema --format iam` prints the rights for it.
    #[must_use]
    pub fn operations(mut self, operations: &'static [Operation<'static>]) -> Self {
        if let Some((_, table)) = self.tables.last_mut() {
            table.operations = operations;
        }
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
        match Arguments::try_parse_from(arguments) {
            Ok(Arguments { json, command }) => {
                self.print(&client.into(), command, &mut Output::new(to, json)).await
            }
            Err(error) => {
                // Help is no failure.
                let _ = error.print();
                u8::try_from(error.exit_code()).unwrap_or(2)
            }
        }
    }

    /// Does what a command says that was read among others; with `json`, prints what a program reads. Returns the exit code, as
    /// [`run`](Self::run) does. Of a command that [needs](Command::needs) nothing, any client will do.
    pub async fn carry_out(self, command: Command, json: bool, client: impl Into<Dynamo>) -> u8 {
        let mut to = anstream::stdout();
        self.print(&client.into(), command, &mut Output::new(&mut to, json)).await
    }

    /// Prints the answer, or why there is none; returns the exit code.
    async fn print(&self, dynamo: &Dynamo, command: Command, output: &mut Output<'_>) -> u8 {
        match self.answer(dynamo, command.0, output).await {
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
    async fn answer(
        &self,
        dynamo: &Dynamo,
        step: Step,
        output: &mut Output<'_>,
    ) -> Result<bool, Failure> {
        match step {
            Step::Schema { format, tables } => {
                let tables: Vec<_> = self.those(&tables)?.iter().map(|(_, table)| table).collect();
                output.text(&schema::text(&tables, format)?)?;
            }
            Step::Plan { tables } => {
                for (table, _) in self.those(&tables)? {
                    table.plan(dynamo, output).await?;
                }
            }
            Step::Apply { tables, allowed } => {
                for (table, _) in self.those(&tables)? {
                    table.apply(dynamo, &allowed, output).await?;
                }
            }
            Step::Check { tables } => {
                let mut alike = true;
                for (table, _) in self.those(&tables)? {
                    alike &= table.check(dynamo, output).await?;
                }
                return Ok(alike);
            }
            Step::Query(query) => self.one(&query.table)?.0.query(dynamo, &query, output).await?,
            Step::Export { path, table } => {
                self.transfer(table.as_slice())?.export(dynamo, path.as_deref(), output).await?;
            }
            Step::Import { path, table } => {
                self.transfer(table.as_slice())?.import(dynamo, &path, output).await?;
            }
        }
        Ok(true)
    }

    /// The transfer of this table, or of all.
    fn transfer(&self, table: &[String]) -> Result<Transfer<'_>, Failure> {
        let (tables, named) = (self.those(table)?, table.is_empty());
        Ok(Transfer { tables: tables.into_iter().map(|(table, _)| &**table).collect(), named })
    }

    /// The tables with these names; all where none is named.
    fn those(&self, names: &[String]) -> Result<Vec<&Known>, Failure> {
        if names.is_empty() {
            return Ok(self.tables.iter().collect());
        }
        names.iter().map(|name| self.one(name)).collect()
    }

    fn one(&self, name: &str) -> Result<&Known, Failure> {
        let found = self.tables.iter().find(|(_, table)| table.name == name);
        found.ok_or_else(|| {
            let known: Vec<_> = self.tables.iter().map(|(_, table)| table.name).collect();
            let nearest = known.iter().find(|known| known.eq_ignore_ascii_case(name));
            let hint =
                nearest.map(|nearest| format!("did you mean `{nearest}`? ")).unwrap_or_default();
            let known = known.join("`, `");
            Failure::new(format_args!("there is no table `{name}`; {hint}the tables are `{known}`"))
        })
    }
}
