//! research learner
#![allow(missing_docs, clippy::all)]
use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::atomic::{AtomicUsize, Ordering};

use canonym::score::cost::{Costs, Place};
use canonym::score::edit::{Aligner, Name, Act};
use canonym::score::gram::{Grams, Tally};
use canonym::text::tradition::{TRADITIONS, tradition};
use canonym::text::unit::{Spelling, text_of, letter};

mod data;
mod seed;
use data::*;

const T: usize = 6;
const NATS: f64 = 5.0; // nats of a cost of 1.00

fn hash(s: &str) -> u64 { s.bytes().fold(0xcbf29ce484222325, |h, b| (h ^ b as u64).wrapping_mul(0x100000001b3)) }
fn fold_of(s: &str, k: u64) -> u64 { (hash(s) >> 7) % k }

#[derive(Default)]
struct Params {
    ids: HashMap<String, usize>,
    names: Vec<String>,
    w: Vec<f64>,
    prior: Vec<f64>,
    pos: Vec<f64>, // counts in golds
    neg: Vec<f64>,
}
impl Params {
    fn id(&mut self, key: String, prior: f64) -> usize {
        if let Some(&i) = self.ids.get(&key) { return i; }
        let i = self.w.len();
        self.ids.insert(key.clone(), i); self.names.push(key); self.w.push(prior); self.prior.push(prior); self.pos.push(0.0); self.neg.push(0.0);
        i
    }
}

type Feats = Vec<(u32, f32)>;

struct Model { costs: Costs }

fn dominant(p: &[f64; T]) -> usize { (0..T).max_by(|&a, &b| p[a].total_cmp(&p[b])).unwrap() }

/// raw feature keys of a pair
fn features(costs: &Costs, al: &mut Aligner, a: &Name, b: &Name, p: &[f64; T], words: &HashSet<String>) -> Vec<(String, f32)> {
    let d = dominant(p);
    let steps = al.steps(a, b, costs, d);
    let mut out = Vec::new();
    for s in &steps {
        if s.act == Act::Same { continue; }
        let (x, y, place) = costs.row(s, a, b);
        let mut one = |key: String, place: Place, v: f32| {
            for t in 0..T { if p[t] > 0.02 { out.push((format!("{key}\t@{}", TRADITIONS[t]), v * p[t] as f32)); } }
            if place != Place::Inside { out.push((format!("{key}\t{}", place.sign()), v)); }
            out.push((key, v));
        };
        if let Some(w) = x.strip_prefix("word ") {
            if words.contains(w) { one(format!("{x}\t∅"), Place::Inside, 1.0); }
            else {
                let g = canonym::text::guard::guard(w);
                if w.chars().any(|c| c.is_ascii_digit()) { one("(digit)\t∅".into(), Place::Inside, 1.0); }
                else if g.particle { one("(particle)\t∅".into(), Place::Inside, 1.0); }
                else if g.title || g.is_type() { one("(title)\t∅".into(), Place::Inside, 1.0); }
                else { one("(word)\t∅".into(), Place::Inside, 1.0); one("(letter)\t∅".into(), Place::Inside, w.chars().count().min(10) as f32); }
            }
        } else { one(format!("{x}\t{y}"), place, 1.0); }
    }
    out
}

struct Query { name: Name, spelling: Spelling, gold: u32, train: bool, easy: u8, w: f64 }

fn parallel<R: Send + Default + Clone>(n: usize, f: impl Fn(usize) -> R + Sync) -> Vec<R> {
    let next = AtomicUsize::new(0);
    let parts: Vec<Vec<(usize, R)>> = std::thread::scope(|s| {
        let hs: Vec<_> = (0..2).map(|_| s.spawn(|| { let mut out = vec![]; loop { let i0 = next.fetch_add(64, Ordering::Relaxed); if i0 >= n { break; } for i in i0..(i0 + 64).min(n) { out.push((i, f(i))); } } out })).collect();
        hs.into_iter().map(|h| h.join().unwrap()).collect()
    });
    let mut out = vec![R::default(); n];
    for (i, r) in parts.into_iter().flatten() { out[i] = r; }
    out
}

