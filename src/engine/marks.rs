//! What tells two names apart though they hardly differ in letters: initials, numbers,
//! and which of several of one name somebody is.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use crate::score::Scorer;
use crate::text::guard::guard;
use crate::text::rules;
use crate::text::unit::Spelling;

use super::initials::OTHER;

/// The most that two names score which have different marks.
pub(super) const TWO_MARKS: f64 = 0.5;

/// Words that count those of one name: `jr`, `viii`.
static ORDINALS: LazyLock<FxHashMap<&str, &str>> = LazyLock::new(|| {
    let rows = rules::rows::<3>(rules::ELEMENTS).filter(|[class, ..]| *class == "ordinal");
    rows.flat_map(|[_, number, words]| words.split('|').map(move |word| (word, number))).collect()
});

/// The marks in a name.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Marks<'n> {
    numbers: Vec<&'n str>,
    ordinal: Option<(&'n str, &'static str)>,
    initials: Vec<&'n str>,
    /// Words that are none.
    others: usize,
}

impl<'n> Marks<'n> {
    /// The marks of a name in bare words.
    pub(super) fn of(bare: &'n str) -> Self {
        let mut marks = Self::default();
        for (at, word) in bare.split(' ').enumerate() {
            if word.bytes().any(|byte| byte.is_ascii_digit()) {
                let digits = word.split(|c: char| !c.is_ascii_digit()).map(|run| run.trim_start_matches('0'));
                marks.numbers.extend(digits.filter(|run| !run.is_empty()));
            } else if let Some(number) = ORDINALS.get(word).filter(|_| at > 0) {
                marks.ordinal = Some((word, number));
            } else if word.chars().nth(1).is_none() && !guard(word).particle {
                marks.initials.push(word);
            } else {
                marks.others += 1;
            }
        }
        marks.numbers.sort_unstable();
        marks
    }

    pub(super) fn are_any(&self) -> bool {
        !self.numbers.is_empty() || self.ordinal.is_some() || !self.initials.is_empty()
    }

    /// The first marks of two names that cannot both be one's.
    pub(super) fn apart(&self, other: &Self) -> Option<[String; 2]> {
        let told = |a: &str, b: &str| Some([a.to_owned(), b.to_owned()]);
        let is_part = |a: &[&str], b: &[&str]| a.iter().all(|number| b.contains(number));
        if !is_part(&self.numbers, &other.numbers) && !is_part(&other.numbers, &self.numbers) {
            return told(&self.numbers.join(" "), &other.numbers.join(" "));
        }
        if let (Some((own, number)), Some((word, other))) = (self.ordinal, other.ordinal)
            && number != other
        {
            return told(own, word);
        }
        // Who has more of them, or other words besides, may be called so in part.
        if self.initials.len() != other.initials.len() || self.others != other.others {
            return None;
        }
        let letters = |initial: &str| Spelling::new(initial, None).into_letters();
        let weights = Scorer::builtin().weights();
        let are_two = |(own, other): &(&&str, &&str)| weights.initial(&letters(own), &letters(other)) >= OTHER;
        let two = self.initials.iter().zip(&other.initials).find(are_two)?;
        told(two.0, two.1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_tell_names_apart() {
        let apart = |a, b| Marks::of(a).apart(&Marks::of(b)).is_some();
        for [a, b] in [
            ["henry vii", "henry viii"],
            ["john smith jr", "john smith sr"],
            ["stephen c hill", "stephen t hill"],
            ["школа 12", "школа 21"],
            ["иван а петров", "иван б петров"],
        ] {
            assert!(apart(a, b) && apart(b, a), "{a}, {b}");
            assert!(!apart(a, a), "{a}");
        }
        for [a, b] in [
            ["john smith jr", "john smith ii"],
            ["stephen c hill", "stephen hill"],
            ["apollo 11", "apollo"],
            ["school 07", "school 7"],
            ["x shariati", "kh shariati"],
            ["xi jinping", "vi jinping"],
            ["route 66 and 67", "route 66"],
        ] {
            assert!(!apart(a, b) && !apart(b, a), "{a}, {b}");
        }
    }
}
