//! Tables with a header whose columns the user names.

use std::path::{Path, PathBuf};

use canonym::Kind;
use canonym::table::model::PLACE_TYPES;
use csv::StringRecord;

use super::source::{NOT_UTF8, Source};
use super::tally::Tally;
use super::{LeftOut, Reader, Row, Take};
use crate::columns::Rows;
use crate::failure::Failure;
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
    pub(crate) others: Tally,
}

/// The fields that columns may hold.
pub(crate) const FIELDS: [&str; 7] = ["id", "name", "kind", "type", "country", "within", "aliases"];

impl Reader for Delimited {
    fn rows(&mut self, take: Take<'_>) -> Result<(), Failure> {
        for (file, path) in self.files.iter().enumerate() {
            let source = Source::open(path)?;
            let name = path.display().to_string();
            let delimiter = self.delimiter.unwrap_or(if has_tabs(path) { b'\t' } else { b',' });
            // Tables with tabs have no quotes.
            let dialect = Dialect { delimiter, quoting: delimiter != b'\t' };
            let mut rows = Rows::of(path, Box::new(source.into_reader()), dialect, false)?;
            let header = rows.header.clone();
            if header.iter().any(|cell| cell.contains('\u{FFFD}')) {
                return Err(Failure::message(format!("{name}:1: {NOT_UTF8}")));
            }
            let at = self.places(&name, &header)?;
            let unused = header.iter().enumerate().filter(|(column, _)| !at.iter().any(|own| own.contains(column)));
            unused
                .for_each(|(_, column)| self.others.add("columns that are no field, left out (see --column)", column));
            while let Some((line, record)) = rows.next_numbered()? {
                let record = StringRecord::from_byte_record(record)
                    .map_err(|_| Failure::message(format!("{name}:{line}: {NOT_UTF8}")))?;
                if let Some(more) = record.iter().skip(header.len()).find(|cell| !cell.trim().is_empty()) {
                    self.others.add("cells that have no column, left out (is a comma not quoted?)", more);
                }
                if let Some(cell) = at.iter().flatten().filter_map(|&i| record.get(i)).find(|cell| cell.contains('\n'))
                {
                    let lines = cell.lines().count();
                    let what = "rows with a line break in a cell (is a quotation mark left open?)";
                    self.others.add(what, &format!("{name}:{line}, {lines} lines"));
                }
                let cells = |field: usize| at[field].iter().filter_map(|&i| record.get(i)).map(str::trim);
                let cell = |field: usize| cells(field).find(|cell| !cell.is_empty()).unwrap_or_default().to_owned();
                let pieces = cells(6).flat_map(|cell| cell.split(&self.separator)).map(|alias| alias.trim().to_owned());
                let kind = match &cell(2).to_lowercase()[..] {
                    "" => self.kind,
                    kind => Kind::parse(kind).map(Kind::as_str).ok_or_else(|| {
                        let what = "the kinds are person, place and org";
                        Failure::message(format!("{name}:{line}: unknown kind `{kind}`; {what}"))
                    })?,
                };
                let numbered = || if file == 0 { format!("row/{line}") } else { format!("row/{}/{line}", file + 1) };
                let id = Some(cell(0)).filter(|id| !id.is_empty()).unwrap_or_else(numbered);
                let own_type = cell(3);
                let place_type = PLACE_TYPES.iter().find(|known| known.eq_ignore_ascii_case(&own_type));
                if place_type.is_none() && !own_type.is_empty() {
                    self.others.add("types that are none of a table, left out", &own_type);
                }
                take(Row {
                    id,
                    name: cell(1),
                    kind,
                    place_type: place_type.copied().unwrap_or(""),
                    country: cell(4),
                    within: cell(5),
                    aliases: pieces.filter(|alias| !alias.is_empty()).collect(),
                })?;
            }
        }
        Ok(())
    }

    fn left_out(&mut self) -> LeftOut {
        LeftOut::of(&mut self.others)
    }
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

impl Delimited {
    /// The places of the columns that each field is in.
    fn places(&self, name: &str, header: &[String]) -> Result<Vec<Vec<usize>>, Failure> {
        let mut at = vec![Vec::new(); FIELDS.len()];
        for (field, column) in &self.columns {
            let place = header.iter().position(|cell| cell == column);
            let number = FIELDS.iter().position(|known| known == field);
            let (Some(place), Some(number)) = (place, number) else {
                let what = if number.is_none() {
                    format!("--column {field}={column}: the fields are {}", FIELDS.join(", "))
                } else {
                    format!("{name}:1: there is no column `{column}`; {}", told(header))
                };
                return Err(Failure::message(what));
            };
            at[number].push(place);
        }
        // A column of a field's own name needs no naming.
        for (number, field) in
            FIELDS.iter().enumerate().filter(|(number, _)| at[*number].is_empty()).collect::<Vec<_>>()
        {
            at[number].extend(header.iter().position(|cell| cell.eq_ignore_ascii_case(field)));
        }
        if at[1].is_empty() {
            let columns = told(header);
            return Err(Failure::message(format!(
                "{name}:1: which column holds the name? write --column name=COLUMN; {columns}"
            )));
        }
        Ok(at)
    }
}
