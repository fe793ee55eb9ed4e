//! `canonym tag`: the mentions in texts, for programs and for eyes.

use std::io::{self, IsTerminal, Write};
use std::ops::ControlFlow;
use std::process::ExitCode;

use canonym::{Evidence, Mention, Piece, Rule, Sign, Status, Stream};
use serde::Serialize;

use crate::args::common::Common;
use crate::args::texts::{TagArgs, TagFormat};
use crate::failure::Failure;
use crate::files::{Links, texts};
use crate::input::{Input, Progress};
use crate::output::{Whole, stdout};
use crate::texts::{Sinks, each};
use crate::tree::Tree;

pub(super) mod html;
mod human;

use html::{Counts, Page};
use human::Human;

#[derive(Serialize)]
struct Row<'a> {
    doc: &'a str,
    #[serde(flatten)]
    mention: &'a Mention,
}

pub(crate) fn run(common: &Common, args: &TagArgs) -> Result<ExitCode, Failure> {
    let engine = common.text_engine(&args.reading, &args.files)?;
    let inputs = texts(common, &args.files, args.outputs.out.as_deref(), Links::Followed)?;
    let ending = match args.format {
        TagFormat::Jsonl => ".jsonl",
        TagFormat::Human => ".txt",
        TagFormat::Html => ".html",
    };
    let made = format!("tag {:?} {:?} {}", args.reading, args.format, args.explain);
    let tree = Tree::open(common, &args.outputs, &inputs, ending, &made)?;
    let inputs = match &tree {
        Some(tree) => tree.left(common, inputs),
        None => inputs,
    };
    let bar = Progress::new(common, &inputs);
    let colour =
        io::stdout().is_terminal() && anstream::AutoStream::choice(&io::stdout()) != anstream::ColorChoice::Never;
    let writer =
        Writer { format: args.format, human: Human { colour: colour && tree.is_none(), explain: args.explain } };
    let one = |input: &Input, stream: &mut Stream<'_>, [out, _]: Sinks<'_>| match &tree {
        None => writer.tag(input, stream, &bar, out),
        Some(tree) => {
            let (was, mut file) = (Tree::modified(input), tree.begin(input)?);
            let counts = writer.alone(input, stream, &bar, &mut file)?;
            tree.end(input, was, file)?;
            Ok(counts)
        }
    };
    let mut failure = None;
    let mut counts = Counts::default();
    let mut told = |_: &Input, done: Result<Counts, Failure>| match done {
        Ok(own) => {
            counts.add(&own);
            ControlFlow::Continue(())
        }
        Err(next) => Failure::join_or_stop(&mut failure, next),
    };
    let (mut out, mut nowhere) = (stdout(), io::sink());
    if args.format == TagFormat::Html && tree.is_none() {
        let mut page = Page::new(title(&inputs));
        each(&engine, &inputs, [&mut page, &mut nowhere], one, &mut told);
        if let Err(error) = page.finish(&counts, &mut out).and_then(|()| out.flush()) {
            Failure::join(&mut failure, Failure::output(error));
        }
    } else {
        each(&engine, &inputs, [&mut out, &mut nowhere], one, &mut told);
    }
    engine.damage()?;
    failure.map_or(Ok(ExitCode::SUCCESS), Err)
}

/// What is read, in few words.
fn title(inputs: &[Input]) -> String {
    match inputs {
        [one] if one.is_stdin() => "standard input".to_owned(),
        [one] => one.name(),
        all => format!("{} texts", all.len()),
    }
}

/// How mentions are written.
#[derive(Debug, Clone, Copy)]
struct Writer {
    format: TagFormat,
    human: Human,
}

impl Writer {
    /// The text as a file of its own.
    fn alone(self, input: &Input, stream: &mut Stream<'_>, bar: &Progress, out: &mut Whole) -> Result<Counts, Failure> {
        if self.format != TagFormat::Html {
            return self.tag(input, stream, bar, out);
        }
        let mut page = Page::new(input.name());
        let counts = self.tag(input, stream, bar, &mut page)?;
        page.finish(&counts, out).map_err(Failure::output)?;
        Ok(counts)
    }

