//! `canonym man`: the manual pages.

use std::io::Write;
use std::process::ExitCode;

use clap::CommandFactory;

use crate::args::{Cli, ManArgs};
use crate::failure::Failure;
use crate::output::stdout;

pub(crate) fn run(args: &ManArgs) -> Result<ExitCode, Failure> {
    let mut cli = Cli::command();
    cli.build();
    let command = match &args.command {
        None => cli,
        Some(name) => match cli.find_subcommand(name) {
            Some(command) => {
                let title: &'static str = Box::leak(format!("canonym-{name}").into_boxed_str());
                command.clone().name(title)
            }
            None => {
                let known: Vec<&str> = cli.get_subcommands().map(clap::Command::get_name).collect();
                return Err(Failure::message(format!("no command `{name}`; the commands are {}", known.join(", "))));
            }
        },
    };
    let mut page = Vec::new();
    clap_mangen::Man::new(command).render(&mut page).map_err(Failure::output)?;
    let mut out = stdout();
    out.write_all(&page).and_then(|()| out.flush()).map_err(Failure::output)?;
    Ok(ExitCode::SUCCESS)
}
