//! Solr and Elasticsearch synonyms: `a, b, c`, or `a, b => c`, with `#` for
//! remarks and `\` before a comma that belongs to a name
//! (Solr Reference Guide, Synonym Graph Filter).

use std::path::PathBuf;

use super::openrefine::Groups;
use super::source::Source;
use super::{Reader, Take};
use crate::failure::Failure;

/// Files of synonyms.
pub(crate) struct Solr {
    pub(crate) files: Vec<PathBuf>,
}

impl Reader for Solr {
    fn rows(&mut self, take: Take<'_>) -> Result<(), Failure> {
        let mut groups = Groups::default();
        for path in &self.files {
            let mut source = Source::open(path)?;
            while let Some(line) = source.line()? {
                let line = line.trim();
                if line.is_empty() || line.starts_with('#') {
                    continue;
                }
                let (from, to) = sides(line);
                if to.is_some_and(|to| sides(to).1.is_some()) {
                    return Err(
                        source.wrong("more than one `=>` in a line; write `\\=>` for one that belongs to a name")
                    );
                }
                let (mut from, mut to) = (names(from), names(to.unwrap_or_default()));
                if from.is_empty() {
                    return Err(source.wrong("no name before `=>`"));
                }
                if to.is_empty() {
                    to.push(from.remove(0));
                }
                // Several names on the right are spellings of one another.
                let name = to.remove(0);
                groups.merge("solr", &name, from.into_iter().chain(to));
            }
        }
        groups.rows.into_iter().try_for_each(take)
    }
}

/// What stands before and behind `=>`, if it is not written as `\=>`.
fn sides(line: &str) -> (&str, Option<&str>) {
    let mut arrows = line.match_indices("=>").map(|(at, _)| at);
    let marks = |at: usize| line[..at].bytes().rev().take_while(|byte| *byte == b'\\').count();
    arrows.find(|at| marks(*at) % 2 == 0).map_or((line, None), |at| (&line[..at], Some(&line[at + 2..])))
}

/// The names between commas.
fn names(side: &str) -> Vec<String> {
    let mut names = vec![String::new()];
    let mut chars = side.chars();
    while let Some(c) = chars.next() {
        match (c, names.last_mut()) {
            ('\\', Some(name)) => name.extend(chars.next()),
            (',', _) => names.push(String::new()),
            (_, Some(name)) => name.push(c),
            (_, None) => {}
        }
    }
    names.into_iter().map(|name| name.trim().to_owned()).filter(|name| !name.is_empty()).collect()
}
