//! A stretch of text taken apart: its words, their case, and the sentences
//! and headlines they stand in.

use std::ops::RangeInclusive;

use unicode_normalization::char::is_combining_mark;

use super::known;
use super::language::Language;
use crate::index::Index;
use crate::text::endings::{elided, writes_apart};
use crate::text::fold::{Folded, fold_bytes};
use crate::text::guard::Guard;
use crate::text::key::{Keys, PROVING, keys_of};
use crate::text::token::{Gap, Word, Words, bare_word};

/// How a word is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Case {
    /// Begins with a small letter.
    Lower,
    /// Begins with a capital.
    Title,
    /// Two letters or more, all of them capitals.
    Upper,
    /// The script has no case.
    None,
}

impl Case {
    pub(crate) fn is_capital(self) -> bool {
        matches!(self, Self::Title | Self::Upper)
    }
}

/// A word and what is known of it; there are as many as words in the text, so
/// that each byte of it counts.
#[derive(Debug)]
pub(crate) struct Token {
    /// Where it begins and ends in the folded text, and without its clitic.
    pub(super) start: u32,
    pub(super) end: u32,
    stem_end: u32,
    /// Its number among the [`Unit::bares`], when it is not plain.
    bare: u32,
    /// The hash of the bare word, with its clitic.
    pub(crate) hash: u64,
    pub(crate) guard: &'static Guard,
    pub(crate) sentence: u32,
    pub(crate) gap: Gap,
    pub(crate) case: Case,
    plain: bool,
    /// Letters that stand before the name in the word, apostrophe and all:
    /// `l'Afghanistan`.
    pub(crate) elided: u8,
    pub(crate) dotted: bool,
    /// A recorded spelling may begin with the word.
    pub(crate) leads: bool,
    /// Stands in a line in which nearly every word has a capital.
    pub(crate) headline: bool,
    /// Stands in a URL, e-mail address, path or what else names nobody.
    pub(crate) address: bool,
    /// Stands in a line of capitals alone.
    pub(crate) shouted: bool,
}

impl Token {
    /// Whether the word has a clitic.
    pub(crate) fn has_clitic(&self) -> bool {
        self.stem_end < self.end
    }

    /// The word has a capital and may be anybody's name, for all that is known.
    pub(crate) fn is_stranger(&self) -> bool {
        let word = self.guard.is_word() || self.guard.opener || self.guard.title || self.guard.is_type();
        self.case.is_capital() && !word
    }

    /// The gap before the word lets a name reach across.
    pub(crate) fn joins(&self) -> bool {
        self.gap == Gap::Join
    }

    /// The word in the folded text.
    pub(crate) fn word(&self) -> Word {
        Word {
            start: self.start as usize,
            end: self.end as usize,
            stem_end: self.stem_end as usize,
            dotted: self.dotted,
            plain: self.plain,
            gap: self.gap,
        }
    }
}

/// The bare forms of a word that is not plain.
#[derive(Debug, Default)]
struct Bares {
    /// One behind another.
    text: String,
    /// Where each ends that has a clitic, and where without it.
    ends: Vec<(u32, u32)>,
}

impl Bares {
    /// Adds the forms of a word; gives the one with the clitic and the one
    /// without.
    fn add(&mut self, text: &str, word: &Word) -> (&str, &str) {
        let from = self.text.len();
        bare_word(text, word, true, &mut self.text);
        let to = self.text.len();
        if word.stem_end < word.end {
            bare_word(text, word, false, &mut self.text);
        }
        self.ends.push((to as u32, self.text.len() as u32));
        let (bare, stem) = (&self.text[from..to], &self.text[to..]);
        (bare, if word.stem_end < word.end { stem } else { bare })
    }

    fn bare(&self, number: u32) -> &str {
        let from = number.checked_sub(1).map_or(0, |before| self.ends[before as usize].1);
        &self.text[from as usize..self.ends[number as usize].0 as usize]
    }

    fn stem(&self, number: u32) -> &str {
        let (from, to) = self.ends[number as usize];
        &self.text[from as usize..to as usize]
    }
}

/// The unit of reading: a paragraph, a line, or part of a long one.
#[derive(Debug)]
pub(crate) struct Unit<'t> {
    pub(crate) source: &'t [u8],
    pub(crate) folded: Folded,
    pub(crate) tokens: Vec<Token>,
    /// The tokens that are adjectives of countries.
    pub(crate) adjectives: Vec<usize>,
    pub(super) language: Language,
    bares: Bares,
}

