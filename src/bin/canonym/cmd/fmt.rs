//! `canonym fmt`: TOML tables in the one usual way.

use std::io::{Read, Write};
use std::path::Path;
use std::process::ExitCode;

use crate::args::FmtArgs;
use crate::args::common::Common;
use crate::edit::is_toml;
use crate::failure::Failure;
use crate::output::{Whole, stdout};
use crate::{message, negative};

pub(crate) fn run(common: &Common, args: &FmtArgs) -> Result<ExitCode, Failure> {
    let mut failure = None;
    let mut differs = false;
    for path in &args.files {
        match one(path, args.check, common.quiet) {
            Ok(changed) => differs |= changed,
            Err(Failure::ClosedPipe) => return Err(Failure::ClosedPipe),
            Err(next) => Failure::join(&mut failure, next),
        }
    }
    match failure {
        Some(failure) => Err(failure),
        None => negative(args.check && differs),
    }
}

/// Formats a file; tells whether it changes.
fn one(path: &Path, check: bool, quiet: bool) -> Result<bool, Failure> {
    let stdin = path == Path::new("-");
    if !stdin && !is_toml(path) {
        return Err(Failure::message(format!("{}: not a TOML table; only `.toml` is formatted", path.display())));
    }
    let read = || -> std::io::Result<String> {
        if !stdin {
            return std::fs::read_to_string(path);
        }
        let mut text = String::new();
        std::io::stdin().lock().read_to_string(&mut text)?;
        Ok(text)
    };
    let text = read().map_err(|error| match error.kind() {
        std::io::ErrorKind::InvalidData => {
            Failure::message(format!("{}: not UTF-8; save the file as UTF-8", path.display()))
        }
        _ => Failure::file(path, error),
    })?;
    let formatted = canonym::format_table(&path.display().to_string(), &text).map_err(Failure::Tables)?;
    let changed = formatted != text;
    if check {
        if changed && !quiet {
            message::note(&format!("{}: not formatted; run `canonym fmt` on it", path.display()));
        }
    } else if stdin {
        let mut out = stdout();
        out.write_all(formatted.as_bytes()).and_then(|()| out.flush()).map_err(Failure::output)?;
    } else if changed {
        let mut file = Whole::create(path)?;
        file.write_all(formatted.as_bytes()).map_err(|error| Failure::file(path, error))?;
        file.finish()?;
    }
    Ok(changed)
}
