//! Typographic folding with a map back to the bytes of the input.
//!
//! `fold` gives K0, the form in which two encodings or keyboards of one
//! spelling are equal; `bare` drops further what print leaves out (marks on
//! letters, apostrophes). Both keep the order of letters, so every position
//! of the result stands for a position of the input.

use std::sync::LazyLock;

use memchr::memchr_iter;
use rustc_hash::FxHashMap;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::{canonical_combining_class, is_combining_mark};
use unicode_normalization::{IsNormalized, is_nfkc_quick};

use super::alone::{bare_char, simple};
pub use super::folded::Folded;
use super::folded::copy;
use super::rules;
use super::script::{Script, script_of};

/// Folds a text to K0: apostrophes, dashes and keyboards unified, invisible
/// characters dropped, compatibility characters composed, lower case, and
/// hyphens rejoined that a line break tore (`Mazar-e- Sharif`).
///
/// Linear in time; about as much memory as the text.
///
/// # Examples
///
/// ```
/// use canonym::text::fold::fold;
///
/// let folded = fold("İn Mazar\u{2011}e- Sharif");
/// assert_eq!(folded.text(), "in mazar-e-sharif");
/// let at = folded.text().find("mazar").unwrap();
/// assert_eq!(folded.source_start(at), "İn ".len());
/// ```
pub fn fold(text: &str) -> Folded {
    let mut folded = Folded::of(text.len());
    append(&mut folded, text, 0, true);
    repair(folded)
}

/// Like [`fold`], keeping upper and lower case.
pub fn fold_cased(text: &str) -> Folded {
    let mut folded = Folded::of(text.len());
    append(&mut folded, text, 0, false);
    repair(folded)
}

/// A letter that no name has, for letters of other encodings.
pub(super) const ALIEN: char = '\u{A78F}';

/// Folds bytes that are UTF-8 for the most part. What is not becomes a
/// character that no name contains: a letter where the byte is one in Latin-1
/// and its kin, so that no name is found inside a word, else U+FFFD.
pub fn fold_bytes(bytes: &[u8]) -> Folded {
    if let Ok(text) = std::str::from_utf8(bytes) {
        return fold(text);
    }
    let mut folded = Folded::of(bytes.len());
    let mut at = 0;
    for chunk in bytes.utf8_chunks() {
        append(&mut folded, chunk.valid(), at, true);
        at += chunk.valid().len();
        if !chunk.invalid().is_empty() {
            folded.push_run(at, true);
            // In the one-byte encodings of Europe, such a byte is a letter, unless it
            // begins a sign of punctuation that was cut off.
            let letter = chunk.invalid()[0] >= 0xC0 && !chunk.invalid().starts_with(b"\xE2\x80");
            folded.text.push(if letter { ALIEN } else { char::REPLACEMENT_CHARACTER });
            at += chunk.invalid().len();
        }
    }
    repair(folded)
}

/// A word of K0 text as print may show it: marks stripped from Latin, Greek,
/// Arabic and Hebrew letters (never from Cyrillic, where й is no и),
/// apostrophes dropped, letters that do not decompose spelt out.
///
/// # Examples
///
/// ```
/// use canonym::text::fold::{bare, fold};
///
/// assert_eq!(bare(fold("Sa’dī").text()), "sadi");
/// assert_eq!(bare(fold("Puławy").text()), "pulawy");
/// assert_eq!(bare(fold("Андрей").text()), "андрей");
/// ```
pub fn bare(word: &str) -> String {
    let mut out = String::with_capacity(word.len());
    bare_into(word, &mut out);
    out
}

/// [`bare`], appending to `out`.
pub fn bare_into(word: &str, out: &mut String) {
    if word.is_ascii() {
        word.split('\'').for_each(|piece| out.push_str(piece));
        return;
    }
    let mut strip = false;
    for c in word.chars().filter(|c| *c != '\'') {
        if let Some(bare) = bare_char(c) {
            out.push(bare);
        } else if is_bare_mark(c) {
            if !strip {
                out.push(c);
            }
            continue;
        } else {
            push_bare(c, out);
        }
        strip = c.is_ascii() || loses_marks(c);
    }
}