impl<'t> Unit<'t> {
    pub(crate) fn read(source: &'t [u8], index: &Index, known: &mut known::Words) -> Self {
        let folded = fold_bytes(source);
        let text = folded.text();
        let words =
            Words::new(text, |at| first_char(&source[folded.source_start(at)..]).is_some_and(char::is_uppercase));
        let mut tokens: Vec<Token> = Vec::with_capacity(text.len() / 5);
        let (mut bares, mut adjectives) = (Bares::default(), Vec::new());
        let (mut sentence, mut before) = (0, 0);
        let mut cursor = folded.cursor();
        let mut line = Line::default();
        for mut word in words {
            let start = cursor.source_start(word.start);
            let gap = before..word.start;
            before = word.end;
            // As bytes, which may begin anywhere: most are one blank.
            if text.as_bytes()[gap.clone()] != *b" " {
                let between = &text[gap];
                if between.contains('\n') {
                    line.mark(text, &mut tokens);
                }
                let ends = word.gap == Gap::Break && ends_sentence(between, line.last);
                sentence += u32::from(ends && !tokens.is_empty());
            }
            let bare = bares.ends.len() as u32;
            let (mut before_name, mut begins_name) = (0, false);
            let ((hash, whole), own, len) = if word.plain {
                let whole = known.known(index, &text[word.start..word.end]);
                (whole, whole.1, word.end - word.start)
            } else {
                let before_hash = tokens.last().map(|token| token.hash).filter(|_| word.gap == Gap::Join);
                if word.stem_end == word.end
                    && let Some(stem) = known.before_ending(index, before_hash, &text[word.start..word.end])
                {
                    word.stem_end = word.start + stem;
                }
                let (bare, stem) = bares.add(text, &word);
                let whole = known.known(index, bare);
                let mut own = if word.stem_end < word.end { known.known(index, stem).1 } else { whole.1 };
                if let Some(before) = elided(&text[word.start..word.stem_end]) {
                    // The bare word has no apostrophe.
                    let behind = known.known(index, bare.get(before - 1..).unwrap_or_default()).1;
                    let name = &source[folded.source_start(word.start + before)..];
                    if first_char(name).is_some_and(char::is_uppercase) {
                        (before_name, begins_name) = (before as u8, behind.leads.capital);
                    }
                    // `l'aéroport de Kaboul`
                    if behind.guard.is_type() || behind.guard.title {
                        own.guard = behind.guard;
                    }
                }
                (whole, own, bare.len())
            };
            let case = match source[start..] {
                [first, second, ..] if word.plain && first.is_ascii_uppercase() && second.is_ascii_lowercase() => {
                    Case::Title
                }
                [first, ..] if word.plain && first.is_ascii_lowercase() => Case::Lower,
                _ => {
                    let name = match before_name {
                        0 => start,
                        before => folded.source_start(word.start + usize::from(before)),
                    };
                    case_of(&source[name..folded.source_end(word.stem_end)])
                }
            };
            line.see(case, len);
            if own.guard.country.is_some() && (case.is_capital() || own.guard.small) {
                adjectives.push(tokens.len());
            }
            tokens.push(Token {
                start: word.start as u32,
                end: word.end as u32,
                stem_end: word.stem_end as u32,
                bare,
                hash,
                guard: own.guard,
                sentence,
                gap: word.gap,
                case,
                plain: word.plain,
                elided: before_name,
                dotted: word.dotted,
                leads: match case {
                    _ if begins_name => true,
                    Case::Lower => whole.leads.small || own.leads.small,
                    _ => whole.leads.capital || own.leads.capital || whole.leads.behind,
                },
                headline: false,
                address: false,
                shouted: false,
            });
        }
        line.mark(text, &mut tokens);
        let language = Language::default();
        let mut unit = Self { source, folded, tokens, adjectives, language, bares };
        unit.mark_addresses();
        unit.tell_language();
        unit
    }

    /// Whether a word is a title in the language of the text: `M. Lavrov`.
    pub(crate) fn is_told_title(&self, token: usize) -> bool {
        self.tokens[token].guard.title_in.is_some_and(|language| self.is_in(language))
    }

    /// Whether something may be written before a word without a blank: in scripts
    /// without capitals alone, and not in each of their languages.
    pub(crate) fn may_have_proclitic(&self, token: usize) -> bool {
        let token = &self.tokens[token];
        token.case == Case::None && !token.plain && !self.language.is_any(writes_apart)
    }

    /// A token's bare word, with its clitic.
    pub(crate) fn bare(&self, token: usize) -> &str {
        let token = &self.tokens[token];
        if token.plain {
            &self.folded.text()[token.start as usize..token.end as usize]
        } else {
            self.bares.bare(token.bare)
        }
    }

    /// A token's bare word, without its clitic.
    pub(crate) fn stem(&self, token: usize) -> &str {
        let clitic = self.tokens[token].has_clitic();
        if clitic { self.bares.stem(self.tokens[token].bare) } else { self.bare(token) }
    }

    /// The same without what is written before a name and an apostrophe.
    pub(crate) fn core(&self, token: usize) -> &str {
        let stem = self.stem(token);
        // The bare word has no apostrophe.
        stem.get(usize::from(self.tokens[token].elided.saturating_sub(1))..).unwrap_or(stem)
    }

    /// The stems of some tokens, joined by blanks.
    pub(crate) fn stems(&self, first: usize, last: usize) -> String {
        self.joined(self.stem(first), first, last)
    }

    /// The same without what is written before the first one and an apostrophe.
    pub(crate) fn cores(&self, first: usize, last: usize) -> String {
        self.joined(self.core(first), first, last)
    }

