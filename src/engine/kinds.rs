//! What two names of several words say of the kind of what they name: a ministry shares
//! most of its letters with another one.

use super::judge::is_like;
use crate::score::Scorer;
use crate::text::endings::behind_article;
use crate::text::guard::{Guard, guard, tied_by};

/// The most that two names score which say that they are of two types.
const TWO_TYPES: f64 = 0.5;

/// Names that share the word for what they are must be one without it with so much
/// probability: *Bank of Chine* is that of China, the ministry of العدل no ministry of العمل.
const LEAST: f64 = 0.41;

/// What tells that two names are not one.
#[derive(Debug, PartialEq)]
pub(super) struct Apart {
    /// The most that they score.
    pub(super) most: f64,
    /// The words of each that tell it.
    pub(super) words: [String; 2],
}

/// Whether a name in bare words has a word that says of what kind it is, and others.
pub(super) fn has_kind(bare: &str) -> bool {
    bare.contains(' ') && bare.split(' ').any(|word| is_kind(guard(word)))
}

fn is_kind(guard: &Guard) -> bool {
    guard.is_type() || guard.generic
}

/// What tells that two names in bare words are not one, if their kinds do.
pub(super) fn apart(a: &str, b: &str) -> Option<Apart> {
    if !has_kind(a) || !has_kind(b) {
        return None;
    }
    let [own, other] = [a, b].map(|name| name.split(' ').collect::<Vec<_>>());
    let typed =
        |words: &[&str]| words.iter().copied().filter(|word| guard(word).is_type()).map(str::to_owned).collect();
    let [a_types, b_types]: [Vec<String>; 2] = [typed(&own), typed(&other)];
    let is_alike = |word: &String| b_types.iter().any(|other| guard(word).may_be_of_type(guard(other)));
    if !a_types.is_empty() && !b_types.is_empty() && !a_types.iter().any(is_alike) {
        return Some(Apart { most: TWO_TYPES, words: [a_types.join(" "), b_types.join(" ")] });
    }
    if !own.iter().any(|word| is_kind(guard(word)) && other.contains(word)) {
        return None;
    }
    // What both have tells nothing, nor what ties words together.
    let telling = |words: &[&str], others: &[&str]| {
        let tells = |word: &&str| {
            let guard = guard(word);
            !(guard.particle || tied_by(word).is_some() || is_kind(guard) && others.contains(word))
        };
        let words = words.iter().copied().filter(tells).map(|word| behind_article(word).unwrap_or(word));
        words.collect::<Vec<_>>().join(" ")
    };
    let words = [telling(&own, &other), telling(&other, &own)];
    if words.iter().any(String::is_empty) || is_like(&words[0], &words[1], None) {
        return None;
    }
    let most = Scorer::builtin().score(&words[0], &words[1]);
    (most < LEAST).then_some(Apart { most, words })
}
