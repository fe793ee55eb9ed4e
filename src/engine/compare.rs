//! Whether two names are one, by the table and by their letters, and why.

use super::Engine;
use super::judge::score;
use super::resolve::recorded;
use crate::report::{Comparison, Reason, Rule, Verdict};
use crate::score::align::FARTHEST;
use crate::score::cost::{ABJAD, COLUMNS, Place};
use crate::score::edit::{Act, Aligner, Step};
use crate::score::name::Name;
use crate::score::{Scorer, shares};
use crate::span::{EntityId, FormId};
use crate::table::model::Kind;
use crate::text::fold::{fold, fold_cased};
use crate::text::key::{PROVING, Tier, keys_by};
use crate::text::script::script_of;
use crate::text::token::{bare_words, upper_in, words};
use crate::text::tradition::{TRADITIONS, tradition};
use crate::text::unit::text_of;

/// What is known of two names beforehand.
#[derive(Debug, Clone, Default)]
pub struct Hints {
    /// The language of their tradition (ISO 639-3); told from the letters
    /// when it is not given.
    pub lang: Option<String>,
    /// What they name; parts of persons' names are left out more easily.
    pub kind: Option<Kind>,
}

/// The most that two spellings score which a table keeps apart.
const APART: f64 = 0.02;

/// The most that two names score which the table records for two places, and
/// for none together.
const TWO_PLACES: f64 = 0.5;

pub(crate) fn compare(engine: &Engine, a: &str, b: &str, hints: &Hints, reasons: bool) -> Comparison {
    let scorer = Scorer::builtin();
    let person = hints.kind == Some(Kind::Person);
    let [x, y] = [a, b].map(|name| scorer.name(name, hints.lang.as_deref(), person));
    let known = hints.lang.as_ref().and_then(|lang| tradition(std::slice::from_ref(lang), None).column);
    let key = one_key(a, b);
    let judgement = scorer.judge(&x, &y, known, Some(key), &mut Aligner::default());
    let [bare_a, bare_b] = [a, b].map(|name| bare_words(name).join(" "));
    let (rule, score) = if bare_a.is_empty() || bare_b.is_empty() {
        // Nothing in them is a name, unless they are one and the same text.
        (Rule::Typography, if a == b && !a.trim().is_empty() { score::ALIAS } else { 0.0 })
    } else if bare_a == bare_b {
        let equal = a == b || fold_cased(a).text() == fold_cased(b).text();
        (Rule::Typography, if equal { score::ALIAS } else { score::TYPOGRAPHY })
    } else {
        by_table(engine, a, b, &bare_a, &bare_b, score::LETTERS * judgement.probability).unwrap_or_else(|score| {
            let other_script = script_of(&bare_a) != script_of(&bare_b);
            let rule = if other_script {
                Rule::Script
            } else if key {
                Rule::Key
            } else {
                Rule::Fuzzy
            };
            (rule, if engine.options().exact { 0.0 } else { score })
        })
    };
    let same = score >= engine.options().min_score;
    let mut comparison = Comparison {
        a: a.to_owned(),
        b: b.to_owned(),
        score: (score * 1e6).round() / 1e6,
        verdict: if same { Verdict::Same } else { Verdict::Different },
        rule,
        cost: (judgement.cost * 1e3).round() / 1e3 + 0.0,
        traditions: Vec::new(),
        reasons: Vec::new(),
    };
    if reasons {
        let shares = shares(&x, &y, known);
        comparison.traditions = named(&shares);
        comparison.reasons = explain(scorer, &x, &y, known, &shares);
    }
    comparison
}

/// What the table says of two spellings, else the score that it leaves.
fn by_table(engine: &Engine, a: &str, b: &str, bare_a: &str, bare_b: &str, score: f64) -> Result<(Rule, f64), f64> {
    let index = engine.index();
    if index.is_never(bare_a, bare_b) {
        return Ok((Rule::Alias, score.min(APART)));
    }
    let forms = |name: &str| {
        let folded = fold(name);
        let words = words(&folded, upper_in(name, &folded));
        let found = recorded(engine, name, &folded, &words);
        let mut forms: Vec<_> = found.iter().filter_map(|ranked| index.alias(ranked.verdict.alias).form).collect();
        forms.sort_unstable();
        forms
    };
    let (x, y) = (forms(a), forms(b));
    // What is never the canonical spelling is none of its aliases' either.
    let canonical = |forms: &[FormId], bare: &str| {
        forms.iter().any(|&form| index.is_never(&bare_words(index.form(form).name).join(" "), bare))
    };
    if canonical(&x, bare_b) || canonical(&y, bare_a) {
        return Ok((Rule::Alias, score.min(APART)));
    }
    let entities = |forms: &[FormId]| forms.iter().map(|&form| index.entity_of(form)).collect::<Vec<EntityId>>();
    let (x, y) = (entities(&x), entities(&y));
    if x.iter().any(|entity| y.contains(entity)) {
        return Ok((Rule::Alias, score::ALIAS));
    }
    let places = |entities: &[EntityId]| {
        !entities.is_empty() && entities.iter().all(|&entity| index.kind(entity) == Some(Kind::Place))
    };
    let apart = places(&x) && places(&y);
    Err(if apart { score.min(TWO_PLACES) } else { score })
}

