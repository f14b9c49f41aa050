//! Plays the samples from a command line: `samples` alone tells both stories, its subcommands take single steps.

mod answer;
mod cli;
mod failure;
mod file;
mod place;
mod spinner;
mod steps;
mod story;
mod tables;
mod trace;

use std::process::ExitCode;

use clap::Parser;

use crate::cli::{Cli, Command};
use crate::failure::Failure;
use crate::place::Target;

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    match run(Cli::parse()).await {
        Ok(code) => code,
        // Nobody reads what is printed: `samples log list | head -1`.
        Err(failure) if failure.is_closed_pipe() => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("error: {failure}");
            ExitCode::FAILURE
        }
    }
}

async fn run(cli: Cli) -> Result<ExitCode, Failure> {
    if cli.trace {
        trace::start();
    }
    let target = Target::try_from(cli.target)?;
    match cli.command {
        None => story::play(&target).await,
        Some(Command::Create) => steps::create(&target).await,
        Some(Command::Domain { step }) => steps::domain(step, &target, cli.json).await,
        Some(Command::Log { step }) => steps::log(step, &target, cli.json).await,
        Some(Command::Reset) => file::reset(&target),
        Some(Command::Shipment { step }) => steps::shipment(step, &target, cli.json).await,
        Some(Command::Shop { step }) => steps::shop(step, &target, cli.json).await,
        Some(Command::Tables(command)) => return tables::run(command, &target, cli.json).await,
    }?;
    Ok(ExitCode::SUCCESS)
}
