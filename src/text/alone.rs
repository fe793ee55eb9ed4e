//! What characters are and fold to by themselves, found once for each.

use std::sync::OnceLock;

use unicode_normalization::char::is_combining_mark;

use super::fold::{bare_alone, folded_alone};

/// Characters that are told at the same time.
const BLOCK: usize = 64;
/// The others are rare.
const PLANE: usize = 1 << 16;

/// What is found out about characters, once for all of a block.
struct Known<T> {
    blocks: [OnceLock<[T; BLOCK]>; PLANE / BLOCK],
    find: fn(char) -> T,
}

impl<T: Copy + Default> Known<T> {
    const fn new(find: fn(char) -> T) -> Self {
        Self { blocks: [const { OnceLock::new() }; PLANE / BLOCK], find }
    }

    #[inline]
    fn of(&self, c: char) -> T {
        let (block, at) = (c as usize / BLOCK, c as usize % BLOCK);
        let Some(known) = self.blocks.get(block) else { return (self.find)(c) };
        let found = |at| char::from_u32((block * BLOCK + at) as u32).map_or_else(T::default, self.find);
        known.get_or_init(|| std::array::from_fn(found))[at]
    }
}

/// What single characters fold to; nothing where more is to be asked.
static FOLDED: Known<Option<char>> = Known::new(|c| if (c as usize) < PLANE { folded_alone(c) } else { None });

/// What the first character of a text folds to when that is one character,
/// whatever stands around it, and the length of what was read.
pub(super) fn simple(text: &str) -> Option<(char, usize)> {
    let mut chars = text.chars();
    let (first, next) = (chars.next()?, chars.next());
    let folded = FOLDED.of(first)?;
    next.is_none_or(|next| next.is_ascii() || FOLDED.of(next).is_some()).then_some((folded, first.len_utf8()))
}

static BARE: Known<Option<char>> = Known::new(bare_alone);

/// What a character is in bare words when that is one character, whatever
/// stands around it.
#[inline]
pub(super) fn bare_char(c: char) -> Option<char> {
    BARE.of(c)
}

const LETTER: u8 = 1;
const ALPHANUMERIC: u8 = 2;
const MARK: u8 = 4;

static KINDS: Known<u8> = Known::new(|c| {
    let flag = |is: bool, flag: u8| if is { flag } else { 0 };
    flag(c.is_alphabetic(), LETTER) | flag(c.is_alphanumeric(), ALPHANUMERIC) | flag(is_combining_mark(c), MARK)
});

/// Whether a character is a letter.
#[inline]
pub(crate) fn is_alphabetic(c: char) -> bool {
    KINDS.of(c) & LETTER != 0
}

/// Whether a character is a letter or a digit.
#[inline]
pub(crate) fn is_alphanumeric(c: char) -> bool {
    KINDS.of(c) & ALPHANUMERIC != 0
}

/// Whether a character is a letter, a digit or a mark.
#[inline]
pub(super) fn is_in_words(c: char) -> bool {
    KINDS.of(c) != 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_are_those_of_the_standard() {
        for c in '\0'..=char::MAX {
            let known = [is_alphabetic(c), is_alphanumeric(c), is_in_words(c)];
            let [letter, digit] = [c.is_alphabetic(), c.is_alphanumeric()];
            assert_eq!(known, [letter, digit, digit || is_combining_mark(c)], "{c:?}");
        }
    }
}
