//! Whose a name is, without a text around it.

use super::Engine;
use super::asked::Asked;
use super::initials::Fit;
use super::judge::{Verdict, is_like, score};
use super::kinds::{apart, has_kind};
use super::marks::{Marks, TWO_MARKS};
use super::registered::{FEWER, REGISTERED, before_country, registered};
use super::rivals::Rivals;
use crate::index::Index;
use crate::index::fuzzy::{Near, Reach, Room, Search, Wanted};
use crate::report::{Answer, Match, Rule, Status};
use crate::score::Scorer;
use crate::score::lexicon::is_element;
use crate::span::{AliasId, EntityId, FormId};
use crate::table::model::Kind;
use crate::text::guard::{Tie, guard, tied_by};
use crate::text::key::{PROVING, is_servant};
use crate::text::script::script_of;

/// The entities that `name` may mean.
pub(crate) fn lookup(engine: &Engine, name: &str, most: usize, room: &mut Room) -> Answer {
    look(engine, name, most, Reach::All, room)
}

/// [`lookup`] for those who need no candidates that are too weak.
pub(crate) fn identify(engine: &Engine, name: &str, most: usize, room: &mut Room) -> Answer {
    let mut answer = look(engine, name, most, matching(engine), room);
    if answer.status == Status::None {
        answer.matches.clear();
    }
    answer
}

/// A search for what counts as a match, and for rivals that are a little weaker.
pub(super) fn matching(engine: &Engine) -> Reach {
    let least = engine.options().min_score / score::LETTERS;
    let probable = if least < 1.0 { 1.0 / (1.0 + (MARGIN - rank_of(least)).exp()) } else { least };
    Reach::Match(probable)
}

pub(super) fn look(engine: &Engine, name: &str, most: usize, reach: Reach, room: &mut Room) -> Answer {
    look_as(engine, name, most, reach, false, room)
}

/// [`look`] for a part of a name, which has no parts itself.
pub(super) fn look_at_part(engine: &Engine, part: &str, most: usize, reach: Reach, room: &mut Room) -> Answer {
    look_as(engine, part, most, reach, true, room)
}

fn look_as(engine: &Engine, name: &str, most: usize, reach: Reach, is_part: bool, room: &mut Room) -> Answer {
    let asked = Asked::new(name);
    let mut found = asked.recorded(engine, 0);
    if found.is_empty() {
        // `President Rahmon`: titles are no part of a person's name.
        let titles = (0..asked.words.len()).take_while(|word| guard(asked.bare_of(*word)).title).count();
        if titles > 0 && titles < asked.words.len() {
            found = asked.recorded(engine, titles);
            found.retain(|verdict| engine.is_person(verdict.alias));
        }
    }
    let plain = if found.is_empty() { asked.without_legal_form() } else { name };
    let has_legal_form = plain.len() < name.len();
    if has_legal_form
        && !is_part
        && let Some(answer) = as_company(engine, name, plain, most, reach, room)
    {
        return answer;
    }
    if found.is_empty()
        && let Some(answer) = if is_part { None } else { registered(engine, name, most, reach, room) }
            .or_else(|| typed(engine, name, &asked, most, room))
    {
        return answer;
    }
    let found = if found.is_empty() {
        // What initials prove, letters need not.
        let reach = if asked.initials().is_some() { Reach::All } else { reach };
        let mut found = near(engine, &asked, most, reach, room);
        if has_legal_form {
            // *Kabul Ltd.* is not Kabul, and not near to it either.
            found.retain(|found| may_be_company(engine, found.alias));
        }
        found
    } else {
        found.into_iter().map(Found::recorded).collect()
    };
    let mut answer = answer(engine, &asked, found, most);
    // What stands behind a comma alone is not what the whole names.
    let lone = |best: &Match| best.kind != Some(Kind::Person) && best.rule == Rule::Fuzzy;
    if name.contains(',') && answer.matches.first().is_some_and(lone) {
        (answer.status, answer.tied) = (Status::None, 0);
    }
    if answer.status == Status::None
        && !is_part
        && !engine.options().exact
        && let Some(found) = before_country(engine, &asked, most, reach, room)
    {
        return found;
    }
    answer
}

/// Whether an alias is neither a person's nor a place's.
pub(super) fn may_be_company(engine: &Engine, alias: AliasId) -> bool {
    let index = engine.index();
    let kind = index.form_of(alias).and_then(|form| index.kind(index.entity_of(form)));
    !matches!(kind, Some(Kind::Person | Kind::Place))
}