/// Whether a character is a mark that is kept where marks tell letters apart.
fn is_bare_mark(c: char) -> bool {
    is_combining_mark(c) && !RULES.bare.contains_key(&c)
}

/// Appends what a character that is no such mark is in a bare word.
fn push_bare(c: char, out: &mut String) {
    let mut push = |c: char| match RULES.bare.get(&c) {
        Some(to) => out.push_str(to),
        None => out.push(c),
    };
    if RULES.bare.contains_key(&c) || !loses_marks(c) {
        push(c);
    } else {
        std::iter::once(c).nfd().filter(|c| !is_combining_mark(*c)).for_each(push);
    }
}

/// What a character is in a bare word; nothing when it is a mark there, or not
/// one character.
pub(super) fn bare_alone(c: char) -> Option<char> {
    let mut bare = String::new();
    if !is_bare_mark(c) {
        push_bare(c, &mut bare);
    }
    alone(&bare)
}

/// The character that a text is.
fn alone(text: &str) -> Option<char> {
    let mut chars = text.chars();
    chars.next().filter(|_| chars.next().is_none())
}

/// Scripts whose marks are left out in print without making another letter.
fn loses_marks(c: char) -> bool {
    matches!(c as u32, 0x41..=0x24F | 0x370..=0x3FF | 0x590..=0x6FF | 0x1E00..=0x1FFF)
}

struct FoldRules {
    characters: FxHashMap<char, Class>,
    bare: FxHashMap<char, &'static str>,
    /// Parts of words that stay with them behind a joiner.
    stays: Vec<String>,
}

