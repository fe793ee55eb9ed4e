//! The words of the command line. Help texts, man pages and completions all
//! come from here.

pub(crate) mod common;
pub(crate) mod edits;
pub(crate) mod finding;
pub(crate) mod rows;
pub(crate) mod tables;
pub(crate) mod texts;

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Args, CommandFactory, Parser, Subcommand, ValueEnum};

use common::Common;
use edits::{AddArgs, MergeArgs, NewArgs, RemoveArgs, RenameArgs};
use finding::{ClusterArgs, LinkArgs, SuggestArgs};
use rows::{CsvArgs, JsonlArgs};
use tables::{CheckArgs, CompileArgs, DiffArgs, ExportArgs, ImportArgs, StatsArgs, TestArgs, VerifyArgs};
use texts::{NormalizeArgs, ReportArgs, TagArgs};

use crate::nearest::nearest;

/// Names in any spelling, one entity.
///
/// Example: canonym article.txt
///
/// Without a command, `canonym FILE…` is `canonym normalize FILE…`. `-` or
/// no FILE is standard input.
#[derive(Debug, Parser)]
#[command(name = "canonym", version, after_help = EXIT)]
pub(crate) struct Cli {
    #[command(flatten)]
    pub(crate) common: Common,
    #[command(subcommand)]
    pub(crate) command: Command,
}

