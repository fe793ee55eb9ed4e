//! The tables that are read and written: seeds, costs, calibration.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use canonym::score::align::FARTHEST;
use canonym::score::cost::{ABJAD, COLUMNS};
use canonym::text::guard::guard;
use canonym::text::rules;
use canonym::text::tradition::TRADITIONS;
use canonym::text::unit::{Class, class, letter};

use crate::measure::Point;
use crate::samples::Group;
use crate::train::{Learnt, typos, weight};

/// A row of the costs: what stands for what.
pub(crate) type Key = (String, String);

/// What the costs start from.
pub(crate) struct Seeds {
    rows: BTreeMap<Key, [f64; COLUMNS]>,
    places: BTreeMap<(Key, String), f64>,
}

/// Costs of classes of letters and of what hangs on no letter, with the
/// reason: the rough cost of such a difference in the substitution rows.
const CLASSES: &[(&str, &str, f64, f64)] = &[
    ("(vowel)", "(vowel)", 0.60, 0.60),
    ("(vowel)", "(consonant)", 1.20, 1.20),
    ("(consonant)", "(consonant)", 1.00, 1.00),
    ("(vowel)", "∅", 0.60, 0.06),
    ("(consonant)", "∅", 0.90, 0.90),
    ("(vowel)", "(double)", 0.15, 0.05),
    ("(consonant)", "(double)", 0.15, 0.02),
    ("(digit)", "(any)", 40.0, 40.0),
    ("(digit)", "∅", 40.0, 40.0),
    ("(abjad)", "(any)", 1.00, 1.00),
    ("(abjad)", "∅", 0.90, 0.90),
    ("(swap)", "∅", 0.60, 0.90),
    ("(join)", "∅", 0.08, 0.05),
    ("(order)", "∅", 0.30, 0.30),
    ("(initial)", "∅", 0.40, 0.60),
    ("(particle)", "∅", 0.20, 0.10),
    ("(title)", "∅", 0.40, 0.40),
    ("(word)", "∅", 0.60, 0.60),
    ("(letter)", "∅", 0.12, 0.12),
    ("(part)", "∅", 0.50, 0.50),
    ("(part letter)", "∅", 0.05, 0.05),
    ("(clash)", "∅", 0.20, 0.20),
    ("(element)", "∅", 0.15, 0.15),
];

impl Seeds {
    pub(crate) fn read(path: &Path) -> Result<Self, Box<dyn std::error::Error>> {
        let text = std::fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
        let (mut rows, mut places) = (BTreeMap::new(), BTreeMap::new());
        for [a, b, place, cost, arabic, cyrillic] in rules::rows::<6>(&text) {
            let cost: f64 = cost.parse().map_err(|_| format!("{}: {a} {b}: no cost", path.display()))?;
            let (arabic, cyrillic) = (arabic.parse().unwrap_or(cost), cyrillic.parse().unwrap_or(cost));
            let mut costs = [arabic, arabic, (arabic + cyrillic) / 2.0, cyrillic, cost, cost, cost];
            let key = (a.to_owned(), b.to_owned());
            if place == "*" {
                let silent = b == "∅" && a.chars().all(|c| letter(c).is_some_and(|l| class(l) == Class::Vowel));
                if silent || key == ("h".into(), "∅".into()) {
                    costs[ABJAD] = 0.06;
                }
                rows.insert(key, costs);
            } else {
                places.insert((key, place.to_owned()), cost);
            }
        }
        let contextual: Vec<(Key, f64)> = places.iter().map(|((key, _), cost)| (key.clone(), *cost)).collect();
        let mut seeds = Self { rows, places };
        for (key, cost) in contextual {
            let elsewhere = seeds.rows.get(&key).copied().or_else(|| seeds.by_class(&key.0, &key.1));
            seeds.rows.entry(key).or_insert(elsewhere.unwrap_or([cost + 0.3; COLUMNS]));
        }
        Ok(seeds)
    }

    /// The rows that the costs always hold.
    fn keys(&self) -> impl Iterator<Item = &Key> {
        self.rows.keys()
    }

    /// The seed of a row in a column.
    pub(crate) fn cost(&self, key: &Key, column: usize) -> f64 {
        let (a, b) = key;
        if a == "(far)" {
            return f64::from(FARTHEST) / 100.0;
        }
        if let Some(costs) = self.rows.get(key) {
            return costs[column];
        }
        if let Some((_, _, cost, abjad)) = CLASSES.iter().find(|row| row.0 == a && row.1 == b) {
            return if column == ABJAD { *abjad } else { *cost };
        }
        if let Some((person, word)) =
            a.strip_prefix("word ").map(|w| (false, w)).or(a.strip_prefix("part ").map(|w| (true, w)))
        {
            let guard = guard(word);
            let letters = word.chars().count().min(10) as f64;
            return match () {
                () if guard.particle => 0.2,
                () if guard.title || guard.is_type() => 0.4,
                () if person => 0.5 + 0.05 * letters,
                () => 0.6 + 0.12 * letters,
            };
        }
        self.by_class(a, b).map_or(1.0, |costs| costs[column])
    }

