//! The aliases whose spelling is near to a name's: found by parts of their
//! letters, put aside by sketches and counted letters, and weighed in the end.

use super::Index;
use std::cell::OnceCell;

use super::buckets::{Buckets, Shape};
use super::image::{Section, number};
use super::near::{Words, bone_probes, bone_row, differences, is_abjad, probes, sketch, soft, unlike};
use super::pack::Count;
use crate::score::bits::Pattern;
use crate::score::grid::Aligner;
use crate::score::name::Name;
use crate::score::{ANY, Judgement, Scorer};
use crate::span::AliasId;
use crate::text::unit::{Letter, Spelling};

pub(super) const NEAR: Buckets =
    Buckets { starts: Section::NearStarts, rows: Section::NearRows, shape: Shape::Weighed };

/// How far a search goes.
#[derive(Debug, Clone, Copy)]
struct Depth {
    /// Rows that are looked at.
    rows: usize,
    /// Of them, those that are sorted.
    sorted: usize,
    /// Names whose letters are counted.
    counted: usize,
    /// Names that are weighed roughly.
    weighed: usize,
    /// One that differs in more letters than the nearest by so many is not
    /// weighed.
    far: Option<u32>,
}

/// Nearly all names are found so.
const USUAL: Depth = Depth { rows: 1024, sorted: 96, counted: 40, weighed: 8, far: Some(3) };

/// Names that are near enough are among the first.
const SHALLOW: Depth = Depth { rows: 512, sorted: 32, counted: 8, weighed: 3, far: Some(2) };

/// Among few names there is time for more.
const FINE: Depth = Depth { rows: 1024, sorted: 128, counted: 64, weighed: 12, far: Some(8) };

/// For names that nothing near was found for.
const DEEP: Depth = Depth { rows: 1 << 17, sorted: 2048, counted: 512, weighed: 64, far: None };

/// For names without vowels, whose letters tell less.
const WIDE: Depth = Depth { rows: 1 << 17, sorted: 4096, counted: 2048, weighed: 256, far: None };

/// Names that are judged in full, beyond those that are asked for.
const MORE: usize = 3;

/// One that costs so much more than the best, in hundredths, cannot be taken
/// for it.
const CLOSE: u32 = 80;

/// A candidate as likely as this ends the search.
const GOOD: f64 = 0.85;

/// Among more names something near is nearly always found.
const SMALL: u64 = 200_000;

/// Bytes of a row of names by their parts.
const ROW: usize = Shape::Weighed.width();
/// What is added to the letters that differ when words are held against each
/// other in any order, which counts some letters as equal that are not.
const WORD_BY_WORD: u32 = 4;

/// A name that is looked up, as a place's and as a person's.
pub(crate) struct Wanted<'s> {
    letters: Vec<Letter>,
    names: [OnceCell<Name>; 2],
    scorer: &'s Scorer,
}

impl<'s> Wanted<'s> {
    pub(crate) fn new(spelling: Spelling, scorer: &'s Scorer) -> Self {
        Self { letters: spelling.into_letters(), names: Default::default(), scorer }
    }

    fn name(&self, person: bool) -> &Name {
        self.names[usize::from(person)].get_or_init(|| self.scorer.of_letters(&self.letters, person))
    }
}

/// Room for look-ups, reused.
#[derive(Debug, Default)]
pub(crate) struct Room {
    keys: Vec<u64>,
    /// Other readings of the letters.
    readings: Vec<Vec<Letter>>,
    /// How unlike each row is that was looked at.
    unlikes: Vec<u8>,
    merged: Merged,
    /// The rows found, as [`packed`] gives them.
    rows: Vec<u64>,
    letters: Vec<Letter>,
    /// Names made ready, whose memory is used again.
    ready: Vec<Weighed>,
    exact: Pattern,
    soft: Pattern,
    bones: Pattern,
    words: Words,
    aligner: Aligner,
}

/// A row: how unlike the name is, then its layer and its first alias.
fn packed(unlike: u64, layer: usize, alias: u32) -> u64 {
    unlike << 48 | (layer as u64 & 0xFFFF) << 32 | u64::from(alias)
}

/// Layer and alias of a row.
fn owner(row: u64) -> (usize, u32) {
    ((row >> 32 & 0xFFFF) as usize, row as u32)
}

/// Rows, each name once.
#[derive(Debug, Default)]
struct Merged {
    /// Rows and how often each was added, in places by their hash.
    places: Vec<u16>,
    rows: Vec<(u64, u32)>,
    most: usize,
}

/// What another part in common is worth, and how many count.
const SHARED: u64 = 3;
const MOST_SHARED: u64 = 4;

