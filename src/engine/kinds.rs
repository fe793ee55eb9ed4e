//! What two names of several words say of the kind of what they name: a ministry shares
//! most of its letters with another one.

use super::judge::is_like;
use crate::score::Scorer;
use crate::text::endings::behind_article;
use crate::text::guard::{Guard, guard, tied_by};

/// The most that two names score which say that they are of two types.
const TWO_TYPES: f64 = 0.5;

/// Names of organisations that share the word for what they are must be one without it
/// with so much probability: *Bank of Chine* is that of China, the ministry of العدل no
/// ministry of العمل.
const SAME_ORG: f64 = 0.41;

/// The same of places, which few words part: *Pyanj River*.
const SAME_PLACE: f64 = 0.2;

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
    guard.is_type() || is_office(guard)
}

fn is_office(guard: &Guard) -> bool {
    guard.generic && !guard.particle
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
    let shared = || own.iter().filter(|word| other.contains(word)).map(|word| guard(word));
    if !shared().any(is_kind) {
        return None;
    }
    let least = if shared().any(is_office) { SAME_ORG } else { SAME_PLACE };
    // What says of what kind and of which country something is tells nothing else, nor
    // what ties words together.
    let tells = |word: &&str| {
        let guard = guard(word);
        !(guard.particle || guard.legal || guard.demonym || is_kind(guard) || tied_by(word).is_some())
    };
    let [own, other] = [own, other].map(|words| {
        let words = words.into_iter().filter(tells).map(|word| behind_article(word).unwrap_or(word));
        words.collect::<Vec<_>>()
    });
    let is_part = |a: &[&str], b: &[&str]| a.iter().all(|word| b.contains(word));
    let words = [own.join(" "), other.join(" ")];
    if is_part(&own, &other) || is_part(&other, &own) || is_like(&words[0], &words[1], None) {
        return None;
    }
    let most = Scorer::builtin().score(&words[0], &words[1]);
    (most < least).then_some(Apart { most, words })
}
