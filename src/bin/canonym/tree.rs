//! A folder with what was made of each text, and a list of what is done, so
//! that a run that was broken off can go on.

use std::collections::HashMap;
use std::fs::{self, File, OpenOptions};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::time::UNIX_EPOCH;

use rustc_hash::FxHashSet;
use serde::{Deserialize, Serialize};
use walkdir::WalkDir;

use crate::args::common::Common;
use crate::args::texts::Outputs;
use crate::failure::Failure;
use crate::input::Input;
use crate::message;
use crate::output::{Whole, not_tables, put};

/// The name of the list.
const LIST: &str = ".canonym.jsonl";

/// A folder of outputs, and the list of what is done.
pub(crate) struct Tree {
    places: Places,
    /// What made the outputs: tables and flags.
    settings: String,
    known: HashMap<PathBuf, Done>,
    list: Mutex<File>,
}

/// Where the outputs go.
struct Places {
    folder: PathBuf,
    /// What the paths of the texts begin with.
    base: PathBuf,
    /// What is put behind the name of a text.
    ending: &'static str,
}

/// A text that is done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Done {
    file: PathBuf,
    /// The text itself, from the root: others may have had the same output.
    source: PathBuf,
    bytes: u64,
    /// Nanoseconds since 1970.
    modified: u64,
    /// Bytes of its output.
    written: u64,
    settings: String,
}

impl Tree {
    /// The folder for what is made of some texts; `made` says by what.
    ///
    /// # Errors
    ///
    /// When it cannot be made, or two texts would have one output.
    pub(crate) fn open(
        common: &Common,
        outputs: &Outputs,
        inputs: &[Input],
        ending: &'static str,
        made: &str,
    ) -> Result<Option<Self>, Failure> {
        let Some(folder) = &outputs.out else { return Ok(None) };
        if inputs.iter().any(Input::is_stdin) {
            return Err(Failure::message("--out with standard input: name files or folders"));
        }
        fs::create_dir_all(folder).map_err(|error| Failure::file(folder, error))?;
        let path = folder.join(LIST);
        let mut known = done(&path)?;
        let settings = settings(common, made)?;
        let places = Places { folder: folder.clone(), base: base(inputs), ending };
        let read: FxHashSet<PathBuf> = inputs.iter().filter_map(|input| input.path.canonicalize().ok()).collect();
        let mut taken = FxHashSet::default();
        for input in inputs {
            let place = places.place(input);
            let existing = place.canonicalize().ok();
            if existing.as_ref().is_some_and(|place| read.contains(place)) {
                let what = "is read, too, and would be replaced; name another folder";
                return Err(Failure::message(format!("{}: {what}", place.display())));
            }
            if place == path {
                return Err(Failure::message(format!("{}: that is the list of what is done", place.display())));
            }
            if existing.is_some()
                && let Some(other) = known.get(&places.name(input)).map(|done| &done.source)
                && other.exists()
                && *other != whole(&input.path)
            {
                let (place, other) = (place.display(), other.display());
                let what = "name another folder, or both texts in one run";
                return Err(Failure::message(format!("{place}: was made of {other}, and would be replaced; {what}")));
            }
            if !taken.insert(place) {
                let what = "is named twice, or has one output with another text";
                return Err(Failure::message(format!("{}: {what}", input.name())));
            }
        }
        not_tables(taken.iter().map(PathBuf::as_path), &common.data)?;
        if !outputs.resume {
            // What is made anew is done when it is; of others the list goes on to tell.
            inputs.iter().for_each(|input| drop(known.remove(&places.name(input))));
            write_list(&path, &known)?;
        }
        let list = OpenOptions::new().create(true).append(true).open(&path);
        let mut list = list.map_err(|error| Failure::file(&path, error))?;
        // What comes is no part of a line that was broken off.
        list.write_all(b"\n").map_err(|error| Failure::file(&path, error))?;
        Ok(Some(Self { places, settings, known, list: Mutex::new(list) }))
    }

    pub(crate) fn folder(&self) -> &Path {
        &self.places.folder
    }

    /// The texts that are not done yet.
    pub(crate) fn left(&self, common: &Common, inputs: Vec<Input>) -> Vec<Input> {
        let all = inputs.len();
        let is_done = |input: &Input| {
            let known = self.known.get(&self.places.name(input));
            known.is_some_and(|known| self.now(input).is_some_and(|now| now == *known))
        };
        let left: Vec<Input> = inputs.into_iter().filter(|input| !is_done(input)).collect();
        let skipped = all - left.len();
        if skipped > 0 && !common.quiet {
            message::note(&format!("{skipped} of {all} texts were done before"));
        }
        left
    }