    /// What a row costs more, or less, at a place.
    pub(crate) fn at_place(&self, key: &Key, place: &str) -> f64 {
        let cost = self.places.get(&(key.clone(), place.to_owned()));
        cost.map_or(0.0, |cost| cost - self.cost(key, ABJAD - 1))
    }

    fn by_class(&self, a: &str, b: &str) -> Option<[f64; COLUMNS]> {
        let name = |cell: &str| {
            let mut letters = cell.chars().filter_map(letter);
            match (letters.next().map(class), letters.next()) {
                (Some(Class::Vowel), None) => Some("(vowel)"),
                (Some(Class::Consonant), None) => Some("(consonant)"),
                (Some(Class::Digit), None) => Some("(digit)"),
                (Some(Class::Abjad), None) => Some("(abjad)"),
                _ => None,
            }
        };
        let (x, y) = (
            name(a)?,
            if b == "∅" {
                "∅"
            } else if b == a.repeat(2) {
                "(double)"
            } else {
                name(b)?
            },
        );
        let row = CLASSES
            .iter()
            .find(|row| (row.0, row.1) == (x, y) || (row.1, row.0) == (x, y) || row.0 == x && row.1 == "(any)")
            .or_else(|| CLASSES.iter().find(|row| row.0 == y && row.1 == "(any)"))?;
        let mut costs = [row.2; COLUMNS];
        costs[ABJAD] = row.3;
        Some(costs)
    }
}

/// The learnt costs as `costs.tsv`.
pub(crate) fn costs(learnt: &Learnt, seeds: &Seeds) -> String {
    let mut out = String::from(
        "# What it costs to take one spelling of a name for another, by tradition and place. 1.00 is one letter for another of no kinship.\n\
         # Learnt by examples/learn from pairs of names, starting from substitutions.tsv; edit that file and learn again, or correct a cost here.\n\
         # a, b: letters that stand for each other; ∅ = nothing. place: * = anywhere, ^ = at the beginning, $ = at the end of a word, v = beside a vowel.\n\
         # word, part: a word that one name of a place, of a person, leaves out. In brackets: classes of letters, and what hangs on no letter.\n\
         # abjad: for names in a script without vowels. same, other: how often the row was used between spellings of one name, and of look-alikes.\n",
    );
    out += &format!("a\tb\tplace\t{}\tabjad\tsame\tother\n", TRADITIONS.join("\t"));
    let mut line = |key: &Key, place: &str, costs: [f64; COLUMNS], seen: (f64, f64)| {
        let foreign = [&key.0, &key.1]
            .iter()
            .any(|cell| cell.chars().any(|c| letter(c).is_some_and(|l| class(l) == Class::Abjad)));
        let cells: Vec<String> = costs
            .iter()
            .enumerate()
            .map(
                |(column, cost)| {
                    if foreign && column != ABJAD { String::new() } else { format!("{:.2}", cost.max(0.0)) }
                },
            )
            .collect();
        out += &format!("{}\t{}\t{place}\t{}\t{:.0}\t{:.0}\n", key.0, key.1, cells.join("\t"), seen.0, seen.1);
    };
    let own = |key: &Key| learnt.cost_row(key, seeds);
    let mut keys: BTreeSet<Key> = seeds.keys().cloned().collect();
    keys.extend(learnt.rows_seen(8.0).filter(|key| key.0 != "(far)"));
    for (a, b, cost, abjad) in CLASSES {
        let key = ((*a).to_owned(), (*b).to_owned());
        keys.remove(&key);
        let mut costs = [*cost; COLUMNS];
        costs[ABJAD] = *abjad;
        let costs = if learnt.seen(&key).0 > 0.0 { own(&key) } else { costs };
        line(&key, "*", costs, learnt.seen(&key));
    }
    for key in &keys {
        line(key, "*", own(key), learnt.seen(key));
        for place in ["^", "$", "v"] {
            if let Some((extra, seen)) = learnt.at_place(key, place, seeds) {
                line(key, place, own(key).map(|cost| cost + extra), seen);
            }
        }
    }
    out
}

