//! Arguments in, what to do and where out.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use dynamo_runtime::Cursor;

const ABOUT: &str = "\
Runs the samples of a DynamoDB mapper: Domain, a key-value table; Log, a table with an index; and Shipment,
a table with an index of every kind.

Without a subcommand, it runs a demonstration of all three, and of a shop whose purchases are
transactions, on a temporary database.
With a subcommand, it runs a single step.";

const WHERE: &str = "\
Where the tables are, if no option is given:
  DYNAMO_ENGINE unset or `embedded`   an engine inside this program; single steps keep their data in a file,
                                      $XDG_DATA_HOME/dynamo-samples/data.db, or where that is unset
                                      ~/.local/share/dynamo-samples/data.db, and create their own table
  DYNAMO_ENGINE=http://HOST:PORT      an engine that runs on this machine, such as DynamoDB Local";

#[derive(Debug, Parser)]
#[command(version, about = "Runs the samples of a DynamoDB mapper", long_about = ABOUT, after_help = WHERE)]
pub(crate) struct Cli {
    #[command(flatten)]
    pub(crate) target: TargetArgs,
    /// Print each operation with its counts and its time on stderr, by the spans of the mapper
    #[arg(long, global = true)]
    pub(crate) trace: bool,
    /// Print the answer of a single step as JSON
    #[arg(long, global = true)]
    pub(crate) json: bool,
    #[command(subcommand)]
    pub(crate) command: Option<Command>,
}

#[derive(Debug, Args)]
pub(crate) struct TargetArgs {
    /// Use the embedded engine, and keep its data in this file
    #[arg(long, global = true, value_name = "PATH")]
    pub(crate) data: Option<PathBuf>,
    /// Use the engine at this URL, such as `http://localhost:8000` for DynamoDB Local
    #[arg(long, global = true, value_name = "URL")]
    pub(crate) endpoint: Option<String>,
    /// Use AWS, with the credentials and region of the AWS command line (needs the cargo feature `aws`)
    #[arg(long, global = true)]
    pub(crate) aws: bool,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Create the tables that do not exist, and wait until they are ready
    Create,
    /// Print the steps that make the tables match their structs: `+` create, `~` change, `-` remove, `!` impossible
    Plan,
    /// Run these steps; what a struct does not declare stays, unless an option allows its removal
    Apply(ApplyArgs),
    /// Run a step on the table Domain
    Domain {
        #[command(subcommand)]
        step: DomainStep,
    },
    /// Run a step on the table Log
    Log {
        #[command(subcommand)]
        step: LogStep,
    },
    /// Run a step on the table Shipment
    Shipment {
        #[command(subcommand)]
        step: ShipmentStep,
    },
    /// Run a step of the shop, on the tables Product and Purchase
    Shop {
        #[command(subcommand)]
        step: ShopStep,
    },
    /// Put the items in a file into Domain, Log and Shipment, where they replace those with the same keys
    Import {
        /// A file with an item on each line, such as `{"Domain": {"url": "https://docs.rs", "domain": "docs.rs"}}`
        #[arg(value_name = "FILE")]
        path: PathBuf,
    },
    /// Write the items of Domain, Log and Shipment in the form that `import` reads
    Export {
        /// The file to write, instead of standard output
        #[arg(value_name = "FILE")]
        path: Option<PathBuf>,
    },
    /// Delete the file of the embedded engine, with all its data
    Reset,
    /// Print the definitions of the tables in the format of another tool
    Schema {
        #[arg(long, value_enum, default_value_t = Format::Json)]
        format: Format,
    },
}

/// Who reads the schema.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum Format {
    /// The `CreateTable` requests; pass each one to `aws dynamodb create-table --cli-input-json`
    Json,
    /// A CloudFormation template in YAML
    Cloudformation,
    /// Terraform configuration (HCL)
    Terraform,
    /// A data model for NoSQL Workbench, without Shipment, whose indexes it cannot express
    Workbench,
    /// Tables of attributes, indexes and settings, and of the store's entities and access patterns
    Markdown,
    /// A diagram of tables, keys and indexes
    Mermaid,
    /// A page for a browser, which loads nothing: a picture of each table, and all that `markdown` has
    Html,
    /// A policy with the permissions that these samples need
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
    /// Also switch a provisioned table to on demand if its struct declares no capacity
    #[arg(long)]
    pub(crate) allow_on_demand: bool,
    /// Also replace a stream whose view differs from the declared one, by a stream with a new ARN
    #[arg(long)]
    pub(crate) allow_replacing_stream: bool,
}

#[derive(Debug, Subcommand)]
pub(crate) enum DomainStep {
    /// Set the domain of a URL, and replace the one it had
    Set { url: String, domain: String },
    /// Print the domain of a URL
    Get { url: String },
    /// Print whether a URL has a domain
    Exists { url: String },
    /// Remove a URL, and print the domain it had
    Remove { url: String },
}

#[derive(Debug, Subcommand)]
pub(crate) enum LogStep {
    /// Put an entry, and replace the one with the same time
    Put { updated_at: String, status: String, message: String },
    /// Print the entry with a time
    Get { updated_at: String },
    /// Set the status of an existing entry, and print the entry
    SetStatus { updated_at: String, status: String },
    /// Print the entries with a status (a query of the index Status)
    ByStatus { status: String },
    /// Print the entry with a time if it has a status (a query by key, with a filter)
    ByTimeAndStatus { updated_at: String, status: String },
    /// Print whether there is an entry with a time
    Exists { updated_at: String },
    /// Remove the entry with a time, and print it
    Remove { updated_at: String },
    /// Print all entries (a scan), or one page of them with the cursor of the next page
    List {
        /// Print at most this many entries
        #[arg(long)]
        limit: Option<usize>,
        /// Continue at the cursor that the last `list --limit` printed
        #[arg(long, requires = "limit")]
        cursor: Option<Cursor>,
    },
}

#[derive(Debug, Subcommand)]
pub(crate) enum ShipmentStep {
    /// Add an open shipment to Bavaria; a customer has one of a number
    Add { customer: String, number: u64, sent_at: String, weight: u32 },
    /// Hand an open shipment over to a carrier, and print the shipment
    HandOver { customer: String, number: u64, carrier: String },
    /// Print a customer's shipments of these days (a query of the local index `BySentAt`)
    Sent { customer: String, from: String, to: String },
    /// Print the shipments to a region with a status since a day (a query of the index `ByRegion`)
    InRegion { country: String, region: String, status: String, since: String },
    /// Print a carrier's shipments (a query of the index `ByCarrier`)
    OfCarrier { carrier: String },
}

#[derive(Debug, Subcommand)]
pub(crate) enum ShopStep {
    /// Offer so many of a product, at this price in cents
    Offer { sku: String, stock: u32, price: u64 },
    /// Print how many there are of a product
    Stock { sku: String },
    /// Buy products, all or none: a transaction that takes them from stock and keeps the purchase
    Buy {
        customer: String,
        number: u64,
        /// A product and how many of it, such as `pen=2`
        #[arg(required = true, value_name = "SKU=COUNT", value_parser = line)]
        lines: Vec<(String, u32)>,
    },
    /// Print what a customer has bought
    Bought { customer: String },
}

fn line(text: &str) -> Result<(String, u32), String> {
    let told = || format!("`{text}` is no product and number; write `pen=2`");
    let (sku, count) = text.split_once('=').ok_or_else(told)?;
    Ok((sku.to_owned(), count.parse().map_err(|_| told())?))
}