const EXIT: &str = "Exit codes: 0 done; 1 a negative finding of check, test, lookup, compare, fmt --check or --diff --check; 2 an error.";

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Write text with every known name in its canonical spelling (the default command)
    ///
    /// Example: canonym normalize article.txt > clean.txt
    ///
    /// A mention is replaced by the canonical spelling of its own form: `Rakhmon said` becomes `Rahmon said`, not `Emomali Rahmon said`. Every other byte stays as it was.
    Normalize(NormalizeArgs),
    /// Tell of each mention of a known name
    ///
    /// Example: canonym tag article.txt | jq -r .id | sort | uniq -c
    Tag(TagArgs),
    /// Tell who is named in texts: how often, in which spellings, where and when
    ///
    /// Example: canonym report news --format html -o report.html
    ///
    /// Dates are those of the form 2021-07-05 in the path of a text or at its beginning.
    Report(ReportArgs),
    /// Tell whose a name is
    ///
    /// Example: canonym lookup Rakhmon "Mazari Sharif"
    ///
    /// Names are arguments, or one a line on standard input. Exit code 1 when a name matches nothing.
    Lookup(LookupArgs),
    /// Tell whether two names are one
    ///
    /// Example: canonym compare --explain Rakhmon Rahmon
    ///
    /// Names are two arguments, or the first two columns of tab-separated rows on standard input, which come back with score, verdict and rule added. Exit code 1 when two arguments are different names.
    Compare(CompareArgs),
    /// Add canonical spellings and entities to a table, by a column of names
    ///
    /// Example: canonym csv -s city people.csv > known.csv
    ///
    /// Every row comes back as it was, with four cells more: canonical, entity_id, score and status (match, ambiguous or none; empty names are none). Rows with too few or too many cells come back, too, and are told at the end, with exit code 2.
    Csv(CsvArgs),
    /// Add canonical spellings and entities to JSON objects, by a field of names
    ///
    /// Example: canonym jsonl -s author.name articles.jsonl
    ///
    /// One object a line, which comes back as it was with four fields more: canonical, entity_id, score and status. Lines that are no object come back, too, and are told at the end, with exit code 2.
    Jsonl(JsonlArgs),
    /// Match the names of one table against those of another
    ///
    /// Example: canonym link mine.csv -s city theirs.csv --with town > joined.csv
    ///
    /// Every row of A comes back with link_score, link_status (match, ambiguous when several rows of B are as good, none) and the cells of its best row of B. Both tables are held in memory; what canonym's tables know of the names counts, too.
    Link(LinkArgs),
    /// Bring spellings together that are one name
    ///
    /// Example: canonym cluster -s city people.csv
    ///
    /// The names are those of a column, or all that texts seem to have. Each goes to the most frequent spelling that it is one name with; where a table knows one of them, the review has the others as its variants.
    Cluster(ClusterArgs),
    /// Say what is wrong with tables
    ///
    /// Example: canonym check names.toml
    ///
    /// Every finding has the name of its rule, which --explain tells more of. Exit code 1 when there are errors (with --strict, also warnings).
    Check(CheckArgs),
    /// Give an entity more spellings
    ///
    /// Example: canonym add place/tj-khorog Xorog "Хоруғ" -d names.toml
    ///
    /// The TOML tables of --data are changed: the row of the entity where one has it, else a row that extends it. Comments and order stay, the tables are checked first, and what changes is shown; --dry-run only shows it.
    Add(AddArgs),
    /// Take spellings of an entity out, or the entity
    ///
    /// Example: canonym remove place/tj-khorog Xorog -d names.toml
    ///
    /// What a table below has that cannot be changed is suppressed.
    Remove(RemoveArgs),
    /// Make another entity
    ///
    /// Example: canonym new place/tj-bunay Bunay "Бунай" --country TJ -d names.toml
    ///
    /// Its kind is told by the id, or by --kind.
    New(NewArgs),
    /// Give an entity another name, or another id
    ///
    /// Example: canonym rename place/tj-bunay Bunai -d names.toml
    ///
    /// The old name stays as an alias. An entity of a table below is taken over whole.
    Rename(RenameArgs),
    /// Make two entities one
    ///
    /// Example: canonym merge place/tj-bunai place/tj-bunay -d names.toml
    ///
    /// The first goes; its spellings and what refers to it go to the second.
    Merge(MergeArgs),
    /// Tell which spellings in texts the tables do not have
    ///
    /// Example: canonym suggest articles -o review.toml
    ///
    /// Written is a review file: likely spellings of known entities, and names of nobody, each with how often and where it stands. Set accept = true on the rows to take over, then: canonym add --from review.toml -d names.toml
    Suggest(SuggestArgs),
    /// Tell what a change of a table does
    ///
    /// Example: canonym diff old.toml names.toml articles
    ///
    /// In texts: the mentions that are gained, lost, or mean something else. Without texts: the entities and spellings. Both tables lie over the built-in one and those of --data.
    Diff(DiffArgs),
    /// Tell whether tables find what they are to find
    ///
    /// Example: canonym test -d names.toml
    ///
    /// A file cases.toml beside a table holds [[case]] rows: text, and mentions in it as "Darvaz = place/x" (or "Darvaz ? place/x|place/y" for an ambiguous one), or normalized, or both. Exit code 1 when a case is not as wanted.
    Test(TestArgs),
    /// Make a table of what others publish
    ///
    /// Example: canonym import geonames cities500.txt -o cities.tsv
    ///
    /// Files are read as they are, .gz and .zst included, and written as TSV or JSON Lines. What is no name (codes, machine readings, names of other places) is left out and told on standard error; --keep keeps it.
    Import(ImportArgs),
    /// Write the names in the form that other programs read
    ///
    /// Example: canonym export --no-builtin -d names.toml solr > synonyms.txt
    ///
    /// All tables and packs are written as one, overrides and suppressions applied.
    Export(ExportArgs),
    /// Make a pack of tables, which opens at once and holds millions of names
    ///
    /// Example: canonym compile -d names.tsv -o names.canonym
    ///
    /// The pack holds the tables of --data, and the built-in one only with --with-builtin. It is used as they are: canonym lookup -d names.canonym. The same tables give the same bytes on any machine.
    Compile(CompileArgs),
    /// Tell what tables and packs hold
    ///
    /// Example: canonym stats -d names.canonym
    ///
    /// Without --data the built-in table.
    Stats(StatsArgs),
    /// Check every byte of packs
    ///
    /// Example: canonym verify names.canonym
    Verify(VerifyArgs),
    /// Measure how good the answers are on names of your own
    ///
    /// Example: canonym eval pairs.tsv
    ///
    /// A file is tab-separated with a header: `a`, `b`, `same` (1 or 0) for pairs to compare, or `id`, `name` for names to look up; `kind` groups the figures. Told are recall, precision, AUC, how far scores can be believed, and the worst mistakes.
    Eval(EvalArgs),
    /// Tell which settings hold, and where each was made
    ///
    /// Example: canonym config
    ///
    /// A file canonym.toml holds for its folder and those below it: tables = ["names.toml"], relative to it; builtin = false; kinds = ["person", "place"]; threshold = 0.9. Flags go before it, and --isolated leaves it alone, as compile does, whose tables are those named.
    Config,
    /// Write TOML tables in the one usual way; comments stay
    ///
    /// Example: canonym fmt names.toml
    Fmt(FmtArgs),
    /// Write a completion script for a shell
    ///
    /// Example: canonym completions bash > ~/.local/share/bash-completion/completions/canonym
    Completions(CompletionsArgs),
    /// Write the manual page, of canonym or of one command
    ///
    /// Example: canonym man tag | man -l -
    Man(ManArgs),
}

