//! Names in running text that are spelt as nothing that is recorded and sound
//! as nothing either: stretches of words that look like names, weighed by
//! their letters.

use super::asked::Asked;
use super::judge::Verdict;
use super::resolve::{Found, MARGIN, near};
use super::scan::{Hit, Scanner};
use super::unit::{Case, Token};
use crate::index::fuzzy::Reach;
use crate::report::Rule;
use crate::table::model::Kind;
use crate::text::endings::without_endings;
use crate::text::script::{Script, script_of};

/// Most words of a stretch.
const WINDOW: usize = 5;

/// Names that are looked at for one stretch.
const LOOKED_AT: usize = 8;

/// What an ending that was taken off takes from a score.
const ENDING: f64 = 0.01;

/// The logarithm of the odds that a stretch needs: of several words, and of one.
const SEVERAL: f64 = 1.9;
const ONE: f64 = 2.2;
/// Added for each factor of e that a table has more names than so many: the
/// more names, the likelier one is near by chance.
const NAMES: f64 = 0.15;
const FEW: f64 = 200.0;

impl Scanner<'_, '_> {
    /// The longest stretch of more than `least` words from a word on that is
    /// near to one entity's name.
    pub(super) fn near(&self, first: usize, least: usize) -> Option<Hit> {
        if !self.may_begin(first) {
            return None;
        }
        let tokens = &self.unit.tokens;
        let mut end = first;
        while end + 1 < tokens.len()
            && end + 1 - first < WINDOW
            && !tokens[end].has_clitic()
            && tokens[end + 1].joins()
            && !tokens[end + 1].word.dotted
            && self.goes_on(end)
        {
            end += 1;
        }
        (first + least..=end).rev().find_map(|last| self.near_to(first, last))
    }

    /// Whether a name may go on with the next word.
    fn goes_on(&self, at: usize) -> bool {
        let next = &self.unit.tokens[at + 1];
        let between = self.unit.between(at, at + 1);
        !between.contains('\n') && (next.case.is_capital() || next.guard.particle || between == "-")
    }

    /// Whether a name may begin with a word.
    fn may_begin(&self, at: usize) -> bool {
        let token = &self.unit.tokens[at];
        let plain = !token.headline && !token.shouted && !token.address && !token.word.dotted;
        plain && token.case.is_capital() && !token.guard.opener && !token.guard.title
    }

    fn near_to(&self, first: usize, last: usize) -> Option<Hit> {
        let tokens = &self.unit.tokens[first..=last];
        if !self.looks_like_a_name(first, tokens) {
            return None;
        }
        let bare = self.unit.stems(first, last);
        let known = self.memo.borrow().near.get(&bare).cloned();
        let verdicts = match known {
            Some(known) => known,
            None => {
                let surface = self.surface(first, last, false);
                let verdicts = self.weigh(&surface, &bare);
                self.memo.borrow_mut().remember(bare, &verdicts);
                verdicts
            }
        };
        if verdicts.is_empty() {
            return None;
        }
        let mut hit = self.hit(first, last, false, verdicts.into_iter())?;
        hit.weighed = true;
        (!self.only_adds_to_a_person(&hit)).then_some(hit)
    }

    /// Whether a person stands in a stretch in full, and what is before is
    /// somebody's function or another's name.
    fn only_adds_to_a_person(&self, hit: &Hit) -> bool {
        let index = self.engine.index();
        let person = hit.candidates.iter().all(|c| index.kind(c.entity) == Some(Kind::Person));
        let same = |inner: &Hit| {
            inner.last == hit.last && inner.candidates.iter().any(|c| c.entity == hit.candidates[0].entity)
        };
        person && (hit.first + 1..hit.last).any(|at| self.recorded(at).is_some_and(|inner| same(&inner)))
    }

    fn looks_like_a_name(&self, first: usize, tokens: &[Token]) -> bool {
        let word = |token: &Token| token.guard.is_word() || token.guard.is_type() || token.guard.title;
        let (Some(head), Some(tail)) = (tokens.first(), tokens.last()) else { return false };
        if tail.guard.particle || tail.guard.title || tail.guard.opener || tokens.iter().all(word) {
            return false;
        }
        if tokens.len() > 1 {
            return true;
        }
        let bare = self.unit.stem(first);
        let opens = first == 0 || self.unit.tokens[first - 1].sentence != head.sentence;
        let cyrillic = script_of(bare) == Script::Cyrillic;
        let letters = bare.chars().count();
        let known = head.guard.doubtful || head.guard.particle;
        !known
            && !bare.bytes().any(|b| b.is_ascii_digit())
            && letters >= 4
            && (cyrillic || letters >= 5 && !opens)
            && head.case != Case::Lower
    }

    /// The names of the one entity that a stretch is near to.
    fn weigh(&self, surface: &str, bare: &str) -> Vec<Verdict> {
        let several = bare.contains(' ');
        let index = self.engine.index();
        let names = index.names() as f64;
        let needed = if several { SEVERAL } else { ONE } + NAMES * (names / FEW).max(1.0).ln();
        let mut memo = self.memo.borrow_mut();
        let mut best: Vec<Found> = Vec::new();
        let readings = std::iter::once((surface.to_owned(), 0.0));
        for (reading, cost) in readings.chain(without_endings(bare).into_iter().map(|reading| (reading, ENDING))) {
            let asked = Asked::new(&reading);
            let mut found = asked.recorded(self.engine, 0).into_iter().map(Found::recorded).collect::<Vec<_>>();
            if found.is_empty() {
                found = near(self.engine, &asked, LOOKED_AT, Reach::Near, &mut memo.room);
            }
            best.extend(found.into_iter().map(|found| Found {
                score: found.score - cost,
                rank: found.rank - cost,
                ..found
            }));
        }
        best.sort_by(|a, b| b.rank.total_cmp(&a.rank).then(a.alias.cmp(&b.alias)));
        let entity = |found: &Found| index.form_of(found.alias).map(|form| index.entity_of(form));
        let Some(first) = best.first().copied().filter(|first| first.rank >= needed) else { return Vec::new() };
        // Namesakes are told apart by the text; others that are as near are not.
        let alike = |found: &&Found| found.rank >= first.rank - 1e-9;
        let namesakes: Vec<Found> = best.iter().filter(alike).copied().collect();
        let ids: Vec<_> = namesakes.iter().filter_map(entity).collect();
        let rival = best
            .iter()
            .any(|found| found.rank > first.rank - MARGIN && entity(found).is_some_and(|id| !ids.contains(&id)));
        if rival {
            return Vec::new();
        }
        let verdict = |found: Found| {
            let other = script_of(bare) != script_of(index.alias(found.alias).text);
            let rule = if other { Rule::Script } else { found.rule.unwrap_or(Rule::Fuzzy) };
            Verdict { alias: found.alias, score: found.score, rule }
        };
        namesakes.into_iter().map(verdict).collect()
    }
}
