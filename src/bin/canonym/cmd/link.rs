//! `canonym link`: each row of one table with its best row of another.

use std::io::{Read, Write};
use std::path::Path;
use std::process::ExitCode;

use canonym::parallel::in_order;
use canonym::{Comparison, Engine, Hints, Options, Status};
use rustc_hash::{FxHashMap, FxHashSet};

use crate::args::common::Common;
use crate::args::finding::{LinkArgs, Tied};
use crate::args::rows::Layout;
use crate::columns::place;
use crate::failure::Failure;
use crate::input::{Work, open_text, stdin_text};
use crate::judged::Complaints;
use crate::message;
use crate::output::{not_an_input, to};
use crate::records::{Dialect, Records};
use crate::spellings::engine_over;

/// Rows of B that are looked at for each name of A.
const NEAR: usize = 16;

/// Scores that differ by less cannot be told apart.
const TIED: f64 = 1e-9;

pub(crate) fn run(common: &Common, args: &LinkArgs) -> Result<ExitCode, Failure> {
    if let Some(output) = &args.output {
        not_an_input(output, [&args.a, &args.b].into_iter())?;
    }
    if args.layout.no_headers && !args.prefix.is_empty() {
        return Err(Failure::message("--prefix: with --no-headers no column has a name"));
    }
    let engine = common.engine()?;
    let work = Work::new(common, "linking");
    let a = Side::read(&args.a, &args.layout, &args.select)?;
    let theirs = Layout { delimiter: args.b_delimiter.or(args.layout.delimiter), ..args.layout.clone() };
    let b = Side::read(&args.b, &theirs, args.with.as_deref().unwrap_or(&args.select))?;
    if let Some(known) = new_names(args, &b).iter().find(|name| a.head.is_some() && a.header.contains(name)) {
        let what = "that is added; name it otherwise with --prefix";
        return Err(Failure::message(format!("{}:1: there is a column `{known}` already, {what}", args.a.display())));
    }
    let pairs = pairs(&engine, &a, &b, common.min_score())?;
    let links = if args.one_to_one { one_to_one(&a, &b, &pairs) } else { best(&a, &b, &pairs) };
    drop(work);
    to(args.output.as_deref(), |out, failed| write(&engine, args, &a, &b, &links, out).map_err(failed))?;
    if !common.quiet {
        let found = links.iter().flatten().count();
        let tied = links.iter().flatten().filter(|link| link.tied).count();
        let tied = if tied > 0 { format!(", {tied} of them ambiguous") } else { String::new() };
        message::note(&format!("{found} of {} linked{tied}", message::count(a.rows.len(), "row")));
    }
    a.complaints.tell()?;
    b.complaints.tell()?;
    Ok(ExitCode::SUCCESS)
}

/// A table, and the different names in it.
struct Side {
    dialect: Dialect,
    /// The first row, unless it is a row like the others.
    head: Option<Row>,
    /// The names of the columns, or their numbers.
    header: Vec<String>,
    column: usize,
    rows: Vec<Row>,
    /// What the file ends with behind its last row.
    rest: Vec<u8>,
    names: Vec<String>,
    /// The name of each row, if it has one, and the rows of each name.
    name_of: Vec<Option<usize>>,
    rows_of: Vec<Vec<usize>>,
    complaints: Complaints,
}

/// A row as it stands, and its cells.
struct Row {
    raw: Vec<u8>,
    cells: Vec<Vec<u8>>,
}

impl Side {
    fn read(path: &Path, layout: &Layout, column: &str) -> Result<Self, Failure> {
        let name = path.display().to_string();
        let dialect = layout.dialect_of(path);
        let bytes = match path == Path::new("-") {
            true => stdin_text().and_then(|mut stdin| {
                let mut bytes = Vec::new();
                stdin.read_to_end(&mut bytes).map(|_| bytes)
            }),
            false => open_text(path).and_then(|mut file| {
                let mut bytes = Vec::new();
                file.read_to_end(&mut bytes).map(|_| bytes)
            }),
        };
        let bytes = bytes.map_err(|error| Failure::file(path, error))?;
        let mut records = Records::new(dialect);
        let mut complaints = Complaints::default();
        let all = records.push(&bytes, true).map_err(|line| {
            Failure::message(format!("{name}:{line}: the row does not end: is a quotation mark left open?"))
        })?;
        let width = all.first().map_or(0, |first| first.cells.len());
        let mut rows: Vec<Row> = Vec::with_capacity(all.len());
        for record in &all {
            let raw = records.bytes()[record.raw.clone()].to_vec();
            let (line, count) = (record.line, record.cells.len());
            if dialect.is_open(&raw) {
                complaints.add(|| format!("{name}:{line}: a quotation mark is left open; the row stays as it is"));
            } else if count != width {
                complaints.add(|| format!("{name}:{line}: {count} cells where the first row has {width}"));
            }
            rows.push(Row { raw, cells: records.cells(record).map(<[u8]>::to_vec).collect() });
        }
        let text = |cell: &Vec<u8>| String::from_utf8_lossy(cell).into_owned();
        let first: Vec<String> = rows.first().map_or_else(Vec::new, |row| row.cells.iter().map(text).collect());
        let wrong = |what: String| Failure::message(format!("{name}:1: {what}"));
        let column = place(&first, column, layout.no_headers).map_err(wrong)?;
        let rest = records.forget(&all).to_vec();
        let head = (!layout.no_headers && !rows.is_empty()).then(|| rows.remove(0));
        let header = match &head {
            Some(_) => first,
            None => (1..=width).map(|number| number.to_string()).collect(),
        };
        let mut side = Self {
            dialect,
            head,
            header,
            column,
            rows,
            rest,
            names: Vec::new(),
            name_of: Vec::new(),
            rows_of: Vec::new(),
            complaints,
        };
        side.take_names();
        Ok(side)
    }

