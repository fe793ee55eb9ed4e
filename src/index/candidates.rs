//! The names that share keys with one that is looked for: most are put aside
//! by their sketches, the others are brought in order by what they about
//! cost.

use super::buckets::{Buckets, Shape};
use super::fuzzy::{Bounds, Search};
use super::image::Section;
use super::near::{Scale, Stage, Words, bone_probes, bone_row, probes, soft};
use super::outline::{OUTLINE, UNLIKES, is_abjad, is_long, plain, sketch, unlike};
use super::pack::Count;
use crate::score::bits::Pattern;
use crate::score::estimate::Estimate;
use crate::score::lanes::{LANES, lanes, ones};
use crate::score::weights::Weights;
use crate::text::unit::{LONGEST, Letter};
use wide::u8x16;

/// The names by their keys, of a table with so many.
pub(super) fn near_rows(names: u32) -> Buckets {
    let shape = if names < 1 << 24 { Shape::Short } else { Shape::Long };
    Buckets { starts: Section::NearStarts, rows: Section::NearRows, shape }
}

/// How far a search goes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Depth {
    /// Rows of each stage that are looked at.
    pub(super) rows: usize,
    /// Bits in which the sketches of names may differ.
    pub(super) unlike: u8,
    /// Names of each stage whose letters are counted, the first of them alone when
    /// one of those costs no more than `near`.
    pub(super) counted: usize,
    pub(super) near: Option<u32>,
    /// Names that are weighed roughly.
    pub(super) weighed: usize,
    /// One that about costs so much more than the nearest, in hundredths, is not
    /// weighed.
    pub(super) far: u32,
    /// Names that are weighed besides, at any cost, of those that only consonants
    /// tell: they or the one that is looked for are written without vowels.
    pub(super) vowelless: usize,
    /// Stages that are asked.
    pub(super) stages: usize,
    /// What the nearest costs at most when no further stage is asked, for names
    /// of each class of length: what differs tells less of longer ones.
    pub(super) enough: Option<[u32; LENGTHS.len() + 1]>,
}

/// What a letter counts where no costs are known.
const LETTER: u32 = 40;

/// What is added when words are held against each other in any order, which
/// counts some letters as equal that are not.
const WORD_BY_WORD: u32 = 4 * LETTER;

/// Room for what a search finds, reused.
#[derive(Debug, Default)]
pub(super) struct Found {
    keys: Vec<u64>,
    /// The rows of the keys of a stage, by first and last.
    buckets: Vec<(usize, usize)>,
    /// The names in them, their sketches, and how unlike each is.
    numbers: Vec<u32>,
    sketches: Vec<u64>,
    unlikes: Vec<u8>,
    /// The nearest of them, one for each key that is shared, and each once.
    order: Vec<u64>,
    nearest: Vec<u64>,
    letters: Vec<Letter>,
    words: Words,
    pub(super) patterns: Patterns,
    estimate: Estimate,
    /// The names found, as [`packed`] gives them, nearest first.
    pub(super) rows: Vec<u64>,
    /// Those among them that are told by their consonants alone.
    pub(super) by_bones: Vec<u64>,
}

impl Found {
    /// Begins a search for letters.
    pub(super) fn begin(&mut self, letters: &[Letter], weights: &Weights) {
        self.rows.clear();
        self.by_bones.clear();
        self.set(letters, weights);
    }

    fn set(&mut self, letters: &[Letter], weights: &Weights) {
        self.patterns.begin(letters);
        self.estimate.set(plain(letters), weights);
    }
}

/// What names are held against: all letters, those that tell by class, and
/// the consonants that any script writes.
#[derive(Debug, Default)]
pub(super) struct Patterns {
    soft: Pattern,
    bones: Pattern,
    /// Whether those by class are of the same name.
    is_ready: bool,
    pub(super) all: Pattern,
}

impl Patterns {
    fn begin(&mut self, letters: &[Letter]) {
        self.all.set(letters.iter().copied().filter(|letter| *letter != 0));
        self.is_ready = false;
    }

    /// Those by class are rarely asked for.
    fn by_class(&mut self, letters: &[Letter]) -> &Self {
        if !std::mem::replace(&mut self.is_ready, true) {
            self.soft.set(soft(letters));
            self.bones.set(bone_row(letters));
        }
        self
    }

    /// How unlike a name is by all its letters; `same` when both or neither are
    /// written without vowels.
    fn unlike(&self, letters: &[Letter], same: bool) -> u32 {
        let solid = letters.iter().copied().filter(|letter| *letter != 0);
        let differ = if same {
            self.all.distance(solid) + self.soft.distance(soft(letters))
        } else {
            2 * self.bones.distance(bone_row(letters)) + ACROSS
        };
        differ * LETTER
    }
}

