//! Which letters and words of two names stand for each other: in the order in
//! which they stand, or word by word when that is cheaper.

use super::cost::{Costs, Place};
use super::edit::{Act, Aligner, Step};
use super::name::Name;

/// Names of more words are only aligned in order.
const MOST_WORDS: usize = 8;

/// Below this cost, in hundredths, another order is not looked for.
const GOOD: u32 = 30;

/// The steps of the cheapest alignment by the table of one column.
pub fn align(a: &Name, b: &Name, costs: &Costs, column: usize, aligner: &mut Aligner) -> Vec<Step> {
    let mut steps = aligner.steps(a, b, costs, column);
    let total = |steps: &[Step]| steps.iter().map(|step| u32::from(costs.of(step, a, b, column))).sum::<u32>();
    let linear = total(&steps);
    let several = |name: &Name| (2..=MOST_WORDS).contains(&name.words().len());
    if linear > GOOD && several(a) && several(b) {
        let reordered = word_by_word(a, b, costs, column, aligner);
        if total(&reordered) < linear {
            steps = reordered;
        }
    }
    let left_out = |mine: fn(&Step) -> (usize, usize), name: &Name| {
        let skipped = steps.iter().filter(|step| step.act == Act::Word && mine(step).0 < mine(step).1);
        skipped.filter(|step| name.word_before(mine(step).1).is_some_and(|word| word.telling)).count()
    };
    for _ in 0..left_out(|step| step.a, a).min(left_out(|step| step.b, b)) {
        steps.push(closing(Act::Clash, a, b));
    }
    steps
}

fn closing(act: Act, a: &Name, b: &Name) -> Step {
    let (n, m) = (a.letters().len(), b.letters().len());
    Step { a: (n, n), b: (m, m), place: Place::Inside, act }
}

/// Pairs the words that fit best, the cheapest pair first.
fn word_by_word(a: &Name, b: &Name, costs: &Costs, column: usize, aligner: &mut Aligner) -> Vec<Step> {
    let own: Vec<Name> = a.words().iter().map(|word| a.word(word, costs)).collect();
    let others: Vec<Name> = b.words().iter().map(|word| b.word(word, costs)).collect();
    let mut pairs = Vec::with_capacity(own.len() * others.len());
    for (i, x) in own.iter().enumerate() {
        for (j, y) in others.iter().enumerate() {
            let apart = u32::from(a.words()[i].skip[column]) + u32::from(b.words()[j].skip[column]);
            if let Some(cost) = aligner.cost(x, y, costs, column, apart) {
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
        steps.extend(aligner.steps(&own[i], &others[j], costs, column).into_iter().map(|step| Step {
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
    steps
}
