//! Rows to a table, filtered.

use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::{self, Write};
use std::path::Path;

use canonym::text::token::bare_words;
use serde_json::json;

use super::Row;
use super::filter::{Filter, Filters};
use crate::failure::Failure;

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
    entities: usize,
    repeated: Vec<String>,
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
            entities: 0,
            repeated: Vec::new(),
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

    pub(crate) fn take(&mut self, mut row: Row) -> Result<(), Failure> {
        row.name = row.name.trim().to_owned();
        if row.name.is_empty() || !self.filters.keeps(&row.name, true) {
            return Ok(());
        }
        if !self.ids.insert(hash(&row.id)) {
            self.repeated.push(row.id);
            return Ok(());
        }
        let own = named(&row, &row.name);
        let mut seen: HashSet<String> = HashSet::from([row.name.clone()]);
        let mut aliases = Vec::with_capacity(row.aliases.len());
        for alias in std::mem::take(&mut row.aliases) {
            let alias = alias.trim();
            if alias.is_empty() || !self.filters.keeps(alias, false) {
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

    /// What was written and what was not.
    pub(crate) fn report(&self) -> Vec<String> {
        let mut lines = vec![format!("{} entities", self.entities)];
        lines.extend(self.filters.report());
        if let Some(first) = self.repeated.first() {
            lines.push(format!("{} rows repeat an id, such as `{first}`, and are left out", self.repeated.len()));
        }
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
