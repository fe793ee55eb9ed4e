//! Pairs of names to numbers and reasons. Knows no tables of names.
//!
//! A spelling becomes a [`Name`]: letters, units such as `kh`,
//! words. [`Scorer::judge`] aligns two of them at the least cost by the
//! tables of the traditions they come from, and turns the cost into the
//! probability that they are one name.

pub mod align;
pub(crate) mod bits;
pub mod calibrate;
pub mod cost;
pub mod edit;
pub(crate) mod estimate;
pub mod gram;
pub mod grid;
pub(crate) mod lanes;
pub(crate) mod lexicon;
pub mod name;
pub mod origin;
mod typos;
pub(crate) mod weights;

use std::sync::LazyLock;

pub use bits::differing;
pub use typos::{Slips, Typos};

use align::{FARTHEST, GOOD, align, may_cross};
use calibrate::Curve;
use cost::{ABJAD, COLUMNS, Costs, dominant, named};
use edit::Step;
use grid::Aligner;
use name::Name;
use origin::Origins;
use weights::Weights;

use crate::text::rules;
use crate::text::unit::{Letter, Spelling};

/// Judges pairs of names.
///
/// Built once; takes about 5 MB. A pair of prepared names costs about a
/// microsecond.
///
/// # Examples
///
/// ```
/// use canonym::score::Scorer;
///
/// let scorer = Scorer::builtin();
/// let score = |a, b| scorer.score(a, b);
/// assert!(score("Rakhmon", "Rahmon") > score("Rahman", "Rahmon"));
/// assert!(score("Mazar-e Sharif", "Mazari Sharif") > 0.8);
/// assert!(score("Ishkashim", "Ishkamish") < 0.5);
/// assert_eq!(score("Mohib", "Muhib").to_bits(), score("Muhib", "Mohib").to_bits());
/// ```
#[derive(Debug, Clone)]
pub struct Scorer {
    costs: Costs,
    origins: Origins,
    curves: [Curve; 2],
    weights: Weights,
}

/// What is found about two names.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Judgement {
    /// What the cheapest alignment costs; 1.0 is one letter for another of no
    /// kinship.
    pub cost: f64,
    /// The higher, the more the two are one name; ranks the candidates for
    /// one name.
    pub rank: f64,
    /// The probability, above 0 and below 1, that the two are one name.
    pub probability: f64,
}

/// About how a candidate ranks.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Rough {
    pub(crate) rank: f64,
    /// Whether it ranks just so.
    pub(crate) is_sure: bool,
}

/// What a candidate is looked at for.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Limits {
    /// The least that it ranks.
    pub(crate) least: f64,
    /// The most that it costs.
    pub(crate) most: f64,
    /// Whether it is judged in full when its words seem to stand in another order.
    pub(crate) turned: bool,
}

