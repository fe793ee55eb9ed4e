//! Marker classes (`markers.tsv`): the languages and spelling systems that a
//! word's letters betray.

use rustc_hash::FxHashMap;

use super::rules;

/// Marker classes and their letters; some letters are of several.
pub(super) struct Markers {
    classes: Vec<&'static str>,
    /// The classes that a letter is of, a bit for each.
    letters: FxHashMap<char, u64>,
}

impl Markers {
    /// The classes whose names begin with `prefix`, named without it.
    pub(super) fn of(prefix: &str) -> Self {
        let (mut classes, mut marking) = (Vec::new(), FxHashMap::<char, u64>::default());
        for [class, letters] in rules::rows::<2>(rules::MARKERS) {
            if let Some(class) = class.strip_prefix(prefix) {
                letters.chars().for_each(|letter| *marking.entry(letter).or_default() |= 1 << classes.len());
                classes.push(class);
            }
        }
        Self { classes, letters: marking }
    }

    /// The classes of a word, in the order of the table.
    pub(super) fn shown(&self, word: &str) -> impl Iterator<Item = &'static str> {
        let all = word.chars().filter_map(|c| self.letters.get(&c)).fold(0, |all, own| all | own);
        self.classes.iter().enumerate().filter(move |(at, _)| all >> at & 1 != 0).map(|(_, class)| *class)
    }
}
