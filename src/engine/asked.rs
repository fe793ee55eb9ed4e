//! A name that is asked about, read once.

use super::Engine;
use super::judge::{Verdict, same_words};
use crate::index::exact::Node;
use crate::text::fold::{Folded, fold};
use crate::text::key::{Keys, PROVING, keys_of};
use crate::text::token::{Word, bare_of, upper_in, words};
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

    /// The aliases that are recorded under the words from `first` on.
    pub(crate) fn recorded(&self, engine: &Engine, first: usize) -> Vec<Verdict> {
        let index = engine.index();
        let (mut node, mut bare) = (Node::ROOT, String::with_capacity(self.bare.len()));
        for word in &self.words[first..] {
            let own = self.bare_of(word);
            let Some(next) = index.step(node, word.gap, &own).filter(|_| !own.is_empty()) else { return Vec::new() };
            node = next;
            bare.push_str(if bare.is_empty() { "" } else { " " });
            bare.push_str(&own);
        }
        let from = if first == 0 { 0 } else { self.folded.source_start(self.words[first].start) };
        let surface = &self.name[from..];
        let ends = if node == Node::ROOT { Vec::new() } else { index.ends(node, &bare, surface) };
        same_words(index, &ends, surface)
    }
}
