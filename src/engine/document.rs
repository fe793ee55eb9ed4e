//! What a text has said so far: who was named, of which countries, and what
//! abbreviations stand for.

use rustc_hash::{FxHashMap, FxHashSet};

use super::hit::Noted;
use crate::index::Index;
use crate::span::{EntityId, FormId};
use crate::text::key::{Keys, Tier, keys};
use crate::text::token::{bare_of, upper_in, words};

/// Grows with the number of different persons and countries named, never
/// with the length of the text.
#[derive(Debug, Default)]
pub(crate) struct Document<'d> {
    /// What was said before.
    before: Option<&'d Document<'d>>,
    /// The bearers of each surname; two of them are not told apart by it.
    surnames: FxHashMap<String, Vec<Surname>>,
    /// The bearers of each given name.
    given: FxHashMap<String, Vec<Surname>>,
    /// Spellings of surnames by their sound.
    sounds: FxHashMap<(Tier, String), String>,
    /// Those whom a recorded spelling of one word has named.
    alone: FxHashMap<String, Vec<EntityId>>,
    /// Surnames of persons whom no table knows.
    strangers: FxHashSet<String>,
    /// What abbreviations stand for that were explained.
    abbreviations: FxHashMap<String, (EntityId, FormId)>,
    countries: FxHashMap<String, u32>,
    /// The language that was told last, ISO 639-3.
    language: Option<&'static str>,
}

/// A bearer of a surname or given name whom the text has named in full.
#[derive(Debug, Clone)]
pub(crate) struct Surname {
    pub(crate) entity: EntityId,
    pub(crate) form: FormId,
    /// The surname or given name in the canonical spelling.
    pub(crate) canonical: String,
}

/// Letters of a given name that is told alone.
const GIVEN: usize = 5;

impl<'d> Document<'d> {
    /// What is said next, on top of what was said; no countries.
    pub(crate) fn next(&'d self) -> Self {
        Self { before: Some(self), ..Self::default() }
    }

    /// Takes note of what was said of a name.
    pub(crate) fn note(&mut self, index: &Index, noted: &Noted) {
        match noted {
            Noted::Full { entity, form, surface } => self.person(index, *entity, *form, surface),
            Noted::Alone { entity, bare } => {
                if !self.alone(bare).contains(entity) {
                    let known = [self.alone(bare), &[*entity]].concat();
                    self.alone.insert(bare.clone(), known);
                }
            }
            Noted::Stranger { bare } => {
                if !self.has_stranger(bare) {
                    self.strangers.insert(bare.clone());
                }
            }
            Noted::Abbreviation { bare, entity, form } => {
                self.abbreviations.insert(bare.clone(), (*entity, *form));
            }
            Noted::Language(language) => self.language = Some(language),
        }
    }

    /// Takes note of a person named by a form of several words, spelt as
    /// `surface`.
    fn person(&mut self, index: &Index, entity: EntityId, form: FormId, surface: &str) {
        let row = index.entity(entity);
        if index.form(form).words() < 2 {
            return;
        }
        let family_first = row.tradition.family_first;
        let Some((canonical, bare)) = surname(index.form(form).name, family_first) else { return };
        let known = Surname { entity, form, canonical };
        if let Some((canonical, bare)) = surname(index.form(form).name, !family_first)
            && bare.chars().count() >= GIVEN
        {
            let known = self.given(&bare).to_vec();
            note(&mut self.given, bare, known, &Surname { entity, form, canonical });
        }
        for bare in [Some(bare), surname(surface, family_first).map(|(_, bare)| bare)].into_iter().flatten() {
            let bearers = self.bearers(&bare).to_vec();
            if bearers.iter().any(|bearer| bearer.entity == entity) {
                continue;
            }
            let keys = keys(&bare, row.lang);
            for tier in [Some(Tier::K1), row.tradition.tier].into_iter().flatten() {
                for key in keys.tier(tier) {
                    self.sounds.insert((tier, key.clone()), bare.clone());
                }
            }
            note(&mut self.surnames, bare, bearers, &known);
        }
    }

