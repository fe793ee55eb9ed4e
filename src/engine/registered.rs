//! Names with what their bearer lies in, or in the order of registers: `Putin, Vladimir`,
//! `Kabul, Afghanistan`, `Kabul (Afghanistan)`.

use super::Engine;
use super::asked::Asked;
use super::resolve::{below_recorded, finished, identify, look, look_at_part, matching};
use crate::index::fuzzy::{Reach, Room};
use crate::report::{Answer, Rule, Status};
use crate::span::EntityId;
use crate::table::codes::country_meant;
use crate::table::model::Kind;
use crate::text::guard::guard;

/// So many candidates are looked at for either part.
pub(super) const REGISTERED: usize = 64;

/// Candidates for the place that it lies in, and for a company: each more takes
/// time, and most names have something else there.
pub(super) const FEWER: usize = 8;

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
}

/// A name of two parts, the first of which is meant.
pub(super) fn registered(engine: &Engine, name: &str, most: usize, reach: Reach, room: &mut Room) -> Option<Answer> {
    let (first, second, sign) = parts(name)?;
    if engine.options().exact && sign != Sign::Comma {
        return None;
    }
    if matches!(sign, Sign::Comma | Sign::Brackets) {
        let mut answer = look_at_part(engine, &format!("{second} {first}"), most, reach, room);
        let is_sure = |rule: Rule, kind| kind == Some(Kind::Person) || !matches!(rule, Rule::Fuzzy | Rule::Script);
        let best = answer.matches.first();
        if answer.status != Status::None && best.is_some_and(|best| is_sure(best.rule, best.kind)) {
            answer.query = name.to_owned();
            return Some(answer);
        }
    }
    let mut within = |inner: &str, outer: &str| {
        let places = look_at_part(engine, outer, FEWER, reach, room);
        let outer = Outer::of(engine, outer, &places)?;
        let answer = look_at_part(engine, inner, REGISTERED, reach, room);
        outer.narrowed(engine, answer, name, most)
    };
    if let Some(answer) = within(first, second) {
        return Some(answer);
    }
    match sign {
        // *Afghanistan, Kabul*
        Sign::Comma => within(second, first),
        Sign::Stroke => within(second, first).or_else(|| twice(engine, name, [first, second], most, reach, room)),
        Sign::Brackets => described(engine, name, [first, second], most, reach, room),
    }
}

/// Whom a name means where a place that it lies in is told beside it. Where that
/// is not known, and for persons and organisations, the name decides.
pub(crate) fn lying_in(engine: &Engine, name: &str, place: &str, most: usize, room: &mut Room) -> Answer {
    if place.trim().is_empty() {
        return identify(engine, name, most, room);
    }
    let reach = matching(engine);
    let places = look(engine, place, FEWER, reach, room);
    let Some(outer) = Outer::of(engine, place, &places) else { return identify(engine, name, most, room) };
    let answer = look(engine, name, REGISTERED, reach, room);
    let none = || Answer { query: name.to_owned(), status: Status::None, matches: Vec::new(), tied: 0 };
    let alone = answer.matches.first().is_some_and(|best| best.kind != Some(Kind::Place));
    if answer.status != Status::None && alone {
        return identify(engine, name, most, room);
    }
    // A place lies in itself.
    let is_itself = outer.is_one_of(engine, &answer);
    let narrowed = outer.narrowed(engine, answer, name, most);
    narrowed.unwrap_or_else(|| if is_itself { identify(engine, name, most, room) } else { none() })
}

/// A place that others lie in: its country by code, or those it may be.
enum Outer {
    Country(String),
    Places(Vec<EntityId>),
}

impl Outer {
    /// What a text names, by the answer to it.
    fn of(engine: &Engine, text: &str, answer: &Answer) -> Option<Self> {
        if answer.status != Status::None {
            let places = answer.matches.iter().filter(|found| found.kind == Some(Kind::Place));
            let places: Vec<EntityId> = places.filter_map(|place| engine.index().by_id(&place.id)).collect();
            return Some(Self::Places(places)).filter(|_| answer.matches[0].kind == Some(Kind::Place));
        }
        let is_code = text.len() <= 3 && text.bytes().all(|byte| byte.is_ascii_uppercase());
        country_meant(text).filter(|_| is_code).map(Self::Country)
    }

