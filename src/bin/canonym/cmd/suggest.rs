//! `canonym suggest`: what texts spell that the tables do not have yet.

use std::collections::BTreeMap;
use std::process::ExitCode;

use canonym::text::token::bare_words;
use canonym::{Comparison, Engine, Hints, Mention, Rule};

use crate::args::common::Common;
use crate::args::finding::{Method, SuggestArgs};
use crate::corpus::{Found, Seen};
use crate::failure::Failure;
use crate::files::{Links, texts};
use crate::input::Progress;
use crate::message;
use crate::output::{not_an_input, put};
use crate::review::{New, Review, UNSAID, Variant};
use crate::spellings::clusters;

pub(crate) fn run(common: &Common, args: &SuggestArgs) -> Result<ExitCode, Failure> {
    let engine = common.text_engine(&args.reading, &args.corpus)?;
    let inputs = texts(common, &args.corpus, None, Links::Followed)?;
    if let Some(output) = &args.output {
        not_an_input(output, inputs.iter().map(|input| &input.path))?;
    }
    let bar = Progress::new(common, &inputs);
    let mut found = Found::default();
    let mut failure = None;
    for input in &inputs {
        if let Err(next) = found.read(&engine, input, &bar) {
            Failure::join(&mut failure, next);
        }
    }
    let mut review = Review { variant: variants(&engine, &found), new: Vec::new() };
    if !args.known {
        review.new = unknown(&engine, &found.unknown, common.min_score())?;
    }
    review.variant.retain(|row| row.count >= args.min_count);
    review.new.retain(|row| row.count >= args.min_count);
    let text = review.written();
    if failure.is_none() || args.output.is_none() {
        put(args.output.as_deref(), text.as_bytes())?;
    }
    if !common.quiet {
        let (variants, new) =
            (message::count(review.variant.len(), "variant"), message::count(review.new.len(), "unknown name"));
        message::note(&format!("{variants} of known entities, {new}"));
    }
    failure.map_or(Ok(ExitCode::SUCCESS), Err)
}

/// Spellings of known entities, the most frequent first; those that differ in
/// typography are one.
fn variants(engine: &Engine, found: &Found) -> Vec<Variant> {
    let mut by_words: BTreeMap<Vec<String>, (&str, Seen, Vec<&Mention>)> = BTreeMap::new();
    let mut order: Vec<_> = found.variants.iter().collect();
    // A break in a name makes it longer.
    order.sort_by_key(|(spelling, (seen, _))| (std::cmp::Reverse(seen.count), spelling.len()));
    for (spelling, (seen, mentions)) in order {
        let (_, all, of) = by_words.entry(bare_words(spelling)).or_insert((spelling, Seen::default(), Vec::new()));
        all.add(seen);
        of.extend(mentions);
    }
    let mut rows: Vec<Variant> =
        by_words.into_values().filter_map(|(spelling, seen, of)| variant(engine, spelling, &seen, &of)).collect();
    rows.sort_by(|a, b| b.count.cmp(&a.count).then(a.alias.cmp(&b.alias)));
    rows
}

fn variant(engine: &Engine, spelling: &str, seen: &Seen, mentions: &[&Mention]) -> Option<Variant> {
    // What somebody is certain of counts more than what is open.
    let best = mentions.iter().find(|mention| mention.id.is_some()).or(mentions.first())?;
    let id = best.id.clone().or_else(|| best.candidates.first().map(|bearer| bearer.id.clone()))?;
    let mut or: Vec<String> = mentions
        .iter()
        .flat_map(|mention| mention.id.iter().chain(mention.candidates.iter().map(|bearer| &bearer.id)))
        .filter(|other| **other != id)
        .cloned()
        .collect();
    or.sort();
    or.dedup();
    let form = best.replacement.clone().unwrap_or_else(|| best.alias.clone());
    let comparison = engine.compare(spelling, &form, &Hints::default());
    let reason = reason(best.rule, &comparison);
    let (count, contexts) = (seen.count, seen.contexts.clone());
    Some(Variant {
        accept: false,
        id,
        form,
        alias: spelling.to_owned(),
        count,
        score: best.score,
        reason,
        or,
        contexts,
    })
}

/// How a spelling was recognised, and in what it differs.
pub(crate) fn reason(rule: Rule, comparison: &Comparison) -> String {
    let reasons: Vec<&str> = comparison.reasons.iter().map(|reason| reason.text.as_str()).collect();
    if reasons.is_empty() { rule.to_string() } else { format!("{rule}: {}", reasons.join("; ")) }
}

/// Names of nobody, those that are one together, the most frequent first.
fn unknown(engine: &Engine, unknown: &BTreeMap<String, Seen>, min_score: f64) -> Result<Vec<New>, Failure> {
    // A word that stands at the beginning of sentences alone may be any word.
    let names: Vec<(&str, &Seen)> = unknown
        .iter()
        .filter(|(name, seen)| seen.within || name.contains(' '))
        .map(|(name, seen)| (name.as_str(), seen))
        .collect();
    let counted: Vec<(&str, usize)> = names.iter().map(|(name, seen)| (*name, seen.count)).collect();
    let mut rows = Vec::new();
    let mut single = vec![true; names.len()];
    for cluster in clusters(engine, &counted, Method::Canonym, min_score)? {
        let mut seen = Seen::default();
        for (at, _) in &cluster.members {
            seen.add(names[*at].1);
            single[*at] = false;
        }
        let lowest = cluster.members.iter().map(|(_, score)| *score).fold(1.0, f64::min);
        let spellings: Vec<&str> = cluster.members.iter().map(|(at, _)| names[*at].0).collect();
        rows.push(new(&spellings, &seen, Some(lowest)));
    }
    for (at, (name, seen)) in names.iter().enumerate() {
        // What stands there once tells nothing yet.
        if single[at] && seen.count > 1 {
            rows.push(new(&[name], seen, None));
        }
    }
    rows.sort_by(|a, b| b.count.cmp(&a.count).then(a.name.cmp(&b.name)));
    Ok(rows)
}

/// A row for the spellings of a name, the first of which is the canonical one.
pub(crate) fn new(spellings: &[&str], seen: &Seen, score: Option<f64>) -> New {
    let name = spellings.first().copied().unwrap_or_default();
    New {
        accept: false,
        id: format!("{UNSAID}{}", bare_words(name).join("-")),
        name: name.to_owned(),
        aliases: spellings[1..].iter().map(|&spelling| spelling.to_owned()).collect(),
        count: seen.count,
        score,
        contexts: seen.contexts.clone(),
    }
}
