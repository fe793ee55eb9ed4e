//! What the costs are worth on the names held out in learning.

use std::fmt::Write as _;

use canonym::Options;
use canonym::score::calibrate::Curve;
use canonym::score::shares;
use canonym::text::tradition::TRADITIONS;

use crate::figures::{self, auc, balance, mean, recall_at, reliability_error, reliability_table};
use crate::samples::{Group, Samples};
use crate::tables;
use crate::train::{Candidate, Judged, Outcome, weight};

/// What was found with the names of one fold held out.
pub(crate) struct Fold {
    pub(crate) report: String,
    pub(crate) points: Vec<Point>,
    pub(crate) answers: Vec<Point>,
    learnt: Outcome,
}

impl Fold {
    pub(crate) fn new(samples: &Samples, learnt: Outcome) -> Self {
        let points = points(&learnt);
        let report = look_ups(samples, &learnt) + &pairs(&points) + &traditions(samples, &learnt);
        Self { report, points, answers: answers(samples, &learnt), learnt }
    }
}

fn look_ups(samples: &Samples, learnt: &Outcome) -> String {
    let mut out = String::new();
    for group in [Group::Near, Group::Far, Group::Person, Group::Arabic] {
        let (mut hits, mut reached, mut n) = (0.0, 0.0, 0.0);
        let mut wrong = Vec::new();
        for asked in &learnt.asked {
            let query = &samples.queries[asked.query];
            if !query.held_out || query.group != group {
                continue;
            }
            n += 1.0;
            let list = &samples.lists[query.list];
            let right = &list.alike[query.right as usize];
            let ranked: Vec<(&Candidate, f64)> = asked.ranked(&learnt.learnt, group == Group::Arabic).collect();
            let best = ranked.iter().map(|c| c.1).fold(f64::MIN, f64::max);
            let top: Vec<u32> = ranked.iter().filter(|c| c.1 >= best - 1e-9).map(|c| c.0.0).collect();
            let share = mean(top.iter().map(|id| if right.contains(id) { 1.0 } else { 0.0 }));
            hits += share;
            reached += if asked.candidates.iter().any(|c| right.contains(&c.0)) { 1.0 } else { 0.0 };
            if share < 1.0 {
                let own = ranked.iter().find(|c| c.0.0 == query.right).map(|c| c.1);
                wrong.push(format!(
                    "{group:?}\t{}\t{}\t{own:.2?}\t{:?}\t{best:.2}",
                    canonym::text::unit::text_of(query.spelling.letters()),
                    list.labels[query.right as usize],
                    top.iter().map(|id| &list.labels[*id as usize]).collect::<Vec<_>>()
                ));
            }
        }
        let (hits, reached) = (hits / f64::max(n, 1.0), reached / f64::max(n, 1.0));
        let _ = writeln!(out, "  {group:?}: recall@1 {hits:.4} of {n}, among the candidates {reached:.4}");
        if let Ok(path) = std::env::var("WRONG") {
            let _ = std::fs::write(format!("{path}.{group:?}"), wrong.join("\n"));
        }
    }
    out
}

fn pairs(points: &[Point]) -> String {
    let of = |groups: &[Group], same: bool| -> Vec<f64> {
        points.iter().filter(|p| groups.contains(&p.group) && p.same == same).map(|p| p.evidence).collect()
    };
    let mut out = String::new();
    for (name, positive) in [("near places", &[Group::Near][..]), ("all places", &[Group::Near, Group::Far])] {
        for negative in [Group::Easy, Group::Hard, Group::Words] {
            let (same, other) = (of(positive, true), of(&[negative], false));
            let (auc, at_five) = (auc(&same, &other), recall_at(0.05, &same, &other));
            let _ = writeln!(out, "  {name} against {negative:?}: AUC {auc:.4}, recall at 5 % false {at_five:.4}");
        }
    }
    out
}

