//! Tables with a header whose columns the user names.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use canonym::table::model::PLACE_TYPES;
use csv::StringRecord;

use super::source::{NOT_UTF8, Source};
use super::tally::Tally;
use super::{DETAILS, LeftOut, Reader, Row, Take, kind_of};
use crate::columns::{Rows, place};
use crate::failure::Failure;
use crate::message;
use crate::records::Dialect;

/// Files and what their columns are.
pub(crate) struct Delimited {
    pub(crate) files: Vec<PathBuf>,
    /// Field of a table and the column that holds it.
    pub(crate) columns: Vec<(String, String)>,
    /// Between cells; told from the file name when absent.
    pub(crate) delimiter: Option<u8>,
    /// Between the aliases in a cell.
    pub(crate) separator: String,
    /// What all rows are, when no column says so.
    pub(crate) kind: &'static str,
    /// The first file, as far as it is read.
    pub(crate) first: Option<Open>,
    pub(crate) others: Tally,
}

/// A file that is read, and the columns that each field is in.
pub(crate) struct Open {
    rows: Rows,
    /// Whether quotation marks around a cell are told from the cell.
    quoting: bool,
    at: Vec<Vec<usize>>,
}

/// The fields that columns may hold: those of a table, and the form and one of
/// its spellings, as `export csv` writes them.
const FIELDS: [&str; 14] = [
    "id", "name", "kind", "type", "country", "within", "aliases", "form", "spelling", "lang", "near", "source", "not",
    "note",
];

impl Reader for Delimited {
    fn details(&mut self) -> Result<[bool; DETAILS.len()], Failure> {
        self.first = self.files.first().map(|path| self.open(path)).transpose()?;
        Ok(DETAILS.map(|field| self.first.as_ref().is_some_and(|first| !first.columns(field).is_empty())))
    }

    fn rows(&mut self, take: Take<'_>) -> Result<(), Failure> {
        let mut gathered = Gathered::default();
        let mut unknown = UnknownKinds::default();
        for (file, path) in self.files.clone().iter().enumerate() {
            let mut open = self.first.take().map_or_else(|| self.open(path), Ok)?;
            let (name, header) = (path.display().to_string(), open.rows.header.clone());
            let unused =
                header.iter().enumerate().filter(|(column, _)| !open.at.iter().any(|own| own.contains(column)));
            unused
                .for_each(|(_, column)| self.others.add("columns that are no field, left out (see --column)", column));
            // The rows of an entity may stand anywhere, as a spreadsheet was sorted.
            let by_spelling = !open.columns("spelling").is_empty();
            if by_spelling && open.columns("id").is_empty() {
                let what = "a row has one spelling: which column holds the id that those of an entity share? \
                    write --column id=COLUMN";
                return Err(Failure::message(format!("{name}:1: {what}")));
            }
            while let Some((line, record)) = open.rows.next_numbered()? {
                let mut record = StringRecord::from_byte_record(record)
                    .map_err(|_| Failure::message(format!("{name}:{line}: {NOT_UTF8}")))?;
                if let Some(cell) = record.iter().find(|cell| !open.quoting && unquoted(cell).is_some()) {
                    self.others.add("rows with cells in quotation marks, taken without them", cell);
                    record = record.iter().map(|cell| unquoted(cell).unwrap_or_else(|| cell.to_owned())).collect();
                }
                if let Some(more) = record.iter().skip(header.len()).find(|cell| !cell.trim().is_empty()) {
                    self.others.add("cells that have no column, left out (is a comma not quoted?)", more);
                }
                if let Some(cell) =
                    open.at.iter().flatten().filter_map(|&i| record.get(i)).find(|cell| cell.contains('\n'))
                {
                    let lines = cell.lines().count();
                    let what = "rows with a line break in a cell (is a quotation mark left open?)";
                    self.others.add(what, &format!("{name}:{line}, {lines} lines"));
                }
                let cells = |field: &str| {
                    open.columns(field)
                        .iter()
                        .filter_map(|&i| record.get(i))
                        .map(str::trim)
                        .filter(|cell| !cell.is_empty())
                };
                let cell = |field: &str| cells(field).next().unwrap_or_default().to_owned();
                let pieces = |field: &str| -> Vec<String> {
                    let pieces = cells(field).flat_map(|cell| cell.split(&self.separator)).map(str::trim);
                    pieces.filter(|piece| !piece.is_empty()).map(str::to_owned).collect()
                };
                if self.separator != ";"
                    && let Some(cell) = cells("aliases").find(|cell| cell.contains(';'))
                {
                    self.others.add("cells of aliases with a semicolon (does it part them? --separator ';')", cell);
                }
                let own_kind = cell("kind");
                let (kind, usual_type) = match kind_of("table", &own_kind.to_lowercase()) {
                    Some(known) => known,
                    None if own_kind.is_empty() => (self.kind, ""),
                    None => {
                        unknown.add(own_kind, || format!("{name}:{line}"));
                        continue;
                    }
                };
                let numbered = || if file == 0 { format!("row/{line}") } else { format!("row/{}/{line}", file + 1) };
                let id = Some(cell("id")).filter(|id| !id.is_empty()).unwrap_or_else(numbered);
                let own_type = cell("type");
                let place_type = PLACE_TYPES.iter().find(|known| known.eq_ignore_ascii_case(&own_type));
                if place_type.is_none() && !own_type.is_empty() {
                    self.others.add("types that are none of a table, left out", &own_type);
                }
                let row = Row {
                    id,
                    name: cell("name"),
                    kind,
                    place_type: place_type.copied().unwrap_or(usual_type),
                    country: cell("country"),
                    within: cell("within"),
                    form: cell("form"),
                    aliases: pieces("aliases").into_iter().chain(cells("spelling").map(str::to_owned)).collect(),
                    forms: Vec::new(),
                    // A note is no list.
                    details: DETAILS.map(|field| match field {
                        "note" => cells(field).map(|note| note.replace(char::is_control, " ")).collect(),
                        _ => pieces(field),
                    }),
                };
                if by_spelling {
                    self.gather(&mut gathered, row, &format!("{name}:{line}"));
                } else {
                    take(row)?;
                }
            }
        }
        unknown.told()?;
        gathered.rows.into_iter().try_for_each(take)
    }