fn auc(pos: &[f64], neg: &[f64]) -> (f64, f64) {
    let mut n: Vec<f64> = neg.to_vec(); n.sort_by(|a, b| a.total_cmp(b));
    let mut tot = 0.0;
    for &p in pos { let lo = n.partition_point(|&x| x < p); let hi = n.partition_point(|&x| x <= p); tot += lo as f64 + (hi - lo) as f64 / 2.0; }
    let at = n[n.len() - 1 - (0.05 * n.len() as f64) as usize];
    (tot / (pos.len() * n.len()) as f64, pos.iter().filter(|&&p| p > at).count() as f64 / pos.len() as f64)
}

fn main() {
    let args: Vec<String> = std::env::args().collect();
    let dir = &args[1];
    let reference = &args[2];
    let fold: i64 = args.get(3).map_or(-1, |s| s.parse().unwrap());
    let outer: usize = args.get(4).map_or(2, |s| s.parse().unwrap());
    let mut params = Params::default();
    let seed_rows = seed::rows(reference);
    let mut text = seed::table(&seed_rows);
    let mut costs = Costs::parse(&text);
    eprintln!("units {}", seed_rows.len());
    let places = places(dir);
    // table of entities
    let mut entity: BTreeMap<String, (String, String)> = BTreeMap::new();
    for r in &places { entity.entry(r.entity.clone()).or_insert((r.canonical.clone(), r.country.clone())); }
    let ids: HashMap<&String, u32> = entity.keys().enumerate().map(|(i, k)| (k, i as u32)).collect();
    let table: Vec<(Spelling, usize)> = entity.values().map(|(n, c)| {
        (Spelling::new(n, None), tradition::<&str>(&[], Some(c)).column.unwrap_or(5) as usize)
    }).collect();
    let bearers: HashMap<String, Vec<u32>> = entity.values().enumerate().fold(HashMap::new(), |mut m, (i, (n, _))| { m.entry(n.to_lowercase()).or_insert_with(Vec::new).push(i as u32); m });
    let golds: Vec<&Vec<u32>> = entity.values().map(|(n, _)| &bearers[&n.to_lowercase()]).collect();
    let grams = Grams::build(table.iter().map(|x| &x.0));
    // words that get their own weight
    let mut word_count: HashMap<String, usize> = HashMap::new();
    for r in &places { if r.kind == "extra_token" || r.kind == "spelling" {
        let (a, b) = (canonym::text::token::bare_words(&r.canonical), canonym::text::token::bare_words(&r.variant));
        for w in a.iter().filter(|w| !b.contains(w)).chain(b.iter().filter(|w| !a.contains(w))) { *word_count.entry(w.clone()).or_default() += 1; }
    } }
    let _ = letter;
    let mut queries: Vec<Query> = places.iter().filter(|r| r.unique && r.canonical != r.variant).map(|r| {
        let s = Spelling::new(&r.variant, None);
        Query { name: Name::new(&s, &costs), gold: ids[&r.entity], train: fold < 0 || fold_of(&r.entity, 5) != fold as u64, easy: if r.sim >= 0.7 { 1 } else { 0 }, spelling: s, w: 1.0 }
    }).collect();
    let _ = &mut queries;
    let negs = negatives(dir);
    let tok = tokens(dir);
    let origin = data::Origin::learn(&places, &table.iter().map(|x| x.1).collect::<Vec<_>>(), &ids);
    {
        // accuracy of inference on single names
        let (mut ok, mut n, mut sure, mut sure_ok) = (0, 0, 0, 0);
        for (s, t) in &table { let p = origin.of(&[s]); let d = dominant(&p); n += 1; ok += (d == *t) as usize; if p[d] > 0.8 { sure += 1; sure_ok += (d == *t) as usize; } }
        eprintln!("origin: {:.3} sure {:.3} of which right {:.3}", ok as f64 / n as f64, sure as f64 / n as f64, sure_ok as f64 / sure as f64);
    }
    let onehot = |t: usize| { let mut p = [0.0; T]; p[t] = 1.0; p };
    // pairs for the logistic
    struct Case { a: Spelling, b: Spelling, p: [f64; T], y: bool, train: bool, group: u8 }
    let mut cases = Vec::new();
    let mk = |a: &str, b: &str, y: bool, key: &str, group: u8| { let (a, b) = (Spelling::new(a, None), Spelling::new(b, None)); let (a, b) = if a.letters() <= b.letters() { (a, b) } else { (b, a) }; let p = origin.of(&[&a, &b]); Case { p, a, b, y, train: fold < 0 || fold_of(key, 5) != fold as u64, group } };
    for r in places.iter().filter(|r| r.canonical != r.variant) { cases.push(mk(&r.canonical, &r.variant, true, &r.entity, if r.sim >= 0.7 { 1 } else { 0 })); }
    for (a, b, e) in &tok { cases.push(mk(a, b, true, e, 2)); }
    for (a, b, hard) in &negs { cases.push(mk(a, b, false, a, if *hard { 4 } else { 3 })); }
    let words: HashSet<String> = word_count.iter().filter(|x| *x.1 >= 12).map(|x| x.0.clone()).collect();
    eprintln!("own words {}", words.len());
    params.id("(bias)".into(), 1.0); params.id("(length)".into(), 1.0); params.id("(scale)".into(), 0.7); params.id("(nwords)".into(), 0.0);
    for t in 0..T { params.id(format!("(origin {t})"), 0.0); }
    for it in 0..outer {
        let names: Vec<Name> = table.iter().map(|x| Name::new(&x.0, &costs)).collect();
        let qn: Vec<Name> = queries.iter().map(|q| Name::new(&q.spelling, &costs)).collect();
        let t0 = std::time::Instant::now();
        // candidates
        let cands: Vec<Vec<(u32, u32)>> = parallel(queries.len(), |i| {
            thread_local!(static W: std::cell::RefCell<(Tally, Aligner)> = Default::default());
            W.with(|w| {
                let w = &mut *w.borrow_mut();
                let mut c = grams.nearest(&queries[i].spelling, 150, &mut w.0);
                let g = queries[i].gold;
                if queries[i].train && !c.contains(&g) { c.push(g); }
                let mut out: Vec<(u32, u32)> = Vec::new();
                let mut limit = u32::MAX / 8;
                for id in c {
                    let (x, y) = (&qn[i], &names[id as usize]);
                    let (x, y) = if x.letters() <= y.letters() { (x, y) } else { (y, x) };
                    if let Some(cost) = w.1.cost(x, y, &costs, table[id as usize].1, limit) {
                        out.push((cost, id));
                        if out.len() > 40 { out.sort(); out.truncate(12); limit = out[11].0; }
                    }
                }
                out.sort(); out.truncate(12);
                out
            })
        });
        eprintln!("scan {:.1?}", t0.elapsed());
        let recall = |rank: &dyn Fn(usize) -> Vec<(f64, u32)>, name: &str| {
            let mut hit = [0.0; 2]; let mut hitg = [0.0;2]; let mut n = [0.0; 2];
            for (i, q) in queries.iter().enumerate() { if q.train && fold >= 0 { continue; }
                let r = rank(i);
                let e = q.easy as usize; n[e] += 1.0;
                let best = r.iter().map(|x| x.0).fold(f64::MAX, f64::min);
                let top: Vec<u32> = r.iter().filter(|x| x.0 <= best + 1e-9).map(|x| x.1).collect();
                if !top.is_empty() { hit[e] += top.iter().filter(|x| golds[q.gold as usize].contains(x)).count() as f64 / top.len() as f64; }
                if r.iter().any(|x| golds[q.gold as usize].contains(&x.1)) { hitg[e] += 1.0; }
            }
            eprintln!("{name}: recall1 easy {:.4} ({}) hard {:.4} ({}); in cands {:.4} {:.4}", hit[1] / n[1], n[1], hit[0] / n[0], n[0], hitg[1]/n[1], hitg[0]/n[0]);
        };
        recall(&|i| cands[i].iter().map(|x| (x.0 as f64, x.1)).collect(), &format!("it {it} dp"));
        // features
        let feats: Vec<Vec<(u32, Vec<(String, f32)>)>> = parallel(queries.len(), |i| {
            thread_local!(static W: std::cell::RefCell<Aligner> = Default::default());
            W.with(|w| {
                let w = &mut *w.borrow_mut();
                let mut list: Vec<u32> = cands[i].iter().map(|x| x.1).collect();
                let g = queries[i].gold;
                if queries[i].train && !list.contains(&g) { list.push(g); }
                list.iter().map(|&id| { let (x, y) = (&qn[i], &names[id as usize]);
                    let (x, y) = if x.letters() <= y.letters() { (x, y) } else { (y, x) };
                    (id, features(&costs, w, x, y, &onehot(table[id as usize].1), &words)) }).collect()
            })
        });
        let case_feats: Vec<Vec<(String, f32)>> = parallel(cases.len(), |i| {
            let mut w = Aligner::default();
            features(&costs, &mut w, &Name::new(&cases[i].a, &costs), &Name::new(&cases[i].b, &costs), &cases[i].p, &words)
        });
        eprintln!("features {:.1?}", t0.elapsed());
        let prior = |key: &str| -> f64 { seed::prior(&seed_rows, key) * NATS };
        let mut intern = |params: &mut Params, f: &Vec<(String, f32)>| -> Feats { f.iter().map(|(k, v)| { let pr = if params.ids.contains_key(k) { 0.0 } else { prior(k) }; (params.id(k.clone(), pr) as u32, *v) }).collect() };
        let q: Vec<(usize, Vec<(u32, Feats)>)> = feats.iter().enumerate().map(|(i, l)| (i, l.iter().map(|(id, f)| (*id, intern(&mut params, f))).collect())).collect();
        let c: Vec<Feats> = case_feats.iter().map(|f| intern(&mut params, f)).collect();
        eprintln!("params {}", params.w.len());
        let dot = |w: &Vec<f64>, f: &Feats| -> f64 { f.iter().map(|(k, v)| w[*k as usize] * *v as f64).sum::<f64>() };
        recall(&|i| q[i].1.iter().map(|(id, f)| (dot(&params.w, f), *id)).collect(), "before");
        // train
        let mut g2 = vec![1.0; params.w.len()];
        let lr = 0.15;
        let l2 = 0.02; // per update towards prior, lazily through gradient
        let npos = cases.iter().filter(|c| c.y && c.train).count() as f64; let nneg = cases.iter().filter(|c| !c.y && c.train).count() as f64;
        let order: Vec<usize> = { let mut v: Vec<usize> = (0..q.len() + cases.len()).collect(); v.sort_by_key(|&i| hash(&format!("{it} {i}"))); v };
        let count = { let mut n = vec![0.0f64; params.w.len()]; for (i, l) in &q { if queries[*i].train { for (_, f) in l { for x in f { n[x.0 as usize] += 1.0; } } } } for f in &c { for x in f { n[x.0 as usize] += 1.0; } } n };
        for epoch in 0..4 {
            let lr = lr / (1.0 + epoch as f64);
            let mut loss = 0.0;
            for &o in &order {
                let mut grads: Vec<(u32, f64)> = Vec::new();
                if o < q.len() {
                    let (i, list) = &q[o];
                    if !queries[*i].train { continue; }
                    let s: Vec<f64> = list.iter().map(|(_, f)| -dot(&params.w, f)).collect();
                    let mx = s.iter().cloned().fold(f64::MIN, f64::max);
                    let z: f64 = s.iter().map(|x| (x - mx).exp()).sum();
                    let gs = golds[queries[*i].gold as usize];
                    let zg: f64 = list.iter().zip(&s).filter(|(x, _)| gs.contains(&x.0)).map(|(_, x)| (x - mx).exp()).sum();
                    loss -= (zg / z).max(1e-12).ln();
                    for ((id, f), x) in list.iter().zip(&s) {
                        let e = (x - mx).exp();
                        let g = e / z - if gs.contains(id) { e / zg.max(1e-300) } else { 0.0 };
                        // dloss/dS = p - target ; S = -w.f -> dloss/dw = -(p-target) f
                        if g.abs() > 1e-6 { for (k, v) in f { grads.push((*k, -g * *v as f64)); } }
                    }
                } else {
                    let k = o - q.len();
                    let case = &cases[k];
                    if !case.train { continue; }
                    let weight = if case.y { nneg / npos } else { 1.0 } * 1.0;
                    let len = (case.a.letters().len().min(case.b.letters().len()) as f64).ln() - 2.0;
                    let nw = case.a.letters().iter().filter(|&&l| l == 0).count() as f64 - 1.0;
                    let cost = dot(&params.w, &c[k]);
                    let mut z = params.w[0] + params.w[1] * len + params.w[3] * nw - params.w[2] * cost;
                    for t in 0..T { z += case.p[t] * params.w[4 + t]; }
                    let pr = 1.0 / (1.0 + (-z).exp());
                    let g = (pr - case.y as u8 as f64) * weight;
                    grads.push((0, g)); grads.push((1, g * len)); grads.push((2, -g * cost * 0.1)); grads.push((3, g * nw));
                    for t in 0..T { grads.push((4 + t as u32, g * case.p[t])); }
                    for (f, v) in &c[k] { grads.push((*f, -g * params.w[2] * *v as f64)); }
                }
                for (k, g) in grads {
                    let k = k as usize;
                    let g = if k < 10 { g } else { g + l2 * 30.0 * (params.w[k] - params.prior[k]) / count[k].max(1.0) };
                    g2[k] += g * g;
                    params.w[k] -= lr * g / g2[k].sqrt();
                }
            }
            eprintln!("epoch {epoch} loss {:.4}", loss / q.len() as f64);
        }
        recall(&|i| q[i].1.iter().map(|(id, f)| (dot(&params.w, f), *id)).collect(), "after");
        let z = |k: usize| { let case = &cases[k]; let len = (case.a.letters().len().min(case.b.letters().len()) as f64).ln() - 2.0; let nw = case.a.letters().iter().filter(|&&l| l == 0).count() as f64 - 1.0; let mut z = params.w[0] + params.w[1] * len + params.w[3] * nw - params.w[2] * dot(&params.w, &c[k]); for t in 0..T { z += case.p[t] * params.w[4 + t]; } z };
        let of = |g: &[u8]| -> Vec<f64> { cases.iter().enumerate().filter(|(_, c)| g.contains(&c.group) && (fold < 0 || !c.train)).map(|(k, _)| z(k)).collect() };
        let (p1, p01, n3, n4) = (of(&[1]), of(&[0, 1]), of(&[3]), of(&[4]));
        eprintln!("AUC sim>=.7 easy {:?} hard {:?}; all easy {:?} hard {:?}", auc(&p1, &n3), auc(&p1, &n4), auc(&p01, &n3), auc(&p01, &n4));
        eprintln!("globals {:?}", &params.w[..10]);
        text = seed::export(&seed_rows, &params.ids, &params.w, NATS, &words);
        costs = Costs::parse(&text);
    }
    std::fs::write("/tmp/costs.tsv", &text).unwrap();
    let _ = (text_of, Model { costs });
}
