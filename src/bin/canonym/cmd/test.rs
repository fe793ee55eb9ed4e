//! `canonym test`: what tables are to find, kept beside them.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use canonym::{Engine, Mention};
use serde::Deserialize;
use toml::Spanned;
use toml_edit::{Array, DocumentMut, Item, Value};
use walkdir::WalkDir;

use crate::args::common::Common;
use crate::args::tables::TestArgs;
use crate::edit::{plain, restored, rows};
use crate::failure::Failure;
use crate::output::{coloured_stdout, put};
use crate::{message, negative};

/// The name of the files.
const NAME: &str = "cases.toml";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    case: Vec<Case>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    name: Option<String>,
    text: Spanned<String>,
    /// `spelling = id` for each mention in order; `spelling ? id|id` for an
    /// ambiguous one.
    mentions: Option<Vec<String>>,
    /// What `normalize` makes of it.
    normalized: Option<String>,
}

pub(crate) fn run(common: &Common, args: &TestArgs) -> Result<ExitCode, Failure> {
    // What is asked for elsewhere does not matter to what a table is to find.
    let engine = Common { usual_kinds: Vec::new(), ..common.clone() }.engine()?;
    let folder = args.files.iter().any(|path| path.is_dir());
    let files = match &args.files[..] {
        [] => beside(&common.data)?,
        named if folder => beside(named)?,
        named => named.to_vec(),
    };
    let mut out = coloured_stdout();
    let (mut all, mut failed) = (0, 0);
    let mut failure = None;
    for path in &files {
        match one(&engine, path, args.update, &mut out) {
            Ok((own, wrong)) => (all, failed) = (all + own, failed + wrong),
            Err(next) => Failure::join(&mut failure, next),
        }
    }
    engine.damage()?;
    if let Some(failure) = failure {
        return Err(failure);
    }
    if all == 0 {
        let names: Vec<String> = files.iter().map(|path| path.display().to_string()).collect();
        return Err(Failure::message(format!("{}: no case in it; write [[case]] rows", names.join(", "))));
    }
    let what = match (failed, args.update) {
        (0, _) => "all as wanted".to_owned(),
        (_, true) => format!("{failed} written anew; look at the difference"),
        (_, false) => format!("{failed} not as wanted"),
    };
    if !common.quiet {
        writeln!(out, "{}, {what}", message::count(all, "case")).map_err(Failure::output)?;
    }
    negative(failed > 0 && !args.update)
}

/// The files with cases beside tables.
fn beside(tables: &[PathBuf]) -> Result<Vec<PathBuf>, Failure> {
    let mut files = Vec::new();
    for table in tables {
        if table.is_dir() {
            let found = WalkDir::new(table).sort_by_file_name().into_iter().filter_map(Result::ok);
            files.extend(found.filter(|entry| entry.file_name() == NAME).map(walkdir::DirEntry::into_path));
        } else {
            let path = table.with_file_name(NAME);
            files.extend(path.is_file().then_some(path));
        }
    }
    files.dedup();
    if files.is_empty() {
        let what = "no cases.toml beside the tables of --data; name a file of cases, or write one: \
                    [[case]] with text = \"…\" and mentions = [\"Darvaz = place/x\"]";
        return Err(Failure::message(what));
    }
    Ok(files)
}

