//! The rules of a tier of sound keys, applied in order to all readings of a
//! word.

use tinyvec::TinyVec;

use super::pattern::{Ascii, Features, Needs, Rule};
use super::rules;

/// Readings of a word, at most.
pub(super) const MOST: usize = 8;

/// The readings of a word.
pub(super) type Readings = TinyVec<[Ascii; 1]>;

/// The rules of a tier, each with the marker class that it needs, and what it
/// needs besides in a row of its own, where it is quickly read.
pub(super) struct Steps {
    rules: Vec<(Rule, &'static str)>,
    needs: Vec<Needs>,
    /// For 64 rules each, by letter, those that need it; a bit for each.
    needing: Vec<[u64; 64]>,
    /// The letters that any rule needs.
    letters: u64,
}

/// Room for the rules of a tier.
#[derive(Default)]
pub(super) struct Room {
    features: Vec<Features>,
    out: Ascii,
}

impl Room {
    /// The features that any reading has.
    fn any(&self) -> Features {
        self.features.iter().fold(Features::default(), |all, own| all.with(*own))
    }
}

impl Steps {
    /// The rules of a tier, by its name in `keys.tsv`.
    pub(super) fn of_tier(tier: &str) -> Self {
        let rows = rules::rows::<6>(rules::KEYS).filter(|row| row[0] == tier);
        Self::of(rows.map(|[_, from, before, after, to, when]| [from, before, after, to, when]))
    }

    /// The rules of some rows: what becomes what between what, and for which marker
    /// class.
    pub(super) fn of(rows: impl Iterator<Item = [&'static str; 5]>) -> Self {
        let rule =
            |[from, before, after, to, when]: [&'static str; 5]| Some((Rule::parse(from, before, after, to)?, when));
        let rules: Vec<(Rule, &str)> = rows.filter_map(rule).collect();
        let needs: Vec<Needs> = rules.iter().map(|(rule, _)| rule.needs).collect();
        let needing = needs.chunks(64).map(|some| {
            let needs = |letter: usize, needs: &Needs| needs.letters() >> letter & 1;
            std::array::from_fn(|letter| some.iter().rev().fold(0, |all, own| all << 1 | needs(letter, own)))
        });
        let letters = needs.iter().fold(0, |all, own| all | own.letters());
        Self { needing: needing.collect(), letters, rules, needs }
    }

    /// Those of 64 rules that need no letter which a word of such features lacks, a
    /// bit for each.
    fn open(&self, block: usize, own: Features) -> u64 {
        let needing = &self.needing[block];
        let (mut missing, mut barred) = (self.letters & !own.letters(), 0);
        while missing != 0 {
            barred |= needing[missing.trailing_zeros() as usize % 64];
            missing &= missing - 1;
        }
        let count = (self.needs.len() - 64 * block).min(64);
        !barred & (u64::MAX >> (64 - count))
    }

    /// Applies the rules to each reading of a word whose letters are of such
    /// marker classes.
    pub(super) fn apply(&self, words: &mut Readings, marks: &[&str], room: &mut Room) {
        room.features.clear();
        room.features.extend(words.iter().map(|word| Features::of(word)));
        let mut all = room.any();
        for block in 0..self.needing.len() {
            let mut open = self.open(block, all);
            while open != 0 {
                let bit = open.trailing_zeros() as usize;
                open &= open - 1;
                let (rule, when) = &self.rules[64 * block + bit];
                let needs = self.needs[64 * block + bit];
                if !needs.are_met(all) || !when.is_empty() && !marks.contains(when) {
                    continue;
                }
                if rewrite(rule, needs, words, room) {
                    all = room.any();
                    open = self.open(block, all) & (u64::MAX << bit << 1);
                }
            }
        }
    }
}

/// Applies a rule to the readings that may need it; whether it changed any.
fn rewrite(rule: &Rule, needs: Needs, words: &mut Readings, room: &mut Room) -> bool {
    let Room { features, out } = room;
    let mut changed = false;
    for i in 0..words.len() {
        if !needs.are_met(features[i]) {
            continue;
        }
        for choice in (0..rule.to.len()).rev() {
            if choice > 0 && words.len() >= MOST {
                continue;
            }
            if !rule.apply(&words[i], choice, out) {
                break;
            }
            changed = true;
            let own = Features::of(out);
            if choice == 0 {
                std::mem::swap(&mut words[i], out);
                features[i] = own;
            } else if !words.contains(out) {
                words.push(out.clone());
                features.push(own);
            }
        }
    }
    changed
}

#[cfg(test)]
mod tests {
    use std::sync::LazyLock;

    use super::*;
    use proptest::prelude::*;

    static TIERS: LazyLock<Vec<Steps>> =
        LazyLock::new(|| ["k1", "k2", "k2s", "k2t", "k3"].map(Steps::of_tier).into_iter().collect());

    /// Applies one rule after the other to each reading, whatever it needs.
    fn slowly(steps: &Steps, word: &[u8], marks: &[&str]) -> Readings {
        let mut words = Readings::from([Ascii::from(word)]);
        for (rule, _) in steps.rules.iter().filter(|(_, when)| when.is_empty() || marks.contains(when)) {
            for i in 0..words.len() {
                let word = words[i].clone();
                for choice in (0..rule.to.len()).rev() {
                    let mut out = Ascii::new();
                    let has_room = choice == 0 || words.len() < MOST;
                    if has_room && rule.apply(&word, choice, &mut out) {
                        match choice {
                            0 => words[i] = out,
                            _ if !words.contains(&out) => words.push(out),
                            _ => {}
                        }
                    }
                }
            }
        }
        words
    }

    proptest! {
        #![proptest_config(crate::trials::config())]
        #[test]
        fn rules_are_open_whose_letters_a_word_has(word in "[a-z]{0,12}") {
            let own = Features::of(word.as_bytes());
            for steps in &*TIERS {
                let open: Vec<u64> = (0..steps.needing.len()).map(|block| steps.open(block, own)).collect();
                for (at, needs) in steps.needs.iter().enumerate() {
                    let has_all = needs.letters() & !own.letters() == 0;
                    prop_assert_eq!(open[at / 64] >> (at % 64) & 1 == 1, has_all);
                }
                let count: u32 = open.iter().map(|set| set.count_ones()).sum();
                prop_assert!(count as usize <= steps.needs.len());
            }
        }

        #[test]
        fn every_rule_is_applied_that_applies(
            word in "[a-z']{0,8}|(sh|ch|kh|zh|gh|ts|tsch|dj|ou|oo|ee|ey|iy|yy|off|ev|ww|ck|ph|th|[a-z]){0,6}",
            marked in 0..4usize,
        ) {
            let marks = [&[][..], &["turkic"], &["turkic", "turkmen"], &["slavic", "bgn", "german"]][marked];
            for steps in &*TIERS {
                let mut words = Readings::from([Ascii::from(word.as_bytes())]);
                steps.apply(&mut words, marks, &mut Room::default());
                prop_assert_eq!(words, slowly(steps, word.as_bytes(), marks), "{}", word);
            }
        }
    }
}