    fn left_out(&mut self) -> LeftOut {
        LeftOut::of(&mut self.others)
    }
}

/// What is in quotation marks that enclose a whole cell, as spreadsheets write
/// them even where nothing needs them.
fn unquoted(cell: &str) -> Option<String> {
    let inner = cell.strip_prefix('"')?.strip_suffix('"')?;
    let alone = inner.replace("\"\"", "");
    (!inner.is_empty() && !alone.contains('"')).then(|| inner.replace("\"\"", "\""))
}

/// Whether a file is by its name a table with tabs, packed or not.
fn has_tabs(path: &Path) -> bool {
    let name = path.file_name().map(|name| name.to_string_lossy().to_ascii_lowercase()).unwrap_or_default();
    let name = [".gz", ".zst"].iter().find_map(|packed| name.strip_suffix(packed)).unwrap_or(&name);
    name.ends_with(".tsv") || name.ends_with(".tab")
}

/// What the columns are.
fn told(header: &[String]) -> String {
    let columns: String = header.join(", ").chars().take(300).collect();
    match header {
        [_] => format!("there is one column, `{columns}`: name what stands between cells with --delimiter"),
        _ => format!("the columns are {columns}"),
    }
}

/// Entities in the order of their first rows.
#[derive(Default)]
struct Gathered {
    rows: Vec<Row>,
    known: HashMap<String, usize>,
}

/// What stands for a kind and is none, with its first row and how many there are.
#[derive(Default)]
struct UnknownKinds(Vec<(String, String, usize)>);

impl UnknownKinds {
    fn add(&mut self, kind: String, place: impl FnOnce() -> String) {
        if let Some((.., rows)) = self.0.iter_mut().find(|(known, ..)| *known == kind) {
            *rows += 1;
        } else if self.0.len() < Self::MOST {
            self.0.push((kind, place(), 1));
        }
    }

    /// More different ones are a wrong column.
    const MOST: usize = 20;

