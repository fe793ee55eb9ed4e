//! Rows to a table, filtered.

use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::{self, Write};
use std::path::Path;

use canonym::text::token::bare_words;
use serde_json::json;

use super::filter::{Filter, Filters};
use super::tally::Tally;
use super::{DETAILS, Row};
use crate::failure::Failure;
use crate::message::count;

/// The form of the table that is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    Tsv,
    Jsonl,
}

impl Form {
    /// The form that a file name tells; TSV for standard output.
    pub(crate) fn of(path: Option<&Path>) -> Result<Self, Failure> {
        let Some(path) = path else { return Ok(Self::Tsv) };
        match path.extension().and_then(|extension| extension.to_str()) {
            Some("tsv") => Ok(Self::Tsv),
            Some("jsonl" | "ndjson") => Ok(Self::Jsonl),
            _ => Err(Failure::message(format!("{}: not a table; end its name in .tsv or .jsonl", path.display()))),
        }
    }
}

/// Writes rows to a table.
pub(crate) struct Sink<'w> {
    out: &'w mut dyn Write,
    form: Form,
    /// Which of [`DETAILS`] a table of columns has.
    details: [bool; DETAILS.len()],
    pub(crate) filters: Filters,
    /// The names that places of a country have.
    taken: HashSet<u64>,
    /// The ids that came; a table has each once.
    ids: HashSet<u64>,
    /// The last row: what comes next may be more of it.
    open: Option<Row>,
    entities: usize,
    joined: usize,
    left_out: Tally,
    failure: fn(io::Error) -> Failure,
}

impl<'w> Sink<'w> {
    pub(crate) fn new(out: &'w mut dyn Write, form: Form, off: &[Filter], failure: fn(io::Error) -> Failure) -> Self {
        Self {
            out,
            form,
            details: [false; DETAILS.len()],
            filters: Filters::new(off, form == Form::Tsv),
            taken: HashSet::new(),
            ids: HashSet::new(),
            open: None,
            entities: 0,
            joined: 0,
            left_out: Tally::default(),
            failure,
        }
    }

    /// Takes note of a name before any row is written.
    pub(crate) fn note(&mut self, row: &Row) {
        self.taken.insert(named(row, &row.name));
    }

    /// Begins a table that has such of [`DETAILS`].
    pub(crate) fn begin(&mut self, details: [bool; DETAILS.len()]) {
        self.details = details;
    }

    /// Takes a row; those of one id that follow each other are one.
    pub(crate) fn take(&mut self, mut row: Row) -> Result<(), Failure> {
        row.name = row.name.trim().to_owned();
        match &mut self.open {
            Some(open) if open.may_be(&row) => {
                self.joined += 1;
                open.join(row);
            }
            _ => {
                if let Some(before) = self.open.replace(row.first()) {
                    self.put(before)?;
                }
            }
        }
        Ok(())
    }

    /// Writes what is left.
    pub(crate) fn finish(&mut self) -> Result<(), Failure> {
        self.open.take().map_or(Ok(()), |last| self.put(last))
    }

    fn put(&mut self, mut row: Row) -> Result<(), Failure> {
        let first = row.aliases.iter().position(|alias| !alias.trim().is_empty());
        if let Some(first) = first.filter(|_| row.name.is_empty()) {
            row.name = row.aliases.remove(first).trim().to_owned();
            self.left_out.add("rows without a name, called by their first alias", &row.id);
        }
        let unfit = |text: &str| text.contains(char::is_control);
        let wrong = if row.name.is_empty() {
            Some("rows without a name")
        } else if row.id.is_empty() || unfit(&row.id) || unfit(&row.within) {
            Some("rows with an id, or one of the place around, that no table can hold")
        } else if !self.ids.insert(hash(&row.id)) {
            Some("rows that repeat an id from further above, left out with their names (sort the rows by id)")
        } else {
            let kept = self.filters.keeps_canonical(&row.name);
            (!kept).then_some("rows whose first name this form of table cannot hold, left out with all their names")
        };
        if let Some(wrong) = wrong {
            self.left_out.add(wrong, &row.id);
            return Ok(());
        }
        row.country = row.country.trim().to_ascii_uppercase();
        if !row.country.is_empty() && (row.country.len() != 2 || !row.country.bytes().all(|b| b.is_ascii_uppercase())) {
            self.left_out.add("countries that are no code of two letters (ISO 3166-1), left out", &row.country);
            row.country.clear();
        }
        self.put_names(&mut row);
        self.put_details(&mut row);
        self.entities += 1;
        self.write(&row).map_err(self.failure)
    }

