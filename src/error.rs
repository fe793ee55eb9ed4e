//! The one error type of the library: opaque, with predicates.

use std::fmt;

use crate::table::diagnostic::Diagnostic;

/// Why a table could not be loaded or an input not be read.
///
/// The message names the place first and the remedy last. What went wrong is
/// told apart by the predicates; the kinds themselves are private, so that
/// they can grow.
#[derive(Debug)]
pub struct Error {
    kind: Kind,
}

#[derive(Debug)]
enum Kind {
    Io { path: String, source: std::io::Error },
    Table { diagnostics: Vec<Diagnostic> },
    Format { path: String },
    Pack { path: String, what: String },
}

impl Error {
    pub(crate) fn io(path: impl Into<String>, source: std::io::Error) -> Self {
        Self { kind: Kind::Io { path: path.into(), source } }
    }

    pub(crate) fn table(diagnostics: Vec<Diagnostic>) -> Self {
        Self { kind: Kind::Table { diagnostics } }
    }

    pub(crate) fn format(path: impl Into<String>) -> Self {
        Self { kind: Kind::Format { path: path.into() } }
    }

    /// `what` is wrong with a pack, and what to do.
    pub(crate) fn pack(path: impl Into<String>, what: impl Into<String>) -> Self {
        Self { kind: Kind::Pack { path: path.into(), what: what.into() } }
    }

    /// The file that it is about, as it was named; nothing when it is about tables.
    pub fn path(&self) -> Option<&str> {
        match &self.kind {
            Kind::Io { path, .. } | Kind::Format { path } | Kind::Pack { path, .. } => Some(path),
            Kind::Table { .. } => None,
        }
    }

    /// Why a file could not be read or written; nothing unless [`Error::is_io`].
    pub fn io_kind(&self) -> Option<std::io::ErrorKind> {
        match &self.kind {
            Kind::Io { source, .. } => Some(source.kind()),
            _ => None,
        }
    }

    /// A file could not be read or written.
    pub fn is_io(&self) -> bool {
        matches!(self.kind, Kind::Io { .. })
    }

    /// A table has errors; [`Error::diagnostics`] lists all of them.
    pub fn is_table(&self) -> bool {
        matches!(self.kind, Kind::Table { .. })
    }

    /// A file is of no kind that a table can be read from.
    pub fn is_format(&self) -> bool {
        matches!(self.kind, Kind::Format { .. })
    }

    /// A pack is damaged, or was made by another version or with other rules.
    pub fn is_pack(&self) -> bool {
        matches!(self.kind, Kind::Pack { .. })
    }

    /// All errors of the refused tables, in order of file and line; empty
    /// unless [`Error::is_table`].
    pub fn diagnostics(&self) -> &[Diagnostic] {
        match &self.kind {
            Kind::Table { diagnostics } => diagnostics,
            _ => &[],
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.kind {
            Kind::Io { path, source } => write!(f, "{path}: {source}"),
            Kind::Format { path } => {
                write!(f, "{path}: not a table; name a `.toml`, `.tsv` or `.jsonl` file or a folder of those")
            }
            Kind::Pack { path, what } => write!(f, "{path}: {what}"),
            Kind::Table { diagnostics } => {
                for (i, d) in diagnostics.iter().enumerate() {
                    if i > 0 {
                        writeln!(f)?;
                    }
                    write!(f, "{d}")?;
                }
                Ok(())
            }
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match &self.kind {
            // The message of the error itself is in that of this one.
            Kind::Io { source, .. } => std::error::Error::source(source),
            _ => None,
        }
    }
}
