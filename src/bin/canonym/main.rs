//! The command line of canonym: parses, dispatches, and turns failures into
//! messages and exit codes.

mod args;
mod cmd;
mod failure;
mod figures;
mod import;
mod input;
mod judged;
mod lines;
mod message;
mod nearest;
mod output;
mod packs;
mod records;
mod texts;

use std::process::ExitCode;

use clap::Parser;

use args::{Cli, Command};
use failure::Failure;

fn main() -> ExitCode {
    let cli = Cli::parse_from(args::with_default_command(std::env::args_os()));
    cli.common.color.apply();
    if let Err(failure) = cli.common.start_threads() {
        return failure.report();
    }
    let done = match cli.command {
        Command::Normalize(args) => cmd::normalize::run(&cli.common, &args),
        Command::Tag(args) => cmd::tag::run(&cli.common, &args),
        Command::Lookup(args) => cmd::lookup::run(&cli.common, &args),
        Command::Compare(args) => cmd::compare::run(&cli.common, &args),
        Command::Csv(args) => cmd::csv::run(&cli.common, &args),
        Command::Jsonl(args) => cmd::jsonl::run(&cli.common, &args),
        Command::Check(args) => cmd::check::run(&cli.common, &args),
        Command::Compile(args) => cmd::compile::run(&cli.common, &args),
        Command::Stats(args) => cmd::stats::run(&cli.common, &args),
        Command::Verify(args) => cmd::verify::run(&args),
        Command::Import(args) => cmd::import::run(&cli.common, &args),
        Command::Export(args) => cmd::export::run(&cli.common, &args),
        Command::Eval(args) => cmd::eval::run(&cli.common, &args),
        Command::Fmt(args) => cmd::fmt::run(&cli.common, &args),
        Command::Completions(args) => cmd::completions::run(&args),
        Command::Man(args) => cmd::man::run(&args),
    };
    match done {
        Ok(code) => code,
        Err(failure) => failure.report(),
    }
}

/// The exit code for a negative finding.
fn negative(found: bool) -> Result<ExitCode, Failure> {
    Ok(if found { ExitCode::from(1) } else { ExitCode::SUCCESS })
}
