//! Recorded names of several words, each of which grammar may have given an
//! ending: `Шанхайской организации сотрудничества`.

use super::hit::{Candidate, Hit};
use super::judge::{Verdict, score};
use super::scan::Scanner;
use super::spelt::ENDING;
use super::unit::Case;
use crate::index::buckets::hash;
use crate::index::exact::Node;
use crate::report::Rule;
use crate::table::model::Kind;
use crate::text::endings::{Reading, Stem, of_genitive, stems};
use crate::text::guard::{Tie, tied_by};
use crate::text::script::{Script, script_of};
use crate::text::token::Gap;

/// Ways to read the words that are followed at a time: grammar leaves a few.
const MOST_PATHS: usize = 16;

/// Members of a list.
const MEMBERS: usize = 16;

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
        if !head.case.is_capital() {
            return None;
        }
        // In Latin script the last word alone has an ending.
        let node = Node::ROOT.step(Gap::Join, head.hash);
        let goes_on = || self.memo.borrow_mut().words.leads(self.engine.index(), node).on;
        if (head.word().plain || script_of(self.unit.stem(first)) != Script::Cyrillic) && !(head.leads && goes_on()) {
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

    /// A member of a list whose last one alone has the word that belongs to all:
    /// `в Курской, Брянской и Белгородской областях`.
    pub(super) fn member(&self, at: usize) -> Option<Hit> {
        let head = &self.unit.tokens[at];
        if head.case != Case::Title || head.word().plain || script_of(self.unit.stem(at)) != Script::Cyrillic {
            return None;
        }
        let shared = self.shared_by_list(at)?;
        let root = [Path { node: Node::ROOT, stems: Vec::new() }];
        let (_, begun) = self.step(&root, Gap::Join, at);
        let (ends, _) = self.step(&begun, Gap::Join, shared);
        let mut hit = self.of_readings(at, at, &ends)?;
        // The word that is not there is not put there.
        let surface = self.surface(at, at, false);
        hit.candidates.iter_mut().for_each(|candidate| candidate.canonical.clone_from(&surface));
        hit.weighed = true;
        Some(hit)
    }

    /// The word that says of what type all places of a list are, which begins with a
    /// word and goes on behind it.
    fn shared_by_list(&self, first: usize) -> Option<usize> {
        let tokens = &self.unit.tokens;
        let goes_on = |at: usize| self.unit.between(at, at + 1).trim() == ",";
        let ties = |at: usize| tied_by(self.unit.bare(at)) == Some(Tie::List);
        let mut at = first;
        for _ in 0..MEMBERS {
            let next = at + 1;
            let member = match tokens.get(next)? {
                _ if goes_on(at) => next,
                token if token.joins() && ties(next) => next + 1,
                token => return (at > first && token.joins() && token.guard.plural).then_some(next),
            };
            let is_member = tokens.get(member)?.case == Case::Title && (member == next || tokens[member].joins());
            at = is_member.then_some(member)?;
        }
        None
    }

    /// A person or place in the genitive: `Kasachstans Präsident`.
    pub(super) fn in_genitive(&self, at: usize) -> Option<Hit> {
        let token = &self.unit.tokens[at];
        if token.case != Case::Title || token.has_clitic() || self.is_behind_a_stranger(at) {
            return None;
        }
        let index = self.engine.index();
        let path = |stem: Stem| Path { node: Node::ROOT.step(Gap::Join, hash(&stem.word)), stems: vec![stem] };
        let is_recorded = |path: &Path| self.memo.borrow_mut().words.leads(index, path.node).ends;
        let stems = of_genitive(self.unit.stem(at)).into_iter().filter(|stem| self.is_understood(stem));
        let ends: Vec<Path> = stems.map(path).filter(is_recorded).collect();
        let mut hit = self.of_readings(at, at, &ends)?;
        hit.weighed = true;
        let is_whose = |c: &Candidate| matches!(index.kind(c.entity), Some(Kind::Person | Kind::Place));
        hit.candidates.iter().all(is_whose).then_some(hit)
    }

    /// Whether the text is in the language of an ending.
    pub(super) fn is_understood(&self, stem: &Stem) -> bool {
        stem.lang().is_none_or(|language| self.unit.is_in(language))
    }

    /// Whether a word stands behind one with a capital that may be somebody's name.
    fn is_behind_a_stranger(&self, at: usize) -> bool {
        let tokens = &self.unit.tokens;
        let before = at.checked_sub(1).filter(|_| tokens[at].joins()).map(|before| &tokens[before]);
        before.is_some_and(|before| before.is_stranger() && !before.guard.preposition) && self.may_be_given(at - 1)
    }

    /// A recorded word with an ending: `Самаркандом`.
    pub(super) fn bent(&self, at: usize) -> Option<Hit> {
        // `Абдул Гани` is no Ghana: the word is recorded as it stands.
        if self.is_recorded(self.unit.tokens[at].hash) {
            return None;
        }
        // What opens a sentence has its capital from there.
        if at > 0 && !self.opens(at - 1) && self.is_behind_a_stranger(at) {
            return None;
        }
        let verdicts = self.bent_verdicts(at);
        let mut hit = self.hit(at, at, false, verdicts.into_iter()).filter(|_| !self.unit.tokens[at].shouted)?;
        if !self.is_said_to_be_a_place(at) && self.is_followed_by_a_name(at, &hit) {
            return None;
        }
        hit.weighed = true;
        Some(hit)
    }

    /// The recorded words that a word may be with an ending.
    pub(super) fn bent_verdicts(&self, at: usize) -> Vec<Verdict> {
        let token = &self.unit.tokens[at];
        let bare = self.unit.stem(at);
        let is_name = token.case == Case::Title && !token.dotted && !token.guard.title && !token.guard.opener;
        if token.word().plain || !is_name || script_of(bare) != Script::Cyrillic {
            return Vec::new();
        }
        if !self.looks_like_a_name(at, std::slice::from_ref(token)) {
            return Vec::new();
        }
        // A mark that no name begins with keeps these apart from others.
        self.remembered(format!("~{bare}"), |_| {
            let of_reading = |(number, reading): (u8, Reading)| {
                let node = Node::ROOT.step(Gap::Join, hash(reading.name()));
                let verdicts = self.ends_bent(node, reading.name()).into_iter();
                verdicts.map(move |verdict| Verdict { reading: number, ..verdict })
            };
            (1..).zip(self.unit.without_endings(bare)).flat_map(of_reading).collect()
        })
    }

    /// The verdicts on the aliases of a place in the trie, of whose name the text
    /// has bent words; no acronym is bent.
    fn ends_bent(&self, node: Node, name: &str) -> Vec<Verdict> {
        let index = self.engine.index();
        let aliases = index.ends(node, name, name).into_iter().filter(|alias| !index.alias(*alias).acronym);
        aliases.map(|alias| Verdict::new(alias, score::TYPOGRAPHY - ENDING, Rule::Fuzzy)).collect()
    }

    /// Where paths lead with the next word: those at which spellings end, and
    /// those that go on.
    fn step(&self, paths: &[Path], gap: Gap, at: usize) -> (Vec<Path>, Vec<Path>) {
        let index = self.engine.index();
        let (mut ends, mut on) = (Vec::new(), Vec::new());
        for stem in stems(self.unit.stem(at)).into_iter().filter(|stem| self.is_understood(stem)) {
            let word = hash(&stem.word);
            for path in paths {
                let node = path.node.step(gap, word);
                let leads = self.memo.borrow_mut().words.leads(index, node);
                if leads.ends || leads.on {
                    let stems = path.stems.iter().chain([&stem]).cloned().collect();
                    let path = Path { node, stems };
                    if leads.on && !stem.is_last && on.len() < MOST_PATHS {
                        on.push(path.clone());
                    }
                    if leads.ends && ends.len() < MOST_PATHS {
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
        let mut whole: Option<Hit> = None;
        for Path { node, stems } in ends.iter().filter(|path| path.stems.iter().any(Stem::has_lost)) {
            let reading = Reading::of(stems);
            let mut verdicts = self.ends_bent(*node, reading.name());
            verdicts.retain(|verdict| self.fits_case(first, last, reading.name(), &index.alias(verdict.alias)));
            let Some(mut hit) = self.hit(first, last, false, verdicts.into_iter()) else { continue };
            let surface = self.surface(first, last, false);
            for candidate in &mut hit.candidates {
                candidate.canonical = reading.inflect(&candidate.canonical, &surface);
            }
            match &mut whole {
                None => whole = Some(hit),
                Some(whole) => {
                    hit.candidates.retain(|c| whole.candidates.iter().all(|other| other.entity != c.entity));
                    whole.candidates.append(&mut hit.candidates);
                }
            }
        }
        whole
    }
}
