//! Which letters and words of two names stand for each other: in the order in
//! which they stand, or word by word when that is cheaper.

use super::cost::{Costs, Place};
use super::edit::{Act, Step};
use super::gram;
use super::grid::Aligner;
use super::name::{Name, Word};

/// Names of more words are only aligned in order.
const MOST_WORDS: usize = 8;

/// Names whose alignment costs more, in hundredths, have nothing in common.
pub const FARTHEST: u32 = 1500;

/// A word that costs more, in hundredths a letter, is another word.
const CONTRADICTION: u32 = 20;

/// Below this cost, in hundredths, another order is not looked for.
pub(super) const GOOD: u32 = 30;

/// The steps of the cheapest alignment by the table of one column; nothing
/// when it costs more than [`FARTHEST`].
pub fn align(a: &Name, b: &Name, costs: &Costs, column: usize, aligner: &mut Aligner) -> Option<Vec<Step>> {
    let in_order = aligner.steps(a, b, costs, column, FARTHEST);
    let total = |steps: &[Step]| steps.iter().map(|step| u32::from(costs.of(step, a, b, column))).sum::<u32>();
    let linear = in_order.as_deref().map_or(FARTHEST, total);
    let mut steps = in_order;
    if linear > GOOD && may_cross(a, b) {
        let reordered = word_by_word(a, b, costs, column, aligner);
        if reordered.as_deref().is_some_and(|reordered| total(reordered) < linear) {
            steps = reordered;
        }
    }
    let mut steps = steps?;
    let left_out = |mine: fn(&Step) -> (usize, usize), name: &Name| {
        let skipped = steps.iter().filter(|step| step.act == Act::Word && mine(step).0 < mine(step).1);
        skipped.filter(|step| name.word_before(mine(step).1).is_some_and(|word| word.telling)).count()
    };
    let apart = left_out(|step| step.a, a).min(left_out(|step| step.b, b)) + contradicting(a, b, &steps, costs, column);
    for _ in 0..apart {
        steps.push(closing(Act::Clash, a, b));
    }
    Some(steps)
}

/// How many of several words stand for words that they are no spelling of.
fn contradicting(a: &Name, b: &Name, steps: &[Step], costs: &Costs, column: usize) -> usize {
    if a.words().len() < 2 {
        return 0;
    }
    let unlike = |word: &&Word| {
        let inside = |step: &&Step| {
            word.start <= step.a.0 && step.a.1 < word.end && matches!(step.act, Act::Pair(..) | Act::Gap(_))
        };
        let cost: u32 = steps.iter().filter(inside).map(|step| u32::from(costs.of(step, a, b, column))).sum();
        word.telling && cost > CONTRADICTION * (word.end - word.start - 1) as u32
    };
    a.words().iter().filter(unlike).count()
}

/// Whether a word of one name may stand at another place of the other, going
/// by first letters.
pub(super) fn may_cross(a: &Name, b: &Name) -> bool {
    let several = |name: &Name| (2..=MOST_WORDS).contains(&name.words().len());
    let first = |name: &Name, word: &Word| gram::class(name.letters()[word.start]);
    let moved = |a: &Name, b: &Name| {
        let begins = first(a, &a.words()[0]);
        b.words().iter().skip(1).any(|word| first(b, word) == begins)
    };
    several(a) && several(b) && (moved(a, b) || moved(b, a))
}

fn closing(act: Act, a: &Name, b: &Name) -> Step {
    let (n, m) = (a.letters().len(), b.letters().len());
    Step { a: (n, n), b: (m, m), place: Place::Inside, act }
}

/// Pairs the words that fit best, the cheapest pair first.
fn word_by_word(a: &Name, b: &Name, costs: &Costs, column: usize, aligner: &mut Aligner) -> Option<Vec<Step>> {
    let own: Vec<Name> = a.words().iter().map(|word| a.word(word)).collect();
    let others: Vec<Name> = b.words().iter().map(|word| b.word(word)).collect();
    let mut pairs = Vec::with_capacity(own.len() * others.len());
    for (i, x) in own.iter().enumerate() {
        for (j, y) in others.iter().enumerate() {
            let apart = u32::from(a.words()[i].skip[column]) + u32::from(b.words()[j].skip[column]);
            if let Some(cost) = aligner.cost(x, y, costs, column, apart.min(FARTHEST)) {
                pairs.push((cost, i, j));
            }
        }
    }
    pairs.sort_unstable();
    let mut partner = vec![None; own.len()];
    let mut taken = vec![false; others.len()];
    for (_, i, j) in pairs {
        if partner[i].is_none() && !taken[j] {
            partner[i] = Some(j);
            taken[j] = true;
        }
    }
    let mut steps = Vec::new();
    let (mut last, mut crossed) = (0, false);
    for (i, partner) in partner.iter().enumerate() {
        let (from, to) = (a.words()[i].start, a.words()[i].end);
        let Some(j) = *partner else {
            steps.push(Step { a: (from, to), b: (0, 0), place: Place::Inside, act: Act::Word });
            continue;
        };
        crossed |= j < last;
        last = j;
        let start = b.words()[j].start;
        let inner = aligner.steps(&own[i], &others[j], costs, column, FARTHEST)?;
        steps.extend(inner.into_iter().map(|step| Step {
            a: (step.a.0 + from, step.a.1 + from),
            b: (step.b.0 + start, step.b.1 + start),
            ..step
        }));
    }
    for (word, _) in b.words().iter().zip(&taken).filter(|(_, taken)| !**taken) {
        steps.push(Step { a: (0, 0), b: (word.start, word.end), place: Place::Inside, act: Act::Word });
    }
    if crossed {
        steps.push(closing(Act::Order, a, b));
    }
    Some(steps)
}
