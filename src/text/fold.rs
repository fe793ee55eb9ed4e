//! Typographic folding with a map back to the bytes of the input.
//!
//! `fold` gives K0, the form in which two encodings or keyboards of one
//! spelling are equal; `bare` drops further what print leaves out (marks on
//! letters, apostrophes). Both keep the order of letters, so every position
//! of the result stands for a position of the input.

use std::sync::{LazyLock, OnceLock};

use memchr::memchr_iter;
use rustc_hash::FxHashMap;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::{canonical_combining_class, is_combining_mark};
use unicode_normalization::{IsNormalized, is_nfkc_quick};

use super::rules;

/// A folded text and the way back to the text it was made from.
///
/// Costs one byte a byte of input plus 24 bytes for each stretch of
/// characters that do not map one to one.
#[derive(Debug, Clone, Default)]
pub struct Folded {
    text: String,
    runs: Vec<Run>,
    source_len: usize,
}

/// From here on folded and source offsets advance together, unless `whole`:
/// then all of the folded stretch stands for all of the source stretch.
#[derive(Debug, Clone, Copy)]
struct Run {
    folded: usize,
    source: usize,
    whole: bool,
}

impl Folded {
    /// The folded text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The offset in the source at which the folded stretch from `position`
    /// begins; always a character boundary of the source.
    pub fn source_start(&self, position: usize) -> usize {
        match self.run_at(position) {
            None => self.source_len.min(position),
            Some((run, _)) if run.whole => run.source,
            Some((run, next)) => (run.source + (position - run.folded)).min(next),
        }
    }

    /// The offset in the source at which the folded stretch up to `position`
    /// ends.
    pub fn source_end(&self, position: usize) -> usize {
        if position == 0 {
            return self.source_start(0);
        }
        match self.run_at(position - 1) {
            None => self.source_len.min(position),
            Some((run, next)) if run.whole => next,
            Some((run, next)) => (run.source + (position - run.folded)).min(next),
        }
    }

    /// Goes through the folded text from its beginning.
    pub(crate) fn cursor(&self) -> Cursor<'_> {
        Cursor { folded: self, run: 0 }
    }

    /// The run that holds a folded position, and the source offset behind it.
    fn run_at(&self, position: usize) -> Option<(Run, usize)> {
        let i = self.runs.partition_point(|run| run.folded <= position).checked_sub(1)?;
        // Runs that fold to nothing share their folded offset with the next one.
        let next = self.runs.get(i + 1).map_or(self.source_len, |run| run.source);
        Some((self.runs[i], next))
    }

    fn push_run(&mut self, source: usize, whole: bool) {
        let folded = self.text.len();
        if !whole {
            if let Some(last) = self.runs.last() {
                if !last.whole && source.wrapping_sub(last.source) == folded - last.folded {
                    return;
                }
            } else if source == 0 && folded == 0 {
                self.runs.push(Run { folded, source, whole });
                return;
            }
        }
        self.runs.push(Run { folded, source, whole });
    }
}

/// A place in a folded text, for offsets in ascending order.
pub(crate) struct Cursor<'f> {
    folded: &'f Folded,
    run: usize,
}

impl Cursor<'_> {
    /// [`Folded::source_start`] of a position that is not before the last one.
    #[inline]
    pub(crate) fn source_start(&mut self, position: usize) -> usize {
        let runs = &self.folded.runs;
        while runs.get(self.run + 1).is_some_and(|next| next.folded <= position) {
            self.run += 1;
        }
        let next = runs.get(self.run + 1).map_or(self.folded.source_len, |next| next.source);
        match runs.get(self.run) {
            Some(run) if !run.whole && run.folded <= position => (run.source + (position - run.folded)).min(next),
            _ => self.folded.source_start(position),
        }
    }
}

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
    let mut folded = Folded::default();
    append(&mut folded, text, 0, true);
    folded.source_len = text.len();
    repair(folded)
}

/// Like [`fold`], keeping upper and lower case.
pub fn fold_cased(text: &str) -> Folded {
    let mut folded = Folded::default();
    append(&mut folded, text, 0, false);
    folded.source_len = text.len();
    repair(folded)
}

/// A letter that no name has, for letters of other encodings.
const ALIEN: char = '\u{A78F}';

