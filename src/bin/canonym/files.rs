//! Texts by the words that name them: files, folders, patterns.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use glob::{MatchOptions, Pattern};
use rustc_hash::FxHashSet;
use walkdir::{DirEntry, WalkDir};

use crate::args::common::Common;
use crate::failure::Failure;
use crate::input::{Input, inputs, is_utf16};
use crate::message;

/// The texts that files, folders and patterns name, in the order of the words
/// and, within a folder, of the names; standard input when there is no word.
/// Of a folder, hidden files, those below `without`, files that are no text,
/// and perhaps `links` are left out.
///
/// # Errors
///
/// When a folder or pattern names no text at all.
pub(crate) fn texts(
    common: &Common,
    words: &[PathBuf],
    without: Option<&Path>,
    links: Links,
) -> Result<Vec<Input>, Failure> {
    if words.is_empty() {
        return Ok(inputs(words));
    }
    let without = without.and_then(|folder| folder.canonicalize().ok());
    let mut found = Found { without: without.as_deref(), follow: links, ..Found::default() };
    // What a word names itself, and not by a folder or pattern.
    let mut named = Vec::new();
    for word in words {
        if word.is_dir() {
            let before = found.files.len();
            found.walk(WalkDir::new(word), false, &|path| Some(path.to_owned()));
            if found.files.len() == before {
                return Err(Failure::message(format!("{}: no text in this folder", word.display())));
            }
        } else if let Some(pattern) = pattern(word) {
            let before = found.files.len();
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
            found.walk(below(&pattern), hidden, &fits);
            if found.files.len() == before {
                return Err(wrong("no file is named so"));
            }
        } else {
            named.push(found.files.len());
            found.files.push(word.clone());
        }
    }
    if !common.quiet {
        found.tell();
    }
    // A file is read as often as it is named itself, and once if a folder or pattern names it, too.
    let files = found.files;
    let walked = (0..files.len()).filter(|at| named.binary_search(at).is_err());
    let walked: FxHashSet<PathBuf> = walked.map(|at| files[at].clone()).collect();
    let mut seen = FxHashSet::default();
    // What is rewritten is so once, by whatever names.
    let once = links == Links::LeftOut;
    let own = |file: &PathBuf| if once { file.canonicalize().unwrap_or_else(|_| file.clone()) } else { file.clone() };
    let again = |file: &PathBuf| !once && !walked.contains(file);
    let files: Vec<PathBuf> = files.into_iter().filter(|file| seen.insert(own(file)) || again(file)).collect();
    Ok(inputs(&files))
}

/// What links in folders are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Links {
    /// What they lead to is read.
    #[default]
    Followed,
    /// They may lead out of the folder, and what is written in place stays in it.
    LeftOut,
}

/// Files in folders.
#[derive(Default)]
struct Found<'w> {
    /// A folder that is not looked into.
    without: Option<&'w Path>,
    follow: Links,
    files: Vec<PathBuf>,
    /// Those that are no text, and links that are not followed.
    data: Vec<PathBuf>,
    links: Vec<PathBuf>,
}

impl Found<'_> {
    /// Adds the texts below a folder that are named by their paths, hidden ones
    /// where they are wanted.
    fn walk(&mut self, below: WalkDir, with_hidden: bool, named: &dyn Fn(&Path) -> Option<PathBuf>) {
        let without = self.without;
        let hidden = |entry: &DirEntry| {
            !with_hidden && entry.depth() > 0 && entry.file_name().as_encoded_bytes().starts_with(b".")
        };
        let output = |entry: &DirEntry| {
            let inner = entry.depth() > 0 && entry.file_type().is_dir();
            inner && without.is_some_and(|w| entry.path().canonicalize().is_ok_and(|own| own == *w))
        };
        let entries = below.follow_links(self.follow == Links::Followed).sort_by_file_name().into_iter();
        for entry in entries.filter_entry(|entry| !hidden(entry) && !output(entry)) {
            let entry = match entry {
                Ok(entry) => entry,
                // What is wrong with it is told when it is opened, and the rest goes on.
                // A link to a folder that it lies in leads nowhere new.
                Err(error) if error.loop_ancestor().is_some() => continue,
                Err(error) => {
                    let path = error.path().filter(|path| named(path).is_some() || path.is_dir());
                    self.files.extend(path.map(Path::to_owned));
                    continue;
                }
            };
            let Some(path) = named(entry.path()) else { continue };
            match entry.file_type() {
                kind if kind.is_symlink() => self.links.push(path),
                kind if kind.is_file() && is_text(&path) => self.files.push(path),
                kind if kind.is_file() => self.data.push(path),
                _ => {}
            }
        }
    }

    fn tell(&self) {
        let such = |all: &[PathBuf]| all.first().map_or(String::new(), |first| first.display().to_string());
        match self.data.len() {
            0 => {}
            1 => message::note(&format!("1 file that is no text left out: {}", such(&self.data))),
            many => message::note(&format!("{many} files that are no text left out, such as {}", such(&self.data))),
        }
        if !self.links.is_empty() {
            let count = message::count(self.links.len(), "link");
            let what = "name what is to be rewritten itself";
            message::note(&format!("{count} not followed, such as {}; {what}", such(&self.links)));
        }
    }
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
/// is taken for a text, so that it is told when it is opened, and so is UTF-16.
fn is_text(path: &Path) -> bool {
    const HEAD: u64 = 8 << 10;
    let mut head = Vec::new();
    let read = File::open(path).and_then(|file| file.take(HEAD).read_to_end(&mut head));
    read.is_err() || is_utf16(&head) || memchr::memchr(0, &head).is_none()
}