/// A company without its legal form. *Iran Inc.* is not Iran.
fn as_company(engine: &Engine, name: &str, plain: &str, most: usize, reach: Reach, room: &mut Room) -> Option<Answer> {
    if engine.options().exact {
        return None;
    }
    let mut answer = look_at_part(engine, plain, FEWER, reach, room);
    answer.matches.retain(|found| !matches!(found.kind, Some(Kind::Person | Kind::Place)));
    below_recorded(&mut answer);
    finished(engine, answer, name, most)
}

/// Scores what is recorded as what is nearly so: something of the name was left out.
pub(super) fn below_recorded(answer: &mut Answer) {
    for found in &mut answer.matches {
        found.score = found.score.min(score::LETTERS);
        if found.rule == Rule::Alias {
            found.rule = Rule::Typography;
        }
    }
}

/// `Balkh Province`, `Province of Balkh` and `Provinz Balch`: places of the type that a word
/// before or behind their name says.
fn typed(engine: &Engine, name: &str, asked: &Asked<'_>, most: usize, room: &mut Room) -> Option<Answer> {
    let words = asked.words.len();
    let last = words.checked_sub(1).filter(|last| *last < TYPED)?;
    let says = |word: usize| Some(guard(asked.bare_of(word))).filter(|guard| guard.is_type() && !guard.title);
    let (inner, word) = match (says(0), says(last)) {
        (Some(word), _) if words > 2 && tied_by(asked.bare_of(1)) == Some(Tie::Of) => (asked.written(2..words), word),
        (_, Some(word)) if words > 1 => (asked.written(0..last), word),
        (Some(word), None) if words > 1 => (asked.written(1..words), word),
        _ => return None,
    };
    // What is merely near may be near to a place of another type.
    let mut answer = look(engine, inner, REGISTERED, Reach::Sound, room);
    let index = engine.index();
    let fits = |found: &Match| index.by_id(&found.id).is_some_and(|id| word.says(index.entity(id).place_type));
    answer.matches.retain(|found| fits(found) && !matches!(found.rule, Rule::Fuzzy | Rule::Script));
    for found in &mut answer.matches {
        if found.rule == Rule::Alias {
            (found.rule, found.score) = (Rule::Typography, score::TYPOGRAPHY);
        }
    }
    finished(engine, answer, name, most)
}

/// Words of a name with its type, at most.
const TYPED: usize = 8;

/// An answer of which some matches were left out.
pub(super) fn finished(engine: &Engine, mut answer: Answer, name: &str, most: usize) -> Option<Answer> {
    let tied = answer.matches.iter().take_while(|m| m.score == answer.matches[0].score).count();
    answer.status = status(engine, answer.matches.first(), tied > 1);
    answer.tied = if answer.status == Status::None { 0 } else { tied };
    answer.matches.truncate(most);
    answer.query = name.to_owned();
    (answer.status != Status::None).then_some(answer)
}

/// An alias that a name may stand for.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Found {
    pub(crate) alias: AliasId,
    /// How it ranks among others: the logarithm of its odds.
    pub(crate) rank: f64,
    pub(crate) score: f64,
    /// Nothing when it is known by its letters alone.
    pub(crate) rule: Option<Rule>,
}

impl Found {
    pub(crate) fn recorded(Verdict { alias, score, rule, .. }: Verdict) -> Self {
        Self { alias, rank: RECORDED + score, score, rule: Some(rule) }
    }

    fn near(alias: AliasId, rank: f64, rule: Option<Rule>) -> Self {
        Self { alias, rank, score: scored(rank), rule }
    }
}

/// The rank of what is right with a probability: the logarithm of its odds.
pub(super) fn rank_of(probability: f64) -> f64 {
    (probability / (1.0 - probability)).ln()
}

/// The score of a rank.
pub(super) fn scored(rank: f64) -> f64 {
    score::LETTERS / (1.0 + (-rank).exp())
}

/// What of it is told.
#[derive(Debug, Clone, Copy)]
struct Ranked {
    found: Found,
    form: FormId,
    entity: EntityId,
}

/// Recorded spellings rank above all that is near to a name.
pub(super) const RECORDED: f64 = 1000.0;

/// Candidates whose ranks are nearer than this cannot be told apart, as long
/// as neither is recorded: with half of it, wrong answers among those that
/// are accepted go from 1.6 to 2.2 in a hundred (places of the development
/// data).
pub(crate) const MARGIN: f64 = 0.6;

