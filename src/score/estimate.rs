//! About what it costs that one name is a spelling of another: letters, units
//! of two letters and words that are left out, whatever the tradition and the
//! place in a word. Sixteen names are held against one at the same time, in
//! about the time of two alignments; chooses the names that are worth one.

use wide::u8x16;

use super::cost::Unit;
use super::lanes::{LANES, lanes, ones, transposed};
use super::weights::{END, FAR, GRAIN, PLAIN, Weights};
use crate::text::unit::{LONGEST, Letter};

/// A cost with what a letter that differs costs besides; what is no difference
/// costs nothing.
fn besides(cost: u8, apart: u8) -> u8 {
    if cost == 0 { 0 } else { cost.saturating_add(apart) }
}

/// A word of the name that others are held against.
#[derive(Debug, Clone, Copy)]
struct Word {
    /// Where it begins, and where it ends, behind the blank.
    start: usize,
    end: usize,
    /// What leaving it out costs.
    skip: u8,
}

/// A name that others are held against, in plain letters.
#[derive(Debug)]
pub(crate) struct Estimate {
    letters: Vec<Letter>,
    /// What leaving out each letter costs.
    gaps: Vec<u8x16>,
    /// The units of two letters, by their ends.
    units: Vec<(usize, Unit)>,
    /// By plain letter, what it costs to leave it out, to write it for each letter
    /// of the name, and for each of its units; sixteen in a row.
    costs: Vec<[u8x16; PLAIN]>,
    /// The same of the letters of a row, by what they stand for.
    own: Vec<u8x16>,
    words: Vec<Word>,
    /// For each letter, those before it that make something cheaper: a unit, or
    /// neighbours that changed places.
    telling: [u32; PLAIN],
    /// Where each letter stands, a bit for each place.
    places: [u128; PLAIN],
    /// What a letter that differs costs besides.
    apart: u8,
    others: [Other; LANES],
    /// The letters of the others, those at one place in a row.
    columns: Vec<u8x16>,
    /// A row for each of their letters, a cell for each of the name's.
    rows: Vec<u8x16>,
    /// What is cheaper in a row than by single letters.
    cheaper: Vec<u8x16>,
}

/// Letters that find room, in whole rows.
const ROOM: usize = LONGEST.next_multiple_of(LANES) + LANES;

/// Another name.
#[derive(Debug, Clone, Copy)]
struct Other {
    letters: [Letter; ROOM],
    length: usize,
    /// Where its last word begins.
    start: usize,
}

impl Other {
    const NONE: Self = Self { letters: [END; ROOM], length: 0, start: 0 };
}

impl Default for Estimate {
    fn default() -> Self {
        Self {
            letters: Vec::new(),
            gaps: Vec::new(),
            units: Vec::new(),
            costs: Vec::new(),
            own: Vec::new(),
            words: Vec::new(),
            telling: [0; PLAIN],
            places: [0; PLAIN],
            apart: 0,
            others: [Other::NONE; LANES],
            columns: Vec::new(),
            rows: Vec::new(),
            cheaper: Vec::new(),
        }
    }
}

