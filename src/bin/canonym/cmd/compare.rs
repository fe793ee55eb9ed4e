//! `canonym compare`: whether two names are one.

use std::io::{self, Write};
use std::process::ExitCode;

use canonym::parallel::in_order;
use canonym::{Comparison, Engine, Hints, Verdict};

use crate::args::common::Common;
use crate::args::{AnswerFormat, CompareArgs};
use crate::failure::Failure;
use crate::lines::batches;
use crate::negative;
use crate::output::stdout;

/// Rows that are compared together.
const BATCH: usize = 16384;

pub(crate) fn run(common: &Common, args: &CompareArgs) -> Result<ExitCode, Failure> {
    let engine = common.engine()?;
    let mut kinds: Vec<_> = common.kind.iter().map(|kind| kind.0).collect();
    kinds.dedup();
    let kind = match kinds[..] {
        [] => None,
        [kind] => Some(kind),
        _ => return Err(Failure::message("compare takes one --kind: what both names are of")),
    };
    if args.names.len() == 1 {
        return Err(Failure::message("compare takes two names, or none and rows on standard input"));
    }
    let hints = Hints { lang: args.lang.clone(), kind };
    let mut out = stdout();
    let work = Work { engine: &engine, hints, args };
    if let [a, b] = &args.names[..] {
        let found = work.compare(a, b);
        let row = [a, b].map(|name| name.replace(['\t', '\n', '\r'], " ")).join("\t");
        let format = args.format.unwrap_or(AnswerFormat::Human);
        work.write(row.as_bytes(), &found, format, &mut out).and_then(|()| out.flush()).map_err(Failure::output)?;
        return negative(found.verdict == Verdict::Different);
    }
    work.rows(&mut out)?;
    Ok(ExitCode::SUCCESS)
}

/// What is compared, and how.
struct Work<'a> {
    engine: &'a Engine,
    hints: Hints,
    args: &'a CompareArgs,
}

impl Work<'_> {
    fn compare(&self, a: &str, b: &str) -> Comparison {
        if self.args.explain { self.engine.compare(a, b, &self.hints) } else { self.engine.score(a, b, &self.hints) }
    }

    fn write(&self, row: &[u8], found: &Comparison, format: AnswerFormat, out: &mut impl Write) -> io::Result<()> {
        match format {
            AnswerFormat::Tsv => {
                out.write_all(row)?;
                writeln!(out, "\t{}", cells(found, self.args.explain))
            }
            AnswerFormat::Jsonl => json(found, self.args.explain, out),
            AnswerFormat::Human => human(found, self.args.explain, out),
        }
    }

    /// The rows of standard input.
    fn rows(&self, out: &mut impl Write) -> Result<(), Failure> {
        let (mut number, mut errors) = (0, Vec::new());
        batches(BATCH, |rows| {
            if number == 0 && self.args.header && !rows.is_empty() {
                number = 1;
                self.header(&rows.remove(0), out).map_err(Failure::output)?;
            }
            for row in &*rows {
                number += 1;
                if !row.contains(&b'\t') && !row.is_empty() {
                    errors.push(format!("-:{number}: one column; write two names with a tab between"));
                }
            }
            self.answer(rows, out).and_then(|()| out.flush()).map_err(Failure::output)?;
            Ok(self.engine.damage()?)
        })?;
        if errors.is_empty() { Ok(()) } else { Err(Failure::Messages(errors)) }
    }

    fn header(&self, row: &[u8], out: &mut impl Write) -> io::Result<()> {
        if self.args.format.unwrap_or(AnswerFormat::Tsv) != AnswerFormat::Tsv {
            return Ok(());
        }
        let reasons = if self.args.explain { "\treasons" } else { "" };
        out.write_all(row)?;
        writeln!(out, "\tscore\tverdict\trule{reasons}")
    }

    fn answer(&self, rows: &[Vec<u8>], out: &mut impl Write) -> io::Result<()> {
        let found = in_order(rows, |row, (): &mut ()| {
            let row = String::from_utf8_lossy(row);
            let (a, rest) = row.split_once('\t')?;
            Some(self.compare(a, rest.split('\t').next().unwrap_or("")))
        });
        let format = self.args.format.unwrap_or(AnswerFormat::Tsv);
        for (row, found) in rows.iter().zip(found) {
            if let Some(found) = found {
                self.write(row, &found, format, out)?;
            } else if format == AnswerFormat::Tsv {
                // Nothing to compare: the row comes back with empty cells.
                out.write_all(row)?;
                let cells: &[u8] = if self.args.explain { b"\t\t\t\t\t\n" } else { b"\t\t\t\t\n" };
                out.write_all(if row.is_empty() { b"\n" } else { cells })?;
            }
        }
        Ok(())
    }
}

fn cells(found: &Comparison, explain: bool) -> String {
    let reasons = found.reasons.iter().map(|reason| format!("{}, cost {:.2}", reason.text, reason.cost));
    let reasons = if explain { format!("\t{}", reasons.collect::<Vec<_>>().join("; ")) } else { String::new() };
    format!("{}\t{}\t{}{reasons}", found.score, found.verdict, found.rule)
}

fn json(found: &Comparison, explain: bool, out: &mut impl Write) -> io::Result<()> {
    let mut value = serde_json::to_value(found)?;
    if let (false, Some(fields)) = (explain, value.as_object_mut()) {
        fields.retain(|name, _| !matches!(name.as_str(), "traditions" | "reasons"));
    }
    serde_json::to_writer(&mut *out, &value)?;
    out.write_all(b"\n")
}

fn human(found: &Comparison, explain: bool, out: &mut impl Write) -> io::Result<()> {
    let verdict = found.verdict;
    writeln!(out, "{} / {}: {verdict}, {:.3} ({})", found.a, found.b, found.score, found.rule)?;
    if !explain {
        return Ok(());
    }
    for reason in &found.reasons {
        writeln!(out, "  {}, cost {:.2}", reason.text, reason.cost)?;
    }
    let shares: Vec<String> =
        found.traditions.iter().map(|(name, share)| format!("{name} {:.0} %", share * 100.0)).collect();
    writeln!(out, "  costs {:.2} in all; traditions: {}", found.cost, shares.join(", "))
}
