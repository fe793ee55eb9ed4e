//! How many letters two names differ in, told by arithmetic on bits: an
//! estimate that costs a nanosecond or two a letter, to choose the names that
//! are worth weighing.
//!
//! A bit stands for a letter of the pattern; a column of the grid is a number.
//! The recurrence is Hyyrö's (2003) for Levenshtein's distance with two
//! neighbouring letters changed.

use crate::text::unit::{LETTERS, Letter};

/// Letters that count; what is behind them is left out of the estimate.
const MOST: usize = 64;

/// A name that others are held against.
#[derive(Debug, Clone)]
pub(crate) struct Pattern {
    /// For each letter, the places of the name where it stands.
    places: [u64; LETTERS],
    /// The bit of the first letter; that of the last is the highest.
    first: u64,
    length: u32,
}

impl Default for Pattern {
    fn default() -> Self {
        Self { places: [0; LETTERS], first: 0, length: 0 }
    }
}

impl Pattern {
    /// Takes another name, as the numbers of its letters, all below
    /// [`LETTERS`].
    pub(crate) fn set(&mut self, name: impl Iterator<Item = Letter>) {
        self.places.fill(0);
        let mut letters = [0; MOST];
        let mut length = 0;
        for letter in name.take(MOST) {
            letters[length] = letter;
            length += 1;
        }
        for (at, letter) in letters[..length].iter().enumerate() {
            self.places[usize::from(*letter) % LETTERS] |= 1 << (MOST - length + at);
        }
        self.first = 1u64.checked_shl((MOST - length) as u32).unwrap_or(0);
        self.length = length as u32;
    }

    /// How many letters must be changed, put in, left out or swapped with
    /// their neighbour to come from the name to another one.
    pub(crate) fn distance(&self, other: impl Iterator<Item = Letter>) -> u32 {
        let mut column = self.column();
        other.take(MOST).for_each(|letter| column.step(self, letter));
        column.distance
    }

    /// The column before the first letter of another name.
    #[inline]
    pub(crate) fn column(&self) -> Column {
        // Bits below the pattern are never set; without a pattern, all are.
        let up = self.first.wrapping_neg();
        Column { up, down: 0, equal: 0, before: 0, distance: self.length }
    }
}

/// The grid at a letter of the other name.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Column {
    up: u64,
    down: u64,
    equal: u64,
    before: u64,
    /// What the letters so far differ in from the whole pattern.
    pub(crate) distance: u32,
}

impl Column {
    /// Goes on to the next letter.
    #[inline]
    pub(crate) fn step(&mut self, pattern: &Pattern, letter: Letter) {
        let places = pattern.places[usize::from(letter) % LETTERS];
        let Self { up, down, .. } = *self;
        let swapped = ((!self.equal & places) << 1) & self.before;
        let equal = ((places & up).wrapping_add(up) ^ up) | places | down | swapped;
        let (raised, lowered) = (down | !(equal | up), equal & up);
        self.distance += (raised >> (MOST - 1)) as u32;
        self.distance -= (lowered >> (MOST - 1)) as u32;
        let (raised, lowered) = (raised << 1 | pattern.first, lowered << 1);
        self.up = lowered | !(equal | raised);
        self.down = raised & equal;
        (self.equal, self.before) = (equal, places);
    }
}

/// The letters in which two names differ, blanks left out, and those of the
/// longer one, both up to 64; symmetric.
///
/// # Examples
///
/// ```
/// use canonym::score::differing;
/// use canonym::text::unit::Spelling;
///
/// let differing = |a, b| differing(Spelling::new(a, None).letters(), Spelling::new(b, None).letters());
/// assert_eq!(differing("Rahmon", "Rahman"), (1, 6));
/// assert_eq!(differing("Mazar-i-Sharif", "Mazari Sharif"), (0, 12));
/// ```
pub fn differing(a: &[Letter], b: &[Letter]) -> (u32, u32) {
    let solid = |name: &[Letter]| name.iter().filter(|letter| **letter != 0).count();
    let longer = solid(a).max(solid(b)).min(MOST) as u32;
    let mut pattern = Pattern::default();
    pattern.set(a.iter().copied().filter(|letter| *letter != 0));
    (pattern.distance(b.iter().copied().filter(|letter| *letter != 0)), longer)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn as_a_grid_of_letters_counts(a in "[a-e]{0,24}", b in "[a-e]{0,24}") {
            let mut pattern = Pattern::default();
            pattern.set(a.bytes().map(|b| b - b'a' + 1));
            let found = pattern.distance(b.bytes().map(|b| b - b'a' + 1));
            prop_assert_eq!(found as usize, strsim::osa_distance(&a, &b));
        }
    }
}
