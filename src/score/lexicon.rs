//! What is known of words beyond their letters: elements of names that are one
//! name although their letters are far apart, particles, titles, type words.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use crate::text::guard::guards;
use crate::text::rules;
use crate::text::unit::{Letter, Spelling, letter, text_of};

/// What is known of a word.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Known {
    /// The number of the element that it is a form of; 0 is none.
    pub(crate) element: u16,
    /// A particle, or the legal form of a company, which are as easily left out.
    pub(crate) particle: bool,
    /// The same, a title or a type word.
    pub(crate) light: bool,
    /// Says of what kind something is, as any name of that kind may.
    pub(crate) generic: bool,
}

/// What is known of a word by its letters.
pub(crate) fn known(word: &[Letter]) -> Known {
    WORDS.get(word).copied().unwrap_or_default()
}

/// Whether a word in bare letters is a form of an element of names.
pub(crate) fn is_element(word: &str) -> bool {
    let letters: Vec<Letter> = word.chars().filter_map(letter).collect();
    known(&letters).element > 0
}

/// The words of which anything is known.
pub(crate) fn known_words() -> impl Iterator<Item = &'static Vec<Letter>> {
    WORDS.keys()
}

static WORDS: LazyLock<FxHashMap<Vec<Letter>, Known>> = LazyLock::new(|| {
    let letters = |word: &str| word.chars().filter_map(letter).collect::<Vec<_>>();
    let mut words: FxHashMap<Vec<Letter>, Known> = FxHashMap::default();
    let rows = rules::rows::<1>(rules::LEXICON).zip(1..);
    for (form, number) in rows.flat_map(|([forms], number)| forms.split('|').map(move |form| (form, number))) {
        words.entry(letters(form)).or_default().element = number;
    }
    for (word, guard) in guards() {
        let letters = letters(word);
        if text_of(&letters) == word {
            let known = words.entry(letters).or_default();
            known.particle = guard.particle || guard.legal;
            known.light = known.particle || guard.title || guard.is_type();
        }
    }
    let generic = rules::rows::<3>(rules::ELEMENTS).filter(|[class, ..]| ["type", "generic", "legal"].contains(class));
    for word in generic.flat_map(|[_, _, words]| words.split('|')) {
        let mut letters = Spelling::new(word, None).into_letters();
        letters.pop();
        words.entry(letters).or_default().generic = true;
    }
    words
});
