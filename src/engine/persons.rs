//! Persons who are named by less than their name: those whom the text has named before,
//! and those who are in no table and have the surname of somebody who is.

use super::around::Meant;
use super::document::{Surname, surname};
use super::hit::{Candidate, Hit, Noted};
use super::judge::{score, similar};
use super::scan::Scanner;
use super::unit::{Case, Token};
use crate::report::Rule;
use crate::score::lexicon::is_element;
use crate::table::model::Kind;
use crate::text::endings::{Reading, Stem, is_hers, stems};
use crate::text::gender::{Gender, gender_alone};
use crate::text::guard::guard;
use crate::text::key::is_servant;
use crate::text::token::{bare_words, is_word_char};

/// Words before a surname of which one may be the given name.
const MOST_BEFORE: usize = 3;

impl Scanner<'_, '_> {
    /// A bare name that is recorded, in a text that may have named its bearer, or
    /// somebody else who has it.
    pub(super) fn named_before(&self, mut hit: Hit) -> Option<Hit> {
        if !self.is_a_persons(&hit) {
            return Some(hit);
        }
        let bare = self.unit.stem(hit.first);
        let bearers = self.document.bearers(bare);
        let named = |c: &Candidate| bearers.iter().any(|bearer| bearer.entity == c.entity);
        if hit.candidates.iter().any(named) {
            hit.candidates.retain(named);
            return Some(hit);
        }
        // Relatives are named in full, heads of state by their surname.
        let alone = self.document.alone(bare);
        let is_told = self.is_titled_ruler(hit.first) || hit.candidates.iter().any(|c| alone.contains(&c.entity));
        if is_told || bearers.is_empty() && !self.is_strangers(hit.first) {
            return Some(hit);
        }
        self.surname_of(hit.first).or_else(|| (!bearers.is_empty()).then_some(hit))
    }

    /// Whether a hit is one word that names a person, or several. Who asks wants to know
    /// of those who were named before.
    pub(super) fn is_a_persons(&self, hit: &Hit) -> bool {
        let index = self.engine.index();
        let person = |c: &Candidate| index.kind(c.entity) == Some(Kind::Person);
        let is = hit.first == hit.last && !hit.candidates.is_empty() && hit.candidates.iter().all(person);
        if is {
            self.asked.borrow_mut().push(hit.first);
        }
        is
    }

    /// Whether a given name stands before a word, maybe with others between.
    pub(super) fn is_behind_a_given_name(&self, at: usize) -> bool {
        let tokens = &self.unit.tokens;
        let is_beside = |left: &usize| {
            let is_name = tokens[*left].is_stranger() || tokens[*left].guard.connector;
            tokens[left + 1].joins() && is_name && !self.unit.between(*left, left + 1).contains('\n')
        };
        let mut before = (0..at).rev().take(MOST_BEFORE).take_while(is_beside);
        before.any(|left| {
            let bare = self.unit.stem(left);
            let is_given = |word: &str| self.engine.index().is_given_name(word);
            tokens[left].case.is_capital() && (is_given(bare) || stems(bare).iter().any(|stem| is_given(&stem.word)))
        })
    }

    /// Whether only somebody whom no table knows was named by a word so far.
    pub(super) fn is_strangers(&self, at: usize) -> bool {
        let bare = self.unit.stem(at);
        let document = &self.document;
        let is_known = |bare: &str| !document.alone(bare).is_empty() || !document.bearers(bare).is_empty();
        document.has_stranger(bare)
            && !is_known(bare)
            && !stems(bare).iter().any(|stem| is_known(&stem.word))
            // Whose initials are others has been told by them.
            && self.initials(at, at).iter().all(|tokens| tokens.is_empty())
    }

    /// Whether the title of a head of state stands before a name.
    pub(super) fn is_titled_ruler(&self, at: usize) -> bool {
        let tokens = &self.unit.tokens;
        // `Vice President Massoud`
        let is_lower = at > 1 && tokens[at - 1].joins() && tokens[at - 2].guard.title;
        at > 0 && tokens[at].joins() && tokens[at - 1].guard.ruler && !is_lower
    }

    /// The surname, alone, of a person named before.
    pub(super) fn surname(&self, at: usize) -> Option<Hit> {
        let token = &self.unit.tokens[at];
        let is_name = token.case.is_capital() || self.is_caseless(at) && self.may_be_surname(at);
        if !is_name || token.guard.is_word() || token.guard.title {
            return None;
        }
        self.asked.borrow_mut().push(at);
        if self.document.has_persons() { self.surname_of(at) } else { None }
    }

    /// Whether a word without a capital may be a surname: short ones are rather ordinary
    /// words, and behind what is called after somebody stands a name of its own.
    fn may_be_surname(&self, at: usize) -> bool {
        let tokens = &self.unit.tokens;
        let before = at.checked_sub(1).filter(|_| tokens[at].joins()).map(|before| tokens[before].guard);
        let is_called_so = before.is_some_and(|guard| guard.is_type() || guard.generic || guard.eponym);
        !is_called_so && !tokens[at].guard.joined_before && self.unit.stem(at).chars().nth(3).is_some()
    }

