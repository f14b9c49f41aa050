//! Arguments in, what to do and where out.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use dynamo_runtime::Cursor;

const ABOUT: &str = "\
Plays the samples of a DynamoDB mapper: Domain, a key-value table, Log, a table with an index, and Shipment,
with an index of every kind.

Alone it tells their stories from start to end, on a database of their own that is gone afterwards.
With a subcommand it takes a single step.";

const WHERE: &str = "\
Where the tables are, unless an option says so:
  DYNAMO_ENGINE unset or `embedded`   an engine inside this program; single steps keep their data in a file,
                                      $XDG_DATA_HOME/dynamo-samples/data.db, or where that is unset
                                      ~/.local/share/dynamo-samples/data.db, and create their table themselves
  DYNAMO_ENGINE=http://HOST:PORT      an engine that runs on this machine, such as DynamoDB Local";

#[derive(Debug, Parser)]
#[command(version, about = "Plays the samples of a DynamoDB mapper", long_about = ABOUT, after_help = WHERE)]
pub(crate) struct Cli {
    #[command(flatten)]
    pub(crate) target: TargetArgs,
    #[command(subcommand)]
    pub(crate) command: Option<Command>,
}

#[derive(Debug, Args)]
pub(crate) struct TargetArgs {
    /// Use the embedded engine, with the data in this file
    #[arg(long, global = true, value_name = "PATH")]
    pub(crate) data: Option<PathBuf>,
    /// Use the engine that runs here, such as `http://localhost:8000` for DynamoDB Local
    #[arg(long, global = true, value_name = "URL")]
    pub(crate) endpoint: Option<String>,
    /// Use AWS, with the credentials and region that its own tools would take (cargo feature `aws`)
    #[arg(long, global = true)]
    pub(crate) aws: bool,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Create the tables if absent, and wait until they are ready
    Create,
    /// Print the steps that bring the tables to their structs: `+` made, `~` changed, `-` taken away, `!` impossible
    Plan,
    /// Take these steps; what a struct does not declare stays, unless an option says so
    Apply(ApplyArgs),
    /// Take a step with the table Domain
    Domain {
        #[command(subcommand)]
        step: DomainStep,
    },
    /// Take a step with the table Log
    Log {
        #[command(subcommand)]
        step: LogStep,
    },
    /// Remove the embedded engine's file with all its data
    Reset,
    /// Print the tables as another tool reads them
    Schema {
        #[arg(long, value_enum, default_value_t = Format::Json)]
        format: Format,
    },
}

/// Who reads the schema.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum Format {
    /// The `CreateTable` requests, which `aws dynamodb create-table --cli-input-json` takes one by one
    Json,
    /// A CloudFormation template in YAML
    Cloudformation,
    /// Terraform's HCL
    Terraform,
    /// A data model of NoSQL Workbench, which cannot hold the indexes of Shipment and has the others
    Workbench,
    /// Tables of attributes, indexes and settings
    Markdown,
    /// A picture of tables, keys and indexes
    Mermaid,
    /// A policy with the rights that these samples take
    Iam,
}

#[derive(Debug, Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag")]
pub(crate) struct ApplyArgs {
    /// Also delete indexes that the struct does not declare
    #[arg(long)]
    pub(crate) allow_deleting_indexes: bool,
    /// Also remove tags that the struct does not declare
    #[arg(long)]
    pub(crate) allow_removing_tags: bool,
    /// Also turn off settings that the struct does not declare, such as a time to live
    #[arg(long)]
    pub(crate) allow_turning_off: bool,
    /// Also switch provisioned tables to on demand where the struct declares no capacity
    #[arg(long)]
    pub(crate) allow_on_demand: bool,
    /// Also replace a stream that tells something else than the struct declares, by one with another ARN
    #[arg(long)]
    pub(crate) allow_replacing_stream: bool,
}

#[derive(Debug, Subcommand)]
pub(crate) enum DomainStep {
    /// Set the domain of a URL, in place of the one it had
    Set { url: String, domain: String },
    /// Print the domain of a URL
    Get { url: String },
    /// Tell whether a URL has a domain
    Exists { url: String },
    /// Remove a URL, and print the domain it had
    Remove { url: String },
}

#[derive(Debug, Subcommand)]
pub(crate) enum LogStep {
    /// Put an entry, in place of the one with its time
    Put { updated_at: String, status: String, message: String },
    /// Print the entry of a time
    Get { updated_at: String },
    /// Set the status of an entry that exists, and print the entry
    SetStatus { updated_at: String, status: String },
    /// Print the entries with a status (a query of the index Status)
    ByStatus { status: String },
    /// Print the entry of a time if it has a status (a query by key, filtered)
    ByTimeAndStatus { updated_at: String, status: String },
    /// Tell whether there is an entry of a time
    Exists { updated_at: String },
    /// Remove the entry of a time, and print it
    Remove { updated_at: String },
    /// Print every entry (a scan), or so many, and where to go on
    List {
        /// At most so many entries
        #[arg(long)]
        limit: Option<usize>,
        /// Go on where the last `list --limit` said
        #[arg(long, requires = "limit")]
        cursor: Option<Cursor>,
    },
}