/// As many letters count as differing for a name of which only the consonants
/// can be held against those that are looked for.
const ACROSS: u32 = 2;

/// As unlike as no name is that is found.
const NEVER: u32 = 0x7FFF;

/// What is not told yet.
const UNTOLD: u32 = 0xFFFF;

/// Where the nearest costs no more, nothing is asked in another order.
const IN_ORDER: u32 = 90;

/// What it about costs that the words stand in another order.
const TURNED: u32 = 16;

/// The letters with the last word first, and with the first word last.
fn turned(letters: &[Letter]) -> [Option<Vec<Letter>>; 2] {
    let all = letters.strip_suffix(&[0]).unwrap_or(letters);
    let with = |at: usize| [&letters[at + 1..], &letters[..=at]].concat();
    let [first, last] = [all.iter().position(|letter| *letter == 0), all.iter().rposition(|letter| *letter == 0)];
    [last.map(with), first.filter(|_| first != last).map(with)]
}

/// What the name of a row about costs, in hundredths.
pub(super) fn costing(row: u64) -> u32 {
    (row >> 48) as u32
}

/// A row: how unlike the name is, then its layer and its number there.
pub(super) fn packed(unlike: u64, layer: usize, name: u32) -> u64 {
    unlike << 48 | (layer as u64 & 0xFFFF) << 32 | u64::from(name)
}

/// What of a row is not how unlike it is.
pub(super) const OWNER: u64 = (1 << 48) - 1;

/// Layer and number of a row.
pub(super) fn owner(row: u64) -> (usize, u32) {
    ((row >> 32 & 0xFFFF) as usize, row as u32)
}

/// The most letters of each class of length but the last.
const LENGTHS: [usize; 3] = [7, 10, 14];

fn length_class(letters: &[Letter]) -> usize {
    let solid = letters.iter().filter(|letter| **letter != 0).count();
    LENGTHS.partition_point(|most| *most < solid)
}

/// How many times more of long names are counted, whose sketches are much
/// alike.
const LONG: usize = 2;

/// Keys that count of those that a name shares; two for a bit of its sketch.
const SHARED: u64 = 16;

/// How often a name stands among the rows of a search, on average.
const REPEATED: usize = 2;

/// The least number that so many, or all, are at most.
fn cut(unlikes: &[u8], wanted: usize) -> u8 {
    let count = |most: u8| {
        // Sums of a byte, so that many are counted at once.
        let parts = unlikes.chunks(usize::from(u8::MAX));
        parts.map(|part| usize::from(part.iter().map(|unlike| u8::from(*unlike <= most)).sum::<u8>())).sum::<usize>()
    };
    let (mut low, mut high) = (0, UNLIKES);
    while low < high {
        let middle = low + (high - low) / 2;
        if count(middle) >= wanted { high = middle } else { low = middle + 1 }
    }
    low
}

