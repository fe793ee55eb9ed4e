//! What tells two names apart though they hardly differ in letters: initials, numbers,
//! and which of several of one name somebody is.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use super::asked::Asked;
use crate::score::Scorer;
use crate::text::guard::guard;
use crate::text::rules;
use crate::text::script::{Script, script_of};
use crate::text::unit::Spelling;

/// The most that two names score which have different marks.
pub(super) const TWO_MARKS: f64 = 0.5;

/// What initials of two names cost for each other at least, in hundredths.
const OTHER: u32 = 30;

/// Words that count those of one name: `jr`, `viii`.
static ORDINALS: LazyLock<FxHashMap<&str, &str>> = LazyLock::new(|| {
    let rows = rules::rows::<3>(rules::ELEMENTS).filter(|[class, ..]| *class == "ordinal");
    rows.flat_map(|[_, number, words]| words.split('|').map(move |word| (word, number))).collect()
});

/// Of one letter, they are initials unless the other name has a longer one.
const SHORT: [(&str, &str); 3] = [("i", "1"), ("v", "5"), ("x", "10")];

/// The marks in a name.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Marks<'n> {
    numbers: Vec<&'n str>,
    /// All digits, one behind another.
    digits: String,
    ordinals: Vec<(&'n str, &'static str)>,
    /// Each with where it stands.
    initials: Vec<(usize, &'n str)>,
    /// Words that are none.
    others: usize,
}

impl<'n> Marks<'n> {
    /// The marks of a name.
    pub(super) fn of(name: &'n Asked<'_>) -> Self {
        let mut marks = Self::default();
        for at in 0..name.words.len() {
            let word = name.bare_of(at);
            if word.bytes().any(|byte| byte.is_ascii_digit()) {
                marks.digits.extend(word.chars().filter(char::is_ascii_digit));
                let digits = word.split(|c: char| !c.is_ascii_digit()).map(|run| run.trim_start_matches('0'));
                marks.numbers.extend(digits.filter(|run| !run.is_empty()));
            } else if let Some(number) = ORDINALS.get(word).filter(|_| at > 0 || name.stands_out(at)) {
                marks.ordinals.push((word, number));
            } else if is_initial(name, at) {
                marks.initials.push((at, word));
            } else {
                marks.others += usize::from(!word.is_empty());
            }
        }
        marks
    }

    pub(super) fn are_any(&self) -> bool {
        !self.numbers.is_empty() || !self.ordinals.is_empty() || !self.initials.is_empty()
    }

    /// The first marks of two names that cannot both be one's.
    pub(super) fn apart(&self, other: &Self) -> Option<[String; 2]> {
        let told = |a: &str, b: &str| Some([a.to_owned(), b.to_owned()]);
        let is_part = |a: &[&str], b: &[&str]| a.iter().all(|number| b.contains(number));
        let (own, others) = (&self.numbers[..], &other.numbers[..]);
        // 1,000 is 1000, and 9/11 is 911.
        let in_one = own.len().min(others.len()) == 1 && self.digits == other.digits;
        if !is_part(own, others) && !is_part(others, own) && !in_one {
            return told(&own.join(" "), &others.join(" "));
        }
        let two = self.ordinals.iter().zip(&other.ordinals).find(|(own, other)| own.1 != other.1);
        if let Some((own, other)) = two.filter(|_| self.ordinals.len() == other.ordinals.len()) {
            return told(own.0, other.0);
        }
        if let Some(two) = self.short_ordinal(other).or_else(|| other.short_ordinal(self).map(|[a, b]| [b, a])) {
            return Some(two);
        }
        // Who has more of them, or other words besides, may be called so in part.
        if self.initials.len() != other.initials.len() || self.others != other.others {
            return None;
        }
        let pairs = || self.initials.iter().zip(&other.initials);
        // In another order, others stand beside each other.
        if pairs().any(|(own, other)| own.0 != other.0) {
            return None;
        }
        let (own, other) = pairs().find(|(own, other)| are_two(own.1, other.1))?;
        told(own.1, other.1)
    }

    /// One letter that is an ordinal beside a longer one: *John Paul I*, *II*.
    fn short_ordinal(&self, other: &Self) -> Option<[String; 2]> {
        let ([(_, last)], [(word, number)]) = (&self.initials[..], &other.ordinals[..]) else { return None };
        let (_, own) = SHORT.iter().find(|(letter, _)| letter == last)?;
        (self.ordinals.is_empty() && other.initials.is_empty() && self.others == other.others && own != number)
            .then(|| [(*last).to_owned(), (*word).to_owned()])
    }
}

/// Whether a word is the first letter of another one.
fn is_initial(name: &Asked<'_>, at: usize) -> bool {
    let word = name.bare_of(at);
    // Of Chinese and Korean names, syllables are words.
    let is_letter =
        word.chars().nth(1).is_none() && matches!(script_of(word), Script::Latin | Script::Cyrillic | Script::Arabic);
    let is_small = || name.written(at..at + 1).chars().any(char::is_lowercase);
    is_letter && !word.is_empty() && (!guard(word).particle || !is_small())
}

/// Whether two initials are of two names; those of two scripts may be of one.
fn are_two(own: &str, other: &str) -> bool {
    let letters = |initial: &str| Spelling::new(initial, None).into_letters();
    own != other
        && script_of(own) == script_of(other)
        && (!matches!(script_of(own), Script::Latin | Script::Cyrillic)
            || Scorer::builtin().weights().initial(&letters(own), &letters(other)) >= OTHER)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_tell_names_apart() {
        let apart = |a: &str, b: &str| {
            let [a, b] = [Asked::new(a), Asked::new(b)];
            Marks::of(&a).apart(&Marks::of(&b)).is_some()
        };
        for [a, b] in [
            ["Henry VII", "Henry VIII"],
            ["John Smith Jr.", "John Smith Sr."],
            ["Stephen C. Hill", "Stephen T. Hill"],
            ["John E. Smith", "John T. Smith"],
            ["Школа 12", "Школа 21"],
            ["Иван А. Петров", "Иван Б. Петров"],
            ["John M. Smith", "John N. Smith"],
            ["School 3 12", "School 31 2"],
            ["محمد م. حسن", "محمد ج. حسن"],
            ["John Paul I", "John Paul II"],
            ["XVIII Airborne Corps", "XVII Airborne Corps"],
        ] {
            assert!(apart(a, b) && apart(b, a), "{a}, {b}");
            assert!(!apart(a, a), "{a}");
        }
        for [a, b] in [
            ["John Smith Jr.", "John Smith II"],
            ["Stephen C. Hill", "Stephen Hill"],
            ["Apollo 11", "Apollo"],
            ["School 07", "School 7"],
            ["Bus 1,000", "Bus 1000"],
            ["9/11 Commission", "911 Commission"],
            ["C. Rice", "K. Rice"],
            ["X. Shariati", "Kh. Shariati"],
            ["Xi Jinping", "Vi Jinping"],
            ["J. K. Smith", "Smith K. J."],
            ["Route 66 and 67", "Route 66"],
            ["م. کریمی", "M. Karimi"],
            ["Ш. Руставели", "S. Rustaveli"],
            ["노 무현", "로 무현"],
            ["Juan y María", "Juan e María"],
        ] {
            assert!(!apart(a, b) && !apart(b, a), "{a}, {b}");
        }
    }
}
