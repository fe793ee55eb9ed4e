//! Abbreviations that a text explains: `Awami National Party (ANP)`, `ANP (Awami
//! National Party)`, and the first letters of what it has named.

use super::hit::{Candidate, Hit, Noted};
use super::judge::score;
use super::scan::Scanner;
use super::unit::Case;
use crate::index::buckets::hash;
use crate::report::Rule;
use crate::table::model::Kind;

/// Letters of an abbreviation.
const LETTERS: std::ops::RangeInclusive<usize> = 2..=10;

/// Letters of one that is not explained.
const INITIALS: usize = 3;

/// Words of a name with an abbreviation, at most, particles among them.
const WORDS: usize = 24;

/// What stands around a name or an abbreviation and says nothing.
const QUOTES: [char; 10] = ['"', '\'', '“', '”', '„', '«', '»', '*', '_', ' '];

impl Scanner<'_, '_> {
    /// What an abbreviation stands for, if a recorded name before or behind it, one of
    /// the two in brackets, begins with its letters.
    pub(super) fn explained(&self, at: usize) -> Option<Noted> {
        if self.unit.tokens[at].case != Case::Upper {
            return None;
        }
        let bare = self.unit.core(at);
        let begins = |hit: &Hit| hit.last > hit.first && self.begin_with(hit.first, hit.last, bare);
        let before = || {
            let last = at.checked_sub(1).filter(|last| self.opens_brackets(*last) && self.closes_brackets(at))?;
            self.hits.last().filter(|hit| hit.last == last && begins(hit)).cloned()
        };
        let behind = || {
            let next = (at + 1 < self.unit.tokens.len() && self.opens_brackets(at)).then_some(at + 1)?;
            self.recorded(next).filter(|hit| self.closes_brackets(hit.last) && begins(hit))
        };
        let name = before().or_else(behind)?;
        let [Candidate { entity, form, .. }] = name.candidates.as_slice() else { return None };
        let is_persons = self.engine.index().kind(*entity) == Some(Kind::Person);
        (!is_persons).then(|| Noted::Abbreviation { bare: bare.to_owned(), entity: *entity, form: *form })
    }

    /// The first letters of an organisation's name, which stand for it from there on, if
    /// they are no recorded spelling: `the Islamic Movement of Uzbekistan … the IMU`.
    pub(super) fn initialled(&self, hit: &Hit) -> Option<Noted> {
        let [Candidate { entity, form, .. }] = hit.candidates.as_slice() else { return None };
        if self.engine.index().kind(*entity) != Some(Kind::Org) {
            return None;
        }
        let words = (hit.first..=hit.last).filter(|at| self.unit.tokens[*at].case == Case::Title);
        let bare: String = words.filter_map(|at| self.unit.core(at).chars().next()).collect();
        let is_new = || !self.is_recorded(hash(&bare)) && self.document.abbreviation(&bare).is_none();
        let letters = bare.chars().count();
        let may_stand = letters >= INITIALS && LETTERS.contains(&letters) && is_new();
        may_stand.then_some(Noted::Abbreviation { bare, entity: *entity, form: *form })
    }

    /// Whether a bracket opens between a word and the next.
    fn opens_brackets(&self, at: usize) -> bool {
        matches!(self.unit.between(at, at + 1).trim_matches(QUOTES), "(" | "[")
    }

    /// Whether a bracket closes behind a word, or a stop stands there.
    fn closes_brackets(&self, at: usize) -> bool {
        self.unit.behind_word(at).trim_start_matches(QUOTES).starts_with([')', ']', ',', ';'])
    }

    /// Whether words begin with the letters of an abbreviation, one each; particles may
    /// be left out, and so may what stands before all of them.
    fn begin_with(&self, first: usize, last: usize, abbreviation: &str) -> bool {
        let letters: Vec<char> = abbreviation.chars().collect();
        if !LETTERS.contains(&letters.len()) {
            return false;
        }
        // A bit for each number of letters that may be left for the words before.
        let mut left = 1u32 << letters.len();
        for at in (first..=last).rev().take(WORDS) {
            let token = &self.unit.tokens[at];
            let initial = self.unit.core(at).chars().next();
            let taken = letters.iter().enumerate().filter(|(_, letter)| Some(**letter) == initial);
            let taken = taken.fold(0, |taken, (number, _)| taken | left >> 1 & 1 << number);
            if taken & 1 != 0 && token.case.is_capital() {
                return true;
            }
            left = taken | if token.guard.particle { left } else { 0 };
        }
        false
    }

    /// What a word names that the text has explained, whatever it mostly means.
    pub(super) fn abbreviated(&self, at: usize, hit: Option<Hit>) -> Option<Hit> {
        let token = &self.unit.tokens[at];
        let is_word = token.shouted && token.guard.is_word();
        if token.case != Case::Upper || is_word || hit.as_ref().is_some_and(|hit| hit.last > at) {
            return hit;
        }
        self.asked.borrow_mut().push(at);
        let Some((entity, form)) = self.document.abbreviation(self.unit.core(at)) else { return hit };
        let index = self.engine.index();
        let recorded = hit.and_then(|mut hit| {
            hit.candidates.retain(|candidate| candidate.entity == entity);
            (!hit.candidates.is_empty()).then_some(hit)
        });
        let before = usize::from(token.elided);
        let partial = || Candidate {
            entity,
            form,
            alias: index.form(form).name.to_owned(),
            canonical: self.written(self.unit.behind(at, before), at, false),
            score: score::PARTIAL,
            rule: Rule::Partial,
        };
        let told = score::PARTIAL >= self.engine.options().min_score;
        recorded.or_else(|| told.then(|| Hit { before, ..Hit::new(at, at, false, vec![partial()]) }))
    }
}
