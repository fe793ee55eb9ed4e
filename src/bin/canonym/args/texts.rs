//! The words of the commands that read texts.

use std::path::PathBuf;

use canonym::Markup;
use clap::{Args, ValueEnum};

#[derive(Debug, Args)]
pub(crate) struct NormalizeArgs {
    /// Files, folders and patterns such as news/**/*.txt; `-` or none is standard input
    #[arg(value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,
    /// Rewrite the files in place: whole or not at all, mode and symbolic links kept
    #[arg(short, long, conflicts_with_all = ["diff", "out"])]
    pub(crate) write: bool,
    /// Write a unified diff instead of the text
    #[arg(long, conflicts_with = "out")]
    pub(crate) diff: bool,
    /// With --diff: exit code 1 when anything would change
    #[arg(long, requires = "diff", conflicts_with = "out")]
    pub(crate) check: bool,
    #[command(flatten)]
    pub(crate) outputs: Outputs,
    /// Write each change as a JSON object to this file
    #[arg(long, value_name = "FILE", conflicts_with = "resume")]
    pub(crate) changes: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) reading: Reading,
}

#[derive(Debug, Args)]
pub(crate) struct ReportArgs {
    /// Files, folders and patterns such as news/**/*.txt; `-` or none is standard input
    #[arg(value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,
    /// Count what `canonym tag` wrote to this file instead of reading texts; `-` is standard input
    #[arg(long, value_name = "TAGS", conflicts_with = "files")]
    pub(crate) tags: Vec<PathBuf>,
    #[command(flatten)]
    pub(crate) reading: Reading,
    /// How to write the report
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub(crate) format: ReportFormat,
    /// Only the entities named most (not in CSV)
    #[arg(long, value_name = "N")]
    pub(crate) top: Option<usize>,
    /// The file to write, whole or not at all [default: standard output]
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
}

/// How reports are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ReportFormat {
    /// A table for reading
    Human,
    /// A row an entity: id, name, kind, mentions, texts, first and last date, spellings
    Csv,
    /// One page with bars and timelines
    Html,
}

/// Where the output of each text goes.
#[derive(Debug, Args)]
pub(crate) struct Outputs {
    /// Write the output of each text to a file of its own below this folder, by the paths of the texts
    #[arg(long, value_name = "DIR")]
    pub(crate) out: Option<PathBuf>,
    /// With --out: leave out the texts that are done and unchanged, by the list in DIR/.canonym.jsonl
    #[arg(long, requires = "out")]
    pub(crate) resume: bool,
}

/// How texts are read.
#[derive(Debug, Args)]
pub(crate) struct Reading {
    /// Finish each line as soon as it is read; no mention reaches across lines then
    #[arg(long)]
    pub(crate) line_buffered: bool,
    /// Leave the tags, comments and code of pages alone
    #[arg(long, value_name = "LANGUAGE")]
    pub(crate) markup: Option<MarkupArg>,
    /// Leave titles in quotation marks alone: “The Kite Runner of Kabul”
    #[arg(long)]
    pub(crate) keep_titles: bool,
}

#[derive(Debug, Args)]
pub(crate) struct TagArgs {
    /// Files, folders and patterns such as news/**/*.txt; `-` or none is standard input
    #[arg(value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,
    #[command(flatten)]
    pub(crate) reading: Reading,
    /// How to write the mentions
    #[arg(long, value_name = "FORMAT", default_value = "jsonl")]
    pub(crate) format: TagFormat,
    #[command(flatten)]
    pub(crate) outputs: Outputs,
    /// Tell what in the text decided between namesakes
    #[arg(long)]
    pub(crate) explain: bool,
}

/// How mentions are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum TagFormat {
    /// One JSON object a mention
    Jsonl,
    /// One line a mention, for reading
    Human,
    /// One page with the texts, the names in them coloured
    Html,
}

/// A language of pages as an argument.
#[derive(Debug, Clone, Copy)]
pub(crate) struct MarkupArg(pub(crate) Markup);

impl ValueEnum for MarkupArg {
    fn value_variants<'a>() -> &'a [Self] {
        &[Self(Markup::Html), Self(Markup::Markdown)]
    }

    fn to_possible_value(&self) -> Option<clap::builder::PossibleValue> {
        Some(match self.0 {
            Markup::Html => clap::builder::PossibleValue::new("html").help("HTML and XML").alias("xml"),
            Markup::Markdown => clap::builder::PossibleValue::new("markdown").help("Markdown, tags in it included"),
        })
    }
}
