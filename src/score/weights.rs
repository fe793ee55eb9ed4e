//! The costs of all traditions taken together, small enough that sixteen are
//! added at the same time: what [`Estimate`](super::estimate::Estimate) counts
//! with.

use rustc_hash::FxHashMap;

use super::Typos;
use super::calibrate::Curve;
use super::cost::{Costs, UNITS, Unit, named};
use super::name::skips;
use crate::text::unit::{LONGEST, Letter};

/// Plain letters: the blank, a to z, and what digits become.
pub(crate) const PLAIN: usize = 32;

/// Stands behind the end of a name.
pub(crate) const END: Letter = 31;

/// As much as nothing costs.
pub(super) const FAR: u8 = u8::MAX;

/// Hundredths in the unit of cost that is used here.
pub(super) const GRAIN: u32 = 2;

/// The same in hundredths.
const FARTHEST: u32 = FAR as u32 * GRAIN;

/// What a unit must be cheaper than its letters to be taken as one.
const LITTLE: u8 = 2;

/// The costs of all traditions taken together, in fiftieths.
///
/// Takes about 110 KB.
#[derive(Debug, Clone)]
pub(crate) struct Weights {
    /// By unit and unit; those of several letters where they are cheaper than
    /// their letters one by one.
    pub(super) pairs: Vec<[u8; UNITS]>,
    /// The same by unit and letter.
    pub(super) plain: Vec<[u8; PLAIN]>,
    /// The letters that a unit may stand for, a bit for each.
    pub(super) kin: Vec<u32>,
    /// By unit and letter, the letters before that which make a unit with it that
    /// may stand for the one; a bit for each.
    pub(super) united: Vec<[u32; PLAIN]>,
    /// By two letters, the unit that they are; 0 is none.
    units: Box<[Unit; PLAIN * PLAIN]>,
    /// A letter that the name which is looked for does not have, and one that it
    /// has besides.
    pub(super) missing: [u8; PLAIN],
    pub(super) added: [u8; PLAIN],
    pub(super) doubled: u8,
    pub(super) swap: u8,
    pub(super) join: u8,
    /// A word that is left out, and for each of its letters.
    word: [u8; 2],
    words: FxHashMap<Vec<Letter>, u8>,
    /// What the share of letters that differ costs, in units of 1.00.
    apart: f64,
    /// What a name of so many letters is worth, in hundredths.
    worth: Vec<u32>,
}

fn fiftieths(cost: f64) -> u8 {
    (cost * f64::from(100 / GRAIN)).round().min(f64::from(FAR)) as u8
}

fn is_letter(unit: usize) -> bool {
    (1..usize::from(END)).contains(&unit)
}

impl Weights {
    pub(crate) fn new(costs: &Costs, curve: &Curve) -> Self {
        let any = Typos { changed: 9.0, added: 9.0, missing: 9.0, swapped: 9.0, ..Typos::default() };
        let typos = curve.typos().unwrap_or(&any);
        let gap = |most: f64| {
            move |letter: usize| {
                if is_letter(letter) { fiftieths(costs.usual_gap(letter as Unit).min(most)) } else { FAR }
            }
        };
        let (missing, added) = (std::array::from_fn(gap(typos.missing)), std::array::from_fn(gap(typos.added)));
        let pairs = pairs(costs, typos, &missing, &added);
        let unit = |a: usize, b: usize| costs.pair_before(a as Letter, b as Letter)[0];
        let mut united = vec![[0; PLAIN]; UNITS];
        for (first, second) in (1..PLAIN).flat_map(|first| (1..PLAIN).map(move |second| (first, second))) {
            let unit = usize::from(unit(first, second));
            let kin = |other: &usize| unit != 0 && pairs[unit][*other] < FAR;
            (0..UNITS).filter(kin).for_each(|other| united[other][second] |= 1 << first);
        }
        let kin = |row: &[u8; UNITS]| (1..PLAIN).filter(|letter| row[*letter] < FAR).fold(0, |kin, at| kin | 1 << at);
        let doubled = (1..END).map(|letter| costs.usual_doubled(letter));
        Self {
            plain: pairs.iter().map(|row| std::array::from_fn(|letter| row[letter])).collect(),
            kin: pairs.iter().map(kin).collect(),
            united,
            units: Box::new(std::array::from_fn(|at| unit(at / PLAIN, at % PLAIN))),
            pairs,
            missing,
            added,
            doubled: fiftieths(doubled.fold(f64::INFINITY, f64::min)),
            swap: fiftieths(costs.usual_named(named::SWAP).min(typos.swapped)),
            join: fiftieths(costs.usual_named(named::JOIN)),
            word: [named::WORD, named::LETTER].map(|at| fiftieths(costs.usual_named(at))),
            words: skips(costs).map(|(word, cost)| (word, fiftieths(cost))).collect(),
            apart: typos.apart,
            worth: (0..=LONGEST).map(|letters| (100.0 * curve.worth(letters)).round().min(1e6) as u32).collect(),
        }
    }

