//! `canonym lookup`: whose a name is.

use std::io::{self, Write};
use std::process::ExitCode;

use canonym::{Answer, Match, Status};
use serde::Serialize;

use crate::args::common::Common;
use crate::args::{AnswerFormat, LookupArgs};
use crate::failure::Failure;
use crate::known::Known;
use crate::lines::batches;
use crate::negative;
use crate::output::stdout;

/// Names that are looked up together.
const BATCH: usize = 4096;

pub(crate) fn run(common: &Common, args: &LookupArgs) -> Result<ExitCode, Failure> {
    let engine = common.engine()?;
    let mut out = stdout();
    let mut missing = false;
    if args.format == AnswerFormat::Tsv {
        out.write_all(b"query\tstatus\tid\tname\tform\tkind\tscore\trule\talias\n").map_err(Failure::output)?;
    }
    // Each with whether nothing was found.
    let mut known = Known::default();
    let mut answer = |names: &[&[u8]]| {
        let ask = |names: &[String]| engine.lookup_all(names, args.candidates);
        known.learn(names.iter().copied(), &engine, ask, |answer| {
            let mut written = Vec::new();
            write(answer, args.format, &mut written)?;
            Ok((answer.status == Status::None, written))
        })?;
        for name in names {
            let (none, written) = known.of(name);
            missing |= none;
            out.write_all(written).map_err(Failure::output)?;
        }
        out.flush().map_err(Failure::output)
    };
    if args.names.is_empty() {
        batches(BATCH, |rows| answer(&rows.iter().map(Vec::as_slice).collect::<Vec<_>>()))?;
    } else {
        answer(&args.names.iter().map(String::as_bytes).collect::<Vec<_>>())?;
    }
    negative(missing)
}

/// What is told of an answer.
#[derive(Serialize)]
struct Told<'a> {
    query: &'a str,
    status: Status,
    matches: &'a [Match],
}

fn write(answer: &Answer, format: AnswerFormat, out: &mut impl Write) -> Result<(), Failure> {
    let done = match format {
        AnswerFormat::Jsonl => {
            let Answer { query, status, matches, .. } = answer;
            serde_json::to_writer(&mut *out, &Told { query, status: *status, matches })
                .map_err(|error| Failure::output(error.into()))?;
            out.write_all(b"\n")
        }
        AnswerFormat::Tsv => tsv(answer, out),
        AnswerFormat::Human => human(answer, out),
    };
    done.map_err(Failure::output)
}

fn tsv(answer: &Answer, out: &mut impl Write) -> io::Result<()> {
    let query = answer.query.replace(['\t', '\n', '\r'], " ");
    let status = answer.status;
    if answer.matches.is_empty() {
        writeln!(out, "{query}\t{status}\t\t\t\t\t\t\t")?;
    }
    for m in &answer.matches {
        let kind = m.kind.map_or("", |kind| kind.as_str());
        writeln!(
            out,
            "{query}\t{status}\t{}\t{}\t{}\t{kind}\t{}\t{}\t{}",
            m.id, m.name, m.form, m.score, m.rule, m.alias
        )?;
    }
    Ok(())
}

fn human(answer: &Answer, out: &mut impl Write) -> io::Result<()> {
    let remark = match answer.status {
        Status::Match => "",
        Status::Ambiguous => "  (ambiguous: the best candidates cannot be told apart)",
        Status::None if answer.matches.is_empty() => "  (no match)",
        Status::None => "  (no match; the nearest are)",
    };
    writeln!(out, "{}{remark}", answer.query)?;
    let width = answer.matches.iter().map(|m| m.id.chars().count()).max().unwrap_or(0);
    for m in &answer.matches {
        let form = if m.form == m.name { String::new() } else { format!(" (as “{}”)", m.form) };
        writeln!(out, "  {:.3}  {:width$}  {}{form}, {} “{}”", m.score, m.id, m.name, m.rule, m.alias)?;
    }
    Ok(())
}
