//! Whose name a shared spelling is, by what stands around it.
//!
//! The order is: the place it is said to lie in (`Langar of Ishkashim
//! District`), a type word (`Ishkashim District`), the other members of the
//! same list, the countries of the sentence, those of the text, the bearer that
//! the bare spelling mostly means, and last what the others in the list are.

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::document::Document;
use super::hit::{Because, Candidate, Hit};
use super::link::{Link, link};
use super::unit::{Case, Token, Unit};
use crate::index::Index;
use crate::report::{Rule, Sign};
use crate::span::EntityId;
use crate::table::model::Kind;
use crate::text::guard::{Guard, Tie, tied_by};
use crate::text::token::bare_words;

/// Members of a list that a place or type word behind it is read with.
const LIST: usize = 64;

/// Narrows the candidates of every hit as far as the text allows, and notes
/// for the rest of the text which countries were named.
pub(crate) fn resolve(index: &Index, unit: &Unit<'_>, hits: &mut Vec<Hit>, document: &mut Document<'_>) {
    drop_unsupported(index, unit, hits, document);
    drop_contradicted(index, unit, hits);
    if hits.iter().any(|hit| hit.candidates.len() > 1) {
        let links: Vec<Link> = (0..hits.len()).map(|at| link_before(unit, hits, at)).collect();
        types(index, unit, hits, &links);
        // What a child tells of its parent may help the parent's other children.
        for _ in 0..2 {
            parents(index, unit, hits, &links);
        }
        lists(index, hits, &links);
        let votes = sentence_votes(index, unit, hits);
        for hit in hits.iter_mut() {
            let sentence = unit.tokens[hit.first].sentence;
            if let Some(votes) = votes.get(&sentence) {
                narrow_by_country(index, hit, Sign::Sentence, |country| {
                    votes.get(country).copied().unwrap_or_default()
                });
            }
            narrow_by_country(index, hit, Sign::Text, |country| document.named(country));
            prefer(index, unit, hit);
        }
        alike(index, hits, &links);
    }
    for votes in sentence_votes(index, unit, hits).values() {
        for (country, votes) in votes {
            document.country(country, *votes);
        }
    }
}

/// Drops what only looks like a name when nothing in the text speaks for it:
/// single words known by their sound alone, and names that are given names or
/// words first (`Mary`). What speaks for them is their country, named in the
/// same paragraph or before, or a type word.
fn drop_unsupported(index: &Index, unit: &Unit<'_>, hits: &mut Vec<Hit>, document: &Document<'_>) {
    let doubtful = |hit: &Hit| hit.is_doubtful(unit);
    if !hits.iter().any(doubtful) {
        return;
    }
    let spans: Vec<(usize, usize)> = hits.iter().map(|hit| (hit.first, hit.last)).collect();
    let certain: Vec<Hit> = hits.iter().filter(|hit| !doubtful(hit)).cloned().collect();
    let votes = sentence_votes(index, unit, &certain);
    // Where no capital tells a name, two of one country speak for each other.
    let is_near = |c: &Candidate| matches!(c.rule, Rule::Script | Rule::Fuzzy);
    let is_caseless = |hit: &Hit| unit.tokens[hit.first].case == Case::None && hit.candidates.iter().all(is_near);
    let caseless: Vec<Hit> = hits.iter().filter(|hit| doubtful(hit) && is_caseless(hit)).cloned().collect();
    let has_another = |country: &str, entity: EntityId| {
        let mut others = caseless.iter().flat_map(|hit| &hit.candidates).filter(|other| other.entity != entity);
        others.any(|other| index.country(other.entity) == Some(country))
    };
    hits.retain_mut(|hit| {
        if !doubtful(hit) {
            return true;
        }
        // Streets are called after persons: `улица Рудаки`.
        let is_called_so = |before: usize| unit.tokens[hit.first].joins() && unit.tokens[before].guard.eponym;
        if hit.first.checked_sub(1).is_some_and(is_called_so) {
            return false;
        }
        let at = spans.partition_point(|(first, _)| *first < hit.first);
        let before = at.checked_sub(1).map(|before| spans[before].1);
        let typed = type_beside(unit, hit, before, spans.get(at + 1).map(|next| next.0));
        let caseless = is_caseless(hit);
        let supported = |c: &Candidate| {
            let entity = index.entity(c.entity);
            let named = entity.country.is_some_and(|country| {
                document.named(country) > 0
                    || votes.values().any(|votes| votes.contains_key(country))
                    || caseless && has_another(country, c.entity)
            });
            named || typed.as_ref().is_some_and(|word| word.guard.says(entity.place_type))
        };
        let countries = |kept: &[Candidate]| {
            let mut own: Vec<_> = kept.iter().filter_map(|c| index.country(c.entity)).collect();
            own.sort_unstable();
            own.dedup();
            own.join(", ")
        };
        let by = |kept: &[Candidate]| typed.as_ref().map_or_else(|| countries(kept), |word| word.text.clone());
        narrow(hit, Sign::Support, by, supported);
        hit.candidates.iter().any(supported)
    });
}

