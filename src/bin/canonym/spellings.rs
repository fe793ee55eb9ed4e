//! Spellings that are one name, among many.

use std::collections::BTreeMap;

use canonym::text::fold::{bare, fold};
use canonym::{Engine, Hints, Options, Tables};
use rustc_hash::FxHashMap;

use crate::args::finding::Method;
use crate::failure::Failure;

/// Spellings of one name, the most frequent first.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Cluster {
    /// Each with its number among the spellings, and how likely it is the
    /// same name as the first.
    pub(crate) members: Vec<(usize, f64)>,
}

/// Neighbours that are looked at for each spelling.
const NEIGHBOURS: usize = 32;

/// An engine over names, each an entity by its number.
///
/// # Errors
///
/// When there are more than an engine holds.
pub(crate) fn engine_over(names: &[&str], options: Options) -> Result<Engine, Failure> {
    let mut table = String::from("id\tname\n");
    for (number, name) in names.iter().enumerate() {
        let name: String = name.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
        // What has no letters is nobody's name.
        if name.chars().any(char::is_alphanumeric) {
            table.push_str(&format!("{number}\t{}\n", name.trim()));
        }
    }
    let mut tables = Tables::new();
    tables.add_text("names.tsv", &table)?;
    Ok(Engine::over(&tables, options)?)
}

/// The clusters of two spellings or more, those with the most first. Each
/// spelling goes to the head it is likeliest one name with, by the tables of
/// `engine` and by its letters; heads are the most frequent spellings that are
/// not one with a head before them. `names` are distinct, with how often each
/// stands there.
pub(crate) fn clusters(
    engine: &Engine,
    names: &[(&str, usize)],
    method: Method,
    min_score: f64,
) -> Result<Vec<Cluster>, Failure> {
    let mut order: Vec<usize> = (0..names.len()).collect();
    order.sort_by(|&a, &b| names[b].1.cmp(&names[a].1).then(names[a].0.cmp(names[b].0)));
    let mut clusters = match method {
        Method::Canonym => near(engine, names, &order, min_score)?,
        Method::Fingerprint => same(names, &order, fingerprint),
        Method::Ngram => same(names, &order, pairs),
    };
    clusters.retain(|cluster| cluster.members.len() > 1);
    let weight = |cluster: &Cluster| cluster.members.iter().map(|(at, _)| names[*at].1).sum::<usize>();
    clusters.sort_by_key(|cluster| std::cmp::Reverse(weight(cluster)));
    Ok(clusters)
}

fn same(names: &[(&str, usize)], order: &[usize], key: fn(&str) -> String) -> Vec<Cluster> {
    let mut clusters: Vec<Cluster> = Vec::new();
    let mut known: FxHashMap<String, usize> = FxHashMap::default();
    // What has no letters is like nothing.
    for &at in order.iter().filter(|at| !key(names[**at].0).is_empty()) {
        let own = *known.entry(key(names[at].0)).or_insert_with(|| {
            clusters.push(Cluster { members: Vec::new() });
            clusters.len() - 1
        });
        clusters[own].members.push((at, 1.0));
    }
    clusters
}

fn near(engine: &Engine, names: &[(&str, usize)], order: &[usize], min_score: f64) -> Result<Vec<Cluster>, Failure> {
    let sorted: Vec<&str> = order.iter().map(|&at| names[at].0).collect();
    let answers = engine_over(&sorted, Options { min_score, ..Options::default() })?.neighbours(&sorted, NEIGHBOURS);
    let mut clusters: Vec<Cluster> = Vec::new();
    // The cluster that a spelling stands at the head of.
    let mut heads: BTreeMap<usize, usize> = BTreeMap::new();
    for (place, answer) in answers.iter().enumerate() {
        let number = |id: &str| id.parse::<usize>().ok();
        let before = answer.iter().filter_map(|m| number(&m.id)).filter(|at| heads.contains_key(at));
        let scored = before.map(|at| (engine.score(sorted[place], sorted[at], &Hints::default()).score, at));
        let best =
            scored.filter(|(score, _)| *score >= min_score).max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)));
        match best {
            Some((score, head)) => clusters[heads[&head]].members.push((order[place], score)),
            None => {
                heads.insert(place, clusters.len());
                clusters.push(Cluster { members: vec![(order[place], 1.0)] });
            }
        }
    }
    Ok(clusters)
}

/// OpenRefine's fingerprint: the different words in order of the alphabet,
/// without case, marks and punctuation.
pub(crate) fn fingerprint(name: &str) -> String {
    let plain = bare(fold(name).text());
    let mut words: Vec<&str> = plain.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    words.sort_unstable();
    words.dedup();
    words.join(" ")
}

/// OpenRefine's n-gram fingerprint for pairs: the different pairs of letters in
/// order of the alphabet.
pub(crate) fn pairs(name: &str) -> String {
    let letters: Vec<char> = bare(fold(name).text()).chars().filter(|c| c.is_alphanumeric()).collect();
    let mut pairs: Vec<String> = letters.windows(2).map(|pair| pair.iter().collect()).collect();
    pairs.sort_unstable();
    pairs.dedup();
    if pairs.is_empty() { letters.iter().collect() } else { pairs.concat() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_those_of_openrefine() {
        assert_eq!(fingerprint(" Tom Cruise,  tom "), "cruise tom");
        assert_eq!(fingerprint("Cruise, Tóm"), "cruise tom");
        assert_eq!(pairs("Paris"), "arispari");
        assert_eq!(pairs("p a-r I s"), "arispari");
        assert_eq!(pairs("X"), "x");
    }

    #[test]
    fn spellings_go_to_the_most_frequent_one() {
        let engine = Engine::new(&Tables::new(), Options::default());
        let names = [("Rahmon", 1), ("Rakhmon", 5), ("Rahman", 9), ("Karzai", 2), ("Karzay", 1)];
        let found = clusters(&engine, &names, Method::Canonym, 0.85).expect("clusters");
        let shown: Vec<Vec<&str>> =
            found.iter().map(|c| c.members.iter().map(|(at, _)| names[*at].0).collect()).collect();
        assert_eq!(shown, [vec!["Rakhmon", "Rahmon"], vec!["Karzai", "Karzay"]]);
        let found = clusters(&engine, &names, Method::Fingerprint, 0.85).expect("clusters");
        assert_eq!(found, []);
    }
}
