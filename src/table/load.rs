//! Files and folders to tables, and tables over one another.

use std::path::Path;

use super::check::{Depth, check};
use super::diagnostic::{Diagnostic, Severity, Sources};
use super::merge::merge;
use super::model::Table;
use super::parse::{Format, parse};
use crate::error::Error;

/// Collects tables; the later ones override the earlier.
///
/// # Examples
///
/// ```
/// use canonym::Tables;
///
/// let mut tables = Tables::new();
/// tables.add_text("mine.tsv", "id\tname\taliases\nplace/x\tDarvoz\tDarvaz|Darwaz\n")?;
/// assert_eq!(tables.table().entities[0].name(), "Darvoz");
///
/// let error = tables.add_text("bad.tsv", "id\tnam\n").unwrap_err();
/// assert!(error.to_string().contains("bad.tsv:1:4: unknown column `nam`; did you mean `name`?"));
/// # Ok::<(), canonym::Error>(())
/// ```
#[derive(Debug, Clone, Default)]
pub struct Tables {
    merged: Table,
    warnings: Vec<Diagnostic>,
}

impl Tables {
    /// No table at all.
    pub fn new() -> Self {
        Self::default()
    }

    /// The table that is part of the crate.
    ///
    /// # Errors
    ///
    /// Never for a released crate: its tests check the table.
    #[cfg(feature = "builtin")]
    pub fn builtin() -> Result<Self, Error> {
        let mut tables = Self::new();
        let sources = super::builtin::sources();
        tables.add(&sources)?;
        Ok(tables)
    }

    /// Adds a table from a `.toml`, `.tsv` or `.jsonl` file, or from all of
    /// those in a folder and its subfolders, in order of name. All files of
    /// a folder are one table.
    ///
    /// # Errors
    ///
    /// [`Error::is_io`] when a file cannot be read or is not UTF-8,
    /// [`Error::is_format`] when the path is no table, [`Error::is_table`]
    /// with all findings when a row is wrong. Nothing is added then.
    pub fn add_path(&mut self, path: impl AsRef<Path>) -> Result<(), Error> {
        let mut sources = Sources::default();
        read(path.as_ref(), &mut sources)?;
        self.add(&sources)
    }

    /// Adds a table from memory; `name` tells the format by its ending and
    /// stands in messages.
    ///
    /// # Errors
    ///
    /// As [`Tables::add_path`].
    pub fn add_text(&mut self, name: &str, text: &str) -> Result<(), Error> {
        if Format::of(name).is_none() {
            return Err(Error::format(name));
        }
        let mut sources = Sources::default();
        sources.add(name, text);
        self.add(&sources)
    }

    /// The rows of all tables, overrides and suppressions applied.
    pub fn table(&self) -> &Table {
        &self.merged
    }

    /// What the tables do that their authors may not mean.
    pub fn warnings(&self) -> &[Diagnostic] {
        &self.warnings
    }

    fn add(&mut self, sources: &Sources) -> Result<(), Error> {
        let (table, findings) = inspect(sources, &self.merged, Depth::Rows);
        let (errors, warnings): (Vec<_>, Vec<_>) =
            findings.into_iter().partition(|finding| finding.severity == Severity::Error);
        if !errors.is_empty() {
            return Err(Error::table(errors));
        }
        self.warnings.extend(warnings);
        merge(&mut self.merged, table);
        Ok(())
    }
}

/// All findings in a table at a path, errors and warnings, in order of file
/// and line; `below` is what the table is laid over.
///
/// # Errors
///
/// [`Error::is_io`] and [`Error::is_format`] as [`Tables::add_path`].
pub fn findings(path: impl AsRef<Path>, below: &Tables) -> Result<Vec<Diagnostic>, Error> {
    let mut sources = Sources::default();
    read(path.as_ref(), &mut sources)?;
    Ok(inspect(&sources, &below.merged, Depth::Whole).1)
}

/// Parses and checks all files of one table.
pub(crate) fn inspect(sources: &Sources, below: &Table, depth: Depth) -> (Table, Vec<Diagnostic>) {
    let mut table = Table::default();
    let mut findings = Vec::new();
    let mut file = 0;
    while !sources.path(file).is_empty() {
        // Only files with a known ending are among the sources.
        if let Some(format) = Format::of(sources.path(file)) {
            findings.extend(parse(sources, file, format, &mut table));
        }
        file += 1;
    }
    findings.extend(check(&table, below, sources, depth));
    findings.sort_by(|a, b| (&a.file, a.line, a.column).cmp(&(&b.file, b.line, b.column)));
    (table, findings)
}

fn read(path: &Path, sources: &mut Sources) -> Result<(), Error> {
    let name = path.display().to_string();
    let io = |error| Error::io(&name, error);
    if std::fs::metadata(path).map_err(io)?.is_dir() {
        let before = sources.path(0).is_empty();
        let mut files = Vec::new();
        walk(path, &mut files).map_err(io)?;
        for file in &files {
            read(file, sources)?;
        }
        if before && files.is_empty() {
            return Err(Error::format(name));
        }
        return Ok(());
    }
    if Format::of(&name).is_none() {
        return Err(Error::format(name));
    }
    let bytes = std::fs::read(path).map_err(io)?;
    let text = String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        let line = error.as_bytes()[..at].iter().filter(|&&b| b == b'\n').count() + 1;
        let what = format!("line {line} is not UTF-8 (byte {at} of the file); save the file as UTF-8");
        io(std::io::Error::new(std::io::ErrorKind::InvalidData, what))
    })?;
    sources.add(name, text);
    Ok(())
}

/// The table files below a folder, in order of name; `rules` beside tables
/// holds tables of another sort.
fn walk(folder: &Path, out: &mut Vec<std::path::PathBuf>) -> std::io::Result<()> {
    let mut entries: Vec<_> = std::fs::read_dir(folder)?.map(|e| e.map(|e| e.path())).collect::<Result<_, _>>()?;
    entries.sort();
    for entry in entries {
        if entry.is_dir() {
            if entry.file_name().is_some_and(|name| name != "rules") {
                walk(&entry, out)?;
            }
        } else if Format::of(&entry.display().to_string()).is_some() {
            out.push(entry);
        }
    }
    Ok(())
}
