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
pub(crate) mod wikidata;
pub(crate) mod write;
mod zstd;

use std::sync::LazyLock;

use crate::failure::Failure;
use filter::Dropped;
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
    pub(crate) aliases: Vec<String>,
}

/// Takes the rows as they come.
pub(crate) type Take<'t> = &'t mut dyn FnMut(Row) -> Result<(), Failure>;

/// Something that rows are read from.
pub(crate) trait Reader {
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
    /// Things that are no persons, places or organisations, or have no name.
    pub(crate) others: usize,
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
    sink.begin()?;
    reader.rows(&mut |row| sink.take(row))?;
    let LeftOut { dropped, others } = reader.left_out();
    sink.filters.join(dropped);
    let mut report = sink.report();
    if others > 0 {
        report
            .push(format!("{others} things are nothing that names are imported of, or have no name, and are left out"));
    }
    Ok(report)
}
