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
    /// Of what rows were left out, and one of each sort: an id that came
    /// before, an id that no table can hold, no name, a name that no table can
    /// hold.
    left_out: [(usize, String); 4],
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
            left_out: Default::default(),
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
        let unfit = |text: &str| text.contains(char::is_control);
        let wrong = if row.name.is_empty() {
            Some(NAMELESS)
        } else if row.id.is_empty() || unfit(&row.id) || unfit(&row.within) {
            Some(UNFIT)
        } else if !self.ids.insert(hash(&row.id)) {
            Some(REPEATED)
        } else {
            (!self.filters.keeps_canonical(&row.name)).then_some(UNNAMEABLE)
        };
        if let Some(wrong) = wrong {
            let (count, example) = &mut self.left_out[wrong];
            *count += 1;
            if *count == 1 {
                *example = row.id.chars().take(60).collect();
            }
            return Ok(());
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

    /// What was written and what was not.
    pub(crate) fn report(&self) -> Vec<String> {
        let mut lines = vec![format!("{} entities", self.entities)];
        lines.extend(self.filters.report());
        for (what, (count, example)) in WRONG.iter().zip(&self.left_out).filter(|(_, (count, _))| *count > 0) {
            lines.push(format!("{count} rows {what}, such as `{}`, and are left out", example.escape_debug()));
        }
        if self.entities == 0 {
            lines.push("nothing was written: are these files of that format?".into());
        }
        lines
    }
}

const REPEATED: usize = 0;
const UNFIT: usize = 1;
const NAMELESS: usize = 2;
const UNNAMEABLE: usize = 3;

/// What is wrong with rows that are left out.
const WRONG: [&str; 4] = [
    "repeat an id",
    "have an id, or one of the place around, that no table can hold",
    "have no name",
    "have a canonical name that this form of table cannot hold",
];

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
