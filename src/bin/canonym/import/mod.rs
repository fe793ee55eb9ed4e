//! Tables from what others publish, row by row, and the filters that keep out
//! what is no name.

pub(crate) mod delimited;
pub(crate) mod filter;
pub(crate) mod ftm;
pub(crate) mod geonames;
pub(crate) mod jrc;
pub(crate) mod openrefine;
pub(crate) mod solr;
pub(crate) mod source;
pub(crate) mod tally;
pub(crate) mod wikidata;
pub(crate) mod write;
mod zstd;

use std::sync::LazyLock;

use crate::failure::Failure;
use filter::Dropped;
use tally::Tally;
use write::Sink;

/// An entity on its way into a table.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Row {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) kind: &'static str,
    pub(crate) place_type: &'static str,
    /// ISO 3166-1 alpha-2; empty when it is not known.
    pub(crate) country: String,
    /// The id of the place that contains it; empty when it is not known.
    pub(crate) within: String,
    /// The form that the aliases are spellings of; empty when it is the first.
    pub(crate) form: String,
    pub(crate) aliases: Vec<String>,
    /// Further forms and their spellings.
    pub(crate) forms: Vec<(String, Vec<String>)>,
    /// The values of [`DETAILS`].
    pub(crate) details: [Vec<String>; DETAILS.len()],
}

/// Fields that only tables of columns tell.
pub(crate) const DETAILS: [&str; 5] = ["lang", "near", "source", "not", "note"];

impl Row {
    /// The row with the aliases where they belong, as the first of an entity.
    pub(super) fn first(mut self) -> Self {
        let form = std::mem::take(&mut self.form);
        let aliases = std::mem::take(&mut self.aliases);
        if self.name.is_empty() {
            self.name.clone_from(&form);
        }
        self.add(form, aliases);
        self
    }

    /// Adds spellings of a form.
    fn add(&mut self, form: String, mut aliases: Vec<String>) {
        aliases.retain(|alias| *alias != form);
        if form.is_empty() || form == self.name {
            self.aliases.extend(aliases);
        } else if let Some((_, known)) = self.forms.iter_mut().find(|(known, _)| *known == form) {
            known.extend(aliases);
        } else {
            self.forms.push((form, aliases));
        }
    }

    /// Whether another row may be more of the same.
    pub(super) fn may_be(&self, other: &Self) -> bool {
        let agree = |own: &str, other: &str| own.is_empty() || other.is_empty() || own.eq_ignore_ascii_case(other);
        self.id == other.id
            && !self.id.is_empty()
            && agree(self.kind, other.kind)
            && agree(&self.country, &other.country)
    }

    /// What another row says otherwise of the same.
    pub(super) fn unlike<'r>(&self, other: &'r Self) -> Option<&'r str> {
        let fields = [
            (&self.name[..], &other.name[..]),
            (self.kind, other.kind),
            (self.place_type, other.place_type),
            (&self.country, &other.country),
            (&self.within, &other.within),
        ];
        let differ = |(own, other): &(&str, &str)| !own.is_empty() && !other.is_empty() && own != other;
        fields.into_iter().find(differ).map(|(_, other)| other)
    }

    /// Adds what another row says of the same.
    pub(super) fn join(&mut self, other: Self) {
        if self.name.is_empty() {
            self.name.clone_from(&other.name);
        }
        if !other.name.is_empty() && other.name != self.name && other.form.is_empty() {
            self.aliases.push(other.name);
        }
        self.add(other.form, other.aliases);
        for (own, other) in self.details.iter_mut().zip(other.details) {
            let new: Vec<String> = other.into_iter().filter(|value| !own.contains(value)).collect();
            own.extend(new);
        }
        if self.kind.is_empty() || self.kind == other.kind && self.place_type.is_empty() {
            (self.kind, self.place_type) = (other.kind, other.place_type);
        }
        let pairs = [(&mut self.country, other.country), (&mut self.within, other.within)];
        pairs.into_iter().filter(|(own, _)| own.is_empty()).for_each(|(own, other)| *own = other);
    }
}

/// Takes the rows as they come.
pub(crate) type Take<'t> = &'t mut dyn FnMut(Row) -> Result<(), Failure>;

/// Something that rows are read from.
pub(crate) trait Reader {
    /// Which of [`DETAILS`] the rows tell; asked before they are read.
    fn details(&mut self) -> Result<[bool; DETAILS.len()], Failure> {
        Ok([false; DETAILS.len()])
    }

    /// Hands on all rows of the source.
    fn rows(&mut self, take: Take<'_>) -> Result<(), Failure>;

    /// What of the last reading is no row.
    fn left_out(&mut self) -> LeftOut {
        LeftOut::default()
    }
}

/// What is told of a source beside its rows.
#[derive(Debug, Default)]
pub(crate) struct LeftOut {
    /// Names that are dropped for what the source itself says of them.
    pub(crate) dropped: Dropped,
    /// Things that are none, and what of others no table has.
    pub(crate) others: Tally,
}

impl LeftOut {
    /// What has been counted, which is counted anew then.
    pub(crate) fn of(others: &mut Tally) -> Self {
        Self { others: std::mem::take(others), ..Self::default() }
    }
}

/// Source, code, kind and type.
static ROWS: LazyLock<Vec<[&str; 4]>> = LazyLock::new(|| {
    const TABLE: &str = include_str!("../../../../data/rules/import.tsv");
    canonym::text::rules::rows(TABLE).collect()
});

/// What a source calls its things: the rows of the table for it.
pub(crate) fn codes(source: &str) -> impl Iterator<Item = [&'static str; 3]> {
    ROWS.iter()
        .filter(move |row| row[0] == source)
        .map(|[_, code, kind, place_type]| [code, kind, place_type].map(|c| *c))
}

/// Kind and type of what a source calls `code`.
pub(crate) fn kind_of(source: &str, code: &str) -> Option<(&'static str, &'static str)> {
    codes(source).find(|row| row[0] == code).map(|[_, kind, place_type]| (kind, place_type))
}

/// Reads all rows into a table, and tells what was written and what not.
pub(crate) fn run(reader: &mut dyn Reader, sink: &mut Sink<'_>) -> Result<Vec<String>, Failure> {
    sink.begin(reader.details()?);
    reader.rows(&mut |row| sink.take(row))?;
    sink.finish()?;
    let LeftOut { dropped, others } = reader.left_out();
    sink.filters.join(dropped);
    let mut report = sink.report();
    report.extend(others.lines());
    Ok(report)
}
