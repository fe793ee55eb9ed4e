//! `canonym link`: each row of one table with its best row of another.

use std::io::Write;
use std::process::ExitCode;

use canonym::parallel::in_order;
use canonym::{Comparison, Engine, Hints, Options, Status};
use csv::ByteRecord;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::args::common::Common;
use crate::args::finding::LinkArgs;
use crate::columns::{Rows, row};
use crate::failure::Failure;
use crate::input::Work;
use crate::message;
use crate::output::{Whole, not_an_input, stdout, word};
use crate::spellings::engine_over;

/// Rows of B that are looked at for each name of A.
const NEAR: usize = 16;

/// Scores that differ by less cannot be told apart.
const TIED: f64 = 1e-9;

pub(crate) fn run(common: &Common, args: &LinkArgs) -> Result<ExitCode, Failure> {
    let engine = common.engine()?;
    let work = Work::new(common, "linking");
    let a = Side::read(&args.a, args, &args.select)?;
    let b = Side::read(&args.b, args, args.with.as_deref().unwrap_or(&args.select))?;
    let pairs = pairs(&engine, &a, &b, common.min_score())?;
    let links = if args.one_to_one { one_to_one(&a, &b, &pairs) } else { best(&a, &b, &pairs) };
    drop(work);
    match &args.output {
        Some(path) => {
            not_an_input(path, [&args.a, &args.b].into_iter())?;
            let mut file = Whole::create(path)?;
            write(&engine, args, &a, &b, &links, &mut file).map_err(|error| Failure::file(path, error))?;
            file.finish()?;
        }
        None => {
            let mut out = stdout();
            let done = write(&engine, args, &a, &b, &links, &mut out).and_then(|()| out.flush());
            done.map_err(Failure::output)?;
        }
    }
    if !common.quiet {
        let found = links.iter().flatten().count();
        message::note(&format!("{found} of {} rows are linked", a.rows.len()));
    }
    Ok(ExitCode::SUCCESS)
}

/// A table, and the different names in it.
struct Side {
    header: Vec<String>,
    delimiter: u8,
    column: usize,
    rows: Vec<ByteRecord>,
    names: Vec<String>,
    /// The name of each row, if it has one, and the rows of each name.
    name_of: Vec<Option<usize>>,
    rows_of: Vec<Vec<usize>>,
}

impl Side {
    fn read(path: &std::path::Path, args: &LinkArgs, column: &str) -> Result<Self, Failure> {
        let mut rows = Rows::open(path, &args.layout)?;
        let (header, delimiter) = (rows.header.clone(), rows.delimiter);
        let column = rows.place(column)?;
        let mut side = Self {
            header,
            delimiter,
            column,
            rows: Vec::new(),
            names: Vec::new(),
            name_of: Vec::new(),
            rows_of: Vec::new(),
        };
        let mut known: FxHashMap<String, usize> = FxHashMap::default();
        while let Some(record) = rows.next()? {
            let name = String::from_utf8_lossy(record.get(column).unwrap_or_default()).trim().to_owned();
            let number = (!name.is_empty()).then(|| {
                *known.entry(name).or_insert_with_key(|name| {
                    side.names.push(name.clone());
                    side.rows_of.push(Vec::new());
                    side.names.len() - 1
                })
            });
            if let Some(number) = number {
                side.rows_of[number].push(side.rows.len());
            }
            side.name_of.push(number);
            side.rows.push(record);
        }
        Ok(side)
    }
}

/// Two names that may be one: their numbers, and how likely they are.
#[derive(Debug, Clone, Copy)]
struct Pair {
    b: usize,
    score: f64,
}

/// For each name of A the names of B that it may be, the likeliest first.
fn pairs(engine: &Engine, a: &Side, b: &Side, min_score: f64) -> Result<Vec<Vec<Pair>>, Failure> {
    let texts: Vec<&str> = b.names.iter().map(String::as_str).collect();
    let near = engine_over(&texts, Options::default())?.neighbours(&a.names, NEAR);
    // What the tables know to be one entity need not be near.
    let mut bearers: FxHashMap<String, Vec<usize>> = FxHashMap::default();
    for (number, answer) in engine.lookup_all(&b.names, 1).into_iter().enumerate() {
        if answer.status == Status::Match {
            bearers.entry(answer.matches[0].id.clone()).or_default().push(number);
        }
    }
    let meant = engine.lookup_all(&a.names, 1);
    engine.damage()?;
    let candidates: Vec<(usize, FxHashSet<usize>)> = near
        .iter()
        .zip(&meant)
        .enumerate()
        .map(|(number, (near, meant))| {
            let mut all: FxHashSet<usize> = near.iter().filter_map(|m| m.id.parse().ok()).collect();
            if meant.status == Status::Match {
                all.extend(bearers.get(&meant.matches[0].id).into_iter().flatten());
            }
            (number, all)
        })
        .collect();
    Ok(in_order(&candidates, |(number, all), (): &mut ()| {
        let name = &a.names[*number];
        let scored = all.iter().map(|&b_name| {
            let other = &b.names[b_name];
            let score = if name == other { 1.0 } else { engine.score(name, other, &Hints::default()).score };
            Pair { b: b_name, score }
        });
        let mut found: Vec<Pair> = scored.filter(|pair| pair.score >= min_score).collect();
        found.sort_by(|x, y| y.score.total_cmp(&x.score).then(x.b.cmp(&y.b)));
        found
    }))
}

