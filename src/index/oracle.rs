//! The nearest aliases by weighing every one: what the search by parts of
//! letters is held against in tests.

use super::fuzzy::{Near, Room, Search};
use crate::score::gram::Shortlist;

/// Aliases that are judged in full.
const JUDGED: usize = 12;

impl Search<'_> {
    /// What [`Search::nearest`] would find if it looked at every name.
    pub(crate) fn nearest_of_all(&self, room: &mut Room) -> Vec<Near> {
        let mut shortlist = Shortlist::new(JUDGED);
        let aliases: Vec<(usize, u32)> = self.index.own_aliases().collect();
        for (number, &(layer, alias)) in (0..).zip(&aliases) {
            if let Some(cost) = self.rough_cost(layer, alias, shortlist.limit(), room) {
                shortlist.push(cost, number);
            }
        }
        let mut out = Vec::new();
        for number in shortlist.into_numbers() {
            let (layer, alias) = aliases[number as usize];
            self.judge_all(layer, alias, room, &mut out);
        }
        let known: Vec<_> = out.iter().map(|near| near.alias).collect();
        for alias in self.sounding.iter().filter(|alias| !known.contains(alias)) {
            if let Some((layer, own)) = self.index.place(*alias) {
                self.judge_all(layer, own, room, &mut out);
            }
        }
        out
    }
}
