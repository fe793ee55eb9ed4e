//! The files of tables.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use super::diagnostic::Sources;
use super::parse::Format;
use crate::error::Error;

/// Reads the files of a table, some of which have another text than on disk.
pub(super) fn read(path: &Path, edited: &[(PathBuf, String)], sources: &mut Sources) -> Result<(), Error> {
    let name = path.display().to_string();
    if let Some((_, text)) = edited.iter().find(|(known, _)| known == path) {
        sources.add(name, text.as_str());
        return Ok(());
    }
    let io = |error| Error::io(&name, error);
    if std::fs::metadata(path).map_err(io)?.is_dir() {
        let before = sources.path(0).is_empty();
        let files = table_files(path)?;
        for file in &files {
            read(file, edited, sources)?;
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
    sources.add_bytes(name, bytes);
    Ok(())
}

/// Files beside tables that are none: settings, and what tables are tried by.
const BESIDE: [&str; 2] = ["canonym.toml", "cases.toml"];

/// Endings of files that hold rows and are no tables.
const NO_TABLES: [&str; 5] = ["csv", "json", "xlsx", "xls", "ods"];

/// The table files at a path: itself, or those in a folder and its
/// subfolders, in order of name.
///
/// # Errors
///
/// [`Error::is_io`] when a folder cannot be read.
pub fn table_files(path: impl AsRef<Path>) -> Result<Vec<PathBuf>, Error> {
    let path = path.as_ref();
    if !path.is_dir() {
        return Ok(vec![path.to_owned()]);
    }
    let mut files = all_files(path)?;
    files.retain(|file| Format::of(&file.display().to_string()).is_some() && !BESIDE.iter().any(|n| file.ends_with(n)));
    Ok(files)
}

/// The files in a folder of tables that seem to hold names and are none, in
/// order of name: spreadsheets and the like.
///
/// # Errors
///
/// [`Error::is_io`] when a folder cannot be read.
pub fn files_beside(path: impl AsRef<Path>) -> Result<Vec<PathBuf>, Error> {
    let path = path.as_ref();
    let mut files = if path.is_dir() { all_files(path)? } else { Vec::new() };
    let is_none = |ending: &OsStr| NO_TABLES.iter().any(|known| ending.eq_ignore_ascii_case(known));
    files.retain(|file| file.extension().is_some_and(is_none));
    Ok(files)
}

fn all_files(folder: &Path) -> Result<Vec<PathBuf>, Error> {
    let mut files = Vec::new();
    walk(folder, &mut files).map_err(|error| Error::io(folder.display().to_string(), error))?;
    Ok(files)
}

/// The files below a folder, in order of name; `rules` beside tables holds
/// tables of another sort.
fn walk(folder: &Path, out: &mut Vec<PathBuf>) -> std::io::Result<()> {
    let mut entries: Vec<_> = std::fs::read_dir(folder)?.map(|e| e.map(|e| e.path())).collect::<Result<_, _>>()?;
    entries.sort();
    for entry in entries {
        if !entry.is_dir() {
            out.push(entry);
        } else if entry.file_name().is_some_and(|name| name != "rules") {
            walk(&entry, out)?;
        }
    }
    Ok(())
}
