//! The aliases whose spelling is near to a name's: found by parts of their
//! letters, put aside by sketches and estimates, and weighed in the end.

use std::cell::OnceCell;

use super::Index;
use super::candidates::{Depth, Found, OWNER, costing, owner};
use super::outline::{UNLIKES, is_abjad};
use super::pack::Count;
use crate::score::grid::Aligner;
use crate::score::name::Name;
use crate::score::{Limits, Rough, Scorer};
use crate::span::AliasId;
use crate::text::unit::{Letter, Spelling};

/// Nearly all names are found so.
const USUAL: Depth = Depth {
    rows: 768,
    unlike: UNLIKES,
    counted: 32,
    near: Some(60),
    weighed: 4,
    far: 45,
    vowelless: 12,
    stages: 3,
    enough: Some([90, 110, 130, 160]),
};

/// The same where many names can be told by their consonants alone: those are
/// unlike all others, and found by the later stages.
const MIXED: Depth = Depth { vowelless: 16, enough: Some([40; 4]), ..USUAL };

/// For names without vowels among many: consonants alone tell little.
const BARE: Depth = Depth { counted: 48, near: None, vowelless: 48, enough: None, ..USUAL };

/// Bits in which the sketches of two names differ that are near in running text,
/// at most: with twelve, one in a hundred is lost that another system spells, and
/// with more, hardly one is found besides.
const NEAR: u8 = 14;

/// Names that are near enough are among the first.
const SHALLOW: Depth =
    Depth { rows: 512, unlike: NEAR, counted: 16, near: None, weighed: 3, far: 60, vowelless: 1, ..USUAL };

/// The same among more names than so many, where time tells: nearly all have
/// the same classes of letters.
const HASTY: Depth = Depth { stages: 1, ..SHALLOW };
const MANY: u64 = 20_000;

/// Among few names there is time for more.
const FINE: Depth = Depth { rows: 2048, near: None, weighed: 12, far: 200, enough: None, ..USUAL };

/// For names that nothing near was found for.
const DEEP: Depth = Depth { rows: 1 << 17, counted: 512, weighed: 64, far: u32::MAX, vowelless: 64, ..FINE };

/// For names without vowels, whose letters tell less.
const WIDE: Depth = Depth { counted: 2048, weighed: 256, vowelless: 256, ..DEEP };

/// Names that are counted for each that is asked for, beyond so many for no
/// further ones.
const COUNTED: usize = 4;
const MOST: usize = 256;

/// Names that are judged in full, beyond those that are asked for.
const MORE: usize = 3;

/// So many of those that are weighed are judged in full if their words seem to
/// stand in another order.
const TURNED: usize = 16;

/// One that ranks so far below the best cannot be taken for it.
const CLOSE: f64 = 0.5;

/// A candidate as likely as this ends the search.
const GOOD: f64 = 0.85;

/// Among more names something near is nearly always found.
const SMALL: u64 = 200_000;

/// Many names are without vowels when it is more than one among so many.
const MANY_VOWELLESS: u64 = 100;

/// A name that is looked up, as a place's and as a person's.
pub(crate) struct Wanted<'s> {
    pub(super) letters: Vec<Letter>,
    names: [OnceCell<Name>; 2],
    evidence: [OnceCell<[f64; 2]>; 2],
    pub(super) scorer: &'s Scorer,
}

impl<'s> Wanted<'s> {
    pub(crate) fn new(spelling: Spelling, scorer: &'s Scorer) -> Self {
        Self { letters: spelling.into_letters(), names: Default::default(), evidence: Default::default(), scorer }
    }

    /// What speaks for any candidate ([`Scorer::evidence`]).
    fn evidence(&self, person: bool) -> [f64; 2] {
        *self.evidence[usize::from(person)].get_or_init(|| self.scorer.evidence(self.name(person)))
    }

    pub(super) fn name(&self, person: bool) -> &Name {
        self.names[usize::from(person)].get_or_init(|| self.scorer.of_letters(&self.letters, person))
    }
}

/// Room for look-ups, reused.
#[derive(Debug, Default)]
pub(crate) struct Room {
    pub(super) found: Found,
    letters: Vec<Letter>,
    aliases: Vec<u32>,
    /// Names made ready, whose memory is used again.
    ready: Vec<Weighed>,
    aligner: Aligner,
}

/// An alias that was found, and what was found about it.
pub(crate) struct Near {
    pub(crate) alias: AliasId,
    /// The probability that it is what was asked for if none is likelier.
    pub(crate) probability: f64,
}

/// A name that is weighed.
#[derive(Debug, Default)]
pub(super) struct Weighed {
    layer: usize,
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
    /// Names that sound like it alone.
    Sound,
}

/// The most that names may cost: those with vowels, and those without.
pub(super) type Bounds = [f64; 2];

/// By so much may a cost be lower than it roughly is.
const ROUGHLY: f64 = 0.3;

