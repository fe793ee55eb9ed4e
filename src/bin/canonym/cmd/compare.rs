//! `canonym compare`: whether two names are one.

use std::io::{self, BufRead, Write};
use std::path::Path;
use std::process::ExitCode;

use canonym::{Comparison, Engine, Hints, Verdict};

use crate::args::{AnswerFormat, Common, CompareArgs};
use crate::failure::Failure;
use crate::negative;
use crate::output::{stdout, word};
use crate::parallel::in_order;

/// Rows that are compared together.
const BATCH: usize = 16384;

pub(crate) fn run(common: &Common, args: &CompareArgs) -> Result<ExitCode, Failure> {
    let engine = common.engine(false)?;
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
    if let [a, b] = &args.names[..] {
        let found = if args.explain { engine.compare(a, b, &hints) } else { engine.score(a, b, &hints) };
        match args.format.unwrap_or(AnswerFormat::Human) {
            AnswerFormat::Tsv => {
                let [a, b] = [a, b].map(|name| name.replace(['\t', '\n', '\r'], " "));
                writeln!(out, "{a}\t{b}\t{}", cells(&found, args.explain))
            }
            AnswerFormat::Jsonl => json(&found, args.explain, &mut out),
            AnswerFormat::Human => human(&found, args.explain, &mut out),
        }
        .and_then(|()| out.flush())
        .map_err(Failure::output)?;
        return negative(found.verdict == Verdict::Different);
    }
    Rows { engine: &engine, hints, args, threads: common.threads() }.run(&mut out)?;
    Ok(ExitCode::SUCCESS)
}

/// The rows of standard input.
struct Rows<'a> {
    engine: &'a Engine,
    hints: Hints,
    args: &'a CompareArgs,
    threads: usize,
}

impl Rows<'_> {
    fn run(&self, out: &mut impl Write) -> Result<(), Failure> {
        let mut reader = io::BufReader::with_capacity(256 << 10, io::stdin().lock());
        let mut rows: Vec<Vec<u8>> = Vec::new();
        let (mut number, mut errors) = (0, Vec::new());
        loop {
            let mut row = Vec::new();
            let read = reader.read_until(b'\n', &mut row).map_err(|error| Failure::file(Path::new("-"), error))?;
            if number == 0 && row.starts_with(b"\xEF\xBB\xBF") {
                row.drain(..3);
            }
            if read > 0 {
                number += 1;
                trim(&mut row);
                if number == 1 && self.args.header {
                    self.header(&row, out)?;
                } else {
                    if !row.contains(&b'\t') && !row.is_empty() {
                        errors.push(format!("-:{number}: one column; write two names with a tab between"));
                    }
                    rows.push(row);
                }
            }
            if read == 0 || rows.len() >= BATCH || !reader.buffer().contains(&b'\n') {
                self.answer(&rows, out)?;
                rows.clear();
            }
            if read == 0 {
                return if errors.is_empty() { Ok(()) } else { Err(Failure::Messages(errors)) };
            }
        }
    }

    fn header(&self, row: &[u8], out: &mut impl Write) -> Result<(), Failure> {
        if self.args.format.unwrap_or(AnswerFormat::Tsv) != AnswerFormat::Tsv {
            return Ok(());
        }
        let reasons = if self.args.explain { "\treasons" } else { "" };
        out.write_all(row).and_then(|()| writeln!(out, "\tscore\tverdict\trule{reasons}")).map_err(Failure::output)
    }

    fn answer(&self, rows: &[Vec<u8>], out: &mut impl Write) -> Result<(), Failure> {
        let found = in_order(rows, self.threads, |row| {
            let row = String::from_utf8_lossy(row);
            let mut cells = row.split('\t');
            let (a, b) = (cells.next().unwrap_or(""), cells.next().unwrap_or(""));
            if self.args.explain {
                self.engine.compare(a, b, &self.hints)
            } else {
                self.engine.score(a, b, &self.hints)
            }
        });
        for (row, found) in rows.iter().zip(found) {
            if !row.contains(&b'\t') {
                // Nothing to compare: the row comes back with empty cells.
                let cells: &[u8] = if row.is_empty() { b"\n" } else { b"\t\t\t\t\n" };
                out.write_all(row).and_then(|()| out.write_all(cells)).map_err(Failure::output)?;
                continue;
            }
            let done = match self.args.format.unwrap_or(AnswerFormat::Tsv) {
                AnswerFormat::Tsv => {
                    out.write_all(row).and_then(|()| writeln!(out, "\t{}", cells(&found, self.args.explain)))
                }
                AnswerFormat::Jsonl => json(&found, self.args.explain, out),
                AnswerFormat::Human => human(&found, self.args.explain, out),
            };
            done.map_err(Failure::output)?;
        }
        out.flush().map_err(Failure::output)
    }
}

fn trim(row: &mut Vec<u8>) {
    if row.last() == Some(&b'\n') {
        row.pop();
        if row.last() == Some(&b'\r') {
            row.pop();
        }
    }
}

fn cells(found: &Comparison, explain: bool) -> String {
    let reasons = found.reasons.iter().map(|reason| format!("{}, cost {:.2}", reason.text, reason.cost));
    let reasons = if explain { format!("\t{}", reasons.collect::<Vec<_>>().join("; ")) } else { String::new() };
    format!("{}\t{}\t{}{reasons}", found.score, word(found.verdict), word(found.rule))
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
    let verdict = word(found.verdict);
    writeln!(out, "{} / {}: {verdict}, {:.3} ({})", found.a, found.b, found.score, word(found.rule))?;
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
