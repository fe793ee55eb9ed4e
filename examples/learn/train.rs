//! Stochastic gradient descent on the costs: look-ups should lead back to
//! their name, and pairs be told apart.

use std::collections::HashMap;

use canonym::parallel::in_order;
use canonym::score::align::align;
use canonym::score::cost::{ABJAD, COLUMNS, Costs, Place, column_name, dominant};
use canonym::score::gram::{Grams, Shortlist, Tally};
use canonym::score::grid::Aligner;
use canonym::score::name::Name;
use canonym::score::{Scorer, Slips, Typos, shares};
use canonym::text::guard::guard;
use canonym::text::tradition::TRADITIONS;
use canonym::text::unit::Spelling;

use crate::samples::{Group, Samples, hash};
use crate::tables::{Key, Seeds, costs};

/// Natural logarithms in a cost of 1.00.
pub(crate) const NATS: f64 = 5.0;
/// Rounds of alignment, and of descent in each.
const ROUNDS: usize = 3;
const EPOCHS: usize = 4;
/// First step, and the pull to the seeds, in uses of a row.
const STEP: f64 = 0.08;
const PULL: f64 = 0.6;
/// Names nearer than this are namesakes.
const NAMESAKE: f64 = 0.3;
/// How much a pair of one-word spellings counts, so that there are as many as
/// of one-word look-alikes; and a look-alike of several words.
const TOKEN_WEIGHT: f64 = 6.0;
const WORDS_WEIGHT: f64 = 0.3;
/// Candidates found by letters, and kept by cost.
const FOUND: usize = 300;
const KEPT: usize = 12;
/// Base, scale, length and words of the curve, for names with and without
/// vowels, and what each tradition adds to the base.
const CURVE: usize = 8 + TRADITIONS.len();

pub(crate) type Features = Vec<(u32, f32)>;

/// Weights by feature: a row of the costs, a row in a tradition, a row at a
/// place.
pub(crate) struct Learnt {
    ids: HashMap<String, u32>,
    weights: Vec<f64>,
    seeds: Vec<f64>,
    seen: Vec<[f64; 2]>,
    words: [Vec<String>; 2],
}

/// A candidate: number, logarithm of the length, features.
pub(crate) type Candidate = (u32, f64, Features);

/// A look-up with its candidates, and what its own letters say.
pub(crate) struct Asked {
    pub(crate) query: usize,
    pub(crate) candidates: Vec<Candidate>,
    /// How what was asked for differs from each candidate.
    slips: Vec<Slips>,
    pub(crate) shares: [f64; TRADITIONS.len()],
    pub(crate) words: f64,
}

/// A pair and its features.
pub(crate) struct Judged {
    pub(crate) group: Group,
    pub(crate) same: bool,
    pub(crate) held_out: bool,
    /// A proving sound key is the same.
    pub(crate) key: bool,
    length: f64,
    words: f64,
    shares: [f64; TRADITIONS.len()],
    features: Features,
}

/// What a name is aligned with: costs and the words that have rows.
struct Workshop<'a> {
    costs: &'a Costs,
    words: [&'a [String]; 2],
}

impl Workshop<'_> {
    fn features(
        &self,
        a: &Name,
        b: &Name,
        known: Option<u8>,
        person: bool,
        aligner: &mut Aligner,
    ) -> Vec<(String, f32)> {
        let (a, b) = if a.letters() <= b.letters() { (a, b) } else { (b, a) };
        let shares = shares(a, b, known);
        let column = dominant(&shares);
        let mut out = Vec::new();
        let Some(steps) = align(a, b, self.costs, column, aligner) else {
            return vec![("(far)\t∅".into(), 1.0)];
        };
        for step in steps {
            let (x, y, place) = self.costs.row(&step, a, b);
            let mut add = |x: &str, y: &str, place: Place, value: f32| {
                let key = format!("{x}\t{y}");
                for (column, share) in shares.iter().enumerate().filter(|(_, share)| **share > 0.02) {
                    out.push((format!("{key}\t@{}", column_name(column)), value * *share as f32));
                }
                if place != Place::Inside {
                    out.push((format!("{key}\t{}", place.sign()), value));
                }
                out.push((key, value));
            };
            let Some(word) = x.strip_prefix("word ") else {
                add(&x, &y, place, 1.0);
                continue;
            };
            let guard = guard(word);
            if self.words[usize::from(person)].binary_search_by(|known| known.as_str().cmp(word)).is_ok() {
                add(&format!("{} {word}", if person { "part" } else { "word" }), "∅", Place::Inside, 1.0);
            } else if guard.particle {
                add("(particle)", "∅", Place::Inside, 1.0);
            } else if guard.title || guard.is_type() {
                add("(title)", "∅", Place::Inside, 1.0);
            } else {
                let (base, each) = if person { ("(part)", "(part letter)") } else { ("(word)", "(letter)") };
                add(base, "∅", Place::Inside, 1.0);
                add(each, "∅", Place::Inside, word.chars().count().min(10) as f32);
            }
        }
        out
    }
}

