//! Whether two names are one, by the table and by their letters, and why.

use std::borrow::Cow;

use super::Engine;
use super::asked::Asked;
use super::judge::score;
use super::kinds::{Apart, apart};
use super::marks::{Marks, TWO_MARKS};
use super::resolve::may_be_company;
use super::rivals::Rivals;
use crate::report::{Comparison, Reason, Rule, Verdict};
use crate::score::align::FARTHEST;
use crate::score::cost::{ABJAD, COLUMNS, Place, column_name, dominant};
use crate::score::edit::{Act, Step};
use crate::score::grid::Aligner;
use crate::score::name::Name;
use crate::score::{Judgement, Scorer, shares};
use crate::span::{EntityId, FormId};
use crate::table::codes::lang_meant;
use crate::table::model::Kind;
use crate::text::fold::fold_cased;
use crate::text::gender;
use crate::text::key::Keys;
use crate::text::script::script_of;
use crate::text::tradition::tradition;
use crate::text::unit::text_of;

/// What is known of two names beforehand.
#[derive(Debug, Clone, Default)]
pub struct Hints {
    /// The language of their tradition (ISO 639-3, or -1); told from the letters
    /// when it is not given, and when no rule is for it.
    pub lang: Option<String>,
    /// What they name; parts of persons' names are left out more easily.
    pub kind: Option<Kind>,
}

/// The most that two spellings score which a table keeps apart.
const APART: f64 = 0.02;

/// The most that two names score which the table records for two places, and
/// for none together.
const TWO_PLACES: f64 = 0.5;

/// The most that two surnames score of which one is a man's and one a woman's.
const TWO_GENDERS: f64 = 0.5;

pub(crate) fn compare(engine: &Engine, a: &str, b: &str, hints: &Hints, reasons: bool) -> Comparison {
    let asked = [a, b].map(Asked::new);
    if hints.kind != Some(Kind::Person) && !engine.options().exact && asked[0].bare != asked[1].bare {
        let names = asked.each_ref().map(Asked::without_legal_form);
        let has_one = [0, 1].map(|at| names[at].len() < asked[at].name.len());
        let is_none = |at: usize| !has_one[at] && !may_be_a_company(engine, &asked[at]);
        let are_one = engine.options().min_score <= score::LETTERS && asked[0].has_like_form(&asked[1]);
        if has_one.contains(&true) {
            let is_other = is_none(0) || is_none(1);
            let mut whole = judged(engine, asked, hints, reasons);
            if is_other {
                // *Iran Inc.* is not Iran.
                whole.score = whole.score.min(TWO_PLACES);
            } else if are_one {
                let mut without = judged(engine, names.map(Asked::new), hints, reasons);
                without.score = without.score.min(score::LETTERS);
                if without.score > whole.score {
                    let [a, b] = names.map(str::to_owned);
                    let text = "without legal forms of companies".to_owned();
                    without.reasons.splice(0..0, Some(Reason { a, b, text, cost: 0.0 }).filter(|_| reasons));
                    whole = without;
                }
            }
            if whole.score < engine.options().min_score {
                whole.verdict = Verdict::Different;
            }
            return Comparison { a: a.to_owned(), b: b.to_owned(), ..whole };
        }
    }
    judged(engine, asked, hints, reasons)
}

