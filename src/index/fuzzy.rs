//! The aliases whose spelling is near to a name's: found by parts of their
//! letters, put aside by sketches and counted letters, and weighed in the end.

use super::{Index, Layer};
use super::buckets::{Buckets, Shape};
use super::image::{Section, number};
use super::near::{bone_probes, Words, bone_row, is_abjad, probes, sketch, soft, unlike};
use crate::score::bits::Pattern;
use crate::score::gram::Shortlist;
use crate::score::grid::Aligner;
use crate::score::name::Name;
use crate::score::{Judgement, Scorer};
use crate::span::{AliasId, FormId};
use crate::table::model::Kind;
use crate::text::unit::{Letter, Spelling};

pub(super) const NEAR: Buckets = Buckets { starts: Section::NearStarts, rows: Section::NearRows, shape: Shape::Weighed };

/// How far a search goes.
#[derive(Debug, Clone, Copy)]
struct Depth {
    /// Rows that are sorted.
    sorted: usize,
    /// Names whose letters are counted.
    counted: usize,
    /// Names that are weighed roughly.
    weighed: usize,
    /// Rows of a part that are looked at; too many names share it otherwise.
    crowd: usize,
}

/// Names that are judged in full.
const JUDGED: usize = 8;

/// Bytes of a row of names by their parts.
const ROW: usize = Shape::Weighed.width();
/// No name is more unlike: all bits of a sketch, and the largest bucket.
const FARTHEST: usize = 2 * 32 + 32;
/// What another part in common is worth, and how many count.
const SHARED: u32 = 3;
const MOST_SHARED: u32 = 4;

/// Nearly all names are found so.
const USUAL: Depth = Depth { sorted: 128, counted: 48, weighed: 12, crowd: 4096 };

/// For names that nothing near was found for.
const DEEP: Depth = Depth { sorted: 2048, counted: 512, weighed: 48, crowd: 1 << 16 };

/// A candidate as likely as this ends the search.
const GOOD: f64 = 0.5;

/// A name that is looked up, as a place's and as a person's.
pub(crate) struct Wanted {
    letters: Vec<Letter>,
    names: [Name; 2],
}

impl Wanted {
    pub(crate) fn new(spelling: Spelling, scorer: &Scorer) -> Self {
        let letters = spelling.into_letters();
        let names = [false, true].map(|person| scorer.of_letters(&letters, person));
        Self { letters, names }
    }

    fn name(&self, person: bool) -> &Name {
        &self.names[usize::from(person)]
    }
}

/// Room for look-ups, reused.
#[derive(Debug, Default)]
pub(crate) struct Room {
    keys: Vec<u64>,
    /// Unlikeness, layer and alias of the rows found.
    rows: Vec<(u32, u32, u32)>,
    letters: Vec<Letter>,
    exact: Pattern,
    soft: Pattern,
    bones: Pattern,
    words: Words,
    aligner: Aligner,
}

/// An alias that was found, and what was found about it.
pub(crate) struct Near {
    pub(crate) alias: AliasId,
    pub(crate) form: FormId,
    pub(crate) judgement: Judgement,
}

impl Index {
    /// The aliases nearest to a name, those that sound like it among them;
    /// `sounding` in order.
    pub(crate) fn nearest(&self, wanted: &Wanted, sounding: &[AliasId], scorer: &Scorer, room: &mut Room) -> Vec<Near> {
        probes(&wanted.letters, &mut room.keys);
        let near = self.weigh(wanted, USUAL, sounding, scorer, room);
        if near.iter().any(|near| near.judgement.probability > GOOD) {
            return near;
        }
        bone_probes(&wanted.letters, &mut room.keys);
        self.weigh(wanted, DEEP, sounding, scorer, room)
    }

    /// The nearest of the aliases that are found by the keys in the room.
    fn weigh(&self, wanted: &Wanted, depth: Depth, sounding: &[AliasId], scorer: &Scorer, room: &mut Room) -> Vec<Near> {
        self.find(&wanted.letters, depth, room);
        self.count(&wanted.letters, room);
        room.rows.truncate(depth.weighed);
        let mut names = Vec::with_capacity(depth.weighed);
        for &(_, layer, alias) in &room.rows {
            let pack = &self.layers[layer as usize].pack;
            let Some(form) = pack.form_of(alias) else { continue };
            let entity = pack.form(form).0;
            let person = pack.kind(entity) == Some(Kind::Person);
            room.letters.clear();
            pack.record(alias).letters_into(&mut room.letters);
            let known = pack.column(entity);
            names.push((layer, alias, person, known, scorer.of_letters(&room.letters, person)));
        }
        let mut shortlist = Shortlist::new(JUDGED);
        for (at, (_, _, person, known, name)) in names.iter().enumerate() {
            let limit = shortlist.limit();
            let cost = scorer.rough_cost(wanted.name(*person), name, *known, limit, &mut room.aligner);
            cost.into_iter().for_each(|cost| shortlist.push(cost, at as u32));
        }
        let mut out = Vec::new();
        for at in shortlist.into_numbers() {
            let (layer, alias, _, _, name) = &names[at as usize];
            self.twins(*layer as usize, *alias, name, wanted, sounding, scorer, room, &mut out);
        }
        for &alias in sounding {
            if out.iter().all(|near: &Near| near.alias != alias)
                && let Some((at, own)) = self.layer(|layer| layer.aliases, alias.0)
            {
                room.letters.clear();
                self.layers[at].pack.record(own).letters_into(&mut room.letters);
                let name = scorer.of_letters(&room.letters, false);
                self.twins(at, own, &name, wanted, sounding, scorer, room, &mut out);
            }
        }
        out
    }