    fn joined(&self, head: &str, first: usize, last: usize) -> String {
        let mut out = head.to_owned();
        for token in first + 1..=last {
            out.push(' ');
            out.push_str(self.stem(token));
        }
        out
    }

    /// The proving sound keys of a token.
    pub(crate) fn keys(&self, token: usize) -> Keys {
        keys_of(&self.folded, &[self.tokens[token].word()], None, PROVING)
    }

    /// Byte offset at which a token begins.
    pub(crate) fn start(&self, token: usize) -> usize {
        self.folded.source_start(self.tokens[token].start as usize)
    }

    /// Byte offset of what stands behind so many letters of a token.
    pub(crate) fn behind(&self, token: usize, letters: usize) -> usize {
        if letters == 0 {
            return self.start(token);
        }
        let word = self.tokens[token].word();
        let piece = &self.folded.text()[word.start..word.end];
        let mut own = piece.char_indices().filter(|(_, c)| !is_combining_mark(*c));
        self.folded.source_start(word.start + own.nth(letters).map_or(0, |(at, _)| at))
    }

    /// Byte offset behind a token, with or without its clitic.
    pub(crate) fn end(&self, token: usize, with_clitic: bool) -> usize {
        let word = self.tokens[token].word();
        self.folded.source_end(if with_clitic { word.end } else { word.stem_end })
    }

    /// The folded text between two tokens; from the stem of the first on.
    pub(crate) fn between(&self, left: usize, right: usize) -> &str {
        &self.folded.text()[self.tokens[left].stem_end as usize..self.tokens[right].start as usize]
    }

    /// Whether nothing but a stroke or a point stands between a word and the one before
    /// it, as in some names: `RFE/RL`, `24.kg`.
    pub(crate) fn is_joined_by_a_mark(&self, at: usize) -> bool {
        self.tokens[at].gap == Gap::Break && at > 0 && matches!(self.between(at - 1, at), "/" | ".")
    }

    /// The folded text behind a word.
    pub(crate) fn behind_word(&self, token: usize) -> &str {
        &self.folded.text()[self.tokens[token].end as usize..]
    }
}

/// What is seen of the line that is being read.
///
/// A line of six words or more without a full stop is a headline when its
/// longer words begin with capitals. No count of words decides but the least
/// one, so that rewriting names seldom changes the verdict.
#[derive(Debug)]
struct Line {
    first: usize,
    cased: bool,
    shouted: bool,
    small: bool,
    /// Letters of the last word.
    last: usize,
}

impl Default for Line {
    fn default() -> Self {
        Self { first: 0, cased: false, shouted: true, small: false, last: 0 }
    }
}

impl Line {
    fn see(&mut self, case: Case, len: usize) {
        self.cased |= case != Case::None;
        self.shouted &= case == Case::Upper || case == Case::None || len < 2;
        self.small |= case == Case::Lower && len > 3;
        self.last = len;
    }

    /// Marks the tokens of the line, which ends here.
    fn mark(&mut self, text: &str, tokens: &mut [Token]) {
        let (first, len) = (self.first, tokens.len() - self.first);
        if let Some(last) = tokens.last().filter(|_| self.cased && (self.shouted || !self.small && len >= 6)) {
            let behind = text[last.end as usize..].trim_start_matches(['"', '\'', '”', ')']);
            let headline = len >= 6 && !self.small && !behind.starts_with(['.', ',', ';', ':']);
            for token in &mut tokens[first..] {
                (token.headline, token.shouted) = (headline, self.shouted);
            }
        }
        *self = Self { first: tokens.len(), last: self.last, ..Self::default() };
    }
}

/// The first character of bytes that may not be UTF-8.
fn first_char(bytes: &[u8]) -> Option<char> {
    let head = &bytes[..bytes.len().min(4)];
    head.utf8_chunks().next()?.valid().chars().next()
}

/// Letters that are small ones, as there are capitals for whole words, and begin names all
/// the same.
const GEORGIAN: RangeInclusive<char> = '\u{10D0}'..='\u{10FF}';

fn case_of(bytes: &[u8]) -> Case {
    let mut letters = 0;
    let mut capitals = 0;
    let mut first = None;
    for chunk in bytes.utf8_chunks() {
        for c in chunk.valid().chars() {
            let (upper, lower) = (c.is_uppercase(), c.is_lowercase() && !GEORGIAN.contains(&c));
            if upper || lower {
                first.get_or_insert(upper);
                letters += 1;
                capitals += usize::from(upper);
            }
        }
    }
    match first {
        None => Case::None,
        Some(false) => Case::Lower,
        Some(true) if letters > 1 && capitals == letters => Case::Upper,
        Some(true) => Case::Title,
    }
}

/// Whether what stands behind a word of so many letters ends a sentence.
fn ends_sentence(gap: &str, letters: usize) -> bool {
    match gap {
        ", " => return false,
        ". " => return letters > 1,
        _ => {}
    }
    let stop = gap.contains(['!', '?', '…', '。', '؟', '۔']) || gap.contains("\n\n");
    stop || (gap.contains('.') && letters > 1)
}
