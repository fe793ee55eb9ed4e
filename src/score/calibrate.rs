//! From the cost of an alignment to the probability that two spellings are
//! one name.

use super::cost::{ABJAD, COLUMNS};
use super::name::Name;
use super::typos::Typos;
use crate::text::rules;
use crate::text::tradition::TRADITIONS;

/// The share of what they are worth that letters lose which only say of what kind both
/// names are: of pairs of offices, banks and regions with one letter or word changed,
/// more are told apart with a larger one, and fewer spellings of one are found.
const GENERIC: f64 = 0.35;

/// Words beyond the first that count.
const MOST_WORDS: usize = 3;

/// The curve of one kind of script.
#[derive(Debug, Clone, Default)]
pub struct Curve {
    base: f64,
    scale: f64,
    length: f64,
    /// For candidates.
    typos: Typos,
    words: f64,
    added: [f64; TRADITIONS.len()],
    /// Added when the names have no sound key in common, and when they have.
    key: [f64; 2],
    /// Evidence and probability that a pair is one name, both rising.
    pair: Vec<(f64, f64)>,
    /// The same for the best candidate of a list.
    answer: Vec<(f64, f64)>,
}

impl Curve {
    /// Reads the rows of one script of `calibration.tsv`.
    pub fn parse(text: &str, script: &str) -> Self {
        let mut curve = Self::default();
        for [own, name, value, share] in rules::rows::<4>(text) {
            let value = value.parse().unwrap_or(0.0);
            match name {
                _ if own != script => {}
                "base" => curve.base = value,
                "scale" => curve.scale = value,
                "length" => curve.length = value,
                "apart" => curve.typos.apart = value,
                "changed" => curve.typos.changed = value,
                "added" => curve.typos.added = value,
                "missing" => curve.typos.missing = value,
                "swapped" => curve.typos.swapped = value,
                "again" => curve.typos.again = value,
                "words" => curve.words = value,
                "no key" => curve.key[0] = value,
                "key" => curve.key[1] = value,
                "pair" => curve.pair.push((value, share.parse().unwrap_or(0.0))),
                "answer" => curve.answer.push((value, share.parse().unwrap_or(0.0))),
                _ => {
                    if let Some(at) = TRADITIONS.iter().position(|tradition| *tradition == name) {
                        curve.added[at] = value;
                    }
                }
            }
        }
        curve
    }

    /// How much two names are one, the higher the more: what ranks the
    /// candidates for a name. `cost` in units of 1.00.
    pub fn rank(&self, a: &Name, b: &Name, cost: f64) -> f64 {
        let [all, proving] = [a.letters().len().min(b.letters().len()), a.proving(b)[0]];
        let worth = self.worth(all);
        worth - GENERIC * (worth - self.worth(proving)) - cost
    }

    /// What a name of so many letters is worth, before what it costs.
    pub(crate) fn worth(&self, letters: usize) -> f64 {
        self.length * (letters.max(1) as f64).ln()
    }

    /// What mistyped letters cost a candidate, if that is known.
    pub fn typos(&self) -> Option<&Typos> {
        Some(&self.typos).filter(|typos| **typos != Typos::default())
    }

    /// The evidence for one name: a rank, the shares of the traditions, and
    /// the words of the shorter name.
    pub fn evidence(&self, rank: f64, shares: &[f64; COLUMNS], words: usize) -> f64 {
        let added: f64 = shares[..ABJAD].iter().zip(self.added).map(|(share, added)| share * added).sum();
        self.with_rank(self.base + added + self.words * words.saturating_sub(1).min(MOST_WORDS) as f64, rank)
    }

    /// Other evidence and a rank.
    pub(crate) fn with_rank(&self, evidence: f64, rank: f64) -> f64 {
        evidence + self.scale * rank
    }

    /// The most that the best candidate may cost to be right with a
    /// probability, when all but its cost gives so much evidence; below 0 when
    /// nothing is enough.
    pub(crate) fn most_cost(&self, probability: f64, letters: usize, others: f64) -> f64 {
        // The part of the curve that always rises gives the more the less.
        let wanted = (probability - RISING) / (1.0 - RISING);
        let next = self.answer.partition_point(|knot| knot.1 < wanted);
        let evidence = match (next.checked_sub(1).map(|i| self.answer[i]), self.answer.get(next)) {
            (Some((x, p)), Some((y, q))) => x + (y - x) * (wanted - p) / (q - p).max(f64::MIN_POSITIVE),
            (Some((x, _)), None) => x,
            (None, _) => return f64::INFINITY,
        };
        self.length * (letters.max(1) as f64).ln() - (evidence - others) / self.scale.max(f64::MIN_POSITIVE)
    }

    /// The probability, 0 to 1, that two names are one; `key` tells whether
    /// they have a sound key in common, if that was looked at.
    pub fn of_pair(&self, evidence: f64, key: Option<bool>) -> f64 {
        interpolated(&self.pair, evidence + key.map_or(0.0, |key| self.key[usize::from(key)]))
    }

    /// The probability, 0 to 1, that the best candidate of a list is right.
    pub fn of_answer(&self, evidence: f64) -> f64 {
        interpolated(&self.answer, evidence)
    }
}

/// A little of a curve that always rises, so that no two ranks of
/// candidates have one probability.
const RISING: f64 = 0.005;

fn interpolated(knots: &[(f64, f64)], evidence: f64) -> f64 {
    (1.0 - RISING) * between(knots, evidence) + RISING / (1.0 + (-evidence / 4.0).exp())
}

fn between(knots: &[(f64, f64)], evidence: f64) -> f64 {
    let next = knots.partition_point(|knot| knot.0 < evidence);
    match (next.checked_sub(1).map(|i| knots[i]), knots.get(next)) {
        (Some((x, p)), Some((y, q))) => p + (q - p) * (evidence - x) / (y - x).max(f64::MIN_POSITIVE),
        // Beyond the knots the curve still rises and falls.
        (Some((x, p)), None) => 1.0 - (1.0 - p) * (x - evidence).exp(),
        (None, Some((y, q))) => q * (evidence - y).exp(),
        (None, None) => 0.5,
    }
}