    /// The unit that two letters are; 0 is none.
    #[inline]
    pub(super) fn unit(&self, first: Letter, second: Letter) -> Unit {
        self.units[usize::from(first) % PLAIN * PLAIN + usize::from(second) % PLAIN]
    }

    /// The unit that some letters begin with.
    pub(crate) fn first_unit(&self, letters: &[Letter]) -> Option<Unit> {
        match *letters {
            [first, second, ..] => Some(self.unit(first, second)).filter(|unit| *unit != 0),
            _ => None,
        }
    }

    /// What it costs that a name begins as an initial does, in hundredths; two
    /// letters that are a unit are one initial: *Sh.*
    pub(crate) fn initial(&self, initial: &[Letter], name: &[Letter]) -> u32 {
        let (Some(&own), Some(&other)) = (initial.first(), name.first()) else { return FARTHEST };
        let units = [Some(other), self.first_unit(name)].into_iter().flatten();
        let own = self.first_unit(initial).unwrap_or(own);
        let cost = |other: Unit| match own == other {
            true => Some(0),
            false => self.pairs.get(usize::from(own))?.get(usize::from(other)).copied(),
        };
        units.filter_map(cost).min().map_or(FARTHEST, |cost| u32::from(cost) * GRAIN)
    }

    /// What each letter that differs costs besides in a name of so many.
    pub(super) fn apart(&self, letters: usize) -> u8 {
        fiftieths(self.apart / letters.max(1) as f64)
    }

    /// What it costs to leave a word out whose letters cost so much each besides.
    pub(super) fn skip(&self, word: &[Letter], apart: u8) -> u8 {
        if word.iter().any(|letter| *letter > 26) {
            return FAR;
        }
        let any = || self.word[0].saturating_add(self.word[1].saturating_mul(word.len().min(10) as u8));
        let own = self.words.get(word).copied().unwrap_or_else(any);
        own.saturating_add(apart.saturating_mul(word.len().min(usize::from(FAR)) as u8))
    }

    /// What a name of so many letters is worth, in hundredths.
    pub(super) fn worth(&self, letters: usize) -> u32 {
        self.worth[letters.min(LONGEST)]
    }
}

/// What letters and units of two cost for each other.
fn pairs(costs: &Costs, typos: &Typos, missing: &[u8; PLAIN], added: &[u8; PLAIN]) -> Vec<[u8; UNITS]> {
    let cost = |a: usize, b: usize| fiftieths(costs.usual_pair(a as Unit, b as Unit));
    let changed = fiftieths(typos.changed);
    let letter = |a: usize, b: usize| match (a == b, is_letter(a) && is_letter(b)) {
        (true, _) => 0,
        (_, true) => cost(a, b).min(changed),
        _ => FAR,
    };
    let letters: [[u8; PLAIN]; PLAIN] = std::array::from_fn(|a| std::array::from_fn(|b| letter(a, b)));
    let mut pairs = vec![[FAR; UNITS]; UNITS];
    for (row, own) in pairs.iter_mut().zip(&letters[..usize::from(END)]) {
        row[..PLAIN].copy_from_slice(own);
    }
    let pair = |unit: usize| Some((unit, costs.pair_of(unit as Unit)?.map(usize::from)));
    let plain = |(_, pair): &(usize, [usize; 2])| pair.iter().all(|letter| is_letter(*letter));
    let units: Vec<(usize, [usize; 2])> = (PLAIN..UNITS).filter_map(pair).filter(plain).collect();
    // Most are as cheap letter by letter.
    let mut offer = |a: usize, b: usize, single: u8| {
        let cost = cost(a, b);
        if cost.saturating_add(LITTLE) <= single {
            (pairs[a][b], pairs[b][a]) = (cost, cost);
        }
    };
    for &(unit, [a, b]) in &units {
        let left_out = |letter: usize| missing[letter].min(added[letter]);
        for letter in (1..PLAIN).filter(|letter| is_letter(*letter)) {
            let first = letters[a][letter].saturating_add(left_out(b));
            offer(unit, letter, first.min(letters[b][letter].saturating_add(left_out(a))));
        }
        for &(other, [c, d]) in units.iter().filter(|(other, _)| *other != unit) {
            offer(unit, other, letters[a][c].saturating_add(letters[b][d]));
        }
    }
    pairs
}
