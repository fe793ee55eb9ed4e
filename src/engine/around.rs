//! Whether a name stands inside another, by the words around it: given names,
//! initials, titles and what follows.

use std::ops::Range;

use super::document::surname;
use super::hit::Memo;
use super::initials::{Initials, MOST};
use super::scan::Scanner;
use super::unit::Case;
use crate::index::rows::EntityRow;
use crate::score::lexicon::is_element;
use crate::span::EntityId;
use crate::table::model::Kind;
use crate::text::endings::may_be_given;
use crate::text::script::{Script, script_of};
use crate::text::token::bare_words;

/// What a stretch of text is taken for.
pub(super) struct Meant<'s> {
    pub(super) entity: EntityId,
    pub(super) row: &'s EntityRow<'s>,
    /// The spelling that was recognised.
    pub(super) spelling: &'s str,
    /// Grammar has put an ending on it.
    pub(super) is_bent: bool,
}

impl Scanner<'_, '_> {
    /// Whether a bare surname, or the name of a place, stands inside the name
    /// of somebody or something else: `Sa'di Sharif`, `Oscar Levant`.
    pub(super) fn in_longer_name(&self, first: usize, last: usize, with_clitic: bool, meant: Meant<'_>) -> bool {
        let Meant { spelling, entity, row, is_bent } = meant;
        if !matches!(row.kind, Some(Kind::Person | Kind::Place)) {
            return false;
        }
        let tokens = &self.unit.tokens;
        let place = row.kind == Some(Kind::Place);
        let stranger = |at: usize| tokens[at].is_stranger() && !self.unit.is_told_title(at);
        let beside =
            |left: usize, right: usize| tokens[right].joins() && !self.unit.between(left, right).contains('\n');
        let before = |at: usize| at.checked_sub(1).filter(|&left| beside(left, at) && !tokens[left].has_clitic());
        let mut left = before(first);
        while let Some(at) = left.filter(|at| !place && tokens[*at].guard.connector) {
            left = before(at);
        }
        let named = |at: usize| self.hits.last().is_some_and(|hit| hit.last == at && !hit.is_doubtful(self.unit));
        if place
            && let Some(left) = left
            && self.unit.bare(left).chars().nth(1).is_none()
            && self.unit.between(left, first).starts_with('.')
        {
            // `Booker T. Washington` is no city.
            return left > 0 && stranger(left - 1) && !named(left - 1);
        }
        // `E. Rahmon` is Emomali Rahmon; `J. Rahmon` is not.
        let (mut has_initials, mut after) = (false, last + 1);
        if !place {
            let [before, behind] = self.initials(first, last);
            has_initials = !before.is_empty() || !behind.is_empty();
            let fits = |tokens: Range<usize>| !tokens.is_empty() && self.fits(tokens, entity, spelling);
            if has_initials && !fits(before) {
                after = behind.end;
                if !fits(behind) {
                    return true;
                }
            }
        }
        if tokens[first].headline {
            return false;
        }
        if let Some(left) = left.filter(|_| !has_initials) {
            // What opens a sentence has its capital from there.
            let opens = left == 0 || tokens[left - 1].sentence != tokens[left].sentence;
            let may_be_word = place && opens && !self.is_given(left);
            let typed = tokens.get(last + 1).is_some_and(|next| next.joins() && next.guard.is_type());
            // `МИД Казахстана`: an acronym is nobody's given name.
            let acronym = place && tokens[left].case == Case::Upper && tokens[first].case == Case::Title;
            if !named(left)
                && stranger(left)
                && self.may_be_given(left)
                && !may_be_word
                && !acronym
                && !self.rules(left, first, row, is_bent)
                || place && tokens[left].guard.honorific && !typed
            {
                return true;
            }
        }
        // `in Jordan` is nobody of that given name.
        let given = tokens[first].guard.given && !self.is_said_to_be_a_place(first);
        if place && !tokens[first].guard.doubtful && !given {
            return false;
        }
        // `Putins Sprecher`
        let is_genitive = is_bent && script_of(self.unit.stem(last)) == Script::Latin;
        let clitic = tokens[last].has_clitic() && !with_clitic || is_genitive;
        while !place && tokens.get(after).is_some_and(|token| token.guard.connector) && beside(after - 1, after) {
            after += 1;
        }
        let word = |at: usize| self.unit.stem(at).chars().nth(1).is_some();
        after < tokens.len()
            && !clitic
            && beside(after - 1, after)
            && stranger(after)
            && !self.unit.capitalises_nouns()
            && word(after)
            && !self.begins_name(after)
    }