/// Drops places that the text puts where none of that name lies: `Dawlatabad
/// district of Balkh province` is no district of Faryab, `Paris, Texas` is not in
/// France. So it does with a river that is called as a town is.
fn drop_contradicted(index: &Index, unit: &Unit<'_>, hits: &mut Vec<Hit>) {
    let link_of = |at: usize| if at < hits.len() { link_before(unit, hits, at) } else { Link::None };
    let contradicted = |at: usize| {
        let next = hits.get(at + 1).map(|next| next.first);
        let before = at.checked_sub(1).map(|before| hits[before].last);
        let typed = type_beside(unit, &hits[at], before, next);
        let of_type = |word: &TypeWord| {
            let says = |c: &Candidate| word.guard.says(index.entity(c.entity).place_type);
            hits[at].candidates.iter().any(says)
        };
        let is_typed = |c: &Candidate| !index.entity(c.entity).place_type.is_empty();
        // Not `the rivers of China`.
        let flows = typed.as_ref().is_some_and(|word| !word.of && word.guard.says(RIVER) && !of_type(word));
        if flows && hits[at].candidates.iter().all(is_typed) {
            return !hits[at].candidates.is_empty();
        }
        let tied = |other: usize, link: Link, wanted: Link| {
            let mut outer = hits[other].candidates.iter().filter(|outer| is_outer(index, outer.entity)).peekable();
            let elsewhere =
                |outer: &Candidate| hits[at].candidates.iter().all(|c| lies_elsewhere(index, c.entity, outer.entity));
            link == wanted && outer.peek().is_some() && outer.all(elsewhere)
        };
        let owned = || at > 0 && tied(at - 1, link_of(at), Link::Owner);
        let within = || at + 1 < hits.len() && tied(at + 1, link_of(at + 1), Link::Within);
        // No list: `Moscow, Punjab and Delhi`.
        let is_state = |c: &Candidate| matches!(index.entity(c.entity).place_type, "province" | "region");
        let abroad = || {
            let outer = hits.get(at + 1).filter(|outer| outer.candidates.iter().all(is_state));
            // `Paris, Texas, is`, but not `for Moscow, Crimea is`.
            let ends = outer.is_some_and(|outer| {
                let behind = unit.behind_word(outer.last).trim_start_matches(['"', '\'', '”']);
                behind.trim().is_empty() || behind.starts_with([',', '.', ';', ')'])
            });
            ends && tied(at + 1, link_of(at + 1), Link::Comma) && [at, at + 2].map(link_of) == [Link::None; 2]
        };
        !hits[at].candidates.is_empty() && (typed.is_some() && (owned() || within()) || abroad())
    };
    let dropped: Vec<bool> = (0..hits.len()).map(contradicted).collect();
    let mut dropped = dropped.into_iter();
    hits.retain(|_| !dropped.next().unwrap_or(false));
}

/// The type of rivers, which are not called a town that is called like them.
const RIVER: &str = "river";

/// How a hit is tied to the one before it.
fn link_before(unit: &Unit<'_>, hits: &[Hit], at: usize) -> Link {
    at.checked_sub(1).map_or(Link::None, |before| link(unit, &hits[before], &hits[at]))
}

/// Whether other places lie in one.
fn is_outer(index: &Index, place: EntityId) -> bool {
    matches!(index.entity(place).place_type, "country" | "province" | "region")
}

/// Whether a place is known to lie in another country, province or region than
/// `outer` is.
fn lies_elsewhere(index: &Index, inner: EntityId, outer: EntityId) -> bool {
    let is_country = |place: EntityId| index.entity(place).place_type == "country";
    let is_inner = index.kind(inner) == Some(Kind::Place) && !is_country(inner);
    if !is_inner || index.is_within(inner, outer) {
        return false;
    }
    let countries = [inner, outer].map(|place| index.country(place));
    let abroad = countries.iter().all(Option::is_some) && countries[0] != countries[1];
    let is_told = || !is_outer(index, inner) && index.within(inner).is_some_and(|place| !is_country(place));
    abroad || !is_country(outer) && is_told()
}

