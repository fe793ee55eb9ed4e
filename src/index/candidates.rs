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
use crate::score::estimate::{Estimate, LANES};
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
    /// Names of each stage whose letters are counted.
    pub(super) counted: usize,
    /// Names that are weighed roughly.
    pub(super) weighed: usize,
    /// One that about costs so much more than the nearest, in hundredths, is not
    /// weighed.
    pub(super) far: u32,
    /// Stages that are asked.
    pub(super) stages: usize,
    /// What the nearest costs at most when no further stage is asked.
    pub(super) enough: Option<u32>,
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
}

impl Found {
    /// Begins a search for letters.
    pub(super) fn begin(&mut self, letters: &[Letter], weights: &Weights) {
        self.rows.clear();
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

/// What the name of a row about costs, in hundredths.
pub(super) fn costing(row: u64) -> u32 {
    (row >> 48) as u32
}

/// A row: how unlike the name is, then its layer and its number there.
pub(super) fn packed(unlike: u64, layer: usize, name: u32) -> u64 {
    unlike << 48 | (layer as u64 & 0xFFFF) << 32 | u64::from(name)
}

/// What of a row is not how unlike it is.
const OWNER: u64 = (1 << 48) - 1;

/// Layer and number of a row.
pub(super) fn owner(row: u64) -> (usize, u32) {
    ((row >> 32 & 0xFFFF) as usize, row as u32)
}

/// How many times more of long names are counted, whose sketches are much
/// alike.
const LONG: usize = 4;

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
        for stage in Stage::ALL.into_iter().take(depth.stages) {
            let known = found.rows.len();
            self.look(depth, found, |scale, keys| probes(&self.wanted.letters, stage, scale, keys));
            self.count(&self.wanted.letters, known, false, bounds, found);
            let nearest = found.rows.first().map(|row| costing(*row));
            if nearest.zip(depth.enough).is_some_and(|(nearest, enough)| nearest <= enough) {
                return;
            }
        }
        let far = found.rows.first().is_none_or(|row| costing(*row) > WORD_BY_WORD) || depth.enough.is_none();
        if far && depth.stages == Stage::ALL.len() {
            self.count_words(&self.wanted.letters, found);
        }
    }

    /// The same by all keys, those with another consonant among them.
    pub(super) fn find_far(&self, depth: Depth, bounds: Bounds, found: &mut Found) {
        let own = &self.wanted.letters;
        let reading = self.wanted.scorer.costs().plain_reading(own);
        self.look(depth, found, |scale, keys| {
            for letters in [Some(own), reading.as_ref()].into_iter().flatten() {
                Stage::ALL.iter().for_each(|stage| probes(letters, *stage, scale, keys));
                bone_probes(letters, keys);
            }
        });
        self.count(own, 0, false, bounds, found);
        self.count_words(own, found);
        if let Some(reading) = reading {
            found.set(&reading, self.wanted.scorer.weights());
            self.count(&reading, 0, true, bounds, found);
            self.count_words(&reading, found);
            found.set(own, self.wanted.scorer.weights());
        }
    }

    /// Adds the rows of some keys that have not been met, those of the most
    /// similar sketches.
    fn look(&self, depth: Depth, found: &mut Found, keys_of: impl Fn(Scale, &mut Vec<u64>)) {
        let Found { keys, buckets, numbers, sketches, unlikes, order, nearest, rows, .. } = found;
        let own = sketch(&self.wanted.letters);
        // Layers may hide most names of those below.
        let layers = self.index.layers.len();
        let more = if is_long(&self.wanted.letters) { LONG } else { 1 };
        let wanted = layers * depth.counted * more;
        let known = rows.len();
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
            unlikes.extend(sketches.iter().map(|sketch| unlike(own, *sketch) as u8));
            let most = cut(unlikes, REPEATED * wanted).min(depth.unlike);
            unlikes.resize(unlikes.len().next_multiple_of(LANES), u8::MAX);
            for (sixteen, numbers) in unlikes.as_chunks::<LANES>().0.iter().zip(numbers.chunks(LANES)) {
                let mut near = !u8x16::from(*sixteen).simd_gt(u8x16::splat(most)).to_bitmask() & 0xFFFF;
                while near != 0 {
                    let at = near.trailing_zeros() as usize;
                    near &= near - 1;
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
        let new = |row: &&u64| rows[..known].iter().all(|known| known & OWNER != **row & OWNER);
        let fresh: Vec<u64> = nearest.iter().filter(new).take(wanted).copied().collect();
        rows.extend(fresh);
        if layers > 1 {
            let mut own = rows.split_off(known);
            own.retain(|row| {
                let (layer, name) = owner(*row);
                self.index.is_visible(layer, name)
            });
            rows.extend(own.into_iter().take(depth.counted * more));
        }
    }

    /// Tells of the rows from a place on what their names about cost, held against
    /// some letters, or what they cost before if that is less and it is told
    /// `again`; brings those first that cost least.
    fn count(&self, own: &[Letter], known: usize, again: bool, bounds: Bounds, found: &mut Found) {
        let Found { rows, letters, patterns, estimate, .. } = found;
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
                let least = if again { *row >> 48 } else { u64::MAX };
                let (layer, name) = owner(*row);
                *row = packed(least.min(u64::from(unlike.unwrap_or(cost.min(NEVER - 1)))), layer, name);
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
