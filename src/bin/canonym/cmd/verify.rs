//! `canonym verify`: whether packs are whole.

use std::io::Write;
use std::process::ExitCode;

use crate::args::tables::VerifyArgs;
use crate::failure::Failure;
use crate::output::stdout;
use crate::packs;

pub(crate) fn run(args: &VerifyArgs) -> Result<ExitCode, Failure> {
    let mut out = stdout();
    let mut failure = None;
    for path in &args.packs {
        let done = packs::open(path).and_then(|pack| Ok(pack.verify()?));
        match done {
            Ok(()) => writeln!(out, "{}: whole", path.display()).map_err(Failure::output)?,
            Err(next) => Failure::join(&mut failure, next),
        }
    }
    out.flush().map_err(Failure::output)?;
    failure.map_or(Ok(ExitCode::SUCCESS), Err)
}
