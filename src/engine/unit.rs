//! A stretch of text taken apart: its words, their case, and the sentences
//! and headlines they stand in.

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
    /// Bare, with its clitic.
    pub(crate) bare: String,
    /// Bare, without its clitic, when it has one.
    pub(crate) stem: Option<String>,
    pub(crate) case: Case,
    pub(crate) guard: Guard,
    pub(crate) sentence: u32,
    /// Stands in a line in which nearly every word has a capital.
    pub(crate) headline: bool,
    /// Stands in a line of capitals alone.
    pub(crate) shouted: bool,
}

impl Token {
    /// Bare, without a clitic.
    pub(crate) fn stem(&self) -> &str {
        self.stem.as_deref().unwrap_or(&self.bare)
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
}

impl<'t> Unit<'t> {
    pub(crate) fn read(source: &'t [u8]) -> Self {
        let folded = fold_bytes(source);
        let words = words(&folded, |at| first_char(&source[folded.source_start(at)..]).is_some_and(char::is_uppercase));
        let mut tokens = Vec::with_capacity(words.len());
        let mut sentence = 0;
        for word in words {
            if word.gap == Gap::Break && tokens.last().is_some_and(|last| ends_sentence(&folded, last, &word)) {
                sentence += 1;
            }
            let mut bare = String::with_capacity(word.end - word.start);
            bare_word(folded.text(), &word, true, &mut bare);
            let stem = (word.stem_end < word.end).then(|| {
                let mut stem = String::new();
                bare_word(folded.text(), &word, false, &mut stem);
                stem
            });
            let guard = guard(stem.as_deref().unwrap_or(&bare));
            let case = case_of(&source[folded.source_start(word.start)..folded.source_end(word.stem_end)]);
            tokens.push(Token { word, bare, stem, case, guard, sentence, headline: false, shouted: false });
        }
        let mut unit = Self { source, folded, tokens };
        unit.mark_headlines();
        unit
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

    /// A line of four words or more is a headline when its longer words begin
    /// with capitals, small ones aside.
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
            let long = line.iter().filter(|t| t.bare.len() > 3 && t.case != Case::None);
            let (all, capital) = long.fold((0, 0), |(a, c), t| (a + 1, c + usize::from(t.case.is_capital())));
            let shouted = all > 0 && line.iter().all(|t| t.case == Case::Upper || t.case == Case::None || t.bare.len() < 2);
            let headline = line.len() >= 4 && all >= 3 && capital * 10 >= all * 9;
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
    stop || (gap.contains('.') && left.bare.chars().count() > 1)
}
