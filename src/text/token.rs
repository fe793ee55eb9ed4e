//! Words of folded text and what stands between them.
//!
//! A word is a run of letters, marks and digits with apostrophes or
//! underscores inside;
//! ideographs and `&` are words of their own; capitals with points between them
//! (`U.S.`) are one word.

use super::alone::{is_alphanumeric, is_in_words};
use super::endings::is_ending;
use super::fold::{Folded, bare_into};

/// A word in a folded text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Word {
    /// Offset of its first byte in the folded text.
    pub start: usize,
    /// Offset behind its last byte, clitic included.
    pub end: usize,
    /// Offset behind the word without a possessive `'s`; `end` without one.
    pub stem_end: usize,
    /// Capitals with points: `U.S.`
    pub dotted: bool,
    /// Known at once to be ASCII letters and digits alone, without a clitic: its
    /// own bare form. When it is `false`, the word may still be.
    pub plain: bool,
    /// What stands between this word and the one before it.
    pub gap: Gap,
}

/// Letters of an abbreviation before its point.
const ABBREVIATED: usize = 3;

/// What stands between two words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gap {
    /// Blanks, at most one line break, a hyphen, or the point of an
    /// abbreviation: a name may reach across.
    Join,
    /// A comma and blanks, as in `Washington, D.C.`
    Comma,
    /// Anything else: no name reaches across.
    Break,
}

/// The words of a folded text in order. `upper` tells whether the letter at
/// a folded offset was a capital in the source.
pub fn words(folded: &Folded, upper: impl Fn(usize) -> bool) -> Vec<Word> {
    let mut words = Vec::with_capacity(1 + folded.text().len() / 4);
    words.extend(Words::new(folded.text(), &upper));
    words
}

/// Goes through the words of a folded text.
pub(crate) struct Words<'f, U> {
    text: &'f str,
    upper: U,
    /// Before the first word, one that ends at 0, as no word does.
    previous: Word,
}

impl<'f, U: Fn(usize) -> bool + Copy> Words<'f, U> {
    pub(crate) fn new(text: &'f str, upper: U) -> Self {
        Self {
            text,
            upper,
            previous: Word { start: 0, end: 0, stem_end: 0, dotted: false, plain: false, gap: Gap::Break },
        }
    }
}

impl<U: Fn(usize) -> bool + Copy> Iterator for Words<'_, U> {
    type Item = Word;

    #[inline]
    fn next(&mut self) -> Option<Word> {
        // No function is lent a field, and `gap` takes a word by value: so they stay
        // in registers while plain words follow each other.
        let (text, bytes) = (self.text, self.text.as_bytes());
        let run_end = |mut at: usize, kind: Kind| {
            while at < bytes.len() && BYTES[bytes[at] as usize] == kind {
                at += 1;
            }
            at
        };
        let start = run_end(self.previous.end, Kind::Separator);
        let end = run_end(start, Kind::Plain);
        let plain = end > start
            && match bytes.get(end) {
                Some(b'\'' | b'_') => false,
                Some(b'.') => end > start + 1,
                next => next.is_none_or(u8::is_ascii),
            };
        let mut word = Word { start, end, stem_end: end, dotted: false, plain, gap: Gap::Break };
        if !plain {
            word.start = next_word(text, start)?;
            (word.end, word.stem_end) = ends(text, word.start, self.upper);
            // No other word holds a point.
            word.dotted = bytes[word.start..word.end].contains(&b'.');
        }
        let previous = self.previous;
        if previous.end > 0 {
            word.gap = match &bytes[previous.end..word.start] {
                b" " | b"-" => Gap::Join,
                b", " => Gap::Comma,
                b". " if previous.plain && previous.end > previous.start + ABBREVIATED => Gap::Break,
                _ => gap(text, previous, word.start),
            };
        }
        debug_assert!(word.end > word.start, "no word is empty");
        self.previous = word;
        Some(word)
    }
}

/// What a byte of folded text is to words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// A letter or digit of ASCII.
    Plain,
    /// An ASCII character that is no part of a word.
    Separator,
    /// `&`, and whatever is not of ASCII.
    Other,
}

static BYTES: [Kind; 256] = {
    let mut kinds = [Kind::Other; 256];
    let mut byte = 0;
    while byte < 128 {
        kinds[byte] = match byte as u8 {
            b'&' => Kind::Other,
            letter if letter.is_ascii_alphanumeric() => Kind::Plain,
            _ => Kind::Separator,
        };
        byte += 1;
    }
    kinds
};

/// The ends of the word at `start`: with its clitic, and without.
fn ends(text: &str, start: usize, upper: impl Fn(usize) -> bool) -> (usize, usize) {
    let (end, ideograph) = word_end(text, start);
    if !ideograph && end - start == 1 && upper(start) {
        let acronym = dotted_end(text, start, upper);
        if acronym > end {
            return (acronym, acronym);
        }
    }
    (end, stem(text, start, end))
}

