//! Look-ups among the names and alternates of all places in GeoNames' cities of
//! 500 people and more, beside SymSpell and scans with rapidfuzz and strsim, in
//! one run on one core.
//!
//!     python3 benches/world/fetch.py
//!     cargo run --release --manifest-path benches/world/Cargo.toml [TABLE]
//!
//! Recall is the share of queries whose first candidate is a name that the
//! right place bears. TABLE is another dictionary in `target/world`, such as
//! `table10.tsv` after `fetch.py 10`.

use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use canonym::text::fold::{bare, fold};
use canonym::{Engine, Options, Pack, Tables};
use symspell_rs::{SymSpell, Verbosity};

/// Queries for those that go through all names, of each kind.
const FEW: usize = 40;

/// More names are left to canonym: the peers would need all the memory there is.
const MANY: usize = 3_000_000;

struct Query {
    kind: String,
    name: String,
    ids: Vec<String>,
}

/// The names as peers see them, with those that bear each.
type Dictionary = HashMap<String, Vec<String>>;

fn main() {
    let table = std::env::args().nth(1).unwrap_or_else(|| "table.tsv".into());
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/world");
    let (table, queries) = (folder.join(table), folder.join("queries.tsv"));
    if !table.exists() || !queries.exists() {
        eprintln!("{} is not there; run: python3 benches/world/fetch.py", table.display());
        std::process::exit(2);
    }
    let queries = read(&queries);
    rayon::ThreadPoolBuilder::new().num_threads(1).build_global().expect("one thread");
    let looked_up = canonym(&table, &queries);
    let dictionary = dictionary(&table);
    for ((kind, own), (best, time)) in each(&queries, usize::MAX).zip(looked_up) {
        told(kind, right(&dictionary, &own, best.iter().map(Option::as_deref)), own.len(), time);
    }
    println!("\n{} distinct folded names", dictionary.len());
    if dictionary.len() > MANY {
        println!("too many names for the peers");
        return;
    }
    symspell(&dictionary, &queries);
    scan("rapidfuzz Jaro-Winkler scan", &dictionary, &queries, |wanted, name| {
        rapidfuzz::distance::jaro_winkler::similarity(wanted.chars(), name.chars())
    });
    scan("strsim Jaro-Winkler scan", &dictionary, &queries, strsim::jaro_winkler);
}

fn read(path: &Path) -> Vec<Query> {
    let text = std::fs::read_to_string(path).expect("queries");
    let query = |line: &str| {
        let cells: Vec<&str> = line.split('\t').collect();
        Query { kind: cells[0].into(), name: cells[1].into(), ids: cells[2].split(';').map(str::to_owned).collect() }
    };
    text.lines().skip(1).map(query).collect()
}

fn folded(name: &str) -> String {
    bare(&fold(name).text().replace('-', " ")).trim().to_owned()
}

fn names(table: &str) -> impl Iterator<Item = (&str, &str)> {
    table.lines().skip(1).flat_map(|line| {
        let cells: Vec<&str> = line.split('\t').collect();
        let id = cells[0];
        std::iter::once(cells[1]).chain(cells[4].split('|')).filter(|name| !name.is_empty()).map(move |name| (id, name))
    })
}

fn dictionary(table: &Path) -> Dictionary {
    let text = std::fs::read_to_string(table).expect("a table");
    let mut dictionary = Dictionary::new();
    for (id, name) in names(&text) {
        dictionary.entry(folded(name)).or_default().push(id.to_owned());
    }
    dictionary
}

fn each(queries: &[Query], most: usize) -> impl Iterator<Item = (&str, Vec<&Query>)> {
    ["alternate", "one", "two"].into_iter().map(move |kind| {
        let own: Vec<&Query> = queries.iter().filter(|query| query.kind == kind).collect();
        let step = (own.len() / most).max(1);
        (kind, own.into_iter().step_by(step).collect())
    })
}

fn told(kind: &str, right: usize, of: usize, time: Duration) {
    println!("  {kind:<9} {:>9.0} a second, recall@1 {:.3}", of as f64 / time.as_secs_f64(), right as f64 / of as f64);
}

