//! What characters fold to by themselves, found once for each.

use std::sync::OnceLock;

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