impl Search<'_> {
    /// The nearest aliases, those that sound like the name among them.
    pub(crate) fn nearest(&self, room: &mut Room) -> Vec<Near> {
        let bounds = self.bounds();
        if bounds.iter().all(|most| *most < 0.0) {
            return self.judge_sounding(Vec::new(), room);
        }
        let large = self.index.is_large();
        let abjad = is_abjad(&self.wanted.letters);
        let quick = large || self.reach != Reach::All;
        room.found.begin(&self.wanted.letters, self.wanted.scorer.weights());
        if large || !abjad {
            let depth = match self.reach {
                Reach::Near(_) if self.index.names() > MANY => HASTY,
                Reach::Near(_) => SHALLOW,
                _ if large && abjad => BARE,
                _ if large && self.index.is_mixed() => MIXED,
                _ if large => USUAL,
                _ => FINE,
            };
            let asked = self.asked();
            let near = depth.near.filter(|_| asked == 1);
            let depth = Depth { counted: depth.counted.max(COUNTED * asked.min(MOST)), near, ..depth };
            self.find_by_stages(depth, bounds, &mut room.found);
            let near = self.weigh(depth, bounds, room);
            if quick || near.iter().any(|near| near.probability > GOOD) {
                return near;
            }
            room.found.begin(&self.wanted.letters, self.wanted.scorer.weights());
        }
        let depth = if abjad { WIDE } else { DEEP };
        self.find_far(depth, bounds, &mut room.found);
        self.weigh(depth, bounds, room)
    }

    /// The most that a name may cost to be of use.
    fn bounds(&self) -> Bounds {
        let probability = match self.reach {
            Reach::All => return [f64::INFINITY; 2],
            Reach::Sound => return [f64::NEG_INFINITY; 2],
            Reach::Near(probability) | Reach::Match(probability) => probability,
        };
        let of = |person| self.wanted.scorer.most_costs(self.wanted.name(person), probability);
        let place = of(false);
        let person = if self.index.has_persons() { of(true) } else { place };
        [place[0].max(person[0]), place[1].max(person[1])]
    }

    /// The nearest of the aliases whose names are in the room.
    fn weigh(&self, depth: Depth, bounds: Bounds, room: &mut Room) -> Vec<Near> {
        let mut ready = std::mem::take(&mut room.ready);
        // About how each ranks, best first.
        let mut ranks: Vec<(Rough, usize)> = Vec::with_capacity(room.found.rows.len().min(depth.weighed));
        self.choose(depth, &mut room.found);
        for (layer, pack) in self.index.packs().enumerate() {
            pack.fetch_names(room.found.rows.iter().filter(|row| owner(**row).0 == layer).map(|row| *row as u32));
        }
        for at in 0..room.found.rows.len() {
            if ready.len() == at {
                ready.push(Weighed::default());
            }
            let (layer, name) = owner(room.found.rows[at]);
            let other = &mut ready[at];
            self.make_ready(layer, self.index.layers[layer].pack.first_of(name), other, room);
            // What is not asked for and ranks far below the best is not judged.
            let last = ranks.get(self.most.max(1) - 1);
            let least = last.map_or(f64::NEG_INFINITY, |last| last.0.rank.min(ranks[0].0.rank - CLOSE));
            let most = bounds[usize::from(other.name.is_abjad())] + ROUGHLY;
            if let Some(rank) = self.rank(other, Limits { least, most, turned: at < TURNED }, room) {
                ranks.insert(ranks.partition_point(|other| other.0.rank >= rank.rank), (rank, at));
            }
        }
        let mut out = Vec::new();
        for (number, &(rank, at)) in ranks.iter().take(self.most.saturating_add(MORE)).enumerate() {
            if number >= self.most && rank.rank < ranks[0].0.rank - CLOSE {
                break;
            }
            self.judge_name(&ready[at], room.found.rows[at] as u32, rank, room, &mut out);
        }
        room.ready = ready;
        self.judge_sounding(out, room)
    }

    /// How many names are asked for, those in running text one by one.
    fn asked(&self) -> usize {
        if matches!(self.reach, Reach::Near(_)) { 1 } else { self.most.max(1) }
    }

    /// Leaves the rows whose names are weighed.
    fn choose(&self, depth: Depth, found: &mut Found) {
        // Who asks for more gets more, as far as they were counted.
        let asked = self.asked();
        // Of those that are known by their cost, and of those by consonants.
        let most = [depth.weighed.max(asked), depth.vowelless.max(asked)];
        let (mut taken, mut nearest) = ([0; 2], None);
        let Found { rows, by_bones, .. } = found;
        by_bones.sort_unstable();
        rows.retain(|row| {
            let kind = usize::from(by_bones.binary_search(&(row & OWNER)).is_ok());
            let is_near = kind == 1 || costing(*row) - *nearest.get_or_insert(costing(*row)) <= depth.far;
            let chosen = taken[kind] < most[kind] && (is_near || taken[kind] < asked);
            taken[kind] += usize::from(chosen);
            chosen
        });
    }

    /// About how a name ranks; nothing when it ranks lower or costs more than it
    /// may. The room's patterns are those of what is looked for.
    pub(super) fn rank(&self, weighed: &Weighed, limits: Limits, room: &mut Room) -> Option<Rough> {
        let Weighed { name: other, known, .. } = weighed;
        let differ = room.found.patterns.all.distance(other.letters().iter().copied().filter(|letter| *letter != 0));
        let wanted = self.wanted.name(other.is_person());
        self.wanted.scorer.rough_rank(wanted, other, *known, differ, limits, &mut room.aligner)
    }

    /// Judges all aliases of a name, by its number, of which it is known about how
    /// it ranks.
    pub(super) fn judge_name(&self, weighed: &Weighed, name: u32, rank: Rough, room: &mut Room, out: &mut Vec<Near>) {
        let pack = &self.index.layers[weighed.layer].pack;
        let mut aliases = std::mem::take(&mut room.aliases);
        aliases.clear();
        aliases.extend(pack.aliases_of_name(name));
        pack.fetch(aliases.iter().copied());
        self.judge(weighed, &aliases, Some(rank.rank).filter(|_| rank.is_sure), room, out);
        room.aliases = aliases;
    }

    /// Judges those that sound like the name besides.
    pub(super) fn judge_sounding(&self, mut out: Vec<Near>, room: &mut Room) -> Vec<Near> {
        for &alias in self.sounding {
            if out.iter().all(|near: &Near| near.alias != alias)
                && let Some((layer, own)) = self.index.place(alias)
            {
                let weighed = self.made_ready(layer, own, room);
                self.judge(&weighed, &[own], None, room, &mut out);
            }
        }
        out
    }

    pub(super) fn made_ready(&self, layer: usize, alias: u32, room: &mut Room) -> Weighed {
        let mut ready = Weighed::default();
        self.make_ready(layer, alias, &mut ready, room);
        ready
    }

    fn make_ready(&self, layer: usize, alias: u32, out: &mut Weighed, room: &mut Room) {
        let record = self.index.layers[layer].pack.record(alias);
        room.letters.clear();
        record.letters_into(&mut room.letters);
        self.wanted.scorer.set_letters(&mut out.name, &room.letters, record.person, record.column);
        (out.layer, out.known) = (layer, record.column);
    }

    /// Judges aliases of a name, whose rank may be known.
    fn judge(&self, weighed: &Weighed, aliases: &[u32], rank: Option<f64>, room: &mut Room, out: &mut Vec<Near>) {
        let scorer = self.wanted.scorer;
        let Weighed { layer, name, .. } = weighed;
        let pack = &self.index.layers[*layer].pack;
        let skips_vowels = name.is_abjad() && !self.wanted.name(name.is_person()).is_abjad();
        // Namesakes mostly are of one kind and tradition.
        let mut known = Vec::new();
        for &own in aliases {
            if let Some(alias) = self.index.alias_in(*layer, own)
                && let record = pack.record(own)
                && !(skips_vowels && record.vowelless)
            {
                let key = self.sounding.binary_search(&alias).is_ok();
                let (person, column) = (record.person, record.column);
                let case = (person, column, key);
                let probability = match known.iter().find(|(other, _)| *other == case) {
                    Some((_, probability)) => *probability,
                    None => {
                        let wanted = self.wanted.name(person);
                        let same = (person, column) == (name.is_person(), weighed.known);
                        let found = match rank.filter(|_| same) {
                            Some(rank) => {
                                let abjad = name.is_abjad() || wanted.is_abjad();
                                scorer.probability(abjad, self.wanted.evidence(person), rank, key)
                            }
                            None => {
                                let other = (!same).then(|| self.made_ready(*layer, own, room));
                                let name = other.as_ref().map_or(name, |other| &other.name);
                                scorer.judge_candidate(wanted, name, column, key, &mut room.aligner).probability
                            }
                        };
                        known.push((case, found));
                        found
                    }
                };
                out.push(Near { alias, probability });
            }
        }
    }
}

impl Index {
    /// Names that differ in their letters.
    pub(crate) fn names(&self) -> u64 {
        self.packs().map(|pack| u64::from(pack.count(Count::Names))).sum()
    }

    /// Whether there are many names without vowels that those with vowels may mean.
    pub(crate) fn is_mixed(&self) -> bool {
        let vowelless: u64 = self.packs().map(|pack| u64::from(pack.count(Count::Vowelless))).sum();
        MANY_VOWELLESS * vowelless > self.names()
    }

    /// Whether a deep search would take long and gain little.
    pub(crate) fn is_large(&self) -> bool {
        self.names() > SMALL
    }
}
