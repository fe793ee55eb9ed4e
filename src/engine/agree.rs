//! Whether the words of two names that are near agree one by one: a common given
//! name brings names near that are of two persons.

use super::Options;
use super::document::surname;
use super::judge::is_like;
use super::resolve::Found;
use super::scan::Scanner;
use crate::index::rows::EntityRow;
use crate::report::Rule;
use crate::score::Scorer;
use crate::text::endings::singular;
use crate::text::gender::are_apart;
use crate::text::guard::{guard, tied_by};
use crate::text::token::bare_words;

/// How likely two given names must be one; less so beside a family name of so
/// many letters, as few share one, and for the first words of places and organisations.
const SAME_GIVEN: f64 = 0.5;
const SAME_FIRST: f64 = 0.2;
const LONG: usize = 8;

/// How likely two family names must be one when two other words are the same: Dostam
/// is Dostum then, and Rahimi no Rahmani.
const SAME_FAMILY: f64 = 0.5;

impl Scanner<'_, '_> {
    /// Whether a stretch has no word too many for a recorded spelling, and none that
    /// tells another name: Emomali Rahman, whom a common given name brings near, is
    /// not Emomali Rahmon.
    pub(super) fn agree(&self, reading: &str, found: &Found) -> bool {
        let index = self.engine.index();
        let alias = index.alias(found.alias);
        let Some(form) = alias.form else { return false };
        let row = index.entity(index.entity_of(form));
        let (mut own, other) = (bare_words(reading), bare_words(alias.text));
        if own.concat() == other.concat() {
            return true;
        }
        // No letters stand for those of an acronym.
        if alias.acronym {
            return false;
        }
        let is_person = index.may_be_person(index.entity_of(form));
        // `Sergey V. Lavrov` is Sergey Lavrov, whom nothing tells apart by the letter.
        if is_person && own.len() > other.len() && has_middle_initial(&own) {
            let last = own.len() - 1;
            let is_inner = |at: usize| at > 0 && at < last;
            let mut at = 0..;
            own.retain(|word| {
                !at.next().is_some_and(is_inner) || word.chars().nth(1).is_some() || other.contains(word)
            });
        }
        let is_other = if is_person { are_other_persons(&own, &other) } else { are_several(&own, &other, row.lang) };
        // One word may be several that are written together, but no part of them.
        if is_other || own.len() == 1 && letters(&own) + 2 < letters(&other) {
            return false;
        }
        // Words may be joined, but not swallowed: `US Sao Paulo`.
        let whole = own.len() <= other.len() || letters(&own) <= letters(&other) + 1;
        if found.rule == Some(Rule::Key) && whole || own == other || own.len() < 2 {
            return true;
        }
        if is_person {
            is_of_person([&own, &other], [reading, alias.text], &row)
        } else {
            is_of_place(own, other, row.place_type)
        }
    }
}

/// Whether two surnames are of a man and of a woman, or one ruler has another number.
fn are_other_persons(own: &[String], other: &[String]) -> bool {
    let (Some(last), Some(other_last)) = (own.last(), other.last()) else { return false };
    let number = |word: &str| word.len() > 1 && word.bytes().all(|byte| matches!(byte, b'i' | b'v' | b'x'));
    // `King Abdullah` is no King Abdullah II.
    let of_another_number = last != other_last && own.len() > 1 && (number(last) || number(other_last));
    are_apart(last, other_last) || of_another_number
}

/// Whether a word of the first name is a plural of the other's: *Cedar Hills*.
fn are_several(own: &[String], other: &[String], lang: Option<&str>) -> bool {
    let is_plural = |(own, other): (&String, &String)| {
        singular(other).is_none() && singular(own).is_some_and(|one| is_like(one, other, lang))
    };
    own.len() == other.len() && own.iter().zip(other).any(is_plural)
}

/// Whether several words are those of a place or an organisation.
fn is_of_place(own: Vec<String>, other: Vec<String>, place_type: &str) -> bool {
    // `The Soviet` begins before what is near.
    if guard(&own[0]).particle && !guard(&other[0]).particle {
        return false;
    }
    // `Sistan-Baluchistan` has no word for the *and*.
    let [own, other] = [telling(own), telling(other)];
    // Of another type is another place: `District of Tajikistan`.
    let is_said = |word: &String| other.iter().any(|other| guard(word).shares_type(guard(other)));
    let fits = |word: &String| !guard(word).is_type() || guard(word).says(place_type) || is_said(word);
    let begin_alike = || Scorer::builtin().score(&own[0], &other[0]) >= SAME_FIRST;
    own.len() == other.len() && !own.is_empty() && own.iter().all(fits) && begin_alike()
}

/// Whether the given name and the family name among several words are each near to
/// those of a person; both names in bare words and as they are written.
fn is_of_person([own, other]: [&[String]; 2], [reading, text]: [&str; 2], row: &EntityRow<'_>) -> bool {
    let joined = as_many(own, other, row.lang);
    if joined.len() > other.len() {
        return false;
    }
    let reading = if joined.len() < own.len() { &joined.join(" ") } else { reading };
    let is_one = |a: &str, b: &str| is_like(a, b, row.lang);
    let near = |least: f64, a: &Option<(String, String)>, b: &Option<(String, String)>| match (a, b) {
        (Some((a, bare)), Some((b, other_bare))) => {
            bare == other_bare || is_one(a, b) || Scorer::builtin().score(a, b) >= least
        }
        _ => true,
    };
    let first = row.tradition.family_first;
    let (family, other_family) = (surname(reading, first), surname(text, first));
    // Each name proves the more, the more the others do.
    let shared = joined.iter().filter(|word| other.iter().any(|other| is_one(word, other))).count();
    let is_long = |family: &(String, String)| family.1.chars().count() >= LONG;
    let long = family.as_ref().is_some_and(is_long) && near(Options::MIN_SCORE, &family, &other_family);
    near(if shared > 1 { SAME_FAMILY } else { Options::MIN_SCORE }, &family, &other_family)
        && near(if long { SAME_FIRST } else { SAME_GIVEN }, &surname(reading, !first), &surname(text, !first))
}

/// Letters of the words that tell something.
fn letters(words: &[String]) -> usize {
    words.iter().filter(|word| !guard(word).particle).map(|word| word.chars().count()).sum()
}

/// The words that tell something.
fn telling(mut words: Vec<String>) -> Vec<String> {
    words.retain(|word| !guard(word).particle && tied_by(word).is_none());
    words
}

/// The words with those joined that are one of the other name: `Abu Bakr Shekau`.
fn as_many(own: &[String], other: &[String], lang: Option<&str>) -> Vec<String> {
    if own.len() != other.len() + 1 {
        return own.to_vec();
    }
    let joined = |at: usize| [&own[..at], &[own[at..=at + 1].concat()], &own[at + 2..]].concat();
    let is_one = |words: &Vec<String>| words.iter().zip(other).all(|(own, other)| is_like(own, other, lang));
    (0..other.len()).map(joined).find(is_one).unwrap_or_else(|| own.to_vec())
}

/// Whether a word between others is one letter.
pub(super) fn has_middle_initial(words: &[String]) -> bool {
    words.len() > 2 && words[1..words.len() - 1].iter().any(|word| word.chars().nth(1).is_none())
}
