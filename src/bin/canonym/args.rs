//! The words of the command line. Help texts, man pages and completions all
//! come from here.

pub(crate) mod edits;
pub(crate) mod rows;
pub(crate) mod tables;

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use canonym::{Engine, Kind, Markup, Options, Tables};
use clap::{Args, CommandFactory, Parser, Subcommand, ValueEnum};

use edits::{AddArgs, MergeArgs, NewArgs, RemoveArgs, RenameArgs};
use rows::{CsvArgs, JsonlArgs};
use tables::{CompileArgs, ExportArgs, ImportArgs, StatsArgs, VerifyArgs};

use crate::failure::Failure;
use crate::{message, packs};

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

const EXIT: &str =
    "Exit codes: 0 done; 1 a negative finding of check, lookup, compare, fmt --check or --diff --check; 2 an error.";

/// What all commands take.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Options of all commands")]
pub(crate) struct Common {
    /// Add a table: a .toml, .tsv or .jsonl file, a compiled .canonym pack, or a folder of those; later ones override earlier ones
    #[arg(short, long, value_name = "PATH", global = true)]
    pub(crate) data: Vec<PathBuf>,
    /// Do without the built-in table
    #[arg(long, global = true)]
    pub(crate) no_builtin: bool,
    /// Do without the settings of canonym.toml
    #[arg(long, global = true)]
    pub(crate) isolated: bool,
    /// So many of the tables, from the first on, are those of canonym.toml.
    #[arg(skip)]
    pub(crate) configured: usize,
    /// Only entities of this kind; may be given more than once
    #[arg(short, long, value_name = "KIND", global = true)]
    pub(crate) kind: Vec<KindArg>,
    /// The lowest score, 0 to 1, that counts as a match [default: 0.85]
    #[arg(long, value_name = "S", global = true, value_parser = score)]
    pub(crate) min_score: Option<f64>,
    /// Recorded spellings and their typography alone: no sound keys, no partial names
    #[arg(long, global = true)]
    pub(crate) exact: bool,
    /// Threads to use [default: all cores]; the output is the same for any number
    #[arg(short = 'j', long, value_name = "N", global = true, value_parser = clap::value_parser!(u16).range(1..))]
    pub(crate) threads: Option<u16>,
    /// Colours
    #[arg(long, value_name = "WHEN", global = true, default_value = "auto")]
    pub(crate) color: When,
    /// A progress bar on standard error for large files
    #[arg(long, value_name = "WHEN", global = true, default_value = "auto")]
    pub(crate) progress: When,
    /// No notes on standard error
    #[arg(short, long, global = true)]
    pub(crate) quiet: bool,
}

impl Common {
    /// The tables to work with, later ones over earlier ones.
    pub(crate) fn tables(&self) -> Result<Tables, Failure> {
        self.over(self.builtin()?)
    }

    /// The tables and packs of --data over others.
    pub(crate) fn over(&self, tables: Tables) -> Result<Tables, Failure> {
        self.add_each(tables, packs::add)
    }

    /// What is at each path of --data over others, as `add` takes it.
    pub(crate) fn add_each(
        &self,
        mut tables: Tables,
        add: fn(&mut Tables, &Path) -> Result<(), Failure>,
    ) -> Result<Tables, Failure> {
        let mut failure = None;
        for path in &self.data {
            match add(&mut tables, path) {
                Ok(()) => {}
                // All tables are read, so that all errors are told at once.
                Err(error) => Failure::join(&mut failure, error),
            }
        }
        // Rows may be wrong because what they refer to cannot be read.
        tables.damage()?;
        let warnings = tables.warnings().len();
        if warnings > 0 && failure.is_none() && !self.quiet {
            let count = if warnings == 1 { "1 warning".to_owned() } else { format!("{warnings} warnings") };
            message::note(&format!("{count} in the tables; `canonym check` tells them"));
        }
        failure.map_or(Ok(tables), Err)
    }

    /// The built-in table, unless it is not wanted.
    pub(crate) fn builtin(&self) -> Result<Tables, Failure> {
        #[cfg(feature = "builtin")]
        if !self.no_builtin {
            return Ok(Tables::builtin()?);
        }
        Ok(Tables::new())
    }

    /// An engine for names.
    pub(crate) fn engine(&self) -> Result<Engine, Failure> {
        self.engine_with(Options::default())
    }

    /// An engine for texts.
    pub(crate) fn text_engine(&self, reading: &Reading, files: &[PathBuf]) -> Result<Engine, Failure> {
        self.engine_with(Options {
            markup: reading.markup.map(|markup| markup.0),
            keep_titles: reading.keep_titles,
            line_buffered: reading.line_buffered || crate::input::is_typed(files),
            ..Options::default()
        })
    }

