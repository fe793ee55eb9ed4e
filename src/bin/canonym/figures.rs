//! Figures of how good scores are: area under the curve, recall at a rate of
//! false merges, reliability.

/// A score and whether what it says is right.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Judged {
    pub(crate) score: f64,
    pub(crate) right: bool,
    pub(crate) accepted: bool,
    /// How much it counts in the reliability.
    pub(crate) weight: f64,
}

/// Weighs right and wrong the same in all.
pub(crate) fn balance(judged: &mut [Judged]) {
    let sum = |right: bool| judged.iter().filter(|j| j.right == right).map(|j| j.weight).sum::<f64>();
    let sums = [false, true].map(|right| sum(right).max(f64::MIN_POSITIVE));
    judged.iter_mut().for_each(|j| j.weight /= sums[usize::from(j.right)]);
}

/// The scores from `from` to a tenth above.
pub(crate) struct Decile {
    pub(crate) from: f64,
    pub(crate) n: usize,
    pub(crate) predicted: f64,
    pub(crate) observed: f64,
    weight: f64,
}

/// The mean; 0 of nothing.
pub(crate) fn mean(values: impl Iterator<Item = f64>) -> f64 {
    let (sum, n) = values.fold((0.0, 0.0), |(sum, n), value| (sum + value, n + 1.0));
    sum / f64::max(n, 1.0)
}

/// The probability that a pair of one name scores above a pair of two, ties
/// as half.
pub(crate) fn auc(same: &[f64], other: &[f64]) -> f64 {
    let mut sorted = other.to_vec();
    sorted.sort_by(f64::total_cmp);
    let below = |x: &f64| {
        let (from, to) = (sorted.partition_point(|y| y < x), sorted.partition_point(|y| y <= x));
        (from + to) as f64 / 2.0 / sorted.len().max(1) as f64
    };
    mean(same.iter().map(below))
}

/// The share of the pairs of one name above the score that only so large a
/// share of the others passes.
pub(crate) fn recall_at(rate: f64, same: &[f64], other: &[f64]) -> f64 {
    let mut sorted = other.to_vec();
    sorted.sort_by(|a, b| b.total_cmp(a));
    let bound = sorted.get((rate * sorted.len() as f64) as usize).copied().unwrap_or(0.0);
    mean(same.iter().map(|score| if *score > bound { 1.0 } else { 0.0 }))
}

/// Predicted against observed by tenths of the score.
pub(crate) fn reliability(judged: &[Judged]) -> Vec<Decile> {
    let row = |decile: usize| {
        let own = judged.iter().filter(|j| ((j.score * 10.0) as usize).min(9) == decile);
        let (mut n, mut weight, mut predicted, mut observed) = (0, 0.0, 0.0, 0.0);
        for j in own {
            n += 1;
            weight += j.weight;
            predicted += j.weight * j.score;
            observed += if j.right { j.weight } else { 0.0 };
        }
        let whole = f64::max(weight, f64::MIN_POSITIVE);
        Decile { from: decile as f64 / 10.0, n, predicted: predicted / whole, observed: observed / whole, weight }
    };
    (0..10).map(row).filter(|row| row.n > 0).collect()
}

/// The table of the reliability and its error, every line behind a margin.
pub(crate) fn reliability_table(judged: &[Judged], margin: &str) -> String {
    let mut out = format!("{margin}reliability error {:.4}\n", reliability_error(judged));
    out += &format!("{margin}  score        n  predicted  observed\n");
    for row in reliability(judged) {
        let (from, to) = (row.from, row.from + 0.1);
        out += &format!("{margin}  {from:.1}–{to:.1} {:6} {:10.3} {:9.3}\n", row.n, row.predicted, row.observed);
    }
    out
}

/// The mean distance of predicted and observed (ECE).
pub(crate) fn reliability_error(judged: &[Judged]) -> f64 {
    let rows = reliability(judged);
    let all: f64 = rows.iter().map(|row| row.weight).sum();
    rows.iter().map(|row| row.weight * (row.predicted - row.observed).abs()).sum::<f64>() / all.max(f64::MIN_POSITIVE)
}
