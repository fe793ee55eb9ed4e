//! A stretch of text taken apart: its words, their case, and the sentences
//! and headlines they stand in.

use std::ops::Range;

use crate::text::fold::{Folded, fold_bytes};
use crate::text::guard::{Guard, guard};
use crate::text::token::{Gap, Word, bare_word, words};

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

/// A word and what is known of it.
#[derive(Debug)]
pub(crate) struct Token {
    pub(crate) word: Word,
    /// Bare, with its clitic: a stretch of [`Unit::bares`].
    bare: (u32, u32),
    /// Bare, without its clitic, when it has one.
    stem: Option<(u32, u32)>,
    pub(crate) case: Case,
    pub(crate) guard: Guard,
    pub(crate) sentence: u32,
    /// Stands in a line in which nearly every word has a capital.
    pub(crate) headline: bool,
    /// Stands in a URL, e-mail address or path, which names nobody.
    pub(crate) address: bool,
    /// Stands in a line of capitals alone.
    pub(crate) shouted: bool,
}

impl Token {
    /// Whether the word has a clitic.
    pub(crate) fn has_clitic(&self) -> bool {
        self.stem.is_some()
    }

    /// Length of the bare word in bytes.
    fn len(&self) -> u32 {
        self.bare.1 - self.bare.0
    }

    /// The gap before the word lets a name reach across.
    pub(crate) fn joins(&self) -> bool {
        self.word.gap == Gap::Join
    }
}

/// The unit of reading: a paragraph, a line, or part of a long one.
#[derive(Debug)]
pub(crate) struct Unit<'t> {
    pub(crate) source: &'t [u8],
    pub(crate) folded: Folded,
    pub(crate) tokens: Vec<Token>,
    /// The bare words, one behind another.
    bares: String,
}

impl<'t> Unit<'t> {
    pub(crate) fn read(source: &'t [u8]) -> Self {
        let folded = fold_bytes(source);
        let words = words(&folded, |at| first_char(&source[folded.source_start(at)..]).is_some_and(char::is_uppercase));
        let mut tokens = Vec::with_capacity(words.len());
        let mut bares = String::with_capacity(folded.text().len());
        let mut sentence = 0;
        for word in words {
            if word.gap == Gap::Break && tokens.last().is_some_and(|last| ends_sentence(&folded, last, &word)) {
                sentence += 1;
            }
            let mut add = |with_clitic| {
                let from = bares.len();
                bare_word(folded.text(), &word, with_clitic, &mut bares);
                (from as u32, bares.len() as u32)
            };
            let bare = add(true);
            let stem = (word.stem_end < word.end).then(|| add(false));
            let (from, to) = stem.unwrap_or(bare);
            let guard = guard(&bares[from as usize..to as usize]);
            let case = case_of(&source[folded.source_start(word.start)..folded.source_end(word.stem_end)]);
            tokens.push(Token {
                word,
                bare,
                stem,
                case,
                guard,
                sentence,
                headline: false,
                address: false,
                shouted: false,
            });
        }
        let mut unit = Self { source, folded, tokens, bares };
        unit.mark_headlines();
        unit.mark_addresses();
        unit
    }

    /// A token's bare word, with its clitic.
    pub(crate) fn bare(&self, token: usize) -> &str {
        self.bare_of(self.tokens[token].bare)
    }

    /// A token's bare word, without its clitic.
    pub(crate) fn stem(&self, token: usize) -> &str {
        let token = &self.tokens[token];
        self.bare_of(token.stem.unwrap_or(token.bare))
    }

    /// The stems of some tokens, joined by blanks.
    pub(crate) fn stems(&self, first: usize, last: usize) -> String {
        let mut out = String::new();
        for token in first..=last {
            if token > first {
                out.push(' ');
            }
            out.push_str(self.stem(token));
        }
        out
    }

    fn bare_of(&self, (from, to): (u32, u32)) -> &str {
        &self.bares[from as usize..to as usize]
    }

    /// Byte offset at which a token begins.
    pub(crate) fn start(&self, token: usize) -> usize {
        self.folded.source_start(self.tokens[token].word.start)
    }

    /// Byte offset behind a token, with or without its clitic.
    pub(crate) fn end(&self, token: usize, with_clitic: bool) -> usize {
        let word = &self.tokens[token].word;
        self.folded.source_end(if with_clitic { word.end } else { word.stem_end })
    }

