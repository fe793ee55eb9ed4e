//! Whose a name is, without a text around it.

use super::Engine;
use super::judge::{Verdict, same_sound, same_words, score};
use crate::index::exact::Node;
use crate::index::fuzzy::Wanted;
use crate::report::{Answer, Match, Rule, Status};
use crate::score::Scorer;
use crate::table::model::Kind;
use crate::text::fold::{Folded, fold};
use crate::text::guard::guard;
use crate::text::key::{PROVING, keys_of};
use crate::text::script::script_of;
use crate::text::token::{Word, bare_of, bare_words, upper_in, words};

/// The entities that `name` may mean.
pub(crate) fn lookup(engine: &Engine, name: &str, most: usize) -> Answer {
    let folded = fold(name);
    let words = words(&folded, upper_in(name, &folded));
    let bare = words.iter().map(|word| bare_of(&folded, word)).collect::<Vec<_>>().join(" ");
    let mut verdicts = recorded(engine, name, &folded, &words);
    if verdicts.is_empty() {
        // `President Rahmon`: titles are no part of a person's name.
        let titled = |word: &&Word| guard(&bare_of(&folded, word)).title;
        let titles = words.iter().take_while(titled).count();
        if titles > 0 && titles < words.len() {
            let rest = &words[titles..];
            verdicts = recorded(engine, &name[folded.source_start(rest[0].start)..], &folded, rest);
            verdicts.retain(|ranked| engine.is_person(ranked.verdict.alias));
        }
    }
    if verdicts.is_empty()
        && let Some(answer) = registered(engine, name, most)
    {
        return answer;
    }
    if verdicts.is_empty() {
        verdicts = near(engine, name, &folded, &words);
    }
    let mut answer = answer(engine, name, &bare, verdicts, most);
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
fn registered(engine: &Engine, name: &str, most: usize) -> Option<Answer> {
    let (first, second) = name.split_once(',').filter(|(_, rest)| !rest.contains(',') && rest.len() < 256)?;
    let (first, second) = (first.trim(), second.trim());
    if first.is_empty() || second.is_empty() {
        return None;
    }
    let mut answer = lookup(engine, &format!("{second} {first}"), most);
    let sure = |best: &Match| best.kind == Some(Kind::Person) || !matches!(best.rule, Rule::Fuzzy | Rule::Script);
    if answer.status == Status::None || !answer.matches.first().is_some_and(sure) {
        // The outer place may go by any of its names, the inner one too.
        let outer = lookup(engine, second, REGISTERED);
        answer = lookup(engine, first, REGISTERED);
        if outer.status == Status::None {
            return None;
        }
        answer.matches.retain(|m| outer.matches.iter().any(|o| within(engine, &m.id, &o.id)));
        let best = answer.matches.first().map(|best| best.score);
        let sure = best.is_some_and(|score| score >= engine.options().min_score);
        let tied = answer.matches.get(1).map(|next| next.score) == best;
        answer.status = match () {
            () if !sure => Status::None,
            () if tied => Status::Ambiguous,
            () => Status::Match,
        };
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
pub(crate) struct Ranked {
    pub(crate) verdict: Verdict,
    rank: f64,
}

/// Recorded spellings rank above all that is near to a name.
const RECORDED: f64 = 1000.0;

/// Candidates whose ranks are nearer than this cannot be told apart, as long
/// as neither is recorded: with half of it, wrong answers among those that
/// are accepted go from 1.6 to 2.2 in a hundred (places of the development
/// data).
const MARGIN: f64 = 0.6;

/// The aliases that are recorded under the words.
pub(crate) fn recorded(engine: &Engine, surface: &str, folded: &Folded, words: &[Word]) -> Vec<Ranked> {
    let index = engine.index();
    let mut node = Some(Node::ROOT);
    for word in words {
        node = node.and_then(|node| index.step(node, word.gap, index.word(&bare_of(folded, word))?));
    }
    let ends = node.filter(|node| *node != Node::ROOT).map(|node| index.ends(node));
    let verdicts = ends.into_iter().flatten().map(|alias| same_words(index, alias, surface));
    verdicts.map(|verdict| Ranked { rank: RECORDED + verdict.score, verdict }).collect()
}

/// The aliases that sound as the name does or are near to it in letters.
fn near(engine: &Engine, name: &str, folded: &Folded, words: &[Word]) -> Vec<Ranked> {
    if engine.options().exact || words.is_empty() {
        return Vec::new();
    }
    let index = engine.index();
    let scorer = Scorer::builtin();
    let bare = words.iter().map(|word| bare_of(folded, word)).collect::<Vec<_>>().join(" ");
    let wanted = Wanted::new(name, scorer);
    let sounding = same_sound(index, &keys_of(folded, words, None, PROVING), &bare);
    let alike: Vec<_> = sounding.iter().map(|verdict| verdict.alias).collect();
    let found = engine.nearby().nearest(&wanted, &alike, scorer);
    let mut out = Vec::with_capacity(found.len());
    for (alias, judgement) in found {
        let row = index.alias(alias);
        // What is never the canonical spelling is none of its aliases' either.
        let canonical = row.form.map(|form| bare_words(index.form(form).name).join(" "));
        if index.is_never(&bare, row.bare) || canonical.is_some_and(|name| index.is_never(&bare, &name)) {
            continue;
        }
        let rule = match sounding.iter().find(|verdict| verdict.alias == alias) {
            Some(verdict) => verdict.rule,
            None if script_of(&bare) != script_of(row.bare) => Rule::Script,
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
        if !wanted || index.is_not(&row, bare) {
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
    let status = match &matches[..] {
        [] => Status::None,
        [(_, best), ..] if best.score < options.min_score => Status::None,
        [(best, _), (next, _), ..] if best == next || *best < RECORDED && best - next < MARGIN => Status::Ambiguous,
        _ => Status::Match,
    };
    let matches = matches.into_iter().take(most).map(|(_, found)| found).collect();
    Answer { query: name.to_owned(), status, matches }
}
