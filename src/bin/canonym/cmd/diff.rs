//! `canonym diff`: what a change of tables does.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use canonym::{Engine, Mention, Tables};
use serde::Serialize;

use crate::args::common::Common;
use crate::args::tables::{DiffArgs, DiffFormat};
use crate::cmd::test::whose;
use crate::corpus::one_line;
use crate::failure::Failure;
use crate::files::{Links, texts};
use crate::input::{Input, Progress};
use crate::message::{count, note};
use crate::output::coloured_stdout;

pub(crate) fn run(common: &Common, args: &DiffArgs) -> Result<ExitCode, Failure> {
    // The tables compared may be among those of the settings.
    let below = |path: &Path| {
        let named = common.data[common.configured..].iter().cloned();
        Common { data: named.chain([path.to_owned()]).collect(), ..common.clone() }
    };
    let (old, new) = (below(&args.old), below(&args.new));
    let mut out = coloured_stdout();
    let mut differ = Differ { format: args.format, out: &mut out, gained: 0, lost: 0, changed: 0, docs: 0 };
    if args.corpus.is_empty() {
        let (old, new) = (old.tables()?, new.tables()?);
        let compiled = old.has_base() || new.has_base();
        if compiled && !common.quiet {
            note("packs tell their entities alone: rows of never, protect and namesake are not compared");
        }
        differ.tables(entities(&old, !compiled), entities(&new, !compiled))?;
    } else {
        let engine = |common: &Common| common.text_engine(&args.reading, &args.corpus);
        differ.corpus(common, &args.corpus, &engine(&old)?, &engine(&new)?)?;
    }
    if args.format == DiffFormat::Human {
        let Differ { gained, lost, changed, docs, .. } = differ;
        let (what, within) = match args.corpus.is_empty() {
            true => ("entities", String::new()),
            false => ("mentions", format!(" in {}", count(docs, "text"))),
        };
        writeln!(out, "{what}: {gained} gained, {lost} lost, {changed} changed{within}").map_err(Failure::output)?;
    }
    Ok(ExitCode::SUCCESS)
}

struct Differ<'o, W> {
    format: DiffFormat,
    out: &'o mut W,
    gained: usize,
    lost: usize,
    changed: usize,
    docs: usize,
}

/// A mention, or an entity, that differs.
#[derive(Serialize)]
struct Difference<'a, T> {
    change: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    doc: Option<&'a str>,
    old: Option<&'a T>,
    new: Option<&'a T>,
}

impl<W: Write> Differ<'_, W> {
    fn corpus(&mut self, common: &Common, words: &[PathBuf], old: &Engine, new: &Engine) -> Result<(), Failure> {
        let inputs = texts(common, words, None, Links::Followed)?;
        let bar = Progress::new(common, &inputs);
        let mut failure = None;
        for input in &inputs {
            let both = if input.is_stdin() {
                Err(Failure::message("diff reads texts twice: name files or folders, not standard input"))
            } else {
                mentions(old, input, &bar).and_then(|before| Ok((before, mentions(new, input, &bar)?)))
            };
            match both {
                Ok((before, after)) => self.mentions(&input.name(), &before, &after).map_err(Failure::output)?,
                Err(next) => Failure::join(&mut failure, next),
            }
        }
        old.damage()?;
        new.damage()?;
        failure.map_or(Ok(()), Err)
    }

    /// The differences of one text, in order.
    fn mentions(&mut self, doc: &str, before: &[Mention], after: &[Mention]) -> io::Result<()> {
        let (mut before, mut after) = (before.iter().peekable(), after.iter().peekable());
        let mut any = false;
        loop {
            let (old, new) = match (before.peek(), after.peek()) {
                (None, None) => break,
                (Some(old), Some(new)) if old.span.end <= new.span.start => (before.next(), None),
                (Some(old), Some(new)) if new.span.end <= old.span.start => (None, after.next()),
                _ => (before.next(), after.next()),
            };
            if let (Some(old), Some(new)) = (old, new)
                && same(old, new)
            {
                continue;
            }
            any = true;
            self.tell(Some(doc), old, new, |mention| {
                format!("{}:{}:{}  {}", doc, mention.line, mention.column, meaning(mention))
            })?;
        }
        self.docs += usize::from(any);
        Ok(())
    }

    fn tell<T: Serialize>(
        &mut self,
        doc: Option<&str>,
        old: Option<&T>,
        new: Option<&T>,
        shown: impl Fn(&T) -> String,
    ) -> io::Result<()> {
        let change = match (old, new) {
            (None, _) => "gained",
            (_, None) => "lost",
            _ => "changed",
        };
        *match change {
            "gained" => &mut self.gained,
            "lost" => &mut self.lost,
            _ => &mut self.changed,
        } += 1;
        if self.format == DiffFormat::Jsonl {
            serde_json::to_writer(&mut *self.out, &Difference { change, doc, old, new })?;
            return writeln!(self.out);
        }
        old.into_iter().try_for_each(|old| writeln!(self.out, "\x1b[31m- {}\x1b[0m", shown(old)))?;
        new.into_iter().try_for_each(|new| writeln!(self.out, "\x1b[32m+ {}\x1b[0m", shown(new)))
    }

    /// The differences of the tables themselves.
    fn tables(&mut self, old: BTreeMap<String, Shown>, new: BTreeMap<String, Shown>) -> Result<(), Failure> {
        old.keys()
            .chain(new.keys())
            .collect::<BTreeSet<_>>()
            .into_iter()
            .try_for_each(|id| match (old.get(id), new.get(id)) {
                (Some(old), Some(new)) if old == new => Ok(()),
                (Some(a), Some(b)) if self.format == DiffFormat::Human => {
                    self.changed += 1;
                    writeln!(self.out, "  {id}")?;
                    let (before, after) = (a.lines(), b.lines());
                    let gone = before.iter().filter(|line| !after.contains(line));
                    gone.clone().try_for_each(|line| writeln!(self.out, "\x1b[31m-   {line}\x1b[0m"))?;
                    let come = after.iter().filter(|line| !before.contains(line));
                    come.clone().try_for_each(|line| writeln!(self.out, "\x1b[32m+   {line}\x1b[0m"))
                }
                (old, new) => self.tell(None, old, new, |entity: &Shown| {
                    let spellings = entity.spellings.len();
                    if spellings == 0 {
                        return id.clone();
                    }
                    format!("{id}  {} ({})", entity.name, count(spellings, "spelling"))
                }),
            })
            .map_err(Failure::output)
    }
}

