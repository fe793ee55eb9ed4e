//! Files written whole or not at all.

use std::collections::HashSet;
use std::fs;
use std::io::{self, BufWriter, IsTerminal, Write};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use crate::failure::Failure;
use crate::interrupt::Temporary;
use crate::packs;

/// Standard output, buffered.
pub(crate) fn stdout() -> BufWriter<io::StdoutLock<'static>> {
    BufWriter::with_capacity(64 << 10, io::stdout().lock())
}

/// Lets `write` write a file, whole or not at all, or standard output when none
/// is named; it is given how to tell that it could not.
pub(crate) fn to(
    path: Option<&Path>,
    write: impl FnOnce(&mut dyn Write, &dyn Fn(io::Error) -> Failure) -> Result<(), Failure>,
) -> Result<(), Failure> {
    match path.filter(|path| descriptor(path) != Some(1)) {
        Some(path) => {
            let mut file = Whole::create(path)?;
            write(&mut file, &|error| Failure::file(path, error))?;
            file.finish()
        }
        None => {
            let mut out = stdout();
            write(&mut out, &Failure::output)?;
            out.flush().map_err(Failure::output)
        }
    }
}

/// Writes bytes to a file, or to standard output, as [`to`] does.
pub(crate) fn put(path: Option<&Path>, bytes: &[u8]) -> Result<(), Failure> {
    to(path, |out, failed| out.write_all(bytes).map_err(failed))
}

/// Standard output for reading: colours only ever reach a terminal.
pub(crate) fn coloured_stdout() -> anstream::AutoStream<io::Stdout> {
    let stdout = io::stdout();
    let choice = if stdout.is_terminal() { anstream::ColorChoice::global() } else { anstream::ColorChoice::Never };
    anstream::AutoStream::new(stdout, choice)
}

/// Whether two paths are one file.
pub(crate) fn same_file(a: &Path, b: &Path) -> bool {
    a == b || a.canonicalize().is_ok_and(|a| b.canonicalize().is_ok_and(|b| a == b))
}

/// Refuses an output that is one of the inputs, which it would replace.
pub(crate) fn not_an_input<'p>(output: &Path, mut inputs: impl Iterator<Item = &'p PathBuf>) -> Result<(), Failure> {
    let Ok(own) = output.canonicalize() else { return Ok(()) };
    match inputs.find(|input| input.canonicalize().is_ok_and(|input| input == own)) {
        Some(_) => {
            let what = "is read, too, and would be replaced; name another file";
            Err(Failure::message(format!("{}: {what}", output.display())))
        }
        None => Ok(()),
    }
}

/// Refuses outputs that are tables in use; tables are looked for when there is
/// something that could be one.
pub(crate) fn not_tables<'p>(outputs: impl Iterator<Item = &'p Path>, tables: &[PathBuf]) -> Result<(), Failure> {
    let existing = |output: &'p Path| Some((output, output.canonicalize().ok()?));
    let outputs: Vec<(&Path, PathBuf)> =
        if tables.is_empty() { Vec::new() } else { outputs.filter_map(existing).collect() };
    if outputs.is_empty() {
        return Ok(());
    }
    let mut used = HashSet::new();
    for table in tables {
        // Files that cannot be read are told when they are.
        let mut files = canonym::table_files(table).unwrap_or_default();
        if table.is_dir() {
            files.extend(packs::within(table).unwrap_or_default());
        }
        used.extend(files.iter().filter_map(|file| file.canonicalize().ok()));
    }
    match outputs.iter().find(|(_, own)| used.contains(own)) {
        Some((output, _)) => {
            let what = "is a table in use, and would be replaced; name another file";
            Err(Failure::message(format!("{}: {what}", output.display())))
        }
        None => Ok(()),
    }
}

/// A file that appears under its name only when it is complete.
///
/// A file that was there is replaced with its mode kept; a link stays a link
/// and what it points to is replaced. A device or pipe cannot be replaced and
/// is written to.
#[derive(Debug)]
pub(crate) struct Whole {
    path: PathBuf,
    to: To,
}

#[derive(Debug)]
enum To {
    /// A temporary file, and the path behind all links that it will have.
    File(BufWriter<NamedTempFile>, PathBuf, Temporary),
    Device(BufWriter<fs::File>),
}

/// The number of the open file that a path leads to: `-` is standard output.
fn descriptor(path: &Path) -> Option<u32> {
    match path.to_str()? {
        "-" | "/dev/stdout" => Some(1),
        "/dev/stderr" => Some(2),
        path => ["/dev/fd/", "/proc/self/fd/"].iter().find_map(|folder| path.strip_prefix(folder)?.parse().ok()),
    }
}

