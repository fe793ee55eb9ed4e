//! Why a command could not do its work, and how that is told.

use std::io;
use std::ops::ControlFlow;
use std::path::Path;
use std::process::ExitCode;

/// What ends a command.
#[derive(Debug)]
pub(crate) enum Failure {
    /// The reader of our output has gone: no reason to complain.
    ClosedPipe,
    /// Our own output could not be written; no more of it can be.
    Output(String),
    /// Messages to show, each complete in itself.
    Messages(Vec<String>),
    /// Tables with errors.
    Tables(Vec<canonym::Diagnostic>),
    /// Several of those.
    Several(Vec<Failure>),
}

impl Failure {
    pub(crate) fn message(text: impl Into<String>) -> Self {
        Self::Messages(vec![text.into()])
    }

    /// A file could not be read or written.
    pub(crate) fn file(path: &Path, error: io::Error) -> Self {
        Self::message(format!("{}: {}", path.display(), plain(&error)))
    }

    /// Our own output could not be written.
    pub(crate) fn output(error: io::Error) -> Self {
        if error.kind() == io::ErrorKind::BrokenPipe {
            return Self::ClosedPipe;
        }
        Self::Output(format!("standard output: {}", plain(&error)))
    }

    /// The log of changes could not be written.
    pub(crate) fn log(error: io::Error) -> Self {
        Self::Output(format!("--changes: {}", plain(&error)))
    }

    /// Adds a failure to those that came before; stops when nothing can be
    /// told any more.
    pub(crate) fn join_or_stop(before: &mut Option<Self>, next: Self) -> ControlFlow<()> {
        match next {
            Self::ClosedPipe => {
                *before = Some(next);
                ControlFlow::Break(())
            }
            Self::Output(_) => {
                Self::join(before, next);
                ControlFlow::Break(())
            }
            _ => {
                Self::join(before, next);
                ControlFlow::Continue(())
            }
        }
    }

    /// Adds a failure to those that came before.
    pub(crate) fn join(before: &mut Option<Self>, next: Self) {
        *before = Some(match before.take() {
            None => next,
            Some(Self::Several(mut all)) => {
                all.push(next);
                Self::Several(all)
            }
            Some(first) => Self::Several(vec![first, next]),
        });
    }

    /// Tells the failure on standard error and gives the exit code.
    pub(crate) fn report(self) -> ExitCode {
        match self {
            Self::ClosedPipe => ExitCode::SUCCESS,
            Self::Output(message) => {
                crate::message::error(&message);
                ExitCode::from(2)
            }
            Self::Messages(messages) => {
                for message in messages {
                    crate::message::error(&message);
                }
                ExitCode::from(2)
            }
            Self::Tables(diagnostics) => {
                // Nobody is left to tell when standard error is closed.
                let _ = crate::message::diagnostics(&diagnostics, &mut anstream::stderr());
                let errors = crate::message::count(diagnostics.len(), "error");
                crate::message::error(&format!("{errors} in the tables; nothing was loaded"));
                ExitCode::from(2)
            }
            Self::Several(all) => {
                let mut code = ExitCode::SUCCESS;
                for failure in all {
                    let told = failure.report();
                    if told != ExitCode::SUCCESS {
                        code = told;
                    }
                }
                code
            }
        }
    }
}

impl From<canonym::Error> for Failure {
    fn from(error: canonym::Error) -> Self {
        if error.is_table() {
            return Self::Tables(error.diagnostics().to_vec());
        }
        Self::message(error.to_string())
    }
}

/// The error without the number that the system gives it.
fn plain(error: &io::Error) -> String {
    let text = error.to_string();
    text.split(" (os error").next().unwrap_or(&text).to_owned()
}
