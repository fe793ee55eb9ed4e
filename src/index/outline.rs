//! What is kept of each name so that most candidates are put aside without
//! being read: a sketch of its letters in eight bytes, and the letters
//! themselves, five bits each, in sixteen.

use std::sync::LazyLock;

use crate::score::gram::bone;
use crate::score::weights::END;
use crate::text::unit::{Class, LETTERS, Letter, class as kind};

/// Bytes of a sketch, and of an outline.
pub(super) const SKETCH: usize = 8;
pub(super) const OUTLINE: usize = 16;

/// The bits of a sketch: classes of consonants that any script writes, single
/// letters, digits, how many letters there are, pairs of neighbours, and
/// whether the name is written without vowels.
const BONE_BITS: usize = 10;
const BONES: u64 = (1 << BONE_BITS) - 1;
/// Letters that their class does not tell: vowels, and consonants that share
/// one.
const OWN: &[u8; 17] = b"aeiouyhjwvgqxzcdf";
const DIGIT: u64 = 1 << (BONE_BITS + OWN.len());
const LENGTH_BIT: usize = BONE_BITS + OWN.len() + 1;
/// The numbers of letters above which the bits for the length are set.
const LONG: [usize; 6] = [5, 7, 8, 10, 12, 15];
const PAIR_BIT: usize = LENGTH_BIT + LONG.len();
const PAIRS: usize = 63 - PAIR_BIT;
const ABJAD: u64 = 1 << 63;

/// What differs counts double across scripts, where only consonants are held
/// against each other; a name without vowels is rarely meant by one with them.
const VOWELLESS: u64 = 6;

/// The plain letters that are written for those with marks.
const UNDER: &[u8; 13] = b"aoueiscgszczn";

struct Bits {
    letters: [u64; LETTERS],
    codes: [u8; LETTERS],
}

/// Codes of letters: 0 is none, 1 to 26 are a to z, the last is the blank
/// between words, the others are digits.
const BLANK: u8 = 31;
const CODE_BITS: usize = 5;
/// Codes in one half of an outline.
const HALF: usize = 12;

static BITS: LazyLock<Bits> = LazyLock::new(|| {
    let bones: [u8; LETTERS] = std::array::from_fn(|letter| bone(letter as Letter));
    let mut all = bones.to_vec();
    all.retain(|&class| class != 0);
    all.sort_unstable();
    all.dedup();
    let codes = std::array::from_fn(|letter| match letter {
        1..=26 => letter as u8,
        27..=36 => 27 + (letter - 27) as u8 % 4,
        37..=49 => UNDER[letter - 37] - b'a' + 1,
        _ => 0,
    });
    let own = |letter: usize| match kind(letter as Letter) {
        Class::Abjad => ABJAD | 1 << (BONE_BITS + letter % OWN.len()),
        Class::Digit => DIGIT,
        _ => {
            let plain = (codes[letter] + b'a').wrapping_sub(1);
            OWN.iter().position(|own| *own == plain).map_or(0, |at| 1 << (BONE_BITS + at))
        }
    };
    let letters = std::array::from_fn(|letter| {
        let shared = all.iter().position(|&other| other == bones[letter]).map_or(0, |at| 1 << (at % BONE_BITS));
        shared | own(letter)
    });
    Bits { letters, codes }
});

/// What tells roughly which letters a name has, and how many.
pub(super) fn sketch(letters: &[Letter]) -> u64 {
    let bits = &*BITS;
    let (mut set, mut count, mut last) = (0, 0, 0u32);
    for letter in letters.iter().map(|letter| letter & 127).filter(|letter| *letter != 0) {
        let code = u32::from(bits.codes[usize::from(letter)]);
        set |= bits.letters[usize::from(letter)];
        if count > 0 {
            let pair = (last << CODE_BITS | code).wrapping_mul(0x9E37_79B1) >> 16;
            set |= 1 << (PAIR_BIT + pair as usize % PAIRS);
        }
        (last, count) = (code, count + 1);
    }
    let long = LONG.iter().filter(|long| count > **long).count();
    set | ((1 << long) - 1) << LENGTH_BIT
}

/// How unlike the sketch of a name is to that of one that is looked for; without
/// branches, so that several are told at once.
#[inline]
pub(super) fn unlike(wanted: u64, other: u64) -> u64 {
    let differ = wanted ^ other;
    let across = 0u64.wrapping_sub(differ >> 63);
    let count = u64::from((differ & (BONES | !across)).count_ones());
    count + (count & across) + (across & 0u64.wrapping_sub(other >> 63) & VOWELLESS)
}

/// The most that two sketches are unlike.
pub(super) const UNLIKES: u8 = 63;

/// The letters of a name without marks, as many as find room.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Outline([u64; 2]);

/// What an outline tells besides, in the highest bits of its first half.
const VOWELLESS_NAME: u64 = 1 << 60;
const HIDDEN: u64 = 1 << 61;
const SEVERAL: u64 = 1 << 62;
const LONG_NAME: u64 = 1 << 63;

