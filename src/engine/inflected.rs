//! Recorded names of several words, each of which grammar may have given an
//! ending: `Шанхайской организации сотрудничества`.

use super::fuzzy::ENDING;
use super::hit::Hit;
use super::judge::{Verdict, score};
use super::scan::Scanner;
use crate::index::buckets::hash;
use crate::index::exact::Node;
use crate::report::Rule;
use crate::text::endings::{Reading, Stem, stems};
use crate::text::script::{Script, script_of};
use crate::text::token::Gap;

/// Ways to read the words that are followed at a time: grammar leaves a few.
const MOST: usize = 16;

/// Words that lead somewhere in the trie, read without some of their endings.
#[derive(Debug, Clone)]
struct Path {
    node: Node,
    stems: Vec<Stem>,
}

impl Scanner<'_, '_> {
    /// The longest recorded spelling of more than `least` words and more than one
    /// from a word on, where some of them have endings.
    pub(super) fn inflected(&self, first: usize, least: usize) -> Option<Hit> {
        let tokens = &self.unit.tokens;
        let head = &tokens[first];
        // In Latin script the last word alone has an ending.
        if !head.case.is_capital() || !head.leads && script_of(self.unit.stem(first)) != Script::Cyrillic {
            return None;
        }
        let mut paths = vec![Path { node: Node::ROOT, stems: Vec::new() }];
        let mut best = None;
        for (last, token) in tokens.iter().enumerate().skip(first) {
            let gap = if last == first { Gap::Join } else { token.gap };
            if gap == Gap::Break {
                break;
            }
            let (ends, on) = self.step(&paths, gap, last);
            if last > first
                && last - first >= least
                && let Some(hit) = self.of_readings(first, last, &ends)
            {
                best = Some(hit);
            }
            paths = on;
            if paths.is_empty() || token.has_clitic() {
                break;
            }
        }
        best
    }

    /// Where paths lead with the next word: those at which spellings end, and
    /// those that go on.
    fn step(&self, paths: &[Path], gap: Gap, at: usize) -> (Vec<Path>, Vec<Path>) {
        let index = self.engine.index();
        let (mut ends, mut on) = (Vec::new(), Vec::new());
        for stem in stems(self.unit.stem(at)) {
            let word = hash(&stem.word);
            for path in paths {
                let node = path.node.step(gap, word);
                let leads = self.memo.borrow_mut().words.leads(index, node);
                if leads.ends || leads.on {
                    let stems = path.stems.iter().chain([&stem]).cloned().collect();
                    let path = Path { node, stems };
                    if leads.on && !stem.is_last && on.len() < MOST {
                        on.push(path.clone());
                    }
                    if leads.ends && ends.len() < MOST {
                        ends.push(path);
                    }
                }
            }
        }
        (ends, on)
    }

    /// What ends at some paths of which words have lost endings.
    fn of_readings(&self, first: usize, last: usize, ends: &[Path]) -> Option<Hit> {
        let index = self.engine.index();
        let surface = self.surface(first, last, false);
        let mut whole: Option<Hit> = None;
        for Path { node, stems } in ends.iter().filter(|path| path.stems.iter().any(Stem::has_lost)) {
            let reading = Reading::of(stems);
            let name = reading.name();
            let mut aliases = index.ends(*node, name, name);
            aliases.retain(|alias| {
                let alias = index.alias(*alias);
                !alias.acronym && self.fits_case(first, last, name, &alias)
            });
            let verdict = |alias| Verdict::new(alias, score::TYPOGRAPHY - ENDING, Rule::Fuzzy);
            let Some(mut hit) = self.hit(first, last, false, aliases.into_iter().map(verdict)) else { continue };
            for candidate in &mut hit.candidates {
                candidate.canonical = reading.inflect(&candidate.canonical, &surface);
            }
            match &mut whole {
                None => whole = Some(hit),
                Some(whole) => {
                    let known = whole.candidates.len();
                    let is_new = |c: &super::hit::Candidate| {
                        whole.candidates[..known].iter().all(|other| other.entity != c.entity)
                    };
                    let new: Vec<_> = hit.candidates.into_iter().filter(is_new).collect();
                    whole.candidates.extend(new);
                }
            }
        }
        whole
    }
}