    /// Leaves the names that are some.
    fn put_names(&mut self, row: &mut Row) {
        let own = named(row, &row.name);
        let mut seen: HashSet<String> = HashSet::from([row.name.clone()]);
        let mut kept = |sink: &mut Self, row: &Row, alias: &str| {
            if alias.is_empty() || !sink.filters.keeps(alias, row.kind) {
                return false;
            }
            let other = named(row, alias);
            if !seen.insert(alias.to_owned()) {
                // The source repeats itself; nothing is lost.
                sink.filters.drop_kept(Filter::Duplicate, alias);
            } else if sink.filters.is_on(Filter::OtherName) && other != own && sink.taken.contains(&other) {
                sink.filters.drop_kept(Filter::OtherName, alias);
            } else {
                return true;
            }
            false
        };
        let mut aliases = std::mem::take(&mut row.aliases);
        aliases.iter_mut().for_each(|alias| *alias = alias.trim().to_owned());
        aliases.retain(|alias| kept(self, row, alias));
        row.aliases = aliases;
        for (name, mut aliases) in std::mem::take(&mut row.forms) {
            if self.form == Form::Tsv {
                let what = "spellings of further forms, which a .tsv table cannot hold (write .jsonl)";
                aliases.iter().chain([&name]).for_each(|spelling| self.left_out.add(what, spelling));
            } else if kept(self, row, &name) {
                aliases.retain(|alias| kept(self, row, alias));
                row.forms.push((name, aliases));
            } else {
                // What its spellings stand for is a spelling of another form, or none.
                aliases.retain(|alias| kept(self, row, alias));
                row.aliases.append(&mut aliases);
            }
        }
    }

    /// Leaves the details that a table can hold.
    fn put_details(&mut self, row: &mut Row) {
        let tsv = self.form == Form::Tsv;
        for ((field, values), has_column) in DETAILS.into_iter().zip(&mut row.details).zip(self.details) {
            values.retain(|value| {
                let wrong = if tsv && !has_column {
                    "values of columns that the first file has not, left out (put that file first)"
                } else if field == "lang" && (value.len() != 3 || !value.bytes().all(|byte| byte.is_ascii_lowercase()))
                {
                    "languages that are no code of three small letters (ISO 639-3), left out"
                } else if value.contains(char::is_control) || tsv && field != "note" && value.contains('|') {
                    "values that this form of table cannot hold, left out"
                } else {
                    return true;
                };
                self.left_out.add(wrong, value);
                false
            });
        }
    }

    fn write(&mut self, row: &Row) -> io::Result<()> {
        let Row { id, name, kind, place_type, country, within, aliases, .. } = row;
        let details = DETAILS.into_iter().zip(&row.details);
        match self.form {
            Form::Tsv => {
                if self.entities == 1 {
                    let mut columns = vec!["id", "name", "kind", "type", "country", "within", "aliases"];
                    columns.extend(DETAILS.iter().zip(self.details).filter(|(_, is)| *is).map(|(field, _)| *field));
                    writeln!(self.out, "{}", columns.join("\t"))?;
                }
                let aliases = aliases.join("|");
                write!(self.out, "{id}\t{name}\t{kind}\t{place_type}\t{country}\t{within}\t{aliases}")?;
                for ((field, values), _) in details.zip(self.details).filter(|(_, is)| *is) {
                    write!(self.out, "\t{}", values.join(if field == "note" { "; " } else { "|" }))?;
                }
                self.out.write_all(b"\n")
            }
            Form::Jsonl => {
                let mut object = json!({ "id": id, "name": name });
                let fields = [("kind", kind.to_string()), ("type", place_type.to_string())];
                let fields = fields.into_iter().chain([("country", country.clone()), ("within", within.clone())]);
                for (field, value) in fields.filter(|(_, value)| !value.is_empty()) {
                    object[field] = json!(value);
                }
                if !aliases.is_empty() {
                    object["aliases"] = json!(aliases);
                }
                for (field, values) in details.filter(|(_, values)| !values.is_empty()) {
                    object[field] = if field == "note" { json!(values.join("; ")) } else { json!(values) };
                }
                if !row.forms.is_empty() {
                    let form = |(name, aliases): &(String, Vec<String>)| json!({ "name": name, "aliases": aliases });
                    object["form"] = row.forms.iter().map(form).collect();
                }
                serde_json::to_writer(&mut *self.out, &object)?;
                self.out.write_all(b"\n")
            }
        }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.entities == 0
    }

    /// What was written and what was not.
    pub(crate) fn report(&self) -> Vec<String> {
        let mut lines = vec![count(self.entities, "entity")];
        if self.joined > 0 {
            let rows = count(self.joined, "row");
            lines.push(format!("{rows} with the id of the row before, joined to it"));
        }
        lines.extend(self.filters.report());
        lines.extend(self.left_out.lines());
        lines
    }
}

/// A name as places of a country share it.
fn named(row: &Row, name: &str) -> u64 {
    hash(&(&row.country, bare_words(name)))
}

/// Numbers instead of texts: sources have millions of them.
fn hash(value: &impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}
