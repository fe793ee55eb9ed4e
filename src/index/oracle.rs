//! The nearest aliases by weighing every name: what the search by parts of
//! letters is held against in tests.

use super::fuzzy::{Near, Room, Search, Weighed};
use super::outline::is_abjad;
use super::pack::Count;
use crate::score::{Limits, Rough};

/// Names that are judged in full.
const JUDGED: usize = 12;

impl Search<'_> {
    /// What [`Search::nearest`] would find if it looked at every name.
    pub(crate) fn nearest_of_all(&self, room: &mut Room) -> Vec<Near> {
        room.found.begin(&self.wanted.letters, self.wanted.scorer.weights());
        let abjad = is_abjad(&self.wanted.letters);
        let mut best: Vec<(Rough, Weighed, u32)> = Vec::new();
        for (layer, pack) in self.index.packs().enumerate() {
            for name in (0..pack.count(Count::Names)).filter(|name| self.index.is_visible(layer, *name)) {
                if pack.outline(name).is_hidden() && !abjad {
                    continue;
                }
                let weighed = self.made_ready(layer, pack.first_of(name), room);
                let least = best.get(JUDGED - 1).map_or(f64::NEG_INFINITY, |last| last.0.rank);
                if let Some(rank) = self.rank(&weighed, Limits { least, most: f64::INFINITY, turned: true }, room) {
                    best.insert(best.partition_point(|other| other.0.rank >= rank.rank), (rank, weighed, name));
                    best.truncate(JUDGED);
                }
            }
        }
        let mut out = Vec::new();
        for (rank, weighed, name) in &best {
            self.judge_name(weighed, *name, *rank, room, &mut out);
        }
        self.judge_sounding(out, room)
    }
}
