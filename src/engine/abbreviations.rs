//! Abbreviations that a text explains: `Awami National Party (ANP)`.

use super::hit::{Candidate, Hit, Noted};
use super::judge::score;
use super::scan::Scanner;
use super::unit::Case;
use crate::report::Rule;
use crate::span::EntityId;
use crate::text::guard::guard;
use crate::text::token::bare_words;

/// Letters of an abbreviation.
const LETTERS: std::ops::RangeInclusive<usize> = 2..=10;

/// Recorded spellings that an explanation is held against.
const SPELLINGS: usize = 256;

impl Scanner<'_, '_> {
    /// What an abbreviation in brackets stands for, if the words before them begin
    /// with its letters.
    pub(super) fn explained(&self, at: usize) -> Option<Noted> {
        let unit = self.unit;
        let last = at.checked_sub(1)?;
        let is_bracketed = || unit.between(last, at).trim() == "(" && unit.behind_word(at).starts_with(')');
        if unit.tokens[at].case != Case::Upper || !is_bracketed() {
            return None;
        }
        let bare = unit.stem(at);
        let letters: Vec<char> = bare.chars().collect();
        if !LETTERS.contains(&letters.len()) {
            return None;
        }
        let first = self.begun_by(last, &letters)?;
        let whole = self.hits.last().filter(|hit| hit.last == last && hit.first <= first);
        let of = match whole.map(|hit| hit.candidates.as_slice()) {
            Some([only]) => Some((only.entity, only.form)),
            Some(_) => return None,
            None => None,
        };
        // A name that no table spells so may be one that it has.
        if of.is_none() && self.recorded(at).is_some_and(|hit| self.may_be_any(&hit, first, last)) {
            return None;
        }
        Some(Noted::Abbreviation { bare: bare.to_owned(), of })
    }

    /// The first of the words up to `last` that begin with some letters, a capital;
    /// particles may be left out.
    fn begun_by(&self, last: usize, letters: &[char]) -> Option<usize> {
        let unit = self.unit;
        let (letter, rest) = letters.split_last()?;
        let before = || last.checked_sub(1).filter(|_| unit.tokens[last].joins());
        let own = unit.bare(last).starts_with(*letter);
        let begins = || Some(last).filter(|last| unit.tokens[*last].case.is_capital());
        let begun = || if rest.is_empty() { begins() } else { self.begun_by(before()?, rest) };
        let found = if own { begun() } else { None };
        found.or_else(|| if unit.tokens[last].guard.particle { self.begun_by(before()?, letters) } else { None })
    }

    /// Whether any candidate has a spelling of which most words are those from
    /// `first` to `last`.
    fn may_be_any(&self, hit: &Hit, first: usize, last: usize) -> bool {
        let index = self.engine.index();
        let telling = |word: &&str| !guard(word).particle;
        let own: Vec<&str> = (first..=last).map(|at| self.unit.bare(at)).filter(telling).collect();
        let is_like = |text: &str| {
            let other = bare_words(text);
            let other: Vec<&str> = other.iter().map(String::as_str).filter(telling).collect();
            2 * own.iter().filter(|word| other.contains(word)).count() > own.len().max(other.len())
        };
        let may_be = |entity: EntityId| {
            let spellings = index.spellings(entity);
            spellings.into_iter().take(SPELLINGS).any(|alias| is_like(index.alias(alias).text))
        };
        hit.candidates.iter().any(|candidate| may_be(candidate.entity))
    }

    /// What a word names that the text has explained, whatever it mostly means.
    pub(super) fn abbreviated(&self, at: usize, hit: Option<Hit>) -> Option<Hit> {
        let token = &self.unit.tokens[at];
        let is_word = token.shouted && token.guard.is_word();
        if token.case != Case::Upper || is_word || hit.as_ref().is_some_and(|hit| hit.last > at) {
            return hit;
        }
        self.asked.borrow_mut().push(at);
        let Some(of) = self.document.abbreviation(self.unit.stem(at)) else { return hit };
        let (entity, form) = of?;
        let index = self.engine.index();
        let recorded = hit.and_then(|mut hit| {
            hit.candidates.retain(|candidate| candidate.entity == entity);
            (!hit.candidates.is_empty()).then_some(hit)
        });
        let partial = || Candidate {
            entity,
            form,
            alias: index.form(form).name.to_owned(),
            canonical: self.surface(at, at, false),
            score: score::PARTIAL,
            rule: Rule::Partial,
        };
        let told = score::PARTIAL >= self.engine.options().min_score;
        recorded.or_else(|| told.then(|| Hit::new(at, at, false, vec![partial()])))
    }
}
