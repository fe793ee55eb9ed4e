//! `canonym lookup`: whose a name is.

use std::io::{self, BufRead, Write};
use std::path::Path;
use std::process::ExitCode;

use canonym::{Answer, Status};

use crate::args::{AnswerFormat, Common, LookupArgs};
use crate::failure::Failure;
use crate::negative;
use crate::output::{stdout, word};
use crate::parallel::in_order;

/// Names that are looked up together.
const BATCH: usize = 4096;

pub(crate) fn run(common: &Common, args: &LookupArgs) -> Result<ExitCode, Failure> {
    let engine = common.engine(false)?;
    let mut out = stdout();
    let mut missing = false;
    if args.format == AnswerFormat::Tsv {
        out.write_all(b"query\tstatus\tid\tname\tform\tkind\tscore\trule\talias\n").map_err(Failure::output)?;
    }
    let mut answer = |names: &[String]| {
        for answer in in_order(names, common.threads(), |name| engine.lookup(name, args.candidates)) {
            missing |= answer.status == Status::None;
            write(&answer, args.format, &mut out)?;
        }
        out.flush().map_err(Failure::output)
    };
    if args.names.is_empty() {
        read_batches(&mut answer)?;
    } else {
        answer(&args.names)?;
    }
    negative(missing)
}

/// Hands on the lines of standard input as they come, at most a batch.
fn read_batches(answer: &mut impl FnMut(&[String]) -> Result<(), Failure>) -> Result<(), Failure> {
    let mut reader = io::BufReader::with_capacity(256 << 10, io::stdin().lock());
    let mut names = Vec::new();
    let mut line = Vec::new();
    loop {
        line.clear();
        let read = reader.read_until(b'\n', &mut line).map_err(|error| Failure::file(Path::new("-"), error))?;
        if read > 0 {
            let name = String::from_utf8_lossy(&line);
            names.push(name.trim_end_matches(['\n', '\r']).trim_start_matches('\u{feff}').to_owned());
        }
        // Answer before waiting for more.
        if read == 0 || names.len() >= BATCH || !reader.buffer().contains(&b'\n') {
            answer(&names)?;
            names.clear();
        }
        if read == 0 {
            return Ok(());
        }
    }
}

fn write(answer: &Answer, format: AnswerFormat, out: &mut impl Write) -> Result<(), Failure> {
    let done = match format {
        AnswerFormat::Jsonl => {
            serde_json::to_writer(&mut *out, answer).map_err(|error| Failure::output(error.into()))?;
            out.write_all(b"\n")
        }
        AnswerFormat::Tsv => tsv(answer, out),
        AnswerFormat::Human => human(answer, out),
    };
    done.map_err(Failure::output)
}

fn tsv(answer: &Answer, out: &mut impl Write) -> io::Result<()> {
    let query = answer.query.replace('\t', " ");
    let status = word(answer.status);
    if answer.matches.is_empty() {
        writeln!(out, "{query}\t{status}\t\t\t\t\t\t\t")?;
    }
    for m in &answer.matches {
        let kind = m.kind.map_or("", |kind| kind.as_str());
        writeln!(
            out,
            "{query}\t{status}\t{}\t{}\t{}\t{kind}\t{}\t{}\t{}",
            m.id,
            m.name,
            m.form,
            m.score,
            word(m.rule),
            m.alias
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
        writeln!(out, "  {:.3}  {:width$}  {}{form}, {} “{}”", m.score, m.id, m.name, word(m.rule), m.alias)?;
    }
    Ok(())
}
