//! How names that follow each other are tied: as members of a list, or one within
//! another.

use super::context::share;
use super::hit::Hit;
use super::unit::Unit;
use crate::text::guard::{Tie, guard, tied_by};
use crate::text::script::script_of;

/// How a hit is tied to the one before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Link {
    /// `A and B`, `A, B (83 people), C`
    List,
    /// `A, B`: a list or a place and what it lies in.
    Comma,
    /// `A in B`, `A of B`, `A (B)`
    Within,
    /// `کابل (Kabul)`
    Gloss,
    /// `B's A`, `B A`
    Owner,
    /// Nothing that is understood.
    None,
}

/// What stands between two hits, parentheses and type words aside.
pub(super) fn link(unit: &Unit<'_>, left: &Hit, right: &Hit) -> Link {
    let tokens = &unit.tokens;
    if tokens[left.last].sentence != tokens[right.first].sentence {
        return Link::None;
    }
    let clitic = tokens[left.last].has_clitic() && !left.with_clitic;
    let words = right.first - left.last - 1;
    if words > 12 {
        return Link::None;
    }
    let gap = unit.between(left.last, right.first);
    let gap = if clitic { gap.strip_prefix("'s").unwrap_or(gap) } else { gap };
    let plain = without_parentheses(gap).replace(LIST_COMMAS, ",");
    let text: Vec<&str> = plain
        .split(|c: char| c.is_whitespace())
        .map(|word| word.trim_end_matches('.'))
        .filter(|word| !word.is_empty())
        .collect();
    let filler = |word: &str| {
        let guard = guard(word.trim_matches(','));
        guard.is_type() || guard.filler || guard.country.is_some()
    };
    let comma = plain.contains(',');
    let kept: Vec<&str> =
        text.iter().copied().filter(|word| *word != "," && !filler(word)).map(|w| w.trim_matches(',')).collect();
    match kept.as_slice() {
        [] | [""] if clitic => Link::Owner,
        [] | [""] if comma => Link::Comma,
        [] | [""] if plain.trim() == "" && words == 0 => Link::Owner,
        [] | [""] => Link::None,
        ["("] if in_two_scripts(left, right) && share(left, right) => Link::Gloss,
        ["("] => Link::Within,
        words => match (tied_by(&words.join(" ")), words) {
            (Some(Tie::List), _) => Link::List,
            (Some(Tie::Of), _) if comma => Link::List,
            (Some(_), _) => Link::Within,
            (None, [first, second]) => match (tied_by(first), tied_by(second)) {
                // `districts of A and of B`
                (Some(Tie::List), Some(_)) => Link::List,
                (_, Some(Tie::Of)) => Link::Within,
                _ => Link::None,
            },
            _ => Link::None,
        },
    }
}

/// Those of Arabic and Chinese script.
const LIST_COMMAS: [char; 3] = ['،', '、', '，'];

fn in_two_scripts(a: &Hit, b: &Hit) -> bool {
    let script = |hit: &Hit| hit.candidates.first().map(|c| script_of(&c.alias));
    script(a) != script(b)
}

/// The text without its bracketed parts; an open bracket stays.
fn without_parentheses(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(open) = rest.find('(') {
        let Some(close) = rest[open..].find(')') else { break };
        out.push_str(&rest[..open]);
        rest = &rest[open + close + 1..];
    }
    out.push_str(rest);
    out
}