pub(crate) fn length(a: &Spelling, b: &Spelling) -> f64 {
    (a.letters().len().min(b.letters().len()) as f64).max(1.0).ln()
}

/// Words beyond the first in the name that has fewer, at most three.
fn words_of(a: &Spelling, b: &Spelling) -> f64 {
    let words = |name: &Spelling| name.letters().iter().filter(|letter| **letter == 0).count();
    words(a).min(words(b)).saturating_sub(1).min(3) as f64
}

/// What mistyped letters cost a candidate: the best of some hundred settings
/// for names of the world bench with one or two slips that lose no alternates.
/// Which letter was left out, or where two were swapped, tells itself; what was
/// typed for another or besides could be any of 26.
pub(crate) fn typos() -> Typos {
    Typos { apart: 1.2, changed: 0.6, added: 0.5, missing: 0.45, swapped: 0.35, again: 0.05 }
}

impl Asked {
    /// The candidates by rank, the higher the better.
    pub(crate) fn ranked<'a>(&'a self, learnt: &'a Learnt, abjad: bool) -> impl Iterator<Item = (&'a Candidate, f64)> {
        let typos = typos();
        let rank = move |(c, slips): (&'a Candidate, &Slips)| {
            let cost = learnt.dot(&c.2) / NATS;
            let mistyped = if abjad { cost } else { typos.cost(cost, slips) };
            (c, learnt.rank(c.1, &c.2, abjad) + (cost - mistyped) * NATS)
        };
        self.candidates.iter().zip(&self.slips).map(rank)
    }
}

impl Learnt {
    fn new(words: [Vec<String>; 2]) -> Self {
        let mut learnt = Self { ids: HashMap::new(), weights: Vec::new(), seeds: Vec::new(), seen: Vec::new(), words };
        for (name, value) in [("base", -2.0), ("scale", 0.4), ("length", 4.0), ("words", 0.5)] {
            for script in ["latin", "abjad"] {
                learnt.intern(format!("({name} {script})"), value);
            }
        }
        for name in TRADITIONS {
            learnt.intern(format!("(base {name})"), 0.0);
        }
        learnt
    }

    fn intern(&mut self, key: String, seed: f64) -> u32 {
        let next = self.weights.len() as u32;
        *self.ids.entry(key).or_insert_with(|| {
            self.weights.push(seed);
            self.seeds.push(seed);
            self.seen.push([0.0; 2]);
            next
        })
    }

    fn intern_all(&mut self, features: &[(String, f32)], seeds: &Seeds) -> Features {
        let mut out = Vec::with_capacity(features.len());
        for (key, value) in features {
            let id = match self.ids.get(key) {
                Some(id) => *id,
                None => {
                    let mut cells = key.split('\t');
                    let row = (cells.next().unwrap_or("").to_owned(), cells.next().unwrap_or("").to_owned());
                    let middle = seeds.cost(&row, ABJAD - 1);
                    let seed = match cells.next() {
                        None => middle,
                        Some(cell) => match cell.strip_prefix('@') {
                            Some(name) => (0..COLUMNS)
                                .find(|c| column_name(*c) == name)
                                .map_or(0.0, |c| seeds.cost(&row, c) - middle),
                            None => seeds.at_place(&row, cell),
                        },
                    };
                    self.intern(key.clone(), seed * NATS)
                }
            };
            out.push((id, *value));
        }
        out
    }

    fn weight(&self, key: &str) -> Option<f64> {
        self.ids.get(key).map(|&id| self.weights[id as usize])
    }

    /// Base, scale, length and words of the curve, and what the traditions
    /// add to the base.
    pub(crate) fn curve(&self, abjad: bool) -> ([f64; 4], [f64; TRADITIONS.len()]) {
        let at = usize::from(abjad);
        let added = std::array::from_fn(|t| if abjad { 0.0 } else { self.weights[8 + t] });
        ([self.weights[at], self.weights[2 + at] * NATS, self.weights[4 + at] / NATS, self.weights[6 + at]], added)
    }

