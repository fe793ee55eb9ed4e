//! `canonym report`: who is named in texts, how often, how, where and when.

mod page;
mod tally;

use std::io::{self, BufRead, BufReader};
use std::ops::ControlFlow;
use std::path::Path;
use std::process::ExitCode;

use canonym::Stream;
use serde::Deserialize;

use crate::args::common::Common;
use crate::args::texts::{ReportArgs, ReportFormat};
use crate::failure::Failure;
use crate::files::{Links, texts};
use crate::input::{Input, Progress, open_text, stdin_text};
use crate::output::{not_an_input, put};
use crate::records::COMMAS;
use crate::texts::{Sinks, each};
use tally::{Entity, Tally, date_in};

pub(crate) fn run(common: &Common, args: &ReportArgs) -> Result<ExitCode, Failure> {
    let mut tally = Tally::default();
    let mut failure = None;
    if args.tags.is_empty() {
        read(common, args, &mut tally, &mut failure)?;
    } else {
        for path in &args.tags {
            if let Err(next) = tags(path, &mut tally) {
                Failure::join(&mut failure, next);
            }
        }
    }
    let text = match args.format {
        ReportFormat::Human => human(&tally, args.top),
        ReportFormat::Csv => rows(&tally),
        ReportFormat::Html => page::page(&tally, args.top).into_bytes(),
    };
    if failure.is_none() || args.output.is_none() {
        put(args.output.as_deref(), &text)?;
    }
    failure.map_or(Ok(ExitCode::SUCCESS), Err)
}

/// Tags texts, and counts.
fn read(common: &Common, args: &ReportArgs, tally: &mut Tally, failure: &mut Option<Failure>) -> Result<(), Failure> {
    let engine = common.text_engine(&args.reading, &args.files)?;
    let inputs = texts(common, &args.files, None, Links::Followed)?;
    if let Some(output) = &args.output {
        not_an_input(output, inputs.iter().map(|input| &input.path))?;
    }
    let bar = Progress::new(common, &inputs);
    let one = |input: &Input, stream: &mut Stream<'_>, _: Sinks<'_>| {
        let mut own = Tally::default();
        own.text(&input.name(), date_in(&input.name()));
        let mut head = Vec::new();
        let see = |bytes: &[u8]| {
            if head.len() < HEAD {
                head.extend_from_slice(&bytes[..bytes.len().min(HEAD)]);
            }
        };
        input.mentions(&bar, stream, see, |mention| {
            let id = told(mention.id.as_deref(), mention.candidates.iter().map(|bearer| bearer.id.as_str()));
            let name = mention.name.as_ref().or(mention.replacement.as_ref()).unwrap_or(&mention.text);
            own.mention(&id, name, mention.kind.map(|kind| kind.as_str()), &mention.text);
        })?;
        own.date(date_in(&String::from_utf8_lossy(&head)));
        Ok(own)
    };
    each(&engine, &inputs, [&mut io::sink(), &mut io::sink()], one, |_, done| {
        match done {
            Ok(own) => tally.add(own),
            Err(next) => Failure::join(failure, next),
        }
        ControlFlow::Continue(())
    });
    Ok(engine.damage()?)
}

/// Whose a mention is: one, or all that it may be.
fn told<'i>(id: Option<&'i str>, candidates: impl Iterator<Item = &'i str>) -> String {
    id.map_or_else(|| candidates.collect::<Vec<_>>().join(" or "), str::to_owned)
}

/// Bytes of a text in which a date is looked for.
const HEAD: usize = 2 << 10;

/// A line that `canonym tag` wrote.
#[derive(Deserialize)]
struct Tag {
    doc: String,
    text: String,
    id: Option<String>,
    name: Option<String>,
    replacement: Option<String>,
    kind: Option<String>,
    #[serde(default)]
    candidates: Vec<Candidate>,
}

#[derive(Deserialize)]
struct Candidate {
    id: String,
}

