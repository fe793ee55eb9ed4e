//! `canonym stats`: what tables and packs hold.

use std::io::{self, Write};
use std::process::ExitCode;

use canonym::{Contents, Engine, Options, Tables};
use serde::Serialize;

use crate::args::common::Common;
use crate::args::tables::{StatsArgs, StatsFormat};
use crate::failure::Failure;
use crate::message::count;
use crate::output::stdout;

/// What is told of one layer.
#[derive(Serialize)]
struct Layer {
    #[serde(flatten)]
    contents: Contents,
    bytes_per_alias: f64,
}

pub(crate) fn run(common: &Common, args: &StatsArgs) -> Result<ExitCode, Failure> {
    if !common.kind.is_empty() {
        return Err(Failure::message("stats are of whole layers, with entities of all kinds; leave out --kind"));
    }
    let mut tables = Tables::new();
    #[cfg(feature = "builtin")]
    if !common.no_builtin && common.data.is_empty() {
        tables.add_base(std::sync::Arc::new(canonym::Pack::builtin()?));
    }
    tables = common.over(tables)?;
    let engine = Engine::over(&tables, Options::default())?;
    let layers: Vec<Layer> = engine
        .contents()
        .into_iter()
        .map(|contents| Layer {
            bytes_per_alias: (contents.bytes as f64 / f64::from(contents.aliases.max(1)) * 10.0).round() / 10.0,
            contents,
        })
        .collect();
    engine.damage()?;
    let mut out = stdout();
    let written = match args.format {
        StatsFormat::Json => {
            serde_json::to_writer(&mut out, &layers).map_err(io::Error::from).and_then(|()| writeln!(out))
        }
        StatsFormat::Human => layers.iter().try_for_each(|layer| human(layer, &mut out)),
    };
    written.and_then(|()| out.flush()).map_err(Failure::output)?;
    Ok(ExitCode::SUCCESS)
}

fn human(layer: &Layer, out: &mut impl Write) -> io::Result<()> {
    let Contents { name, entities, forms, aliases, protected, names, shared, bytes, sections } = &layer.contents;
    writeln!(out, "{name}")?;
    let counts = [(entities, "entity"), (forms, "form"), (aliases, "spelling"), (protected, "protected text")];
    let counts = counts.map(|(n, what)| count(*n as usize, what));
    writeln!(out, "{}", counts.join(", "))?;
    let (names, verb) = (count(*names as usize, "row"), if *shared == 1 { "has" } else { "have" });
    writeln!(out, "{names} of letters; {} {verb} several bearers", count(*shared as usize, "spelling"))?;
    writeln!(out, "{bytes} bytes, {:.1} a spelling", layer.bytes_per_alias)?;
    for (name, bytes) in sections.iter().filter(|(_, bytes)| *bytes > 0) {
        writeln!(out, "  {bytes:>12}  {name}")?;
    }
    Ok(())
}
