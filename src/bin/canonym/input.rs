//! Files and standard input, read in pieces.

use std::fs::File;
use std::io::{self, IsTerminal, Read, Seek};
use std::path::{Path, PathBuf};
use std::time::Duration;

use canonym::{Mention, Piece, Stream};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::args::common::{Common, When};
use crate::args::nearest_command;
use crate::failure::Failure;

/// A text to read, by the name it was given.
#[derive(Debug)]
pub(crate) struct Input {
    /// `-` is standard input.
    pub(crate) path: PathBuf,
}

/// The files named; standard input when there is none.
pub(crate) fn inputs(files: &[PathBuf]) -> Vec<Input> {
    let stdin = [PathBuf::from("-")];
    let files = if files.is_empty() { &stdin[..] } else { files };
    files.iter().map(|path| Input { path: path.clone() }).collect()
}

/// Opens a file for reading.
///
/// # Errors
///
/// As [`File::open`], and for the file that standard output goes to: reading
/// what is written would never end.
pub(crate) fn open(path: &Path) -> io::Result<File> {
    let file = File::open(path)?;
    if is_output(&file) {
        return Err(io::Error::other("is written to, too; let the output go to another file"));
    }
    Ok(file)
}

/// Opens a file that is text.
///
/// # Errors
///
/// As [`open`], and for files that are packed or UTF-16.
pub(crate) fn open_text(path: &Path) -> io::Result<File> {
    let mut file = open(path)?;
    // A pipe cannot be read twice.
    if file.metadata().is_ok_and(|known| known.is_file()) {
        let mut head = Vec::new();
        (&file).take(6).read_to_end(&mut head)?;
        must_be_text(&head)?;
        file.rewind()?;
    }
    Ok(file)
}

