//! A name as a row of small letters, the form in which names are scored.
//!
//! Letters are bytes below 64: a blank behind each word, a to z, digits, and
//! those marked letters that systems of romanisation read differently (ş is
//! sh in Turkish and ṣ elsewhere). All other marks are dropped; other scripts
//! are romanised.

use super::fold::{bare_into, fold};
use super::script::{Script, latin, script_of};
use super::token::{bare_word, upper_in, words};

/// A letter of a [`Spelling`]: an index into [`ALPHABET`].
pub type Letter = u8;

/// The letters in the order of their numbers; the first is the blank.
pub const ALPHABET: &str = " abcdefghijklmnopqrstuvwxyz0123456789äöüəışçğšžčżń";

const MARKED: [char; 13] = ['ä', 'ö', 'ü', 'ə', 'ı', 'ş', 'ç', 'ğ', 'š', 'ž', 'č', 'ż', 'ń'];

/// How many letters there are.
pub const LETTERS: usize = 64;

/// Names are scored by so many letters; what is behind is compared as one
/// piece.
pub const LONGEST: usize = 96;

/// A name in letters, each word closed by a blank.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Spelling {
    letters: Vec<Letter>,
}

impl Spelling {
    /// The letters of a name; those of other scripts by the usual
    /// romanisation of `lang` (ISO 639-3).
    pub fn new(name: &str, lang: Option<&str>) -> Self {
        let mut letters = Vec::with_capacity(name.len() + 1);
        let folded = fold(name);
        let mut bare = String::new();
        for word in words(&folded, upper_in(name, &folded)) {
            let piece = &folded.text()[word.start..word.end];
            if script_of(piece) == Script::Latin {
                push(piece, &mut letters);
            } else {
                bare.clear();
                bare_word(folded.text(), &word, true, &mut bare);
                push(&latin(&bare, lang), &mut letters);
            }
            if letters.last().is_some_and(|&last| last != 0) {
                letters.push(0);
            }
        }
        Self { letters }
    }

    /// The letters.
    pub fn letters(&self) -> &[Letter] {
        &self.letters
    }
}

fn push(word: &str, letters: &mut Vec<Letter>) {
    let mut bare = String::new();
    for c in word.chars() {
        if let Some(letter) = letter(c) {
            letters.push(letter);
        } else if !c.is_ascii() {
            bare.clear();
            bare_into(c.encode_utf8(&mut [0; 4]), &mut bare);
            letters.extend(latin(&bare, None).chars().filter_map(letter));
        }
    }
}

/// The number of a letter.
pub fn letter(c: char) -> Option<Letter> {
    if c.is_ascii() {
        return match c {
            'a'..='z' => Some(c as u8 - b'a' + 1),
            '0'..='9' => Some(c as u8 - b'0' + 27),
            _ => None,
        };
    }
    MARKED.iter().position(|&known| known == c).map(|at| at as u8 + 37)
}

/// The letters as text.
pub fn text_of(letters: &[Letter]) -> String {
    letters.iter().filter_map(|&letter| ALPHABET.chars().nth(usize::from(letter))).collect()
}

/// Whether a letter is a vowel, y and w among them.
pub fn is_vowel(letter: Letter) -> bool {
    matches!(letter, 1 | 5 | 9 | 15 | 21 | 23 | 25 | 37..=41)
}