/// Compares two names as they are.
fn judged(engine: &Engine, asked: [Asked<'_>; 2], hints: &Hints, reasons: bool) -> Comparison {
    let scorer = Scorer::builtin();
    let lang = hints.lang.as_deref().and_then(lang_meant);
    let person = hints.kind == Some(Kind::Person);
    let [a, b] = asked.each_ref().map(|asked| asked.name);
    let [x, y] = asked.each_ref().map(|asked| scorer.prepared(&asked.spelling(lang.as_deref()), person));
    let [bare_a, bare_b] = asked.each_ref().map(|asked| &asked.bare[..]);
    let of_two_genders = !matches!(hints.kind, Some(Kind::Place | Kind::Org)) && gender::are_apart(bare_a, bare_b);
    let known = lang.as_ref().and_then(|lang| tradition(std::slice::from_ref(lang), None).column);
    // One of them may be written in the syllables of another system.
    let read = |asked: &Asked| {
        let ready = |reading: String| {
            let asked = Asked::new(&reading);
            (scorer.prepared(&asked.spelling(None), person), asked.keys())
        };
        asked.readings(lang.as_deref()).into_iter().map(ready).collect::<Vec<_>>()
    };
    let readings = asked.each_ref().map(read);
    let judge = |keys: Option<&[Keys; 2]>| {
        let judged = |a, b, key| {
            let judgement = scorer.judge(a, b, known, key, &mut Aligner::default());
            Judged { judgement, a, b, key: key == Some(true) }
        };
        let mut best = judged(&x, &y, keys.map(|[a, b]| a.prove(b)));
        for (at, (reading, own)) in readings.iter().enumerate().flat_map(|(at, all)| all.iter().map(move |r| (at, r))) {
            let key = keys.map(|keys| own.prove(&keys[1 - at]));
            let next = if at == 0 { judged(reading, &y, key) } else { judged(&x, reading, key) };
            if next.judgement.probability > best.judgement.probability {
                best = next;
            }
        }
        best
    };
    let (mut capped, mut of_kinds, mut marked) = (false, None, None);
    let (judged, rule, score) = if bare_a.is_empty() || bare_b.is_empty() {
        // Nothing in them is a name, unless they are one and the same text.
        let score = if a == b && !a.trim().is_empty() { score::ALIAS } else { 0.0 };
        (judge(None), Rule::Typography, score)
    } else if bare_a == bare_b {
        let equal = a == b || fold_cased(a).text() == fold_cased(b).text();
        (judge(None), Rule::Typography, if equal { score::ALIAS } else { score::TYPOGRAPHY })
    } else {
        let keys = asked.each_ref().map(Asked::keys);
        let judged = judge(Some(&keys));
        let letters = score::LETTERS * judged.judgement.probability;
        let (rule, score) = by_table(engine, &asked, letters).unwrap_or_else(|score| {
            let other_script = script_of(bare_a) != script_of(bare_b);
            let rule = if other_script {
                Rule::Script
            } else if judged.key {
                Rule::Key
            } else {
                Rule::Fuzzy
            };
            capped = of_two_genders && score > TWO_GENDERS;
            let score = if capped { TWO_GENDERS } else { score };
            of_kinds = apart(bare_a, bare_b).filter(|apart| score > apart.most && !person);
            let score = of_kinds.as_ref().map_or(score, |apart| apart.most);
            marked = Marks::of(&asked[0]).apart(&Marks::of(&asked[1])).filter(|_| score > TWO_MARKS);
            let score = if marked.is_some() { TWO_MARKS } else { score };
            (rule, if engine.options().exact { 0.0 } else { score })
        });
        (judged, rule, score)
    };
    let same = score >= engine.options().min_score;
    let mut comparison = Comparison {
        a: a.to_owned(),
        b: b.to_owned(),
        score: (score * 1e6).round() / 1e6,
        verdict: if same { Verdict::Same } else { Verdict::Different },
        rule,
        cost: (judged.judgement.cost * 1e3).round() / 1e3 + 0.0,
        traditions: Vec::new(),
        reasons: Vec::new(),
    };
    if reasons {
        let shares = shares(judged.a, judged.b, known);
        comparison.traditions = named(&shares);
        let readings = [(&x, judged.a), (&y, judged.b)].into_iter().filter(|(own, read)| !std::ptr::eq(*own, *read));
        comparison.reasons = readings.map(|(own, read)| read_as(own, read)).collect();
        if capped {
            let text = "a man's surname and a woman's".to_owned();
            comparison.reasons.push(Reason { a: bare_a.to_owned(), b: bare_b.to_owned(), text, cost: 0.0 });
        }
        comparison.reasons.extend(of_kinds.map(|Apart { words: [a, b], .. }| {
            let text = format!("{a} and {b} are two of a kind, or two kinds");
            Reason { a, b, text, cost: 0.0 }
        }));
        comparison.reasons.extend(marked.map(|[a, b]| {
            let text = format!("{a} and {b} tell two of one name apart");
            Reason { a, b, text, cost: 0.0 }
        }));
        comparison.reasons.extend(explain(scorer, judged.a, judged.b, known, &shares));
    }
    comparison
}

/// Whether a name is not recorded for persons and places alone.
fn may_be_a_company(engine: &Engine, asked: &Asked) -> bool {
    let found = asked.recorded(engine, 0);
    found.is_empty() || found.iter().any(|found| may_be_company(engine, found.alias))
}

/// A judgement, the readings of both names that it is of, and whether they have
/// a sound key in common.
struct Judged<'n> {
    judgement: Judgement,
    a: &'n Name,
    b: &'n Name,
    key: bool,
}

/// That a name is read as another system of syllables writes it.
fn read_as(own: &Name, read: &Name) -> Reason {
    let [a, b] = [own, read].map(|name| text_of(name.letters()).trim().to_owned());
    Reason { text: format!("{a} is {b} in other syllables"), a, b, cost: 0.0 }
}

/// What the table says of two spellings, else the score that it leaves.
fn by_table(engine: &Engine, asked: &[Asked; 2], score: f64) -> Result<(Rule, f64), f64> {
    let index = engine.index();
    let forms = |asked: &Asked| {
        let found = asked.recorded(engine, 0);
        let mut forms: Vec<_> = found.iter().filter_map(|verdict| index.alias(verdict.alias).form).collect();
        forms.sort_unstable();
        forms
    };
    let [x, y] = asked.each_ref().map(forms);
    let entities = |forms: &[FormId]| forms.iter().map(|&form| index.entity_of(form)).collect::<Vec<EntityId>>();
    let [own, other] = [entities(&x), entities(&y)];
    if own.iter().any(|entity| other.contains(entity)) {
        return Ok((Rule::Alias, score::ALIAS));
    }
    let rivals = Rivals::of(index, &asked[0].bare);
    let apart = |forms: &[FormId], rivals: &Rivals| forms.iter().any(|form| rivals.have_form(*form));
    if rivals.have(&asked[1].bare)
        || apart(&y, &rivals)
        || !x.is_empty() && apart(&x, &Rivals::of(index, &asked[1].bare))
    {
        return Ok((Rule::Alias, score.min(APART)));
    }
    let places = |entities: &[EntityId]| {
        !entities.is_empty() && entities.iter().all(|&entity| index.kind(entity) == Some(Kind::Place))
    };
    let apart = places(&own) && places(&other);
    Err(if apart { score.min(TWO_PLACES) } else { score })
}

fn named(shares: &[f64; COLUMNS]) -> Vec<(Cow<'static, str>, f64)> {
    let mut named: Vec<_> =
        shares.iter().enumerate().map(|(c, s)| (column_name(c).into(), (s * 100.0).round() / 100.0)).collect();
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
    let best = dominant(shares);
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