impl Merged {
    /// Room for so many.
    fn clear(&mut self, most: usize) {
        self.most = most.min(usize::from(u16::MAX) - 1);
        self.rows.clear();
        self.places.clear();
        self.places.resize((2 * self.most).next_power_of_two(), 0);
    }

    fn add(&mut self, row: u64) {
        let mask = self.places.len() - 1;
        let mut place = (row << 16).wrapping_mul(0x9E37_79B9_7F4A_7C15) as usize >> 32 & mask;
        loop {
            match self.places[place] {
                0 if self.rows.len() == self.most => return,
                0 => {
                    self.rows.push((row, 0));
                    self.places[place] = self.rows.len() as u16;
                    return;
                }
                known => {
                    let known = &mut self.rows[usize::from(known) - 1];
                    if known.0 << 16 == row << 16 {
                        *known = (known.0.min(row), known.1 + 1);
                        return;
                    }
                }
            }
            place = (place + 1) & mask;
        }
    }

    /// The rows; those that were added more often are less unlike.
    fn rows(&self) -> impl Iterator<Item = u64> {
        let missing = |more: u32| MOST_SHARED - u64::from(more).min(MOST_SHARED);
        self.rows.iter().map(move |(row, more)| row + ((SHARED * missing(*more)) << 48))
    }
}

/// An alias that was found, and what was found about it.
pub(crate) struct Near {
    pub(crate) alias: AliasId,
    pub(crate) judgement: Judgement,
}

/// A name that is weighed.
#[derive(Debug, Default)]
struct Weighed {
    layer: usize,
    alias: u32,
    known: Option<u8>,
    name: Name,
}

/// One look-up.
pub(crate) struct Search<'a> {
    pub(crate) index: &'a Index,
    pub(crate) wanted: &'a Wanted<'a>,
    /// The aliases that sound like the name, in order.
    pub(crate) sounding: &'a [AliasId],
    /// How many are asked for.
    pub(crate) most: usize,
    pub(crate) reach: Reach,
}

/// What a search is for.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Reach {
    /// The best answer to a name that somebody asks about.
    All,
    /// The same, where only names count that are right with so much probability.
    Match(f64),
    /// Names that are right with so much probability, in running text.
    Near(f64),
}

/// The most that names may cost: those with vowels, and those without.
type Bounds = [f64; 2];

/// By so much may a cost be lower than it roughly is.
const ROUGHLY: f64 = 0.3;