impl Command {
    /// Whether it takes no settings: a pack is made of the tables named, and
    /// others read none.
    pub(crate) fn names_its_tables(&self) -> bool {
        matches!(
            self,
            Self::Compile(_) | Self::Verify(_) | Self::Import(_) | Self::Fmt(_) | Self::Completions(_) | Self::Man(_)
        )
    }

    /// The one file that it writes and that must not be a table in use.
    pub(crate) fn output(&self) -> Option<&Path> {
        let output = match self {
            Self::Normalize(args) => &args.changes,
            Self::Report(args) => &args.output,
            Self::Csv(args) => &args.judging.output,
            Self::Jsonl(args) => &args.judging.output,
            Self::Suggest(args) => &args.output,
            Self::Cluster(args) => &args.output,
            Self::Link(args) => &args.output,
            Self::Import(args) => &args.output,
            Self::Export(args) => &args.output,
            _ => return None,
        };
        output.as_deref()
    }
}

#[derive(Debug, Args)]
pub(crate) struct LookupArgs {
    /// Names; none: one a line on standard input
    #[arg(value_name = "NAME")]
    pub(crate) names: Vec<String>,
    /// Most candidates for a name
    #[arg(short = 'n', long, value_name = "N", default_value_t = 5)]
    pub(crate) candidates: usize,
    /// How to write the answers
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub(crate) format: AnswerFormat,
}

#[derive(Debug, Args)]
pub(crate) struct CompareArgs {
    /// Two names; none: rows of two tab-separated columns on standard input
    #[arg(value_name = "NAME", num_args = 0..=2)]
    pub(crate) names: Vec<String>,
    /// The language of the names (ISO 639-3) [default: told from their letters]
    #[arg(long, value_name = "CODE", value_parser = language)]
    pub(crate) lang: Option<String>,
    /// The first row of standard input is a header
    #[arg(long, conflicts_with = "names")]
    pub(crate) header: bool,
    /// Tell each difference and what it costs
    #[arg(long)]
    pub(crate) explain: bool,
    /// How to write the answers [default: human for arguments, tsv for rows]
    #[arg(long, value_name = "FORMAT")]
    pub(crate) format: Option<AnswerFormat>,
}

fn language(code: &str) -> Result<String, String> {
    let lang = canonym::table::codes::lang_meant(code).unwrap_or_default();
    if canonym::text::tradition::tradition(&[&lang], None).column.is_some() {
        return Ok(lang);
    }
    Err("no costs for this language; write three letters of ISO 639-3, such as tgk or rus, or leave it out".into())
}

/// How answers are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum AnswerFormat {
    /// For reading
    Human,
    /// Rows of columns with tabs between
    Tsv,
    /// A JSON object a line
    Jsonl,
}

#[derive(Debug, Args)]
pub(crate) struct EvalArgs {
    /// Pairs or names with the truth about them
    #[arg(value_name = "FILE", required = true)]
    pub(crate) files: Vec<PathBuf>,
    /// Most mistakes to list of each file
    #[arg(long, value_name = "N", default_value_t = 20)]
    pub(crate) worst: usize,
}

