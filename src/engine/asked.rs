//! A name that is asked about, read once.

use std::cell::OnceCell;
use std::ops::Range;

use super::Engine;
use super::initials::Initials;
use super::judge::{Verdict, same_words};
use crate::index::buckets::hash;
use crate::index::exact::Node;
use crate::score::lexicon::is_element;
use crate::text::fold::{Folded, fold};
use crate::text::guard::guard;
use crate::text::key::{Keys, PROVING, keys_of};
use crate::text::syllables::readings;
use crate::text::token::{Gap, Word, bare_word, upper_in, words};
use crate::text::unit::Spelling;

/// Words by which a name is judged: none has more, and the work grows with the
/// square of them.
const MOST_WORDS: usize = 256;

/// A name in folded letters and words.
pub(crate) struct Asked<'a> {
    pub(crate) name: &'a str,
    pub(crate) words: Vec<Word>,
    /// The words without marks, a blank between.
    pub(crate) bare: String,
    /// Where each word stands there; nowhere, if it is marks alone.
    places: Vec<Range<usize>>,
    folded: Folded,
    initials: OnceCell<Option<(Initials, String)>>,
}

impl<'a> Asked<'a> {
    pub(crate) fn new(name: &'a str) -> Self {
        let folded = fold(name);
        let words = words(&folded, upper_in(name, &folded));
        let mut bare = String::with_capacity(folded.text().len());
        let place = |word: &Word| {
            let before = bare.len();
            bare.push_str(if bare.is_empty() { "" } else { " " });
            let start = bare.len();
            bare_word(folded.text(), word, true, &mut bare);
            if bare.len() == start {
                bare.truncate(before);
            }
            start.min(bare.len())..bare.len()
        };
        let places = words.iter().map(place).collect();
        Self { name, words, bare, places, folded, initials: OnceCell::new() }
    }

    /// A word, by its number, without marks.
    pub(crate) fn bare_of(&self, word: usize) -> &str {
        &self.bare[self.places[word].clone()]
    }

    /// The initials of somebody's given names and the other words in bare letters;
    /// nothing where there are none of either.
    pub(super) fn initials(&self) -> Option<&(Initials, String)> {
        self.initials.get_or_init(|| self.read_initials()).as_ref()
    }

    fn read_initials(&self) -> Option<(Initials, String)> {
        let folded = self.folded.text();
        let is_capital = |word: &Word| {
            let written = &self.name[self.folded.source_start(word.start)..];
            written.chars().next().is_some_and(char::is_uppercase)
        };
        // In a name in small letters an initial has none either.
        let has_capitals = self.words.iter().any(is_capital);
        let (mut initials, mut family) = (Initials::default(), Vec::new());
        let mut before = 0;
        for (at, word) in self.words.iter().enumerate() {
            let bare = self.bare_of(at);
            let before_point = folded[word.end..].starts_with('.');
            let may_be = !guard(bare).title && (is_capital(word) || before_point || !has_capitals);
            if may_be && initials.take(bare, word.dotted, before_point) {
                continue;
            }
            before += usize::from(!initials.are_any());
            family.push(bare);
        }
        let is_name = |word: &&str| !guard(word).title || is_element(word);
        if before < family.len() {
            // `Ahmad S. Massoud`: what stands before is a given name, too.
            initials.begin_with(family.drain(..before).filter(is_name));
        }
        family.retain(is_name);
        (initials.are_any() && !family.is_empty()).then(|| (initials, family.join(" ")))
    }

    /// The name without the legal form that it ends or begins with: *Cedar Energy
    /// Corp.*, *ООО «Кедр»*. In front, all in capitals may be one alone.
    pub(super) fn without_legal_form(&self) -> &'a str {
        let words = self.words.len();
        let Some(last) = (0..words).rev().find(|at| !self.is_legal_form(*at)) else { return self.name };
        // Two letters in front are initials: *SA Khan*.
        let begins = || self.is_legal_form(0) && self.stands_out(0) && self.bare_of(0).chars().nth(2).is_some();
        let first = usize::from(last > 0 && begins());
        if last + 1 < words || first > 0 { self.written(first..last + 1) } else { self.name }
    }

    /// Whether a word is the legal form of a company.
    fn is_legal_form(&self, at: usize) -> bool {
        let guard = guard(self.bare_of(at));
        guard.legal || guard.legal_in_capitals && self.stands_out(at)
    }

    /// Whether the legal forms of two names may be left out of both: those that are
    /// syllables or initials, too, only where no other one stands there.
    pub(super) fn has_like_form(&self, other: &Self) -> bool {
        let form = |own: &Self| {
            let last = own.words.len().checked_sub(1).filter(|last| own.is_legal_form(*last))?;
            let word = own.bare_of(last);
            Some((word.to_owned(), guard(word).legal_in_capitals))
        };
        match (form(self), form(other)) {
            (Some((own, capitals)), Some((other, others))) => own == other || !capitals && !others,
            _ => true,
        }
    }

    /// Whether a word is in capitals, and others are not.
    pub(super) fn stands_out(&self, at: usize) -> bool {
        let has_small = |text: &str| text.chars().any(char::is_lowercase);
        !has_small(self.written(at..at + 1)) && has_small(self.name)
    }

    /// How some of the words are written.
    pub(crate) fn written(&self, words: Range<usize>) -> &'a str {
        let (first, last) = (&self.words[words.start], &self.words[words.end - 1]);
        &self.name[self.folded.source_start(first.start)..self.folded.source_end(last.end)]
    }

    /// The proving sound keys.
    pub(crate) fn keys(&self) -> Keys {
        keys_of(&self.folded, &self.words, None, PROVING)
    }

    /// The letters; those of other scripts as `lang` is usually romanised.
    pub(crate) fn spelling(&self, lang: Option<&str>) -> Spelling {
        Spelling::of_words(&self.folded, &self.words[..self.words.len().min(MOST_WORDS)], lang)
    }

    /// What the name is in the system of syllables that tables use, if it is
    /// written in another; `lang` (ISO 639-3) is its language, if it is known.
    pub(crate) fn readings(&self, lang: Option<&str>) -> Vec<String> {
        if self.words.len() > MOST_WORDS { Vec::new() } else { readings(&self.folded, &self.words, lang) }
    }

    /// Whether any alias is recorded under the words.
    pub(crate) fn is_recorded(&self, engine: &Engine) -> bool {
        self.path(0).is_some_and(|node| engine.index().has_end(node, &self.bare, self.name))
    }

    /// Where the words from `first` on lead to in the trie.
    fn path(&self, first: usize) -> Option<Node> {
        let mut node = Node::ROOT;
        for (number, word) in self.words.iter().enumerate().skip(first) {
            let own = self.bare_of(number);
            if own.is_empty() {
                return None;
            }
            // The whole is asked for, brackets and all: `Yvoir (Godinne)`.
            let gap = if word.gap == Gap::Break { Gap::Join } else { word.gap };
            node = node.step(gap, hash(own));
        }
        (node != Node::ROOT).then_some(node)
    }

    /// The aliases that are recorded under the words from `first` on.
    pub(crate) fn recorded(&self, engine: &Engine, first: usize) -> Vec<Verdict> {
        let index = engine.index();
        let from = if first == 0 { 0 } else { self.folded.source_start(self.words[first].start) };
        let surface = &self.name[from..];
        let bare = self.places.get(first).map_or("", |place| &self.bare[place.start..]);
        let ends = self.path(first).map(|node| index.ends(node, bare, surface));
        same_words(index, &ends.unwrap_or_default(), surface)
    }
}
