//! Speed of scoring pairs of names, beside Jaro-Winkler of strsim and of
//! rapidfuzz in the same run. The pairs are the canonical names of the
//! built-in table with each of their aliases; every bench asserts its answer
//! before it is timed.

use std::hint::black_box;

use canonym::score::Scorer;
use canonym::score::grid::Aligner;
use canonym::score::name::Name;
use canonym::table::builtin::FILES;
use canonym::text::script::{Script, script_of};
use canonym::{Engine, Hints, Tables};
use divan::Bencher;
use divan::counter::ItemsCount;

fn main() {
    divan::main();
}

/// Names in Latin letters with their aliases.
fn pairs() -> Vec<(String, String)> {
    assert!(!FILES.is_empty());
    let tables = Tables::builtin().expect("the table is checked");
    let mut pairs = Vec::new();
    for form in tables.table().entities.iter().flat_map(|entity| &entity.forms) {
        let mut spellings = form.spellings();
        let Some(first) = spellings.next() else { continue };
        for other in spellings.filter(|other| script_of(&other.text) == Script::Latin) {
            pairs.push((first.text.clone(), other.text.clone()));
        }
    }
    assert!(pairs.len() > 4000, "the table has aliases");
    pairs
}

#[divan::bench(args = ["one word", "all"])]
fn judge_names_made_ready(bencher: Bencher, which: &str) {
    let scorer = Scorer::builtin();
    let pairs = pairs();
    let wanted = pairs.iter().filter(|(a, b)| which == "all" || !a.contains([' ', '-']) && !b.contains([' ', '-']));
    let ready: Vec<(Name, Name)> =
        wanted.map(|(a, b)| (scorer.name(a, None, false), scorer.name(b, None, false))).collect();
    let mut aligner = Aligner::default();
    let cheap = ready.iter().filter(|(a, b)| scorer.judge(a, b, None, None, &mut aligner).cost < 1.0).count();
    assert!(cheap * 2 > ready.len(), "most aliases are near their name");
    bencher.counter(ItemsCount::new(ready.len())).bench_local(|| {
        ready.iter().map(|(a, b)| scorer.judge(black_box(a), black_box(b), None, None, &mut aligner).cost).sum::<f64>()
    });
}

#[divan::bench]
fn make_a_name_ready(bencher: Bencher) {
    let scorer = Scorer::builtin();
    let pairs = pairs();
    bencher
        .counter(ItemsCount::new(pairs.len()))
        .bench(|| pairs.iter().map(|(_, b)| scorer.name(black_box(b), None, false).letters().len()).sum::<usize>());
}

#[divan::bench(sample_count = 10)]
fn compare_by_table_and_letters(bencher: Bencher) {
    let engine = Engine::builtin().expect("it opens");
    let pairs = pairs();
    let hints = Hints::default();
    let off: Vec<_> = pairs.iter().filter(|(a, b)| engine.score(a, b, &hints).score < 0.9).collect();
    assert!(off.is_empty(), "recorded spellings are one name: {off:?}");
    bencher
        .counter(ItemsCount::new(pairs.len()))
        .bench(|| pairs.iter().map(|(a, b)| engine.score(black_box(a), black_box(b), &hints).score).sum::<f64>());
}

#[divan::bench]
fn strsim_jaro_winkler(bencher: Bencher) {
    let pairs = pairs();
    bencher
        .counter(ItemsCount::new(pairs.len()))
        .bench(|| pairs.iter().map(|(a, b)| strsim::jaro_winkler(black_box(a), black_box(b))).sum::<f64>());
}

#[divan::bench]
fn strsim_damerau_levenshtein(bencher: Bencher) {
    let pairs = pairs();
    bencher.counter(ItemsCount::new(pairs.len())).bench(|| {
        pairs.iter().map(|(a, b)| strsim::normalized_damerau_levenshtein(black_box(a), black_box(b))).sum::<f64>()
    });
}

#[divan::bench]
fn rapidfuzz_jaro_winkler(bencher: Bencher) {
    let pairs = pairs();
    bencher.counter(ItemsCount::new(pairs.len())).bench(|| {
        pairs
            .iter()
            .map(|(a, b)| rapidfuzz::distance::jaro_winkler::similarity(black_box(a).chars(), black_box(b).chars()))
            .sum::<f64>()
    });
}