impl Estimate {
    /// Takes another name, each word closed by a blank.
    pub(crate) fn set(&mut self, letters: impl Iterator<Item = Letter>, weights: &Weights) {
        self.letters.clear();
        self.letters.extend(letters.take(LONGEST).map(|letter| letter % PLAIN as u8));
        let Self { letters, gaps, costs, units, words, telling, places, .. } = self;
        let solid = letters.iter().filter(|letter| **letter != 0).count();
        let apart = weights.apart(solid);
        self.apart = apart;
        gaps.clear();
        units.clear();
        words.clear();
        *telling = [0; PLAIN];
        let tell = |telling: &mut [u32; PLAIN], unit: u8| {
            telling.iter_mut().zip(&weights.united[usize::from(unit)]).for_each(|(all, own)| *all |= own);
        };
        *places = [0; PLAIN];
        let (mut last, mut start) = (0, 0);
        for (at, &letter) in letters.iter().enumerate() {
            let gap = if letter == last { weights.doubled } else { weights.added[usize::from(letter)] };
            gaps.push(u8x16::splat(if letter == 0 { weights.join } else { gap.saturating_add(apart) }));
            places[usize::from(letter)] |= 1 << at;
            tell(telling, letter);
            if letter != 0 && last != 0 && letter != last {
                telling[usize::from(last)] |= 1 << letter;
            }
            let unit = weights.unit(last, letter);
            if unit != 0 {
                units.push((at + 1, unit));
                tell(telling, unit);
            }
            if letter == 0 {
                words.push(Word { start, end: at + 1, skip: weights.skip(&letters[start..at], apart) });
                start = at + 1;
            }
            last = letter;
        }
        let blocks = (letters.len() + 1 + units.len()).div_ceil(LANES);
        costs.resize(blocks, [u8x16::splat(FAR); PLAIN]);
        let apart = u8x16::splat(apart);
        for (at, out) in costs.as_flattened_mut().as_chunks_mut::<LANES>().0.iter_mut().enumerate() {
            let (block, half) = (at / (PLAIN / LANES), at % (PLAIN / LANES));
            let rows = std::array::from_fn(|row| {
                let costs = match (block * LANES + row).checked_sub(1) {
                    None => &weights.missing,
                    Some(at) => {
                        let unit = || units.get(at - letters.len()).map(|(_, unit)| *unit);
                        let unit = letters.get(at).copied().or_else(unit);
                        &weights.plain[usize::from(unit.unwrap_or(END))]
                    }
                };
                let costs = u8x16::from(costs.as_chunks::<LANES>().0[half]);
                costs.saturating_add(apart & !costs.simd_eq(u8x16::splat(0)))
            });
            *out = transposed(rows);
        }
    }

    /// Takes so many plain letters of one of the other names, each word closed by
    /// a blank, at most [`LONGEST`]; behind them is nothing or [`END`].
    #[inline]
    pub(crate) fn put(&mut self, lane: usize, letters: &[Letter], length: usize) {
        let other = &mut self.others[lane % LANES];
        let known = letters.len().min(LONGEST);
        other.letters[..known].copy_from_slice(&letters[..known]);
        other.length = length.min(known);
    }

    /// About what it costs that each of the other names is meant, in hundredths,
    /// and how much less it is worth for being shorter: 0 for the name itself.
    pub(crate) fn costs(&mut self, weights: &Weights) -> [u32; LANES] {
        let n = self.letters.len();
        let width = n + 1;
        let most = self.others.iter().map(|other| other.length).max().unwrap_or(0);
        if self.rows.len() < (most + 1) * width {
            self.rows.resize((most + 1) * width, u8x16::splat(FAR));
        }
        self.cheaper.resize(self.cheaper.len().max(width), u8x16::splat(FAR));
        self.own.resize(self.costs.len() * LANES, u8x16::splat(FAR));
        self.columns.clear();
        for block in 0..most.div_ceil(LANES) {
            let rows = std::array::from_fn(|lane| {
                let sixteen = self.others[lane].letters[block * LANES..].first_chunk::<LANES>();
                u8x16::from(sixteen.copied().unwrap_or([END; LANES]))
            });
            self.columns.extend(transposed(rows));
        }
        self.first_row();
        let mut last = u8x16::splat(0);
        for at in 0..most {
            let letters = self.columns[at];
            self.row(at, last, letters, weights);
            last = letters;
        }
        let costs = std::array::from_fn(|lane| {
            let length = self.others[lane].length;
            let cost = self.rows[length * width + n].to_array()[lane];
            u32::from(cost) * GRAIN + weights.worth(n).saturating_sub(weights.worth(n.min(length)))
        });
        self.others.iter_mut().filter(|other| other.length > 0).for_each(|other| *other = Other::NONE);
        costs
    }

    /// The row before any letter of the others.
    fn first_row(&mut self) {
        let row = &mut self.rows[..=self.letters.len()];
        let mut words = self.words.iter();
        let mut cost = u8x16::splat(0);
        row[0] = cost;
        for (at, (letter, gap)) in self.letters.iter().zip(&self.gaps).enumerate() {
            cost = cost.saturating_add(*gap);
            if *letter == 0
                && let Some(word) = words.next()
            {
                cost = cost.min(row[word.start].saturating_add(u8x16::splat(word.skip)));
            }
            row[at + 1] = cost;
        }
    }