    /// The folded text between two tokens; from the stem of the first on.
    pub(crate) fn between(&self, left: usize, right: usize) -> &str {
        &self.folded.text()[self.tokens[left].word.stem_end..self.tokens[right].word.start]
    }

    /// Takes the words in some stretches of the source, in order, for no text.
    pub(crate) fn leave_alone(&mut self, regions: &[Range<usize>]) {
        let mut regions = regions.iter().peekable();
        for token in &mut self.tokens {
            let start = self.folded.source_start(token.word.start);
            while regions.next_if(|region| region.end <= start).is_some() {}
            let end = self.folded.source_end(token.word.end);
            let Some(region) = regions.peek() else { break };
            // The words of a link are no part of the address behind them.
            let link = end <= region.start && self.source[region.start..].starts_with(b"](");
            if link && !self.source[end..region.start].contains(&b' ') {
                token.address = false;
            }
            token.address |= region.start < end;
        }
    }

    /// Whatever stands between blanks and has `://`, `www.` or a sign of mail
    /// in it is an address, and so is the path of a file.
    fn mark_addresses(&mut self) {
        let text = self.folded.text();
        if !text.contains(['/', '\\', '@']) && !text.contains("www.") {
            return;
        }
        let mut end = 0;
        let mut address = false;
        for token in &mut self.tokens {
            if token.word.start >= end {
                let blank = |c: char| c.is_whitespace() || matches!(c, '<' | '>' | '"');
                let start = text[..token.word.start].rfind(blank).map_or(0, |at| at + 1);
                end = text[token.word.start..].find(blank).map_or(text.len(), |at| token.word.start + at);
                let chunk = text.get(start..end).unwrap_or_default();
                let mail = chunk.split('@').skip(1).any(|host| host.starts_with(char::is_alphanumeric));
                let path = chunk.contains('\\') || chunk.starts_with(['/', '~']) || chunk.starts_with("./");
                address = path || chunk.contains("://") || chunk.contains("www.") || mail;
            }
            token.address = address;
        }
    }

    /// A line of six words or more without a full stop is a headline when its
    /// longer words begin with capitals. No count of words decides but the
    /// least one, so that rewriting names seldom changes the verdict.
    fn mark_headlines(&mut self) {
        let mut first = 0;
        for i in 1..=self.tokens.len() {
            let breaks = i == self.tokens.len() || {
                let gap = &self.folded.text()[self.tokens[i - 1].word.end..self.tokens[i].word.start];
                gap.contains('\n')
            };
            if !breaks {
                continue;
            }
            let line = &self.tokens[first..i];
            let cased = line.iter().any(|t| t.case != Case::None);
            let shouted = cased && line.iter().all(|t| t.case == Case::Upper || t.case == Case::None || t.len() < 2);
            let end = self.tokens[i - 1].word.end;
            let stopped =
                self.folded.text()[end..].trim_start_matches(['"', '\'', '”', ')']).starts_with(['.', ',', ';', ':']);
            let small = line.iter().any(|t| t.case == Case::Lower && t.len() > 3);
            let headline = line.len() >= 6 && cased && !small && !stopped;
            for token in &mut self.tokens[first..i] {
                token.headline = headline;
                token.shouted = shouted;
            }
            first = i;
        }
    }
}

/// The first character of bytes that may not be UTF-8.
fn first_char(bytes: &[u8]) -> Option<char> {
    let head = &bytes[..bytes.len().min(4)];
    head.utf8_chunks().next()?.valid().chars().next()
}

fn case_of(bytes: &[u8]) -> Case {
    let mut letters = 0;
    let mut capitals = 0;
    let mut first = None;
    for chunk in bytes.utf8_chunks() {
        for c in chunk.valid().chars() {
            let (upper, lower) = (c.is_uppercase(), c.is_lowercase());
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

fn ends_sentence(folded: &Folded, left: &Token, right: &Word) -> bool {
    let gap = &folded.text()[left.word.end..right.start];
    let stop = gap.contains(['!', '?', '…', '。', '؟', '۔']) || gap.contains("\n\n");
    stop || (gap.contains('.') && left.len() > 1)
}