impl Search<'_> {
    /// Leaves in the room the names that share a key, nearest first; further
    /// stages are asked as long as nothing is near.
    pub(super) fn find_by_stages(&self, depth: Depth, bounds: Bounds, found: &mut Found) {
        let own = &self.wanted.letters;
        let nearest = |found: &Found| found.rows.first().map_or(NEVER, |row| costing(*row));
        let enough = depth.enough.map(|enough| enough[length_class(own)]);
        let is_near = |found: &Found, most: u32| enough.is_some_and(|enough| nearest(found) <= enough.min(most));
        let is_thorough = depth.stages == Stage::ALL.len();
        for stage in Stage::ALL.into_iter().take(depth.stages) {
            let known = found.rows.len();
            self.look(depth, own, found, |scale, keys| probes(own, stage, scale, keys));
            self.count(depth.near, own, known, 0, bounds, found);
            if is_near(found, IN_ORDER) {
                return;
            }
            if is_thorough && stage == Stage::Classes {
                for turned in turned(own).into_iter().flatten() {
                    if nearest(found) > IN_ORDER {
                        self.find_turned(depth, &turned, bounds, found);
                    }
                }
            }
            if is_near(found, NEVER) {
                return;
            }
        }
        if is_thorough && (nearest(found) > WORD_BY_WORD || enough.is_none()) {
            self.count_words(own, found);
        }
    }

    /// The same with the words in another order; what was found before keeps the
    /// lower cost.
    fn find_turned(&self, depth: Depth, turned: &[Letter], bounds: Bounds, found: &mut Found) {
        let before = std::mem::take(&mut found.rows);
        // Few names are as near in another order.
        let depth = Depth { rows: 256, unlike: 16, counted: 4, ..depth };
        self.look(depth, turned, found, |scale, keys| probes(turned, Stage::Classes, scale, keys));
        found.set(turned, self.wanted.scorer.weights());
        self.count(None, turned, 0, TURNED, bounds, found);
        found.set(&self.wanted.letters, self.wanted.scorer.weights());
        for row in before {
            match found.rows.iter_mut().find(|known| **known & OWNER == row & OWNER) {
                Some(known) => *known = row.min(*known),
                None => found.rows.push(row),
            }
        }
        found.rows.sort_unstable();
    }

    /// The same by all keys, those with another consonant among them.
    pub(super) fn find_far(&self, depth: Depth, bounds: Bounds, found: &mut Found) {
        let own = &self.wanted.letters;
        let reading = self.wanted.scorer.costs().plain_reading(own);
        self.look(depth, own, found, |scale, keys| {
            for letters in [Some(own), reading.as_ref()].into_iter().flatten() {
                Stage::ALL.iter().for_each(|stage| probes(letters, *stage, scale, keys));
                bone_probes(letters, keys);
            }
        });
        self.count(None, own, 0, 0, bounds, found);
        self.count_words(own, found);
        if let Some(reading) = reading {
            found.set(&reading, self.wanted.scorer.weights());
            self.count(None, &reading, 0, 0, bounds, found);
            self.count_words(&reading, found);
            found.set(own, self.wanted.scorer.weights());
        }
    }

    /// Adds the rows of some keys that have not been met, those of the most
    /// similar sketches.
    fn look(&self, depth: Depth, own: &[Letter], found: &mut Found, keys_of: impl Fn(Scale, &mut Vec<u64>)) {
        let Found { keys, buckets, numbers, sketches, unlikes, order, nearest, rows, .. } = found;
        let wanted_sketch = sketch(own);
        // Layers may hide most names of those below.
        let layers = self.index.layers.len();
        let more = if is_long(own) { LONG } else { 1 };
        let wanted = layers * depth.counted * more;
        order.clear();
        for (layer, pack) in self.index.packs().enumerate() {
            keys.clear();
            keys_of(pack.scale(), keys);
            keys.sort_unstable();
            keys.dedup();
            let table = near_rows(pack.count(Count::Names));
            table.places(&pack.image, keys, buckets);
            // The fewer names share a key, the more it tells.
            buckets.sort_unstable_by_key(|(first, end)| end - first);
            numbers.clear();
            for &(first, end) in &*buckets {
                let end = end.min(first + depth.rows - numbers.len());
                table.shape.numbers_into(table.rows_at(&pack.image, first, end), numbers);
            }
            let all = pack.sketches();
            let sketch_of = |name: &u32| all.get(*name as usize).map_or(0, |bytes| u64::from_le_bytes(*bytes));
            sketches.clear();
            sketches.extend(numbers.iter().map(sketch_of));
            unlikes.clear();
            unlikes.extend(sketches.iter().map(|sketch| unlike(wanted_sketch, *sketch) as u8));
            let most = cut(unlikes, REPEATED * wanted).min(depth.unlike);
            unlikes.resize(unlikes.len().next_multiple_of(LANES), u8::MAX);
            for (sixteen, numbers) in unlikes.as_chunks::<LANES>().0.iter().zip(numbers.chunks(LANES)) {
                for at in ones(lanes(!u8x16::from(*sixteen).simd_gt(u8x16::splat(most)))) {
                    order.push(packed(u64::from(sixteen[at]), layer, numbers[at]));
                }
            }
        }
        order.sort_unstable();
        // Whoever shares more keys is nearer.
        nearest.clear();
        nearest.extend(order.chunk_by(|a, b| a == b).map(|same| {
            let (layer, name) = owner(same[0]);
            packed(2 * (same[0] >> 48) + SHARED - (same.len() as u64).min(SHARED), layer, name)
        }));
        nearest.sort_unstable();
        order.clear();
        order.extend(rows.iter().map(|row| row & OWNER));
        order.sort_unstable();
        let is_new = |row: &&u64| order.binary_search(&(**row & OWNER)).is_err();
        let is_visible = |row: &&u64| {
            let (layer, name) = owner(**row);
            layers == 1 || self.index.is_visible(layer, name)
        };
        let fresh = nearest.iter().filter(is_new).take(wanted).filter(is_visible).take(depth.counted * more);
        rows.extend(fresh.map(|row| row | u64::from(UNTOLD) << 48));
    }

    /// Tells of the rows from a place on what their names about cost, held against
    /// some letters at such a cost, or what they cost before if that is less;
    /// brings those first that cost least.
    fn count(&self, near: Option<u32>, own: &[Letter], known: usize, more: u32, bounds: Bounds, found: &mut Found) {
        let Found { rows, by_bones, letters, patterns, estimate, .. } = found;
        let weights = self.wanted.scorer.weights();
        for (layer, pack) in self.index.packs().enumerate() {
            let new = rows[known..].iter().filter(|row| owner(**row).0 == layer);
            pack.image.fetch(Section::Outlines, new.map(|row| *row as u32 as usize * OUTLINE));
        }
        let abjad = is_abjad(&self.wanted.letters);
        for rows in rows[known..].chunks_mut(LANES) {
            // What it costs is told of several at the same time.
            let mut unlikes = [None; LANES];
            for (lane, row) in rows.iter().enumerate() {
                let (layer, name) = owner(*row);
                let pack = &self.index.layers[layer].pack;
                let outline = pack.outline(name);
                let other_abjad = outline.is_abjad();
                let useless = if other_abjad { outline.is_hidden() } else { bounds[0] < 0.0 };
                if useless && !abjad {
                    unlikes[lane] = Some(NEVER);
                } else if abjad || other_abjad {
                    letters.clear();
                    pack.record(pack.first_of(name)).letters_into(letters);
                    by_bones.push(*row & OWNER);
                    unlikes[lane] = Some(patterns.by_class(own).unlike(letters, other_abjad == abjad));
                } else if outline.is_long() {
                    letters.clear();
                    pack.record(pack.first_of(name)).letters_into(letters);
                    let letters: Vec<Letter> = plain(letters).take(LONGEST).collect();
                    estimate.put(lane, &letters, letters.len());
                } else {
                    let (letters, length) = outline.letters();
                    estimate.put(lane, &letters, length);
                }
            }
            let costs = if unlikes[..rows.len()].contains(&None) { estimate.costs(weights) } else { [0; LANES] };
            for ((row, unlike), cost) in rows.iter_mut().zip(unlikes).zip(costs) {
                let (layer, name) = owner(*row);
                let cost = unlike.unwrap_or(cost.min(NEVER - 1)) + more;
                *row = packed((*row >> 48).min(u64::from(cost)), layer, name);
            }
            // The others have less similar sketches.
            if near.is_some_and(|near| rows.iter().any(|row| costing(*row) <= near)) {
                break;
            }
        }
        rows.sort_unstable();
        let end = rows.partition_point(|row| row >> 48 < u64::from(NEVER));
        rows.truncate(end);
    }

    /// Holds words against each other, whatever their order, where the letters
    /// differ much.
    fn count_words(&self, own: &[Letter], found: &mut Found) {
        let Found { rows, letters, words, .. } = found;
        words.set(own);
        for row in rows.iter_mut().filter(|row| costing(**row) > WORD_BY_WORD) {
            let (layer, name) = owner(*row);
            let pack = &self.index.layers[layer].pack;
            if words.are_several() || pack.outline(name).has_words() {
                letters.clear();
                pack.record(pack.first_of(name)).letters_into(letters);
                let unlike = WORD_BY_WORD + words.unlike(letters) * LETTER;
                *row = packed(u64::from(unlike).min(*row >> 48), layer, name);
            }
        }
        rows.sort_unstable();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_least_number_is_told_that_enough_are_at_most() {
        let many: Vec<u8> = (0..600).map(|at| (at % 60) as u8).collect();
        for wanted in [1, 10, 11, 255, 600] {
            let most = cut(&many, wanted);
            let count = |most: u8| many.iter().filter(|unlike| **unlike <= most).count();
            assert!(count(most) >= wanted && most.checked_sub(1).is_none_or(|less| count(less) < wanted), "{wanted}");
        }
        assert_eq!([cut(&[3; 300], 300), cut(&[3; 300], 301), cut(&[], 1)], [3, UNLIKES, UNLIKES]);
    }

    #[test]
    fn words_are_turned_either_way() {
        let letters = |name: &str| crate::text::unit::Spelling::new(name, None).into_letters();
        let turned = |name: &str| turned(&letters(name));
        assert_eq!(turned("Rahmon"), [None, None]);
        assert_eq!(turned("Emomali Rahmon"), [Some(letters("Rahmon Emomali")), None]);
        assert_eq!(turned("Ab Cd Ef"), [Some(letters("Ef Ab Cd")), Some(letters("Cd Ef Ab"))]);
    }
}