/// Keeps the candidates that `holds` is true of, when there are any; `by` says
/// of those that are kept what spoke for them.
fn narrow(hit: &mut Hit, sign: Sign, by: impl Fn(&[Candidate]) -> String, holds: impl Fn(&Candidate) -> bool) {
    if hit.candidates.len() > 1 && hit.candidates.iter().any(&holds) {
        let others = hit.candidates.iter().filter(|candidate| !holds(candidate));
        let left_out: Vec<EntityId> = others.map(|candidate| candidate.entity).collect();
        if !left_out.is_empty() {
            hit.candidates.retain(holds);
            let by = by(&hit.candidates);
            hit.evidence.push(Because { sign, by, left_out });
        }
    }
}

/// Type words: `Ishkashim District`, `the city of Khorog`, `the districts of
/// A, B and C`, `Balkh and Kunduz provinces`.
fn types(index: &Index, unit: &Unit<'_>, hits: &mut [Hit], links: &[Link]) {
    for i in 0..hits.len() {
        let after = type_after(unit, &hits[i], hits.get(i + 1).map(|next| next.first));
        if let Some(word) = after {
            narrow_by_type(index, &mut hits[i], &word);
            if word.plural {
                for j in (0..i).rev().take(LIST).take_while(|&j| matches!(links[j + 1], Link::List | Link::Comma)) {
                    narrow_by_type(index, &mut hits[j], &word);
                }
            }
        }
        if let Some(word) = type_before(unit, &hits[i], i.checked_sub(1).map(|before| hits[before].last)) {
            narrow_by_type(index, &mut hits[i], &word);
            if word.plural {
                for j in (i + 1..hits.len()).take(LIST).take_while(|&j| matches!(links[j], Link::List | Link::Comma)) {
                    narrow_by_type(index, &mut hits[j], &word);
                }
            }
        }
    }
}

fn narrow_by_type(index: &Index, hit: &mut Hit, word: &TypeWord) {
    let says = |c: &Candidate| word.guard.says(index.entity(c.entity).place_type);
    narrow(hit, Sign::Type, |_| word.text.clone(), says);
}

/// The type word behind a hit or before it, and not beyond the hits there.
fn type_beside(unit: &Unit<'_>, hit: &Hit, before: Option<usize>, next: Option<usize>) -> Option<TypeWord> {
    type_after(unit, hit, next).or_else(|| type_before(unit, hit, before))
}

/// The type word behind a hit and before the `next` one, at most one word away: `Bagram air base`.
fn type_after(unit: &Unit<'_>, hit: &Hit, next: Option<usize>) -> Option<TypeWord> {
    if unit.tokens[hit.last].has_clitic() && !hit.with_clitic {
        return None;
    }
    let free = |at: usize| next.is_none_or(|next| at < next);
    let joined = |at: usize| free(at) && unit.tokens.get(at).is_some_and(Token::joins);
    let at = hit.last + 1;
    if !joined(at) {
        return None;
    }
    if unit.tokens[at].guard.is_type() {
        return Some(TypeWord::at(unit, at, false));
    }
    (unit.tokens[at].guard.modifier && joined(at + 1) && unit.tokens[at + 1].guard.is_type())
        .then(|| TypeWord::at(unit, at + 1, false))
}

/// The type word before a hit and behind the hit before it: `city of Khorog`,
/// `провинция Кундуз`.
fn type_before(unit: &Unit<'_>, hit: &Hit, before: Option<usize>) -> Option<TypeWord> {
    let tokens = &unit.tokens;
    let free = |at: &usize| before.is_none_or(|before| *at > before) && tokens[at + 1].joins();
    let at = hit.first.checked_sub(1).filter(free)?;
    let of = tied_by(unit.bare(at)) == Some(Tie::Of);
    let at = if of { at.checked_sub(1).filter(free)? } else { at };
    // `Kabul province Kandahar`: the word says of what type the first one is.
    let taken = !of && before.is_some_and(|before| before + 1 == at && tokens[at].joins());
    let alone = !of && tokens[at].guard.needs_of && unit.may_be_english();
    (tokens[at].guard.is_type() && !taken && !alone).then(|| TypeWord::at(unit, at, of))
}

/// A word that says of what type a place is.
struct TypeWord {
    text: String,
    guard: &'static Guard,
    /// Speaks of several places.
    plural: bool,
    /// Stands before what means *of*.
    of: bool,
}

