//! `canonym normalize`: the same text, every known name in one spelling.

use std::io::Write;
use std::ops::ControlFlow;
use std::process::ExitCode;

use canonym::{Engine, Mention, Piece, Stream};
use serde::Serialize;

use crate::args::common::Common;
use crate::args::texts::NormalizeArgs;
use crate::cmd::normalize::diff::Diff;
use crate::failure::Failure;
use crate::files::{Links, texts};
use crate::input::{Input, Progress};
use crate::output::{Whole, not_tables, same_file, stdout};
use crate::texts::{Sinks, each};
use crate::tree::Tree;
use crate::{message, negative};

mod diff;

pub(crate) fn run(common: &Common, args: &NormalizeArgs) -> Result<ExitCode, Failure> {
    let links = if args.write { Links::LeftOut } else { Links::Followed };
    let inputs = texts(common, &args.files, args.outputs.out.as_deref(), links)?;
    if args.write
        && let Some(stdin) = inputs.iter().find(|input| input.is_stdin())
    {
        let what = if args.files.is_empty() { "no FILE".to_owned() } else { format!("`{}`", stdin.name()) };
        return Err(Failure::message(format!("--write with {what}: standard input cannot be rewritten; name files")));
    }
    if args.write {
        not_tables(inputs.iter().map(|input| input.path.as_path()), &common.data)?;
    }
    if let Some(log) = &args.changes {
        let same = |input: &&Input| same_file(log, &input.path);
        if let Some(input) = inputs.iter().find(same) {
            let message = format!("--changes {}: that is a text to be read; name another file", input.name());
            return Err(Failure::message(message));
        }
    }
    let engine = common.text_engine(&args.reading, &args.files)?;
    let tree = Tree::open(common, &args.outputs, &inputs, "", &format!("normalize {:?}", args.reading))?;
    let inputs = match &tree {
        Some(tree) => tree.left(common, inputs),
        None => inputs,
    };
    let mut changes = args.changes.as_deref().map(Whole::create).transpose()?;
    let mut failure = None;
    let mut differs = false;
    // Texts, and changes in them.
    let (mut all, mut changed) = ((0, 0), 0);
    let bar = Progress::new(common, &inputs);
    let (mut out, mut nowhere) = (stdout(), std::io::sink());
    let logged = changes.is_some();
    let log: &mut dyn Write = changes.as_mut().map_or(&mut nowhere, |file| file);
    let one = |input: &Input, stream: &mut Stream<'_>, [out, log]: Sinks<'_>| {
        let mut log = Log { doc: input.name(), file: logged.then_some(log), changes: 0 };
        let mut text = Text { engine: &engine, input, bar: &bar, stream, log: &mut log };
        if args.write {
            text.rewrite()?;
        } else if args.diff {
            Diff::new(input.name(), out).run(&mut text)?;
        } else if let Some(tree) = &tree {
            let (was, mut file) = (Tree::modified(input), tree.begin(input)?);
            text.print(&mut file)?;
            tree.end(input, was, file)?;
        } else {
            text.print(out)?;
        }
        Ok(log.changes)
    };
    each(&engine, &inputs, [&mut out, log], one, |input, done| match done {
        Ok(changes) => {
            differs |= changes > 0;
            all.0 += 1;
            all.1 += changes;
            changed += usize::from(changes > 0);
            if args.write && changes > 0 && !common.quiet {
                message::note(&format!("{}: {}", input.name(), message::count(changes, "change")));
            }
            ControlFlow::Continue(())
        }
        Err(next) => Failure::join_or_stop(&mut failure, next),
    });
    // Where no text was read, the log stays what it was.
    let changes = changes.filter(|_| failure.is_none() || all.0 > 0);
    if let Some(Err(next)) = changes.map(Whole::finish) {
        Failure::join(&mut failure, next);
    }
    if let Some(tree) = tree.filter(|_| !common.quiet) {
        let (texts, changes) = (message::count(all.0, "text"), message::count(all.1, "change"));
        message::note(&format!("{}: {texts}, {changes}", tree.folder().display()));
    }
    if args.write && all.0 > 1 && !common.quiet {
        let (texts, changes) = (message::count(all.0, "text"), message::count(all.1, "change"));
        message::note(&format!("{changes} in {changed} of {texts}"));
    }
    match failure {
        Some(failure) => Err(failure),
        None => negative(args.check && differs),
    }
}

/// A text on its way through the engine.
struct Text<'a, 'e, 'w> {
    engine: &'a Engine,
    input: &'a Input,
    bar: &'a Progress,
    stream: &'a mut Stream<'e>,
    log: &'a mut Log<'w>,
}

impl Text<'_, '_, '_> {
    /// Reads it to its end; `put` gets each stretch as it was and as it is to
    /// be, and nothing when no more is certain yet.
    fn each(&mut self, mut put: impl FnMut(&[u8], Option<&[u8]>) -> Result<(), Failure>) -> Result<(), Failure> {
        let Self { engine, input, bar, stream, log } = self;
        let mut drain = |stream: &mut Stream<'_>| {
            while let Some(piece) = stream.next() {
                match piece {
                    Piece::Text(text) => put(text, None)?,
                    Piece::Mention { mention, source } => match &mention.replacement {
                        Some(replacement) if replacement.as_bytes() != source => {
                            log.add(&mention)?;
                            put(source, Some(replacement.as_bytes()))?;
                        }
                        _ => put(source, None)?,
                    },
                }
            }
            put(&[], None)
        };
        input.read(bar, |bytes| {
            stream.push(bytes);
            drain(stream)
        })?;
        stream.finish();
        drain(stream)?;
        // A file is not put in the place of another when a pack was damaged.
        Ok(engine.damage()?)
    }

    /// The text as it is to be.
    fn print(&mut self, out: &mut dyn Write) -> Result<(), Failure> {
        self.each(|old, new| {
            // An empty stretch says that the next one may be long in coming.
            let done = if old.is_empty() { out.flush() } else { out.write_all(new.unwrap_or(old)) };
            done.map_err(Failure::output)
        })
    }

    /// The file in place.
    fn rewrite(&mut self) -> Result<(), Failure> {
        let path = &self.input.path;
        let mut file = Whole::create(path)?;
        self.each(|old, new| file.write_all(new.unwrap_or(old)).map_err(|error| Failure::file(path, error)))?;
        if self.log.changes > 0 { file.finish() } else { Ok(()) }
    }
}

/// Counts the changes of a text and writes them to the log file.
struct Log<'w> {
    doc: String,
    file: Option<&'w mut dyn Write>,
    changes: usize,
}

#[derive(Serialize)]
struct Change<'a> {
    doc: &'a str,
    start: usize,
    end: usize,
    line: usize,
    column: usize,
    text: &'a str,
    replacement: &'a Option<String>,
    id: &'a Option<String>,
    score: f64,
    rule: canonym::Rule,
    alias: &'a str,
}

impl Log<'_> {
    fn add(&mut self, mention: &Mention) -> Result<(), Failure> {
        self.changes += 1;
        let Some(file) = self.file.as_deref_mut() else { return Ok(()) };
        let change = Change {
            doc: &self.doc,
            start: mention.span.start,
            end: mention.span.end,
            line: mention.line,
            column: mention.column,
            text: &mention.text,
            replacement: &mention.replacement,
            id: &mention.id,
            score: mention.score,
            rule: mention.rule,
            alias: &mention.alias,
        };
        let done = serde_json::to_writer(&mut *file, &change).map_err(std::io::Error::from);
        done.and_then(|()| file.write_all(b"\n")).map_err(Failure::log)
    }
}
