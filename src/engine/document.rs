//! What a text has said so far: who was named, and of which countries.

use rustc_hash::FxHashMap;

use crate::index::Index;
use crate::span::{EntityId, FormId};
use crate::text::key::{Keys, Tier, keys};
use crate::text::token::{bare_of, upper_in, words};

/// Grows with the number of different persons and countries named, never
/// with the length of the text.
#[derive(Debug, Default)]
pub(crate) struct Document {
    /// The bearers of each surname; two of them are not told apart by it.
    surnames: FxHashMap<String, Vec<Surname>>,
    /// The bearers of each given name.
    given: FxHashMap<String, Vec<Surname>>,
    /// Spellings of surnames by their sound.
    sounds: FxHashMap<(Tier, String), String>,
    countries: FxHashMap<String, u32>,
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

impl Document {
    /// Takes note of a person named by a form of several words, spelt as
    /// `surface`.
    pub(crate) fn person(&mut self, index: &Index, entity: EntityId, form: FormId, surface: &str) {
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
            note(&mut self.given, bare, &Surname { entity, form, canonical });
        }
        for bare in [Some(bare), surname(surface, family_first).map(|(_, bare)| bare)].into_iter().flatten() {
            if self.bearers(&bare).iter().any(|bearer| bearer.entity == entity) {
                continue;
            }
            let keys = keys(&bare, row.lang);
            for tier in [Some(Tier::K1), row.tradition.tier].into_iter().flatten() {
                for key in keys.tier(tier) {
                    self.sounds.insert((tier, key.clone()), bare.clone());
                }
            }
            note(&mut self.surnames, bare, &known);
        }
    }

    /// The bearers of a bare surname named earlier.
    pub(crate) fn bearers(&self, bare: &str) -> &[Surname] {
        self.surnames.get(bare).map_or(&[], Vec::as_slice)
    }

    /// The bearers of a given name named earlier.
    pub(crate) fn given(&self, bare: &str) -> &[Surname] {
        self.given.get(bare).map_or(&[], Vec::as_slice)
    }

    /// The bearers of a surname that sounds like this one, and the spelling
    /// noted.
    pub(crate) fn sounding(&self, keys: &Keys) -> Option<(&str, &[Surname])> {
        [Tier::K1, Tier::K2, Tier::K2S].into_iter().find_map(|tier| {
            let mut spellings = keys.tier(tier).iter().filter_map(|key| self.sounds.get(&(tier, key.clone())));
            let spelling = spellings.next()?;
            Some((spelling.as_str(), self.bearers(spelling)))
        })
    }

    /// Whether anyone was named yet.
    pub(crate) fn has_persons(&self) -> bool {
        !self.surnames.is_empty()
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

/// Takes note of a bearer, once.
fn note(names: &mut FxHashMap<String, Vec<Surname>>, bare: String, bearer: &Surname) {
    let bearers = names.entry(bare).or_default();
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
