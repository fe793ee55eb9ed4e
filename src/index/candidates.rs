//! The names that share keys with one that is looked for: most are put aside
//! by their sketches, the others are brought in order by the letters that
//! differ.

use super::buckets::{Buckets, Shape};
use super::fuzzy::{Bounds, Search};
use super::image::Section;
use super::near::{Scale, Stage, Words, bone_probes, bone_row, probes, soft};
use super::outline::{LETTER, OUTLINE, UNLIKES, codes, is_abjad, is_long, sketch, unlike};
use super::pack::Count;
use crate::score::bits::Pattern;
use crate::text::unit::Letter;

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
    /// Names of each stage whose letters are counted.
    pub(super) counted: usize,
    /// Names that are weighed roughly.
    pub(super) weighed: usize,
    /// One that differs in more letters than the nearest by so many is not
    /// weighed.
    pub(super) far: u32,
    /// Stages that are asked.
    pub(super) stages: usize,
    /// Letters in which the nearest differs when no further stage is asked.
    pub(super) enough: Option<u32>,
}

/// What is added to the letters that differ when words are held against each
/// other in any order, which counts some letters as equal that are not.
const WORD_BY_WORD: u32 = 4;

/// Room for what a search finds, reused.
#[derive(Debug, Default)]
pub(super) struct Found {
    keys: Vec<u64>,
    /// The rows of the keys of a stage, by first and last.
    buckets: Vec<(usize, usize)>,
    /// The names in them, and how unlike each is.
    numbers: Vec<u32>,
    unlikes: Vec<u8>,
    /// The nearest of them.
    order: Vec<u64>,
    letters: Vec<Letter>,
    words: Words,
    pub(super) patterns: Patterns,
    /// The names found, as [`packed`] gives them, nearest first.
    pub(super) rows: Vec<u64>,
}

impl Found {
    /// Begins a search for letters.
    pub(super) fn begin(&mut self, letters: &[Letter]) {
        self.rows.clear();
        self.patterns.set(letters);
    }
}

/// What names are held against: all letters, those that tell by class, and
/// the consonants that any script writes.
#[derive(Debug, Default)]
pub(super) struct Patterns {
    exact: Pattern,
    soft: Pattern,
    bones: Pattern,
    pub(super) all: Pattern,
}

impl Patterns {
    pub(super) fn set(&mut self, letters: &[Letter]) {
        self.exact.set(codes(letters));
        self.soft.set(soft(letters));
        self.bones.set(bone_row(letters));
        self.all.set(letters.iter().copied().filter(|letter| *letter != 0));
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

/// The letters that the name of a row differs in.
pub(super) fn differing(row: u64) -> u32 {
    (row >> 48) as u32 / LETTER
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

/// How often a name stands among the rows of a search, at most on average.
const REPEATED: usize = 4;

impl Search<'_> {
    /// Leaves in the room the names that share a key, nearest first; further
    /// stages are asked as long as nothing is near.
    pub(super) fn find_by_stages(&self, depth: Depth, bounds: Bounds, found: &mut Found) {
        for stage in Stage::ALL.into_iter().take(depth.stages) {
            let known = found.rows.len();
            self.look(depth, found, |scale, keys| probes(&self.wanted.letters, stage, scale, keys));
            self.count(known, false, bounds, found);
            let nearest = found.rows.first().map(|row| differing(*row));
            if nearest.zip(depth.enough).is_some_and(|(nearest, enough)| nearest <= enough) {
                return;
            }
        }
        let far = found.rows.first().is_none_or(|row| differing(*row) > WORD_BY_WORD) || depth.enough.is_none();
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
        self.count(0, false, bounds, found);
        self.count_words(own, found);
        if let Some(reading) = reading {
            found.patterns.set(&reading);
            self.count(0, true, bounds, found);
            self.count_words(&reading, found);
            found.patterns.set(own);
        }
    }

    /// Adds the rows of some keys that have not been met, those of the most
    /// similar sketches.
    fn look(&self, depth: Depth, found: &mut Found, keys_of: impl Fn(Scale, &mut Vec<u64>)) {
        let Found { keys, buckets, numbers, unlikes, order, rows, .. } = found;
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
            let sketches = pack.sketches();
            let sketch_of = |name: &u32| sketches.get(*name as usize).map_or(0, |bytes| u64::from_le_bytes(*bytes));
            // Read without waiting for one after the other.
            std::hint::black_box(numbers.iter().map(sketch_of).fold(0, |all, sketch| all ^ sketch));
            unlikes.clear();
            unlikes.extend(numbers.iter().map(|name| unlike(own, sketch_of(name)) as u8));
            let mut counts = [0u32; UNLIKES];
            unlikes.iter().for_each(|unlike| counts[usize::from(*unlike) % UNLIKES] += 1);
            let mut enough = 0;
            let most = counts.iter().position(|count| {
                enough += *count as usize;
                enough >= REPEATED * wanted
            });
            let most = most.unwrap_or(UNLIKES) as u8;
            // Every row is put behind those that are kept, and stays if it is near.
            let end = order.len();
            order.resize(end + numbers.len() + 1, 0);
            let mut kept = end;
            for (unlike, name) in unlikes.iter().zip(&*numbers) {
                order[kept] = packed(u64::from(*unlike), layer, *name);
                kept += usize::from(*unlike <= most);
            }
            order.truncate(kept);
        }
        order.sort_unstable();
        order.dedup();
        let new = |row: &&u64| rows[..known].iter().all(|known| known & OWNER != **row & OWNER);
        let fresh: Vec<u64> = order.iter().filter(new).take(wanted).copied().collect();
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

    /// Tells of the rows from a place on how many letters they differ in from
    /// the patterns, the fewer of both where that is told `again`, and brings
    /// those first that differ in the fewest.
    fn count(&self, known: usize, again: bool, bounds: Bounds, found: &mut Found) {
        let Found { rows, letters, patterns, .. } = found;
        for (layer, pack) in self.index.packs().enumerate() {
            let own = rows[known..].iter().filter(|row| owner(**row).0 == layer);
            pack.image.fetch(Section::Outlines, own.map(|row| *row as u32 as usize * OUTLINE));
        }
        let (abjad, long) = (is_abjad(&self.wanted.letters), is_long(&self.wanted.letters));
        for row in &mut rows[known..] {
            let (layer, name) = owner(*row);
            let pack = &self.index.layers[layer].pack;
            let outline = pack.outline(name);
            let other_abjad = outline.is_abjad();
            let useless = if other_abjad { outline.is_hidden() } else { bounds[0] < 0.0 };
            let unlike = if useless && !abjad {
                NEVER
            } else if abjad || other_abjad || long || outline.is_long() {
                letters.clear();
                pack.record(pack.first_of(name)).letters_into(letters);
                patterns.unlike(letters, other_abjad == abjad)
            } else {
                outline.unlike(&patterns.exact, &patterns.soft)
            };
            let least = if again { *row >> 48 } else { u64::MAX };
            *row = packed(least.min(u64::from(unlike)), layer, name);
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
        for row in rows.iter_mut().filter(|row| differing(**row) > WORD_BY_WORD) {
            let (layer, name) = owner(*row);
            let pack = &self.index.layers[layer].pack;
            if words.are_several() || pack.outline(name).has_words() {
                letters.clear();
                pack.record(pack.first_of(name)).letters_into(letters);
                let unlike = (WORD_BY_WORD + words.unlike(letters)) * LETTER;
                *row = packed(u64::from(unlike).min(*row >> 48), layer, name);
            }
        }
        rows.sort_unstable();
    }
}
