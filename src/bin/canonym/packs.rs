//! Packs from files, mapped into memory.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use canonym::{Pack, Tables};
use memmap2::Mmap;

use crate::failure::Failure;

/// Lays what is at a path over tables: a pack, a table, or a folder of those,
/// its packs below its tables.
pub(crate) fn add(tables: &mut Tables, path: &Path) -> Result<(), Failure> {
    if is_pack(path) {
        tables.add_base(Arc::new(open(path)?));
        return Ok(());
    }
    let packs = if path.is_dir() { within(path)? } else { Vec::new() };
    for pack in &packs {
        tables.add_base(Arc::new(open(pack)?));
    }
    match tables.add_path(path) {
        Err(error) if !packs.is_empty() && error.is_format() => Ok(()),
        done => Ok(done?),
    }
}

pub(crate) fn is_pack(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == "canonym") && !path.is_dir()
}

/// The packs of a folder and its subfolders in order of name.
pub(crate) fn within(folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    let failure = |error| Failure::file(folder, error);
    let mut packs = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(failure)? {
        let path = entry.map_err(failure)?.path();
        if path.is_dir() {
            packs.extend(within(&path)?);
        } else if is_pack(&path) {
            packs.push(path);
        }
    }
    packs.sort();
    Ok(packs)
}

/// Opens a pack without reading it.
pub(crate) fn open(path: &Path) -> Result<Pack, Failure> {
    let failure = |error| Failure::file(path, error);
    let file = File::open(path).map_err(failure)?;
    if !file.metadata().map_err(failure)?.is_file() {
        // A pipe cannot be mapped.
        let bytes = std::fs::read(path).map_err(failure)?;
        return Ok(Pack::open(&path.display().to_string(), bytes)?);
    }
    // SAFETY: the pages are only read. A file that somebody else changes
    // meanwhile gives other bytes, which every reader takes for possible, and
    // one that is cut short ends the program; compile replaces a pack by
    // another file and never writes into it.
    #[allow(unsafe_code)]
    let bytes = unsafe { Mmap::map(&file) }.map_err(failure)?;
    Ok(Pack::open(&path.display().to_string(), bytes)?)
}