/// What of an entity is compared.
#[derive(Debug, PartialEq, Eq, Serialize)]
struct Shown {
    id: String,
    name: String,
    fields: BTreeMap<&'static str, String>,
    /// Each with the form it is a spelling of.
    spellings: BTreeSet<(String, String)>,
}

impl Shown {
    fn lines(&self) -> Vec<String> {
        let fields = self.fields.iter().map(|(field, value)| format!("{field} = {value}"));
        let spellings = self.spellings.iter().map(|(form, spelling)| match form == spelling {
            true => format!("{spelling} (form)"),
            false => format!("{spelling} → {form}"),
        });
        [format!("name = {}", self.name)].into_iter().chain(fields).chain(spellings).collect()
    }
}

/// The entities by their ids, and the rows about spellings as if they were some.
fn entities(tables: &Tables, with_rows: bool) -> BTreeMap<String, Shown> {
    let shown = |entity: &canonym::Entity| {
        let mut fields = BTreeMap::new();
        let mut put =
            |field, value: Option<String>| value.into_iter().for_each(|value| drop(fields.insert(field, value)));
        put("kind", entity.kind.map(|kind| kind.to_string()));
        put("type", entity.place_type.clone());
        put("country", entity.country.clone());
        put("within", entity.within.as_ref().map(|within| within.text.clone()));
        put(
            "not",
            (!entity.not.is_empty())
                .then(|| entity.not.iter().map(|spelling| spelling.text.as_str()).collect::<Vec<_>>().join(", ")),
        );
        let spellings = entity
            .forms
            .iter()
            .flat_map(|form| form.spellings().map(|spelling| (form.name.text.clone(), spelling.text.clone())));
        let spellings = spellings.collect();
        Shown { id: entity.id.text.clone(), name: entity.name().to_owned(), fields, spellings }
    };
    let row = |id: String, value: String| {
        let fields = BTreeMap::from([("says", value)]);
        (id.clone(), Shown { id, name: String::new(), fields, spellings: BTreeSet::new() })
    };
    let table = tables.table();
    let never = table
        .never
        .iter()
        .map(|own| row(format!("[[never]] {} / {}", own.pair[0].text, own.pair[1].text), own.why.clone()));
    let protect = table.protect.iter().map(|own| row(format!("[[protect]] {}", own.text.text), String::new()));
    let namesakes = table.namesakes.iter().map(|own| {
        let ids: Vec<&str> = own.ids.iter().map(|id| id.text.as_str()).collect();
        let prefer = own.prefer.as_ref().map_or(String::new(), |prefer| format!("; {}", prefer.text));
        row(format!("[[namesake]] {}", own.text.text), ids.join(", ") + &prefer)
    });
    let entities = tables.entities().map(|entity| (entity.id.text.clone(), shown(&entity)));
    entities.chain(never.chain(protect).chain(namesakes).filter(|_| with_rows)).collect()
}

/// The mentions of a text.
fn mentions(engine: &Engine, input: &Input, bar: &Progress) -> Result<Vec<Mention>, Failure> {
    let mut mentions = Vec::new();
    input.mentions(bar, &mut engine.stream().on_all_threads(), |_| {}, |mention| mentions.push(mention))?;
    Ok(mentions)
}

fn same(old: &Mention, new: &Mention) -> bool {
    let ids = |mention: &Mention| mention.candidates.iter().map(|c| c.id.clone()).collect::<Vec<_>>();
    (old.span, &old.id, &old.replacement) == (new.span, &new.id, &new.replacement) && ids(old) == ids(new)
}

fn meaning(mention: &Mention) -> String {
    let replaced = mention.replacement.as_ref().filter(|replacement| **replacement != mention.text);
    let written = replaced.map_or(String::new(), |replacement| format!(" → {replacement}"));
    format!("{}{written} {}", one_line(&mention.text), whose(mention))
}