impl Scorer {
    /// The scorer with the tables of the crate; made once and kept.
    pub fn builtin() -> &'static Self {
        static SCORER: LazyLock<Scorer> =
            LazyLock::new(|| Scorer::new(rules::COSTS, rules::ORIGINS, rules::CALIBRATION));
        &SCORER
    }

    /// A scorer of the texts of `costs.tsv`, `origins.tsv` and
    /// `calibration.tsv`.
    pub fn new(costs: &str, origins: &str, calibration: &str) -> Self {
        let costs = Costs::parse(costs);
        let curves = ["latin", "abjad"].map(|script| Curve::parse(calibration, script));
        let weights = Weights::new(&costs, &curves[0]);
        Self { costs, origins: Origins::parse(origins), curves, weights }
    }

    /// The costs.
    pub fn costs(&self) -> &Costs {
        &self.costs
    }

    /// The costs of all traditions taken together.
    pub(crate) fn weights(&self) -> &Weights {
        &self.weights
    }

    /// A name made ready. `lang` (ISO 639-3) reads letters of other scripts;
    /// a person's name may leave out more of its words.
    pub fn name(&self, text: &str, lang: Option<&str>, person: bool) -> Name {
        self.prepared(&Spelling::new(text, lang), person)
    }

    /// A spelling made ready.
    pub fn prepared(&self, spelling: &Spelling, person: bool) -> Name {
        self.of_letters(spelling.letters(), person)
    }

    /// The letters of a spelling made ready.
    pub(crate) fn of_letters(&self, letters: &[Letter], person: bool) -> Name {
        Name::new(letters, person, &self.costs, &self.origins)
    }

    /// Makes the letters of another spelling ready in the room of a name; where
    /// they come from is told from them only when it is not `known`.
    pub(crate) fn set_letters(&self, name: &mut Name, letters: &[Letter], person: bool, known: Option<u8>) {
        name.set(letters, person, &self.costs, known.is_none().then_some(&self.origins));
    }

    /// The probability that two spellings are one name: symmetric to the bit.
    pub fn score(&self, a: &str, b: &str) -> f64 {
        let (a, b) = (self.name(a, None, false), self.name(b, None, false));
        self.judge(&a, &b, None, None, &mut Aligner::default()).probability
    }

    /// Judges two names; `known` is their tradition, a place in
    /// [`TRADITIONS`](crate::text::tradition::TRADITIONS), if it is known.
    ///
    /// `key` tells whether they have a proving sound key in common
    /// ([`keys`](crate::text::key::keys)), if that was looked at: costs some
    /// microseconds, and is worth as much as half the letters.
    pub fn judge(&self, a: &Name, b: &Name, known: Option<u8>, key: Option<bool>, aligner: &mut Aligner) -> Judgement {
        let shares = shares(a, b, known);
        let [_, words] = a.proving(b);
        let (cost, rank) = self.weigh(a, b, &shares, FARTHEST, aligner);
        let curve = self.curve(&shares);
        Judgement { cost, rank, probability: curve.of_pair(curve.evidence(rank, &shares, words), key) }
    }

    /// Judges a candidate for `name`, whose tradition may be known: the
    /// probability that it is right if no other ranks higher. What does not
    /// hang on the candidate is told from `name` alone, so that a better rank
    /// is never a lower probability.
    /// A common sound `key` speaks for it, a little.
    pub fn judge_candidate(
        &self,
        name: &Name,
        other: &Name,
        known: Option<u8>,
        key: bool,
        aligner: &mut Aligner,
    ) -> Judgement {
        let columns = shares(name, other, known);
        // What is too far to be explained is still nearer than what is farther.
        let (cost, rank) = self.weigh(name, other, &columns, NOTHING, aligner);
        let curve = self.curve(&columns);
        let slips = || Slips::between(name.letters(), other.letters());
        let mistyped = curve.typos().map_or(cost, |typos| typos.cost(cost, &slips()));
        let rank = rank + cost - mistyped + if key { KEY_BONUS } else { 0.0 };
        let evidence = curve.evidence(rank, &shares(name, name, None), name.words().len());
        Judgement { cost, rank, probability: curve.of_answer(evidence) }
    }

    /// About how a candidate for `name` ranks, of which it is known how many
    /// letters differ; nothing when it is beyond the limits.
    pub(crate) fn rough_rank(
        &self,
        name: &Name,
        other: &Name,
        known: Option<u8>,
        differ: u32,
        Limits { least, most, turned }: Limits,
        aligner: &mut Aligner,
    ) -> Option<Rough> {
        let abjad = name.is_abjad() || other.is_abjad();
        let curve = &self.curves[usize::from(abjad)];
        let free = curve.rank(name, other, 0.0);
        let most = most.min(free - least);
        let (cap, apart) = curve.typos().map_or((f64::INFINITY, 0.0), |typos| {
            let slips = Slips::between_differing(name.letters(), other.letters(), differ);
            (typos.most(&slips), typos.apart(&slips))
        });
        if apart > most {
            return None;
        }
        let limit = (100.0 * cap.min(most - apart)).min(f64::from(ANY)) as u32;
        let column = leading(name, other, known);
        let (a, b) = ordered(name, other);
        let cost = aligner.cost(a, b, &self.costs, column, limit);
        let good = cost.is_some_and(|cost| cost <= GOOD);
        let crosses = !good && may_cross(name, other);
        if crosses && turned {
            let rank = self.judge_candidate(name, other, known, false, aligner).rank;
            return (free - rank <= most).then_some(Rough { rank, is_sure: true });
        }
        let cost = cost.map_or(f64::INFINITY, |cost| f64::from(cost) / 100.0).min(cap);
        // Several traditions may cost less or more, words in another order less,
        // and a clash more.
        let single = abjad || known.is_some_and(|column| usize::from(column) < ABJAD);
        let clashes = || self.costs.table(column).named[named::CLASH] > 0;
        let is_sure =
            single && name.same_rest(other) && (good || !crosses && 100.0 * cost <= f64::from(NOTHING) && !clashes());
        (cost + apart <= most).then_some(Rough { rank: free - cost - apart, is_sure })
    }

    /// What speaks for a candidate for `name` with vowels, and for one without,
    /// whatever it ranks.
    pub(crate) fn evidence(&self, name: &Name) -> [f64; 2] {
        let shares = shares(name, name, None);
        self.curves.each_ref().map(|curve| curve.evidence(0.0, &shares, name.words().len()))
    }

    /// The probability that a candidate of such a rank is right if no other
    /// ranks higher; as [`Scorer::judge_candidate`] tells it.
    pub(crate) fn probability(&self, abjad: bool, evidence: [f64; 2], rank: f64, key: bool) -> f64 {
        let curve = &self.curves[usize::from(abjad)];
        curve.of_answer(curve.with_rank(evidence[usize::from(abjad)], rank + if key { KEY_BONUS } else { 0.0 }))
    }

    /// The most that a candidate for `name` may cost to be right with a
    /// probability: one with vowels, and one without, or any when the name
    /// has none. Below 0 when none can be.
    pub(crate) fn most_costs(&self, name: &Name, probability: f64) -> [f64; 2] {
        let shares = shares(name, name, None);
        [usize::from(name.is_abjad()), 1].map(|curve| {
            let curve = &self.curves[curve];
            let others = curve.evidence(0.0, &shares, name.words().len());
            KEY_BONUS + curve.most_cost(probability, name.letters().len(), others)
        })
    }

    /// Cost and rank of a pair; what cannot be explained costs `most`, in
    /// hundredths, at most.
    fn weigh(&self, a: &Name, b: &Name, shares: &[f64; COLUMNS], most: u32, aligner: &mut Aligner) -> (f64, f64) {
        let (a, b) = ordered(a, b);
        let steps = align(a, b, &self.costs, dominant(shares), aligner);
        let of = |steps: Vec<Step>| steps.iter().map(|step| self.cost_of(step, a, b, shares)).sum::<f64>();
        let far = |aligner: &mut Aligner| aligner.cost(a, b, &self.costs, dominant(shares), most).unwrap_or(most);
        let cost = steps.map_or_else(|| f64::from(far(aligner)) / 100.0, of);
        let cost = if a.same_rest(b) { cost } else { cost + UNLIKE_REST };
        (cost, self.curve(shares).rank(a, b, cost))
    }

    fn curve(&self, shares: &[f64; COLUMNS]) -> &Curve {
        &self.curves[usize::from(shares[ABJAD] > 0.0)]
    }

    /// The least cost of an alignment in order, in hundredths, by the table
    /// of the tradition alone; nothing above `limit`.
    pub fn rough_cost(&self, a: &Name, b: &Name, known: Option<u8>, limit: u32, aligner: &mut Aligner) -> Option<u32> {
        let (a, b) = ordered(a, b);
        aligner.cost(a, b, &self.costs, leading(a, b, known), limit)
    }

    /// The steps from one name to the other with what each costs, in the
    /// order of the first name; none when they have nothing in common. `true`
    /// when the names changed places.
    pub fn steps(&self, a: &Name, b: &Name, known: Option<u8>) -> (Vec<(Step, f64)>, bool) {
        let shares = shares(a, b, known);
        let (x, y) = ordered(a, b);
        let steps = align(x, y, &self.costs, dominant(&shares), &mut Aligner::default());
        let costs =
            steps.unwrap_or_default().into_iter().map(|step| (step, self.cost_of(&step, x, y, &shares))).collect();
        (costs, !std::ptr::eq(a, x))
    }

    fn cost_of(&self, step: &Step, a: &Name, b: &Name, shares: &[f64; COLUMNS]) -> f64 {
        let column = |(column, share): (usize, &f64)| share * f64::from(self.costs.of(step, a, b, column)) / 100.0;
        shares.iter().enumerate().filter(|(_, share)| **share > 0.0).map(column).sum()
    }
}