/// How often the letters of a name, and of a name and its canonical spelling
/// together, tell the tradition of its country.
fn traditions(samples: &Samples, learnt: &Outcome) -> String {
    let (mut one, mut both, mut sure) = (Vec::new(), Vec::new(), Vec::new());
    for query in samples.queries.iter().filter(|query| query.held_out && query.group != Group::Arabic) {
        let (spelling, Some(known)) = &samples.lists[query.list].names[query.right as usize] else { continue };
        let [a, b] = [&query.spelling, spelling].map(|spelling| learnt.scorer.prepared(spelling, false));
        let told = |shares: [f64; TRADITIONS.len() + 1]| {
            let best = canonym::score::cost::dominant(&shares);
            (if best == usize::from(*known) { 1.0 } else { 0.0 }, shares[best])
        };
        one.push(told(shares(&a, &a, None)).0);
        let (right, share) = told(shares(&a, &b, None));
        both.push(right);
        if share > 0.8 {
            sure.push(right);
        }
    }
    let sure_share = sure.len() as f64 / both.len().max(1) as f64;
    format!(
        "  tradition told: of one name {:.4}, of a pair {:.4} of {}; of the {sure_share:.4} with a share above 0.8 {:.4}\n",
        mean(one.into_iter()),
        mean(both.iter().copied()),
        both.len(),
        mean(sure.into_iter())
    )
}

/// Predicted against observed probability: each fold by the curves that the
/// other folds teach.
pub(crate) fn reliability(folds: &[Fold]) -> String {
    let (mut pairs, mut answers) = (Vec::new(), Vec::new());
    for (number, fold) in folds.iter().enumerate() {
        let rest = || folds.iter().enumerate().filter(|(other, _)| *other != number).map(|(_, fold)| fold);
        let points: Vec<Point> = rest().flat_map(|fold| fold.points.iter().copied()).collect();
        let best: Vec<Point> = rest().flat_map(|fold| fold.answers.iter().copied()).collect();
        let text = tables::calibration(&fold.learnt, &points, &best);
        let curves = ["latin", "abjad"].map(|script| Curve::parse(&text, script));
        let judged = |point: &Point, score: f64, weight: f64| {
            (point.group, figures::Judged { score, right: point.same, accepted: score >= Options::MIN_SCORE, weight })
        };
        let curve = |point: &Point| &curves[usize::from(point.group == Group::Arabic)];
        pairs.extend(fold.points.iter().map(|p| {
            let key = (p.group != Group::Arabic).then_some(p.key);
            judged(p, curve(p).of_pair(p.evidence, key), weight(p.group))
        }));
        answers.extend(fold.answers.iter().map(|p| judged(p, curve(p).of_answer(p.evidence), 1.0)));
    }
    let of = |judged: &[(Group, figures::Judged)], abjad: bool| -> Vec<figures::Judged> {
        judged.iter().filter(|(group, _)| (*group == Group::Arabic) == abjad).map(|(_, judged)| *judged).collect()
    };
    let mut out = String::new();
    for (name, abjad) in [("vowels", false), ("Arabic script", true)] {
        let mut own = of(&pairs, abjad);
        balance(&mut own);
        let _ = write!(out, "# pairs, {name}; both sides weigh the same\n{}", reliability_table(&own, "  "));
        let _ = write!(out, "# best candidates, {name}\n{}", reliability_table(&of(&answers, abjad), "  "));
    }
    for group in [Group::Near, Group::Far, Group::Person, Group::Arabic] {
        let own: Vec<_> = answers.iter().filter(|(own, _)| *own == group).map(|(_, judged)| *judged).collect();
        let accepted = mean(own.iter().map(|j| if j.accepted { 1.0 } else { 0.0 }));
        let wrong = mean(own.iter().filter(|j| j.accepted).map(|j| if j.right { 0.0 } else { 1.0 }));
        let error = reliability_error(&own);
        let _ = writeln!(
            out,
            "# best candidates, {group:?}: reliability error {error:.4}; accepted from {} {accepted:.4}, wrong among them {wrong:.4}",
            Options::MIN_SCORE
        );
    }
    out
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
        let best = asked.ranked(learnt, abjad).max_by(|a, b| a.1.total_cmp(&b.1).then(b.0.0.cmp(&a.0.0)));
        if let Some((best, rank)) = best {
            let right = samples.lists[query.list].alike[query.right as usize].contains(&best.0);
            let evidence = learnt.evidence_of(rank, &asked.shares, asked.words, abjad);
            out.push(Point { group: query.group, evidence, same: right, key: false });
        }
    }
    out
}
