//! What characters are and fold to by themselves, found once for each.

use std::sync::OnceLock;

use unicode_normalization::char::is_combining_mark;

use super::fold::folded_alone;

/// Characters that are told ahead, so many at a time.
const BLOCK: usize = 64;

/// What single characters fold to; 0 where more is to be asked.
static SIMPLE: [OnceLock<[char; BLOCK]>; 0x2100 / BLOCK] = [const { OnceLock::new() }; 0x2100 / BLOCK];

/// What the first character of a text folds to when that is one character,
/// whatever stands around it, and the length of what was read.
pub(super) fn simple(text: &str) -> Option<(char, usize)> {
    let mut chars = text.chars();
    let (first, next) = (chars.next()?, chars.next());
    let folded = simple_of(first)?;
    next.is_none_or(|next| next.is_ascii() || simple_of(next).is_some()).then_some((folded, first.len_utf8()))
}

fn simple_of(c: char) -> Option<char> {
    let (block, at) = (c as usize / BLOCK, c as usize % BLOCK);
    let block = SIMPLE.get(block)?.get_or_init(|| {
        let c = |at| char::from_u32((block * BLOCK + at) as u32).unwrap_or_default();
        std::array::from_fn(|at| folded_alone(c(at)).unwrap_or_default())
    });
    Some(block[at]).filter(|folded| *folded != '\0')
}

/// Characters of a plane that is told ahead.
const PLANE: usize = 1 << 16;

/// Which characters of a stretch are letters, which are letters or digits, and
/// which are marks; a bit for each.
static KINDS: [OnceLock<[u64; 3]>; PLANE / BLOCK] = [const { OnceLock::new() }; PLANE / BLOCK];

/// Whether a character is a letter, a letter or a digit, and a mark.
#[inline]
fn kinds(c: char) -> [bool; 3] {
    let (block, at) = (c as usize / BLOCK, c as usize % BLOCK);
    let Some(known) = KINDS.get(block) else {
        return [c.is_alphabetic(), c.is_alphanumeric(), is_combining_mark(c)];
    };
    let known = known.get_or_init(|| {
        let all = |is: &dyn Fn(char) -> bool| {
            let is = |at: &usize| char::from_u32((block * BLOCK + at) as u32).is_some_and(is);
            (0..BLOCK).filter(is).fold(0, |set, at| set | 1 << at)
        };
        [all(&char::is_alphabetic), all(&char::is_alphanumeric), all(&is_combining_mark)]
    });
    known.map(|set| set >> at & 1 != 0)
}

/// Whether a character is a letter.
#[inline]
pub(crate) fn is_alphabetic(c: char) -> bool {
    kinds(c)[0]
}

/// Whether a character is a letter or a digit.
#[inline]
pub(crate) fn is_alphanumeric(c: char) -> bool {
    kinds(c)[1]
}

/// Whether a character is a letter, a digit or a mark.
#[inline]
pub(super) fn is_in_words(c: char) -> bool {
    kinds(c).contains(&true)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_are_those_of_the_standard() {
        for c in '\0'..=char::MAX {
            assert_eq!(kinds(c), [c.is_alphabetic(), c.is_alphanumeric(), is_combining_mark(c)], "{c:?}");
        }
    }
}
