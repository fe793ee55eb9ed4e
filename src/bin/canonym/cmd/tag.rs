//! `canonym tag`: one JSON object a mention.

use std::io::Write;
use std::process::ExitCode;

use canonym::{Mention, Piece};
use serde::Serialize;

use crate::args::{Common, TagArgs};
use crate::failure::Failure;
use crate::input::{Progress, inputs, is_typed};
use crate::output::stdout;

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
    let mut out = stdout();
    let mut failure = None;
    for input in &inputs {
        let doc = input.name();
        let mut stream = engine.stream();
        let mut drain = |stream: &mut canonym::Stream<'_>| {
            while let Some(piece) = stream.next() {
                if let Piece::Mention { mention, .. } = piece {
                    let row = Row { doc: &doc, mention: &mention };
                    serde_json::to_writer(&mut out, &row).map_err(|error| Failure::output(error.into()))?;
                    out.write_all(b"\n").map_err(Failure::output)?;
                }
            }
            out.flush().map_err(Failure::output)
        };
        let done = input.read(&bar, |bytes| {
            stream.push(bytes);
            drain(&mut stream)
        });
        // What was read of a file that fails is tagged all the same.
        stream.finish();
        match done.and_then(|()| drain(&mut stream)) {
            Ok(()) => {}
            Err(Failure::ClosedPipe) => return Err(Failure::ClosedPipe),
            Err(next) => Failure::join(&mut failure, next),
        }
    }
    engine.damage()?;
    failure.map_or(Ok(ExitCode::SUCCESS), Err)
}
