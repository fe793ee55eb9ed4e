//! A stretch of text taken apart: its words, their case, and the sentences
//! and headlines they stand in.

use std::ops::Range;

use memchr::memmem::find_iter;
use memchr::memchr3_iter;

use super::known;
use crate::index::Index;
use crate::text::fold::{Folded, fold_bytes};
use crate::text::guard::Guard;
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

/// A word and what is known of it.
#[derive(Debug)]
pub(crate) struct Token {
    pub(crate) word: Word,
    /// Bare, with its clitic: a stretch of [`Unit::bares`], of the folded text
    /// when the word is plain.
    bare: (u32, u32),
    /// Bare, without its clitic, when it has one.
    stem: Option<(u32, u32)>,
    pub(crate) case: Case,
    pub(crate) guard: &'static Guard,
    /// The hash of the bare word, with its clitic.
    pub(crate) hash: u64,
    /// A recorded spelling may begin with the word.
    pub(crate) leads: bool,
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
    pub(crate) fn read(source: &'t [u8], index: &Index, known: &mut known::Words) -> Self {
        let folded = fold_bytes(source);
        let text = folded.text();
        let words =
            Words::new(text, |at| first_char(&source[folded.source_start(at)..]).is_some_and(char::is_uppercase));
        let mut tokens: Vec<Token> = Vec::with_capacity(text.len() / 5);
        let mut bares = String::new();
        let mut sentence = 0;
        let mut cursor = folded.cursor();
        let mut line = Line::default();
        for word in words {
            let start = cursor.source_start(word.start);
            let (gap, last) = (word.gap, tokens.last());
            if last.is_some_and(|last| word.start > last.word.end + 1 || text.as_bytes()[last.word.end] == b'\n') {
                let gap = &text[tokens[tokens.len() - 1].word.end..word.start];
                if gap.contains('\n') {
                    line.mark(text, &mut tokens);
                }
            }
            if gap == Gap::Break && tokens.last().is_some_and(|last| ends_sentence(text, last, &word)) {
                sentence += 1;
            }
            let mut add = |with_clitic| {
                let from = bares.len();
                bare_word(text, &word, with_clitic, &mut bares);
                (from as u32, bares.len() as u32)
            };
            let bare = if word.plain { (word.start as u32, word.end as u32) } else { add(true) };
            let stem = (word.stem_end < word.end).then(|| add(false));
            let in_bares = |(from, to): (u32, u32)| &bares[from as usize..to as usize];
            let whole = known.known(index, if word.plain { &text[word.start..word.end] } else { in_bares(bare) });
            let own = stem.map_or(whole, |stem| known.known(index, in_bares(stem)));
            let case = match source[start..] {
                [first, second, ..] if word.plain && first.is_ascii_uppercase() && second.is_ascii_lowercase() => {
                    Case::Title
                }
                [first, ..] if word.plain && first.is_ascii_lowercase() => Case::Lower,
                _ => case_of(&source[start..folded.source_end(word.stem_end)]),
            };
            let token = Token {
                word,
                bare,
                stem,
                case,
                guard: own.guard,
                hash: whole.hash,
                leads: match case {
                    Case::Lower => whole.leads.small || own.leads.small,
                    _ => whole.leads.capital || own.leads.capital,
                },
                sentence,
                headline: false,
                address: false,
                shouted: false,
            };
            line.see(&token);
            tokens.push(token);
        }
        line.mark(text, &mut tokens);
        let mut unit = Self { source, folded, tokens, bares };
        unit.mark_addresses();
        unit
    }

    /// A token's bare word, with its clitic.
    pub(crate) fn bare(&self, token: usize) -> &str {
        let token = &self.tokens[token];
        self.bare_of(token, token.bare)
    }

    /// A token's bare word, without its clitic.
    pub(crate) fn stem(&self, token: usize) -> &str {
        let token = &self.tokens[token];
        self.bare_of(token, token.stem.unwrap_or(token.bare))
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

    fn bare_of(&self, token: &Token, (from, to): (u32, u32)) -> &str {
        let text = if token.word.plain { self.folded.text() } else { &self.bares };
        &text[from as usize..to as usize]
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
        let signs = memchr3_iter(b'/', b'\\', b'@', text.as_bytes()).chain(find_iter(text.as_bytes(), "www."));
        let mut done = 0..0;
        for sign in signs {
            if done.contains(&sign) {
                continue;
            }
            let blank = |c: char| c.is_whitespace() || matches!(c, '<' | '>' | '"');
            let start = text[..sign].char_indices().rfind(|(_, c)| blank(*c)).map_or(0, |(at, c)| at + c.len_utf8());
            let end = text[sign..].find(blank).map_or(text.len(), |at| sign + at);
            done = start..end;
            let chunk = &text[start..end];
            let mail = chunk.split('@').skip(1).any(|host| host.starts_with(char::is_alphanumeric));
            let path = chunk.contains('\\') || chunk.starts_with(['/', '~']) || chunk.starts_with("./");
            if path || chunk.contains("://") || chunk.contains("www.") || mail {
                let first = self.tokens.partition_point(|token| token.word.start < start);
                let own = self.tokens[first..].iter_mut().take_while(|token| token.word.start < end);
                own.for_each(|token| token.address = true);
            }
        }
    }
}

/// What is seen of the line that is being read.
///
/// A line of six words or more without a full stop is a headline when its
/// longer words begin with capitals. No count of words decides but the least
/// one, so that rewriting names seldom changes the verdict.
struct Line {
    first: usize,
    cased: bool,
    shouted: bool,
    small: bool,
}

impl Default for Line {
    fn default() -> Self {
        Self { first: 0, cased: false, shouted: true, small: false }
    }
}

impl Line {
    fn see(&mut self, token: &Token) {
        self.cased |= token.case != Case::None;
        self.shouted &= token.case == Case::Upper || token.case == Case::None || token.len() < 2;
        self.small |= token.case == Case::Lower && token.len() > 3;
    }

    /// Marks the tokens of the line, which ends here.
    fn mark(&mut self, text: &str, tokens: &mut [Token]) {
        let (first, len) = (self.first, tokens.len() - self.first);
        if let Some(last) = tokens.last().filter(|_| self.cased && (self.shouted || !self.small && len >= 6)) {
            let behind = text[last.word.end..].trim_start_matches(['"', '\'', '”', ')']);
            let headline = len >= 6 && !self.small && !behind.starts_with(['.', ',', ';', ':']);
            for token in &mut tokens[first..] {
                (token.headline, token.shouted) = (headline, self.shouted);
            }
        }
        *self = Self { first: tokens.len(), ..Self::default() };
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

fn ends_sentence(text: &str, left: &Token, right: &Word) -> bool {
    let gap = &text[left.word.end..right.start];
    let stop = gap.contains(['!', '?', '…', '。', '؟', '۔']) || gap.contains("\n\n");
    stop || (gap.contains('.') && left.len() > 1)
}
