//! `canonym.toml`: what holds for a folder and those below it.

use std::path::{Path, PathBuf};

use canonym::{Kind, Options};
use serde::Deserialize;
use toml::Spanned;

use crate::args::common::{Common, KindArg};
use crate::failure::Failure;

/// The name of the file.
pub(crate) const NAME: &str = "canonym.toml";

/// What may stand in it.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    /// Relative to the folder of the file.
    tables: Option<Spanned<Vec<PathBuf>>>,
    builtin: Option<Spanned<bool>>,
    kinds: Option<Spanned<Vec<Spanned<String>>>>,
    threshold: Option<Spanned<f64>>,
}

const KEYS: &str = "the keys are tables, builtin, kinds and threshold";

/// A setting: its name, what it is, and where that was said.
pub(crate) struct Setting {
    pub(crate) name: &'static str,
    pub(crate) value: String,
    pub(crate) source: String,
}

/// Takes what no flag says from the file that holds for the working
/// directory; tells what holds in the end.
///
/// # Errors
///
/// When the file cannot be read, or says what it must not, with the line.
pub(crate) fn apply(common: &mut Common) -> Result<Vec<Setting>, Failure> {
    let found = if common.isolated { None } else { find() };
    let (path, text) = match &found {
        Some(path) => (path.as_path(), std::fs::read_to_string(path).map_err(|error| Failure::file(path, error))?),
        None => (Path::new(""), String::new()),
    };
    let place = |span: std::ops::Range<usize>| {
        let line = text[..span.start.min(text.len())].matches('\n').count() + 1;
        format!("{}:{line}", path.display())
    };
    let file: File = toml::from_str(&text).map_err(|error| {
        let what = error.message().split(", expected").next().unwrap_or_default();
        Failure::message(format!("{}: {what}; {KEYS}", place(error.span().unwrap_or(0..0))))
    })?;
    let mut settings = Vec::new();
    let mut say = |name, value: String, source: String| settings.push(Setting { name, value, source });
    let (default, flag) = (|| "default".to_owned(), |flag: &str| flag.to_owned());

    let own = std::mem::take(&mut common.data);
    if let Some(tables) = &file.tables {
        let folder = path.parent().unwrap_or(Path::new(""));
        for table in tables.get_ref() {
            let table = folder.join(table);
            // One that is yet to be made is made by those who write to it.
            let missing = if table.exists() { "" } else { " (not there)" };
            say("table", table.display().to_string(), format!("{}{missing}", place(tables.span())));
            common.data.push(table);
        }
    }
    own.iter().for_each(|table| say("table", table.display().to_string(), flag("--data")));
    common.configured = common.data.len();
    common.data.extend(own);

    let word = |yes: bool| if yes { "yes" } else { "no" }.to_owned();
    match &file.builtin {
        _ if common.no_builtin => say("builtin", word(false), flag("--no-builtin")),
        Some(builtin) => {
            common.no_builtin = !builtin.get_ref();
            say("builtin", word(*builtin.get_ref()), place(builtin.span()));
        }
        None => say("builtin", word(true), default()),
    }

    let names = |kinds: &[KindArg]| kinds.iter().map(|kind| kind.0.as_str()).collect::<Vec<_>>().join(", ");
    match &file.kinds {
        _ if !common.kind.is_empty() => say("kinds", names(&common.kind), flag("--kind")),
        Some(kinds) => {
            for kind in kinds.get_ref() {
                let known = Kind::parse(kind.get_ref()).ok_or_else(|| {
                    let what = format!("unknown kind `{}`; the kinds are person, place and org", kind.get_ref());
                    Failure::message(format!("{}: {what}", place(kind.span())))
                })?;
                common.usual_kinds.push(KindArg(known));
            }
            say("kinds", names(&common.usual_kinds), place(kinds.span()));
        }
        None => say("kinds", "all".to_owned(), default()),
    }

    match (&file.threshold, common.min_score) {
        (_, Some(score)) => say("threshold", score.to_string(), flag("--min-score")),
        (Some(score), None) if (0.0..=1.0).contains(score.get_ref()) => {
            common.min_score = Some(*score.get_ref());
            say("threshold", score.get_ref().to_string(), place(score.span()));
        }
        (Some(score), None) => {
            let what = format!("threshold = {}: write a number from 0 to 1", score.get_ref());
            return Err(Failure::message(format!("{}: {what}", place(score.span()))));
        }
        (None, None) => say("threshold", Options::MIN_SCORE.to_string(), default()),
    }
    Ok(settings)
}

/// The nearest file upwards from the working directory, told from there.
fn find() -> Option<PathBuf> {
    let here = std::env::current_dir().ok()?;
    here.ancestors().find(|folder| folder.join(NAME).is_file()).map(|folder| match folder == here {
        true => PathBuf::from(NAME),
        false => folder.join(NAME),
    })
}
