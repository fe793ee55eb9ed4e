//! `canonym compile`: tables to a pack.

use std::io::Write;
use std::path::Path;
use std::process::ExitCode;

use canonym::{Pack, Tables};

use crate::args::common::Common;
use crate::args::tables::CompileArgs;
use crate::failure::Failure;
use crate::input::Work;
use crate::output::{Whole, same_file};
use crate::{message, packs};

pub(crate) fn run(common: &Common, args: &CompileArgs) -> Result<ExitCode, Failure> {
    if common.data.is_empty() && !args.with_builtin {
        return Err(Failure::message("nothing to compile; name tables with --data, or add --with-builtin"));
    }
    if !common.kind.is_empty() {
        return Err(Failure::message("a pack has all kinds; say --kind where it is used"));
    }
    if let Some(pack) = common.data.iter().find(|path| packs::is_pack(path)) {
        return Err(compiled(pack));
    }
    let path = &args.output;
    if !packs::is_pack(path) {
        return Err(Failure::message(format!(
            "{}: a pack is known by its ending; end its name in .canonym",
            path.display()
        )));
    }
    for folder in common.data.iter().filter(|path| path.is_dir()) {
        if let Some(pack) = packs::within(folder)?.into_iter().find(|pack| !same_file(pack, path)) {
            return Err(compiled(&pack));
        }
    }
    let bar = Work::new(common, "reading tables");
    let below = if args.with_builtin { common.builtin()? } else { Tables::new() };
    let tables = common.add_each(below, |tables, path| Ok(tables.add_path(path)?))?;
    bar.say("compiling");
    let bytes = Pack::compile_telling(&tables, |done, of| bar.show(done, of))?;
    drop(tables);
    bar.say("writing");
    let mut file = Whole::create(path)?;
    file.write_all(&bytes).map_err(|error| Failure::file(path, error))?;
    file.finish()?;
    drop(bar);
    if !common.quiet {
        let contents = Pack::open(&path.display().to_string(), bytes)?.contents();
        message::note(&format!(
            "{}: {}, {}, {} bytes",
            path.display(),
            message::count(contents.entities as usize, "entity"),
            message::count(contents.aliases as usize, "spelling"),
            contents.bytes
        ));
    }
    Ok(ExitCode::SUCCESS)
}

fn compiled(pack: &Path) -> Failure {
    let what = "compiled already; compile the tables alone, and lay packs over one another with --data";
    Failure::message(format!("{}: {what}", pack.display()))
}
