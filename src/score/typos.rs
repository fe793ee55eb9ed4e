//! Names that are mistyped: letters changed, put in, left out or swapped that
//! no tradition takes for each other.

use super::bits::differing;
use crate::text::unit::Letter;

/// What mistyped letters cost. Not learnt: pairs of names are spellings that
/// somebody meant.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Typos {
    /// What the share of letters that differ costs, whatever they are.
    pub apart: f64,
    /// What a letter costs at most that was typed for another. It could be any,
    /// so that it proves less than one that is missing.
    pub changed: f64,
    /// The same of a letter that was typed besides.
    pub added: f64,
    /// The same of a letter that was left out.
    pub missing: f64,
    /// The same of two neighbours that changed places.
    pub swapped: f64,
    /// What is added for a second slip; a name with more is not mistyped.
    pub again: f64,
}

/// More slips are none.
const MOST: u32 = 2;

/// Letters of a name that are looked at.
const LETTERS: usize = 64;

/// How a name that was typed differs from one that may be meant. The slips are
/// counted only where there are one or two.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Slips {
    /// Letters that differ, of the first 64 ([`differing`]).
    pub differ: u32,
    /// Letters of the longer name, at most 64.
    pub longer: u32,
    /// Letters typed for others.
    pub changed: u32,
    /// Letters too many.
    pub added: u32,
    /// Letters too few.
    pub missing: u32,
    /// Neighbours that changed places.
    pub swapped: u32,
}

impl Slips {
    /// How the letters that were typed differ from those of a name: in the other
    /// order, missing letters are added ones.
    ///
    /// # Examples
    ///
    /// ```
    /// use canonym::score::Slips;
    /// use canonym::text::unit::Spelling;
    ///
    /// let slips = |typed, meant| Slips::between(Spelling::new(typed, None).letters(), Spelling::new(meant, None).letters());
    /// assert_eq!(slips("Kbaul", "Kabul"), Slips { differ: 1, longer: 5, swapped: 1, ..Slips::default() });
    /// assert_eq!(slips("Kabl", "Kabul").missing, 1);
    /// assert_eq!(slips("Kaboul", "Kabul").added, 1);
    /// assert_eq!(slips("Kyrgystan", "Kirgistan"), Slips { differ: 2, longer: 9, changed: 2, ..Slips::default() });
    /// ```
    pub fn between(typed: &[Letter], meant: &[Letter]) -> Self {
        let (differ, longer) = differing(typed, meant);
        Self::of(typed, meant, differ, longer)
    }

    /// The same where it is known how many letters differ.
    pub(crate) fn between_differing(typed: &[Letter], meant: &[Letter], differ: u32) -> Self {
        let count = |name: &[Letter]| name.iter().filter(|letter| **letter != 0).count();
        Self::of(typed, meant, differ, count(typed).max(count(meant)).min(LETTERS) as u32)
    }

    fn of(typed: &[Letter], meant: &[Letter], differ: u32, longer: u32) -> Self {
        let none = Self { differ, longer, ..Self::default() };
        if !(1..=MOST).contains(&differ) {
            return none;
        }
        let (mut a, mut b) = ([0; LETTERS], [0; LETTERS]);
        let (a, b) = (solid(typed, &mut a), solid(meant, &mut b));
        none.fewest(a, b, differ).unwrap_or(none)
    }

    /// These slips and the likeliest that lead from `a` to `b`, at most `left`.
    fn fewest(self, a: &[Letter], b: &[Letter], left: u32) -> Option<Self> {
        let equal = |(x, y): &(&Letter, &Letter)| x == y;
        let before = a.iter().zip(b).take_while(equal).count();
        let (a, b) = (&a[before..], &b[before..]);
        let behind = a.iter().rev().zip(b.iter().rev()).take_while(equal).count();
        let (a, b) = (&a[..a.len() - behind], &b[..b.len() - behind]);
        if a.is_empty() && b.is_empty() {
            return Some(self);
        }
        if left == 0 || a.len().abs_diff(b.len()) > left as usize {
            return None;
        }
        let (rest_a, rest_b) = (a.get(1..), b.get(1..));
        let swapped = match (a, b) {
            ([x, y, a @ ..], [z, w, b @ ..]) if x == w && y == z => {
                Self { swapped: self.swapped + 1, ..self }.fewest(a, b, left - 1)
            }
            _ => None,
        };
        let missing = rest_b.and_then(|b| Self { missing: self.missing + 1, ..self }.fewest(a, b, left - 1));
        let added = rest_a.and_then(|a| Self { added: self.added + 1, ..self }.fewest(a, b, left - 1));
        let changed =
            rest_a.zip(rest_b).and_then(|(a, b)| Self { changed: self.changed + 1, ..self }.fewest(a, b, left - 1));
        [swapped, missing, added, changed].into_iter().flatten().min_by_key(|slips| slips.changed + slips.added)
    }
}

/// The letters without blanks, as many as find room.
fn solid<'r>(letters: &[Letter], room: &'r mut [Letter; LETTERS]) -> &'r [Letter] {
    let mut length = 0;
    for &letter in letters.iter().filter(|letter| **letter != 0).take(LETTERS) {
        room[length] = letter;
        length += 1;
    }
    &room[..length]
}

impl Typos {
    /// What it costs that a name which was asked for, perhaps mistyped, means
    /// another, when it costs `cost` that they are spellings of one.
    ///
    /// # Examples
    ///
    /// ```
    /// use canonym::score::{Slips, Typos};
    /// use canonym::text::unit::Spelling;
    ///
    /// let typos = Typos { apart: 1.2, changed: 0.6, ..Typos::default() };
    /// let [typed, herat] = ["Hqrat", "Herat"].map(|name| Spelling::new(name, None));
    /// let slips = Slips::between(typed.letters(), herat.letters());
    /// assert_eq!(typos.cost(1.1, &slips), 0.6 + 1.2 / 5.0);
    /// assert_eq!(typos.cost(0.1, &slips), 0.1 + 1.2 / 5.0);
    /// ```
    pub fn cost(&self, cost: f64, slips: &Slips) -> f64 {
        cost.min(self.most(slips)) + self.apart(slips)
    }

    /// What slips cost at most.
    pub(crate) fn most(&self, slips: &Slips) -> f64 {
        let Slips { differ, longer, changed, added, missing, swapped } = *slips;
        // Of very long names only the beginnings are held against each other.
        if changed + added + missing + swapped < differ || longer as usize >= LETTERS {
            return f64::INFINITY;
        }
        let all = [(self.changed, changed), (self.added, added), (self.missing, missing), (self.swapped, swapped)];
        let again = self.again * f64::from(differ.saturating_sub(1));
        all.iter().map(|(cost, times)| cost * f64::from(*times)).sum::<f64>() + again
    }

    /// What the share of letters that differ costs.
    pub(crate) fn apart(&self, slips: &Slips) -> f64 {
        self.apart * f64::from(slips.differ) / f64::from(slips.longer.max(1))
    }
}