/// Counts what a run of `canonym tag` wrote.
fn tags(path: &Path, tally: &mut Tally) -> Result<(), Failure> {
    let failure = |error| Failure::file(path, error);
    let reader: io::Result<Box<dyn BufRead>> = match path == Path::new("-") {
        true => stdin_text().map(|source| Box::new(BufReader::new(source)) as _),
        false => open_text(path).map(|source| Box::new(BufReader::new(source)) as _),
    };
    let reader = reader.map_err(failure)?;
    let mut doc = String::new();
    let mut own = Tally::default();
    for (number, line) in reader.lines().enumerate() {
        let line = line.map_err(failure)?;
        if line.trim().is_empty() {
            continue;
        }
        let tag: Tag = serde_json::from_str(&line).map_err(|error| {
            let what = "write a line that `canonym tag` wrote";
            Failure::message(format!("{}:{}: {error}; {what}", path.display(), number + 1))
        })?;
        if tag.doc != doc {
            tally.add(std::mem::take(&mut own));
            own.text(&tag.doc, date_in(&tag.doc));
            doc.clone_from(&tag.doc);
        }
        let id = told(tag.id.as_deref(), tag.candidates.iter().map(|bearer| bearer.id.as_str()));
        let name = tag.name.as_ref().or(tag.replacement.as_ref()).unwrap_or(&tag.text);
        own.mention(&id, name, tag.kind.as_deref(), &tag.text);
    }
    tally.add(own);
    Ok(())
}

/// The spellings of an entity, the most frequent first.
fn spellings(entity: &Entity) -> Vec<(&str, usize)> {
    let mut all: Vec<(&str, usize)> = entity.spellings.iter().map(|(text, count)| (text.as_str(), *count)).collect();
    all.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
    all
}

/// A table for a terminal.
fn human(tally: &Tally, top: Option<usize>) -> Vec<u8> {
    let ranked = tally.ranked();
    let shown = &ranked[..top.unwrap_or(ranked.len()).min(ranked.len())];
    let of = |(id, entity): &(&str, &Entity)| {
        let all: Vec<String> = spellings(entity).iter().map(|(text, count)| format!("{text} {count}")).collect();
        [
            entity.name.clone(),
            entity.kind.clone(),
            entity.count.to_string(),
            entity.texts.len().to_string(),
            (*id).to_owned(),
            all.join(", "),
        ]
    };
    let head = ["name", "kind", "mentions", "texts", "id", "spellings"].map(str::to_owned);
    let lines: Vec<[String; 6]> = std::iter::once(head).chain(shown.iter().map(of)).collect();
    let width = |column: usize| lines.iter().map(|line| line[column].chars().count()).max().unwrap_or(0);
    let widths: [usize; 5] = std::array::from_fn(width);
    let mut out = String::new();
    for [name, kind, mentions, texts, id, spellings] in &lines {
        let [a, b, c, d, e] = widths;
        out.push_str(&format!("{name:a$}  {kind:b$}  {mentions:>c$}  {texts:>d$}  {id:e$}  {spellings}\n"));
    }
    if shown.len() < ranked.len() {
        out.push_str(&format!("and {} more\n", ranked.len() - shown.len()));
    }
    let mentions: usize = ranked.iter().map(|(_, entity)| entity.count).sum();
    out.push_str(&format!("{mentions} mentions of {} entities in {} texts\n", ranked.len(), tally.texts.len()));
    out.into_bytes()
}

/// A row an entity.
fn rows(tally: &Tally) -> Vec<u8> {
    let mut out = b"id,name,kind,mentions,texts,first,last,spellings\n".to_vec();
    for (id, entity) in tally.ranked() {
        let dates = || entity.texts.keys().filter_map(|text| tally.texts[*text].date.as_deref());
        let all: Vec<String> = spellings(entity).iter().map(|(text, count)| format!("{text}:{count}")).collect();
        let (mentions, texts) = (entity.count.to_string(), entity.texts.len().to_string());
        let (first, last) = (dates().min().unwrap_or(""), dates().max().unwrap_or(""));
        let spellings = all.join("|");
        out.extend(COMMAS.row([id, &entity.name, &entity.kind, &mentions, &texts, first, last, &spellings]));
        out.push(b'\n');
    }
    out
}