impl TypeWord {
    fn at(unit: &Unit<'_>, at: usize, of: bool) -> Self {
        let guard = unit.tokens[at].guard;
        Self { text: unit.bare(at).to_owned(), guard, plural: guard.plural, of }
    }
}

/// Places that a hit is said to lie in; both sides are narrowed.
fn parents(index: &Index, unit: &Unit<'_>, hits: &mut [Hit], links: &[Link]) {
    for i in 0..hits.len() {
        // Its owner: `Afghanistan's National Security Council`.
        if i > 0 && links[i] == Link::Owner {
            tie(index, hits, i, i - 1);
            // Or what it lies in: `Дарваз Бадахшана`.
            if !unit.tokens[hits[i - 1].last].has_clitic() {
                tie(index, hits, i - 1, i);
            }
        }
        if let Some(country) = owner_country(unit, &hits[i]) {
            narrow(&mut hits[i], Sign::Adjective, |_| country.to_owned(), |c| index.country(c.entity) == Some(country));
        }
        // `A, B and C in D`: D holds all of them.
        let mut j = i + 1;
        while j < hits.len().min(i + LIST) {
            match links[j] {
                Link::Within => {
                    tie(index, hits, i, j);
                    break;
                }
                Link::Gloss if j == i + 1 => {
                    gloss(index, hits, i, j);
                    break;
                }
                Link::Comma if j == i + 1 && !share(&hits[i], &hits[j]) => tie(index, hits, i, j),
                Link::List | Link::Comma => {}
                Link::Gloss | Link::Owner | Link::None => break,
            }
            j += 1;
        }
    }
}

/// Whether two hits may be one entity: `Teheran, Tehran` is a list.
pub(super) fn share(a: &Hit, b: &Hit) -> bool {
    a.candidates.iter().any(|c| b.candidates.iter().any(|d| c.entity == d.entity))
}

/// Keeps what a name and the same in another script both may mean.
fn gloss(index: &Index, hits: &mut [Hit], name: usize, other: usize) {
    for (own, other) in [(name, other), (other, name)] {
        let others: Vec<EntityId> = hits[other].candidates.iter().map(|c| c.entity).collect();
        let named = |kept: &[Candidate]| kept.iter().map(|c| index.name(c.entity)).collect::<Vec<_>>().join(", ");
        narrow(&mut hits[own], Sign::List, named, |c| others.contains(&c.entity));
    }
}

/// Keeps of child and parent the candidates that lie in one another.
fn tie(index: &Index, hits: &mut [Hit], child: usize, parent: usize) {
    let parents: Vec<EntityId> = hits[parent].candidates.iter().map(|c| c.entity).collect();
    let names = |entities: &[EntityId], told: &dyn Fn(EntityId) -> bool| {
        let told = entities.iter().filter(|entity| told(**entity));
        told.map(|entity| index.name(*entity)).collect::<Vec<_>>().join(", ")
    };
    let inside = |c: &Candidate| parents.iter().any(|&p| index.is_within(c.entity, p));
    let holding = |kept: &[Candidate]| names(&parents, &|p| kept.iter().any(|c| index.is_within(c.entity, p)));
    narrow(&mut hits[child], Sign::Parent, holding, inside);
    let children: Vec<EntityId> = hits[child].candidates.iter().map(|c| c.entity).collect();
    let holds = |p: &Candidate| children.iter().any(|&c| index.is_within(c, p.entity));
    let held = |kept: &[Candidate]| names(&children, &|c| kept.iter().any(|p| index.is_within(c, p.entity)));
    narrow(&mut hits[parent], Sign::Parent, held, holds);
    let beside = |c: &Candidate| index.near(c.entity).iter().any(|n| parents.contains(n));
    narrow(&mut hits[child], Sign::Neighbour, |_| names(&parents, &|_| true), beside);
}

/// The adjective before a hit or its type word: `the Tajik National Security
/// Council`, `афганский город Джелалабад`.
fn owner_country(unit: &Unit<'_>, hit: &Hit) -> Option<&'static str> {
    let before = |at: usize| at.checked_sub(1).filter(|_| unit.tokens[at].joins());
    let at = before(hit.first)?;
    let at = if unit.tokens[at].guard.is_type() { before(at)? } else { at };
    unit.tokens[at].guard.country
}

/// The members of each list, by how each hit is tied to the one before it.
fn members(links: &[Link]) -> impl Iterator<Item = Range<usize>> + '_ {
    let mut first = 0;
    let is_tied = |end: usize| links.get(end).is_some_and(|link| matches!(link, Link::List | Link::Comma));
    let ends = (1..=links.len()).filter(move |end| !is_tied(*end));
    ends.map(move |end| std::mem::replace(&mut first, end)..end)
}

