//! Files written whole or not at all.

use std::fs;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use crate::failure::Failure;

/// Standard output, buffered.
pub(crate) fn stdout() -> BufWriter<io::StdoutLock<'static>> {
    BufWriter::with_capacity(64 << 10, io::stdout().lock())
}

/// A file that appears under its name only when it is complete.
///
/// A file that was there is replaced with its mode kept; a link stays a link
/// and what it points to is replaced.
#[derive(Debug)]
pub(crate) struct Whole {
    path: PathBuf,
    /// Behind all links.
    target: PathBuf,
    temporary: BufWriter<NamedTempFile>,
}

impl Whole {
    /// Begins a file at `path`.
    pub(crate) fn create(path: &Path) -> Result<Self, Failure> {
        let failure = |error| Failure::file(path, error);
        let target = match fs::canonicalize(path) {
            Ok(target) => target,
            Err(error) if error.kind() == io::ErrorKind::NotFound => path.to_owned(),
            Err(error) => return Err(failure(error)),
        };
        let folder = target.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let temporary = tempfile::Builder::new().prefix(".canonym-").tempfile_in(folder).map_err(failure)?;
        match fs::metadata(&target) {
            Ok(known) if !known.is_file() => {
                return Err(failure(io::Error::other("not a regular file; name a file that can be replaced")));
            }
            Ok(known) if known.permissions().readonly() => {
                return Err(failure(io::Error::other("read-only; make it writable first")));
            }
            Ok(known) => temporary.as_file().set_permissions(known.permissions()).map_err(failure)?,
            Err(_) => new_file_mode(&temporary).map_err(failure)?,
        }
        Ok(Self { path: path.to_owned(), target, temporary: BufWriter::new(temporary) })
    }

    /// Puts the file under its name.
    pub(crate) fn finish(self) -> Result<(), Failure> {
        let failure = |error| Failure::file(&self.path, error);
        let temporary = self.temporary.into_inner().map_err(|error| failure(error.into_error()))?;
        temporary.as_file().sync_all().map_err(failure)?;
        temporary.persist(&self.target).map_err(|error| failure(error.error))?;
        Ok(())
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }
}

impl Write for Whole {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.temporary.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.temporary.flush()
    }
}

/// Temporary files are private; a new file has the usual mode.
#[cfg(unix)]
fn new_file_mode(temporary: &NamedTempFile) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    temporary.as_file().set_permissions(fs::Permissions::from_mode(0o644))
}

#[cfg(not(unix))]
fn new_file_mode(_: &NamedTempFile) -> io::Result<()> {
    Ok(())
}
