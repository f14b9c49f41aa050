//! The commands of a tool among those of another program.

use clap::{ArgMatches, FromArgMatches, Subcommand};

use crate::arguments::Step;

/// One of the commands of a [`Tool`](crate::Tool), for a program that has commands of its own too. It is carried out by
/// [`Tool::carry_out`](crate::Tool::carry_out).
///
/// ```no_run
/// use std::process::ExitCode;
///
/// use clap::{Parser, Subcommand};
/// use dynamo_cli::{Command, Tool};
/// # use dynamo_runtime::DynamoTable;
/// # use dynamo_runtime::aws_sdk_dynamodb::{Client, Config};
/// # #[derive(DynamoTable)]
/// # struct Order {
/// #     #[hash_key]
/// #     customer: String,
/// # }
/// # async fn serve(_: u16) -> ExitCode { ExitCode::SUCCESS }
/// # async fn client() -> Client { Client::from_conf(Config::builder().build()) }
///
/// #[derive(Parser)]
/// struct Cli {
///     #[arg(long, global = true)]
///     json: bool,
///     #[command(subcommand)]
///     command: Mine,
/// }
///
/// #[derive(Subcommand)]
/// enum Mine {
///     /// Serve HTTP
///     Serve { port: u16 },
///     #[command(flatten)]
///     Tables(Command),
/// }
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> ExitCode {
/// let cli = Cli::parse();
/// match cli.command {
///     Mine::Serve { port } => serve(port).await,
///     Mine::Tables(command) => {
///         let tool = Tool::new().table::<Order>();
///         ExitCode::from(tool.carry_out(command, cli.json, client().await).await)
///     }
/// }
/// # }
/// ```
#[derive(Debug)]
pub struct Command(pub(crate) Step);

/// What must be there for a [`Command`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Needs {
    /// Nothing: no service is asked.
    Nothing,
    /// The service, whether or not it has the tables.
    Service,
    /// The tables, whose items are read or written.
    Tables,
}

impl Command {
    /// Returns what must be there for the command.
    #[must_use]
    pub fn needs(&self) -> Needs {
        match self.0 {
            Step::Schema { .. } => Needs::Nothing,
            Step::Plan { .. } | Step::Apply { .. } | Step::Check { .. } => Needs::Service,
            Step::Query(_) | Step::Export { .. } | Step::Import { .. } => Needs::Tables,
        }
    }
}

impl FromArgMatches for Command {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        Step::from_arg_matches(matches).map(Self)
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        self.0.update_from_arg_matches(matches)
    }
}

impl Subcommand for Command {
    fn augment_subcommands(command: clap::Command) -> clap::Command {
        Step::augment_subcommands(command)
    }

    fn augment_subcommands_for_update(command: clap::Command) -> clap::Command {
        Step::augment_subcommands_for_update(command)
    }

    fn has_subcommand(name: &str) -> bool {
        Step::has_subcommand(name)
    }
}