    /// The cost of a row by column, in units of 1.00.
    pub(crate) fn cost_row(&self, key: &Key, seeds: &Seeds) -> [f64; COLUMNS] {
        let name = format!("{}\t{}", key.0, key.1);
        let middle = seeds.cost(key, ABJAD - 1);
        let base = self.weight(&name).unwrap_or(middle * NATS);
        std::array::from_fn(|column| {
            let offset = self.weight(&format!("{name}\t@{}", column_name(column)));
            ((base + offset.unwrap_or((seeds.cost(key, column) - middle) * NATS)) / NATS).max(0.0)
        })
    }

    /// What a row costs more at a place, if that is worth a row.
    pub(crate) fn at_place(&self, key: &Key, place: &str, seeds: &Seeds) -> Option<(f64, (f64, f64))> {
        let id = self.ids.get(&format!("{}\t{}\t{place}", key.0, key.1)).copied();
        let [same, other] = id.map_or([0.0; 2], |id| self.seen[id as usize]);
        let extra = id.map_or(seeds.at_place(key, place), |id| self.weights[id as usize] / NATS);
        ((same + other >= 5.0 || id.is_none()) && extra.abs() >= 0.05).then_some((extra, (same, other)))
    }

    /// How often a row was used between spellings of one name, and others.
    pub(crate) fn seen(&self, key: &Key) -> (f64, f64) {
        let id = self.ids.get(&format!("{}\t{}", key.0, key.1));
        id.map_or((0.0, 0.0), |&id| (self.seen[id as usize][0], self.seen[id as usize][1]))
    }

    /// The rows used at least so many times.
    pub(crate) fn rows_seen(&self, least: f64) -> impl Iterator<Item = Key> {
        self.ids.iter().filter(move |(_, id)| self.seen[**id as usize].iter().sum::<f64>() >= least).filter_map(
            |(key, _)| {
                let mut cells = key.split('\t');
                let row = (cells.next()?.to_owned(), cells.next()?.to_owned());
                cells.next().is_none().then_some(row)
            },
        )
    }

    pub(crate) fn dot(&self, features: &Features) -> f64 {
        features.iter().map(|(id, value)| self.weights[*id as usize] * f64::from(*value)).sum()
    }

    /// The better, the higher; natural logarithms.
    pub(crate) fn rank(&self, length: f64, features: &Features, abjad: bool) -> f64 {
        self.weights[4 + usize::from(abjad)] * length - self.dot(features)
    }

    pub(crate) fn evidence(&self, judged: &Judged) -> f64 {
        let abjad = judged.group == Group::Arabic;
        self.evidence_of(self.rank(judged.length, &judged.features, abjad), &judged.shares, judged.words, abjad)
    }

    pub(crate) fn evidence_of(&self, rank: f64, shares: &[f64; TRADITIONS.len()], words: f64, abjad: bool) -> f64 {
        let [base, scale, more] = [0, 2, 6].map(|at| self.weights[at + usize::from(abjad)]);
        let added: f64 =
            shares.iter().enumerate().filter(|_| !abjad).map(|(t, share)| self.weights[8 + t] * share).sum();
        base + added + more * words + scale * rank
    }
}

/// The final alignments and what was learnt.
pub(crate) struct Outcome {
    pub(crate) learnt: Learnt,
    pub(crate) scorer: Scorer,
    pub(crate) asked: Vec<Asked>,
    pub(crate) judged: Vec<Judged>,
}

impl std::ops::Deref for Outcome {
    type Target = Learnt;
    fn deref(&self) -> &Learnt {
        &self.learnt
    }
}

