//! Persons whom a text has named in full, and who are named by less then.

use super::document::Surname;
use super::hit::{Candidate, Hit, Noted};
use super::judge::{score, similar};
use super::scan::Scanner;
use crate::report::Rule;
use crate::table::model::Kind;

impl Scanner<'_, '_> {
    /// A bare name that is recorded, in a text that has named a bearer.
    pub(super) fn named_before(&self, mut hit: Hit) -> Hit {
        let index = self.engine.index();
        let person = |c: &Candidate| index.kind(c.entity) == Some(Kind::Person);
        if hit.candidates.is_empty() || !hit.candidates.iter().all(person) {
            return hit;
        }
        self.asked.borrow_mut().push(hit.first);
        let bearers = self.document.bearers(self.unit.stem(hit.first));
        if bearers.is_empty() {
            return hit;
        }
        let named = |c: &Candidate| bearers.iter().any(|bearer| bearer.entity == c.entity);
        if hit.candidates.iter().any(named) {
            hit.candidates.retain(named);
        } else if let Some(partial) = self.surname_of(hit.first) {
            hit = partial;
        }
        hit
    }

    /// The surname, alone, of a person named before.
    pub(super) fn surname(&self, at: usize) -> Option<Hit> {
        let token = &self.unit.tokens[at];
        if !token.case.is_capital() || token.guard.is_word() || token.guard.title {
            return None;
        }
        self.asked.borrow_mut().push(at);
        if self.document.has_persons() { self.surname_of(at) } else { None }
    }

    fn surname_of(&self, at: usize) -> Option<Hit> {
        let index = self.engine.index();
        let token = &self.unit.tokens[at];
        let bare = self.unit.stem(at);
        let mut bearers = self.document.bearers(bare);
        if bearers.is_empty() && bare.chars().nth(3).is_some() {
            let keys = self.unit.keys(at);
            let sounding = self.document.sounding(&keys);
            let same = |spelling: &str| similar(bare, spelling) && !index.is_never(bare, spelling);
            bearers = sounding.filter(|(spelling, _)| same(spelling)).map_or(&[], |(_, bearers)| bearers);
        }
        if bearers.is_empty() && !token.guard.doubtful {
            bearers = self.document.given(bare);
        }
        let stranger =
            |bearer: &Surname| self.in_longer_name(at, at, false, &bearer.canonical, bearer.entity, Some(Kind::Person));
        if score::PARTIAL < self.engine.options().min_score || bearers.is_empty() || bearers.iter().any(stranger) {
            return None;
        }
        let candidate = |bearer: &Surname| Candidate {
            entity: bearer.entity,
            form: bearer.form,
            alias: index.form(bearer.form).name.to_owned(),
            canonical: bearer.canonical.clone(),
            score: score::PARTIAL,
            rule: Rule::Partial,
        };
        let candidates = bearers.iter().map(candidate).collect();
        Some(Hit::new(at, at, false, candidates))
    }

    /// Takes note of a person named in full.
    pub(super) fn note(&mut self, hit: &Hit) {
        let index = self.engine.index();
        let [only] = hit.candidates.as_slice() else { return };
        if hit.last > hit.first && index.kind(only.entity) == Some(Kind::Person) {
            let surface = self.surface(hit.first, hit.last, hit.with_clitic);
            self.document.person(index, only.entity, only.form, &surface);
            self.noted.push(Noted { entity: only.entity, form: only.form, surface });
        }
    }
}
