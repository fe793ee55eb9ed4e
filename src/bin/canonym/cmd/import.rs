//! `canonym import`: tables from what others publish.

use std::io::{self, Write};
use std::path::Path;
use std::process::ExitCode;

use crate::args::common::Common;
use crate::args::tables::{ImportArgs, ImportFormat};
use crate::failure::Failure;
use crate::import::delimited::Delimited;
use crate::import::filter::Filter;
use crate::import::ftm::Ftm;
use crate::import::geonames::GeoNames;
use crate::import::jrc::Jrc;
use crate::import::openrefine::OpenRefine;
use crate::import::solr::Solr;
use crate::import::tally::Tally;
use crate::import::wikidata::Wikidata;
use crate::import::write::{Form, Sink};
use crate::import::{LeftOut, Reader, run as read};
use crate::input::Work;
use crate::message;
use crate::output::{Whole, not_an_input, stdout};

pub(crate) fn run(common: &Common, args: &ImportArgs) -> Result<ExitCode, Failure> {
    let form = Form::of(args.output.as_deref())?;
    refuse(common, args)?;
    if let Some(output) = &args.output {
        not_an_input(output, [&args.files, &args.alternates, &args.codes].into_iter().flatten())?;
    }
    let files = args.files.clone();
    let keep = Filter::named(&args.keep);
    let weak = !keep.contains(&Filter::Weak);
    let bar = Work::new(common, "reading");
    let mut reader: Box<dyn Reader> = match args.format {
        ImportFormat::Geonames => Box::new(GeoNames::new(&files, &args.alternates, &args.codes, &keep)?),
        ImportFormat::Wikidata => Box::new(Wikidata { files, others: Tally::default() }),
        ImportFormat::Jrc => Box::new(Jrc { files }),
        ImportFormat::Openrefine => Box::new(OpenRefine { files, others: Tally::default() }),
        ImportFormat::Solr => Box::new(Solr { files }),
        ImportFormat::Csv => Box::new(delimited(common, args)?),
        ImportFormat::Ftm => Box::new(Ftm { files, without_weak: weak, left_out: LeftOut::default() }),
    };
    let mut whole = args.output.as_deref().map(Whole::create).transpose()?;
    let mut standard = stdout();
    let out: &mut dyn Write = whole.as_mut().map_or(&mut standard, |whole| whole);
    let failure: fn(io::Error) -> Failure = if args.output.is_some() { table_failure } else { Failure::output };
    let mut sink = Sink::new(out, form, &keep, failure);
    // Whose name an alias is already, is known when all names are.
    let twice = args.format == ImportFormat::Geonames && sink.filters.is_on(Filter::OtherName);
    if twice && args.files.iter().all(|path| path != Path::new("-")) {
        reader.rows(&mut |row| {
            sink.note(&row);
            Ok(())
        })?;
        bar.say("writing");
    } else if twice && !common.quiet {
        message::note(
            "standard input is read once: names of other places (other-name) are not told apart; name the file",
        );
    }
    let report = read(&mut *reader, &mut sink)?;
    let is_empty = sink.is_empty();
    match whole {
        Some(_) if is_empty => {}
        Some(whole) => whole.finish()?,
        None => standard.flush().map_err(Failure::output)?,
    }
    drop(bar);
    if !common.quiet {
        report.iter().for_each(|line| message::note(line));
    }
    if is_empty {
        let kept = if args.output.is_some() { "; the file is not written" } else { "" };
        return Err(Failure::message(format!("no entity was read{kept}: are these files of that format?")));
    }
    Ok(ExitCode::SUCCESS)
}

/// Options that would do nothing.
fn refuse(common: &Common, args: &ImportArgs) -> Result<(), Failure> {
    if let Some((filter, why)) = args.keep.iter().find_map(|filter| Some((filter, filter.always()?))) {
        return Err(Failure::message(format!("--keep {}: {why}", filter.name())));
    }
    let geonames = args.format == ImportFormat::Geonames;
    let csv = args.format == ImportFormat::Csv;
    let used = [
        ("--alternates", "geonames", !args.alternates.is_empty() && !geonames),
        ("--codes", "geonames", !args.codes.is_empty() && !geonames),
        ("--column", "csv", !args.columns.is_empty() && !csv),
        ("--separator", "csv", args.separator.is_some() && !csv),
        ("--delimiter", "csv", args.delimiter.is_some() && !csv),
        ("--kind", "csv", !common.kind.is_empty() && !csv),
    ];
    match used.iter().find(|(_, _, wrong)| *wrong) {
        Some((option, format, _)) => Err(Failure::message(format!("{option} is for the format {format} alone"))),
        None if args.separator.as_deref() == Some("") => {
            Err(Failure::message("--separator: write what stands between the aliases in a cell"))
        }
        None => Ok(()),
    }
}

fn table_failure(error: io::Error) -> Failure {
    Failure::message(format!("the table could not be written: {error}"))
}

fn delimited(common: &Common, args: &ImportArgs) -> Result<Delimited, Failure> {
    let kind = match common.kind[..] {
        [] => "",
        [kind] => kind.0.as_str(),
        _ => return Err(Failure::message("import takes one --kind: what all rows are of")),
    };
    let columns = args.columns.iter().map(|column| {
        let parts = column.split_once('=').map(|(field, column)| (field.to_owned(), column.to_owned()));
        parts.ok_or_else(|| Failure::message(format!("--column {column}: write FIELD=COLUMN, such as name=Town")))
    });
    let delimiter = args.delimiter.map(|c| u8::try_from(c).ok().filter(u8::is_ascii));
    if delimiter == Some(None) {
        return Err(Failure::message("--delimiter: write one ASCII character"));
    }
    Ok(Delimited {
        files: args.files.clone(),
        columns: columns.collect::<Result<_, _>>()?,
        delimiter: delimiter.flatten(),
        separator: args.separator.clone().unwrap_or_else(|| "|".into()),
        kind,
        first: None,
        others: Tally::default(),
    })
}