    /// The row behind a letter of each of the others, which stands behind their
    /// `last` ones.
    fn row(&mut self, at: usize, last: u8x16, letters: u8x16, weights: &Weights) {
        let blank = letters.simd_eq(u8x16::splat(0));
        let blanks = lanes(blank);
        let numbers = letters.to_array();
        for (own, costs) in self.own.as_chunks_mut::<LANES>().0.iter_mut().zip(&self.costs) {
            *own = transposed(numbers.map(|letter| costs[usize::from(letter) % PLAIN]));
        }
        self.find_cheaper(at, last.to_array(), numbers, blanks, weights);
        let Self { gaps, own, words, apart, rows, cheaper, others, .. } = self;
        let width = gaps.len() + 1;
        let (before, row) = rows.split_at_mut((at + 1) * width);
        let above = &before[at * width..][..width];
        let row = &mut row[..width];
        let twice = u8x16::splat(weights.doubled.saturating_add(*apart));
        let gap = letters.simd_eq(last).bitselect(twice, own[0]);
        // Between words nothing is missing.
        let gap = blank.bitselect(u8x16::splat(weights.join), gap);
        let mut left = above[0].saturating_add(gap).min(cheaper[0]);
        row[0] = left;
        let cells = row[1..].iter_mut().zip(&own[1..]).zip(&*gaps).zip(above.iter().zip(&above[1..]));
        for ((((cell, cost), own), (diagonal, above)), cheap) in cells.zip(&cheaper[1..]) {
            let single = diagonal.saturating_add(*cost).min(above.saturating_add(gap));
            left = single.min(*cheap).min(left.saturating_add(*own));
            *cell = left;
        }
        if blanks != 0 {
            // A word is left out where another begins.
            for word in &*words {
                let skip = blank.bitselect(u8x16::splat(word.skip), u8x16::splat(FAR));
                let cell = row[word.start].saturating_add(skip);
                if cell.simd_lt(row[word.end]).any() {
                    let mut left = cell.min(row[word.end]);
                    row[word.end] = left;
                    for (cell, gap) in row[word.end + 1..].iter_mut().zip(&gaps[word.end..]) {
                        left = cell.min(left.saturating_add(*gap));
                        *cell = left;
                    }
                }
            }
            ones(blanks).for_each(|lane| others[lane % LANES].start = at + 1);
        }
    }

    /// What is cheaper by units, by letters that changed places and by words that
    /// are left out.
    fn find_cheaper(
        &mut self,
        at: usize,
        last: [Letter; LANES],
        letters: [Letter; LANES],
        blanks: u128,
        weights: &Weights,
    ) {
        let mut telling = 0u128;
        for lane in 0..LANES {
            let [letter, last] = [letters[lane], last[lane]].map(|letter| letter % PLAIN as u8);
            telling |= u128::from(self.telling[usize::from(letter)] >> last & 1) << lane;
        }
        let Self { letters: name, units, own, words, places, apart, others, rows, cheaper, .. } = self;
        let width = name.len() + 1;
        let apart = *apart;
        let cheaper = &mut cheaper[..width];
        cheaper.fill(u8x16::splat(FAR));
        for (&(end, _), costs) in units.iter().zip(&own[width..]) {
            cheaper[end] = rows[at * width + end - 2].saturating_add(*costs);
        }
        // Of one name alone, so that those of the others stay far.
        let mut offer = |lane: usize, cell: u8x16, end: usize, cost: u8| {
            let cost = cell.saturating_add(u8x16::splat(cost)) | u8x16::from(ALL_BUT[lane]);
            cheaper[end] = cheaper[end].min(cost);
        };
        for lane in ones(telling).map(|lane| lane % LANES) {
            let [letter, previous] = [letters[lane], last[lane]].map(|letter| usize::from(letter) % PLAIN);
            let two = &rows[(at - 1) * width..at * width];
            let unit = weights.unit(previous as Letter, letter as Letter);
            if unit != 0 {
                let costs = &weights.pairs[usize::from(unit)];
                for letter in ones(u128::from(weights.kin[usize::from(unit)])) {
                    let cost = besides(costs[letter], apart);
                    ones(places[letter % PLAIN]).for_each(|i| offer(lane, two[i], i + 1, cost));
                }
                for &(end, other) in units.iter().filter(|(_, other)| costs[usize::from(*other)] < FAR) {
                    offer(lane, two[end - 2], end, besides(costs[usize::from(other)], apart));
                }
            }
            if letter != previous {
                let cost = weights.swap.saturating_add(apart);
                ones(places[letter] << 1 & places[previous]).for_each(|i| offer(lane, two[i - 1], i + 1, cost));
            }
        }
        if blanks != 0 {
            for lane in ones(blanks).map(|lane| lane % LANES) {
                let other = &others[lane];
                let skip = weights.skip(&other.letters[other.start..at], apart);
                for end in std::iter::once(0).chain(words.iter().map(|word| word.end)) {
                    offer(lane, rows[other.start * width + end], end, skip);
                }
            }
        }
    }
}

