//! `canonym normalize`: the same text, every known name in one spelling.

use std::io::Write;
use std::process::ExitCode;

use canonym::{Engine, Mention, Piece};
use serde::Serialize;

use crate::args::{Common, NormalizeArgs};
use crate::cmd::normalize::diff::Diff;
use crate::failure::Failure;
use crate::input::{Input, Progress, inputs, is_typed};
use crate::output::{Whole, stdout};
use crate::{message, negative};

mod diff;

pub(crate) fn run(common: &Common, args: &NormalizeArgs) -> Result<ExitCode, Failure> {
    let inputs = inputs(&args.files);
    if args.write
        && let Some(stdin) = inputs.iter().find(|input| input.is_stdin())
    {
        let what = if args.files.is_empty() { "no FILE".to_owned() } else { format!("`{}`", stdin.name()) };
        return Err(Failure::message(format!("--write with {what}: standard input cannot be rewritten; name files")));
    }
    if let Some(log) = &args.changes {
        let same = |input: &&Input| same_file(log, &input.path);
        if let Some(input) = inputs.iter().find(same) {
            let message = format!("--changes {}: that is a text to be read; name another file", input.name());
            return Err(Failure::message(message));
        }
    }
    let engine = common.engine(args.line_buffered || is_typed(&args.files), args.markup)?;
    let mut changes = args.changes.as_deref().map(Whole::create).transpose()?;
    let mut failure = None;
    let mut differs = false;
    let bar = Progress::new(common, &inputs);
    for input in &inputs {
        let mut log = Log { doc: input.name(), file: changes.as_mut(), changes: 0 };
        let done = if args.write {
            rewrite(&engine, input, &bar, &mut log)
        } else if args.diff {
            Diff::new(input.name(), stdout()).run(&engine, input, &bar, &mut log)
        } else {
            print(&engine, input, &bar, &mut log)
        };
        let changes = log.changes;
        differs |= changes > 0;
        match done {
            Ok(()) if args.write && changes > 0 && !common.quiet => {
                let plural = if changes == 1 { "" } else { "s" };
                message::note(&format!("{}: {changes} change{plural}", input.name()));
            }
            Ok(()) => {}
            Err(Failure::ClosedPipe) => {
                failure = Some(Failure::ClosedPipe);
                break;
            }
            Err(next) => Failure::join(&mut failure, next),
        }
    }
    if let Some(Err(next)) = changes.map(Whole::finish) {
        Failure::join(&mut failure, next);
    }
    match failure {
        Some(failure) => Err(failure),
        None => negative(args.check && differs),
    }
}

/// Whether two paths are one file.
fn same_file(a: &std::path::Path, b: &std::path::Path) -> bool {
    match (a.canonicalize(), b.canonicalize()) {
        (Ok(a), Ok(b)) => a == b,
        _ => false,
    }
}

/// Runs a text through the engine; `put` gets each stretch as it was and as
/// it is to be, `pause` is called when no more is certain yet.
fn each(
    engine: &Engine,
    input: &Input,
    bar: &Progress,
    log: &mut Log<'_>,
    mut put: impl FnMut(&[u8], Option<&[u8]>) -> Result<(), Failure>,
) -> Result<(), Failure> {
    let mut stream = engine.stream();
    let mut drain = |stream: &mut canonym::Stream<'_>| {
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
        drain(&mut stream)
    })?;
    stream.finish();
    drain(&mut stream)?;
    // A file is not put in the place of another when a pack was damaged.
    Ok(engine.damage()?)
}

/// The text on standard output.
fn print(engine: &Engine, input: &Input, bar: &Progress, log: &mut Log<'_>) -> Result<(), Failure> {
    let mut out = stdout();
    each(engine, input, bar, log, |old, new| {
        // An empty stretch says that the next one may be long in coming.
        let done = if old.is_empty() { out.flush() } else { out.write_all(new.unwrap_or(old)) };
        done.map_err(Failure::output)
    })
}

/// The file in place.
fn rewrite(engine: &Engine, input: &Input, bar: &Progress, log: &mut Log<'_>) -> Result<(), Failure> {
    let mut file = Whole::create(&input.path)?;
    each(engine, input, bar, log, |old, new| {
        file.write_all(new.unwrap_or(old)).map_err(|error| Failure::file(&input.path, error))
    })?;
    if log.changes > 0 { file.finish() } else { Ok(()) }
}

/// Counts the changes of a text and writes them to the log file.
struct Log<'w> {
    doc: String,
    file: Option<&'w mut Whole>,
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
        let failure = |path: &std::path::Path, error| Failure::file(path, error);
        let path = file.path().to_owned();
        serde_json::to_writer(&mut *file, &change).map_err(|error| failure(&path, error.into()))?;
        file.write_all(b"\n").map_err(|error| failure(&path, error))
    }
}
