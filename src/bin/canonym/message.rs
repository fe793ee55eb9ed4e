//! Messages for people: errors, and findings in tables with their line.

use std::io::{self, Write};

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};
use canonym::{Diagnostic, Severity};

/// An error on standard error.
pub(crate) fn error(text: &str) {
    // Nobody is left to tell when standard error is closed.
    let _ = writeln!(anstream::stderr(), "\x1b[1m\x1b[31merror\x1b[0m: {text}");
}

/// Something worth knowing, on standard error.
pub(crate) fn note(text: &str) {
    let _ = writeln!(anstream::stderr(), "{text}");
}

/// So many of something: `1 error`, `2 errors`, `2 entities`.
pub(crate) fn count(n: usize, what: &str) -> String {
    match what.strip_suffix('y') {
        _ if n == 1 => format!("1 {what}"),
        Some(stem) => format!("{n} {stem}ies"),
        None => format!("{n} {what}s"),
    }
}

/// Findings with place, line and remedy.
pub(crate) fn diagnostics(findings: &[Diagnostic], out: &mut impl Write) -> io::Result<()> {
    let renderer = Renderer::styled();
    for finding in findings {
        let level = match finding.severity {
            Severity::Error => Level::ERROR,
            Severity::Warning => Level::WARNING,
            Severity::Note => Level::NOTE,
        };
        let title = level.primary_title(finding.message.as_str()).id(finding.rule);
        let start = byte_of(&finding.source_line, finding.marker);
        let end = start + width(&finding.source_line[start..]);
        let snippet = Snippet::source(finding.source_line.as_str())
            .line_start(finding.line.max(1))
            .path(finding.file.as_str())
            .annotation(AnnotationKind::Primary.span(start..end));
        let group: Group<'_> = title.element(snippet).element(Level::HELP.message(finding.remedy.as_str()));
        writeln!(out, "{}\n", renderer.render(&[group]))?;
    }
    Ok(())
}

fn byte_of(line: &str, column: usize) -> usize {
    line.char_indices().nth(column.saturating_sub(1)).map_or(line.len(), |(at, _)| at)
}

/// The length of the value or word that a line begins with.
fn width(rest: &str) -> usize {
    if let Some(quoted) = rest.strip_prefix('"') {
        return quoted.find('"').map_or(rest.len(), |at| at + 2);
    }
    rest.find(|c: char| c.is_whitespace() || matches!(c, ',' | '=' | '|')).unwrap_or(rest.len())
}
