//! `canonym check`: all that is wrong with tables.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use canonym::table::lint::rules;
use canonym::{Diagnostic, Severity, Tables, findings};

use crate::args::common::Common;
use crate::args::tables::{CheckArgs, CheckFormat};
use crate::edit::fix::mended;
use crate::edit::{is_toml, plain, restored, show};
use crate::failure::Failure;
use crate::nearest::meant;
use crate::output::same_file;
use crate::{message, negative, output, packs};

pub(crate) fn run(common: &Common, args: &CheckArgs) -> Result<ExitCode, Failure> {
    if let Some(rule) = &args.explain {
        return explain(rule);
    }
    // The tables of the settings are those to check when none is named, each
    // over the ones before it.
    let settings = args.paths.is_empty();
    let (configured, named) = common.data.split_at(common.configured);
    let paths = if settings { configured } else { &args.paths[..] };
    // Of those, the ones before what is checked lie below it.
    let same = |path: &&PathBuf| !paths.iter().any(|own| same_file(own, path));
    let below = if settings { Vec::new() } else { configured.iter().take_while(same).cloned().collect() };
    let below = Common { data: below.into_iter().chain(named.iter().cloned()).collect(), ..common.clone() };
    let below = below.tables()?;
    let mut failure = None;
    let mut found = find(paths, &below, settings, &mut failure)?;
    if !common.quiet {
        for path in paths.iter().flat_map(|path| canonym::files_beside(path).unwrap_or_default()) {
            message::note(&format!("{} is no table and is left out; import makes one of it", path.display()));
        }
    }
    let mut out = output::coloured_stdout();
    if args.fix {
        fix(&found, args.dry_run, common.quiet)?;
        failure = None;
        found = find(paths, &below, settings, &mut failure)?;
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
                let shown = if args.notes || notes == 0 { "" } else { " (--notes shows them)" };
                let (errors, warnings, notes) = (
                    message::count(errors, "error"),
                    message::count(warnings, "warning"),
                    message::count(notes, "note"),
                );
                let unread = if failure.is_some() { "; not all could be read" } else { "" };
                let by_rule = by_rule(&found);
                let by_rule = if by_rule.is_empty() { by_rule } else { format!("; {by_rule}") };
                writeln!(out, "{errors}, {warnings}, {notes}{shown}{unread}{by_rule}").map_err(Failure::output)?;
            }
        }
    }
    if let Some(failure) = failure {
        return Err(failure);
    }
    negative(errors > 0 || (args.strict && warnings > 0))
}

/// How many findings are of each rule, the most first; nothing where there are few.
fn by_rule(found: &[Diagnostic]) -> String {
    const FEW: usize = 10;
    let mut rules: Vec<(&str, usize)> = Vec::new();
    for finding in found.iter().filter(|_| found.len() > FEW) {
        match rules.iter_mut().find(|(rule, _)| *rule == finding.rule) {
            Some((_, count)) => *count += 1,
            None => rules.push((finding.rule, 1)),
        }
    }
    rules.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    let told: Vec<String> = rules.iter().map(|(rule, count)| format!("{rule} {count}")).collect();
    told.join(", ")
}

/// What is wrong with the tables at some paths, each over those below and, when
/// they are those of the settings, over the ones before it.
fn find(
    paths: &[PathBuf],
    below: &Tables,
    settings: bool,
    failure: &mut Option<Failure>,
) -> Result<Vec<Diagnostic>, Failure> {
    let mut below = below.clone();
    let mut found = Vec::new();
    if paths.is_empty() {
        found.extend_from_slice(below.warnings());
    }
    for path in paths {
        if settings && path.extension().is_some_and(|ending| ending == "canonym") {
            packs::add(&mut below, path)?;
            continue;
        }
        match findings(path, &below) {
            Ok(more) => {
                found.extend(more);
                if settings {
                    // What is wrong with it has been found.
                    let _ = below.add_path(path);
                }
            }
            Err(error) => Failure::join(failure, error.into()),
        }
    }
    below.damage()?;
    Ok(found)
}

/// What a rule is about, or all rules in a list.
fn explain(rule: &str) -> Result<ExitCode, Failure> {
    let mut out = output::stdout();
    let known: Vec<[&str; 4]> = rules().filter(|row| rule == "all" || row[0] == rule).collect();
    if known.is_empty() {
        let meant = meant(rule, rules().map(|row| row[0]));
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

/// Mends what can be in the TOML tables, and shows it on standard error.
fn fix(found: &[Diagnostic], dry_run: bool, quiet: bool) -> Result<(), Failure> {
    let is_mendable = |finding: &&Diagnostic| is_toml(Path::new(&finding.file)) && finding.fix.is_some();
    let mendable: Vec<&Diagnostic> = found.iter().filter(is_mendable).collect();
    // A file may be named in several ways, and is mended once.
    let mut files: Vec<&str> = Vec::new();
    for finding in &mendable {
        if !files.iter().any(|known| same_file(Path::new(known), Path::new(&finding.file))) {
            files.push(&finding.file);
        }
    }
    let mut out = anstream::stderr();
    let mut count = 0;
    for name in files {
        let path = Path::new(name);
        // What is no text has been told.
        let Ok(text) = std::fs::read_to_string(path) else { continue };
        let own: Vec<&Diagnostic> = mendable.iter().copied().filter(|finding| finding.file == name).collect();
        let (new, done) = mended(&plain(&text), &own);
        count += done;
        let new = restored(&text, &new);
        if new != text {
            if !dry_run {
                output::put(Some(path), new.as_bytes())?;
            }
            if !quiet {
                // Nobody is left to show it to when standard error is closed.
                let _ = show(name, &text, &new, &mut out);
            }
        }
    }
    if !quiet {
        let others = found.iter().filter(|finding| finding.fix.is_some()).count() - mendable.len();
        let others = if others > 0 { format!("; {others} more can be in a .toml table alone") } else { String::new() };
        let mended = if dry_run { "would be mended" } else { "mended" };
        message::note(&format!("{count} {mended}{others}"));
    }
    Ok(())
}