/// Knots of the curves from evidence to probability, fitted to held-out pairs
/// (both sides weigh the same) and to the best candidates for held-out names.
pub(crate) fn calibration(learnt: &Learnt, points: &[Point], answers: &[Point]) -> String {
    let mut out = String::from(
        "# From the cost of an alignment to the probability of one name. evidence = base + share of each tradition + words * (words - 1)\n\
         # + scale * (length * ln(letters) - cost), with the letters and words of the shorter name: not those that\n\
         # both have and that only say of what kind they are (elements.tsv), where others differ.\n\
         # apart: what the share of letters that differ takes from the rank of a candidate; changed, added, missing, swapped: what a letter\n\
         # costs a candidate at most that was typed for another, besides, not at all, or in the place of its neighbour; again: what is added\n\
         # for a second one. Not learnt, but set for mistyped names.\n\
         # key, no key: added when the names have, or have not, a sound key in common. pair: evidence and the share of pairs that are one\n\
         # name, among as many look-alikes as true pairs. answer: evidence and the share of best candidates in a list that are right.\n\
         # Learnt by examples/learn on names held out in learning. script: latin = both names with vowels, abjad = one without.\n\
         script\tname\tvalue\tshare\n",
    );
    for (script, abjad) in [("latin", false), ("abjad", true)] {
        let (terms, added) = learnt.curve(abjad);
        for (name, value) in ["base", "scale", "length", "words"].iter().zip(terms) {
            out += &format!("{script}\t{name}\t{value:.4}\t\n");
        }
        let typos = typos();
        let rows = [
            ("apart", typos.apart),
            ("changed", typos.changed),
            ("added", typos.added),
            ("missing", typos.missing),
            ("swapped", typos.swapped),
            ("again", typos.again),
        ];
        for (name, value) in rows.into_iter().filter(|_| !abjad) {
            out += &format!("{script}\t{name}\t{value:.4}\t\n");
        }
        for (name, value) in TRADITIONS.iter().zip(added).filter(|_| !abjad) {
            out += &format!("{script}\t{name}\t{value:.4}\t\n");
        }
        let own = |points: &[Point]| -> Vec<Point> {
            points.iter().filter(|point| (point.group == Group::Arabic) == abjad).copied().collect()
        };
        let (mut pairs, answers) = (own(points), own(answers));
        let total =
            |same: bool| pairs.iter().filter(|p| p.same == same).map(|p| weight(p.group)).sum::<f64>().max(1e-9);
        let totals = [total(false), total(true)];
        let weigh = |point: &Point| weight(point.group) / totals[usize::from(point.same)];
        let shifts = if abjad { [0.0; 2] } else { [false, true].map(|key| shift(&pairs, key, weigh)) };
        for (name, shift) in ["no key", "key"].iter().zip(shifts) {
            out += &format!("{script}\t{name}\t{shift:.3}\t\n");
        }
        pairs.iter_mut().for_each(|point| point.evidence += shifts[usize::from(point.key)]);
        for (evidence, share) in knots(pairs, weigh) {
            out += &format!("{script}\tpair\t{evidence:.2}\t{share:.4}\n");
        }
        for (evidence, share) in knots(answers, |_| 1.0) {
            out += &format!("{script}\tanswer\t{evidence:.2}\t{share:.4}\n");
        }
    }
    out
}

/// What makes the evidence of the pairs with or without a common key fit
/// their share of true pairs, by bisection.
fn shift(points: &[Point], key: bool, weigh: impl Fn(&Point) -> f64) -> f64 {
    let (mut low, mut high) = (-6.0, 6.0);
    for _ in 0..40 {
        let middle = (low + high) / 2.0;
        let excess: f64 = points
            .iter()
            .filter(|point| point.key == key && point.group != Group::Words)
            .map(|point| weigh(point) * (sigmoid(point.evidence + middle) - if point.same { 1.0 } else { 0.0 }))
            .sum();
        if excess > 0.0 { high = middle } else { low = middle }
    }
    low
}

fn sigmoid(x: f64) -> f64 {
    1.0 / (1.0 + (-x).exp())
}

/// Isotonic regression on a grid of evidence, a little sloped so that no two
/// costs give the same probability.
fn knots(mut points: Vec<Point>, weigh: impl Fn(&Point) -> f64) -> Vec<(f64, f64)> {
    points.sort_by(|a, b| a.evidence.total_cmp(&b.evidence));
    let mut blocks: Vec<(f64, f64, f64)> = Vec::new(); // sum of same, weight, sum of evidence
    for point in &points {
        let weight = weigh(point);
        blocks.push((if point.same { weight } else { 0.0 }, weight, point.evidence * weight));
        while let [.., a, b] = &blocks[..]
            && a.0 / a.1 >= b.0 / b.1
        {
            let merged = (a.0 + b.0, a.1 + b.1, a.2 + b.2);
            blocks.truncate(blocks.len() - 2);
            blocks.push(merged);
        }
    }
    let curve: Vec<(f64, f64)> = blocks.iter().map(|block| (block.2 / block.1, block.0 / block.1)).collect();
    let at = |x: f64| -> f64 {
        let next = curve.partition_point(|point| point.0 < x);
        match (next.checked_sub(1).map(|i| curve[i]), curve.get(next)) {
            (Some(a), Some(b)) => a.1 + (b.1 - a.1) * (x - a.0) / (b.0 - a.0).max(1e-9),
            (Some(a), None) => a.1,
            (None, Some(b)) => b.1,
            (None, None) => 0.5,
        }
    };
    (-8..=12).map(|i| f64::from(i) * 0.75).map(|x| (x, 0.97 * at(x) + 0.03 * sigmoid(x))).collect()
}
