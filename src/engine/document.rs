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
    surnames: FxHashMap<String, Surname>,
    /// Spellings of surnames by their sound.
    sounds: FxHashMap<(Tier, String), String>,
    countries: FxHashMap<String, u32>,
}

/// The last bearer of a surname that the text has named in full.
#[derive(Debug, Clone)]
pub(crate) struct Surname {
    pub(crate) entity: EntityId,
    pub(crate) form: FormId,
    /// The surname in the canonical spelling.
    pub(crate) canonical: String,
}

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
        for bare in [Some(bare), surname(surface, family_first).map(|(_, bare)| bare)].into_iter().flatten() {
            if self.surnames.get(&bare).is_some_and(|s| s.entity == entity) {
                continue;
            }
            let keys = keys(&bare, row.lang);
            for tier in [Some(Tier::K1), row.tradition.tier].into_iter().flatten() {
                for key in keys.tier(tier) {
                    self.sounds.insert((tier, key.clone()), bare.clone());
                }
            }
            self.surnames.insert(bare, known.clone());
        }
    }

    /// The bearer of a bare surname named earlier.
    pub(crate) fn bearer(&self, bare: &str) -> Option<&Surname> {
        self.surnames.get(bare)
    }

    /// The bearer of a surname that sounds like this one, and the spelling
    /// noted.
    pub(crate) fn sounding(&self, keys: &Keys) -> Option<(&str, &Surname)> {
        [Tier::K1, Tier::K2, Tier::K2S].into_iter().find_map(|tier| {
            let mut spellings = keys.tier(tier).iter().filter_map(|key| self.sounds.get(&(tier, key.clone())));
            let spelling = spellings.next()?;
            Some((spelling.as_str(), self.surnames.get(spelling)?))
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

/// The family name as it is written and in its bare form; nothing for names
/// of one word or with a family name of fewer than three letters (two where it stands first).
fn surname(name: &str, family_first: bool) -> Option<(String, String)> {
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
