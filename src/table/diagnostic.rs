//! What is wrong with a table: place, line, message, remedy.

use std::fmt;

use super::model::At;

/// How bad a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The table is refused.
    Error,
    /// The table works, but hardly as its author means it.
    Warning,
}

/// One finding in a table.
///
/// `Display` gives one line, `file:line:column: message; remedy`, and the
/// line of the table below it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// The file as it was named.
    pub file: String,
    /// Line, from 1; 0 when the finding is about the file as a whole.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
    /// The line of the table, without its end.
    pub source_line: String,
    /// Error or warning.
    pub severity: Severity,
    /// A short name of the rule that was broken, such as `unknown-field`.
    pub rule: &'static str,
    /// What is wrong; values stand in backticks.
    pub message: String,
    /// What to do.
    pub remedy: String,
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
    files: Vec<(String, String)>,
}

impl Sources {
    /// Adds a file and returns its number.
    pub fn add(&mut self, path: impl Into<String>, text: impl Into<String>) -> u32 {
        self.files.push((path.into(), text.into()));
        (self.files.len() - 1) as u32
    }

    /// The text of a file.
    pub fn text(&self, file: u32) -> &str {
        self.files.get(file as usize).map_or("", |(_, text)| text)
    }

    /// The name of a file.
    pub fn path(&self, file: u32) -> &str {
        self.files.get(file as usize).map_or("", |(path, _)| path)
    }

    /// Line and column, both from 1, of a place.
    pub fn position(&self, at: At) -> (usize, usize) {
        let text = self.text(at.file);
        let mut offset = (at.offset as usize).min(text.len());
        while !text.is_char_boundary(offset) {
            offset -= 1;
        }
        let before = &text[..offset];
        let line = before.bytes().filter(|&b| b == b'\n').count() + 1;
        let column = before.rsplit('\n').next().unwrap_or("").chars().count() + 1;
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
        let source_line = self.text(at.file).lines().nth(line - 1).unwrap_or("");
        Diagnostic {
            file: self.path(at.file).to_owned(),
            line,
            column,
            source_line: clip(source_line, column),
            severity,
            rule,
            message,
            remedy,
        }
    }
}

/// A line of bulk data may be very long; keep what is around the column.
fn clip(line: &str, column: usize) -> String {
    const MOST: usize = 500;
    if line.len() <= MOST {
        return line.to_owned();
    }
    let keep = line.chars().take((column + 80).max(MOST)).collect::<String>();
    if keep.len() < line.len() { keep + "…" } else { keep }
}
