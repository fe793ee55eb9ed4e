//! Given names that only their initials stand for: *S. V. Lavrov*, *Lavrov S.V.*

use super::document::surname;
use super::judge::is_like;
use crate::index::Index;
use crate::score::Scorer;
use crate::span::EntityId;
use crate::text::guard::guard;
use crate::text::script::{Script, script_of};
use crate::text::token::bare_words;
use crate::text::unit::{Letter, Spelling};

/// What initials of one name cost for each other at most, in hundredths, and
/// those of two names at least: *Kh.* may be Hamid's, *T.* is not Donald's.
const SAME: u32 = 20;
const OTHER: u32 = 30;

/// Initials in the order in which they stand.
#[derive(Debug, Default)]
pub(super) struct Initials(Vec<Vec<Letter>>);

impl Initials {
    /// Adds those that a word in bare letters is made of; `false` for other words.
    /// A `dotted` one is several, and one before a point may be two letters: *Sh.*
    pub(super) fn take(&mut self, bare: &str, dotted: bool, before_point: bool) -> bool {
        let letters = |initial: &str| Spelling::new(initial, None).into_letters();
        let count = bare.chars().count();
        if dotted || count == 1 {
            self.0.extend(bare.chars().map(|letter| letters(letter.encode_utf8(&mut [0; 4]))));
            return true;
        }
        if count != 2 || !before_point || guard(bare).title {
            return false;
        }
        let own = letters(bare);
        let is_unit = Scorer::builtin().weights().begins_with_unit(&own);
        self.0.extend(Some(own).filter(|_| is_unit));
        is_unit
    }

    pub(super) fn are_any(&self) -> bool {
        !self.0.is_empty()
    }

    /// Whether somebody of a family name in bare letters has given names that
    /// begin so, by the spelling that has most of them; nothing where none tells.
    pub(super) fn fit(&self, index: &Index, entity: EntityId, family: &str) -> Option<bool> {
        let row = index.entity(entity);
        let (lang, script) = (row.lang, script_of(family));
        // Of Emomali Rahmon, *Emomali* is no family name.
        if surname(index.name(entity), !row.tradition.family_first).is_some_and(|(_, own)| is_like(family, &own, lang))
        {
            return None;
        }
        let told = index.spellings(entity).into_iter().filter_map(|alias| {
            let text = index.alias(alias).text;
            if ![script, Script::Latin].contains(&script_of(text)) {
                return None;
            }
            let mut words = bare_words(text);
            words.retain(|word| !guard(word).title);
            if words.len() < 2 {
                return None;
            }
            words.remove(words.iter().rposition(|word| is_like(family, word, lang))?);
            let given = words.iter().map(|word| Spelling::new(word, lang).into_letters());
            let costs = self.0.iter().zip(given).map(|(own, given)| Scorer::builtin().weights().initial(own, &given));
            let fits = match costs.max()? {
                ..=SAME => true,
                OTHER.. => false,
                _ => return None,
            };
            Some((words.len().min(self.0.len()), fits))
        });
        told.max().map(|(_, fits)| fits)
    }
}
