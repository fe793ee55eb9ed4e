//! What the costs are worth on the names held out in learning.

use crate::figures::{auc, recall_at};
use crate::samples::{Group, Samples};
use crate::train::{Candidate, Judged, Outcome};

pub(crate) fn print(samples: &Samples, learnt: &Outcome) {
    for group in [Group::Near, Group::Far, Group::Person, Group::Arabic] {
        let (mut hits, mut reached, mut n) = (0.0, 0, 0);
        let mut wrong = Vec::new();
        for asked in &learnt.asked {
            let query = &samples.queries[asked.query];
            if !query.held_out || query.group != group {
                continue;
            }
            n += 1;
            let list = &samples.lists[query.list];
            let right = &list.alike[query.right as usize];
            let rank = |candidate: &Candidate| learnt.rank(candidate.1, &candidate.2, group == Group::Arabic);
            let best = asked.candidates.iter().map(rank).fold(f64::MIN, f64::max);
            let top: Vec<u32> = asked.candidates.iter().filter(|c| rank(c) >= best - 1e-9).map(|c| c.0).collect();
            let share = top.iter().filter(|id| right.contains(id)).count() as f64 / top.len().max(1) as f64;
            hits += share;
            reached += usize::from(asked.candidates.iter().any(|c| right.contains(&c.0)));
            if share < 1.0 {
                let own = asked.candidates.iter().find(|c| c.0 == query.right).map(&rank);
                wrong.push(format!(
                    "{group:?}\t{}\t{}\t{own:.2?}\t{:?}\t{best:.2}",
                    canonym::text::unit::text_of(query.spelling.letters()),
                    list.labels[query.right as usize],
                    top.iter().map(|id| &list.labels[*id as usize]).collect::<Vec<_>>()
                ));
            }
        }
        let n = f64::from(n);
        println!("{group:?}: recall@1 {:.4} of {n}, among the candidates {:.4}", hits / n, reached as f64 / n);
        if let Ok(path) = std::env::var("WRONG") {
            let _ = std::fs::write(format!("{path}.{group:?}"), wrong.join("\n"));
        }
    }
    let points = points(learnt);
    let of = |groups: &[Group], same: bool| -> Vec<f64> {
        points.iter().filter(|p| groups.contains(&p.group) && p.same == same).map(|p| p.evidence).collect()
    };
    for (name, positive) in [("near places", &[Group::Near][..]), ("all places", &[Group::Near, Group::Far])] {
        for negative in [Group::Easy, Group::Hard, Group::Words] {
            let (same, other) = (of(positive, true), of(&[negative], false));
            let (auc, at_five) = (auc(&same, &other), recall_at(0.05, &same, &other));
            println!("{name} against {negative:?}: AUC {auc:.4}, recall at 5 % false {at_five:.4}");
        }
    }
    println!("curve {:.3?} {:.3?}", learnt.curve(false), learnt.curve(true));
}

/// What was found about a held-out pair, or about the best candidate for a
/// held-out name.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Point {
    pub(crate) group: Group,
    pub(crate) evidence: f64,
    /// One name; the right candidate.
    pub(crate) same: bool,
    /// A proving sound key is the same.
    pub(crate) key: bool,
}

/// The held-out pairs.
pub(crate) fn points(learnt: &Outcome) -> Vec<Point> {
    let held_out = learnt.judged.iter().filter(|judged| judged.held_out);
    let point = |judged: &Judged| Point {
        group: judged.group,
        evidence: learnt.evidence(judged),
        same: judged.same,
        key: judged.key,
    };
    held_out.map(point).collect()
}

/// The best candidates for the held-out names.
pub(crate) fn answers(samples: &Samples, learnt: &Outcome) -> Vec<Point> {
    let mut out = Vec::new();
    for asked in &learnt.asked {
        let query = &samples.queries[asked.query];
        if !query.held_out {
            continue;
        }
        let abjad = query.group == Group::Arabic;
        let rank = |c: &Candidate| learnt.rank(c.1, &c.2, abjad);
        let best = asked.candidates.iter().max_by(|a, b| rank(a).total_cmp(&rank(b)).then(b.0.cmp(&a.0)));
        if let Some(best) = best {
            let right = samples.lists[query.list].alike[query.right as usize].contains(&best.0);
            let evidence = learnt.evidence_of(rank(best), &asked.shares, asked.words, abjad);
            out.push(Point { group: query.group, evidence, same: right, key: false });
        }
    }
    out
}
