//! The language of a stretch of text: what its words tell, else that of the text
//! before.

use super::unit::{Case, Unit};
use crate::text::endings::{Reading, capitalises_nouns, without_endings_in};
use crate::text::guard::ENGLISH;

/// What is known of the language of a unit, ISO 639-3.
#[derive(Debug, Default)]
pub(super) struct Language {
    /// Those that words tell but English: the one that most of them tell, if there is
    /// one, and none where more tell English; where no word tells any, that of the text
    /// before.
    languages: Vec<&'static str>,
    /// The one that most words tell.
    told: Option<&'static str>,
    /// Whether any word tells one.
    is_told: bool,
}

impl Language {
    /// Whether any of the languages is such a one.
    pub(super) fn is_any(&self, is: fn(&str) -> bool) -> bool {
        self.languages.iter().any(|language| is(language))
    }
}

impl Unit<'_> {
    /// Finds what words tell, but those that stand in addresses and the like.
    pub(super) fn tell_language(&mut self) {
        let (mut counts, mut english): (Vec<(&'static str, u32)>, u32) = (Vec::new(), 0);
        for token in self.tokens.iter().filter(|token| !token.address) {
            // *The Guardian* is read in any language.
            english += u32::from(token.guard.english && token.case == Case::Lower);
            if let Some(language) = token.guard.language {
                match counts.iter_mut().find(|(known, _)| *known == language) {
                    Some((_, count)) => *count += 1,
                    None => counts.push((language, 1)),
                }
            }
        }
        let others: u32 = counts.iter().map(|(_, count)| count).sum();
        // Some words are of two languages.
        if let Some(most) = counts.iter().copied().find(|(_, count)| 2 * count > others) {
            counts = vec![most];
        }
        let mut languages: Vec<_> = counts.into_iter().map(|(language, _)| language).collect();
        // *Fur* and *hat* are English, too.
        if english > others {
            languages.clear();
        }
        let told = match languages[..] {
            [] if english > 0 => Some(ENGLISH),
            [language] if others > english => Some(language),
            _ => None,
        };
        self.language = Language { languages, told, is_told: english + others > 0 };
    }

    /// The language that most words tell, if that is one.
    pub(super) fn told_language(&self) -> Option<&'static str> {
        self.language.told
    }

    /// Takes the unit for one in the language of what stands before, if no word tells
    /// any.
    pub(super) fn follow(&mut self, language: Option<&'static str>) {
        if !self.language.is_told {
            self.language.languages = language.filter(|language| *language != ENGLISH).into_iter().collect();
        }
    }

    /// The language that the text is told to be in, if it is one and not English.
    pub(super) fn language(&self) -> Option<&'static str> {
        if let [language] = self.language.languages[..] { Some(language) } else { None }
    }

    /// Whether a word is a given name or an ordinary word first, in the language of the
    /// text or in any.
    pub(super) fn is_doubtful(&self, token: usize) -> bool {
        let guard = self.tokens[token].guard;
        guard.doubtful || guard.doubtful_in.is_some_and(|language| self.is_in(language))
    }

    /// What a name in bare words may be without the endings that the text has put on it.
    pub(super) fn without_endings(&self, bare: &str) -> Vec<Reading> {
        without_endings_in(bare, self.language())
    }

    /// Whether the text is told to be in a language, and in no other.
    pub(crate) fn is_in(&self, language: &str) -> bool {
        self.language() == Some(language)
    }

    /// Whether nothing tells that the text is in another language than English.
    pub(crate) fn may_be_english(&self) -> bool {
        self.language.languages.is_empty()
    }

    /// Whether the text is in a language that writes nouns with a capital.
    pub(crate) fn capitalises_nouns(&self) -> bool {
        self.language().is_some_and(capitalises_nouns)
    }
}
