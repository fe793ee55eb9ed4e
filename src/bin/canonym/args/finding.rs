//! The words of the commands that find spellings which belong together.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::rows::Layout;
use super::texts::Reading;

#[derive(Debug, Args)]
pub(crate) struct SuggestArgs {
    /// Texts, folders and patterns; `-` or none is standard input
    #[arg(value_name = "CORPUS")]
    pub(crate) corpus: Vec<PathBuf>,
    #[command(flatten)]
    pub(crate) reading: Reading,
    /// Only spellings that stand in the texts so often
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub(crate) min_count: usize,
    /// Only variants of known entities, no unknown names
    #[arg(long)]
    pub(crate) known: bool,
    /// The review file to write, whole or not at all [default: standard output]
    #[arg(short, long, value_name = "REVIEW")]
    pub(crate) output: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct ClusterArgs {
    /// A table with --select, else texts, folders and patterns; `-` or none is standard input
    #[arg(value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,
    /// The column with the names, by its name, or by number from 1
    #[arg(short, long, value_name = "COLUMN")]
    pub(crate) select: Option<String>,
    #[command(flatten)]
    pub(crate) reading: Reading,
    #[command(flatten)]
    pub(crate) layout: Layout,
    /// How spellings are brought together
    #[arg(long, value_name = "METHOD", default_value = "canonym")]
    pub(crate) method: Method,
    /// How to write the clusters
    #[arg(long, value_name = "FORMAT", default_value = "review")]
    pub(crate) format: ClusterFormat,
    /// The file to write, whole or not at all [default: standard output]
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
}

/// How spellings are brought together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Method {
    /// The score of compare, from --min-score on
    Canonym,
    /// OpenRefine's: the same words in any order, case and marks aside
    Fingerprint,
    /// OpenRefine's: the same pairs of letters
    Ngram,
}

/// How clusters are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ClusterFormat {
    /// A review file, for `canonym add --from`
    Review,
    /// A row a spelling: cluster, canonical, spelling, count, score
    Csv,
}

/// What is written for a row that several fit as well.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Tied {
    /// The first of them
    Best,
    /// None of them; with --only-matched not even the row
    Skip,
}

#[derive(Debug, Args)]
pub(crate) struct LinkArgs {
    /// The table whose rows are matched
    #[arg(value_name = "A")]
    pub(crate) a: PathBuf,
    /// The table that they are matched against
    #[arg(value_name = "B")]
    pub(crate) b: PathBuf,
    /// The column with the names in A, by its name, or by number from 1
    #[arg(short = 's', long, value_name = "COLUMN")]
    pub(crate) select: String,
    /// The column with the names in B [default: that of A]
    #[arg(long, value_name = "COLUMN")]
    pub(crate) with: Option<String>,
    /// What stands between the cells of B [default: as in A, or told by its name]
    #[arg(long, value_name = "CHARACTER", value_parser = super::rows::delimiter)]
    pub(crate) b_delimiter: Option<u8>,
    /// Match each row of B to one row of A at most
    #[arg(long)]
    pub(crate) one_to_one: bool,
    /// What to write for rows that several rows or names of B fit as well
    #[arg(long, value_name = "HOW", default_value = "best")]
    pub(crate) ambiguous: Tied,
    /// Write only the rows of A that match
    #[arg(long)]
    pub(crate) only_matched: bool,
    /// Tell each difference and what it costs
    #[arg(long)]
    pub(crate) explain: bool,
    /// What the names of the new columns begin with, as where A has been linked before
    #[arg(long, value_name = "TEXT", default_value = "", hide_default_value = true)]
    pub(crate) prefix: String,
    #[command(flatten)]
    pub(crate) layout: Layout,
    /// The file to write, whole or not at all [default: standard output]
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
}