impl Search<'_> {
    /// The nearest aliases, those that sound like the name among them.
    pub(crate) fn nearest(&self, room: &mut Room) -> Vec<Near> {
        room.keys.clear();
        let bounds = self.bounds();
        if bounds.iter().all(|most| *most < 0.0) {
            return self.judge_sounding(Vec::new(), room);
        }
        probes(&self.wanted.letters, &mut room.keys);
        let large = self.index.is_large();
        let abjad = is_abjad(&self.wanted.letters);
        let quick = large || self.reach != Reach::All;
        if large || !abjad {
            let depth = match self.reach {
                Reach::Near(_) => SHALLOW,
                _ if large => USUAL,
                _ => FINE,
            };
            let near = self.weigh(depth, bounds, room);
            if quick || near.iter().any(|near| near.judgement.probability > GOOD) {
                return near;
            }
        }
        bone_probes(&self.wanted.letters, &mut room.keys);
        if let Some(reading) = self.wanted.scorer.costs().plain_reading(&self.wanted.letters) {
            probes(&reading, &mut room.keys);
            bone_probes(&reading, &mut room.keys);
            room.readings.push(reading);
        }
        let near = self.weigh(if abjad { WIDE } else { DEEP }, bounds, room);
        room.readings.clear();
        near
    }

    /// The most that a name may cost to be of use.
    fn bounds(&self) -> Bounds {
        let (Reach::Near(probability) | Reach::Match(probability)) = self.reach else { return [f64::INFINITY; 2] };
        let of = |person| self.wanted.scorer.most_costs(self.wanted.name(person), probability);
        let place = of(false);
        let person = if self.index.has_persons() { of(true) } else { place };
        [place[0].max(person[0]), place[1].max(person[1])]
    }

    /// The nearest of the aliases that are found by the keys in the room.
    fn weigh(&self, depth: Depth, bounds: Bounds, room: &mut Room) -> Vec<Near> {
        self.find(depth, room);
        self.count(bounds, room);
        let scorer = self.wanted.scorer;
        let mut ready = std::mem::take(&mut room.ready);
        let mut costs: Vec<(u32, usize)> = Vec::with_capacity(depth.weighed);
        let far = room.rows.first().zip(depth.far).map_or(u64::MAX, |(row, far)| (row >> 48) + u64::from(far));
        for at in 0..room.rows.len().min(depth.weighed) {
            if room.rows[at] >> 48 > far {
                break;
            }
            if ready.len() == at {
                ready.push(Weighed::default());
            }
            let (layer, alias) = owner(room.rows[at]);
            let other = &mut ready[at];
            self.make_ready(layer, alias, other, room);
            let wanted = self.wanted.name(other.name.is_person());
            // What is not asked for and costs much more than the best is not
            // judged.
            let limit = match (costs.first(), costs.get(self.most.max(1) - 1)) {
                (Some(best), Some(last)) => last.0.max(best.0 + CLOSE),
                _ => ANY,
            };
            let most = bounds[usize::from(other.name.is_abjad())] + ROUGHLY;
            let most = if most.is_finite() { scorer.most_rough(wanted, &other.name, most) } else { Some(ANY) };
            if let Some(most) = most
                && let Some(cost) =
                    scorer.rough_cost(wanted, &other.name, other.known, limit.min(most), &mut room.aligner)
            {
                costs.insert(costs.partition_point(|other| *other <= (cost, at)), (cost, at));
            }
        }
        let mut out = Vec::new();
        for (number, &(cost, at)) in costs.iter().take(self.most + MORE).enumerate() {
            if number >= self.most && cost > costs[0].0 + CLOSE {
                break;
            }
            self.judge(&ready[at], room, &mut out);
        }
        room.ready = ready;
        self.judge_sounding(out, room)
    }

    /// Judges those that sound like the name besides.
    fn judge_sounding(&self, mut out: Vec<Near>, room: &mut Room) -> Vec<Near> {
        for &alias in self.sounding {
            if out.iter().all(|near: &Near| near.alias != alias)
                && let Some((layer, own)) = self.index.place(alias)
            {
                self.judge_all(layer, own, room, &mut out);
            }
        }
        out
    }

    /// What the cheapest alignment with the alias of a layer costs; nothing above
    /// a limit, or when the alias is not to be found by such a name.
    pub(super) fn rough_cost(&self, layer: usize, alias: u32, limit: u32, room: &mut Room) -> Option<u32> {
        let weighed = self.made_ready(layer, alias, room);
        let wanted = self.wanted.name(weighed.name.is_person());
        let hidden = self.index.layers[layer].pack.record(alias).vowelless && !wanted.is_abjad();
        let scorer = self.wanted.scorer;
        if hidden { None } else { scorer.rough_cost(wanted, &weighed.name, weighed.known, limit, &mut room.aligner) }
    }

    /// Judges an alias of a layer and those of the same letters behind it.
    pub(super) fn judge_all(&self, layer: usize, alias: u32, room: &mut Room, out: &mut Vec<Near>) {
        let weighed = self.made_ready(layer, alias, room);
        self.judge(&weighed, room, out);
    }

    fn made_ready(&self, layer: usize, alias: u32, room: &mut Room) -> Weighed {
        let mut ready = Weighed::default();
        self.make_ready(layer, alias, &mut ready, room);
        ready
    }

    fn make_ready(&self, layer: usize, alias: u32, out: &mut Weighed, room: &mut Room) {
        let record = self.index.layers[layer].pack.record(alias);
        room.letters.clear();
        record.letters_into(&mut room.letters);
        self.wanted.scorer.set_letters(&mut out.name, &room.letters, record.person);
        (out.layer, out.alias, out.known) = (layer, alias, record.column);
    }

    /// Judges all aliases of the letters of one.
    fn judge(&self, weighed: &Weighed, room: &mut Room, out: &mut Vec<Near>) {
        let scorer = self.wanted.scorer;
        let Weighed { layer, name, .. } = weighed;
        let mut own = weighed.alias;
        let pack = &self.index.layers[*layer].pack;
        let skips_vowels = name.is_abjad() && !self.wanted.name(name.is_person()).is_abjad();
        // Namesakes mostly are of one kind and tradition.
        let mut known = Vec::new();
        loop {
            if let Some(alias) = self.index.alias_in(*layer, own)
                && let record = pack.record(own)
                && !(skips_vowels && record.vowelless)
            {
                let key = self.sounding.binary_search(&alias).is_ok();
                let (person, column) = (record.person, record.column);
                let case = (person, column, key);
                let judgement = match known.iter().find(|(other, _)| *other == case) {
                    Some((_, judgement)) => *judgement,
                    None => {
                        let other = (name.is_person() != person).then(|| self.made_ready(*layer, own, room));
                        let name = other.as_ref().map_or(name, |other| &other.name);
                        let wanted = self.wanted.name(person);
                        let found = scorer.judge_candidate(wanted, name, column, key, &mut room.aligner);
                        known.push((case, found));
                        found
                    }
                };
                out.push(Near { alias, judgement });
            }
            // The next one has a higher number; the last one leads back.
            match pack.twin(own) {
                next if next > own => own = next,
                _ => return,
            }
        }
    }

    /// Leaves in the room the names that share a part with the letters, those
    /// of the most similar sketches.
    fn find(&self, depth: Depth, room: &mut Room) {
        // Layers may hide most names of those below.
        let layers = self.index.layers.len();
        let (most_rows, sorted) = (layers * depth.rows, layers * depth.sorted);
        let own = sketch(&self.wanted.letters);
        let Room { keys, rows, unlikes, merged, .. } = room;
        // The fewer names share a part, the more it tells.
        let mut buckets = Vec::with_capacity(keys.len());
        let mut order = Vec::with_capacity(keys.len());
        for (layer, pack) in self.index.packs().enumerate() {
            NEAR.each(&pack.image, keys, &mut buckets);
            order.extend((order.len()..buckets.len()).map(|at| (buckets[at].len() as u32, layer as u32, at as u32)));
        }
        order.sort_unstable();
        unlikes.clear();
        let mut left = most_rows;
        for (length, _, at) in &order {
            let length = *length as usize / ROW;
            let (sketches, _) = buckets[*at as usize][..4 * length.min(left)].as_chunks();
            left -= sketches.len();
            let common = length.max(1).ilog2() as u8;
            unlikes.extend(sketches.iter().map(|other| 2 * unlike(own, u32::from_le_bytes(*other)) as u8 + common));
        }
        let mut counts = [0u32; 256];
        unlikes.iter().for_each(|unlike| counts[usize::from(*unlike)] += 1);
        let mut enough = 0;
        let most = counts.iter().position(|count| {
            enough += count;
            enough as usize >= sorted
        });
        let most = most.unwrap_or(255) as u8;
        merged.clear(2 * sorted);
        let mut unlikes = &unlikes[..];
        for (length, layer, at) in order {
            let length = length as usize / ROW;
            let (own, rest) = unlikes.split_at(length.min(unlikes.len()));
            unlikes = rest;
            let numbers = &buckets[at as usize][4 * length..];
            for (i, unlike) in own.iter().enumerate().filter(|(_, unlike)| **unlike <= most) {
                merged.add(packed(u64::from(*unlike), layer as usize, number(&numbers[4 * i..])));
            }
        }
        // A name that shares several parts is nearer than its sketch tells.
        rows.clear();
        rows.extend(merged.rows());
        if self.index.layers.len() > 1 {
            rows.retain(|row| {
                let (layer, alias) = owner(*row);
                self.index.is_visible(layer, alias)
            });
        }
        if rows.len() > depth.counted {
            rows.select_nth_unstable(depth.counted);
            rows.truncate(depth.counted);
        }
    }

    /// Brings those of them first that differ in the fewest letters.
    fn count(&self, bounds: Bounds, room: &mut Room) {
        for (layer, pack) in self.index.packs().enumerate() {
            pack.fetch(room.rows.iter().map(|row| owner(*row)).filter(|row| row.0 == layer).map(|row| row.1));
        }
        let readings = std::mem::take(&mut room.readings);
        self.count_by(&self.wanted.letters, false, bounds, room);
        readings.iter().for_each(|reading| self.count_by(reading, true, bounds, room));
        room.rows.sort_unstable();
    }

    /// Gives each of them the letters that it differs in from a reading; again,
    /// if fewer.
    fn count_by(&self, own: &[Letter], again: bool, bounds: Bounds, room: &mut Room) {
        let Room { rows, letters: other, exact, soft: classes, bones, words, .. } = room;
        exact.set(own.iter().copied().filter(|letter| *letter != 0));
        classes.set(soft(own));
        bones.set(bone_row(own));
        words.set(own);
        let abjad = is_abjad(own);
        rows.retain_mut(|row| {
            let (layer, alias) = owner(*row);
            let record = self.index.layers[layer].pack.record(alias);
            if record.vowelless && !abjad || record.is_plain() && bounds[0] < 0.0 {
                return false;
            }
            other.clear();
            record.letters_into(other);
            let mut differ = if (!record.is_plain() && is_abjad(other)) == abjad {
                differences(other, exact, classes)
            } else {
                2 * bones.distance(bone_row(other))
            };
            if differ > WORD_BY_WORD
                && (words.are_several() || other.iter().filter(|letter| **letter == 0).nth(1).is_some())
            {
                differ = differ.min(WORD_BY_WORD + words.unlike(other));
            }
            let known = if again { *row >> 48 } else { u64::MAX };
            *row = packed(known.min(u64::from(differ)), layer, alias);
            true
        });
    }
}

impl Index {
    /// Names that differ in their letters.
    pub(crate) fn names(&self) -> u64 {
        self.packs().map(|pack| u64::from(pack.count(Count::Names))).sum()
    }

    /// Whether a deep search would take long and gain little.
    pub(crate) fn is_large(&self) -> bool {
        self.names() > SMALL
    }
}