/// What a common sound key is worth among candidates, in costs: the gain of
/// recall on the names held out in learning is flat from 0.1 to 0.2.
const KEY_BONUS: f64 = 0.12;

/// A cost, in hundredths, that is as good as no limit.
pub(crate) const ANY: u32 = u32::MAX / 8;

/// A cost, in hundredths, that is as good as any higher one.
const NOTHING: u32 = 30_000;

/// What it costs that the letters beyond those that are scored differ.
const UNLIKE_REST: f64 = 10.0;

/// Two names in an order that does not hang on who asks.
fn ordered<'a>(a: &'a Name, b: &'a Name) -> (&'a Name, &'a Name) {
    if a.letters() <= b.letters() { (a, b) } else { (b, a) }
}

/// The column of the largest of [`shares`].
fn leading(a: &Name, b: &Name, known: Option<u8>) -> usize {
    match known {
        _ if a.is_abjad() || b.is_abjad() => ABJAD,
        Some(column) if usize::from(column) < ABJAD => usize::from(column),
        _ => a.origin().leading(b.origin()),
    }
}

/// The shares in which the columns of the costs hold for two names: the
/// tradition that is known of one of them, else those that their letters
/// speak for; the last column alone when one has no vowels.
pub fn shares(a: &Name, b: &Name, known: Option<u8>) -> [f64; COLUMNS] {
    let mut shares = [0.0; COLUMNS];
    match known {
        _ if a.is_abjad() || b.is_abjad() => shares[ABJAD] = 1.0,
        Some(column) if usize::from(column) < ABJAD => shares[usize::from(column)] = 1.0,
        _ => shares[..ABJAD].copy_from_slice(&a.origin().shares(b.origin())),
    }
    shares
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn names() -> impl Strategy<Value = String> {
        let known = prop::sample::select(vec![
            "Rakhmon",
            "Mazar-i-Sharif",
            "Ishkashim",
            "Khorog",
            "San Pedro",
            "Nur al-Din",
            "Abdul Rahman",
            "Sharif Mazar",
            "Kabul",
            "کابل",
            "مزار شریف",
            "7 Mazar",
            "Llanfairpwllgwyngyllgogerychwyrndrobwll of the Old Road from Mazar-i-Sharif by Khulm to Kunduz and back",
        ]);
        (known, "[a-z0-9 ]?", 0..120usize, 0..2usize).prop_map(|(name, put, at, gone)| {
            let letters: Vec<char> = name.chars().collect();
            let at = at % (letters.len() + 1);
            let (before, behind) = (&letters[..at], &letters[(at + gone).min(letters.len())..]);
            before.iter().copied().chain(put.chars()).chain(behind.iter().copied()).collect()
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 3000, ..crate::trials::config() })]
        #[test]
        fn a_rank_that_is_sure_is_the_one_that_is_judged(
            a in names(),
            b in names(),
            known in 0..8u8,
            person: bool,
            turned: bool,
        ) {
            let scorer = Scorer::builtin();
            let known = Some(known).filter(|column| usize::from(*column) <= ABJAD);
            let (name, other) = (scorer.name(&a, None, person), scorer.name(&b, None, person));
            let (differ, _) = differing(name.letters(), other.letters());
            let mut aligner = Aligner::default();
            let any = Limits { least: f64::NEG_INFINITY, most: f64::INFINITY, turned };
            let rough = scorer.rough_rank(&name, &other, known, differ, any, &mut aligner);
            if let Some(rough) = rough.filter(|rough| rough.is_sure) {
                let judged = scorer.judge_candidate(&name, &other, known, false, &mut aligner);
                prop_assert!((rough.rank - judged.rank).abs() < 1e-9, "{a} {b}: {} {}", rough.rank, judged.rank);
            }
        }
    }
}
