//! What the command line knows.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::command::Command;

/// Looks after the DynamoDB tables of this program.
#[derive(Debug, Parser)]
#[command(version, about)]
pub(crate) struct Arguments {
    /// Print what a program reads: JSON, one value a line
    #[arg(long, global = true)]
    pub(crate) json: bool,
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Step {
    /// Print the definitions of the tables in the format of another tool; no service is asked
    Schema {
        #[arg(long, value_enum, default_value_t = Format::Markdown)]
        format: Format,
        /// Only these tables
        #[arg(value_name = "TABLE")]
        tables: Vec<String>,
    },
    /// Print the steps that make the tables match their structs: `+` create, `~` change, `-` remove, `!` impossible
    Plan {
        /// Only these tables
        #[arg(value_name = "TABLE")]
        tables: Vec<String>,
    },
    /// Run these steps; what a struct does not declare stays, unless an option allows its removal
    Apply {
        /// Only these tables
        #[arg(value_name = "TABLE")]
        tables: Vec<String>,
        #[command(flatten)]
        allowed: Allowed,
    },
    /// Print how the tables differ from their structs; the exit code is 1 if they do
    Check {
        /// Only these tables
        #[arg(value_name = "TABLE")]
        tables: Vec<String>,
    },
    /// Print the items of a hash key
    Query(Query),
    /// Write all items of the tables in the form that `import` reads: one a line, as DynamoDB's JSON
    Export {
        /// The file to write, instead of standard output
        #[arg(value_name = "FILE")]
        path: Option<PathBuf>,
        /// Only this table, whose name is not in the lines
        #[arg(long)]
        table: Option<String>,
    },
    /// Put the items in a file into the tables, where they replace those with the same keys
    Import {
        /// A file with an item on each line, such as `{"Order": {"customer": {"S": "ann"}, "number": {"N": "42"}}}`
        #[arg(value_name = "FILE")]
        path: PathBuf,
        /// All into this table, whose name is not in the lines: as the service exports items, too
        #[arg(long)]
        table: Option<String>,
    },
}

#[derive(Debug, Args)]
pub(crate) struct Query {
    pub(crate) table: String,
    /// The values of the hash attributes, as they are stored; bytes in base64
    #[arg(required = true)]
    pub(crate) hash: Vec<String>,
    /// Query this index instead of the table
    #[arg(long)]
    pub(crate) index: Option<String>,
    /// Only items whose range key is this
    #[arg(long, conflicts_with = "prefix")]
    pub(crate) range: Option<String>,
    /// Only items whose range key begins with this
    #[arg(long)]
    pub(crate) prefix: Option<String>,
    /// From the greatest range key down
    #[arg(long)]
    pub(crate) descending: bool,
    /// At most this many items
    #[arg(long, default_value_t = 100)]
    pub(crate) limit: usize,
}

/// Who reads the schema.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum Format {
    /// The requests of the AWS command line, as JSON
    Json,
    /// A CloudFormation template in YAML
    Cloudformation,
    /// Terraform configuration (HCL)
    Terraform,
    /// A data model for NoSQL Workbench, which knows neither local indexes nor index keys of several attributes
    Workbench,
    /// Tables of attributes, indexes and settings, and of entities and their access patterns
    Markdown,
    /// A diagram of tables, keys and indexes
    Mermaid,
    /// A page for a browser, which loads nothing: a picture of each table, and all that `markdown` has
    Html,
    /// A policy with the rights that the program needs
    Iam,
}

#[derive(Debug, Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag")]
pub(crate) struct Allowed {
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
