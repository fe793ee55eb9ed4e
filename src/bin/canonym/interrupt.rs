//! What an interrupted run leaves behind: no temporary file.

use std::collections::BTreeSet;
use std::io;
use std::path::PathBuf;
use std::sync::{Mutex, MutexGuard, Once, PoisonError};

use tempfile::NamedTempFile;

/// The temporary files there are.
static OPEN: Mutex<BTreeSet<PathBuf>> = Mutex::new(BTreeSet::new());

static HANDLER: Once = Once::new();

/// What shells give a program that an interrupt ended.
const INTERRUPTED: i32 = 130;

/// A temporary file that is taken away when the run is interrupted, as long as
/// this lives.
#[derive(Debug)]
pub(crate) struct Temporary(PathBuf);

impl Temporary {
    /// Lets `make` make the file.
    pub(crate) fn made(make: impl FnOnce() -> io::Result<NamedTempFile>) -> io::Result<(NamedTempFile, Self)> {
        // A system without such signals leaves the files to whoever finds them.
        HANDLER.call_once(|| drop(ctrlc::set_handler(end)));
        // Held meanwhile, so that no file is there that is not known.
        let mut open = open();
        let file = make()?;
        open.insert(file.path().to_owned());
        let own = Self(file.path().to_owned());
        Ok((file, own))
    }
}

impl Drop for Temporary {
    fn drop(&mut self) {
        open().remove(&self.0);
    }
}

fn end() {
    // Held until the end, so that no further file is begun.
    let open = open();
    open.iter().for_each(|path| drop(std::fs::remove_file(path)));
    std::process::exit(INTERRUPTED);
}

fn open() -> MutexGuard<'static, BTreeSet<PathBuf>> {
    OPEN.lock().unwrap_or_else(PoisonError::into_inner)
}
