//! Columns of tables by their names or numbers, and whole tables in memory.

use std::io::Read;
use std::path::Path;

use csv::ByteRecord;

use crate::args::rows::Layout;
use crate::failure::Failure;
use crate::nearest::meant;
use crate::records::Dialect;

/// The number, from 0, of the column that a word means; words are names before
/// they are numbers, and numbers alone where there is no header.
///
/// # Errors
///
/// What is wrong with the word, and what the columns are.
pub(crate) fn place(first: &[String], column: &str, no_headers: bool) -> Result<usize, String> {
    let mut named = (0..first.len()).filter(|&at| !no_headers && first[at] == *column);
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
    if header.len() == 1 {
        return format!("there is one, `{columns}`: name what stands between cells with --delimiter");
    }
    let meant = meant(column, header.iter().map(String::as_str));
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
    reader: csv::Reader<Box<dyn Read>>,
    /// The names of the columns; their numbers when there is no header.
    pub(crate) header: Vec<String>,
    no_headers: bool,
    /// The first row of a table without a header.
    first: Option<ByteRecord>,
}

impl Rows {
    /// Opens a table; `-` is standard input.
    pub(crate) fn open(path: &Path, layout: &Layout) -> Result<Self, Failure> {
        let source: Box<dyn Read> = if path == Path::new("-") {
            Box::new(std::io::stdin())
        } else {
            Box::new(std::fs::File::open(path).map_err(|error| Failure::file(path, error))?)
        };
        let Dialect { delimiter, quoting } = layout.dialect_of(path);
        let mut reader = csv::ReaderBuilder::new();
        reader.delimiter(delimiter).flexible(true).has_headers(false).quoting(quoting);
        let mut rows = Self {
            name: path.display().to_string(),
            reader: reader.from_reader(source),
            header: Vec::new(),
            no_headers: layout.no_headers,
            first: None,
        };
        let Some(first) = rows.next()? else { return Ok(rows) };
        if layout.no_headers {
            rows.header = (1..=first.len()).map(|number| number.to_string()).collect();
            rows.first = Some(first);
        } else {
            rows.header = first.iter().map(|cell| String::from_utf8_lossy(cell).into_owned()).collect();
        }
        Ok(rows)
    }

    pub(crate) fn next(&mut self) -> Result<Option<ByteRecord>, Failure> {
        if let Some(first) = self.first.take() {
            return Ok(Some(first));
        }
        let mut record = ByteRecord::new();
        let read = self.reader.read_byte_record(&mut record);
        let read = read.map_err(|error| Failure::message(format!("{}: {error}", self.name)))?;
        Ok(read.then_some(record))
    }

    /// The number of the column that a word means.
    pub(crate) fn place(&self, column: &str) -> Result<usize, Failure> {
        place(&self.header, column, self.no_headers)
            .map_err(|what| Failure::message(format!("{}:1: {what}", self.name)))
    }
}