pub(crate) fn learn(samples: &Samples, seeds: &Seeds) -> Outcome {
    let mut learnt = Learnt::new(samples.words.clone());
    let grams: Vec<Grams> =
        samples.lists.iter().map(|list| Grams::build(list.names.iter().map(|name| &name.0))).collect();
    let mut round = 0;
    loop {
        let text = costs(&learnt, seeds);
        let scorer = Scorer::new(&text, &samples.origins, "");
        let words = learnt.words.clone();
        let shop = Workshop { costs: scorer.costs(), words: [&words[0], &words[1]] };
        let ready = |spelling: &Spelling, person: bool| scorer.prepared(spelling, person);
        let lists: Vec<Vec<Name>> = samples
            .lists
            .iter()
            .map(|list| list.names.iter().map(|name| ready(&name.0, list.person)).collect())
            .collect();
        let found = in_order(&samples.queries, |query, (tally, aligner): &mut (Tally, Aligner)| {
            let list = &samples.lists[query.list];
            let name = ready(&query.spelling, list.person);
            let mut ids = grams[query.list].nearest(&query.spelling, FOUND, tally);
            if !query.held_out && !ids.contains(&query.right) {
                ids.push(query.right);
            }
            let mut shortlist = Shortlist::new(KEPT);
            for id in ids {
                let (other, known) = (&lists[query.list][id as usize], list.names[id as usize].1);
                if let Some(cost) = scorer.rough_cost(&name, other, known, shortlist.limit(), aligner) {
                    shortlist.push(cost, id);
                }
            }
            let mut best: Vec<u32> = shortlist.into_numbers().collect();
            if !query.held_out && !best.contains(&query.right) {
                best.push(query.right);
            }
            let each = best.into_iter().map(|id| {
                let (other, known) = &list.names[id as usize];
                let features = shop.features(&name, &lists[query.list][id as usize], *known, list.person, aligner);
                let slips = Slips::between(query.spelling.letters(), other.letters());
                ((id, length(&query.spelling, other), features), slips)
            });
            let columns = shares(&name, &name, None);
            (each.collect::<Vec<_>>(), std::array::from_fn(|t| columns[t]))
        });
        let judged = in_order(&samples.pairs, |pair, aligner: &mut Aligner| {
            let (a, b) = (ready(&pair.a, pair.person), ready(&pair.b, pair.person));
            let columns = shares(&a, &b, None);
            let traditions: [f64; TRADITIONS.len()] = std::array::from_fn(|t| columns[t]);
            (shop.features(&a, &b, None, pair.person, aligner), traditions)
        });
        let asked: Vec<Asked> = found
            .into_iter()
            .enumerate()
            .map(|(query, (list, shares))| {
                let (list, slips): (Vec<_>, _) = list.into_iter().unzip();
                let candidates =
                    list.into_iter().map(|(id, length, f)| (id, length, learnt.intern_all(&f, seeds))).collect();
                let words = words_of(&samples.queries[query].spelling, &samples.queries[query].spelling);
                Asked { query, candidates, slips, shares, words }
            })
            .collect();
        let mut judged: Vec<Judged> = judged
            .into_iter()
            .zip(&samples.pairs)
            .map(|(features, pair)| Judged {
                group: pair.group,
                same: pair.same,
                held_out: pair.held_out,
                key: pair.key,
                length: length(&pair.a, &pair.b),
                words: words_of(&pair.a, &pair.b),
                shares: features.1,
                features: learnt.intern_all(&features.0, seeds),
            })
            .collect();
        judged.extend(look_alikes(samples, &asked, &learnt));
        count(samples, &asked, &judged, &mut learnt);
        if round == ROUNDS {
            return Outcome { learnt, scorer, asked, judged };
        }
        descend(samples, &asked, &judged, &mut learnt, round);
        round += 1;
    }
}

/// The nearest wrong name to each name that has several words or no vowels:
/// no list of look-alikes holds such pairs. A name that is spelt nearly alike
/// is a namesake and says nothing.
fn look_alikes(samples: &Samples, asked: &[Asked], learnt: &Learnt) -> Vec<Judged> {
    let mut out = Vec::new();
    for asked in asked {
        let query = &samples.queries[asked.query];
        let list = &samples.lists[query.list];
        let abjad = query.group == Group::Arabic;
        let right = &list.alike[query.right as usize];
        let words = |id: u32| words_of(&query.spelling, &list.names[id as usize].0);
        let wrong = asked.candidates.iter().filter(|(id, _, features)| {
            !right.contains(id) && (abjad || words(*id) > 0.0 && learnt.dot(features) > NAMESAKE * NATS)
        });
        let best = wrong
            .max_by(|a, b| learnt.rank(a.1, &a.2, abjad).total_cmp(&learnt.rank(b.1, &b.2, abjad)).then(b.0.cmp(&a.0)));
        if let Some((id, length, features)) = best {
            out.push(Judged {
                group: if abjad { Group::Arabic } else { Group::Words },
                same: false,
                held_out: query.held_out,
                key: false,
                length: *length,
                words: words(*id),
                shares: [0.0; TRADITIONS.len()],
                features: features.clone(),
            });
        }
    }
    out
}

fn count(samples: &Samples, asked: &[Asked], judged: &[Judged], learnt: &mut Learnt) {
    learnt.seen.iter_mut().for_each(|seen| *seen = [0.0; 2]);
    let mut add = |features: &Features, same: bool| {
        for (id, _) in features {
            learnt.seen[*id as usize][usize::from(!same)] += 1.0;
        }
    };
    for asked in asked {
        let query = &samples.queries[asked.query];
        for (id, _, features) in asked.candidates.iter().filter(|_| !query.held_out) {
            add(features, *id == query.right);
        }
    }
    for judged in judged.iter().filter(|judged| !judged.held_out) {
        add(&judged.features, judged.same);
    }
}

