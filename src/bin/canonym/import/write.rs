//! Rows to a table, filtered.

use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::{self, Write};
use std::path::Path;

use canonym::text::token::bare_words;
use serde_json::json;

use super::Row;
use super::filter::{Filter, Filters};
use super::tally::Tally;
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

    pub(crate) fn begin(&mut self) -> Result<(), Failure> {
        if self.form == Form::Tsv {
            self.out.write_all(b"id\tname\tkind\ttype\tcountry\twithin\taliases\n").map_err(self.failure)?;
        }
        Ok(())
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
                if let Some(before) = self.open.replace(row) {
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
        let own = named(&row, &row.name);
        let mut seen: HashSet<String> = HashSet::from([row.name.clone()]);
        let mut aliases = Vec::with_capacity(row.aliases.len());
        for alias in std::mem::take(&mut row.aliases) {
            let alias = alias.trim();
            if alias.is_empty() || !self.filters.keeps(alias, row.kind) {
                continue;
            }
            let other = named(&row, alias);
            if !seen.insert(alias.to_owned()) {
                // The source repeats itself; nothing is lost.
                self.filters.drop_kept(Filter::Duplicate, alias);
            } else if self.filters.is_on(Filter::OtherName) && other != own && self.taken.contains(&other) {
                self.filters.drop_kept(Filter::OtherName, alias);
            } else {
                aliases.push(alias.to_owned());
            }
        }
        row.aliases = aliases;
        self.entities += 1;
        self.write(&row).map_err(self.failure)
    }

    fn write(&mut self, row: &Row) -> io::Result<()> {
        let Row { id, name, kind, place_type, country, within, aliases } = row;
        match self.form {
            Form::Tsv => {
                let aliases = aliases.join("|");
                writeln!(self.out, "{id}\t{name}\t{kind}\t{place_type}\t{country}\t{within}\t{aliases}")
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
