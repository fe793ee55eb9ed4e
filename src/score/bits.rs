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
        // Bits below the pattern are never set; without a pattern, all are.
        let (mut up, mut down) = (self.first.wrapping_neg(), 0u64);
        let (mut last_equal, mut last_places) = (0, 0);
        let mut distance = self.length;
        for letter in other.take(MOST) {
            let places = self.places[usize::from(letter) % LETTERS];
            let swapped = ((!last_equal & places) << 1) & last_places;
            let equal = ((places & up).wrapping_add(up) ^ up) | places | down | swapped;
            let (raised, lowered) = (down | !(equal | up), equal & up);
            distance += (raised >> (MOST - 1)) as u32;
            distance -= (lowered >> (MOST - 1)) as u32;
            let (raised, lowered) = (raised << 1 | self.first, lowered << 1);
            (up, down) = (lowered | !(equal | raised), raised & equal);
            (last_equal, last_places) = (equal, places);
        }
        distance
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
        #![proptest_config(crate::trials::config())]
        #[test]
        fn as_a_grid_of_letters_counts(a in "[a-e]{0,24}", b in "[a-e]{0,24}") {
            let mut pattern = Pattern::default();
            pattern.set(a.bytes().map(|b| b - b'a' + 1));
            let found = pattern.distance(b.bytes().map(|b| b - b'a' + 1));
            prop_assert_eq!(found as usize, strsim::osa_distance(&a, &b));
        }
    }
}
