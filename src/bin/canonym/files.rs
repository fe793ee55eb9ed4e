//! Texts by the words that name them: files, folders, patterns.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

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
            others += walk(word, without.as_deref(), &mut files);
            if files.len() == before {
                return Err(Failure::message(format!("{}: no text in this folder", word.display())));
            }
        } else if let Some(pattern) = pattern(word) {
            let before = files.len();
            let wrong = |what: String| Failure::message(format!("{pattern}: {what}"));
            for found in glob::glob(pattern).map_err(|error| wrong(error.msg.to_owned()))? {
                let path = found.map_err(|error| wrong(error.to_string()))?;
                files.extend(path.is_file().then_some(path));
            }
            if files.len() == before {
                return Err(wrong("no file is named so".to_owned()));
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

/// Adds the texts below a folder; gives how many files are none.
fn walk(folder: &Path, without: Option<&Path>, files: &mut Vec<PathBuf>) -> usize {
    let hidden = |entry: &DirEntry| entry.depth() > 0 && entry.file_name().as_encoded_bytes().starts_with(b".");
    let output = |entry: &DirEntry| {
        let inner = entry.depth() > 0 && entry.file_type().is_dir();
        inner && without.is_some_and(|w| entry.path().canonicalize().is_ok_and(|own| own == *w))
    };
    let entries = WalkDir::new(folder).follow_links(true).sort_by_file_name().into_iter();
    let mut others = 0;
    for entry in entries.filter_entry(|entry| !hidden(entry) && !output(entry)) {
        let entry = match entry {
            Ok(entry) => entry,
            // What is wrong with it is told when it is opened, and the rest goes on.
            // A link to a folder that it lies in leads nowhere new.
            Err(error) if error.loop_ancestor().is_some() => continue,
            Err(error) => {
                files.extend(error.path().map(Path::to_owned));
                continue;
            }
        };
        if !entry.file_type().is_file() {
            continue;
        }
        if is_text(entry.path()) { files.push(entry.into_path()) } else { others += 1 }
    }
    others
}

/// A word with the signs of a pattern that is no file.
fn pattern(word: &Path) -> Option<&str> {
    word.to_str().filter(|text| text.contains(['*', '?', '[']) && !word.exists())
}

/// Whether a file has no zero byte in its first bytes; one that cannot be read
/// is taken for a text, so that it is told when it is opened.
fn is_text(path: &Path) -> bool {
    const HEAD: u64 = 8 << 10;
    let mut head = Vec::new();
    let read = File::open(path).and_then(|file| file.take(HEAD).read_to_end(&mut head));
    read.is_err() || memchr::memchr(0, &head).is_none()
}