    /// Judges all aliases of the letters of one.
    #[allow(clippy::too_many_arguments)]
    fn twins(
        &self,
        layer: usize,
        first: u32,
        name: &Name,
        wanted: &Wanted,
        sounding: &[AliasId],
        scorer: &Scorer,
        room: &mut Room,
        out: &mut Vec<Near>,
    ) {
        let Layer { pack, forms, .. } = &self.layers[layer];
        let mut known: Vec<((bool, Option<u8>, bool), Judgement)> = Vec::new();
        let mut alias = first;
        loop {
            if let Some(form) = pack.form_of(alias)
                && let Some(id) = self.alias_in(layer, alias)
                && (wanted.name(false).is_abjad() || !name.is_abjad() || !pack.record(alias).vowelless)
            {
                let entity = pack.form(form).0;
                let person = pack.kind(entity) == Some(Kind::Person);
                let key = sounding.binary_search(&id).is_ok();
                let case = (person, pack.column(entity), key);
                let judgement = match known.iter().find(|known| known.0 == case) {
                    Some(known) => known.1,
                    None => {
                        let own;
                        let name = if name.is_person() == person {
                            name
                        } else {
                            room.letters.clear();
                            pack.record(alias).letters_into(&mut room.letters);
                            own = scorer.of_letters(&room.letters, person);
                            &own
                        };
                        let aligner = &mut room.aligner;
                        let found = scorer.judge_candidate(wanted.name(person), name, case.1, key, aligner);
                        known.push((case, found));
                        found
                    }
                };
                out.push(Near { alias: id, form: FormId(forms + form), judgement });
            }
            alias = pack.twin(alias);
            if alias <= first {
                return;
            }
        }
    }

    /// Leaves in the room the names that share a part with some letters, those
    /// of the most similar sketches.
    fn find(&self, letters: &[Letter], depth: Depth, room: &mut Room) {
        let Room { keys, rows, .. } = room;
        let own = sketch(letters);
        rows.clear();
        for (layer, pack) in self.packs().enumerate() {
            for &key in &*keys {
                let bucket = NEAR.bucket(&pack.image, key);
                // The fewer names share a part, the more it tells.
                let common = (bucket.len() / ROW).max(1).ilog2();
                let bucket = bucket.chunks_exact(ROW).take(depth.crowd);
                rows.extend(bucket.map(|row| (2 * unlike(own, number(&row[4..])) + common, layer as u32, number(row))));
            }
        }
        let mut counts = [0usize; FARTHEST];
        rows.iter().for_each(|row| counts[(row.0 as usize).min(FARTHEST - 1)] += 1);
        let mut enough = 0;
        let most = counts.iter().position(|count| {
            enough += count;
            enough >= depth.sorted
        });
        let most = most.unwrap_or(FARTHEST) as u32;
        rows.retain(|row| row.0 <= most);
        rows.sort_unstable();
        rows.truncate(2 * depth.sorted);
        // A name that shares several parts is nearer than its sketch tells.
        rows.sort_unstable_by_key(|row| (row.1, row.2, row.0));
        let mut kept = 0;
        let mut at = 0;
        while at < rows.len() {
            let (unlike, layer, alias) = rows[at];
            let same = rows[at..].iter().take_while(|row| row.1 == layer && row.2 == alias).count();
            rows[kept] = ((unlike + SHARED * MOST_SHARED).saturating_sub(SHARED * (same as u32 - 1).min(MOST_SHARED)), layer, alias);
            kept += 1;
            at += same;
        }
        rows.truncate(kept);
        rows.sort_unstable();
        rows.truncate(depth.counted);
    }

    /// Leaves those of them that differ in the fewest letters.
    fn count(&self, letters: &[Letter], room: &mut Room) {
        let Room { rows, letters: other, exact, soft: classes, bones, words, .. } = room;
        let solid = |letters: &'_ [Letter]| -> Vec<Letter> { letters.iter().copied().filter(|l| *l != 0).collect() };
        exact.set(solid(letters).into_iter());
        classes.set(soft(letters));
        bones.set(bone_row(letters));
        words.set(letters);
        let abjad = is_abjad(letters);
        for row in rows.iter_mut() {
            other.clear();
            let record = self.layers[row.1 as usize].pack.record(row.2);
            record.letters_into(other);
            row.0 = if record.vowelless && !abjad {
                u32::MAX
            } else if is_abjad(other) == abjad {
                exact.distance(other.iter().copied().filter(|l| *l != 0)) + classes.distance(soft(other))
            } else {
                2 * bones.distance(bone_row(other))
            };
            if row.0 < u32::MAX
                && (words.are_several() || other.iter().filter(|letter| **letter == 0).nth(1).is_some())
            {
                row.0 = row.0.min(words.unlike(other));
            }
        }
        rows.retain(|row| row.0 < u32::MAX);
        rows.sort_unstable();
    }
}
