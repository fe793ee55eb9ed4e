//! What all commands take, and what they make of it.

use std::path::{Path, PathBuf};

use canonym::{Engine, Kind, Options, Tables};
use clap::{Args, ValueEnum};

use super::rows::delimiter;
use super::texts::Reading;
use crate::config::NAME;
use crate::failure::Failure;
use crate::{message, packs};

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
    /// The kinds of answers that canonym.toml asks for, where no flag does.
    #[arg(skip)]
    pub(crate) usual_kinds: Vec<KindArg>,
    /// The lowest score, 0 to 1, that counts as a match [default: 0.85]
    #[arg(long, value_name = "S", global = true, value_parser = score, allow_negative_numbers = true)]
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
        for (number, path) in self.data.iter().enumerate() {
            if number < self.configured && !path.exists() {
                let what = format!("{}: there is no such table; {NAME} names it", path.display());
                Failure::join(&mut failure, Failure::message(what));
                continue;
            }
            if !path.exists() && path.to_str().is_some_and(|text| delimiter(text).is_ok()) {
                let what = "-d names a table, and what stands between cells is told by --delimiter";
                Failure::join(&mut failure, Failure::message(format!("-d {}: {what}", path.display())));
                continue;
            }
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
            let warnings = message::count(warnings, "warning");
            let paths: Vec<String> = self.data.iter().map(|path| path.display().to_string()).collect();
            message::note(&format!("{warnings} in the tables; `canonym check {}` tells them", paths.join(" ")));
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

    /// The lowest score that counts as a match.
    pub(crate) fn min_score(&self) -> f64 {
        self.min_score.unwrap_or(Options::MIN_SCORE)
    }

    /// The kinds of answers.
    pub(crate) fn kinds(&self) -> &[KindArg] {
        if self.kind.is_empty() { &self.usual_kinds } else { &self.kind }
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
            kinds: self.kinds().iter().map(|kind| kind.0).collect(),
            min_score: self.min_score(),
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