    fn surname_of(&self, at: usize) -> Option<Hit> {
        let index = self.engine.index();
        let token = &self.unit.tokens[at];
        let bare = self.unit.stem(at);
        let mut bearers = self.document.bearers(bare);
        let mut bent = None;
        if bearers.is_empty() {
            // `словам Ташиева`
            for stem in self.bent_surnames(at) {
                bearers = self.document.bearers(&stem.word);
                bent = Some(Reading::of(&[stem])).filter(|_| !bearers.is_empty());
                if bent.is_some() {
                    break;
                }
            }
        }
        if bearers.is_empty() && token.case != Case::None && bare.chars().nth(3).is_some() {
            let keys = self.unit.keys(at);
            let sounding = self.document.sounding(&keys);
            let same = |spelling: &str| similar(bare, spelling) && !index.is_never(bare, spelling);
            bearers = sounding.filter(|(spelling, _)| same(spelling)).map_or(&[], |(_, bearers)| bearers);
        }
        // Given names that many have name nobody alone.
        if bearers.is_empty() && !token.guard.doubtful && !is_element(bare) && !is_servant(bare) {
            bearers = self.document.given(bare);
        }
        let stranger = |bearer: &Surname| {
            let Surname { entity, canonical, .. } = bearer;
            let row = index.entity(*entity);
            let meant = Meant { spelling: canonical, entity: *entity, row: &row, is_bent: bent.is_some() };
            self.in_longer_name(at, at, false, meant)
        };
        if score::PARTIAL < self.engine.options().min_score || bearers.is_empty() || bearers.iter().any(stranger) {
            return None;
        }
        let candidate = |bearer: &Surname| Candidate {
            entity: bearer.entity,
            form: bearer.form,
            alias: index.form(bearer.form).name.to_owned(),
            canonical: match &bent {
                Some(reading) => reading.inflect(&bearer.canonical, &self.surface(at, at, false)),
                None => bearer.canonical.clone(),
            },
            score: score::PARTIAL,
            rule: Rule::Partial,
        };
        let mut hit = Hit::new(at, at, false, bearers.iter().map(candidate).collect());
        self.take_in_connector(&mut hit);
        Some(hit)
    }

    /// Takes in what joins a surname to a given name, if that is in the name, too:
    /// `al-Burhan`.
    fn take_in_connector(&self, hit: &mut Hit) {
        let (index, tokens) = (self.engine.index(), &self.unit.tokens);
        let is_free = |before: &usize| self.hits.last().is_none_or(|hit| hit.last < *before);
        let is_connector = |before: &usize| tokens[*before].guard.connector && is_free(before);
        let before = hit.first.checked_sub(1).filter(|_| tokens[hit.first].joins()).filter(is_connector);
        let Some(before) = before.filter(|before| !self.unit.between(*before, hit.first).contains('\n')) else {
            return;
        };
        let with_connector = |c: &Candidate| {
            let name = index.form(c.form).name;
            let given = name.strip_suffix(&surname(name, false)?.0[..])?;
            let start = given.trim_end_matches(|c| !is_word_char(c)).rfind(|c| !is_word_char(c))?;
            let connector = given[start..].trim_start();
            let bare = bare_words(connector);
            (bare.len() == 1 && guard(&bare[0]).connector).then(|| format!("{connector}{}", c.canonical))
        };
        let canonical: Option<Vec<String>> = hit.candidates.iter().map(with_connector).collect();
        if let Some(canonical) = canonical {
            hit.first = before;
            hit.candidates.iter_mut().zip(canonical).for_each(|(candidate, canonical)| candidate.canonical = canonical);
        }
    }

    /// Whether a surname is rather a woman's than a man's in the genitive: `Каримова
    /// сказала`.
    pub(super) fn is_woman(&self, at: usize) -> bool {
        let is_subject = |next: &Token| next.joins() && next.case == Case::Lower && is_hers(self.unit.bare(at + 1));
        let is_told = || self.opens(at) || self.unit.tokens.get(at + 1).is_some_and(is_subject);
        gender_alone(self.unit.stem(at)) == Some(Gender::Woman) && is_told()
    }

    /// What a surname may be without an ending that grammar has put on it.
    fn bent_surnames(&self, at: usize) -> Vec<Stem> {
        let bare = self.unit.stem(at);
        if self.is_woman(at) {
            return Vec::new();
        }
        stems(bare).into_iter().filter(|stem| stem.has_lost() && self.is_understood(stem)).collect()
    }

    /// Takes note of whom a word names, or what begins with it, if anybody.
    pub(super) fn note(&mut self, at: usize, hit: Option<&Hit>) {
        let stranger = self.strangers.get_mut().drain(..).any(|stranger| stranger == at);
        let noted = match hit {
            Some(hit) => self.named(hit),
            None => stranger.then(|| Noted::Stranger { bare: self.unit.stem(at).to_owned() }),
        };
        let initials = hit.and_then(|hit| self.initialled(hit));
        noted.into_iter().chain(initials).for_each(|noted| self.take_note(noted));
    }

    pub(super) fn take_note(&mut self, noted: Noted) {
        self.document.note(self.engine.index(), &noted);
        self.noted.push(noted);
    }

    /// The one person whom a hit names.
    fn named(&self, hit: &Hit) -> Option<Noted> {
        let [only] = hit.candidates.as_slice() else { return None };
        if self.engine.index().kind(only.entity) != Some(Kind::Person) {
            return None;
        }
        let Candidate { entity, form, .. } = *only;
        if hit.last > hit.first {
            return Some(Noted::Full { entity, form, surface: self.surface(hit.first, hit.last, hit.with_clitic) });
        }
        let recorded = matches!(only.rule, Rule::Alias | Rule::Typography);
        recorded.then(|| Noted::Alone { entity, bare: self.unit.stem(hit.first).to_owned() })
    }
}