#[derive(Clone, Copy)]
enum Class {
    To(&'static str),
    Ignorable,
    /// Invisible, and a blank between letters of Arabic script.
    Joiner,
    Footnote,
}

static RULES: LazyLock<FoldRules> = LazyLock::new(|| {
    let mut characters = FxHashMap::default();
    let mut bare = FxHashMap::default();
    let mut stays = Vec::new();
    for [tier, class, from, to, _] in rules::rows::<5>(rules::FOLD) {
        if class == "stays" {
            stays.push(from.split(' ').flat_map(code_points).collect());
            continue;
        }
        for c in from.split(' ').flat_map(code_points) {
            if tier == "bare" {
                bare.insert(c, rules::replacement(to));
                continue;
            }
            let class = match class {
                "ignorable" => Class::Ignorable,
                "joiner" => Class::Joiner,
                "footnote" => Class::Footnote,
                _ => Class::To(rules::replacement(to)),
            };
            characters.insert(c, class);
        }
    }
    FoldRules { characters, bare, stays }
});

/// `2018` or `2010-2015` as characters.
fn code_points(cell: &str) -> impl Iterator<Item = char> {
    let (first, last) = cell.split_once('-').unwrap_or((cell, cell));
    let parse = |hex| u32::from_str_radix(hex, 16).unwrap_or(u32::MAX);
    (parse(first)..=parse(last)).filter_map(char::from_u32)
}

/// Appends the folded `text`, which begins at byte `base` of the source.
fn append(out: &mut Folded, text: &str, base: usize, lower: bool) {
    let mut at = 0;
    while at < text.len() {
        let rest = &text[at..];
        let plain = plain_length(rest.as_bytes());
        let next = if lower { simple(&rest[plain..]) } else { None };
        // The last ASCII letter may be the base of a combining mark that follows.
        let closed = plain == rest.len() || next.is_some();
        let plain = if closed { plain } else { plain.saturating_sub(1) };
        if plain > 0 {
            out.push_run(base + at, false);
            out.text.push_str(&rest[..plain]);
            if lower {
                let from = out.text.len() - plain;
                out.text[from..].make_ascii_lowercase();
            }
            at += plain;
        }
        if let Some((folded, length)) = next {
            out.push_run(base + at, folded.len_utf8() != length);
            out.text.push(folded);
            at += length;
        } else if !closed {
            at += append_cluster(out, &text[at..], base + at, lower);
        }
    }
}

/// The length of the bytes that stand for themselves but for their case.
fn plain_length(bytes: &[u8]) -> usize {
    let plain = |byte: &u8| byte.is_ascii() && *byte != b'`';
    // A stretch that is read as a whole takes a fraction of the time.
    let stretches = bytes.chunks_exact(32).take_while(|some| some.iter().fold(true, |all, byte| all & plain(byte)));
    let at = 32 * stretches.count();
    at + bytes[at..].iter().take_while(|byte| plain(byte)).count()
}

/// Appends the first character of `text` with the marks on it, composed and
/// folded; returns the bytes read.
fn append_cluster(out: &mut Folded, text: &str, source: usize, lower: bool) -> usize {
    let rules = &*RULES;
    let mut kept = String::new();
    let mut read = 0;
    let mut single = true;
    let mut in_invisible = false;
    for (at, c) in text.char_indices() {
        let class = if c.is_ascii() && c != '`' { None } else { rules.characters.get(&c).copied() };
        match class {
            Some(Class::Ignorable | Class::Joiner) => {
                // Invisible characters go with a mark that belongs to the
                // letter before them; else they stand alone.
                if !kept.is_empty() && !in_invisible {
                    let next = text[at..].chars().find(|&c| !is_ignorable(c));
                    if next.is_none_or(starts_cluster) {
                        break;
                    }
                }
                in_invisible = true;
                read += c.len_utf8();
                single = false;
                continue;
            }
            _ if kept.is_empty() && read > 0 => break,
            _ if !kept.is_empty() && starts_cluster(c) => break,
            Some(Class::Footnote) => {
                if !kept.is_empty() {
                    break;
                }
                read += c.len_utf8();
                single = false;
                if out.text.chars().next_back().is_some_and(char::is_alphabetic) {
                    break;
                }
                kept.push(c);
            }
            Some(Class::To(to)) => {
                read += c.len_utf8();
                single &= kept.is_empty();
                kept.push_str(to);
            }
            None => {
                read += c.len_utf8();
                single &= kept.is_empty();
                kept.push(c);
            }
        }
        in_invisible = false;
    }
    let blank = kept.is_empty() && parts(&out.text, &text[..read], &text[read..]);
    let folded = if blank { " ".to_owned() } else { settle(kept, lower) };
    let whole = !(single && folded.len() == read && folded.chars().count() <= 1);
    out.push_run(source, whole);
    out.text.push_str(&folded);
    read
}

/// Whether invisible characters part words, of which one is of Arabic script and
/// none stays with the word before it.
fn parts(before: &str, invisible: &str, behind: &str) -> bool {
    let is_joiner = |c: char| matches!(RULES.characters.get(&c), Some(Class::Joiner));
    if !invisible.chars().any(is_joiner) {
        return false;
    }
    let is_arabic = |c: char| script_of(c.encode_utf8(&mut [0; 4])) == Script::Arabic;
    let [Some(left), Some(right)] = [before.chars().rfind(|c| !is_combining_mark(*c)), behind.chars().next()] else {
        return false;
    };
    let stays = |own: &String| {
        let rest = behind.strip_prefix(&own[..]);
        rest.is_some_and(|rest| !rest.starts_with(|c: char| c.is_alphabetic()))
    };
    (is_arabic(left) || is_arabic(right))
        && left.is_alphabetic()
        && right.is_alphabetic()
        && !RULES.stays.iter().any(stays)
}

/// Whether no composition reaches across the boundary before `c`.
fn starts_cluster(c: char) -> bool {
    if c.is_ascii() {
        return true;
    }
    let Some(first) = std::iter::once(c).nfkd().find(|&d| !is_ignorable(d)) else { return false };
    canonical_combining_class(first) == 0
        && !is_combining_mark(first)
        && is_nfkc_quick(std::iter::once(first)) == IsNormalized::Yes
}

fn is_ignorable(c: char) -> bool {
    !c.is_ascii() && matches!(RULES.characters.get(&c), Some(Class::Ignorable | Class::Joiner))
}

/// What a character folds to by itself, in lower case; nothing when it may go
/// with another.
pub(super) fn folded_alone(c: char) -> Option<char> {
    let class = RULES.characters.get(&c);
    if c.is_ascii() || matches!(class, Some(Class::Ignorable | Class::Joiner | Class::Footnote)) || !starts_cluster(c) {
        return None;
    }
    let to = match class {
        Some(Class::To(to)) => (*to).to_owned(),
        _ => c.to_string(),
    };
    alone(&settle(to, true))
}

/// NFKC, the character classes and lower case, until nothing changes.
fn settle(mut cluster: String, lower: bool) -> String {
    let rules = &*RULES;
    // Each round drops or replaces something for good; the bound is a belt.
    for _ in 0..16 {
        let mut next = String::with_capacity(cluster.len());
        for c in cluster.nfkc() {
            match rules.characters.get(&c) {
                Some(Class::Ignorable | Class::Joiner) => {}
                Some(Class::To(to)) => next.push_str(to),
                Some(Class::Footnote) | None if lower => {
                    for c in c.to_lowercase() {
                        // İ lower-cases to i and a dot above, which is an i.
                        if !(c == '\u{307}' && next.ends_with('i')) {
                            next.push(c);
                        }
                    }
                }
                Some(Class::Footnote) | None => next.push(c),
            }
        }
        if next == cluster {
            break;
        }
        cluster = next;
    }
    cluster
}

/// Rejoins hyphens with a blank on one side: `e- S` and `e -S` become `e-S`.
fn repair(folded: Folded) -> Folded {
    let text = &folded.text;
    let mut out = folded.empty();
    let mut copied = 0;
    let mut leave_out = |start: usize, end: usize| {
        copy(&folded, copied..start, &mut out);
        copied = end;
    };
    // At most one line break, or a paragraph ends here.
    let blanks = |some: &str| !some.is_empty() && some.matches('\n').count() < 2;
    for at in memchr_iter(b'-', text.as_bytes()) {
        let (before, behind) = (&text[..at], &text[at + 1..]);
        let (stem, rest) = (before.trim_end(), behind.trim_start());
        if stem.len() < at
            && blanks(&before[stem.len()..])
            && !stem.ends_with('-')
            && behind.starts_with(char::is_alphanumeric)
        {
            leave_out(stem.len(), at);
        }
        if rest.len() < behind.len()
            && blanks(&behind[..behind.len() - rest.len()])
            && rest.starts_with(char::is_alphanumeric)
            && before.ends_with(char::is_alphanumeric)
        {
            leave_out(at + 1, text.len() - rest.len());
        }
    }
    if copied == 0 {
        return folded;
    }
    copy(&folded, copied..text.len(), &mut out);
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Characters that are told ahead are folded as those are that are asked
    /// about each time.
    fn slowly(text: &str) -> Folded {
        let mut folded = Folded::of(text.len());
        let mut at = 0;
        while at < text.len() {
            at += append_cluster(&mut folded, &text[at..], at, true);
        }
        repair(folded)
    }

    /// The same for bare words.
    fn bare_slowly(word: &str) -> String {
        let (mut out, mut strip) = (String::new(), false);
        for c in word.chars().filter(|c| *c != '\'') {
            if !is_bare_mark(c) {
                push_bare(c, &mut out);
                strip = c.is_ascii() || loses_marks(c);
            } else if !strip {
                out.push(c);
            }
        }
        out
    }

    proptest! {
        #![proptest_config(crate::trials::config())]
        #[test]
        fn what_is_told_ahead_is_what_is_found(text in "([a-zA-Z -]|[à-ÿА-я’“”…ÀİıǅǄ]|[\\u{300}-\\u{308}\\u{ad}\\u{200c}\\u{200d}]|[ابهو\\u{64b}]|[가-갛각中か\\u{3099}ｶﾞ]|\\PC){0,24}") {
            let (folded, slow) = (fold(&text), slowly(&text));
            prop_assert_eq!(folded.text(), slow.text());
            let mut cursor = folded.cursor();
            for (at, _) in folded.text().char_indices() {
                prop_assert_eq!(folded.source_start(at), slow.source_start(at));
                prop_assert_eq!(folded.source_start(at), cursor.source_start(at));
                prop_assert_eq!(folded.source_end(at), slow.source_end(at));
            }
            prop_assert_eq!(bare(&text), bare_slowly(&text));
        }
    }
}