/// The bare form of a word with or without its clitic, appended to `out`.
pub fn bare_word(text: &str, word: &Word, with_clitic: bool, out: &mut String) {
    let end = if with_clitic { word.end } else { word.stem_end };
    let piece = &text[word.start..end];
    if word.dotted {
        out.extend(piece.chars().filter(|&c| c != '.'));
    } else if piece == "&" {
        out.push_str("and");
    } else {
        bare_into(piece, out);
    }
}

/// The bare form of a word with its clitic.
pub(crate) fn bare_of(folded: &Folded, word: &Word) -> String {
    let mut out = String::with_capacity(word.end - word.start);
    bare_word(folded.text(), word, true, &mut out);
    out
}

/// The bare words of a name, as an index holds them.
///
/// # Examples
///
/// ```
/// use canonym::text::token::bare_words;
///
/// assert_eq!(bare_words("Mazār-e- Sharīf"), ["mazar", "e", "sharif"]);
/// assert_eq!(bare_words("the U.S."), ["the", "us"]);
/// ```
pub fn bare_words(name: &str) -> Vec<String> {
    let folded = super::fold::fold(name);
    let words = words(&folded, upper_in(name, &folded));
    words.iter().map(|word| bare_of(&folded, word)).filter(|word| !word.is_empty()).collect()
}

/// Tells capitals of the source by folded offset.
pub fn upper_in<'a>(source: &'a str, folded: &'a Folded) -> impl Fn(usize) -> bool + 'a {
    move |at| source[folded.source_start(at)..].starts_with(char::is_uppercase)
}

/// Whether a character is part of a word.
pub fn is_word_char(c: char) -> bool {
    is_in_words(c)
}

fn next_word(text: &str, from: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut at = from;
    while at < bytes.len() {
        let b = bytes[at];
        if b.is_ascii() {
            if b.is_ascii_alphanumeric() || b == b'&' {
                return Some(at);
            }
            at += 1;
            continue;
        }
        let c = text[at..].chars().next()?;
        if is_alphanumeric(c) {
            return Some(at);
        }
        at += c.len_utf8();
    }
    None
}

/// The end of the word at `start`, and whether it is an ideograph.
fn word_end(text: &str, start: usize) -> (usize, bool) {
    let bytes = text.as_bytes();
    if bytes[start] == b'&' {
        return (start + 1, false);
    }
    let mut at = start;
    while at < bytes.len() {
        let b = bytes[at];
        if b.is_ascii_alphanumeric() {
            at += 1;
            continue;
        }
        // Apostrophes stand in names, underscores join those of identifiers.
        if b == b'\'' || b == b'_' {
            match text[at + 1..].chars().next() {
                Some(c) if is_alphanumeric(c) && !is_ideograph(c) => at += 1,
                _ => break,
            }
            continue;
        }
        if b.is_ascii() {
            break;
        }
        let Some(c) = text[at..].chars().next() else { break };
        if is_ideograph(c) {
            return if at == start { (at + c.len_utf8(), true) } else { (at, false) };
        }
        if !is_word_char(c) {
            break;
        }
        at += c.len_utf8();
    }
    (at, false)
}

/// `u.s.` from the first letter on: the end of the letters and points.
fn dotted_end(text: &str, start: usize, upper: impl Fn(usize) -> bool) -> usize {
    let bytes = text.as_bytes();
    let mut end = start + 1;
    let mut letters = 1;
    while bytes.get(end) == Some(&b'.') {
        let next = end + 1;
        let letter = bytes.get(next).is_some_and(u8::is_ascii_alphabetic) && upper(next);
        let follows = |at: usize| text[at..].chars().next().is_some_and(is_word_char);
        if letter && !follows(next + 1) {
            letters += 1;
            end = next + 1;
            continue;
        }
        // U.S.Navy: the point before a word stands between the two.
        let tail = &text[next..];
        let quoted = tail.strip_prefix('\'').unwrap_or("");
        let possessive = quoted.strip_prefix('s').is_some_and(|rest| !rest.starts_with(is_word_char));
        if !follows(next) && (possessive || !quoted.starts_with(char::is_alphanumeric)) {
            end = next;
        }
        break;
    }
    if letters > 1 { end } else { start + 1 }
}

/// The word without a possessive or other endings behind apostrophes: `rahmon's` →
/// `rahmon`, `ankara'da` → `ankara`, `samarkand'а's` → `samarkand`.
fn stem(text: &str, start: usize, end: usize) -> usize {
    let mut stem = &text[start..end];
    while let Some((before, behind)) = stem.rsplit_once('\'')
        && !before.is_empty()
        && is_ending(behind, before)
        // The possessive of `Macy's` is no part of its own.
        && (stem.len() == end - start || behind != "s")
    {
        stem = before;
    }
    start + stem.len()
}

