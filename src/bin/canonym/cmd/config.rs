//! `canonym config`: what holds, and why.

use std::io::Write;
use std::process::ExitCode;

use crate::config::Setting;
use crate::failure::Failure;
use crate::output::stdout;

pub(crate) fn run(settings: &[Setting]) -> Result<ExitCode, Failure> {
    let mut out = stdout();
    let width = settings.iter().map(|setting| setting.value.chars().count()).max().unwrap_or(0);
    for Setting { name, value, source } in settings {
        writeln!(out, "{name:<9}  {value:width$}  {source}").map_err(Failure::output)?;
    }
    out.flush().map_err(Failure::output)?;
    Ok(ExitCode::SUCCESS)
}