    /// An error for all of them, if there are any.
    fn told(&self) -> Result<(), Failure> {
        let told = self.0.iter().map(|(kind, place, rows)| {
            let rows = message::count(*rows, "row");
            format!("{place}: unknown kind `{}`, in {rows}; the kinds are person, place and org", kind.escape_debug())
        });
        let told: Vec<String> = told.collect();
        if told.is_empty() { Ok(()) } else { Err(Failure::Messages(told)) }
    }
}

impl Open {
    /// The columns that a field is in.
    fn columns(&self, field: &str) -> &[usize] {
        FIELDS.iter().position(|known| *known == field).map_or(&[], |field| &self.at[field])
    }
}

impl Delimited {
    fn open(&self, path: &Path) -> Result<Open, Failure> {
        let source = Source::open(path)?;
        let name = path.display().to_string();
        let delimiter = self.delimiter.unwrap_or(if has_tabs(path) { b'\t' } else { b',' });
        // Tables with tabs have no quotes.
        let dialect = Dialect { delimiter, quoting: delimiter != b'\t' };
        let rows = Rows::of(path, Box::new(source.into_reader()), dialect, false)?;
        if rows.header.iter().any(|cell| cell.contains('\u{FFFD}')) {
            return Err(Failure::message(format!("{name}:1: {NOT_UTF8}")));
        }
        let at = self.places(&name, &rows.header)?;
        Ok(Open { rows, quoting: dialect.quoting, at })
    }

    /// Adds a row to those of its entity; `place` is where it stands.
    fn gather(&mut self, gathered: &mut Gathered, row: Row, place: &str) {
        let at = *gathered.known.entry(row.id.clone()).or_insert(gathered.rows.len());
        let Some(known) = gathered.rows.get_mut(at) else {
            return gathered.rows.push(row.first());
        };
        if let Some(other) = known.unlike(&row) {
            let what = "rows that say something else of an entity than its first row, which holds";
            self.others.add(what, &format!("{place}, {other}"));
        }
        known.join(row);
    }

    /// The places of the columns that each field is in.
    fn places(&self, name: &str, header: &[String]) -> Result<Vec<Vec<usize>>, Failure> {
        let mut at = vec![Vec::new(); FIELDS.len()];
        for (field, column) in &self.columns {
            let Some(number) = FIELDS.iter().position(|known| known == field) else {
                let what = format!("--column {field}={column}: the fields are {}", FIELDS.join(", "));
                return Err(Failure::message(what));
            };
            let all: Vec<usize> = (0..header.len()).filter(|&at| header[at] == *column).collect();
            match &all[..] {
                [_, _, ..] if *field == "aliases" => at[number].extend(all),
                _ => {
                    let found = place(header, column, false);
                    at[number].push(found.map_err(|what| Failure::message(format!("{name}:1: {what}")))?);
                }
            }
            if at[number].len() > 1 && *field != "aliases" {
                return Err(Failure::message(format!("--column {field}={column}: {field} is in one column")));
            }
        }
        // A column of a field's own name needs no naming; some names may be
        // anything where no spellings stand beside them.
        let named = |field: &str| header.iter().position(|cell| cell.trim().eq_ignore_ascii_case(field));
        let spelling = FIELDS.iter().position(|field| *field == "spelling");
        let has_spellings = spelling.is_some_and(|at_field| !at[at_field].is_empty()) || named("spelling").is_some();
        let mut taken: Vec<usize> = at.iter().flatten().copied().collect();
        for (own, field) in at.iter_mut().zip(FIELDS).filter(|(own, _)| own.is_empty()) {
            let is_told = has_spellings || !["form", "near", "not"].contains(&field);
            own.extend(named(field).filter(|column| is_told && !taken.contains(column)));
            taken.extend(&*own);
        }
        let is_there = |field: &str| FIELDS.iter().zip(&at).any(|(known, own)| *known == field && !own.is_empty());
        let is_named = is_there("name") || is_there("form") && is_there("spelling");
        if !is_named {
            let columns = told(header);
            return Err(Failure::message(format!(
                "{name}:1: which column holds the name? write --column name=COLUMN; {columns}"
            )));
        }
        Ok(at)
    }
}