    /// What was read of a file that fails is tagged all the same.
    fn tag(
        self,
        input: &Input,
        stream: &mut Stream<'_>,
        bar: &Progress,
        out: &mut dyn Write,
    ) -> Result<Counts, Failure> {
        let mut text = Text { writer: self, doc: input.name(), out, begun: false, counts: Counts::default() };
        let done = input.read(bar, |bytes| {
            stream.push(bytes);
            text.drain(stream).map_err(Failure::output)
        });
        stream.finish();
        done.and(text.drain(stream).and_then(|()| text.end()).map_err(Failure::output))?;
        Ok(text.counts)
    }
}

/// The text whose mentions are being written.
struct Text<'w> {
    writer: Writer,
    doc: String,
    out: &'w mut dyn Write,
    begun: bool,
    counts: Counts,
}

impl Text<'_> {
    fn drain(&mut self, stream: &mut Stream<'_>) -> io::Result<()> {
        while let Some(piece) = stream.next() {
            match piece {
                Piece::Text(bytes) if self.writer.format == TagFormat::Html => {
                    self.begin()?;
                    html::text(bytes, self.out)?;
                }
                Piece::Text(_) => {}
                Piece::Mention { mention, .. } => {
                    self.begin()?;
                    self.counts.see(&mention);
                    self.mention(mention)?;
                }
            }
        }
        self.out.flush()
    }

    fn begin(&mut self) -> io::Result<()> {
        match self.writer.format {
            _ if std::mem::replace(&mut self.begun, true) => Ok(()),
            TagFormat::Html => html::open(&self.doc, self.out),
            TagFormat::Human => self.writer.human.title(&self.doc, self.out),
            TagFormat::Jsonl => Ok(()),
        }
    }

    fn end(&mut self) -> io::Result<()> {
        if self.begun && self.writer.format == TagFormat::Html { html::close(self.out) } else { Ok(()) }
    }

    fn mention(&mut self, mut mention: Mention) -> io::Result<()> {
        let Writer { format, human } = self.writer;
        match format {
            TagFormat::Html => html::mention(&mention, self.out),
            TagFormat::Human => human.mention(&mention, self.out),
            TagFormat::Jsonl => {
                if !human.explain {
                    mention.evidence.clear();
                }
                serde_json::to_writer(&mut *self.out, &Row { doc: &self.doc, mention: &mention })?;
                self.out.write_all(b"\n")
            }
        }
    }
}

/// Whose name it is.
fn meaning(mention: &Mention) -> String {
    match (&mention.name, &mention.id) {
        (Some(name), Some(id)) => format!("{name} ({id})"),
        _ => {
            let candidates: Vec<String> = mention.candidates.iter().map(|c| format!("{} ({})", c.name, c.id)).collect();
            format!("ambiguous: {}", candidates.join(" or "))
        }
    }
}

/// How the spelling was recognised.
fn recognised(mention: &Mention) -> String {
    let alias = &mention.alias;
    let how = match mention.rule {
        Rule::Alias if *alias == mention.text => "recorded so".to_owned(),
        Rule::Alias => format!("recorded as “{alias}”"),
        Rule::Typography => format!("written like “{alias}”"),
        Rule::Key => format!("sounds like “{alias}”"),
        Rule::Script => format!("“{alias}” in another script"),
        Rule::Partial => format!("part of “{alias}”, named before"),
        _ => format!("near to “{alias}”"),
    };
    format!("{how}, {:.3}", mention.score)
}

/// What decided between namesakes.
fn evidence(evidence: &Evidence) -> String {
    let Evidence { rule, by, left_out, .. } = evidence;
    let why = match rule {
        Sign::Support => "spoken for by",
        Sign::Type => "of the type",
        Sign::Parent => "in or around",
        Sign::Adjective => "by its adjective in",
        Sign::Neighbour => "beside",
        Sign::List => "most of the list are in",
        Sign::Sentence => "the sentence speaks of",
        Sign::Text => "the text speaks of",
        Sign::Usual => "mostly meant by",
        _ => "by",
    };
    format!("not {}: {why} {by}", left_out.join(", "))
}

/// All that is known of a mention, in lines.
fn reason(mention: &Mention) -> String {
    let mut lines = vec![meaning(mention), recognised(mention)];
    lines.extend(mention.evidence.iter().map(evidence));
    if mention.status == Status::Match
        && let Some(replacement) = mention.replacement.as_ref().filter(|replacement| **replacement != mention.text)
    {
        lines.push(format!("written {replacement} by normalize"));
    }
    lines.join("\n")
}