#[derive(Debug, Args)]
pub(crate) struct FmtArgs {
    /// TOML tables to format in place; `-` formats standard input to standard output
    #[arg(value_name = "FILE", required = true)]
    pub(crate) files: Vec<PathBuf>,
    /// Write nothing; exit code 1 when a file would change
    #[arg(long)]
    pub(crate) check: bool,
}

#[derive(Debug, Args)]
pub(crate) struct CompletionsArgs {
    /// The shell
    pub(crate) shell: clap_complete::Shell,
}

#[derive(Debug, Args)]
pub(crate) struct ManArgs {
    /// The command; none: canonym itself
    #[arg(value_name = "COMMAND")]
    pub(crate) command: Option<String>,
}

/// The last flag of `-qd`, which may take the next word as its value.
fn cluster_end(word: &str) -> Option<char> {
    let flags = word.strip_prefix('-').filter(|flags| !flags.starts_with('-'))?;
    flags.chars().all(|c| c.is_ascii_alphabetic()).then(|| flags.chars().next_back()).flatten()
}

/// What the command line says; leaves with a message if it says nothing.
pub(crate) fn parsed() -> Cli {
    let args = with_default_command(std::env::args_os());
    Cli::try_parse_from(&args).unwrap_or_else(|error| with_tip(error, &args).exit())
}

/// A path that no command asked for mostly is a table, and a first word that is
/// no file mostly a command.
fn with_tip(mut error: clap::Error, args: &[OsString]) -> clap::Error {
    let path = match error.get(ContextKind::InvalidArg) {
        Some(ContextValue::String(path)) if error.kind() == ErrorKind::UnknownArgument => path.clone(),
        _ => return error,
    };
    if Path::new(&path).exists() {
        let tip = format!("a table is named by '-d {path}'").into();
        error.insert(ContextKind::Suggested, ContextValue::StyledStrs(vec![tip]));
    } else if let [_, command, word, ..] = args
        && command == "normalize"
        && !Path::new(word).exists()
        && let Some(meant) = nearest_command(&word.to_string_lossy())
    {
        let tip = format!("there is a command '{meant}'").into();
        error.insert(ContextKind::Suggested, ContextValue::StyledStrs(vec![tip]));
    }
    error
}

/// The command that is most like a word, if any is.
pub(crate) fn nearest_command(word: &str) -> Option<String> {
    let cli = Cli::command();
    nearest(word, cli.get_subcommands().map(clap::Command::get_name)).map(str::to_owned)
}

/// Puts `normalize` in front of words that name no command.
fn with_default_command(args: impl Iterator<Item = OsString>) -> Vec<OsString> {
    let mut args: Vec<OsString> = args.collect();
    let cli = Cli::command();
    let commands: Vec<&str> = cli.get_subcommands().map(clap::Command::get_name).chain(["help"]).collect();
    let takes_value = |word: &str| {
        let named = |arg: &&clap::Arg| {
            let long = arg.get_long().is_some_and(|long| word.strip_prefix("--") == Some(long));
            let short = cluster_end(word).is_some_and(|c| arg.get_short() == Some(c));
            (long || short) && arg.get_action().takes_values()
        };
        let normalize = cli.find_subcommand("normalize").map(|n| n.get_arguments()).into_iter().flatten();
        cli.get_arguments().chain(normalize).any(|arg| named(&arg))
    };
    let mut at = 1;
    while let Some(word) = args.get(at).map(|word| word.to_string_lossy().into_owned()) {
        if matches!(word.as_str(), "-h" | "--help" | "-V" | "--version") || commands.contains(&word.as_str()) {
            return args;
        }
        if !word.starts_with('-') || word == "-" || word == "--" {
            break;
        }
        at += if takes_value(&word) { 2 } else { 1 };
    }
    args.insert(1.min(args.len()), "normalize".into());
    args
}