    fn engine_with(&self, options: Options) -> Result<Engine, Failure> {
        let options = Options {
            kinds: self.kind.iter().map(|kind| kind.0).collect(),
            min_score: self.min_score.unwrap_or(Options::MIN_SCORE),
            exact: self.exact,
            ..options
        };
        let mut tables = Tables::new();
        #[cfg(feature = "builtin")]
        if !self.no_builtin {
            tables.add_base(std::sync::Arc::new(canonym::Pack::builtin()?));
        }
        Ok(Engine::over(&self.over(tables)?, options)?)
    }

    /// Starts the threads that share in work on many items.
    pub(crate) fn start_threads(&self) -> Result<(), Failure> {
        let Some(threads) = self.threads else { return Ok(()) };
        let pool = rayon::ThreadPoolBuilder::new().num_threads(usize::from(threads));
        pool.build_global().map_err(|error| Failure::message(format!("--threads {threads}: {error}")))
    }
}

fn score(text: &str) -> Result<f64, String> {
    match text.parse::<f64>() {
        Ok(score) if (0.0..=1.0).contains(&score) => Ok(score),
        _ => Err("write a number from 0 to 1".into()),
    }
}

/// A language of pages as an argument.
#[derive(Debug, Clone, Copy)]
pub(crate) struct MarkupArg(Markup);

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

/// A kind as an argument.
#[derive(Debug, Clone, Copy)]
pub(crate) struct KindArg(pub(crate) Kind);

impl ValueEnum for KindArg {
    fn value_variants<'a>() -> &'a [Self] {
        &[Self(Kind::Person), Self(Kind::Place), Self(Kind::Org)]
    }

    fn to_possible_value(&self) -> Option<clap::builder::PossibleValue> {
        Some(clap::builder::PossibleValue::new(self.0.as_str()))
    }
}

/// When to do something that suits a terminal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum When {
    /// On a terminal
    Auto,
    Always,
    Never,
}

impl When {
    /// Makes this the choice for colours.
    pub(crate) fn apply(self) {
        let choice = match self {
            Self::Auto => anstream::ColorChoice::Auto,
            Self::Always => anstream::ColorChoice::Always,
            Self::Never => anstream::ColorChoice::Never,
        };
        choice.write_global();
    }
}

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
    /// Add to the rows of a table whose the names in a column are
    ///
    /// Example: canonym csv -s city people.csv > known.csv
    ///
    /// Every row comes back as it was, with four cells more: canonical, entity_id, score and status (match, ambiguous or none; empty names are none). Rows with too few or too many cells come back, too, and are told at the end, with exit code 2.
    Csv(CsvArgs),
    /// Add to JSON objects whose the names in a field are
    ///
    /// Example: canonym jsonl -s author.name articles.jsonl
    ///
    /// One object a line, which comes back as it was with four fields more: canonical, entity_id, score and status. Lines that are no object come back, too, and are told at the end, with exit code 2.
    Jsonl(JsonlArgs),
    /// Say what is wrong with tables
    ///
    /// Example: canonym check names.toml
    ///
    /// Without PATH the built-in table is checked. Exit code 1 when there are errors (with --strict, also warnings).
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
}

#[derive(Debug, Args)]
pub(crate) struct NormalizeArgs {
    /// Files to read; `-` or none is standard input
    #[arg(value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,
    /// Rewrite the files in place: whole or not at all, mode and links kept
    #[arg(short, long, conflicts_with = "diff")]
    pub(crate) write: bool,
    /// Write a unified diff instead of the text
    #[arg(long)]
    pub(crate) diff: bool,
    /// With --diff: exit code 1 when anything would change
    #[arg(long, requires = "diff")]
    pub(crate) check: bool,
    /// Write each change as a JSON object to this file
    #[arg(long, value_name = "FILE")]
    pub(crate) changes: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) reading: Reading,
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
    /// Files to read; `-` or none is standard input
    #[arg(value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,
    #[command(flatten)]
    pub(crate) reading: Reading,
    /// How to write the mentions
    #[arg(long, value_name = "FORMAT", default_value = "jsonl")]
    pub(crate) format: TagFormat,
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
    if canonym::text::tradition::tradition(&[code], None).column.is_some() {
        return Ok(code.to_owned());
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
pub(crate) struct CheckArgs {
    /// Tables to check, each over the built-in one and those of --data
    #[arg(value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,
    /// Warnings count as errors
    #[arg(long)]
    pub(crate) strict: bool,
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

/// Puts `normalize` in front of words that name no command.
pub(crate) fn with_default_command(args: impl Iterator<Item = OsString>) -> Vec<OsString> {
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
