//! Files of other people, packed or not, line by line.

use std::io::{self, BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

use flate2::read::MultiGzDecoder;

use super::zstd::Zstd;
use crate::failure::Failure;
use crate::input::{open, packed_by};

/// Longer lines are no data; reading one whole would take all memory.
const LONGEST: u64 = 256 << 20;

/// What is wrong with bytes that are no text.
pub(super) const NOT_UTF8: &str = "not UTF-8; convert the file first, as with `iconv`";

/// The byte order mark.
const MARK: &[u8] = b"\xEF\xBB\xBF";

/// Whether a zip archive begins as those of Excel or LibreOffice do.
fn is_spreadsheet(head: &[u8]) -> bool {
    let first = &head[..head.len().min(128)];
    ["[Content_Types].xml", "_rels/.rels", "mimetypeapplication/vnd.oasis"]
        .iter()
        .any(|name| memchr::memmem::find(first, name.as_bytes()).is_some())
}

/// A file or standard input, unpacked.
pub(crate) struct Source {
    path: PathBuf,
    reader: Box<dyn BufRead>,
    line: usize,
}

impl Source {
    /// Opens a file; `-` is standard input. What begins as gzip or Zstandard
    /// does is unpacked; a byte order mark is left out.
    pub(crate) fn open(path: &Path) -> Result<Self, Failure> {
        let failure = |error| Failure::file(path, error);
        let plain: Box<dyn Read> =
            if path == Path::new("-") { Box::new(io::stdin().lock()) } else { Box::new(open(path).map_err(failure)?) };
        let mut plain = BufReader::with_capacity(1 << 18, plain);
        let mut reader: Box<dyn BufRead> = match plain.fill_buf().map_err(failure)? {
            [0x1F, 0x8B, ..] => Box::new(BufReader::with_capacity(1 << 18, MultiGzDecoder::new(plain))),
            [0x28, 0xB5, 0x2F, 0xFD, ..] | [0x50..=0x5F, 0x2A, 0x4D, 0x18, ..] => {
                Box::new(BufReader::with_capacity(1 << 18, Zstd::new(plain)))
            }
            head => match packed_by(head) {
                Some(_) if is_spreadsheet(head) => {
                    return Err(failure(io::Error::other("a spreadsheet; save it as CSV in UTF-8 first")));
                }
                Some((how, unpack)) => {
                    let what = format!("{how}; unpack it first: `{unpack} FILE | canonym import … -`");
                    return Err(failure(io::Error::other(what)));
                }
                None => Box::new(plain),
            },
        };
        // A mark may come in pieces.
        let mut start = Vec::new();
        (&mut reader).take(MARK.len() as u64).read_to_end(&mut start).map_err(failure)?;
        let start = if start == MARK { Vec::new() } else { start };
        let reader = BufReader::with_capacity(1 << 18, io::Cursor::new(start).chain(reader));
        Ok(Self { path: path.to_owned(), reader: Box::new(reader), line: 0 })
    }

    /// The next line without its end.
    pub(crate) fn line(&mut self) -> Result<Option<String>, Failure> {
        let mut bytes = Vec::new();
        let mut limited = (&mut self.reader).take(LONGEST);
        let read = limited.read_until(b'\n', &mut bytes).map_err(|error| Failure::file(&self.path, error))?;
        if read == 0 {
            return Ok(None);
        }
        self.line += 1;
        if bytes.len() as u64 == LONGEST {
            return Err(self.wrong("a line of 256 MB; this is not such a file"));
        }
        while bytes.last().is_some_and(|byte| matches!(byte, b'\n' | b'\r')) {
            bytes.pop();
        }
        String::from_utf8(bytes).map(Some).map_err(|_| self.wrong(NOT_UTF8))
    }

    /// All that is left.
    pub(crate) fn rest(&mut self) -> Result<String, Failure> {
        let mut bytes = Vec::new();
        let read = (&mut self.reader).take(LONGEST).read_to_end(&mut bytes);
        if read.map_err(|error| Failure::file(&self.path, error))? as u64 == LONGEST {
            let what = "more than 256 MB, which is read at once; split the file";
            return Err(Failure::message(format!("{}: {what}", self.path.display())));
        }
        String::from_utf8(bytes).map_err(|error| {
            let valid = &error.as_bytes()[..error.utf8_error().valid_up_to()];
            self.line = valid.iter().filter(|byte| **byte == b'\n').count() + 1;
            self.wrong(NOT_UTF8)
        })
    }

    /// The source as it is, for readers of their own.
    pub(crate) fn into_reader(self) -> Box<dyn BufRead> {
        self.reader
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// Whether the next byte that is no blank is this one.
    pub(crate) fn begins_with(&mut self, byte: u8) -> Result<bool, Failure> {
        let start = self.reader.fill_buf().map_err(|error| Failure::file(&self.path, error))?;
        Ok(start.iter().find(|byte| !byte.is_ascii_whitespace()) == Some(&byte))
    }

    /// What is wrong with the line that was read last.
    pub(crate) fn wrong(&self, what: &str) -> Failure {
        Failure::message(format!("{}:{}: {what}", self.path.display(), self.line))
    }
}