/// What an open file goes on behind: never from its beginning, as others may have
/// written to it.
#[cfg(unix)]
fn going_on(number: u32, path: &Path) -> io::Result<fs::File> {
    use std::os::fd::AsFd;
    match number {
        1 => Ok(io::stdout().as_fd().try_clone_to_owned()?.into()),
        2 => Ok(io::stderr().as_fd().try_clone_to_owned()?.into()),
        // Where others go on in a file is not known.
        _ if fs::metadata(path)?.is_file() => {
            Err(io::Error::other("is a file that is open already; name the file, or write to standard output"))
        }
        _ => fs::OpenOptions::new().write(true).open(path),
    }
}

#[cfg(not(unix))]
fn going_on(_: u32, path: &Path) -> io::Result<fs::File> {
    Err(io::Error::other(format!("`{}` cannot be written to here; name a file", path.display())))
}

impl Whole {
    /// Begins a file at `path`.
    pub(crate) fn create(path: &Path) -> Result<Self, Failure> {
        let failure = |error| Failure::file(path, error);
        if let Some(number) = descriptor(path) {
            let open = going_on(number, path).map_err(failure)?;
            return Ok(Self { path: path.to_owned(), to: To::Device(BufWriter::new(open)) });
        }
        // Such links may lead to what has no path.
        let special = fs::metadata(path).is_ok_and(|known| !known.is_file() && !known.is_dir());
        let target = if special { path.to_owned() } else { behind_links(path).map_err(failure)? };
        let known = fs::metadata(&target).ok();
        if known.as_ref().is_some_and(fs::Metadata::is_dir) {
            return Err(failure(io::Error::other("is a folder; name a file")));
        }
        if known.as_ref().is_some_and(|known| !known.is_file()) {
            let device = fs::OpenOptions::new().write(true).open(&target).map_err(failure)?;
            return Ok(Self { path: path.to_owned(), to: To::Device(BufWriter::new(device)) });
        }
        if known.as_ref().is_some_and(|known| known.permissions().readonly()) {
            return Err(failure(io::Error::other("read-only; make it writable first")));
        }
        let folder = target.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let mut builder = tempfile::Builder::new();
        builder.prefix(".canonym-");
        let (temporary, own) = Temporary::made(|| usual_mode(&mut builder).tempfile_in(folder)).map_err(failure)?;
        if let Some(known) = known {
            temporary.as_file().set_permissions(known.permissions()).map_err(failure)?;
        }
        Ok(Self { path: path.to_owned(), to: To::File(BufWriter::new(temporary), target, own) })
    }

    /// Puts the file under its name.
    pub(crate) fn finish(self) -> Result<(), Failure> {
        let failure = |error| Failure::file(&self.path, error);
        match self.to {
            To::Device(mut device) => device.flush().map_err(failure),
            To::File(temporary, target, _own) => {
                let temporary = temporary.into_inner().map_err(|error| failure(error.into_error()))?;
                temporary.as_file().sync_all().map_err(failure)?;
                temporary.persist(&target).map_err(|error| failure(error.error))?;
                Ok(())
            }
        }
    }
}

impl Write for Whole {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match &mut self.to {
            To::File(file, ..) => file.write(bytes),
            To::Device(device) => device.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match &mut self.to {
            To::File(file, ..) => file.flush(),
            To::Device(device) => device.flush(),
        }
    }
}

/// The path that a chain of links leads to, whether anything is there or not.
fn behind_links(path: &Path) -> io::Result<PathBuf> {
    let mut target = path.to_owned();
    for _ in 0..40 {
        match fs::read_link(&target) {
            Ok(next) => target = target.parent().unwrap_or(Path::new("")).join(next),
            Err(_) => return Ok(target),
        }
    }
    Err(io::Error::other("too many links"))
}

/// Temporary files are private; a new file has the mode that the user's
/// files have.
#[cfg(unix)]
fn usual_mode<'b, 'p, 's>(builder: &'b mut tempfile::Builder<'p, 's>) -> &'b mut tempfile::Builder<'p, 's> {
    use std::os::unix::fs::PermissionsExt;
    builder.permissions(fs::Permissions::from_mode(0o666))
}

#[cfg(not(unix))]
fn usual_mode<'b, 'p, 's>(builder: &'b mut tempfile::Builder<'p, 's>) -> &'b mut tempfile::Builder<'p, 's> {
    builder
}