fn descend(samples: &Samples, asked: &[Asked], judged: &[Judged], learnt: &mut Learnt, round: usize) {
    let mut order: Vec<usize> = (0..asked.len() + judged.len()).collect();
    order.sort_by_key(|i| hash(&format!("{round} {i}")));
    let uses: Vec<f64> = learnt.seen.iter().map(|seen| seen[0] + seen[1]).collect();
    let mut squares = vec![1.0; learnt.weights.len()];
    let total = |abjad: bool, same: bool| -> f64 {
        let own = judged.iter().filter(|j| !j.held_out && j.same == same && (j.group == Group::Arabic) == abjad);
        own.map(|j| weight(j.group)).sum()
    };
    let scarce = [total(false, false) / total(false, true).max(1.0), total(true, false) / total(true, true).max(1.0)];
    let mut gradient: Vec<(u32, f64)> = Vec::new();
    for epoch in 0..EPOCHS {
        let step = STEP / (1.0 + epoch as f64);
        for &i in &order {
            gradient.clear();
            if let Some(asked) = asked.get(i) {
                asked_gradient(samples, asked, learnt, &mut gradient);
            } else {
                judged_gradient(&judged[i - asked.len()], scarce, learnt, &mut gradient);
            }
            for &(id, slope) in &gradient {
                let id = id as usize;
                let pull =
                    if id < CURVE { 0.0 } else { PULL * (learnt.weights[id] - learnt.seeds[id]) / uses[id].max(1.0) };
                let slope = slope + pull;
                squares[id] += slope * slope;
                learnt.weights[id] -= step * slope / squares[id].sqrt();
            }
        }
    }
}

/// How much a pair of a group counts.
pub(crate) fn weight(group: Group) -> f64 {
    match group {
        Group::Token => TOKEN_WEIGHT,
        Group::Words => WORDS_WEIGHT,
        _ => 1.0,
    }
}

fn asked_gradient(samples: &Samples, asked: &Asked, learnt: &Learnt, gradient: &mut Vec<(u32, f64)>) {
    let query = &samples.queries[asked.query];
    if query.held_out {
        return;
    }
    let abjad = query.group == Group::Arabic;
    let right = &samples.lists[query.list].alike[query.right as usize];
    let ranks: Vec<f64> = asked.candidates.iter().map(|(_, length, f)| learnt.rank(*length, f, abjad)).collect();
    let most = ranks.iter().copied().fold(f64::MIN, f64::max);
    let all: f64 = ranks.iter().map(|rank| (rank - most).exp()).sum();
    let good: f64 =
        asked.candidates.iter().zip(&ranks).filter(|(c, _)| right.contains(&c.0)).map(|(_, r)| (r - most).exp()).sum();
    for ((id, length, features), rank) in asked.candidates.iter().zip(&ranks) {
        let likely = (rank - most).exp();
        let slope = likely / all - if right.contains(id) { likely / good.max(1e-300) } else { 0.0 };
        if slope.abs() > 1e-6 {
            gradient.push((4 + u32::from(abjad), slope * length));
            gradient.extend(features.iter().map(|(id, value)| (*id, -slope * f64::from(*value))));
        }
    }
}

fn judged_gradient(judged: &Judged, scarce: [f64; 2], learnt: &Learnt, gradient: &mut Vec<(u32, f64)>) {
    if judged.held_out {
        return;
    }
    let abjad = u32::from(judged.group == Group::Arabic);
    let scale = learnt.weights[2 + abjad as usize];
    let rank = learnt.rank(judged.length, &judged.features, abjad == 1);
    let likely = 1.0 / (1.0 + (-learnt.evidence(judged)).exp());
    let weight = weight(judged.group) * if judged.same { scarce[abjad as usize] } else { 1.0 };
    let slope = (likely - if judged.same { 1.0 } else { 0.0 }) * weight;
    gradient.push((abjad, slope));
    gradient.push((2 + abjad, slope * rank * 0.1));
    gradient.push((4 + abjad, slope * scale * judged.length));
    gradient.push((6 + abjad, slope * judged.words));
    gradient.extend(judged.shares.iter().enumerate().map(|(t, share)| (8 + t as u32, slope * share)));
    gradient.extend(judged.features.iter().map(|(id, value)| (*id, -slope * scale * f64::from(*value))));
}
