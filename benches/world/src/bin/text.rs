//! Running text beside aho-corasick, in one run on one core: the addresses of
//! American presidents (1790 to 2021), with 100,000 of the names and
//! alternates of places.
//!
//!     python3 benches/world/fetch.py
//!     cargo run --release --manifest-path benches/world/Cargo.toml --bin text
//!
//! aho-corasick finds the names as they are written, inside other words, too;
//! canonym finds whole words, and those written otherwise.

use std::path::Path;
use std::time::{Duration, Instant};

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};
use canonym::{Engine, Mention, Options, Pack, Rule, Tables};
use unicode_normalization::UnicodeNormalization;

const NAMES: usize = 100_000;

/// Names are long enough for the automaton not to find them everywhere.
const LEAST: usize = 3;

const ROUNDS: usize = 5;

fn main() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/world");
    let (table, text) = (folder.join("table.tsv"), folder.join("addresses.txt"));
    if !table.exists() || !text.exists() {
        eprintln!("{} is not there; run: python3 benches/world/fetch.py", text.display());
        std::process::exit(2);
    }
    let text = std::fs::read_to_string(text).expect("a text");
    let rows = rows(&std::fs::read_to_string(table).expect("a table"));
    let pack = pack(&rows);
    let bytes = pack.len();
    let engine = |options| {
        let mut tables = Tables::new();
        tables.add_base(std::sync::Arc::new(Pack::open("names", pack.clone()).expect("it opens")));
        Engine::over(&tables, options).expect("it opens")
    };
    println!("{:.1} MB of text, {} names; {:.1} MB a pack", text.len() as f64 / 1e6, rows.len(), bytes as f64 / 1e6);
    let (exact, fuzzy) = (engine(Options { exact: true, ..Options::default() }), engine(Options::default()));
    found_however_written(&exact, &rows);
    let names = rows.iter().map(|row| &row.1[..]);
    let automaton = AhoCorasick::builder()
        .kind(Some(AhoCorasickKind::ContiguousNFA))
        .match_kind(MatchKind::LeftmostLongest)
        .build(names)
        .expect("an automaton");
    println!("aho-corasick: {:.1} MB", automaton.memory_usage() as f64 / 1e6);
    let peer = told("aho-corasick, contiguous NFA", &text, None, || automaton.find_iter(&text).count());
    told("canonym, recorded names alone", &text, Some(peer), || exact.tag(&text).len());
    told("canonym", &text, Some(peer), || fuzzy.tag(&text).len());
    near(&text, &fuzzy.tag(&text));
}

/// Every so many names and alternates, each once.
fn rows(table: &str) -> Vec<(String, String)> {
    let mut known = std::collections::HashSet::new();
    let all: Vec<(&str, &str)> = table
        .lines()
        .skip(1)
        .filter_map(|line| {
            let cells: Vec<&str> = line.split('\t').collect();
            Some((*cells.first()?, [*cells.get(1)?, *cells.get(4)?]))
        })
        .flat_map(|(id, [name, more])| std::iter::once(name).chain(more.split('|')).map(move |name| (id, name)))
        .filter(|(_, name)| name.chars().count() >= LEAST && known.insert(*name))
        .collect();
    all.iter().step_by(all.len() / NAMES).take(NAMES).map(|(id, name)| ((*id).to_owned(), (*name).to_owned())).collect()
}

fn pack(rows: &[(String, String)]) -> Vec<u8> {
    let lines = rows.iter().enumerate().map(|(at, (id, name))| format!("{id}/{at}\t{name}\tplace\n"));
    let table = std::iter::once("id\tname\tkind\n".to_owned()).chain(lines).collect::<String>();
    let mut tables = Tables::new();
    tables.add_text("names.tsv", &table).expect("a table");
    Pack::compile(&tables).expect("it fits")
}

/// Names of several words are found however they are joined, and marks however
/// they are encoded, which the automaton does not do.
fn found_however_written(engine: &Engine, rows: &[(String, String)]) {
    let found = |name: &str| engine.tag(format!("They met in {name} at last.")).iter().any(|m| m.text == name);
    let latin = |name: &str| name.chars().all(|c| c.is_ascii_alphabetic() || c == ' ' || c == '-');
    let (mut joined, mut marked) = (0, 0);
    for (_, name) in rows.iter().step_by(10) {
        if !found(name) {
            continue;
        }
        if latin(name) && name.contains([' ', '-']) {
            let words: Vec<&str> = name.split([' ', '-']).filter(|word| !word.is_empty()).collect();
            for way in [" ", "-", "\u{a0}", "\n", "\u{2011}"] {
                let written = words.join(way);
                assert!(found(&written), "{written:?}");
            }
            joined += 1;
        }
        let decomposed: String = name.nfd().collect();
        if decomposed != *name {
            assert!(found(&decomposed), "{decomposed:?}");
            marked += 1;
        }
    }
    assert!(engine.tag("Xwestminsterx and Northampton2").is_empty(), "nothing is found inside words");
    println!("{joined} names of several words in five ways, {marked} names with marks decomposed: all found");
}

fn told(what: &str, text: &str, peer: Option<f64>, find: impl Fn() -> usize) -> f64 {
    let mut found = 0;
    let rounds = (0..ROUNDS).map(|_| {
        let start = Instant::now();
        found = find();
        start.elapsed()
    });
    let best = rounds.min().unwrap_or(Duration::MAX);
    let speed = text.len() as f64 / 1e6 / best.as_secs_f64();
    let ratio = peer.map_or(String::new(), |peer| format!(", {:.2} of aho-corasick", speed / peer));
    println!("{what:<30} {speed:>6.1} MB/s, {found} found{ratio}");
    speed
}

/// What was taken for a name by its letters alone.
fn near(text: &str, mentions: &[Mention]) {
    let words = text.split_whitespace().count() as f64 / 1e3;
    let near: Vec<_> = mentions.iter().filter(|mention| matches!(mention.rule, Rule::Fuzzy | Rule::Key)).collect();
    println!("names known by letters or sound alone: {:.3} in 1,000 words", near.len() as f64 / words);
    for mention in near.iter().step_by((near.len() / 20).max(1)) {
        println!("  {} for {}", mention.text, mention.alias);
    }
}