    /// Whether the best match of an answer is the place itself.
    fn is_one_of(&self, engine: &Engine, answer: &Answer) -> bool {
        let best = answer.matches.first().and_then(|best| engine.index().by_id(&best.id));
        matches!((self, best), (Self::Places(places), Some(best)) if places.contains(&best))
    }

    /// An answer without what does not lie there; nothing where nothing does.
    fn narrowed(&self, engine: &Engine, mut answer: Answer, name: &str, most: usize) -> Option<Answer> {
        let index = engine.index();
        let lies_there = |inner: EntityId| match self {
            Self::Country(code) => index.country(inner) == Some(code.as_str()),
            Self::Places(places) => places.iter().any(|&outer| index.is_within(inner, outer)),
        };
        answer.matches.retain(|found| index.by_id(&found.id).is_some_and(lies_there));
        finished(engine, answer, name, most)
    }
}

/// Whom both parts name: *Rahmon/Rakhmon*.
fn twice(engine: &Engine, name: &str, parts: [&str; 2], most: usize, reach: Reach, room: &mut Room) -> Option<Answer> {
    let [answer, other] = parts.map(|part| look_at_part(engine, part, 1, reach, room));
    let is_one = |answer: &Answer| answer.status == Status::Match;
    let are_one = is_one(&answer) && is_one(&other) && answer.matches[0].id == other.matches[0].id;
    if are_one { nearly(engine, answer, name, most) } else { None }
}

/// Whom what stands before brackets names, where those hold a number of a note, or
/// an office of a person of several words: *Kabul [1]*, *Hamid Karzai (former
/// president)*.
fn described(
    engine: &Engine,
    name: &str,
    [first, text]: [&str; 2],
    most: usize,
    reach: Reach,
    room: &mut Room,
) -> Option<Answer> {
    let is_note = name.trim_end().ends_with(']') && text.bytes().all(|byte| byte.is_ascii_digit());
    // *former president*, but no *brother of the president*.
    let mut words = text.split(|c: char| !c.is_alphanumeric()).take(2);
    let is_office = words.any(|word| guard(&word.to_lowercase()).title);
    if !is_note && !is_office {
        return None;
    }
    let answer = look_at_part(engine, first, 1, reach, room);
    let best = answer.matches.first().filter(|_| answer.status == Status::Match)?;
    let is_person = best.kind == Some(Kind::Person) && best.alias.contains(' ');
    if is_note || is_person { nearly(engine, answer, name, most) } else { None }
}

/// The first match of an answer to a part of a name as one to the name.
fn nearly(engine: &Engine, mut answer: Answer, name: &str, most: usize) -> Option<Answer> {
    answer.matches.truncate(1);
    below_recorded(&mut answer);
    finished(engine, answer, name, most)
}

/// The parts of a name, if it has two.
fn parts<'n>(name: &'n str) -> Option<(&'n str, &'n str, Sign)> {
    // Most names have no such sign.
    let bytes = name.as_bytes();
    let has_dash = || bytes.windows(2).any(|two| matches!(two, b" -" | b" \xE2"));
    if !bytes.iter().any(|byte| b",/)]".contains(byte)) && !has_dash() {
        return None;
    }
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
    None
}

/// Whom a name means whose last words are a country: *Kabul Afghanistan*.
pub(super) fn before_country(
    engine: &Engine,
    asked: &Asked<'_>,
    most: usize,
    reach: Reach,
    room: &mut Room,
) -> Option<Answer> {
    let (words, index) = (asked.words.len(), engine.index());
    let countries = |from: usize| -> Vec<EntityId> {
        let found = asked.recorded(engine, from);
        let entities = found.iter().filter_map(|found| Some(index.entity_of(index.form_of(found.alias)?)));
        entities.filter(|entity| index.entity(*entity).place_type == "country").collect()
    };
    let mut parts = (words.saturating_sub(MOST_WORDS).max(1)..words).map(|from| (from, countries(from)));
    let (from, countries) = parts.find(|(_, countries)| !countries.is_empty())?;
    let answer = look_at_part(engine, asked.written(0..from), REGISTERED, reach, room);
    Outer::Places(countries).narrowed(engine, answer, asked.name, most)
}

/// Words of a country's name at most, as it stands behind others.
const MOST_WORDS: usize = 3;
