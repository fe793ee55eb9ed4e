//! The words of the commands that read a table of rows.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

#[derive(Debug, Args)]
pub(crate) struct CsvArgs {
    /// The table to read; `-` or none is standard input
    #[arg(value_name = "FILE")]
    pub(crate) file: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) judging: Judging,
    #[command(flatten)]
    pub(crate) layout: Layout,
}

/// How the cells of a table are told apart.
#[derive(Debug, Clone, Args)]
pub(crate) struct Layout {
    /// What stands between cells: a character, or tab [default: a comma; in .tsv and .tab files a tab]
    #[arg(long, value_name = "CHARACTER", value_parser = delimiter)]
    pub(crate) delimiter: Option<u8>,
    /// The first row is a row like the others; columns go by number
    #[arg(short = 'n', long)]
    pub(crate) no_headers: bool,
    /// Quotation marks are letters like others
    #[arg(long)]
    pub(crate) no_quoting: bool,
}

#[derive(Debug, Args)]
pub(crate) struct JsonlArgs {
    /// The objects to read, one a line; `-` or none is standard input
    #[arg(value_name = "FILE")]
    pub(crate) file: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) judging: Judging,
}

/// What is asked of the rows, and how it is answered.
#[derive(Debug, Args)]
pub(crate) struct Judging {
    /// Where the names are; may be given more than once. In CSV a column, by its name or by its number from 1; in JSON Lines a field, or a path such as person.name or authors.0
    #[arg(short, long, value_name = "COLUMN", required = true)]
    pub(crate) select: Vec<String>,
    /// The column or field of the country or place that the names lie in, by name or code, where they are places
    #[arg(long, value_name = "COLUMN")]
    pub(crate) within: Option<String>,
    /// Write only the rows whose name has another canonical spelling
    #[arg(long)]
    pub(crate) only_changed: bool,
    /// What to write for names that may be several entities'
    #[arg(long, value_name = "HOW", default_value = "skip")]
    pub(crate) ambiguous: Ambiguous,
    /// Write the name as it stands where there is no canonical one
    #[arg(long)]
    pub(crate) fill: bool,
    /// What the names of the new columns begin with [default: nothing; with several columns theirs]
    #[arg(long, value_name = "TEXT")]
    pub(crate) prefix: Option<String>,
    /// The file to write, whole or not at all [default: standard output]
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
}

/// What is written for a name that may be several entities'.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Ambiguous {
    /// No entity; the canonical spelling where all agree on it
    Skip,
    /// The best one, by the order of ids among equals
    Best,
    /// All of them: joined by | in cells, as lists in JSON
    List,
}

pub(crate) fn delimiter(text: &str) -> Result<u8, String> {
    match text {
        "tab" | "\\t" => Ok(b'\t'),
        _ => match text.as_bytes() {
            [byte] if !matches!(byte, b'\n' | b'\r' | b'"') => Ok(*byte),
            _ => Err("write one ASCII character, or tab".into()),
        },
    }
}