/// Runs the cases of a file: how many there are, and how many are not as
/// wanted.
fn one(engine: &Engine, path: &Path, update: bool, out: &mut impl Write) -> Result<(usize, usize), Failure> {
    let text = std::fs::read_to_string(path).map_err(|error| Failure::file(path, error))?;
    let line = |at: usize| text[..at.min(text.len())].matches('\n').count() + 1;
    let file: File = toml::from_str(&text).map_err(|error| {
        let what = "a case has text, mentions or normalized or both, and a name if you like";
        let at = error.span().map_or(1, |span| line(span.start));
        Failure::message(format!("{}:{at}: {}; {what}", path.display(), error.message()))
    })?;
    let mut document: DocumentMut = plain(&text).parse().unwrap_or_default();
    if update {
        rows::stand_alone(&document).map_err(|what| Failure::message(format!("{}: {what}", path.display())))?;
    }
    let mut rows = rows::rows(&mut document, "case");
    let (mut failed, mut wrongs) = (0, Vec::new());
    for case in &file.case {
        let row = rows.next();
        let place = format!("{}:{}", path.display(), line(case.text.span().start));
        if case.mentions.is_none() && case.normalized.is_none() {
            let what = "the case wants nothing; write mentions = [] when there is nobody in it";
            wrongs.push(format!("{place}: {what}"));
        }
        for wanted in case.mentions.iter().flatten() {
            wrongs.extend(wrong(engine, wanted).map(|what| format!("{place}: mention `{wanted}`: {what}")));
        }
        let (normalized, mentions) = engine.normalize(case.text.get_ref());
        let got: Vec<String> = mentions.iter().map(|mention| format!("{} {}", mention.text, whose(mention))).collect();
        let (other, rewritten) = (
            case.mentions.as_ref().is_some_and(|wanted| *wanted != got),
            case.normalized.as_ref().is_some_and(|wanted| *wanted != normalized),
        );
        if !other && !rewritten {
            continue;
        }
        failed += 1;
        if let (true, Some(row)) = (update, row) {
            if other {
                let decor = row.get("mentions").and_then(Item::as_value).map(|value| value.decor().clone());
                let mut list = Value::Array(got.iter().collect::<Array>());
                decor.into_iter().for_each(|decor| *list.decor_mut() = decor);
                row.insert("mentions", Item::Value(list));
            }
            if rewritten {
                rows::set(row, "normalized", &normalized);
            }
            continue;
        }
        let name = case.name.as_deref().unwrap_or_else(|| case.text.get_ref());
        writeln!(out, "\x1b[1m{place}: {}\x1b[0m", name.lines().next().unwrap_or_default()).map_err(Failure::output)?;
        if other {
            let wanted = case.mentions.as_deref().unwrap_or_default();
            lines(wanted, &got, out)?;
        }
        if let Some(wanted) = case.normalized.as_ref().filter(|_| rewritten) {
            lines(std::slice::from_ref(wanted), &[normalized], out)?;
        }
    }
    drop(rows);
    if !wrongs.is_empty() {
        return Err(Failure::Messages(wrongs));
    }
    if update && failed > 0 {
        put(Some(path), restored(&text, &document.to_string()).as_bytes())?;
        message::note(&format!("{}: written anew", path.display()));
    }
    Ok((file.case.len(), failed))
}

/// What is wrong with a mention as a case writes it.
fn wrong(engine: &Engine, wanted: &str) -> Option<String> {
    let Some((_, ids)) = wanted.rsplit_once(" = ").or_else(|| wanted.rsplit_once(" ? ")) else {
        return Some("write it as `Darvaz = place/x`, or `Darvaz ? place/x|place/y` if both may be meant".into());
    };
    let unknown = ids.split('|').map(str::trim).find(|id| engine.entity(id).is_none())?;
    let meant = engine.lookup(unknown.rsplit('/').next().unwrap_or(unknown), 1);
    let meant = meant.matches.first().map_or(String::new(), |found| format!("; did you mean `{}`?", found.id));
    Some(format!("there is no entity `{unknown}` in the tables{meant}"))
}

/// What was wanted and is not there, and what is there instead.
fn lines(wanted: &[String], got: &[String], out: &mut impl Write) -> Result<(), Failure> {
    let diff = similar::TextDiff::from_slices(
        &wanted.iter().map(String::as_str).collect::<Vec<_>>(),
        &got.iter().map(String::as_str).collect::<Vec<_>>(),
    );
    for change in diff.iter_all_changes() {
        let text = change.value();
        let written = match change.tag() {
            similar::ChangeTag::Delete => writeln!(out, "  \x1b[31m- {text}\x1b[0m"),
            similar::ChangeTag::Insert => writeln!(out, "  \x1b[32m+ {text}\x1b[0m"),
            similar::ChangeTag::Equal => writeln!(out, "    {text}"),
        };
        written.map_err(Failure::output)?;
    }
    Ok(())
}

/// Whose a mention is, as cases write it.
pub(crate) fn whose(mention: &Mention) -> String {
    match &mention.id {
        Some(id) => format!("= {id}"),
        None => {
            let ids: Vec<&str> = mention.candidates.iter().map(|c| c.id.as_str()).collect();
            format!("? {}", ids.join("|"))
        }
    }
}