impl Outline {
    /// The outline of a name; `hidden` when all that bear it are written so
    /// without vowels although their names have them.
    pub(super) fn new(letters: &[Letter], hidden: bool) -> Self {
        let flag = |is: bool, flag: u64| if is { flag } else { 0 };
        let solid = letters.strip_suffix(&[0]).unwrap_or(letters);
        let flags = flag(is_abjad(letters), VOWELLESS_NAME)
            | flag(hidden, HIDDEN)
            | flag(solid.contains(&0), SEVERAL)
            | flag(is_long(letters), LONG_NAME);
        let mut halves = [flags, 0];
        for (at, letter) in plain(solid).take(2 * HALF).enumerate() {
            let code = if letter == 0 { BLANK } else { letter };
            halves[at / HALF] |= u64::from(code) << (CODE_BITS * (at % HALF));
        }
        Self(halves)
    }

    pub(super) fn from_bytes(bytes: &[u8]) -> Self {
        let half =
            |at: usize| bytes.get(at..at + 8).and_then(<[u8]>::first_chunk).map_or(0, |b| u64::from_le_bytes(*b));
        Self([half(0), half(8)])
    }

    pub(super) fn to_bytes(self) -> [u8; OUTLINE] {
        let mut bytes = [0; OUTLINE];
        bytes[..8].copy_from_slice(&self.0[0].to_le_bytes());
        bytes[8..].copy_from_slice(&self.0[1].to_le_bytes());
        bytes
    }

    /// Whether the name is written without vowels.
    pub(super) fn is_abjad(self) -> bool {
        self.0[0] & VOWELLESS_NAME != 0
    }

    /// Whether it is none for those who write vowels.
    pub(super) fn is_hidden(self) -> bool {
        self.0[0] & HIDDEN != 0
    }

    /// Whether it has more letters than find room.
    pub(super) fn is_long(self) -> bool {
        self.0[0] & LONG_NAME != 0
    }

    /// Whether it has several words.
    pub(super) fn has_words(self) -> bool {
        self.0[0] & SEVERAL != 0
    }

    /// The plain letters, each word closed by a blank, and how many there are;
    /// [`END`] behind them.
    #[inline]
    pub(super) fn letters(self) -> ([Letter; 2 * HALF + 1], usize) {
        let mut letters = [END; 2 * HALF + 1];
        // No branches, as hardly two names are equally long.
        for (half, letters) in self.0.iter().zip(letters.chunks_mut(HALF)) {
            for (at, letter) in letters.iter_mut().enumerate() {
                let code = (half >> (CODE_BITS * at)) as u8 & BLANK;
                *letter = if code == 0 || code == BLANK { BLANK - code } else { code };
            }
        }
        let [first, second] = self.0.map(|half| half & ((1 << (CODE_BITS * HALF)) - 1));
        let bits = if second == 0 { u64::BITS - first.leading_zeros() } else { u64::BITS - second.leading_zeros() };
        let length = bits.div_ceil(CODE_BITS as u32) as usize + if second == 0 { 0 } else { HALF };
        letters[length] = 0;
        (letters, length + 1)
    }
}

/// The letters without marks, digits as what they become, blanks as they are.
pub(super) fn plain(letters: &[Letter]) -> impl Iterator<Item = Letter> + Clone {
    let codes = &BITS.codes;
    let plain = |letter: &Letter| (*letter, codes[usize::from(*letter & 127)]);
    letters.iter().map(plain).filter(|(letter, code)| *letter == 0 || *code != 0).map(|(_, code)| code)
}

/// Whether a name has more letters than find room in an outline.
pub(super) fn is_long(letters: &[Letter]) -> bool {
    plain(letters).nth(2 * HALF + 1).is_some()
}

/// Whether a name is written without vowels.
pub(super) fn is_abjad(letters: &[Letter]) -> bool {
    letters.iter().any(|letter| kind(*letter) == Class::Abjad)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::unit::Spelling;

    fn letters(name: &str) -> Vec<Letter> {
        Spelling::new(name, None).letters().to_vec()
    }

    #[test]
    fn outlines_keep_plain_letters_and_words() {
        let outline = Outline::new(&letters("Mazār-i-Šarīf 2"), false);
        let (back, length) = Outline::from_bytes(&outline.to_bytes()).letters();
        assert_eq!(back[..length], letters("Mazar-i-Sarif 2"));
        assert!(back[length..].iter().all(|letter| *letter == END));
        let longest = Outline::new(&letters("Llanfairpwllgwyngyllgogerych"), false).letters();
        assert_eq!(longest.0[..longest.1], *[&letters("Llanfairpwllgwyngyllgoge")[..24], &[0]].concat());
        assert!(outline.has_words() && !outline.is_abjad() && !outline.is_hidden() && !outline.is_long());
    }

    #[test]
    fn sketches_are_the_more_alike_the_more_letters_are_shared() {
        let unlike = |a, b| unlike(sketch(&letters(a)), sketch(&letters(b)));
        assert_eq!(unlike("Kabul", "Kābul"), 0);
        assert!(unlike("Kabul", "Kabol") < unlike("Kabul", "Herat"));
        assert!(unlike("Kabul", "کابل") < unlike("Herat", "کابل"), "consonants are held against each other");
    }
}