    /// The bearers of a bare surname named earlier.
    pub(crate) fn bearers(&self, bare: &str) -> &[Surname] {
        let before = || self.before.map_or(&[][..], |before| before.bearers(bare));
        self.surnames.get(bare).map_or_else(before, Vec::as_slice)
    }

    /// The bearers of a given name named earlier.
    pub(crate) fn given(&self, bare: &str) -> &[Surname] {
        let before = || self.before.map_or(&[][..], |before| before.given(bare));
        self.given.get(bare).map_or_else(before, Vec::as_slice)
    }

    /// Those whom a bare word has named alone, as it is recorded.
    pub(crate) fn alone(&self, bare: &str) -> &[EntityId] {
        let before = || self.before.map_or(&[][..], |before| before.alone(bare));
        self.alone.get(bare).map_or_else(before, Vec::as_slice)
    }

    /// Whether somebody with a surname was named whom no table knows.
    pub(crate) fn has_stranger(&self, bare: &str) -> bool {
        self.strangers.contains(bare) || self.before.is_some_and(|before| before.has_stranger(bare))
    }

    /// What an abbreviation stands for that was explained.
    pub(crate) fn abbreviation(&self, bare: &str) -> Option<(EntityId, FormId)> {
        self.abbreviations.get(bare).copied().or_else(|| self.before?.abbreviation(bare))
    }

    /// The language that words told last, ISO 639-3.
    pub(super) fn language(&self) -> Option<&'static str> {
        self.language.or_else(|| self.before?.language())
    }

    /// Whether nobody was named yet, and no abbreviation explained.
    pub(crate) fn is_empty(&self) -> bool {
        let is_empty = self.surnames.is_empty()
            && self.alone.is_empty()
            && self.strangers.is_empty()
            && self.abbreviations.is_empty();
        is_empty && self.before.is_none_or(Document::is_empty)
    }

    /// The bearers of a surname that sounds like this one, and the spelling
    /// noted.
    pub(crate) fn sounding(&self, keys: &Keys) -> Option<(&str, &[Surname])> {
        [Tier::K1, Tier::K2, Tier::K2S].into_iter().find_map(|tier| {
            let spelling = keys.tier(tier).iter().find_map(|key| self.spelling(&(tier, key.clone())))?;
            Some((spelling, self.bearers(spelling)))
        })
    }

    /// The surname that was noted last with a sound.
    fn spelling(&self, sound: &(Tier, String)) -> Option<&str> {
        self.sounds.get(sound).map(String::as_str).or_else(|| self.before?.spelling(sound))
    }

    /// Whether anyone was named in full yet.
    pub(crate) fn has_persons(&self) -> bool {
        !self.surnames.is_empty() || self.before.is_some_and(Document::has_persons)
    }

    /// A country was named, or places, persons or adjectives of it.
    pub(crate) fn country(&mut self, country: &str, times: u32) {
        *self.countries.entry(country.to_owned()).or_default() += times;
    }

    /// How often a country was named.
    pub(crate) fn named(&self, country: &str) -> u32 {
        self.countries.get(country).copied().unwrap_or_default()
    }
}

/// Takes note of a bearer besides those known, once.
fn note(names: &mut FxHashMap<String, Vec<Surname>>, bare: String, known: Vec<Surname>, bearer: &Surname) {
    let bearers = names.entry(bare).or_insert(known);
    if bearers.iter().all(|known| known.entity != bearer.entity) {
        bearers.push(bearer.clone());
    }
}

/// The family name as it is written and in its bare form; nothing for names
/// of one word or with a family name of fewer than three letters (two where it stands first).
pub(super) fn surname(name: &str, family_first: bool) -> Option<(String, String)> {
    let folded = crate::text::fold::fold(name);
    let words = words(&folded, upper_in(name, &folded));
    if words.len() < 2 {
        return None;
    }
    let word = if family_first { words.first()? } else { words.last()? };
    let canonical = &name[folded.source_start(word.start)..folded.source_end(word.end)];
    let bare = bare_of(&folded, word);
    let least = if family_first { 2 } else { 3 };
    (bare.chars().count() >= least).then(|| (canonical.to_owned(), bare))
}
