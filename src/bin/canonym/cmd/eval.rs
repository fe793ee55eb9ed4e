//! `canonym eval`: how good the answers are, on names of the user's own.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::Path;
use std::process::ExitCode;

use canonym::parallel::in_order;
use canonym::{Comparison, Engine, Hints, Status, Verdict};

use crate::args::EvalArgs;
use crate::args::common::Common;
use crate::failure::Failure;
use crate::figures::{Judged, auc, balance, mean, recall_at, reliability_error, reliability_table};
use crate::output::stdout;

/// What a file asks.
enum Task {
    /// Columns `a`, `b`, `same`, and maybe `kind`.
    Pairs(Vec<Pair>),
    /// Columns `id`, `name`, and maybe `kind`.
    List(Vec<Wanted>),
}

struct Pair {
    a: String,
    b: String,
    same: bool,
    kind: String,
}

struct Wanted {
    id: String,
    name: String,
    kind: String,
}

/// Something that went wrong, and how far.
struct Mistake {
    by: f64,
    text: String,
}

pub(crate) fn run(common: &Common, args: &EvalArgs) -> Result<ExitCode, Failure> {
    let engine = common.engine()?;
    let tasks: Vec<Task> = args.files.iter().map(|path| read(path)).collect::<Result<_, _>>()?;
    let mut out = stdout();
    for (path, task) in args.files.iter().zip(&tasks) {
        let path = path.display().to_string();
        let done = match task {
            Task::Pairs(pairs) => pairs_figures(&engine, &path, pairs, args.worst, &mut out),
            Task::List(list) => list_figures(&engine, &path, list, args.worst, &mut out),
        };
        done.and_then(|()| out.flush()).map_err(Failure::output)?;
    }
    engine.damage()?;
    Ok(ExitCode::SUCCESS)
}

fn read(path: &Path) -> Result<Task, Failure> {
    let bytes = std::fs::read(path).map_err(|error| Failure::file(path, error))?;
    let text = String::from_utf8_lossy(&bytes);
    // Remarks stand before the header; behind it, a name may begin with #.
    let lines = text.trim_start_matches('\u{feff}').lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    let mut lines = lines.skip_while(|(_, line)| line.starts_with('#'));
    let header: Vec<&str> = lines.next().map_or_else(Vec::new, |(_, line)| line.split('\t').collect());
    let column = |name: &str| header.iter().position(|cell| *cell == name);
    let cell = |line: &str, at: usize| line.split('\t').nth(at).unwrap_or("").to_owned();
    let kind = column("kind");
    let kind_of = |line: &str| kind.map_or_else(String::new, |kind| cell(line, kind));
    let mut errors = Vec::new();
    let task = if let (Some(a), Some(b), Some(same)) = (column("a"), column("b"), column("same")) {
        let mut pairs = Vec::new();
        for (number, line) in lines {
            let same = match &cell(line, same)[..] {
                "1" | "yes" | "same" => true,
                "0" | "no" | "different" => false,
                _ => {
                    errors.push(format!("{}:{}: `same` is neither 1 nor 0", path.display(), number + 1));
                    continue;
                }
            };
            pairs.push(Pair { a: cell(line, a), b: cell(line, b), same, kind: kind_of(line) });
        }
        Task::Pairs(pairs)
    } else if let (Some(id), Some(name)) = (column("id"), column("name")) {
        let mut list = Vec::new();
        for (number, line) in lines {
            let wanted = Wanted { id: cell(line, id), name: cell(line, name), kind: kind_of(line) };
            if wanted.id.is_empty() || wanted.name.is_empty() {
                errors.push(format!("{}:{}: `id` or `name` is empty", path.display(), number + 1));
            } else {
                list.push(wanted);
            }
        }
        Task::List(list)
    } else {
        errors.push(format!(
            "{}:1: the header has neither `a`, `b`, `same` (pairs) nor `id`, `name` (names and whose they are)",
            path.display()
        ));
        Task::List(Vec::new())
    };
    let empty = match &task {
        Task::Pairs(pairs) => pairs.is_empty(),
        Task::List(list) => list.is_empty(),
    };
    if empty && errors.is_empty() {
        errors.push(format!("{}: no rows behind the header", path.display()));
    }
    if errors.is_empty() { Ok(task) } else { Err(Failure::Messages(errors)) }
}

