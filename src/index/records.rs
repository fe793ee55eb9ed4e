//! What is kept of each alias: its text, what tells it from an ordinary word,
//! and its letters where the text does not give them at once.

use crate::text::alone::is_alphanumeric;
use crate::text::fold::{Folded, fold};
use crate::text::key::{Keys, Tier, keys_of};
use crate::text::token::{Gap, Word, bare_word, upper_in, words};
use crate::text::unit::{Letter, Spelling, is_vowelless};

/// Aliases whose records stand together.
pub(crate) const BLOCK: usize = 4;

const ACRONYM: u8 = 1;
const CAPITALS: u8 = 2;
const LETTERS: u8 = 4;
const VOWELLESS: u8 = 8;
const PERSON: u8 = 16;
/// The tradition's column of costs stands in the bits above; 0 is none.
const COLUMN: u32 = 5;

/// A recorded spelling.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Record<'i> {
    /// Written as UTF-8.
    pub(crate) text: &'i [u8],
    /// Bit i: word i begins with a capital.
    pub(crate) capitals: u32,
    /// Capitals are what makes it a name: `US`, `HoR`.
    pub(crate) acronym: bool,
    /// Written without vowels, by a form whose name has them.
    pub(crate) vowelless: bool,
    /// A person's name.
    pub(crate) person: bool,
    /// The tradition's column of costs.
    pub(crate) column: Option<u8>,
    letters: Option<&'i [u8]>,
}

/// What is told of an alias beside its text.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Bearer<'t> {
    /// The canonical spelling of its form.
    pub(crate) name: &'t str,
    pub(crate) person: bool,
    pub(crate) column: Option<u8>,
}

impl Record<'_> {
    /// Appends the letters by which the alias is scored.
    pub(crate) fn letters_into(&self, out: &mut Vec<Letter>) {
        match self.letters {
            Some(letters) => out.extend(letters.iter().map(|letter| letter & 127)),
            None => plain_letters(self.text, out),
        }
    }
}

/// An alias as its text gives it.
#[derive(Debug, Default)]
pub(crate) struct Prepared {
    folded: Folded,
    found: Vec<Word>,
    /// The bare words, one behind another.
    bare: String,
    /// Where each of them ends, and the gap before it.
    ends: Vec<(usize, Gap)>,
    pub(crate) letters: Vec<Letter>,
    capitals: u32,
    pub(crate) acronym: bool,
}

impl Prepared {
    /// Takes a spelling apart; `lang` (ISO 639-3) reads other scripts.
    pub(crate) fn new(text: &str, lang: Option<&str>) -> Self {
        let folded = fold(text);
        let found = words(&folded, upper_in(text, &folded));
        let letters = Spelling::of_words(&folded, &found, lang).into_letters();
        let capital = |word: &Word| text[folded.source_start(word.start)..].starts_with(char::is_uppercase);
        let (mut bare, mut ends, mut capitals) =
            (String::with_capacity(text.len()), Vec::with_capacity(found.len()), 0u32);
        for word in &found {
            let begin = bare.len();
            bare_word(folded.text(), word, true, &mut bare);
            if bare.len() == begin {
                continue;
            }
            if ends.len() < 32 && capital(word) {
                capitals |= 1 << ends.len();
            }
            ends.push((bare.len(), word.gap));
        }
        if capitals.count_ones() as usize == ends.len().min(32) {
            capitals = u32::MAX;
        }
        let acronym = ends.len() == 1 && is_acronym(text);
        Self { folded, found, bare, ends, letters, capitals, acronym }
    }

    /// The bare words and the gaps before them.
    pub(crate) fn words(&self) -> impl ExactSizeIterator<Item = (&str, Gap)> {
        let mut begin = 0;
        self.ends.iter().map(move |&(end, gap)| (&self.bare[std::mem::replace(&mut begin, end)..end], gap))
    }

    /// The sound keys of some tiers.
    pub(crate) fn keys(&self, lang: Option<&str>, tiers: &[Tier]) -> Keys {
        keys_of(&self.folded, &self.found, lang, tiers)
    }

    /// The bare words joined by blanks.
    pub(crate) fn bare(&self) -> String {
        self.words().map(|(word, _)| word).collect::<Vec<_>>().join(" ")
    }

