//! `canonym check`: all that is wrong with tables.

use std::io::Write;
use std::path::Path;
use std::process::ExitCode;

use canonym::table::lint::rules;
use canonym::{Diagnostic, Severity, findings, format_table};

use crate::args::common::Common;
use crate::args::tables::{CheckArgs, CheckFormat};
use crate::edit::fix::mended;
use crate::edit::show;
use crate::failure::Failure;
use crate::nearest::nearest;
use crate::{message, negative, output};

pub(crate) fn run(common: &Common, args: &CheckArgs) -> Result<ExitCode, Failure> {
    if let Some(rule) = &args.explain {
        return explain(rule);
    }
    // The tables of the settings are those to check when none is named, each
    // over the ones before it.
    let settings = args.paths.is_empty();
    let (configured, named) = common.data.split_at(common.configured);
    let paths = if settings { configured } else { &args.paths[..] };
    let same = |path: &Path| {
        paths.iter().any(|own| own.canonicalize().is_ok_and(|own| path.canonicalize().is_ok_and(|path| own == path)))
    };
    let below = if settings { Vec::new() } else { configured.iter().filter(|path| !same(path)).cloned().collect() };
    let below = Common { data: below.into_iter().chain(named.iter().cloned()).collect(), ..common.clone() };
    let mut below = below.tables()?;
    let mut found: Vec<Diagnostic> = Vec::new();
    if paths.is_empty() {
        found.extend_from_slice(below.warnings());
    }
    let mut failure = None;
    for path in paths {
        match findings(path, &below) {
            Ok(more) => {
                found.extend(more);
                if settings {
                    // What is wrong with it has been found.
                    let _ = below.add_path(path);
                }
            }
            Err(error) => Failure::join(&mut failure, error.into()),
        }
    }
    below.damage()?;
    let mut out = output::coloured_stdout();
    if args.fix {
        found = fix(found, common.quiet, &mut out)?;
    }
    let [errors, warnings, notes] =
        [Severity::Error, Severity::Warning, Severity::Note].map(|s| found.iter().filter(|f| f.severity == s).count());
    found.retain(|finding| args.notes || finding.severity != Severity::Note);
    match args.format {
        CheckFormat::Json => {
            let written = serde_json::to_writer(&mut out, &found).map_err(std::io::Error::from);
            written.and_then(|()| writeln!(out)).map_err(Failure::output)?;
        }
        CheckFormat::Human => {
            message::diagnostics(&found, &mut out).map_err(Failure::output)?;
            if !common.quiet {
                let count = |n: usize, what: &str| if n == 1 { format!("1 {what}") } else { format!("{n} {what}s") };
                let shown = if args.notes || notes == 0 { "" } else { " (--notes shows them)" };
                let (errors, warnings, notes) =
                    (count(errors, "error"), count(warnings, "warning"), count(notes, "note"));
                writeln!(out, "{errors}, {warnings}, {notes}{shown}").map_err(Failure::output)?;
            }
        }
    }
    if let Some(failure) = failure {
        return Err(failure);
    }
    negative(errors > 0 || (args.strict && warnings > 0))
}

/// What a rule is about, or all rules in a list.
fn explain(rule: &str) -> Result<ExitCode, Failure> {
    let mut out = output::stdout();
    let known: Vec<[&str; 4]> = rules().filter(|row| rule == "all" || row[0] == rule).collect();
    if known.is_empty() {
        let all: Vec<&str> = rules().map(|row| row[0]).collect();
        let meant =
            nearest(rule, all.iter().copied()).map_or(String::new(), |meant| format!("did you mean `{meant}`? "));
        return Err(Failure::message(format!(
            "there is no rule `{rule}`; {meant}`canonym check --explain` lists them"
        )));
    }
    for [name, severity, fix, about] in known {
        let fixed = if fix == "yes" { ", mended by --fix" } else { "" };
        writeln!(out, "{name} ({severity}{fixed})\n  {about}").map_err(Failure::output)?;
    }
    out.flush().map_err(Failure::output)?;
    Ok(ExitCode::SUCCESS)
}

/// Mends what can be in the TOML tables, and shows it; gives the findings that
/// are left. A table with errors that stay is mended all the same.
fn fix(found: Vec<Diagnostic>, quiet: bool, out: &mut impl Write) -> Result<Vec<Diagnostic>, Failure> {
    let is_mendable =
        |finding: &Diagnostic| finding.file.ends_with(".toml") && (finding.fix.is_some() || finding.rule == "unsorted");
    let (mendable, rest): (Vec<_>, Vec<_>) = found.into_iter().partition(is_mendable);
    let mut files: Vec<&str> = mendable.iter().map(|finding| finding.file.as_str()).collect();
    files.dedup();
    let mut count = 0;
    for name in files {
        let path = Path::new(name);
        let text = std::fs::read_to_string(path).map_err(|error| Failure::file(path, error))?;
        let own: Vec<&Diagnostic> = mendable.iter().filter(|finding| finding.file == name).collect();
        let plain = text.strip_prefix('\u{feff}').unwrap_or(&text).replace("\r\n", "\n");
        let (mut new, mut done) = mended(&plain, &own);
        if own.iter().any(|finding| finding.rule == "unsorted")
            && let Ok(formatted) = format_table(name, &new)
        {
            new = formatted;
            done += 1;
        }
        count += done;
        if text.contains("\r\n") {
            new = new.replace('\n', "\r\n");
        }
        if text.starts_with('\u{feff}') {
            new.insert(0, '\u{feff}');
        }
        if new != text {
            show(name, &text, &new, out).map_err(Failure::output)?;
            output::put(Some(path), new.as_bytes())?;
        }
    }
    if !quiet && count > 0 {
        message::note(&format!("{count} mended"));
    }
    Ok(rest)
}
