//! Stretches of a text that look like names and are nobody's: what a table
//! does not have yet.

use std::ops::Range;

use memchr::memmem;

use super::Engine;
use super::known::Words;
use super::markup;
use super::unit::{Token, Unit};
use crate::report::{Mention, Unknown};
use crate::span::Span;

/// Most words of a name.
const MOST: usize = 5;

/// A paragraph is read in pieces of so many bytes.
const PIECE: usize = 64 << 10;

/// All that looks like a name in a text beside its mentions, in order.
pub(crate) fn unknown(engine: &Engine, text: &[u8], mentions: &[Mention]) -> Vec<Unknown> {
    let mut out = Vec::new();
    let mut words = Words::default();
    let mut spans: Vec<Span> = mentions.iter().map(|mention| mention.span).collect();
    spans.sort_unstable();
    let mut known = spans.into_iter().peekable();
    let mut page = markup::Reader::default();
    let mut start = 0;
    while start < text.len() {
        let within = &text[start..(start + PIECE).min(text.len())];
        let end = match memmem::find(within, b"\n\n") {
            Some(at) => at + 2,
            None if within.len() < PIECE => within.len(),
            None => within.iter().rposition(u8::is_ascii_whitespace).map_or(within.len(), |at| at + 1),
        };
        let mut unit = Unit::read(&within[..end], engine.index(), &mut words);
        if let Some(markup) = engine.options().markup {
            unit.leave_alone(&page.regions(markup, &within[..end]));
        }
        let mut taken: Vec<Range<usize>> = Vec::new();
        while let Some(span) = known.next_if(|span| span.start < start + end) {
            taken.push(span.start.saturating_sub(start)..span.end.saturating_sub(start));
        }
        runs(&unit, &taken, |first, last| {
            let span = Span { start: start + unit.start(first), end: start + unit.end(last, false) };
            let text = String::from_utf8_lossy(&text[span.start..span.end]).into_owned();
            out.push(Unknown { span, text, opens: opens(&unit, first) });
        });
        start += end;
    }
    out
}

/// Hands on the first and last word of each stretch with capitals.
fn runs(unit: &Unit<'_>, taken: &[Range<usize>], mut found: impl FnMut(usize, usize)) {
    let is_taken = |at: usize| {
        let (start, end) = (unit.start(at), unit.end(at, true));
        taken.iter().any(|range| range.start < end && start < range.end)
    };
    let named = |token: &Token| token.case.is_capital() && !token.headline && !token.shouted && !token.address;
    let mut at = 0;
    while at < unit.tokens.len() {
        let token = &unit.tokens[at];
        let word = token.guard.is_word() || token.guard.opener || token.guard.title || token.guard.is_type();
        if !named(token) || word || token.guard.particle || is_taken(at) || unit.stem(at).chars().nth(2).is_none() {
            at += 1;
            continue;
        }
        let (mut last, mut next) = (at, at + 1);
        while next < unit.tokens.len()
            && next - at < MOST
            && unit.tokens[next].joins()
            && !unit.tokens[next - 1].has_clitic()
            && !unit.between(next - 1, next).contains('\n')
            && !is_taken(next)
        {
            let token = &unit.tokens[next];
            let part = named(token) && !token.guard.title && !token.guard.demonym && !token.guard.opener;
            if part && !token.guard.particle {
                last = next;
            } else if !token.guard.particle {
                break;
            }
            next += 1;
        }
        found(at, last);
        at = last + 1;
    }
}

fn opens(unit: &Unit<'_>, at: usize) -> bool {
    at == 0 || unit.tokens[at - 1].sentence != unit.tokens[at].sentence
}