fn pairs_figures(engine: &Engine, path: &str, pairs: &[Pair], worst: usize, out: &mut impl Write) -> io::Result<()> {
    let found = in_order(pairs, |pair, (): &mut ()| engine.score(&pair.a, &pair.b, &Hints::default()));
    let each = |(pair, found): (&Pair, &Comparison)| Judged {
        score: found.score,
        right: pair.same,
        accepted: found.verdict == Verdict::Same,
        weight: 1.0,
    };
    let mut judged: Vec<Judged> = pairs.iter().zip(&found).map(each).collect();
    balance(&mut judged);
    let (same, other) = sides(&judged);
    writeln!(out, "{path}: {} pairs of one name, {} of two", same.len(), other.len())?;
    let merged = share(&judged, |j| !j.right, |j| j.accepted);
    writeln!(
        out,
        "  recall {:.4}, false merges {merged:.4}, precision {:.4}",
        share(&judged, |j| j.right, |j| j.accepted),
        share(&judged, |j| j.accepted, |j| j.right),
    )?;
    if same.is_empty() || other.is_empty() {
        writeln!(out, "  AUC: needs pairs of one name and of two")?;
    } else {
        writeln!(
            out,
            "  AUC {:.4}; recall at 1 % false merges {:.4}, at 5 % {:.4}",
            auc(&same, &other),
            recall_at(0.01, &same, &other),
            recall_at(0.05, &same, &other)
        )?;
    }
    writeln!(out, "  both sides weigh the same in the reliability:")?;
    out.write_all(reliability_table(&judged, "  ").as_bytes())?;
    for (kind, judged) in &by_kind(pairs.iter().map(|pair| &pair.kind[..]), &judged) {
        let (same, other) = sides(judged);
        writeln!(
            out,
            "  {kind}: {} pairs, recall {:.4}, false merges {:.4}, reliability error {:.4}",
            same.len() + other.len(),
            share(judged, |j| j.right, |j| j.accepted),
            share(judged, |j| !j.right, |j| j.accepted),
            reliability_error(judged),
        )?;
    }
    let mistakes = pairs.iter().zip(&found).filter(|(pair, found)| pair.same != (found.verdict == Verdict::Same));
    let mistakes = mistakes.map(|(pair, found)| Mistake {
        by: if pair.same { 1.0 - found.score } else { found.score },
        text: format!(
            "{} / {}, {:.3}: {}",
            pair.a,
            pair.b,
            found.score,
            if pair.same { "one name" } else { "two names" }
        ),
    });
    worst_of(mistakes.collect(), worst, out)
}

fn list_figures(engine: &Engine, path: &str, list: &[Wanted], worst: usize, out: &mut impl Write) -> io::Result<()> {
    let names: Vec<&str> = list.iter().map(|wanted| &wanted.name[..]).collect();
    let answers = engine.lookup_all(&names, 5);
    let mut judged = Vec::with_capacity(list.len());
    let (mut first, mut five, mut ambiguous) = (0.0, 0.0, 0.0);
    let mut mistakes = Vec::new();
    for (wanted, answer) in list.iter().zip(&answers) {
        let best = answer.matches.first();
        let score = best.map_or(0.0, |best| best.score);
        let top: Vec<_> = answer.matches.iter().take_while(|m| m.score == score).collect();
        let right = top.iter().any(|m| m.id == wanted.id);
        first += if right { 1.0 / top.len() as f64 } else { 0.0 };
        five += if answer.matches.iter().any(|m| m.id == wanted.id) { 1.0 } else { 0.0 };
        ambiguous += if answer.status == Status::Ambiguous { 1.0 } else { 0.0 };
        judged.push(Judged { score, right, accepted: answer.status == Status::Match, weight: 1.0 });
        if !right {
            let got =
                best.map_or_else(|| "nothing".to_owned(), |best| format!("{} “{}”, {score:.3}", best.id, best.alias));
            let text = format!("{} is {}, found {got}", wanted.name, wanted.id);
            mistakes.push(Mistake { by: score, text });
        }
    }
    let n = list.len().max(1) as f64;
    writeln!(out, "{path}: {} names", list.len())?;
    writeln!(
        out,
        "  recall@1 {:.4}, recall@5 {:.4}; accepted {:.4}, wrong among them {:.4}; ambiguous {:.4}",
        first / n,
        five / n,
        share(&judged, |_| true, |j| j.accepted),
        share(&judged, |j| j.accepted, |j| !j.right),
        ambiguous / n,
    )?;
    out.write_all(reliability_table(&judged, "  ").as_bytes())?;
    for (kind, judged) in &by_kind(list.iter().map(|wanted| &wanted.kind[..]), &judged) {
        writeln!(
            out,
            "  {kind}: {} names, recall@1 {:.4}, wrong among accepted {:.4}, reliability error {:.4}",
            judged.len(),
            share(judged, |_| true, |j| j.right),
            share(judged, |j| j.accepted, |j| !j.right),
            reliability_error(judged),
        )?;
    }
    worst_of(mistakes, worst, out)
}

/// What was judged by kind; nothing when there is but one.
fn by_kind<'a>(kinds: impl Iterator<Item = &'a str>, judged: &[Judged]) -> BTreeMap<&'a str, Vec<Judged>> {
    let mut out: BTreeMap<&str, Vec<Judged>> = BTreeMap::new();
    for (kind, judged) in kinds.zip(judged) {
        out.entry(kind).or_default().push(*judged);
    }
    if out.len() > 1 { out } else { BTreeMap::new() }
}

/// Scores of the pairs of one name and of the others.
fn sides(judged: &[Judged]) -> (Vec<f64>, Vec<f64>) {
    let of = |right: bool| judged.iter().filter(|j| j.right == right).map(|j| j.score).collect();
    (of(true), of(false))
}

fn share(judged: &[Judged], of: impl Fn(&Judged) -> bool, is: impl Fn(&Judged) -> bool) -> f64 {
    mean(judged.iter().filter(|j| of(j)).map(|j| if is(j) { 1.0 } else { 0.0 }))
}

fn worst_of(mut mistakes: Vec<Mistake>, most: usize, out: &mut impl Write) -> io::Result<()> {
    mistakes.sort_by(|a, b| b.by.total_cmp(&a.by).then_with(|| a.text.cmp(&b.text)));
    if most > 0 && !mistakes.is_empty() {
        writeln!(out, "  mistakes: {}, the worst first", mistakes.len())?;
    }
    for mistake in mistakes.iter().take(most) {
        writeln!(out, "    {}", mistake.text)?;
    }
    Ok(())
}
