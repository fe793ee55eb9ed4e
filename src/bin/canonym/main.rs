//! The command line of canonym: parses, dispatches, and turns failures into
//! messages and exit codes.

mod args;
mod cmd;
mod columns;
mod config;
mod corpus;
mod edit;
mod failure;
mod figures;
mod files;
mod import;
mod input;
mod interrupt;
mod judged;
mod known;
mod lines;
mod message;
mod nearest;
mod output;
mod packs;
mod records;
mod review;
mod spellings;
mod texts;
mod tree;

use std::process::ExitCode;

use args::{Cli, Command};
use failure::Failure;
use output::not_tables;

fn main() -> ExitCode {
    let mut cli = args::parsed();
    cli.common.color.apply();
    match run(&mut cli) {
        Ok(code) => code,
        Err(failure) => failure.report(),
    }
}

fn run(cli: &mut Cli) -> Result<ExitCode, Failure> {
    cli.common.start_threads()?;
    cli.common.isolated |= cli.command.names_its_tables();
    let settings = config::apply(&mut cli.common)?;
    not_tables(cli.command.output().into_iter(), &cli.common.data)?;
    match &cli.command {
        Command::Normalize(args) => cmd::normalize::run(&cli.common, args),
        Command::Tag(args) => cmd::tag::run(&cli.common, args),
        Command::Report(args) => cmd::report::run(&cli.common, args),
        Command::Lookup(args) => cmd::lookup::run(&cli.common, args),
        Command::Compare(args) => cmd::compare::run(&cli.common, args),
        Command::Csv(args) => cmd::csv::run(&cli.common, args),
        Command::Jsonl(args) => cmd::jsonl::run(&cli.common, args),
        Command::Check(args) => cmd::check::run(&cli.common, args),
        Command::Add(args) => cmd::add::run(&cli.common, args),
        Command::Remove(args) => cmd::remove::run(&cli.common, args),
        Command::New(args) => cmd::new::run(&cli.common, args),
        Command::Rename(args) => cmd::rename::run(&cli.common, args),
        Command::Merge(args) => cmd::merge::run(&cli.common, args),
        Command::Diff(args) => cmd::diff::run(&cli.common, args),
        Command::Suggest(args) => cmd::suggest::run(&cli.common, args),
        Command::Cluster(args) => cmd::cluster::run(&cli.common, args),
        Command::Link(args) => cmd::link::run(&cli.common, args),
        Command::Test(args) => cmd::test::run(&cli.common, args),
        Command::Compile(args) => cmd::compile::run(&cli.common, args),
        Command::Stats(args) => cmd::stats::run(&cli.common, args),
        Command::Verify(args) => cmd::verify::run(args),
        Command::Import(args) => cmd::import::run(&cli.common, args),
        Command::Export(args) => cmd::export::run(&cli.common, args),
        Command::Eval(args) => cmd::eval::run(&cli.common, args),
        Command::Config => cmd::config::run(&settings),
        Command::Fmt(args) => cmd::fmt::run(&cli.common, args),
        Command::Completions(args) => cmd::completions::run(args),
        Command::Man(args) => cmd::man::run(args),
    }
}

/// The exit code for a negative finding.
fn negative(found: bool) -> Result<ExitCode, Failure> {
    Ok(if found { ExitCode::from(1) } else { ExitCode::SUCCESS })
}
