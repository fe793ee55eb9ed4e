//! Texts by the words that name them: files, folders, patterns.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use glob::{MatchOptions, Pattern};
use walkdir::{DirEntry, WalkDir};

use crate::args::common::Common;
use crate::failure::Failure;
use crate::input::{Input, inputs};
use crate::message;

/// The texts that files, folders and patterns name, in the order of the words
/// and, within a folder, of the names; standard input when there is no word.
/// Of a folder, hidden files, those below `without`, and files that are no
/// text are left out.
///
/// # Errors
///
/// When a folder or pattern names no text at all.
pub(crate) fn texts(common: &Common, words: &[PathBuf], without: Option<&Path>) -> Result<Vec<Input>, Failure> {
    if words.is_empty() {
        return Ok(inputs(words));
    }
    let without = without.and_then(|folder| folder.canonicalize().ok());
    let mut files = Vec::new();
    let mut others = 0;
    for word in words {
        if word.is_dir() {
            let before = files.len();
            others += walk(WalkDir::new(word), false, without.as_deref(), &|path| Some(path.to_owned()), &mut files);
            if files.len() == before {
                return Err(Failure::message(format!("{}: no text in this folder", word.display())));
            }
        } else if let Some(pattern) = pattern(word) {
            let before = files.len();
            let wrong = |what: &str| Failure::message(format!("{}: {what}", word.display()));
            let fits = Pattern::new(&pattern).map_err(|error| wrong(error.msg))?;
            let strict = MatchOptions {
                require_literal_separator: true,
                require_literal_leading_dot: true,
                ..MatchOptions::default()
            };
            let fits = |path: &Path| {
                // What begins with no folder begins so when it is found, too.
                let path = if pattern.starts_with("./") { path } else { path.strip_prefix(".").unwrap_or(path) };
                fits.matches_path_with(path, strict).then(|| path.to_owned())
            };
            let hidden = pattern.split('/').any(|part| part.starts_with('.') && !matches!(part, "." | ".."));
            others += walk(below(&pattern), hidden, without.as_deref(), &fits, &mut files);
            if files.len() == before {
                return Err(wrong("no file is named so"));
            }
        } else {
            files.push(word.clone());
        }
    }
    if others > 0 && !common.quiet {
        let count = if others == 1 { "1 file that is".to_owned() } else { format!("{others} files that are") };
        message::note(&format!("{count} no text left out"));
    }
    Ok(inputs(&files))
}

/// The deepest folder that all files of a pattern lie in, as deep as they lie.
fn below(pattern: &str) -> WalkDir {
    let parts: Vec<&str> = pattern.split('/').collect();
    let plain = parts.iter().take_while(|part| !part.contains(SIGNS)).count();
    let folder = match &parts[..plain] {
        [] => ".".to_owned(),
        [""] => "/".to_owned(),
        fixed => fixed.join("/"),
    };
    let walk = WalkDir::new(folder);
    if parts.contains(&"**") { walk } else { walk.max_depth(parts.len() - plain) }
}

/// Adds the texts below a folder that are named by their paths, hidden ones
/// where they are wanted; gives how many files are none.
fn walk(
    below: WalkDir,
    with_hidden: bool,
    without: Option<&Path>,
    named: &dyn Fn(&Path) -> Option<PathBuf>,
    files: &mut Vec<PathBuf>,
) -> usize {
    let hidden =
        |entry: &DirEntry| !with_hidden && entry.depth() > 0 && entry.file_name().as_encoded_bytes().starts_with(b".");
    let output = |entry: &DirEntry| {
        let inner = entry.depth() > 0 && entry.file_type().is_dir();
        inner && without.is_some_and(|w| entry.path().canonicalize().is_ok_and(|own| own == *w))
    };
    let entries = below.follow_links(true).sort_by_file_name().into_iter();
    let mut others = 0;
    for entry in entries.filter_entry(|entry| !hidden(entry) && !output(entry)) {
        let entry = match entry {
            Ok(entry) => entry,
            // What is wrong with it is told when it is opened, and the rest goes on.
            // A link to a folder that it lies in leads nowhere new.
            Err(error) if error.loop_ancestor().is_some() => continue,
            Err(error) => {
                let path = error.path().filter(|path| named(path).is_some() || path.is_dir());
                files.extend(path.map(Path::to_owned));
                continue;
            }
        };
        if let Some(path) = named(entry.path()).filter(|_| entry.file_type().is_file()) {
            if is_text(&path) { files.push(path) } else { others += 1 }
        }
    }
    others
}

const SIGNS: [char; 3] = ['*', '?', '['];

/// A word with the signs of a pattern that is no file, each `/` once.
fn pattern(word: &Path) -> Option<String> {
    let text = word.to_str().filter(|text| text.contains(SIGNS) && !word.exists())?;
    let root = if text.starts_with('/') { "/" } else { "" };
    let parts: Vec<&str> = text.split('/').filter(|part| !part.is_empty()).collect();
    let end = if text.ends_with('/') { "/" } else { "" };
    Some(format!("{root}{}{end}", parts.join("/")))
}

/// Whether a file has no zero byte in its first bytes; one that cannot be read
/// is taken for a text, so that it is told when it is opened.
fn is_text(path: &Path) -> bool {
    const HEAD: u64 = 8 << 10;
    let mut head = Vec::new();
    let read = File::open(path).and_then(|file| file.take(HEAD).read_to_end(&mut head));
    read.is_err() || memchr::memchr(0, &head).is_none()
}