fn gap(text: &str, previous: Word, start: usize) -> Gap {
    let between = &text[previous.end..start];
    if between.is_empty() {
        // Ideographs stand side by side; letters of other scripts do not.
        let joined = text[..start].chars().next_back().is_some_and(is_ideograph)
            && text[start..].chars().next().is_some_and(is_ideograph);
        return if joined { Gap::Join } else { Gap::Break };
    }
    let mut rest = between;
    let short = &text[previous.start..previous.end];
    // U.S.Navy: the last point stands between the two.
    if previous.dotted || short.chars().count() <= ABBREVIATED && short.chars().all(char::is_lowercase) {
        rest = rest.strip_prefix('.').unwrap_or(rest);
    }
    // Workers' Party: the possessive of a plural.
    if short.ends_with('s') {
        rest = rest.strip_prefix('\'').unwrap_or(rest);
    }
    let comma = rest.strip_prefix(',');
    rest = comma.unwrap_or(rest);
    let hyphens = rest.bytes().filter(|&b| b == b'-').count();
    let breaks = rest.bytes().filter(|&b| b == b'\n').count() + lone_returns(rest);
    let blank = |c: char| c == '-' || (c.is_whitespace() && !matches!(c, '\u{b}' | '\u{c}' | '\u{2029}'));
    // A hyphen with blanks on both sides is a dash.
    let dash = hyphens == 1 && !rest.starts_with('-') && !rest.ends_with('-');
    if hyphens > 1 || dash || breaks > 1 || rest.len() > 64 || !rest.chars().all(blank) {
        return Gap::Break;
    }
    match comma {
        Some(_) if hyphens == 0 => Gap::Comma,
        Some(_) => Gap::Break,
        None => Gap::Join,
    }
}

fn lone_returns(text: &str) -> usize {
    text.match_indices('\r').filter(|(i, _)| !text[i + 1..].starts_with('\n')).count()
}

/// Scripts written without blanks, where each character is a word.
pub(crate) fn is_ideograph(c: char) -> bool {
    matches!(c as u32, 0x2E80..=0x2FDF | 0x3005..=0x3007 | 0x3041..=0x309F | 0x3400..=0x4DBF | 0x4E00..=0x9FFF | 0xF900..=0xFAFF | 0x20000..=0x3FFFF)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::fold::fold;
    use proptest::prelude::*;

    fn gaps(text: &str) -> Vec<(String, Gap)> {
        let folded = fold(text);
        let words = words(&folded, upper_in(text, &folded));
        words.iter().map(|w| (folded.text()[w.start..w.end].to_owned(), w.gap)).collect()
    }

    #[test]
    fn a_name_may_reach_across_one_line_break_but_not_a_blank_line() {
        assert_eq!(gaps("Joe\r\nBiden")[1].1, Gap::Join);
        assert_eq!(gaps("Joe\n\nBiden")[1].1, Gap::Break);
        assert_eq!(gaps("Kabul - Herat")[1].1, Gap::Break);
        assert_eq!(gaps("Kabul, Herat")[1].1, Gap::Comma);
        assert_eq!(gaps("Sh. Shohin")[1].1, Gap::Join);
        assert_eq!(gaps("Moscow. Putin")[1].1, Gap::Break);
        assert_eq!(gaps("Workers’ Party")[1].1, Gap::Join);
        // Nothing stands before the first word.
        assert_eq!([gaps(", Kabul")[0].1, gaps("-Kabul")[0].1], [Gap::Break; 2]);
    }

    #[test]
    fn clitics_and_points() {
        let text = "U.S.-led Sa’di’s Moscow.Putin 中国";
        let words: Vec<_> = gaps(text).into_iter().map(|w| w.0).collect();
        assert_eq!(words, ["u.s.", "led", "sa'di's", "moscow", "putin", "中", "国"]);
    }

    /// The words of a text, none of them taken for plain at once.
    fn slowly(text: &str, upper: impl Fn(usize) -> bool + Copy) -> Vec<Word> {
        let mut found: Vec<Word> = Vec::new();
        while let Some(start) = next_word(text, found.last().map_or(0, |word| word.end)) {
            let (end, stem_end) = ends(text, start, upper);
            let dotted = text[start..end].contains('.');
            let gap = found.last().map_or(Gap::Break, |previous| gap(text, *previous, start));
            found.push(Word { start, end, stem_end, dotted, plain: false, gap });
        }
        found
    }

    proptest! {
        #![proptest_config(crate::trials::config())]
        #[test]
        fn plain_words_are_what_all_words_are(
            text in "([a-zA-Z]{1,5}|[0-9]|[ .,'_&\n\r()\"/-]|, |[.] |U[.]S[.]|'s|'da|[à-ÿА-я’“”…Àİ中国\u{301}\u{a0}]|\\PC){0,16}",
            capitals in any::<u64>(),
        ) {
            let upper = |at: usize| capitals >> (at % 64) & 1 == 1;
            let words: Vec<Word> = Words::new(&text, upper).collect();
            for word in words.iter().filter(|word| word.plain) {
                let mut bare = String::new();
                bare_word(&text, word, true, &mut bare);
                prop_assert_eq!((&bare[..], word.stem_end), (&text[word.start..word.end], word.end));
            }
            let known = words.iter().map(|word| Word { plain: false, ..*word });
            prop_assert_eq!(known.collect::<Vec<_>>(), slowly(&text, upper));
        }
    }
}
