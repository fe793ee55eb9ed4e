//! Whose a name is, without a text around it.

use super::Engine;
use super::asked::Asked;
use super::judge::{Verdict, same_sound, score};
use crate::index::fuzzy::{Near, Room, Wanted};
use crate::report::{Answer, Match, Rule, Status};
use crate::score::Scorer;
use crate::table::model::Kind;
use crate::text::guard::guard;
use crate::text::script::script_of;

/// The entities that `name` may mean.
pub(crate) fn lookup(engine: &Engine, name: &str, most: usize, room: &mut Room) -> Answer {
    let asked = Asked::new(name);
    let mut found = asked.recorded(engine, 0);
    if found.is_empty() {
        // `President Rahmon`: titles are no part of a person's name.
        let titles = asked.words.iter().take_while(|word| guard(&asked.bare_of(word)).title).count();
        if titles > 0 && titles < asked.words.len() {
            found = asked.recorded(engine, titles);
            found.retain(|verdict| engine.is_person(verdict.alias));
        }
    }
    if found.is_empty()
        && let Some(answer) = registered(engine, name, most, room)
    {
        return answer;
    }
    let ranked =
        if found.is_empty() { near(engine, &asked, room) } else { found.into_iter().map(Ranked::recorded).collect() };
    let mut answer = answer(engine, name, &asked.bare, ranked, most);
    // What stands behind a comma alone is not what the whole names.
    let lone = |best: &Match| best.kind != Some(Kind::Person) && best.rule == Rule::Fuzzy;
    if name.contains(',') && answer.matches.first().is_some_and(lone) {
        answer.status = Status::None;
    }
    answer
}

/// So many candidates are looked at on either side of a comma.
const REGISTERED: usize = 64;

/// `Putin, Vladimir` as registers write it, and `Kabul, Afghanistan`.
fn registered(engine: &Engine, name: &str, most: usize, room: &mut Room) -> Option<Answer> {
    let (first, second) = name.split_once(',').filter(|(_, rest)| !rest.contains(',') && rest.len() < 256)?;
    let (first, second) = (first.trim(), second.trim());
    if first.is_empty() || second.is_empty() {
        return None;
    }
    let mut answer = lookup(engine, &format!("{second} {first}"), most, room);
    let sure = |best: &Match| best.kind == Some(Kind::Person) || !matches!(best.rule, Rule::Fuzzy | Rule::Script);
    if answer.status == Status::None || !answer.matches.first().is_some_and(sure) {
        // The outer place may go by any of its names, the inner one too.
        let outer = lookup(engine, second, REGISTERED, room);
        answer = lookup(engine, first, REGISTERED, room);
        if outer.status == Status::None {
            return None;
        }
        answer.matches.retain(|m| outer.matches.iter().any(|o| within(engine, &m.id, &o.id)));
        let tied = matches!(&answer.matches[..], [best, next, ..] if best.score == next.score);
        answer.status = status(engine, answer.matches.first(), tied);
        answer.matches.truncate(most);
    }
    answer.query = name.to_owned();
    (answer.status != Status::None).then_some(answer)
}

fn within(engine: &Engine, inner: &str, outer: &str) -> bool {
    let index = engine.index();
    match (index.by_id(inner), index.by_id(outer)) {
        (Some(inner), Some(outer)) => index.is_within(inner, outer),
        _ => false,
    }
}

/// A verdict and how it ranks among others: the logarithm of its odds.
struct Ranked {
    verdict: Verdict,
    rank: f64,
}

impl Ranked {
    fn recorded(verdict: Verdict) -> Self {
        Self { rank: RECORDED + verdict.score, verdict }
    }
}

/// Recorded spellings rank above all that is near to a name.
const RECORDED: f64 = 1000.0;

/// Candidates whose ranks are nearer than this cannot be told apart, as long
/// as neither is recorded: with half of it, wrong answers among those that
/// are accepted go from 1.6 to 2.2 in a hundred (places of the development
/// data).
const MARGIN: f64 = 0.6;

/// The aliases that sound as the name does or are near to it in letters.
fn near(engine: &Engine, asked: &Asked, room: &mut Room) -> Vec<Ranked> {
    if engine.options().exact || asked.words.is_empty() {
        return Vec::new();
    }
    let index = engine.index();
    let scorer = Scorer::builtin();
    let bare = &asked.bare[..];
    let wanted = Wanted::new(asked.spelling(None), scorer);
    let sounding = same_sound(index, &asked.keys(), bare);
    let mut alike: Vec<_> = sounding.iter().map(|verdict| verdict.alias).collect();
    alike.sort_unstable();
    let found = index.nearest(&wanted, &alike, scorer, room);
    let rivals = index.has_rivals(bare);
    let mut out = Vec::with_capacity(found.len());
    for Near { alias, form, judgement } in found {
        let row = index.alias(alias);
        if rivals && (index.is_never(bare, &row.bare()) || index.keeps_apart(bare, form)) {
            continue;
        }
        let rule = match sounding.iter().find(|verdict| verdict.alias == alias) {
            Some(verdict) => verdict.rule,
            None if script_of(bare) != script_of(row.text) => Rule::Script,
            None => Rule::Fuzzy,
        };
        let verdict = Verdict { alias, score: score::LETTERS * judgement.probability, rule };
        let p = judgement.probability;
        out.push(Ranked { verdict, rank: (p / (1.0 - p)).ln() });
    }
    out
}

fn answer(engine: &Engine, name: &str, bare: &str, verdicts: Vec<Ranked>, most: usize) -> Answer {
    let index = engine.index();
    let options = engine.options();
    let mut matches: Vec<(f64, Match)> = Vec::new();
    let preferred = index.preferred(bare);
    for Ranked { verdict, rank } in verdicts {
        let alias = index.alias(verdict.alias);
        let Some(form) = alias.form else { continue };
        let entity = index.entity_of(form);
        let row = index.entity(entity);
        let wanted = options.kinds.is_empty() || row.kind.is_some_and(|kind| options.kinds.contains(&kind));
        if !wanted || index.is_not(entity, bare) {
            continue;
        }
        let unusual = if preferred.is_some_and(|preferred| preferred != entity) { score::LESS_USUAL } else { 0.0 };
        let (rank, score) = (rank - unusual, verdict.score - unusual);
        let found = Match {
            id: row.id.to_owned(),
            name: index.name(entity).to_owned(),
            form: index.form(form).name.to_owned(),
            kind: row.kind,
            score: (score * 1e6).round() / 1e6,
            rule: verdict.rule,
            alias: alias.text.to_owned(),
        };
        match matches.iter_mut().find(|(_, m)| m.id == row.id) {
            Some(known) if known.0 < rank => *known = (rank, found),
            Some(_) => {}
            None => matches.push((rank, found)),
        }
    }
    matches.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.id.cmp(&b.1.id)));
    let near = |best: f64, next: f64| best == next || best < RECORDED && best - next < MARGIN;
    let tied = matches!(&matches[..], [best, next, ..] if near(best.0, next.0));
    let status = status(engine, matches.first().map(|best| &best.1), tied);
    let matches = matches.into_iter().take(most).map(|(_, found)| found).collect();
    Answer { query: name.to_owned(), status, matches }
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
