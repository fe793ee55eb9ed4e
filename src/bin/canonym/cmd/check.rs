//! `canonym check`: all that is wrong with tables.

use std::io::Write;
use std::process::ExitCode;

use canonym::{Diagnostic, Severity, findings};

use crate::args::{CheckArgs, Common};
use crate::failure::Failure;
use crate::{message, negative, output};

pub(crate) fn run(common: &Common, args: &CheckArgs) -> Result<ExitCode, Failure> {
    let below = common.tables()?;
    let mut found: Vec<Diagnostic> = Vec::new();
    if args.paths.is_empty() {
        found.extend_from_slice(below.warnings());
    }
    let mut failure = None;
    for path in &args.paths {
        match findings(path, &below) {
            Ok(more) => found.extend(more),
            Err(error) => Failure::join(&mut failure, error.into()),
        }
    }
    below.damage()?;
    let mut out = output::coloured_stdout();
    message::diagnostics(&found, &mut out).map_err(Failure::output)?;
    let errors = found.iter().filter(|f| f.severity == Severity::Error).count();
    let warnings = found.len() - errors;
    if !common.quiet {
        let count = |n: usize, what: &str| if n == 1 { format!("1 {what}") } else { format!("{n} {what}s") };
        writeln!(out, "{}, {}", count(errors, "error"), count(warnings, "warning")).map_err(Failure::output)?;
    }
    if let Some(failure) = failure {
        return Err(failure);
    }
    negative(errors > 0 || (args.strict && warnings > 0))
}