/// Folds bytes that are UTF-8 for the most part. What is not becomes a
/// character that no name contains: a letter where the byte is one in Latin-1
/// and its kin, so that no name is found inside a word, else U+FFFD.
pub fn fold_bytes(bytes: &[u8]) -> Folded {
    if let Ok(text) = std::str::from_utf8(bytes) {
        return fold(text);
    }
    let mut folded = Folded::default();
    let mut at = 0;
    for chunk in bytes.utf8_chunks() {
        append(&mut folded, chunk.valid(), at, true);
        at += chunk.valid().len();
        if !chunk.invalid().is_empty() {
            folded.push_run(at, true);
            // In the one-byte encodings of Europe, such a byte is a letter.
            let letter = chunk.invalid()[0] >= 0xC0;
            folded.text.push(if letter { ALIEN } else { char::REPLACEMENT_CHARACTER });
            at += chunk.invalid().len();
        }
    }
    folded.source_len = bytes.len();
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
        out.extend(word.chars().filter(|&c| c != '\''));
        return;
    }
    let rules = &*RULES;
    let mut strip = false;
    for c in word.chars() {
        if c == '\'' {
            continue;
        }
        if let Some(to) = rules.bare.get(&c) {
            out.push_str(to);
            strip = loses_marks(c);
            continue;
        }
        if c.is_ascii() {
            strip = true;
            out.push(c);
            continue;
        }
        if !loses_marks(c) && !is_combining_mark(c) {
            strip = false;
            out.push(c);
            continue;
        }
        if is_combining_mark(c) {
            if !strip {
                out.push(c);
            }
            continue;
        }
        strip = true;
        for d in std::iter::once(c).nfd() {
            if is_combining_mark(d) {
                continue;
            }
            match rules.bare.get(&d) {
                Some(to) => out.push_str(to),
                None => out.push(d),
            }
        }
    }
}

/// Scripts whose marks are left out in print without making another letter.
fn loses_marks(c: char) -> bool {
    matches!(c as u32, 0x41..=0x24F | 0x370..=0x3FF | 0x590..=0x6FF | 0x1E00..=0x1FFF)
}

struct FoldRules {
    characters: FxHashMap<char, Class>,
    bare: FxHashMap<char, &'static str>,
}

#[derive(Clone, Copy)]
enum Class {
    To(&'static str),
    Ignorable,
    Footnote,
}

static RULES: LazyLock<FoldRules> = LazyLock::new(|| {
    let mut characters = FxHashMap::default();
    let mut bare = FxHashMap::default();
    for [tier, class, from, to, _] in rules::rows::<5>(rules::FOLD) {
        for c in from.split(' ').flat_map(code_points) {
            if tier == "bare" {
                bare.insert(c, rules::replacement(to));
                continue;
            }
            let class = match class {
                "ignorable" => Class::Ignorable,
                "footnote" => Class::Footnote,
                _ => Class::To(rules::replacement(to)),
            };
            characters.insert(c, class);
        }
    }
    FoldRules { characters, bare }
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

/// Characters that are told ahead, so many at a time.
const BLOCK: usize = 64;

/// What single characters fold to; 0 where more is to be asked.
static SIMPLE: [OnceLock<[char; BLOCK]>; 0x2100 / BLOCK] = [const { OnceLock::new() }; 0x2100 / BLOCK];

/// What the first character of a text folds to when that is one character,
/// whatever stands around it, and the length of what was read.
fn simple(text: &str) -> Option<(char, usize)> {
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

/// What a character folds to by itself; nothing when it may go with another.
fn folded_alone(c: char) -> Option<char> {
    let class = RULES.characters.get(&c);
    if c.is_ascii() || matches!(class, Some(Class::Ignorable | Class::Footnote)) || !starts_cluster(c) {
        return None;
    }
    let to = match class {
        Some(Class::To(to)) => (*to).to_owned(),
        _ => c.to_string(),
    };
    let folded = settle(to, true);
    let mut chars = folded.chars();
    chars.next().filter(|_| chars.next().is_none())
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
            Some(Class::Ignorable) => {
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
    let folded = settle(kept, lower);
    let whole = !(single && folded.len() == read && folded.chars().count() <= 1);
    out.push_run(source, whole);
    out.text.push_str(&folded);
    read
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
    !c.is_ascii() && matches!(RULES.characters.get(&c), Some(Class::Ignorable))
}

/// NFKC, the character classes and lower case, until nothing changes.
fn settle(mut cluster: String, lower: bool) -> String {
    let rules = &*RULES;
    // Each round drops or replaces something for good; the bound is a belt.
    for _ in 0..16 {
        let mut next = String::with_capacity(cluster.len());
        for c in cluster.nfkc() {
            match rules.characters.get(&c) {
                Some(Class::Ignorable) => {}
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
    let mut out = Folded { source_len: folded.source_len, ..Folded::default() };
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
        if stem.len() < at && blanks(&before[stem.len()..]) && !stem.ends_with('-') && behind.starts_with(char::is_alphanumeric)
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

/// Copies a stretch of a folded text with its map.
fn copy(from: &Folded, range: std::ops::Range<usize>, to: &mut Folded) {
    let mut at = range.start;
    let mut i = from.runs.partition_point(|run| run.folded <= at).saturating_sub(1);
    while at < range.end {
        let Some(run) = from.runs.get(i) else { break };
        let end = from.runs.get(i + 1).map_or(from.text.len(), |next| next.folded).min(range.end);
        if end > at {
            let source = if run.whole { run.source } else { run.source + (at - run.folded) };
            to.push_run(source, run.whole);
            to.text.push_str(&from.text[at..end]);
            at = end;
        }
        i += 1;
    }
    // What was left out between two stretches belongs to neither.
    if range.end < from.text.len() {
        to.runs.push(Run { folded: to.text.len(), source: from.source_end(range.end), whole: true });
    }
}
