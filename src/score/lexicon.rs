//! Elements of names that are one name although their letters are far apart.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use crate::text::rules;
use crate::text::unit::{Letter, letter};

/// The number of the element that a word is a form of; 0 is none.
pub(crate) fn element(word: &[Letter]) -> u16 {
    FORMS.get(word).copied().unwrap_or(0)
}

static FORMS: LazyLock<FxHashMap<Vec<Letter>, u16>> = LazyLock::new(|| {
    let rows = rules::rows::<1>(rules::LEXICON).zip(1..);
    let forms = rows.flat_map(|([forms], number)| forms.split('|').map(move |form| (form, number)));
    forms.map(|(form, number)| (form.chars().filter_map(letter).collect(), number)).collect()
});