/// The aliases that sound as the name does or are near to it in letters.
pub(crate) fn near(engine: &Engine, asked: &Asked, most: usize, reach: Reach, room: &mut Room) -> Vec<Found> {
    if engine.options().exact || asked.words.is_empty() {
        return Vec::new();
    }
    let index = engine.index();
    let scorer = Scorer::builtin();
    let rivals = Rivals::of(index, &asked.bare);
    let says_kind = has_kind(&asked.bare);
    let mut out = Vec::new();
    let mut take = |asked: &Asked, behind: f64| {
        let marks = Some(Marks::of(asked)).filter(Marks::are_any);
        let wanted = Wanted::new(asked.spelling(None), scorer);
        let sounding = index.sounding(&asked.keys(), PROVING);
        let search = Search { index, wanted: &wanted, sounding: &sounding, most, reach };
        let found = if engine.options().exhaustive { search.nearest_of_all(room) } else { search.nearest(room) };
        for Near { alias, probability: p } in found {
            if rivals.have_alias(alias) {
                continue;
            }
            let rule = sounding.binary_search(&alias).is_ok().then_some(Rule::Key);
            // A ministry shares most of its letters with another one.
            let may_be_apart = says_kind && !engine.is_person(alias);
            let apart = may_be_apart.then(|| apart(&asked.bare, &index.alias(alias).bare())).flatten();
            let two = marks.as_ref().is_some_and(|marks| {
                let recorded = Asked::new(index.alias(alias).text);
                marks.apart(&Marks::of(&recorded)).is_some()
            });
            let most = apart.map(|apart| apart.most).or_else(|| two.then_some(TWO_MARKS));
            let rank = most.map_or(f64::INFINITY, rank_of).min(rank_of(p) - behind);
            out.push(Found::near(alias, rank, rule));
        }
    };
    take(asked, 0.0);
    asked.readings(None).iter().for_each(|reading| take(&Asked::new(reading), READING));
    out
}

/// What it takes from the rank of a candidate that it is only near to the name
/// as another system writes its syllables.
const READING: f64 = 0.1;

/// What it takes from the rank of a person that two given names alone are
/// asked for: *Mohammad Hanif* need not be Mohammad Hanif Atmar.
const INCOMPLETE: f64 = 1.5;

/// Whether a longer name has a family name besides two given ones.
fn lacks_family_name(index: &Index, given: [&str; 2], alias: AliasId) -> bool {
    let Some(entity) = index.form_of(alias).map(|form| index.entity_of(form)) else { return false };
    if !index.may_be_person(entity) {
        return false;
    }
    let other = index.alias(alias).bare();
    let mut words: Vec<&str> = other.split(' ').filter(|word| !is_title(word)).take(MOST_PARTS + 1).collect();
    if !(3..=MOST_PARTS).contains(&words.len()) {
        return false;
    }
    let row = index.entity(entity);
    if row.tradition.family_first {
        words.remove(0);
    } else {
        words.pop();
    }
    given.iter().all(|own| words.iter().any(|word| is_like(own, word, row.lang)))
}

/// Words of a person's name: none that is known has more.
const MOST_PARTS: usize = 8;

/// How a person ranks at least whose family name and initials are asked for.
const FITTING: f64 = 2.4;

/// What it takes from the rank of a person that other initials are asked for.
const UNFITTING: f64 = 3.0;

fn is_title(word: &str) -> bool {
    guard(word).title
}

/// The entities with spellings near to a name, recorded or not.
pub(crate) fn neighbours(engine: &Engine, name: &str, most: usize, room: &mut Room) -> Vec<Match> {
    let asked = Asked::new(name);
    let mut found: Vec<Found> = asked.recorded(engine, 0).into_iter().map(Found::recorded).collect();
    found.extend(near(engine, &asked, most, Reach::All, room));
    answer(engine, &asked, found, most).matches
}

fn answer(engine: &Engine, asked: &Asked, mut found: Vec<Found>, most: usize) -> Answer {
    let index = engine.index();
    let Asked { name, bare, .. } = asked;
    // The bearer that a spelling mostly means ranks before the others.
    if let Some(preferred) = index.preferred(bare) {
        let others = |found: &&mut Found| {
            index.form_of(found.alias).is_some_and(|form| preferred.is_before(index.entity_of(form)))
        };
        for found in found.iter_mut().filter(others) {
            found.rank -= score::LESS_USUAL;
            found.score -= score::LESS_USUAL;
        }
    }
    let given: Vec<&str> = bare.split(' ').filter(|word| !is_title(word)).take(3).collect();
    if let [a, b] = given[..]
        && (is_element(a) || is_servant(a))
    {
        let least = engine.options().min_score;
        let near = found.iter_mut().filter(|found| found.rank < RECORDED && found.score >= least);
        for found in near.filter(|found| lacks_family_name(index, [a, b], found.alias)) {
            *found = Found::near(found.alias, found.rank - INCOMPLETE, found.rule);
        }
    }
    hold_to_initials(index, asked, &mut found);
    found.sort_by(|a, b| b.rank.total_cmp(&a.rank).then(a.alias.cmp(&b.alias)));
    let mut best = best_of(engine, bare, &found, most.max(2));
    let near = |best: f64, next: f64| best == next || best < RECORDED && best - next < MARGIN;
    let tied = best.iter().take_while(|next| near(best[0].found.rank, next.found.rank)).count();
    // As they are told, scores may be equal that are not.
    let told = |ranked: &Ranked| told(ranked.found.score);
    for equal in best.chunk_by_mut(|a, b| told(a) == told(b)) {
        equal.sort_by(|a, b| index.id(a.entity).cmp(index.id(b.entity)));
    }
    let matches: Vec<Match> = best.iter().take(most.max(1)).map(|ranked| matched(index, bare, ranked)).collect();
    let status = status(engine, matches.first(), tied > 1);
    let tied = if status == Status::None { 0 } else { tied };
    Answer { query: (*name).to_owned(), status, matches: matches.into_iter().take(most).collect(), tied }
}

