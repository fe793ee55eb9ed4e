//! What of a text is none: addresses, the paths of files, titles in quotation marks,
//! and what a page has besides.

use std::ops::Range;

use memchr::memchr3_iter;
use memchr::memmem::find_iter;

use super::unit::{Case, Token, Unit};

/// What titles stand between, their words at most, and letters of a word that
/// has a capital in them.
const QUOTES: [&str; 5] = ["\"\"", "“”", "„“", "„”", "«»"];
const TITLE: usize = 12;
const TITLE_WORD: u32 = 4;

impl Unit<'_> {
    /// Takes the words of titles in quotation marks for no text.
    pub(crate) fn leave_titles_alone(&mut self) {
        // Where a quotation begins, and with what.
        let mut open: Option<(usize, char)> = None;
        for at in 0..=self.tokens.len() {
            let before = at.checked_sub(1).map_or(0, |before| self.tokens[before].end as usize);
            let behind = self.tokens.get(at).map_or(self.folded.text().len(), |token| token.start as usize);
            for quote in self.folded.text()[before..behind].chars().filter(|c| QUOTES.iter().any(|q| q.contains(*c))) {
                let closes =
                    |(_, other): &(usize, char)| QUOTES.iter().any(|q| q.starts_with(*other) && q.ends_with(quote));
                match open.take().filter(closes) {
                    Some((first, _)) if self.is_title(first..at) => {
                        self.tokens[first..at].iter_mut().for_each(|token| token.address = true);
                    }
                    Some(_) => {}
                    None => open = Some((at, quote)),
                }
            }
        }
    }

    fn is_title(&self, words: Range<usize>) -> bool {
        let small = |token: &Token| token.case == Case::Lower && token.end - token.start >= TITLE_WORD;
        let own = &self.tokens[words];
        let capital = |token: Option<&Token>| token.is_some_and(|token| token.case.is_capital());
        (2..=TITLE).contains(&own.len()) && capital(own.first()) && capital(own.last()) && !own.iter().any(small)
    }

    /// Takes the words in some stretches of the source, in order, for no text.
    pub(crate) fn leave_alone(&mut self, regions: &[Range<usize>]) {
        if regions.is_empty() {
            return;
        }
        let mut regions = regions.iter().peekable();
        for token in &mut self.tokens {
            let start = self.folded.source_start(token.start as usize);
            while regions.next_if(|region| region.end <= start).is_some() {}
            let end = self.folded.source_end(token.end as usize);
            let Some(region) = regions.peek() else { break };
            // The words of a link are no part of the address behind them.
            let link = end <= region.start && self.source[region.start..].starts_with(b"](");
            if link && !self.source[end..region.start].contains(&b' ') {
                token.address = false;
            }
            token.address |= region.start < end;
        }
        self.tell_language();
    }

    /// Whatever stands between blanks and has `://`, `www.` or a sign of mail
    /// in it is an address, and so is the path of a file.
    pub(super) fn mark_addresses(&mut self) {
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
            let whole = mail || chunk.contains("://") || chunk.contains("www.") || chunk.contains('\\');
            if let Some(before) = if whole { Some(0) } else { path_in(chunk) } {
                let (start, path) = (start + before, &chunk[before..]);
                let first = self.tokens.partition_point(|token| (token.start as usize) < start);
                // Agencies sign `/TASS/`, which is no path.
                let shouted = self.tokens.get(first).is_some_and(|token| token.case == Case::Upper);
                if shouted && is_between_slashes(path) {
                    continue;
                }
                let own = self.tokens[first..].iter_mut().take_while(|token| (token.start as usize) < end);
                own.for_each(|token| token.address = true);
            }
        }
    }
}

/// Where the path of a file begins; logs write `path=/var/log` and `(/var/log)`.
fn path_in(chunk: &str) -> Option<usize> {
    let begins = |at: &usize| {
        let rest = &chunk[*at..];
        rest.starts_with(['/', '~']) || rest.starts_with("./")
    };
    let behind = chunk.match_indices(['=', ':', '(', '[', '{', '\'']).map(|(at, mark)| at + mark.len());
    std::iter::once(0).chain(behind).find(begins)
}

/// Whether all is one word between two slashes, and a mark behind them.
fn is_between_slashes(chunk: &str) -> bool {
    let inner = chunk.strip_prefix('/').and_then(|rest| rest.split_once('/'));
    inner.is_some_and(|(word, rest)| {
        !word.is_empty()
            && !rest.is_empty()
            && word.chars().all(char::is_alphabetic)
            && !rest.contains(|c: char| c.is_alphanumeric() || c == '/')
    })
}