/// The majority of the other members of the same list.
fn lists(index: &Index, hits: &mut [Hit], links: &[Link]) {
    for list in members(links) {
        let hits = &mut hits[list];
        let mut votes: FxHashMap<String, u32> = FxHashMap::default();
        for hit in &*hits {
            if let Some(country) = country_of(index, hit) {
                *votes.entry(country.to_owned()).or_default() += 1;
            }
        }
        for hit in hits {
            narrow_by_country(index, hit, Sign::List, |country| votes.get(country).copied().unwrap_or_default());
        }
    }
}

/// What the other members of the same list all are: cities beside cities.
fn alike(index: &Index, hits: &mut [Hit], links: &[Link]) {
    let type_of = |c: &Candidate| index.entity(c.entity).place_type;
    for list in members(links) {
        let hits = &mut hits[list];
        let told = hits.iter().filter_map(|hit| match &hit.candidates[..] {
            [only] => Some((type_of(only), only.entity)),
            _ => None,
        });
        let mut told = told.filter(|(place_type, _)| !place_type.is_empty());
        if let Some((wanted, by)) = told.next()
            && told.all(|(place_type, _)| place_type == wanted)
        {
            let name = |_: &[Candidate]| index.name(by).to_owned();
            hits.iter_mut().for_each(|hit| narrow(hit, Sign::List, name, |c| type_of(c) == wanted));
        }
    }
}

/// The country that all candidates of a hit share.
fn country_of<'i>(index: &'i Index, hit: &Hit) -> Option<&'i str> {
    let country = |c: &Candidate| index.country(c.entity);
    let first = country(hit.candidates.first()?)?;
    hit.candidates.iter().all(|c| country(c) == Some(first)).then_some(first)
}

/// Keeps the candidates of the country with most votes, when it has half as
/// many again as the next, or twice as many in a whole text.
fn narrow_by_country(index: &Index, hit: &mut Hit, sign: Sign, votes: impl Fn(&str) -> u32) {
    if hit.candidates.len() < 2 {
        return;
    }
    let country = |c: &Candidate| index.country(c.entity);
    let mut counts: Vec<(u32, Option<&str>)> = Vec::new();
    for candidate in &hit.candidates {
        let country = country(candidate);
        if !counts.iter().any(|(_, known)| *known == country) {
            counts.push((country.map_or(0, &votes), country));
        }
    }
    counts.sort_unstable_by(|a, b| b.cmp(a));
    if let [(most, country_of_most), rest @ ..] = counts.as_slice() {
        let next = rest.first().map_or(0, |(votes, _)| *votes);
        let halves = if sign == Sign::Text { 4 } else { 3 };
        if *most > 0 && most * 2 >= next * halves {
            let wanted = *country_of_most;
            narrow(hit, sign, |_| wanted.unwrap_or_default().to_owned(), |c| country(c) == wanted);
        }
    }
}

/// How often each sentence names each country: its places, persons and
/// organisations, and adjectives.
fn sentence_votes<'i>(index: &'i Index, unit: &Unit<'_>, hits: &[Hit]) -> FxHashMap<u32, FxHashMap<&'i str, u32>> {
    let mut votes: FxHashMap<u32, FxHashMap<&str, u32>> = FxHashMap::default();
    for hit in hits {
        if let Some(country) = country_of(index, hit) {
            *votes.entry(unit.tokens[hit.first].sentence).or_default().entry(country).or_default() += 1;
        }
    }
    for token in unit.adjectives.iter().map(|at| &unit.tokens[*at]) {
        if let Some(country) = token.guard.country {
            *votes.entry(token.sentence).or_default().entry(country).or_default() += 1;
        }
    }
    votes
}

/// The bearer that the bare spelling mostly means.
fn prefer(index: &Index, unit: &Unit<'_>, hit: &mut Hit) {
    if hit.candidates.len() < 2 {
        return;
    }
    // What is written, or what of it is recorded.
    for spelling in [unit.stems(hit.first, hit.last), bare_words(&hit.candidates[0].alias).join(" ")] {
        if let Some(preferred) = index.preferred(&spelling) {
            let stays = |c: &Candidate| !preferred.is_before(c.entity);
            // Where it is no bearer, nobody comes before others.
            if hit.candidates.iter().any(|c| preferred.is(c.entity)) {
                narrow(hit, Sign::Usual, |_| spelling.clone(), stays);
            }
        }
    }
}