    /// Writes the record of an alias; whether it is written without vowels that
    /// its name has.
    pub(crate) fn write(&self, text: &str, bearer: Bearer<'_>, out: &mut Vec<u8>) -> bool {
        let mut plain = Vec::with_capacity(text.len() + 1);
        plain_letters(text.as_bytes(), &mut plain);
        let vowelless = is_vowelless(text) && !is_vowelless(bearer.name);
        let column = bearer.column.map_or(0, |column| column + 1);
        let flag = |is: bool, flag: u8| if is { flag } else { 0 };
        out.push(
            flag(self.acronym, ACRONYM)
                | flag(self.capitals != u32::MAX, CAPITALS)
                | flag(plain != self.letters, LETTERS)
                | flag(vowelless, VOWELLESS)
                | flag(bearer.person, PERSON)
                | (column & 7) << COLUMN,
        );
        write_length(text.len(), out);
        out.extend_from_slice(text.as_bytes());
        if self.capitals != u32::MAX {
            out.extend_from_slice(&self.capitals.to_le_bytes());
        }
        if plain != self.letters {
            write_length(self.letters.len(), out);
            out.extend_from_slice(&self.letters);
        }
        vowelless
    }
}

/// Reads the record that bytes begin with, and takes it off them.
pub(crate) fn read<'i>(bytes: &mut &'i [u8]) -> Option<Record<'i>> {
    let flags = *bytes.split_off_first()?;
    let len = read_length(bytes)?;
    let text = bytes.split_off(..len)?;
    let mut capitals = u32::MAX;
    if flags & CAPITALS != 0 {
        capitals = super::image::number(bytes.split_off(..4)?);
    }
    let mut letters = None;
    if flags & LETTERS != 0 {
        let len = read_length(bytes)?;
        letters = Some(bytes.split_off(..len)?);
    }
    Some(Record {
        text,
        capitals,
        acronym: flags & ACRONYM != 0,
        vowelless: flags & VOWELLESS != 0,
        person: flags & PERSON != 0,
        column: (flags >> COLUMN).checked_sub(1),
        letters,
    })
}

/// Takes a record off without reading it.
#[inline]
pub(crate) fn skip(bytes: &mut &[u8]) -> Option<()> {
    let flags = *bytes.split_off_first()?;
    let len = read_length(bytes)?;
    let capitals = if flags & CAPITALS == 0 { 0 } else { 4 };
    bytes.split_off(..len + capitals)?;
    if flags & LETTERS != 0 {
        let len = read_length(bytes)?;
        bytes.split_off(..len)?;
    }
    Some(())
}

/// A length in groups of seven bits, the lowest first.
pub(crate) fn write_length(mut length: usize, out: &mut Vec<u8>) {
    while length > 127 {
        out.push(length as u8 | 128);
        length >>= 7;
    }
    out.push(length as u8);
}

/// Takes a length off bytes.
#[inline]
pub(crate) fn read_length(bytes: &mut &[u8]) -> Option<usize> {
    let mut length = 0;
    for group in 0..5 {
        let byte = *bytes.split_off_first()?;
        length |= usize::from(byte & 127) << (7 * group);
        if byte < 128 {
            return Some(length);
        }
    }
    None
}

/// What is neither a plain letter nor a blank.
const NONE: u8 = u8::MAX;

/// The letter that each byte of a plain text is.
const PLAIN: [u8; 256] = {
    let mut letters = [NONE; 256];
    let mut i = 0;
    while i < 26 {
        letters[b'a' as usize + i] = i as u8 + 1;
        letters[b'A' as usize + i] = i as u8 + 1;
        i += 1;
    }
    letters[b' ' as usize] = 0;
    letters[b'-' as usize] = 0;
    letters
};

/// The letters of a text of plain Latin words, blanks and hyphens; nothing of
/// use for others, whose letters are kept.
fn plain_letters(text: &[u8], out: &mut Vec<Letter>) {
    let start = out.len();
    let mut last = 0;
    out.extend(text.iter().map(|byte| PLAIN[usize::from(*byte)]).filter(|&letter| {
        let kept = letter != NONE && (letter != 0 || last != 0);
        last = if kept { letter } else { last };
        kept
    }));
    if out.len() > start && last != 0 {
        out.push(0);
    }
}

/// Two capitals or more among at most five letters.
fn is_acronym(text: &str) -> bool {
    let letters = text.chars().filter(|c| is_alphanumeric(*c)).take(6);
    letters.clone().count() < 6 && letters.filter(|c| c.is_uppercase()).count() >= 2
}
