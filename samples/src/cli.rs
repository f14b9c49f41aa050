//! Arguments in, what to do and where out.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};
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
    #[command(flatten)]
    Tables(dynamo_cli::Command),
    /// Delete the file of the embedded engine, with all its data
    Reset,
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