/// Whether a proving sound key is the same.
fn one_key(a: &str, b: &str) -> bool {
    let [x, y] = [a, b].map(|name| keys_by(name, None, PROVING));
    [Tier::K1, Tier::K2, Tier::K2S].into_iter().any(|tier| x.meet(&y, tier))
}

fn column_name(column: usize) -> &'static str {
    TRADITIONS.get(column).copied().unwrap_or("abjad")
}

fn named(shares: &[f64; COLUMNS]) -> Vec<(&'static str, f64)> {
    let mut named: Vec<_> =
        shares.iter().enumerate().map(|(c, s)| (column_name(c), (s * 100.0).round() / 100.0)).collect();
    named.retain(|(_, share)| *share >= 0.05);
    named.sort_by(|a, b| b.1.total_cmp(&a.1));
    named
}

fn explain(scorer: &Scorer, a: &Name, b: &Name, known: Option<u8>, shares: &[f64; COLUMNS]) -> Vec<Reason> {
    let (steps, swapped) = scorer.steps(a, b, known);
    if steps.is_empty() && a.letters() != b.letters() {
        let cost = f64::from(FARTHEST) / 100.0;
        let text = "too little in common, or other digits".to_owned();
        return vec![Reason {
            a: text_of(a.letters()).trim().to_owned(),
            b: text_of(b.letters()).trim().to_owned(),
            text,
            cost,
        }];
    }
    let (x, y) = if swapped { (b, a) } else { (a, b) };
    let tellings = steps.into_iter().map(|(step, cost)| {
        let [first, second] = [&x.letters()[step.a.0..step.a.1], &y.letters()[step.b.0..step.b.1]];
        let (first, second) = if swapped { (second, first) } else { (first, second) };
        let (first, second) = (text_of(first).trim().to_owned(), text_of(second).trim().to_owned());
        let text = in_words(&step, &first, &second, cost, shares);
        Reason { a: first, b: second, text, cost: (cost * 1e3).round() / 1e3 }
    });
    tellings.collect()
}

/// A step in words, without its cost.
fn in_words(step: &Step, a: &str, b: &str, cost: f64, shares: &[f64; COLUMNS]) -> String {
    let place = match step.place {
        Place::Initial => " at the beginning",
        Place::Final => " at the end",
        Place::Inside | Place::Vowel => "",
    };
    let (word, owner) = if a.is_empty() { (b, "second") } else { (a, "first") };
    match step.act {
        Act::Same => String::new(),
        Act::Pair(..) => format!("{a}→{b}{place}, {}", how_usual(cost, shares)),
        Act::Gap(_) => format!("{word}{place} in the {owner} name alone, {}", how_usual(cost, shares)),
        Act::Doubled(_) => format!("{word}{word} for {word}"),
        Act::Swap => format!("{a}→{b}, two letters changed places"),
        Act::Join => "two words written as one".into(),
        Act::Word => format!("the word “{word}” in the {owner} name alone"),
        Act::Initial => format!("{a}→{b}, a word and its first letter"),
        Act::Element => format!("{a}→{b}, forms of one element of names"),
        Act::Order => "the words stand in another order".into(),
        Act::Clash => "each name has a word that the other has not, or another".into(),
    }
}

fn how_usual(cost: f64, shares: &[f64; COLUMNS]) -> String {
    let degree = match cost {
        ..0.2 => "usual",
        ..0.5 => "known",
        ..0.9 => "rare",
        _ => "not usual",
    };
    let best = (0..COLUMNS).fold(0, |best, column| if shares[column] > shares[best] { column } else { best });
    let names = match column_name(best) {
        _ if shares[best] < 0.5 => "names of such letters",
        "arabic" => "Arabic names",
        "persian" => "Persian and Tajik names",
        "turkic" => "Turkic names",
        "slavic" => "Slavic names",
        "western" => "Western names",
        _ if best == ABJAD => "names written without vowels",
        _ => "names of other traditions",
    };
    format!("{degree} in {names}")
}