    fn take_names(&mut self) {
        let mut known: FxHashMap<String, usize> = FxHashMap::default();
        for row in 0..self.rows.len() {
            let name = self.name(row);
            let number = (!name.is_empty()).then(|| {
                *known.entry(name).or_insert_with_key(|name| {
                    self.names.push(name.clone());
                    self.rows_of.push(Vec::new());
                    self.names.len() - 1
                })
            });
            if let Some(number) = number {
                self.rows_of[number].push(row);
            }
            self.name_of.push(number);
        }
    }

    /// The name in a row; empty when it has none.
    fn name(&self, row: usize) -> String {
        let cell = self.rows[row].cells.get(self.column);
        cell.map_or(String::new(), |cell| String::from_utf8_lossy(cell).trim().to_owned())
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
    let near = engine_over(&texts, Options { min_score, ..Options::default() })?.neighbours(&a.names, NEAR);
    // What the tables know to be one entity need not be near.
    let mut bearers: FxHashMap<String, Vec<usize>> = FxHashMap::default();
    for (number, answer) in engine.identify_all(&b.names, 2).into_iter().enumerate() {
        if answer.status == Status::Match {
            bearers.entry(answer.matches[0].id.clone()).or_default().push(number);
        }
    }
    let meant = engine.identify_all(&a.names, 2);
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
        // Nothing is as good as the name itself.
        let other = |pair: &Pair| b.names[pair.b] != *name;
        found.sort_by(|x, y| y.score.total_cmp(&x.score).then(other(x).cmp(&other(y))).then(x.b.cmp(&y.b)));
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
        let itself = a.names[(*name)?] == b.names[first.b];
        let near = pairs.get(1).is_some_and(|next| first.score - next.score < TIED);
        let tied = near && !itself || b.rows_of[first.b].len() > 1;
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
    let other = |row: usize, pair: &Pair| a.name_of[row].is_none_or(|name| a.names[name] != b.names[pair.b]);
    all.sort_by(|x, y| {
        let same = other(x.0, &x.1).cmp(&other(y.0, &y.1));
        y.1.score.total_cmp(&x.1.score).then(same).then((x.0, x.1.b).cmp(&(y.0, y.1.b)))
    });
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
    out: &mut dyn Write,
) -> std::io::Result<()> {
    let width = a.header.len();
    if let Some(head) = &a.head {
        a.dialect.widen(&head.raw, width, &a.dialect.row(new_names(args, b)), out)?;
    }
    for (number, link) in links.iter().enumerate() {
        let kept = link.filter(|link| !link.tied || args.ambiguous == Tied::Best);
        let theirs = kept.map(|link| link.row);
        if theirs.is_none() && args.only_matched {
            continue;
        }
        let status = match link {
            None => Status::None,
            Some(link) if link.tied => Status::Ambiguous,
            Some(_) => Status::Match,
        };
        let mut added = vec![link.map_or(String::new(), |link| link.score.to_string()).into_bytes()];
        added.push(status.to_string().into_bytes());
        if args.explain {
            let why = theirs.map(|row| told(&engine.compare(&a.name(number), &b.name(row), &Hints::default())));
            added.push(why.unwrap_or_default().into_bytes());
        }
        let cell = |at: usize| theirs.and_then(|row| b.rows[row].cells.get(at)).cloned().unwrap_or_default();
        added.extend((0..b.header.len()).map(cell));
        a.dialect.widen(&a.rows[number].raw, width, &a.dialect.row(added), out)?;
    }
    out.write_all(&a.rest)
}

/// The names of the columns that are added.
fn new_names(args: &LinkArgs, b: &Side) -> Vec<String> {
    let reasons = args.explain.then_some("link_reasons");
    let own = ["link_score", "link_status"].into_iter().chain(reasons).map(str::to_owned);
    let all = own.chain(b.header.iter().map(|name| format!("b_{name}")));
    all.map(|name| format!("{}{name}", args.prefix)).collect()
}

fn told(found: &Comparison) -> String {
    let reasons: Vec<String> = found.reasons.iter().map(|r| format!("{}, cost {:.2}", r.text, r.cost)).collect();
    if reasons.is_empty() { found.rule.to_string() } else { reasons.join("; ") }
}
