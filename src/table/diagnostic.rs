//! What is wrong with a table: place, line, message, remedy.

use std::fmt;

use serde::Serialize;

use super::model::At;

/// How bad a finding is, the worst first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// The table is refused.
    Error,
    /// The table works, but hardly as its author means it.
    Warning,
    /// Worth a second look.
    Note,
}

impl Severity {
    /// The word that reports write for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Note => "note",
        }
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// How a finding can be mended without asking.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Fix {
    /// Take the value out.
    Remove,
    /// Write this instead.
    Replace(String),
    /// Call the field so.
    Rename(String),
    /// Make the text a list of one.
    List,
}

/// One finding in a table.
///
/// `Display` gives one line, `file:line:column: message; remedy`, and the
/// line of the table below it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Diagnostic {
    /// The file as it was named.
    pub file: String,
    /// Line, from 1; 0 when the finding is about the file as a whole.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
    /// The line of the table, without its end; of a very long line, what
    /// stands around the place.
    pub source_line: String,
    /// Column in `source_line`, in characters, from 1.
    pub marker: usize,
    /// How bad it is.
    pub severity: Severity,
    /// A short name of the rule that was broken, such as `unknown-field`.
    pub rule: &'static str,
    /// What is wrong; values stand in backticks.
    pub message: String,
    /// What to do.
    pub remedy: String,
    /// How it can be mended without asking, in a TOML table.
    pub fix: Option<Fix>,
}

impl Diagnostic {
    /// An error in a row that has no text.
    pub(super) fn of_row(file: &str, line: usize, message: String, remedy: &str) -> Self {
        Self {
            file: file.to_owned(),
            line,
            column: 1,
            source_line: String::new(),
            marker: 1,
            severity: Severity::Error,
            rule: "type",
            message,
            remedy: remedy.to_owned(),
            fix: None,
        }
    }
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { file, line, column, message, remedy, .. } = self;
        if *line == 0 {
            return write!(f, "{file}: {message}; {remedy}");
        }
        write!(f, "{file}:{line}:{column}: {message}; {remedy}\n{line:>5} | {}", self.source_line)
    }
}

/// The files of a load, to say where a row stands.
#[derive(Debug, Clone, Default)]
pub struct Sources {
    files: Vec<Source>,
    /// What of files is no text, and what it is.
    pub(super) not_text: Vec<(At, String)>,
}

#[derive(Debug, Clone)]
struct Source {
    path: String,
    text: String,
    /// Offsets at which lines begin.
    lines: Vec<usize>,
}

impl Sources {
    /// Adds a file and returns its number.
    pub fn add(&mut self, path: impl Into<String>, text: impl Into<String>) -> u32 {
        let text = text.into();
        let lines = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        self.files.push(Source { path: path.into(), text, lines });
        (self.files.len() - 1) as u32
    }

    /// Adds a file by its bytes; those that are no UTF-8 are told as findings.
    pub(super) fn add_bytes(&mut self, path: String, bytes: Vec<u8>) {
        let file = self.files.len() as u32;
        let mut wrong = |offset: usize, what: &str| {
            self.not_text.push((At { file, offset: offset as u32 }, what.to_owned()));
        };
        let text = match String::from_utf8(bytes) {
            Ok(text) => text,
            Err(error) if [&b"\xFF\xFE"[..], b"\xFE\xFF"].iter().any(|mark| error.as_bytes().starts_with(mark)) => {
                wrong(0, "the file is UTF-16");
                String::new()
            }
            Err(error) => {
                wrong(error.utf8_error().valid_up_to(), "this is not UTF-8");
                String::from_utf8_lossy(error.as_bytes()).into_owned()
            }
        };
        self.add(path, text);
    }

    /// The text of a file.
    pub fn text(&self, file: u32) -> &str {
        self.files.get(file as usize).map_or("", |file| &file.text)
    }

    /// The name of a file.
    pub fn path(&self, file: u32) -> &str {
        self.files.get(file as usize).map_or("", |file| &file.path)
    }

    /// Line and column, both from 1, of a place.
    pub fn position(&self, at: At) -> (usize, usize) {
        let Some(file) = self.files.get(at.file as usize) else { return (1, 1) };
        let mut offset = (at.offset as usize).min(file.text.len());
        while !file.text.is_char_boundary(offset) {
            offset -= 1;
        }
        let line = file.lines.partition_point(|&start| start <= offset).max(1);
        let column = file.text[file.lines[line - 1]..offset].chars().count() + 1;
        (line, column)
    }

    /// `file:line` of a place, to point to from elsewhere.
    pub fn reference(&self, at: At) -> String {
        format!("{}:{}", self.path(at.file), self.position(at).0)
    }

    pub(crate) fn diagnostic(
        &self,
        severity: Severity,
        rule: &'static str,
        at: At,
        message: String,
        remedy: String,
    ) -> Diagnostic {
        let (line, column) = self.position(at);
        let (source_line, marker) = self.files.get(at.file as usize).map_or_else(Default::default, |file| {
            let rest = &file.text[file.lines[line - 1]..];
            clip(rest.lines().next().unwrap_or(""), column)
        });
        Diagnostic {
            file: self.path(at.file).to_owned(),
            line,
            column,
            source_line,
            marker,
            severity,
            rule,
            message,
            remedy,
            fix: None,
        }
    }
}

/// A line of bulk data may be very long: what is around the column, and the
/// column in that.
fn clip(line: &str, column: usize) -> (String, usize) {
    const AROUND: usize = 120;
    if line.len() <= 4 * AROUND {
        return (line.to_owned(), column);
    }
    let skipped = column.saturating_sub(AROUND);
    let mut chars = line.chars().skip(skipped);
    let mut out = String::from(if skipped > 0 { "…" } else { "" });
    out.extend(chars.by_ref().take(2 * AROUND));
    if chars.next().is_some() {
        out.push('…');
    }
    (out, column - skipped + usize::from(skipped > 0))
}
