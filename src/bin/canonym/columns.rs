//! Columns of tables by their names or numbers, and whole tables in memory.

use std::collections::VecDeque;
use std::io::Read;
use std::path::Path;

use csv::ByteRecord;

use crate::args::rows::Layout;
use crate::failure::Failure;
use crate::input::{open_text, stdin_text};
use crate::nearest::meant;
use crate::records::{Dialect, LONGEST, Record, Records};

/// The number, from 0, of the column that a word means; words are names before
/// they are numbers, and numbers alone where there is no header.
///
/// # Errors
///
/// What is wrong with the word, and what the columns are.
pub(crate) fn place(first: &[String], column: &str, no_headers: bool) -> Result<usize, String> {
    let exact = (0..first.len()).any(|at| first[at] == *column);
    // Spreadsheets leave blanks behind names.
    let is_named = |name: &str| if exact { name == column } else { name.trim() == column.trim() };
    let mut named = (0..first.len()).filter(|&at| !no_headers && is_named(&first[at]));
    match (named.next(), named.next(), column.parse::<usize>()) {
        (Some(at), None, _) => Ok(at),
        (None, _, Ok(number @ 1..)) if number <= first.len() => Ok(number - 1),
        (Some(_), Some(_), _) => Err(format!("there are several columns `{column}`; say which by its number, from 1")),
        _ if no_headers => Err(format!("there is no column `{column}`; write a number from 1 to {}", first.len())),
        _ => Err(format!("there is no column `{column}`; {}", told(first, column))),
    }
}

/// What the columns are, and which was meant.
fn told(header: &[String], column: &str) -> String {
    if header.is_empty() {
        return "the table is empty".to_owned();
    }
    let columns: String = header.join(", ").chars().take(300).collect();
    let parts = |c: char| !c.is_alphanumeric() && !matches!(c, ' ' | '_' | '-' | '.');
    if matches!(header, [only] if only.contains(parts)) {
        return format!("there is one, `{columns}`: name what stands between cells with --delimiter");
    }
    let meant = meant(column, header.iter().map(String::as_str));
    if let ([_], true) = (header, meant.is_empty()) {
        return format!("there is one, `{columns}`");
    }
    if meant.is_empty() { format!("the columns are {columns}") } else { format!("{meant}The columns are {columns}") }
}

impl Layout {
    /// How the cells of a file are written.
    pub(crate) fn dialect_of(&self, path: &Path) -> Dialect {
        let tabs = path.extension().is_some_and(|ending| ending == "tsv" || ending == "tab");
        let delimiter = self.delimiter.unwrap_or(if tabs { b'\t' } else { b',' });
        Dialect { delimiter, quoting: !self.no_quoting }
    }
}

/// The rows of a table, one after the other.
pub(crate) struct Rows {
    name: String,
    source: Box<dyn Read>,
    dialect: Dialect,
    records: Records,
    /// Those that were read and not given, with the lines that they begin in.
    ready: VecDeque<(usize, ByteRecord)>,
    is_read: bool,
    /// The names of the columns; their numbers when there is no header.
    pub(crate) header: Vec<String>,
    no_headers: bool,
}

impl Rows {
    /// Opens a table; `-` is standard input.
    pub(crate) fn open(path: &Path, layout: &Layout) -> Result<Self, Failure> {
        let source: std::io::Result<Box<dyn Read>> = match path == Path::new("-") {
            true => stdin_text().map(|source| Box::new(source) as _),
            false => open_text(path).map(|source| Box::new(source) as _),
        };
        let source = source.map_err(|error| Failure::file(path, error))?;
        Self::of(path, source, layout.dialect_of(path), layout.no_headers)
    }

    /// The rows of a source that is called as a path is.
    pub(crate) fn of(path: &Path, source: Box<dyn Read>, dialect: Dialect, no_headers: bool) -> Result<Self, Failure> {
        let mut rows = Self {
            name: path.display().to_string(),
            source,
            dialect,
            records: Records::new(dialect),
            ready: VecDeque::new(),
            is_read: false,
            header: Vec::new(),
            no_headers,
        };
        let Some(first) = rows.next_numbered()? else { return Ok(rows) };
        if no_headers {
            rows.header = (1..=first.1.len()).map(|number| number.to_string()).collect();
            rows.ready.push_front(first);
        } else {
            rows.header = first.1.iter().map(|cell| String::from_utf8_lossy(cell).into_owned()).collect();
        }
        Ok(rows)
    }

    pub(crate) fn next(&mut self) -> Result<Option<ByteRecord>, Failure> {
        Ok(self.next_numbered()?.map(|(_, row)| row))
    }

    /// The next row and the line that it begins in.
    pub(crate) fn next_numbered(&mut self) -> Result<Option<(usize, ByteRecord)>, Failure> {
        while self.ready.is_empty() && !self.is_read {
            let mut piece = vec![0; 1 << 16];
            let read = self.source.read(&mut piece).map_err(|error| Failure::file(Path::new(&self.name), error))?;
            self.is_read = read == 0;
            let found = self.records.push(&piece[..read], self.is_read).map_err(|line| {
                self.wrong(
                    line,
                    &format!("the row does not end within {} MB: is a quotation mark left open?", LONGEST >> 20),
                )
            })?;
            if let Some(last) = found.last().filter(|_| self.is_read)
                && self.dialect.is_open(&self.records.bytes()[last.raw.clone()])
            {
                let what = "a quotation mark is left open; close it, or double those that are part of a cell";
                return Err(self.wrong(last.line, what));
            }
            let row = |record: &Record| (record.line, self.records.cells(record).collect::<ByteRecord>());
            self.ready.extend(found.iter().map(row));
            self.records.forget(&found);
        }
        Ok(self.ready.pop_front())
    }

    fn wrong(&self, line: usize, what: &str) -> Failure {
        Failure::message(format!("{}:{line}: {what}", self.name))
    }

    /// The number of the column that a word means.
    pub(crate) fn place(&self, column: &str) -> Result<usize, Failure> {
        place(&self.header, column, self.no_headers)
            .map_err(|what| Failure::message(format!("{}:1: {what}", self.name)))
    }
}
