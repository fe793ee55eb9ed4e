//! `canonym tag`: one JSON object a mention.

use std::io::Write;
use std::ops::ControlFlow;
use std::process::ExitCode;

use canonym::{Mention, Piece, Stream};
use serde::Serialize;

use crate::args::{Common, TagArgs};
use crate::failure::Failure;
use crate::input::{Input, Progress, inputs, is_typed};
use crate::output::stdout;
use crate::texts::{Sinks, each};

#[derive(Serialize)]
struct Row<'a> {
    doc: &'a str,
    #[serde(flatten)]
    mention: &'a Mention,
}

pub(crate) fn run(common: &Common, args: &TagArgs) -> Result<ExitCode, Failure> {
    let engine = common.engine(args.line_buffered || is_typed(&args.files), args.markup)?;
    let inputs = inputs(&args.files);
    let bar = Progress::new(common, &inputs);
    let mut failure = None;
    let sinks: Sinks<'_> = [&mut stdout(), &mut std::io::sink()];
    let one = |input: &Input, stream: &mut Stream<'_>, [out, _]: Sinks<'_>| tag(input, stream, &bar, out);
    each(&engine, &inputs, sinks, one, |_, done| match done {
        Ok(()) => ControlFlow::Continue(()),
        Err(next) => Failure::join_or_stop(&mut failure, next),
    });
    engine.damage()?;
    failure.map_or(Ok(ExitCode::SUCCESS), Err)
}

/// What was read of a file that fails is tagged all the same.
fn tag(input: &Input, stream: &mut Stream<'_>, bar: &Progress, out: &mut dyn Write) -> Result<(), Failure> {
    let doc = input.name();
    let mut drain = |stream: &mut Stream<'_>| {
        while let Some(piece) = stream.next() {
            if let Piece::Mention { mention, .. } = piece {
                let row = Row { doc: &doc, mention: &mention };
                serde_json::to_writer(&mut *out, &row).map_err(|error| Failure::output(error.into()))?;
                out.write_all(b"\n").map_err(Failure::output)?;
            }
        }
        out.flush().map_err(Failure::output)
    };
    let done = input.read(bar, |bytes| {
        stream.push(bytes);
        drain(stream)
    });
    stream.finish();
    done.and(drain(stream))
}