/// Standard input, which is text.
///
/// # Errors
///
/// As [`open_text`].
pub(crate) fn stdin_text() -> io::Result<impl Read + Send> {
    let (mut head, mut read) = (vec![0; PIECE], 0);
    // A mark may come in pieces.
    while read == 0 || MARKS.iter().any(|mark| mark.len() > read && mark.starts_with(&head[..read])) {
        match io::stdin().read(&mut head[read..]) {
            Ok(0) => break,
            Ok(more) => read += more,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    head.truncate(read);
    must_be_text(&head)?;
    Ok(io::Cursor::new(head).chain(io::stdin()))
}

/// What UTF-16 and packed files begin with.
const MARKS: [&[u8]; 7] =
    [b"\xFF\xFE", b"\xFE\xFF", b"\x1F\x8B", b"\x28\xB5\x2F\xFD", b"PK\x03\x04", b"BZh9", b"\xFD7zXZ\0"];

fn must_be_text(head: &[u8]) -> io::Result<()> {
    if let Some((_, unpack)) = packed_by(head) {
        if unpack.starts_with("unzip") {
            return Err(io::Error::other("a zip archive; save a spreadsheet as CSV in UTF-8, unpack others first"));
        }
        return Err(io::Error::other(format!("packed; unpack it first: `{unpack} FILE | canonym …`")));
    }
    if is_utf16(head) {
        return Err(io::Error::other("UTF-16; save it as UTF-8, or `iconv -f UTF-16 -t UTF-8 FILE | canonym …`"));
    }
    Ok(())
}

/// Whether bytes begin with the byte order mark of UTF-16.
pub(crate) fn is_utf16(head: &[u8]) -> bool {
    head.starts_with(b"\xFF\xFE") || head.starts_with(b"\xFE\xFF")
}

/// How bytes that begin so are packed, and what unpacks them.
pub(crate) fn packed_by(head: &[u8]) -> Option<(&'static str, &'static str)> {
    match head {
        [0x1F, 0x8B, ..] => Some(("packed by gzip", "zcat")),
        [0x28, 0xB5, 0x2F, 0xFD, ..] => Some(("packed by zstd", "zstdcat")),
        [b'P', b'K', 3, 4, ..] => Some(("a zip archive", "unzip -p")),
        [b'B', b'Z', b'h', b'1'..=b'9', ..] => Some(("packed by bzip2", "bzcat")),
        [0xFD, b'7', b'z', b'X', b'Z', 0, ..] => Some(("packed by xz", "xzcat")),
        _ => None,
    }
}

#[cfg(unix)]
fn is_output(file: &File) -> bool {
    use std::os::fd::AsFd;
    use std::os::unix::fs::MetadataExt;
    let number = |file: &File| {
        let known = file.metadata().ok().filter(std::fs::Metadata::is_file);
        known.map(|known| (known.dev(), known.ino()))
    };
    let output = io::stdout().as_fd().try_clone_to_owned().map(File::from);
    output.is_ok_and(|output| number(&output).is_some_and(|output| number(file) == Some(output)))
}

#[cfg(not(unix))]
fn is_output(_: &File) -> bool {
    false
}

impl Input {
    pub(crate) fn is_stdin(&self) -> bool {
        self.path == Path::new("-")
    }

    /// The name as it stands in reports.
    pub(crate) fn name(&self) -> String {
        self.path.display().to_string()
    }

    /// A word that is no file may be meant as a name.
    fn cannot_open(&self, error: io::Error) -> Failure {
        let name = self.name();
        if error.kind() == io::ErrorKind::NotFound && !name.contains(['.', '/', '\\']) {
            let meant = nearest_command(&name)
                .map_or("whose".to_owned(), |command| format!("did you mean `canonym {command}`? Whose"));
            let what = format!("{meant} name it is tells `canonym lookup {name:?}`");
            return Failure::message(format!("{name}: no such file; {what}"));
        }
        Failure::file(&self.path, error)
    }

    /// Reads the text in pieces and hands each on as it comes; more at once
    /// when it comes faster than it is taken.
    pub(crate) fn read(
        &self,
        bar: &Progress,
        mut take: impl FnMut(&[u8]) -> Result<(), Failure>,
    ) -> Result<(), Failure> {
        let failure = |error| Failure::file(&self.path, error);
        if !self.is_stdin() {
            let mut file = open_text(&self.path).map_err(|error| self.cannot_open(error))?;
            let long = file.metadata().is_ok_and(|known| known.len() > AT_ONCE as u64);
            if !long {
                return pieces(&mut file, |piece| {
                    bar.0.inc(piece.len() as u64);
                    take(piece)
                })
                .map_err(failure)?;
            }
            return self.ahead(file, bar, take);
        }
        self.ahead(stdin_text().map_err(failure)?, bar, take)
    }

    /// Reads the text through a stream and hands on its mentions, and all bytes
    /// as they come.
    pub(crate) fn mentions(
        &self,
        bar: &Progress,
        stream: &mut Stream<'_>,
        mut see: impl FnMut(&[u8]),
        mut take: impl FnMut(Mention),
    ) -> Result<(), Failure> {
        let mut drain = |stream: &mut Stream<'_>| {
            while let Some(piece) = stream.next() {
                if let Piece::Mention { mention, .. } = piece {
                    take(mention);
                }
            }
        };
        self.read(bar, |bytes| {
            see(bytes);
            stream.push(bytes);
            drain(stream);
            Ok(())
        })?;
        stream.finish();
        drain(stream);
        Ok(())
    }

    /// Reads ahead on a thread of its own.
    fn ahead(
        &self,
        mut reader: impl Read + Send + 'static,
        bar: &Progress,
        mut take: impl FnMut(&[u8]) -> Result<(), Failure>,
    ) -> Result<(), Failure> {
        let (send, come) = std::sync::mpsc::sync_channel::<io::Result<Vec<u8>>>(AT_ONCE / PIECE);
        // It ends with the text, or when nobody takes what it reads.
        std::thread::spawn(move || {
            let done = pieces(&mut reader, |piece| send.send(Ok(piece.to_vec())));
            if let Err(error) = done {
                let _ = send.send(Err(error));
            }
        });
        let mut waiting = Vec::new();
        let mut failure = None;
        while let Some(piece) = if failure.is_some() { None } else { come.recv().ok() } {
            let mut next = Some(piece);
            while let Some(piece) = next {
                match piece {
                    Ok(piece) => waiting.extend_from_slice(&piece),
                    Err(error) => failure = Some(error),
                }
                next = if waiting.len() < AT_ONCE { come.try_recv().ok() } else { None };
            }
            bar.0.inc(waiting.len() as u64);
            take(&waiting)?;
            waiting.clear();
        }
        failure.map_or(Ok(()), |error| Err(Failure::file(&self.path, error)))
    }
}

/// Bytes that are read in one go, and those that are taken at once.
const PIECE: usize = 64 << 10;
const AT_ONCE: usize = 512 << 10;

/// Reads to the end, and hands on each piece until one is not taken.
fn pieces<E>(reader: &mut impl Read, mut take: impl FnMut(&[u8]) -> Result<(), E>) -> io::Result<Result<(), E>> {
    let mut buffer = vec![0; PIECE];
    loop {
        match reader.read(&mut buffer) {
            Ok(0) => return Ok(Ok(())),
            Ok(read) => {
                if let Err(error) = take(&buffer[..read]) {
                    return Ok(Err(error));
                }
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
}

/// Whether somebody types the text.
pub(crate) fn is_typed(files: &[PathBuf]) -> bool {
    files.iter().all(|path| path == Path::new("-")) && io::stdin().is_terminal()
}

/// A bar on standard error that shows how much has been read.
pub(crate) struct Progress(ProgressBar);

impl Progress {
    /// A bar over all inputs; hidden when some are of unknown size, when
    /// nobody watches, or when they are small.
    pub(crate) fn new(common: &Common, inputs: &[Input]) -> Self {
        const SMALL: u64 = 16 << 20;
        let size = |input: &Input| std::fs::metadata(&input.path).ok().filter(|m| m.is_file()).map(|m| m.len());
        let total: Option<u64> = inputs.iter().map(size).sum();
        let wanted = match common.progress {
            When::Never => false,
            When::Always => true,
            When::Auto => {
                !common.quiet
                    && io::stderr().is_terminal()
                    && !io::stdout().is_terminal()
                    && total.is_none_or(|t| t > SMALL)
            }
        };
        if !wanted {
            return Self(ProgressBar::hidden());
        }
        let bar = match total {
            Some(total) => {
                ProgressBar::new(total).with_style(style("{wide_bar} {bytes}/{total_bytes} {bytes_per_sec} {eta}"))
            }
            None => ProgressBar::new_spinner().with_style(style("{spinner} {bytes} {bytes_per_sec}")),
        };
        bar.set_draw_target(ProgressDrawTarget::stderr());
        bar.enable_steady_tick(Duration::from_millis(200));
        Self(bar)
    }
}

/// A sign on standard error that work goes on.
pub(crate) struct Work(ProgressBar);

impl Work {
    pub(crate) fn new(common: &Common, what: &str) -> Self {
        let wanted = match common.progress {
            When::Never => false,
            When::Always => true,
            When::Auto => !common.quiet && io::stderr().is_terminal(),
        };
        if !wanted {
            return Self(ProgressBar::hidden());
        }
        let bar = ProgressBar::new_spinner().with_style(style("{spinner} {msg} {elapsed}"));
        bar.set_draw_target(ProgressDrawTarget::stderr());
        bar.enable_steady_tick(Duration::from_millis(200));
        bar.set_message(what.to_owned());
        Self(bar)
    }

    /// What is done now.
    pub(crate) fn say(&self, what: &str) {
        self.0.set_style(style("{spinner} {msg} {elapsed}"));
        self.0.set_message(what.to_owned());
    }

    /// How far that is.
    pub(crate) fn show(&self, done: u64, of: u64) {
        if self.0.length() != Some(of) {
            self.0.set_style(style("{spinner} {msg} {wide_bar} {human_pos}/{human_len} {eta}"));
            self.0.set_length(of);
        }
        self.0.set_position(done);
    }
}

impl Drop for Work {
    fn drop(&mut self) {
        self.0.finish_and_clear();
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.0.finish_and_clear();
    }
}

fn style(template: &str) -> ProgressStyle {
    ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar())
}
