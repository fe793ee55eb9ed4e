//! Given names that only their initials stand for: *S. V. Lavrov*, *Lavrov S.V.*

use super::document::surname;
use super::judge::is_like;
use crate::index::Index;
use crate::score::Scorer;
use crate::score::lexicon::is_element;
use crate::span::EntityId;
use crate::text::guard::guard;
use crate::text::script::{Script, script_of};
use crate::text::token::bare_words;
use crate::text::unit::{Letter, Spelling};

/// What initials of one name cost for each other at most, in hundredths, and
/// those of two names at least: *Kh.* may be Hamid's, *T.* is not Donald's.
const SAME: u32 = 20;
const OTHER: u32 = 30;

/// Initials of a name at most, and recorded spellings that are looked at.
pub(super) const MOST: usize = 4;
const SPELLINGS: usize = 256;

/// Initials in the order in which they stand.
#[derive(Debug, Default)]
pub(super) struct Initials(Vec<Vec<Letter>>);

/// Whether given names begin with some initials.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Fit {
    /// How many initials there are given names for.
    pub(super) told: usize,
    pub(super) fits: bool,
}

impl Initials {
    /// Adds what a word in bare letters stands for if it is initials; `false` for
    /// other words and for more than [`MOST`]. A `dotted` word is a letter each,
    /// and one before a point may be a unit of two letters: *Sh.*
    pub(super) fn take(&mut self, bare: &str, dotted: bool, before_point: bool) -> bool {
        let letters = |initial: &str| Spelling::new(initial, None).into_letters();
        let count = bare.chars().count();
        if count > 2 && !dotted || self.0.len() + if dotted { count } else { 1 } > MOST {
            return false;
        }
        if dotted || count == 1 {
            self.0.extend(bare.chars().map(|letter| letters(letter.encode_utf8(&mut [0; 4]))));
            return true;
        }
        if !before_point || guard(bare).title {
            return false;
        }
        let own = letters(bare);
        let is_unit = Scorer::builtin().weights().first_unit(&own).is_some();
        self.0.extend(Some(own).filter(|_| is_unit));
        is_unit
    }

    /// Puts whole given names in bare letters before the initials.
    pub(super) fn begin_with<'w>(&mut self, words: impl Iterator<Item = &'w str>) {
        let words = words.map(|word| Spelling::new(word, None).into_letters());
        self.0.splice(..0, words.collect::<Vec<_>>());
    }

    pub(super) fn are_any(&self) -> bool {
        !self.0.is_empty()
    }

    /// Whether somebody of a family name in bare letters has given names that
    /// begin so, by the spelling that has most of them; nothing where none tells.
    pub(super) fn fit(&self, index: &Index, entity: EntityId, family: &str) -> Option<Fit> {
        let row = index.entity(entity);
        let (lang, script) = (row.lang, script_of(family));
        let family: Vec<&str> = family.split(' ').filter(|word| !guard(word).connector).collect();
        let first = family.first()?;
        // Of Emomali Rahmon, *Emomali* is no family name.
        if surname(index.name(entity), !row.tradition.family_first).is_some_and(|(_, own)| is_like(first, &own, lang)) {
            return None;
        }
        let told = index.spellings(entity).into_iter().take(SPELLINGS).filter_map(|alias| {
            let text = index.alias(alias).text;
            if ![script, Script::Latin].contains(&script_of(text)) {
                return None;
            }
            let mut words = bare_words(text);
            words.retain(|word| !guard(word).connector && !guard(word).honorific);
            let given = words.len().checked_sub(family.len()).filter(|given| *given > 0)?;
            let is_family = |words: &[String]| words.iter().zip(&family).all(|(word, own)| may_be(own, word, lang));
            let given = match (is_family(&words[given..]), is_family(&words[..family.len()])) {
                (true, _) => &words[..given],
                (_, true) => &words[family.len()..],
                _ => return None,
            };
            // `President Putin` has no given name.
            if given.iter().all(|word| guard(word).title && !is_element(word)) {
                return None;
            }
            let letters = given.iter().map(|word| Spelling::new(word, lang).into_letters());
            let costs = self.0.iter().zip(letters).map(|(own, given)| Scorer::builtin().weights().initial(own, &given));
            let fits = match costs.max()? {
                ..=SAME => true,
                OTHER.. => false,
                _ => return None,
            };
            Some(Fit { told: given.len().min(self.0.len()), fits })
        });
        told.max()
    }
}

/// [`is_like`], told at once where words begin with other letters.
fn may_be(own: &str, other: &str, lang: Option<&str>) -> bool {
    let begins = || {
        let [own, other] = [own, other].map(|word| Spelling::new(word, lang).into_letters());
        Scorer::builtin().weights().initial(&own, &other) < OTHER
    };
    own == other || begins() && is_like(own, other, lang)
}
