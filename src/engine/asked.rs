//! A name that is asked about, read once.

use super::Engine;
use super::judge::{Verdict, same_words};
use crate::index::exact::Node;
use crate::text::fold::{Folded, fold};
use crate::text::key::{Keys, PROVING, keys_of};
use crate::text::token::{Gap, Word, bare_of, upper_in, words};
use crate::text::unit::Spelling;

/// A name in folded letters and words.
pub(crate) struct Asked<'a> {
    pub(crate) name: &'a str,
    pub(crate) words: Vec<Word>,
    /// The words without marks, a blank between.
    pub(crate) bare: String,
    folded: Folded,
}

impl<'a> Asked<'a> {
    pub(crate) fn new(name: &'a str) -> Self {
        let folded = fold(name);
        let words = words(&folded, upper_in(name, &folded));
        let bare = words.iter().map(|word| bare_of(&folded, word)).filter(|word| !word.is_empty());
        let bare = bare.collect::<Vec<_>>().join(" ");
        Self { name, words, bare, folded }
    }

    /// A word without marks.
    pub(crate) fn bare_of(&self, word: &Word) -> String {
        bare_of(&self.folded, word)
    }

    /// The proving sound keys.
    pub(crate) fn keys(&self) -> Keys {
        keys_of(&self.folded, &self.words, None, PROVING)
    }

    /// The letters; those of other scripts as `lang` is usually romanised.
    pub(crate) fn spelling(&self, lang: Option<&str>) -> Spelling {
        Spelling::of_words(&self.folded, &self.words, lang)
    }

    /// Whether any alias is recorded under the words.
    pub(crate) fn is_recorded(&self, engine: &Engine) -> bool {
        let found = self.path(engine, 0).map(|(node, bare)| engine.index().ends(node, &bare, self.name, 1));
        found.is_some_and(|found| !found.is_empty())
    }

    /// Where the words from `first` on lead to in the trie, and the words.
    fn path(&self, engine: &Engine, first: usize) -> Option<(Node, String)> {
        let index = engine.index();
        let (mut node, mut bare) = (Node::ROOT, String::with_capacity(self.bare.len()));
        for word in &self.words[first..] {
            let own = self.bare_of(word);
            // The whole is asked for, brackets and all: `Yvoir (Godinne)`.
            let gap = if word.gap == Gap::Break { Gap::Join } else { word.gap };
            node = index.step(node, gap, &own).filter(|_| !own.is_empty())?;
            bare.push_str(if bare.is_empty() { "" } else { " " });
            bare.push_str(&own);
        }
        (node != Node::ROOT).then_some((node, bare))
    }

    /// The aliases that are recorded under the words from `first` on.
    pub(crate) fn recorded(&self, engine: &Engine, first: usize) -> Vec<Verdict> {
        let index = engine.index();
        let from = if first == 0 { 0 } else { self.folded.source_start(self.words[first].start) };
        let surface = &self.name[from..];
        let ends = self.path(engine, first).map(|(node, bare)| index.ends(node, &bare, surface, usize::MAX));
        same_words(index, &ends.unwrap_or_default(), surface)
    }
}
