//! A name as a row of small letters, the form in which names are scored.
//!
//! Letters are bytes below 128: a blank behind each word, a to z, digits,
//! those marked letters that systems of romanisation read differently (ş is
//! sh in Turkish and ṣ elsewhere), and the letters of the scripts that do not
//! write their vowels, Arabic and Hebrew. All other marks are dropped; other
//! scripts are romanised.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use super::fold::{Folded, bare_into, fold};
use super::script::{Script, latin, script_of};
use super::token::{Word, bare_word, upper_in, words};

/// A letter of a [`Spelling`]: an index into [`ALPHABET`].
pub type Letter = u8;

/// The letters in the order of their numbers; the first is the blank.
pub const ALPHABET: &str = " abcdefghijklmnopqrstuvwxyz0123456789äöüəışçğšžčżń\
    ابتثجحخدذرزسشصضطظعغفقلمنهویةپچژگکآئءٹڈڑںےټډړښږڼ\
    אבגדהוזחטיכלמנסעפצקרשת";

/// How many letters there may be.
pub const LETTERS: usize = 128;

/// So many letters of a name are scored; what is behind them only has to be
/// equal.
pub const LONGEST: usize = 96;

/// A name in letters, each word closed by a blank.
///
/// Takes a byte a letter.
///
/// # Examples
///
/// ```
/// use canonym::text::unit::{Spelling, text_of};
///
/// assert_eq!(text_of(Spelling::new("Mazār-e- Sharīf", None).letters()), "mazar e sharif ");
/// assert_eq!(text_of(Spelling::new("Раҳмон", Some("tgk")).letters()), "rahmon ");
/// assert_eq!(text_of(Spelling::new("Şəki", None).letters()), "şəki ");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Spelling {
    letters: Vec<Letter>,
}

impl Spelling {
    /// The letters of a name; those of other scripts by the usual
    /// romanisation of `lang` (ISO 639-3).
    pub fn new(name: &str, lang: Option<&str>) -> Self {
        let folded = fold(name);
        Self::of_words(&folded, &words(&folded, upper_in(name, &folded)), lang)
    }

    /// The letters of some words of a folded text.
    pub(crate) fn of_words(folded: &Folded, words: &[Word], lang: Option<&str>) -> Self {
        let mut letters = Vec::with_capacity(folded.text().len() + 1);
        let mut bare = String::new();
        for word in words {
            let piece = &folded.text()[word.start..word.end];
            if script_of(piece) == Script::Latin {
                push(piece, &mut letters);
            } else {
                bare.clear();
                bare_word(folded.text(), word, true, &mut bare);
                if bare.chars().any(|c| letter(c).is_some()) {
                    push(&bare, &mut letters);
                } else {
                    push(&latin(&bare, lang), &mut letters);
                }
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

    /// The letters alone.
    pub(crate) fn into_letters(self) -> Vec<Letter> {
        self.letters
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

/// The number of a letter; nothing for what is not scored.
pub fn letter(c: char) -> Option<Letter> {
    match c {
        'a'..='z' => Some(c as u8 - b'a' + 1),
        '0'..='9' => Some(c as u8 - b'0' + 27),
        _ if c.is_ascii() => None,
        _ => NUMBERS.get(&c).copied(),
    }
}

/// Whether a text has letters of a script that does not write its vowels.
pub(crate) fn is_vowelless(text: &str) -> bool {
    !text.is_ascii() && text.chars().filter_map(letter).any(|letter| class(letter) == Class::Abjad)
}

static NUMBERS: LazyLock<FxHashMap<char, Letter>> = LazyLock::new(|| {
    let final_forms = [('ך', 'כ'), ('ם', 'מ'), ('ן', 'נ'), ('ף', 'פ'), ('ץ', 'צ')];
    let number = |c: char| ALPHABET.chars().position(|known| known == c).map_or(0, |at| at as Letter);
    let known = ALPHABET.chars().skip(1).map(|c| (c, number(c)));
    known.chain(final_forms.map(|(form, c)| (form, number(c)))).collect()
});

static CHARACTERS: LazyLock<Vec<char>> = LazyLock::new(|| ALPHABET.chars().collect());

/// The letters as text.
pub fn text_of(letters: &[Letter]) -> String {
    letters.iter().filter_map(|&letter| CHARACTERS.get(usize::from(letter))).collect()
}

/// What a letter is, for the costs that no row names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Class {
    /// A vowel, y and w among them.
    Vowel,
    /// A consonant.
    Consonant,
    /// A digit.
    Digit,
    /// A letter of a script that writes consonants alone.
    Abjad,
    /// The blank.
    Blank,
}

/// The class of a letter.
pub fn class(letter: Letter) -> Class {
    match letter {
        0 => Class::Blank,
        1 | 5 | 9 | 15 | 21 | 23 | 25 | 37..=41 => Class::Vowel,
        27..=36 => Class::Digit,
        1..=49 => Class::Consonant,
        _ => Class::Abjad,
    }
}