/// Ranks persons who are near to a name with initials by whether those fit.
fn hold_to_initials(index: &Index, asked: &Asked, found: &mut [Found]) {
    let mut known: Vec<(EntityId, Option<Fit>)> = Vec::new();
    for found in found.iter_mut().filter(|found| found.rank < RECORDED) {
        let Some((initials, family)) = asked.initials() else { return };
        let Some(entity) = index.form_of(found.alias).map(|form| index.entity_of(form)) else { continue };
        if index.kind(entity) != Some(Kind::Person) {
            continue;
        }
        let fit = known.iter().find(|(other, _)| *other == entity).map(|(_, fit)| *fit).unwrap_or_else(|| {
            let fit = initials.fit(index, entity, family);
            known.push((entity, fit));
            fit
        });
        let rank = match fit {
            // Who has a given name for each initial is meant before others.
            Some(Fit { told, fits: true }) => found.rank.max(FITTING) + (told - 1) as f64 * MARGIN,
            Some(_) => found.rank - UNFITTING,
            None => continue,
        };
        *found = Found::near(found.alias, rank, found.rule);
    }
}

/// The first so many entities by the rank of their best alias, and by id
/// among equals.
fn best_of(engine: &Engine, bare: &str, found: &[Found], most: usize) -> Vec<Ranked> {
    let index = engine.index();
    let kinds = &engine.options().kinds;
    let mut best: Vec<Ranked> = Vec::with_capacity(most.min(found.len()));
    for equal in found.chunk_by(|a, b| a.rank == b.rank) {
        if best.len() >= most {
            break;
        }
        let ranked = equal.iter().filter_map(|&found| {
            let form = index.form_of(found.alias)?;
            let entity = index.entity_of(form);
            let wanted = kinds.is_empty() || index.kind(entity).is_some_and(|kind| kinds.contains(&kind));
            let new = best.iter().all(|known| known.entity != entity);
            (wanted && new && !index.is_not(entity, bare)).then_some(Ranked { found, form, entity })
        });
        let mut group: Vec<Ranked> = ranked.collect();
        group.sort_by_key(|ranked| ranked.entity);
        group.dedup_by_key(|ranked| ranked.entity);
        let wanted = (most - best.len()).min(group.len());
        let by_id = |a: &Ranked, b: &Ranked| index.id(a.entity).cmp(index.id(b.entity));
        if wanted < group.len() {
            group.select_nth_unstable_by(wanted, by_id);
            group.truncate(wanted);
        }
        group.sort_by(by_id);
        best.extend(group);
    }
    best
}

/// A score as it is told.
fn told(score: f64) -> f64 {
    (score * 1e6).round() / 1e6
}

fn matched(index: &Index, bare: &str, Ranked { found, form, entity }: &Ranked) -> Match {
    let alias = index.alias(found.alias);
    let rule = match found.rule {
        Some(Rule::Alias | Rule::Typography) => found.rule,
        _ if script_of(bare) != script_of(alias.text) => Some(Rule::Script),
        rule => rule,
    };
    Match {
        id: index.id(*entity).to_owned(),
        name: index.name(*entity).to_owned(),
        form: index.form(*form).name.to_owned(),
        kind: index.kind(*entity),
        score: told(found.score),
        rule: rule.unwrap_or(Rule::Fuzzy),
        alias: alias.text.to_owned(),
    }
}

/// What the best match is worth; `tied` when it cannot be told from the next.
fn status(engine: &Engine, best: Option<&Match>, tied: bool) -> Status {
    match best {
        Some(best) if best.score < engine.options().min_score => Status::None,
        None => Status::None,
        Some(_) if tied => Status::Ambiguous,
        Some(_) => Status::Match,
    }
}