    /// Whether a word with a capital may be somebody's given name: in a language that
    /// writes nouns so, only one that is known.
    pub(super) fn may_be_given(&self, at: usize) -> bool {
        !self.unit.capitalises_nouns() || self.is_given(at)
    }

    /// Whether a word is known to be a given name.
    fn is_given(&self, at: usize) -> bool {
        let bare = self.unit.bare(at);
        self.unit.tokens[at].guard.given || is_element(bare) || self.engine.index().is_given_name(bare)
    }

    /// Whether a word rules a name behind it, rather than being the given name of
    /// somebody who is called so: `Минобороны России`, `Переговоры Путина`.
    fn rules(&self, left: usize, first: usize, row: &EntityRow<'_>, is_bent: bool) -> bool {
        let [own, before] = [first, left].map(|at| self.unit.stem(at));
        if script_of(own) != Script::Cyrillic || script_of(before) != Script::Cyrillic {
            return false;
        }
        let is_acronym = self.unit.tokens[first].case == Case::Upper && self.unit.tokens[left].case == Case::Title;
        match row.kind {
            Some(Kind::Place) => row.place_type == "country" && (is_bent || is_acronym),
            _ => is_bent && !may_be_given(before),
        }
    }

    /// The tokens that are initials before a family name, and those behind it:
    /// `S. V. Lavrov`, `Lavrov S.V.`
    pub(super) fn initials(&self, first: usize, last: usize) -> [Range<usize>; 2] {
        let tokens = &self.unit.tokens;
        let joined = |at: usize| tokens[at].joins() && !self.unit.between(at - 1, at).contains('\n');
        let is_one = |at: usize| {
            let token = &tokens[at];
            let has_point = || token.dotted || self.unit.behind_word(at).starts_with('.');
            let bare = self.unit.bare(at);
            token.case.is_capital()
                && (token.dotted || bare.len() <= 4)
                && has_point()
                && !self.unit.is_told_title(at)
                && Initials::default().take(bare, token.dotted, true)
        };
        let mut from = first;
        while from > 0 && joined(from) && tokens[from - 1].guard.connector {
            from -= 1;
        }
        // `U.S. Rahmon`: what names something itself is nobody's initials.
        let named = self.hits.last().map_or(0, |hit| hit.last + 1);
        let before = (named + 1..=from).rev().take(MOST).take_while(|at| joined(*at) && is_one(at - 1)).count();
        let next = (last + 1..tokens.len()).take(MOST).take_while(|at| joined(*at) && is_one(*at));
        let end = last + 1 + next.take_while(|at| self.recorded(*at).is_none()).count();
        // `Karzai A. Ghani`: they are the next one's.
        let goes_on = tokens.get(end).is_some_and(|next| next.case.is_capital()) && joined(end);
        [from - before..from, last + 1..if goes_on { last + 1 } else { end }]
    }

    /// Whether somebody of a family name, by a recorded spelling, has the initials
    /// that some tokens are.
    fn fits(&self, tokens: Range<usize>, entity: EntityId, spelling: &str) -> bool {
        let index = self.engine.index();
        let mut initials = Initials::default();
        let mut key = String::new();
        for at in tokens {
            initials.take(self.unit.bare(at), self.unit.tokens[at].dotted, true);
            key.push_str(self.unit.bare(at));
            key.push('.');
        }
        let family = surname(spelling, index.entity(entity).tradition.family_first).map(|own| own.1);
        let family = family.unwrap_or_else(|| bare_words(spelling).join(" "));
        key.push_str(&family);
        let known = self.memo.borrow().fits.get(&(entity, key.clone())).copied();
        known.unwrap_or_else(|| {
            let fits = initials.fit(index, entity, &family).is_some_and(|fit| fit.fits);
            Memo::remember(&mut self.memo.borrow_mut().fits, (entity, key), fits);
            fits
        })
    }
}