/// For each lane, what leaves that one as it is and makes all others far.
const ALL_BUT: [[u8; LANES]; LANES] = {
    let mut all = [[FAR; LANES]; LANES];
    let mut lane = 0;
    while lane < LANES {
        all[lane][lane] = 0;
        lane += 1;
    }
    all
};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::score::Scorer;
    use crate::text::unit::Spelling;
    use proptest::prelude::*;

    fn letters(name: &str) -> Vec<Letter> {
        Spelling::new(name, None).letters().to_vec()
    }

    fn costs<const N: usize>(wanted: &str, others: [&str; N]) -> [u32; N] {
        let weights = Scorer::builtin().weights();
        let mut estimate = Estimate::default();
        estimate.set(letters(wanted).into_iter(), weights);
        for (lane, other) in others.iter().enumerate() {
            let other = letters(other);
            estimate.put(lane, &other, other.len());
        }
        let all = estimate.costs(weights);
        std::array::from_fn(|lane| all[lane])
    }

    /// What two names cost, letter by letter and for one name alone.
    fn slowly(wanted: &[Letter], other: &[Letter]) -> u32 {
        let weights = Scorer::builtin().weights();
        let apart = weights.apart(wanted.iter().filter(|letter| **letter != 0).count());
        let (n, m) = (wanted.len(), other.len());
        let gap = |name: &[Letter], at: usize, single: &[u8]| match name[at] {
            0 => weights.join,
            letter if at > 0 && name[at - 1] == letter => weights.doubled.saturating_add(apart),
            letter => single[usize::from(letter)].saturating_add(apart),
        };
        let pair = |a: u8, b: u8| besides(weights.pairs[usize::from(a)][usize::from(b)], apart);
        let unit = |name: &[Letter], end: usize| {
            if end < 2 { 0 } else { weights.unit(name[end - 2], name[end - 1]) }
        };
        let start = |name: &[Letter], end: usize| name[..end - 1].iter().rposition(|l| *l == 0).map_or(0, |at| at + 1);
        let begins = |name: &[Letter], at: usize| at == 0 || name[at - 1] == 0;
        let mut grid = vec![vec![FAR; n + 1]; m + 1];
        grid[0][0] = 0;
        for j in 0..=m {
            for i in 0..=n {
                let mut ways = vec![grid[j][i]];
                let mut offer = |j: usize, i: usize, cost: u8| ways.push(grid[j][i].saturating_add(cost));
                if i > 0 {
                    offer(j, i - 1, gap(wanted, i - 1, &weights.added));
                }
                if j > 0 {
                    offer(j - 1, i, gap(other, j - 1, &weights.missing));
                }
                if i > 0 && wanted[i - 1] == 0 && begins(other, j) {
                    let from = start(wanted, i);
                    offer(j, from, weights.skip(&wanted[from..i - 1], apart));
                }
                if j > 0 && other[j - 1] == 0 && begins(wanted, i) {
                    let from = start(other, j);
                    offer(from, i, weights.skip(&other[from..j - 1], apart));
                }
                if i > 0 && j > 0 {
                    offer(j - 1, i - 1, pair(wanted[i - 1], other[j - 1]));
                    let (own, its) = (unit(wanted, i), unit(other, j));
                    if own != 0 {
                        offer(j - 1, i - 2, pair(own, other[j - 1]));
                    }
                    if its != 0 {
                        offer(j - 2, i - 1, pair(wanted[i - 1], its));
                    }
                    if own != 0 && its != 0 && own != its {
                        offer(j - 2, i - 2, pair(own, its));
                    }
                    if i > 1 && j > 1 {
                        let (a, b, c, d) = (wanted[i - 2], wanted[i - 1], other[j - 2], other[j - 1]);
                        if a == d && b == c && a != b && a != 0 && b != 0 {
                            offer(j - 2, i - 2, weights.swap.saturating_add(apart));
                        }
                    }
                }
                grid[j][i] = ways.into_iter().min().unwrap_or(FAR);
            }
        }
        u32::from(grid[m][n]) * GRAIN + weights.worth(n) - weights.worth(n.min(m))
    }

    #[test]
    fn spellings_cost_less_than_other_names() {
        let [same, kin, other, far] = costs("Rahmon", ["Rahmon", "Rakhmon", "Rahman", "Rustam"]);
        assert_eq!(same, 0);
        assert!(kin < other && other < far, "{kin} {other} {far}");
        let [swapped, changed] = costs("Khorog", ["Khoorg", "Khoxoz"]);
        assert!(swapped < changed);
        let [town, garden] = costs("Herat City", ["Herat", "Herat Bagh Shahi"]);
        assert!(town < garden, "{town} {garden}");
    }

    /// Plain letters, some more often than others, so that they meet.
    fn letter() -> impl Strategy<Value = Letter> {
        prop_oneof![1..END, prop::sample::select(b"aehkosx".map(|letter| letter - b'a' + 1).to_vec())]
    }

    /// Some words, not all closed, as many as find room.
    fn names() -> impl Strategy<Value = Vec<Letter>> {
        let words = prop::collection::vec(prop::collection::vec(letter(), 1..=12), 0..=10);
        (words, any::<bool>()).prop_map(|(words, is_closed)| {
            let mut letters: Vec<Letter> = words.into_iter().flat_map(|word| [word, vec![0]].concat()).collect();
            letters.truncate(if is_closed { LONGEST } else { LONGEST.min(letters.len().saturating_sub(1)) });
            letters
        })
    }

    fn edits() -> impl Strategy<Value = Vec<(usize, u8, Letter)>> {
        prop::collection::vec((0..LONGEST, 0..4u8, letter()), 0..6)
    }

    /// A name with some letters changed, put in, left out or swapped.
    fn changed(name: &[Letter], edits: &[(usize, u8, Letter)]) -> Vec<Letter> {
        let mut name = name.to_vec();
        for &(at, edit, letter) in edits {
            let at = at % (name.len() + 1);
            match edit {
                0 => name.insert(at, letter),
                _ if at + 1 >= name.len() => {}
                1 => drop(name.remove(at)),
                2 => name[at] = letter,
                _ => name.swap(at, at + 1),
            }
        }
        name.truncate(LONGEST);
        name
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 2000, ..crate::trials::config() })]
        #[test]
        fn sixteen_names_at_once_cost_what_each_does(
            wanted in names(),
            others in prop::collection::vec((prop::option::of(names()), edits()), 1..=LANES),
        ) {
            let others: Vec<Vec<Letter>> =
                others.into_iter().map(|(other, edits)| changed(&other.unwrap_or(wanted.clone()), &edits)).collect();
            let weights = Scorer::builtin().weights();
            let mut estimate = Estimate::default();
            // Room that is used again holds nothing of what was there.
            estimate.set(letters("kabul and ghazni").into_iter(), weights);
            estimate.put(LANES - 1, &letters("kabul"), 6);
            estimate.costs(weights);
            estimate.set(wanted.iter().copied(), weights);
            for (lane, other) in others.iter().enumerate() {
                estimate.put(lane, other, other.len());
            }
            let found = estimate.costs(weights);
            for (other, found) in others.iter().zip(found) {
                prop_assert_eq!(found, slowly(&wanted, other));
            }
        }
    }
}
