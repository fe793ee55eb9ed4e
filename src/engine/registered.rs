//! Names with what their bearer lies in, or in the order of registers: `Putin, Vladimir`,
//! `Kabul, Afghanistan`, `Kabul (Afghanistan)`.

use super::Engine;
use super::asked::Asked;
use super::resolve::{finished, look};
use crate::index::fuzzy::{Reach, Room};
use crate::report::{Answer, Rule, Status};
use crate::table::codes::country_meant;
use crate::table::model::Kind;

/// So many candidates are looked at for either part.
pub(super) const REGISTERED: usize = 64;

/// Bytes of a part at most.
const LONGEST: usize = 256;

/// How the parts of a name are told apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sign {
    Comma,
    /// What stands in brackets behind the name.
    Brackets,
    /// A stroke or dash.
    Stroke,
    /// A blank before a country.
    Blank,
}

/// A name of two parts, the first of which is meant.
pub(super) fn registered(engine: &Engine, name: &str, most: usize, reach: Reach, room: &mut Room) -> Option<Answer> {
    let (first, second, sign) = parts(engine, name)?;
    if sign == Sign::Comma {
        let mut answer = look(engine, &format!("{second} {first}"), most, reach, room);
        let is_sure = |rule: Rule, kind| kind == Some(Kind::Person) || !matches!(rule, Rule::Fuzzy | Rule::Script);
        let best = answer.matches.first();
        if answer.status != Status::None && best.is_some_and(|best| is_sure(best.rule, best.kind)) {
            answer.query = name.to_owned();
            return Some(answer);
        }
    }
    let mut within = |inner, outer| {
        let answer = within(engine, inner, outer, reach, room)?;
        finished(engine, answer, name, most)
    };
    if let Some(answer) = within(first, second) {
        return Some(answer);
    }
    match sign {
        // *Afghanistan, Kabul*
        Sign::Comma => within(second, first),
        Sign::Stroke => within(second, first).or_else(|| twice(engine, name, [first, second], reach, room)),
        // *Hamid Karzai (former president)*, *Kabul [1]*: no place says otherwise.
        Sign::Brackets => {
            let is_number = second.bytes().all(|byte| byte.is_ascii_digit());
            let mut answer = look(engine, first, most, reach, room);
            let is_person = answer.matches.first().is_some_and(|best| best.kind == Some(Kind::Person));
            answer.query = name.to_owned();
            (answer.status != Status::None && (is_number || is_person)).then_some(answer)
        }
        Sign::Blank => None,
    }
}

/// Whom both parts name: *Rahmon/Rakhmon*.
fn twice(engine: &Engine, name: &str, parts: [&str; 2], reach: Reach, room: &mut Room) -> Option<Answer> {
    let [answer, other] = parts.map(|part| look(engine, part, 1, reach, room));
    let id = |answer: &Answer| answer.matches.first().map(|best| best.id.clone());
    let are_one = [&answer, &other].iter().all(|answer| answer.status == Status::Match) && id(&answer) == id(&other);
    are_one.then(|| Answer { query: name.to_owned(), ..answer })
}

/// The parts of a name, if it has two.
fn parts<'n>(engine: &Engine, name: &'n str) -> Option<(&'n str, &'n str, Sign)> {
    let whole = |(first, second): (&'n str, &'n str), sign| {
        let (first, second) = (first.trim(), second.trim());
        let is_some = |part: &str| !part.is_empty() && part.len() < LONGEST;
        (is_some(first) && is_some(second)).then_some((first, second, sign))
    };
    if let Some((first, rest)) = name.split_once(',') {
        return if rest.contains(',') { None } else { whole((first, rest), Sign::Comma) };
    }
    for (open, close) in [('(', ')'), ('[', ']')] {
        if let Some(inner) = name.trim_end().strip_suffix(close) {
            return inner.split_once(open).and_then(|parts| whole(parts, Sign::Brackets));
        }
    }
    for sign in [" - ", " – ", " — ", "/"] {
        if let Some((first, rest)) = name.split_once(sign) {
            return if rest.contains(sign) { None } else { whole((first, rest), Sign::Stroke) };
        }
    }
    // *Kabul Afghanistan*
    let asked = Asked::new(name);
    let words = asked.words.len();
    let is_country = |text: &str| {
        let found = Asked::new(text).recorded(engine, 0);
        let entities = found.iter().filter_map(|found| engine.index().form_of(found.alias));
        let mut types = entities.map(|form| engine.index().entity(engine.index().entity_of(form)).place_type);
        types.any(|place_type| place_type == "country")
    };
    let from = (words.saturating_sub(MOST_WORDS).max(1)..words).find(|&from| is_country(asked.written(from..words)))?;
    whole((asked.written(0..from), asked.written(from..words)), Sign::Blank)
}

/// Words of a country's name at most, as it stands behind others.
const MOST_WORDS: usize = 3;

/// Whom a name means among what lies in a place, or in the country of a code.
fn within(engine: &Engine, inner: &str, outer: &str, reach: Reach, room: &mut Room) -> Option<Answer> {
    let index = engine.index();
    let is_code = outer.len() <= 3 && outer.bytes().all(|byte| byte.is_ascii_uppercase());
    let code = if is_code { country_meant(outer) } else { None };
    let places = match &code {
        Some(_) => Vec::new(),
        None => {
            let answer = look(engine, outer, REGISTERED, reach, room);
            if answer.status == Status::None {
                return None;
            }
            answer.matches
        }
    };
    let outer: Vec<_> = places.iter().filter_map(|place| index.by_id(&place.id)).collect();
    let mut answer = look(engine, inner, REGISTERED, reach, room);
    answer.matches.retain(|found| {
        index.by_id(&found.id).is_some_and(|inner| match &code {
            Some(code) => index.country(inner) == Some(code.as_str()),
            None => outer.iter().any(|&outer| index.is_within(inner, outer)),
        })
    });
    Some(answer)
}