/// The row of B that a row of A is linked to.
#[derive(Debug, Clone, Copy)]
struct Link {
    row: usize,
    score: f64,
    tied: bool,
}

/// The best row for each; several rows of B with it, or names that are as
/// likely, cannot be told apart.
fn best(a: &Side, b: &Side, pairs: &[Vec<Pair>]) -> Vec<Option<Link>> {
    let link = |name: &Option<usize>| {
        let pairs = &pairs[(*name)?];
        let first = pairs.first()?;
        let tied = pairs.get(1).is_some_and(|next| first.score - next.score < TIED) || b.rows_of[first.b].len() > 1;
        Some(Link { row: *b.rows_of[first.b].first()?, score: first.score, tied })
    };
    a.name_of.iter().map(link).collect()
}

/// Links in the order of their scores, each row at most in one.
fn one_to_one(a: &Side, b: &Side, pairs: &[Vec<Pair>]) -> Vec<Option<Link>> {
    let mut all: Vec<(usize, Pair)> = (0..a.rows.len())
        .filter_map(|row| Some((row, a.name_of[row]?)))
        .flat_map(|(row, name)| pairs[name].iter().map(move |pair| (row, *pair)))
        .collect();
    all.sort_by(|x, y| y.1.score.total_cmp(&x.1.score).then((x.0, x.1.b).cmp(&(y.0, y.1.b))));
    let mut links: Vec<Option<Link>> = vec![None; a.rows.len()];
    let mut used = vec![0; b.names.len()];
    for (row, Pair { b: name, score }) in all {
        if let (None, Some(&other)) = (links[row], b.rows_of[name].get(used[name])) {
            links[row] = Some(Link { row: other, score, tied: false });
            used[name] += 1;
        }
    }
    links
}

fn write(
    engine: &Engine,
    args: &LinkArgs,
    a: &Side,
    b: &Side,
    links: &[Option<Link>],
    out: &mut impl Write,
) -> std::io::Result<()> {
    let reasons = args.explain.then_some("link_reasons");
    let own = ["link_score", "link_status"].into_iter().chain(reasons);
    let mut line = |cells: Vec<&[u8]>| {
        out.write_all(&row(cells, a.delimiter))?;
        out.write_all(b"\n")
    };
    if !args.layout.no_headers {
        let theirs: Vec<String> = b.header.iter().map(|name| format!("b_{name}")).collect();
        let header = a.header.iter().map(String::as_bytes).chain(own.map(str::as_bytes));
        line(header.chain(theirs.iter().map(String::as_bytes)).collect())?;
    }
    for (record, link) in a.rows.iter().zip(links) {
        if link.is_none() && args.only_matched {
            continue;
        }
        let theirs = link.map(|link| &b.rows[link.row]);
        let status = match link {
            None => Status::None,
            Some(link) if link.tied => Status::Ambiguous,
            Some(_) => Status::Match,
        };
        let (score, status) = (link.map_or(String::new(), |link| link.score.to_string()), word(status));
        let text =
            |record: &ByteRecord, column| String::from_utf8_lossy(record.get(column).unwrap_or_default()).into_owned();
        let why = theirs.filter(|_| args.explain).map_or(String::new(), |theirs| {
            told(&engine.compare(&text(record, a.column), &text(theirs, b.column), &Hints::default()))
        });
        // Rows of any length have as many cells as the header, and what is too
        // much last.
        let cell = |record: &'_ ByteRecord, at: usize| record.get(at).map(<[u8]>::to_vec).unwrap_or_default();
        let mut cells: Vec<Vec<u8>> = (0..a.header.len()).map(|at| cell(record, at)).collect();
        cells.extend([score.into_bytes(), status.into_bytes()]);
        cells.extend(args.explain.then(|| why.into_bytes()));
        cells.extend((0..b.header.len()).map(|at| theirs.map_or_else(Vec::new, |theirs| cell(theirs, at))));
        cells.extend(record.iter().skip(a.header.len()).map(<[u8]>::to_vec));
        line(cells.iter().map(Vec::as_slice).collect())?;
    }
    Ok(())
}

fn told(found: &Comparison) -> String {
    let reasons: Vec<String> = found.reasons.iter().map(|r| format!("{}, cost {:.2}", r.text, r.cost)).collect();
    if reasons.is_empty() { word(found.rule) } else { reasons.join("; ") }
}