    /// Begins the output of a text.
    pub(crate) fn begin(&self, input: &Input) -> Result<Whole, Failure> {
        let place = self.places.place(input);
        let folder = place.parent().unwrap_or(self.folder());
        fs::create_dir_all(folder).map_err(|error| Failure::file(folder, error))?;
        Whole::create(&place)
    }

    /// Puts the output of a text in its place, and the text on the list.
    pub(crate) fn end(&self, input: &Input, was: Option<u64>, whole: Whole) -> Result<(), Failure> {
        whole.finish()?;
        // A text that changed meanwhile is not done.
        let Some(now) = self.now(input).filter(|now| was == Some(now.modified)) else { return Ok(()) };
        let line = serde_json::to_string(&now).unwrap_or_default() + "\n";
        let written = self.list.lock().map(|mut list| list.write_all(line.as_bytes()));
        written.unwrap_or(Ok(())).map_err(|error| Failure::file(&self.folder().join(LIST), error))
    }

    /// When a text was changed last.
    pub(crate) fn modified(input: &Input) -> Option<u64> {
        let modified = fs::metadata(&input.path).ok()?.modified().ok()?;
        u64::try_from(modified.duration_since(UNIX_EPOCH).ok()?.as_nanos()).ok()
    }

    fn now(&self, input: &Input) -> Option<Done> {
        let bytes = fs::metadata(&input.path).ok()?.len();
        let modified = Self::modified(input)?;
        let written = fs::metadata(self.places.place(input)).ok()?.len();
        Some(Done {
            file: self.places.name(input),
            source: whole(&input.path),
            bytes,
            modified,
            written,
            settings: self.settings.clone(),
        })
    }
}

impl Places {
    /// The path of a text below the base.
    fn name(&self, input: &Input) -> PathBuf {
        let path = whole(&input.path);
        path.strip_prefix(&self.base).map_or_else(|_| path.file_name().unwrap_or_default().into(), Path::to_owned)
    }

    fn place(&self, input: &Input) -> PathBuf {
        let mut place = self.folder.join(self.name(input)).into_os_string();
        place.push(self.ending);
        place.into()
    }
}

/// A path from the root, without links and steps back in its folders.
fn whole(path: &Path) -> PathBuf {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let folder = folder.canonicalize().or_else(|_| std::path::absolute(folder));
    folder.unwrap_or_default().join(path.file_name().unwrap_or_default())
}

/// The deepest folder that all texts lie in.
fn base(inputs: &[Input]) -> PathBuf {
    let mut folders = inputs.iter().map(|input| whole(&input.path).parent().map_or_else(PathBuf::new, Path::to_owned));
    let first = folders.next().unwrap_or_default();
    let common = |a: PathBuf, b: PathBuf| {
        a.components().zip(b.components()).take_while(|(a, b)| a == b).map(|(a, _)| a).collect::<PathBuf>()
    };
    folders.fold(first, common)
}

/// What is on a list; a line that was not completed is none.
fn done(path: &Path) -> Result<HashMap<PathBuf, Done>, Failure> {
    if !path.exists() {
        return Ok(HashMap::new());
    }
    let failure = |error| Failure::file(path, error);
    let bytes = fs::read(path).map_err(failure)?;
    let lines = bytes.split(|byte| *byte == b'\n');
    let done = lines.filter_map(|line| serde_json::from_slice::<Done>(line).ok());
    Ok(done.map(|done| (done.file.clone(), done)).collect())
}

/// Writes a list anew.
fn write_list(path: &Path, known: &HashMap<PathBuf, Done>) -> Result<(), Failure> {
    let mut all: Vec<&Done> = known.values().collect();
    all.sort_by(|a, b| a.file.cmp(&b.file));
    let lines: Vec<String> = all.iter().filter_map(|done| serde_json::to_string(done).ok()).collect();
    put(Some(path), lines.join("\n").as_bytes())
}

/// What tables and flags are, in short.
fn settings(common: &Common, made: &str) -> Result<String, Failure> {
    let mut hash = xxhash_rust::xxh3::Xxh3::new();
    let kinds: Vec<&str> = common.kinds().iter().map(|kind| kind.0.as_str()).collect();
    let flags = (env!("CARGO_PKG_VERSION"), made, common.no_builtin, kinds, common.min_score, common.exact);
    hash.update(format!("{flags:?}").as_bytes());
    for path in &common.data {
        for file in WalkDir::new(path).follow_links(true).sort_by_file_name().into_iter().filter_map(Result::ok) {
            if file.file_type().is_file() {
                hash.update(file.path().as_os_str().as_encoded_bytes());
                hash.update(&fs::read(file.path()).map_err(|error| Failure::file(file.path(), error))?);
            }
        }
    }
    Ok(format!("{:016x}", hash.digest()))
}
