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
pub(super) fn registered(
    engine: &Engine,
    asked: &Asked<'_>,
    most: usize,
    reach: Reach,
    room: &mut Room,
) -> Option<Answer> {
    let name = asked.name;
    let (first, second, sign) = parts(engine, asked)?;
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
    let answers = [first, second].map(|part| look_at_part(engine, part, REGISTERED, reach, room));
    let within = |inner: usize| {
        let (answer, place) = (answers[inner].clone(), &answers[1 - inner]);
        let outer = Outer::of(engine, [first, second][1 - inner], place)?;
        outer.narrowed(engine, answer, name, most)
    };
    if let Some(answer) = within(0) {
        return Some(answer);
    }
    match sign {
        // *Afghanistan, Kabul*
        Sign::Comma => within(1),
        Sign::Stroke => within(1).or_else(|| twice(engine, name, answers, most)),
        Sign::Brackets => described(engine, name, second, answers, most),
        Sign::Blank => None,
    }
}

/// Whom a name means where a place that it lies in is told beside it. Where that
/// is not known, and for persons and organisations, the name decides.
pub(crate) fn lying_in(engine: &Engine, name: &str, place: &str, most: usize, room: &mut Room) -> Answer {
    if place.trim().is_empty() {
        return identify(engine, name, most, room);
    }
    let reach = matching(engine);
    let places = look(engine, place, REGISTERED, reach, room);
    let Some(outer) = Outer::of(engine, place, &places) else { return identify(engine, name, most, room) };
    let answer = look(engine, name, REGISTERED, reach, room);
    let none = || Answer { query: name.to_owned(), status: Status::None, matches: Vec::new(), tied: 0 };
    let alone = answer.matches.first().is_some_and(|best| best.kind != Some(Kind::Place));
    if answer.status != Status::None && alone {
        return identify(engine, name, most, room);
    }
    outer.narrowed(engine, answer, name, most).unwrap_or_else(none)
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
            let places = answer.matches.iter().filter_map(|place| engine.index().by_id(&place.id));
            return Some(Self::Places(places.collect()));
        }
        let is_code = text.len() <= 3 && text.bytes().all(|byte| byte.is_ascii_uppercase());
        country_meant(text).filter(|_| is_code).map(Self::Country)
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
fn twice(engine: &Engine, name: &str, [mut answer, other]: [Answer; 2], most: usize) -> Option<Answer> {
    let is_one = |answer: &Answer| answer.status == Status::Match;
    if !is_one(&answer) || !is_one(&other) || answer.matches[0].id != other.matches[0].id {
        return None;
    }
    answer.matches.truncate(1);
    below_recorded(&mut answer);
    finished(engine, answer, name, most)
}

/// Whom what stands before brackets names, where those hold a number of a note, or
/// an office of a person of several words: *Kabul [1]*, *Hamid Karzai (former
/// president)*.
fn described(engine: &Engine, name: &str, text: &str, answers: [Answer; 2], most: usize) -> Option<Answer> {
    let [mut answer, place] = answers;
    let best = answer.matches.first().filter(|_| answer.status == Status::Match && place.status == Status::None)?;
    let is_note = name.ends_with(']') && text.bytes().all(|byte| byte.is_ascii_digit());
    let is_person = best.kind == Some(Kind::Person) && best.alias.contains(' ');
    let mut words = text.split(|c: char| !c.is_alphanumeric());
    let is_office = is_person && words.any(|word| guard(&word.to_lowercase()).title);
    if !is_note && !is_office {
        return None;
    }
    answer.matches.truncate(1);
    below_recorded(&mut answer);
    finished(engine, answer, name, most)
}

/// The parts of a name, if it has two.
fn parts<'n>(engine: &Engine, asked: &Asked<'n>) -> Option<(&'n str, &'n str, Sign)> {
    let name = asked.name;
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
    let words = asked.words.len();
    let index = engine.index();
    let is_country = |from: usize| {
        let found = asked.recorded(engine, from);
        let mut forms = found.iter().filter_map(|found| index.form_of(found.alias));
        forms.any(|form| index.entity(index.entity_of(form)).place_type == "country")
    };
    let from = (words.saturating_sub(MOST_WORDS).max(1)..words).find(|from| is_country(*from))?;
    whole((asked.written(0..from), asked.written(from..words)), Sign::Blank)
}

/// Words of a country's name at most, as it stands behind others.
const MOST_WORDS: usize = 3;
