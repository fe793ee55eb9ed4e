//! The aliases of the same consonants, in whatever script and with whatever vowels.

use super::Index;
use super::buckets::mixed;
use super::candidates::near_rows;
use super::near::{bone_row, bones_key};
use super::pack::Count;
use crate::span::AliasId;
use crate::text::unit::Letter;

/// Aliases that are told, at most.
const TOLD: usize = 32;

/// The consonants of some words that any script writes, by class, none repeated, and how
/// many of them there are where each word ends.
#[derive(Debug, Clone, Default)]
pub(crate) struct Consonants {
    classes: Vec<u8>,
    ends: Vec<usize>,
}

impl Consonants {
    /// Those of words in letters, each closed by a blank.
    pub(crate) fn of(letters: &[Letter]) -> Self {
        let mut own = Self::default();
        letters.split_inclusive(|letter| *letter == 0).for_each(|word| own.go_on(bone_row(word), true));
        own
    }

    /// Goes on with a word, which is one of its own or part of the one before it.
    pub(crate) fn push(&mut self, word: &Self, is_apart: bool) {
        self.go_on(word.classes.iter().copied(), is_apart);
    }

    fn go_on(&mut self, word: impl Iterator<Item = u8>, is_apart: bool) {
        if !is_apart {
            self.ends.pop();
        }
        let last = self.classes.last().copied();
        self.classes.extend(word.skip_while(|class| Some(*class) == last));
        self.ends.push(self.classes.len());
    }

    /// A number that tells it from others.
    pub(crate) fn number(&self) -> u64 {
        let ends = self.ends.iter().map(|end| *end as u64);
        self.classes.iter().map(|class| u64::from(*class)).chain([u64::MAX]).chain(ends).fold(0, mixed)
    }

    pub(crate) fn count(&self) -> usize {
        self.classes.len()
    }

    /// Whether another name of the same consonants has a word end wherever these have.
    fn end_within(&self, other: &Self) -> bool {
        let count = |ends: &[usize], end: usize| ends.iter().filter(|other| **other == end).count();
        // What has none is a word, too.
        self.ends.iter().all(|end| count(&self.ends, *end) <= count(&other.ends, *end))
    }
}

/// Bits of a filter for each consonant row that is in it, so that one of so many that
/// are not seems to be.
const BITS: usize = 16;

/// What consonants names begin with, up to the end of any word.
#[derive(Debug, Default)]
pub(super) struct Beginnings(Vec<u64>);

impl Beginnings {
    fn of(index: &Index) -> Self {
        let (mut keys, mut letters) = (Vec::new(), Vec::new());
        for pack in index.packs() {
            for name in 0..pack.count(Count::Names) {
                letters.clear();
                pack.record(pack.first_of(name)).letters_into(&mut letters);
                let Consonants { classes, mut ends } = Consonants::of(&letters);
                ends.dedup();
                keys.extend(ends.iter().filter_map(|end| bones_key(&classes[..*end])));
            }
        }
        let words = (keys.len() * BITS).next_power_of_two().max(64) / 64;
        let mut bits = vec![0; words];
        for key in keys {
            let (word, bit) = Self::place(key, words);
            bits[word] |= 1 << bit;
        }
        Self(bits)
    }

    fn place(key: u64, words: usize) -> (usize, u32) {
        ((key >> 6) as usize & (words - 1), (key & 63) as u32)
    }

    fn may_have(&self, key: u64) -> bool {
        let (word, bit) = Self::place(key, self.0.len());
        self.0[word] >> bit & 1 != 0
    }
}

impl Index {
    /// Whether a name may begin with words of some consonants, as far as those tell.
    pub(crate) fn may_begin_with(&self, own: &Consonants) -> bool {
        let beginnings = self.beginnings.get_or_init(|| Beginnings::of(self));
        bones_key(&own.classes).is_none_or(|key| beginnings.may_have(key))
    }

    /// The aliases of the same consonants that have a word end wherever these have.
    pub(crate) fn of_consonants(&self, own: &Consonants) -> Vec<AliasId> {
        let Some(key) = bones_key(&own.classes) else { return Vec::new() };
        let (mut numbers, mut letters, mut found) = (Vec::new(), Vec::new(), Vec::new());
        for (layer, pack) in self.packs().enumerate() {
            let table = near_rows(pack.count(Count::Names));
            numbers.clear();
            table.shape.numbers_into(table.bucket(&pack.image, key), &mut numbers);
            for &name in &numbers {
                letters.clear();
                pack.record(pack.first_of(name)).letters_into(&mut letters);
                let is_same = bone_row(&letters).eq(own.classes.iter().copied());
                if found.len() < TOLD && is_same && own.end_within(&Consonants::of(&letters)) {
                    let aliases = pack.aliases_of_name(name);
                    found.extend(aliases.filter_map(|alias| self.alias_in(layer, alias)));
                }
            }
        }
        found
    }
}
