//! Whose a name is, without a text around it.

use super::Engine;
use super::judge::{Verdict, same_skeleton, same_sound, same_words, score};
use super::stream::round;
use crate::index::exact::Node;
use crate::report::{Answer, Match, Status};
use crate::text::fold::{Folded, fold};
use crate::text::guard::guard;
use crate::text::key::{PROVING, keys_of};
use crate::text::token::{Word, bare_of, upper_in, words};

/// The entities that `name` may mean.
pub(crate) fn lookup(engine: &Engine, name: &str, most: usize) -> Answer {
    let folded = fold(name);
    let words = words(&folded, upper_in(name, &folded));
    let mut verdicts = judge(engine, name, &folded, &words);
    if verdicts.is_empty() {
        // `President Rahmon`: titles are no part of a name.
        let titled = |word: &&Word| guard(&bare_of(&folded, word)).title;
        let titles = words.iter().take_while(titled).count();
        if titles > 0 && titles < words.len() {
            let rest = &words[titles..];
            let surface = &name[folded.source_start(rest[0].start)..];
            verdicts = judge(engine, surface, &folded, rest);
        }
    }
    if verdicts.is_empty()
        && let Some(answer) = registered(engine, name, most)
    {
        return answer;
    }
    answer(engine, name, &folded, &words, verdicts, most)
}

/// `Putin, Vladimir` as registers write it, and `Kabul, Afghanistan`.
fn registered(engine: &Engine, name: &str, most: usize) -> Option<Answer> {
    let (first, second) = name.split_once(',').filter(|(_, rest)| !rest.contains(',') && rest.len() < 256)?;
    let (first, second) = (first.trim(), second.trim());
    if first.is_empty() || second.is_empty() {
        return None;
    }
    let mut answer = lookup(engine, &format!("{second} {first}"), most);
    if answer.matches.is_empty() {
        let outer = lookup(engine, second, usize::MAX);
        answer = lookup(engine, first, usize::MAX);
        answer.matches.retain(|m| outer.matches.iter().any(|o| within(engine, &m.id, &o.id)));
        answer.status = status(&answer.matches, engine.options().min_score);
        answer.matches.truncate(most);
    }
    answer.query = name.to_owned();
    (!answer.matches.is_empty()).then_some(answer)
}

fn within(engine: &Engine, inner: &str, outer: &str) -> bool {
    let index = engine.index();
    match (index.by_id(inner), index.by_id(outer)) {
        (Some(inner), Some(outer)) => index.is_within(inner, outer),
        _ => false,
    }
}

/// All aliases that the words may be a spelling of.
fn judge(engine: &Engine, surface: &str, folded: &Folded, words: &[Word]) -> Vec<Verdict> {
    let index = engine.index();
    let bare: Vec<String> = words.iter().map(|word| bare_of(folded, word)).collect();
    let mut node = Some(Node::ROOT);
    for (word, bare) in words.iter().zip(&bare) {
        node = node.and_then(|node| index.step(node, word.gap, index.word(bare)?));
    }
    let recorded: Vec<_> =
        node.filter(|node| *node != Node::ROOT).map_or_else(Vec::new, |node| index.ends(node).collect());
    let mut verdicts: Vec<Verdict> = recorded.iter().map(|&alias| same_words(index, alias, surface)).collect();
    if engine.options().exact {
        return verdicts;
    }
    let joined = bare.join(" ");
    let keys = keys_of(folded, words, None, PROVING);
    // An alias that is recorded under these words sounds like them, too.
    verdicts.extend(same_sound(index, &keys, &joined).into_iter().filter(|v| !recorded.contains(&v.alias)));
    if verdicts.is_empty() {
        verdicts = same_skeleton(index, &joined);
    }
    verdicts
}

fn answer(engine: &Engine, name: &str, folded: &Folded, words: &[Word], verdicts: Vec<Verdict>, most: usize) -> Answer {
    let index = engine.index();
    let options = engine.options();
    let bare = words.iter().map(|word| bare_of(folded, word)).collect::<Vec<_>>().join(" ");
    let mut matches: Vec<Match> = Vec::new();
    let preferred = index.preferred(&bare);
    for verdict in verdicts {
        let alias = index.alias(verdict.alias);
        let Some(form) = alias.form else { continue };
        let entity = index.entity_of(form);
        let row = index.entity(entity);
        let wanted = options.kinds.is_empty() || row.kind.is_some_and(|kind| options.kinds.contains(&kind));
        if !wanted || index.is_not(&row, &bare) {
            continue;
        }
        let unusual = preferred.is_some_and(|preferred| preferred != entity);
        let score = round(verdict.score - if unusual { score::LESS_USUAL } else { 0.0 });
        if let Some(known) = matches.iter_mut().find(|m| m.id == row.id) {
            if known.score < score {
                known.score = score;
                known.rule = verdict.rule;
                known.alias = alias.text.to_owned();
                known.form = index.form(form).name.to_owned();
            }
            continue;
        }
        matches.push(Match {
            id: row.id.to_owned(),
            name: index.name(entity).to_owned(),
            form: index.form(form).name.to_owned(),
            kind: row.kind,
            score,
            rule: verdict.rule,
            alias: alias.text.to_owned(),
        });
    }
    matches.sort_by(|a, b| b.score.total_cmp(&a.score).then_with(|| a.id.cmp(&b.id)));
    let status = status(&matches, options.min_score);
    matches.truncate(most);
    Answer { query: name.to_owned(), status, matches }
}

/// What the best candidates, best first, amount to.
fn status(matches: &[Match], min_score: f64) -> Status {
    match matches {
        [] => Status::None,
        [best, ..] if best.score < min_score => Status::None,
        [best, next, ..] if next.score == best.score => Status::Ambiguous,
        _ => Status::Match,
    }
}