/// The folded names that come first for the queries of each kind, and the time
/// that it took to find them.
fn canonym(table: &Path, queries: &[Query]) -> Vec<(Vec<Option<String>>, Duration)> {
    println!("canonym");
    let start = Instant::now();
    let mut tables = Tables::new();
    tables.add_path(table).expect("a table");
    let loaded = start.elapsed();
    let bytes = Pack::compile(&tables).expect("it fits");
    let built = start.elapsed();
    drop(tables);
    let peak = status("VmHWM:");
    let path = table.with_extension("canonym");
    std::fs::write(&path, &bytes).expect("a pack");
    let contents = Pack::open("world", bytes.clone()).expect("it opens").contents();
    println!(
        "  {} spellings, {} rows of letters; read {loaded:.2?}, compiled {:.2?}, in all {built:.2?}",
        contents.aliases,
        contents.names,
        built - loaded
    );
    let per = |names: u32| contents.bytes as f64 / f64::from(names);
    println!("  {} bytes, {:.1} a spelling, in the file and in memory", contents.bytes, per(contents.aliases));
    println!("  {:.0} a spelling at most while it was compiled", peak as f64 / f64::from(contents.aliases));
    let bytes: Arc<[u8]> = bytes.into();
    let start = Instant::now();
    for _ in 0..100 {
        let pack = Pack::open("world", Arc::clone(&bytes)).expect("it opens");
        assert_eq!(pack.contents().aliases, contents.aliases);
    }
    println!("  opened in {:.1?}", start.elapsed() / 100);
    let mut tables = Tables::new();
    tables.add_base(Arc::new(Pack::open("world", bytes).expect("it opens")));
    let engine = Engine::over(&tables, Options::default()).expect("it opens");
    let looked_up = each(queries, usize::MAX).map(|(_, own)| {
        let names: Vec<&str> = own.iter().map(|query| &query.name[..]).collect();
        // All names are warm when they are timed.
        engine.lookup_all(&names, 1);
        let start = Instant::now();
        let found = engine.lookup_all(&names, 1);
        let time = start.elapsed();
        (found.iter().map(|answer| answer.matches.first().map(|best| folded(&best.alias))).collect(), time)
    });
    let looked_up = looked_up.collect();
    let text = std::fs::read_to_string(table).expect("a table");
    let recorded: Vec<&str> = names(&text).map(|(_, name)| name).step_by(7).collect();
    let start = Instant::now();
    let found = recorded.iter().filter(|name| engine.is_recorded(name)).count();
    println!(
        "  exact     {:>9.0} ns, {:.4} found",
        start.elapsed().as_nanos() as f64 / recorded.len() as f64,
        found as f64 / recorded.len() as f64
    );
    looked_up
}

fn symspell(dictionary: &Dictionary, queries: &[Query]) {
    println!("SymSpell (symspell_rs, two edits, prefix 7)");
    let before = resident();
    let start = Instant::now();
    let mut symspell: SymSpell = SymSpell::new(2, None, 7, 1);
    let mut names: Vec<_> = dictionary.iter().collect();
    names.sort_unstable();
    for (name, ids) in names {
        symspell.create_dictionary_entry(name.as_str(), ids.len());
    }
    let bytes = resident().saturating_sub(before);
    println!("  built in {:.2?}, some {} bytes a name", start.elapsed(), bytes / dictionary.len());
    for (kind, own) in each(queries, usize::MAX) {
        let names: Vec<String> = own.iter().map(|query| folded(&query.name)).collect();
        let start = Instant::now();
        let found: Vec<_> =
            names.iter().map(|name| symspell.lookup(name, Verbosity::Top, 2, &None, None, false)).collect();
        let time = start.elapsed();
        let best = found.iter().map(|found| found.first().map(|best| best.term.as_str()));
        told(kind, right(dictionary, &own, best), own.len(), time);
    }
}

fn scan(what: &str, dictionary: &Dictionary, queries: &[Query], similarity: impl Fn(&str, &str) -> f64) {
    println!("{what}");
    for (kind, own) in each(queries, FEW) {
        let names: Vec<String> = own.iter().map(|query| folded(&query.name)).collect();
        let start = Instant::now();
        let best = |wanted: &String| {
            let weighed = dictionary.keys().map(|name| (similarity(wanted, name), name));
            weighed.max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(a.1))).map(|best| best.1.as_str())
        };
        let found: Vec<_> = names.iter().map(best).collect();
        let time = start.elapsed();
        told(kind, right(dictionary, &own, found.into_iter()), own.len(), time);
    }
}

fn right<'d>(dictionary: &Dictionary, own: &[&Query], best: impl Iterator<Item = Option<&'d str>>) -> usize {
    let bears =
        |query: &Query, name: &str| dictionary.get(name).is_some_and(|ids| ids.iter().any(|id| query.ids.contains(id)));
    best.zip(own).filter(|(best, query)| best.is_some_and(|name| bears(query, name))).count()
}

/// The memory of this process, in bytes; 0 where the system does not tell.
fn resident() -> usize {
    status("VmRSS:")
}

fn status(what: &str) -> usize {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix(what));
    line.and_then(|line| line.split_whitespace().next()?.parse::<usize>().ok()).unwrap_or(0) * 1024
}
