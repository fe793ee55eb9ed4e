//! `canonym check`: all that is wrong with tables.

use std::io::Write;
use std::path::Path;
use std::process::ExitCode;

use canonym::{Diagnostic, Severity, findings};

use crate::args::CheckArgs;
use crate::args::common::Common;
use crate::failure::Failure;
use crate::{message, negative, output};

pub(crate) fn run(common: &Common, args: &CheckArgs) -> Result<ExitCode, Failure> {
    // The tables of the settings are those to check when none is named, each
    // over the ones before it.
    let settings = args.paths.is_empty();
    let (configured, named) = common.data.split_at(common.configured);
    let paths = if settings { configured } else { &args.paths[..] };
    let same = |path: &Path| {
        paths.iter().any(|own| own.canonicalize().is_ok_and(|own| path.canonicalize().is_ok_and(|path| own == path)))
    };
    let below = if settings { Vec::new() } else { configured.iter().filter(|path| !same(path)).cloned().collect() };
    let below = Common { data: below.into_iter().chain(named.iter().cloned()).collect(), ..common.clone() };
    let mut below = below.tables()?;
    let mut found: Vec<Diagnostic> = Vec::new();
    if paths.is_empty() {
        found.extend_from_slice(below.warnings());
    }
    let mut failure = None;
    for path in paths {
        match findings(path, &below) {
            Ok(more) => {
                found.extend(more);
                if settings {
                    // What is wrong with it has been found.
                    let _ = below.add_path(path);
                }
            }
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
