//! Text of any size in bounded memory, in whatever pieces it comes.
//!
//! The unit of reading is a paragraph, or a line; a longer one is cut where
//! no mention is cut. Units depend on the text alone, never on the pieces in
//! which it was pushed.

use std::ops::Range;

use memchr::{memchr, memchr_iter, memrchr};

use super::Engine;
use super::batch::{Plan, read};
use super::context::resolve;
use super::document::Document;
use super::hit::{Because, Candidate, Hit, Memo};
use super::markup;
use super::memos::Memos;
use super::rewrite::replacement;
use super::scan::scan;
use super::unit::{Case, Unit};
use crate::report::{Bearer, Evidence, Mention, Status};
use crate::span::{EntityId, Span};
use crate::text::token::is_word_char;

/// A part of the text, in order; there is one at a time.
#[derive(Debug)]
#[allow(clippy::large_enum_variant)]
pub enum Piece<'s> {
    /// Bytes that name nothing.
    Text(&'s [u8]),
    /// A mention and its bytes.
    Mention {
        /// What the bytes name.
        mention: Mention,
        /// The bytes as they were given.
        source: &'s [u8],
    },
}

/// Reads a text and hands out its pieces as soon as they are certain.
///
/// Holds at most some 200 KB, and what it remembers of the names that the
/// text has used.
///
/// # Examples
///
/// ```
/// use canonym::{Engine, Options, Piece, Tables};
///
/// let mut tables = Tables::new();
/// tables.add_text("t.tsv", "id\tname\taliases\nplace/x\tDarvoz\tDarvaz\n")?;
/// let engine = Engine::new(&tables, Options::default());
/// let mut stream = engine.stream();
/// let mut out = Vec::new();
/// for part in ["the Dar", "vaz road"] {
///     stream.push(part.as_bytes());
/// }
/// stream.finish();
/// while let Some(piece) = stream.next() {
///     match piece {
///         Piece::Text(bytes) => out.extend_from_slice(bytes),
///         Piece::Mention { mention, source } => match &mention.replacement {
///             Some(replacement) => out.extend_from_slice(replacement.as_bytes()),
///             None => out.extend_from_slice(source),
///         },
///     }
/// }
/// assert_eq!(out, b"the Darvoz road");
/// # Ok::<(), canonym::Error>(())
/// ```
#[derive(Debug)]
pub struct Stream<'e> {
    engine: &'e Engine,
    buffer: Vec<u8>,
    /// Bytes of the buffer that have been handed out.
    done: usize,
    /// Bytes of the text before the buffer.
    before: usize,
    /// Bytes behind `done` in which no end of a unit was found.
    searched: usize,
    finished: bool,
    in_word: bool,
    /// End of the unit being handed out, and its mentions in reverse order.
    unit_end: usize,
    mentions: Vec<(Range<usize>, Mention)>,
    line: usize,
    column: usize,
    document: Document<'static>,
    memos: Memos<'e>,
    /// Where in a page the text before the next unit ends.
    page: markup::Reader,
    /// Bytes of units that are read at once.
    at_once: usize,
}

impl<'e> Stream<'e> {
    /// A unit is cut when it is longer than this many bytes.
    const UNIT: usize = 64 << 10;
    /// No mention is longer.
    const MENTION: usize = 1 << 10;
    /// What is pushed at once of a text that is at hand.
    pub(crate) const AHEAD: usize = 4 * Self::UNIT;
    /// What all threads share in.
    const AT_ONCE: usize = 256 << 10;

    pub(crate) fn new(engine: &'e Engine) -> Self {
        Self {
            engine,
            buffer: Vec::new(),
            done: 0,
            before: 0,
            searched: 0,
            finished: false,
            in_word: false,
            unit_end: 0,
            mentions: Vec::new(),
            line: 1,
            column: 1,
            document: Document::default(),
            memos: Memos::of(&engine.idle),
            page: markup::Reader::default(),
            at_once: 0,
        }
    }

    /// Reads on all threads of the pool that [`Stream::next`] is called in, as
    /// far as the text that was pushed goes: some hundred kilobytes at a time. What
    /// is found is the same; it takes some 10 MB more.
    pub fn on_all_threads(mut self) -> Self {
        self.at_once = Self::AT_ONCE;
        self
    }

    /// Takes in more of the text.
    pub fn push(&mut self, bytes: &[u8]) {
        if self.done > 0 {
            self.buffer.drain(..self.done);
            self.before += self.done;
            self.unit_end -= self.done;
            for (range, _) in &mut self.mentions {
                *range = range.start - self.done..range.end - self.done;
            }
            self.done = 0;
        }
        self.buffer.extend_from_slice(bytes);
    }

    /// Says that the text is complete.
    pub fn finish(&mut self) {
        self.finished = true;
    }

    /// Begins another text: what was remembered of the last one is forgotten.
    /// To be called when all pieces of the last one have been taken.
    pub fn restart(&mut self) {
        let memos = std::mem::replace(&mut self.memos, Memos::none(&self.engine.idle));
        *self = Self { memos, at_once: self.at_once, ..Self::new(self.engine) };
    }

    /// The next piece that is certain; nothing when more must be pushed
    /// first, or when the finished text has been handed out.
    #[allow(clippy::should_implement_trait)]
    pub fn next(&mut self) -> Option<Piece<'_>> {
        if self.done == self.unit_end && !self.read_units() {
            return None;
        }
        let start = self.done;
        match self.mentions.last() {
            Some((range, _)) if range.start == start => {
                let (range, mut mention) = self.mentions.pop()?;
                mention.line = self.line;
                mention.column = self.column;
                self.pass(range.end);
                Some(Piece::Mention { mention, source: &self.buffer[range] })
            }
            next => {
                let end = next.map_or(self.unit_end, |(range, _)| range.start);
                self.pass(end);
                Some(Piece::Text(&self.buffer[start..end]))
            }
        }
    }

    /// Moves on to `end`, counting lines and characters.
    fn pass(&mut self, end: usize) {
        let bytes = &self.buffer[self.done..end];
        let last_line = match memrchr(b'\n', bytes) {
            Some(at) => {
                self.line += memchr_iter(b'\n', bytes).count();
                self.column = 1;
                &bytes[at + 1..]
            }
            None => bytes,
        };
        self.column += characters(last_line);
        self.done = end;
    }

    /// Finds and scans the next unit, or several; `false` when there is none
    /// yet.
    fn read_units(&mut self) -> bool {
        let plans = self.plans();
        let text = &self.buffer[self.done..];
        let read = read(self.engine, text, &plans, &self.document, &mut self.memos.own);
        let index = self.engine.index();
        // Persons that the units before one name, which it did not know of.
        let mut fresh = Document::default();
        let several = plans.len() > 1;
        let mut mentions = Vec::new();
        let mut end = 0;
        for (plan, (unit, mut scanned)) in plans.into_iter().zip(read) {
            // A mention may have reached across.
            if plan.start != end {
                break;
            }
            if scanned.asks_for(&unit, &fresh, &self.document) {
                let memo = self.memos.own.first_mut();
                scanned = scan(self.engine, &unit, plan.skip, &self.document, memo.unwrap_or(&mut Memo::default()));
            }
            scanned.note(index, &mut self.document);
            if several {
                scanned.note(index, &mut fresh);
            }
            let mut hits = scanned.hits;
            hits.retain(|hit| unit.start(hit.first) < plan.cut - plan.start);
            resolve(index, &unit, &mut hits, &mut self.document);
            end = plan.cut;
            for hit in &hits {
                let range = unit.behind(hit.first, hit.before)..end_of(&unit, hit);
                end = end.max(plan.start + range.end);
                if let Some(mention) = self.mention(&unit, hit, plan.start, &range) {
                    let start = self.done + plan.start;
                    mentions.push((start + range.start..start + range.end, mention));
                }
            }
            self.page = plan.page;
            if let Some(markup) = self.engine.options().markup {
                self.page.regions(markup, &text[plan.start..end]);
            }
        }
        mentions.reverse();
        self.mentions = mentions;
        if end > 0 {
            self.in_word = last_is_word(&text[..end]);
        }
        self.unit_end = self.done + end;
        end > 0
    }

    /// The units that are read next, if no mention reaches across the end of
    /// one.
    fn plans(&mut self) -> Vec<Plan> {
        let mut plans: Vec<Plan> = Vec::new();
        let (mut start, mut page, mut in_word) = (0, self.page.clone(), self.in_word);
        while let Some((length, closed)) = self.cut(self.done + start, plans.is_empty()) {
            let text = &self.buffer[self.done..];
            let cut = start + length;
            let end = if closed { cut } else { (cut + Self::MENTION).min(text.len()) };
            let mut plan = Plan { start, cut, end, page: page.clone(), regions: Vec::new(), skip: false };
            plan.skip = in_word && first_is_word(&text[start..]);
            if let Some(markup) = self.engine.options().markup {
                plan.regions = page.clone().regions(markup, &text[start..end]);
                page.regions(markup, &text[start..cut]);
            }
            plans.push(plan);
            if cut >= self.at_once {
                break;
            }
            in_word = last_is_word(&text[..cut]);
            start = cut;
        }
        plans
    }

    /// The length of the unit that begins at `from`, and whether no mention
    /// can reach across its end; `next` when it is the next one.
    fn cut(&mut self, from: usize, next: bool) -> Option<(usize, bool)> {
        let text = &self.buffer[from..];
        let within = &text[..text.len().min(Self::UNIT)];
        let searched = if next { std::mem::take(&mut self.searched).saturating_sub(BLANK_LINE) } else { 0 };
        let end = match self.engine.options().line_buffered {
            true => memchr(b'\n', &within[searched..]).map(|at| searched + at + 1),
            false => blank_line(within, searched),
        };
        if let Some(end) = end {
            return Some((end, true));
        }
        if self.finished && text.len() <= Self::UNIT {
            return (!text.is_empty()).then_some((text.len(), true));
        }
        if text.len() < Self::UNIT + Self::MENTION && !self.finished {
            self.searched = if next { within.len() } else { 0 };
            return None;
        }
        let cut = memrchr(b'\n', within).or_else(|| within.iter().rposition(u8::is_ascii_whitespace));
        Some((cut.map_or_else(|| between_words(within), |at| at + 1), self.engine.options().line_buffered))
    }

    fn evidence(&self, Because { sign, by, left_out }: &Because) -> Evidence {
        let id = |entity: &EntityId| self.engine.index().entity(*entity).id.to_owned();
        Evidence { rule: *sign, by: by.clone(), left_out: left_out.iter().map(id).collect() }
    }

    /// What is told of a hit in a unit that begins at `start` behind what is
    /// done.
    fn mention(&self, unit: &Unit<'_>, hit: &Hit, start: usize, range: &Range<usize>) -> Option<Mention> {
        let index = self.engine.index();
        let kinds = &self.engine.options().kinds;
        let wanted =
            |entity: EntityId| kinds.is_empty() || index.kind(entity).is_some_and(|kind| kinds.contains(&kind));
        let candidates: Vec<_> = hit.candidates.iter().filter(|c| wanted(c.entity)).collect();
        let best = candidates.first()?;
        let source = &unit.source[range.clone()];
        let start = self.before + self.done + start;
        let one = candidates.len() == 1;
        let kind = index.kind(best.entity);
        let agreed = candidates.iter().all(|c| c.canonical == best.canonical);
        let bearer = |c: &&Candidate| {
            let row = index.entity(c.entity);
            Bearer {
                id: row.id.to_owned(),
                name: index.name(c.entity).to_owned(),
                kind: row.kind,
                score: round(c.score),
            }
        };
        let bearers: Vec<Bearer> = candidates.iter().take(MOST_BEARERS).map(bearer).collect();
        Some(Mention {
            span: Span { start: start + range.start, end: start + range.end },
            line: 0,
            column: 0,
            text: String::from_utf8_lossy(source).into_owned(),
            id: one.then(|| bearers[0].id.clone()),
            name: one.then(|| bearers[0].name.clone()),
            replacement: agreed.then(|| {
                let written = replacement(source, &best.canonical, ends_sentence(unit, hit));
                if opens_sentence(unit, hit) { with_capital(written) } else { written }
            }),
            kind: candidates.iter().all(|c| index.kind(c.entity) == kind).then_some(kind).flatten(),
            status: if one { Status::Match } else { Status::Ambiguous },
            score: round(best.score),
            rule: best.rule,
            alias: best.alias.clone(),
            candidates: if one { Vec::new() } else { bearers },
            evidence: hit.evidence.iter().map(|because| self.evidence(because)).collect(),
        })
    }
}

/// The end of a hit: a point that the canonical spelling ends with belongs to
/// the mention, or each run would add one.
fn end_of(unit: &Unit<'_>, hit: &Hit) -> usize {
    let end = unit.end(hit.last, hit.with_clitic);
    let pointed = |c: &Candidate| c.canonical.ends_with('.');
    let point = unit.source.get(end) == Some(&b'.') && unit.source[..end].last() != Some(&b'.');
    end + usize::from(point && hit.candidates.iter().any(pointed))
}

/// Scores are told to a thousandth.
pub(crate) fn round(score: f64) -> f64 {
    (score * 1000.0).round() / 1000.0
}

/// Whether a hit stands where any word has a capital, and has one.
fn opens_sentence(unit: &Unit<'_>, hit: &Hit) -> bool {
    let first = &unit.tokens[hit.first];
    let before = hit.first.checked_sub(1).map(|before| &unit.tokens[before]);
    let line = hit.first > 0 && unit.between(hit.first - 1, hit.first).contains('\n');
    first.case.is_capital() && (line || before.is_none_or(|before| before.sentence != first.sentence))
}

fn with_capital(text: String) -> String {
    let mut chars = text.chars();
    match chars.next() {
        Some(first) if first.is_lowercase() => first.to_uppercase().chain(chars).collect(),
        _ => text,
    }
}

/// Whether the point at the end of a hit also ends the sentence.
fn ends_sentence(unit: &Unit<'_>, hit: &Hit) -> bool {
    let Some(next) = unit.tokens.get(hit.last + 1) else { return true };
    let gap = unit.between(hit.last, hit.last + 1);
    gap.contains("\n\n") || (gap.chars().all(char::is_whitespace) && next.case == Case::Title && next.guard.opener)
}

/// Bytes of a blank line before its last one.
const BLANK_LINE: usize = 3;

/// The end of the first blank line that ends at or behind `from`, and of the
/// blanks behind it.
fn blank_line(text: &[u8], from: usize) -> Option<usize> {
    let mut at = from;
    while let Some(i) = memchr(b'\n', &text[at..]) {
        let line_end = at + i + 1;
        let rest = &text[line_end..];
        let blanks = rest.iter().take_while(|b| matches!(b, b' ' | b'\t' | b'\r')).count();
        if blanks <= 2 && rest.get(blanks) == Some(&b'\n') {
            let end = line_end + blanks + 1;
            return Some(end + text[end..].iter().take_while(|b| b.is_ascii_whitespace()).count());
        }
        at = line_end;
    }
    None
}

/// A place to cut a stretch without blanks: behind its last character that
/// is no part of a word, else behind its last whole character.
fn between_words(text: &[u8]) -> usize {
    let mut end = text.len();
    while end > 1 && text.len() - end < 4 && text.get(end).or(text.last()).is_some_and(|b| b & 0xC0 == 0x80) {
        end -= 1;
    }
    let whole = match text[..end].utf8_chunks().last() {
        // An incomplete character at the end waits for the rest of it.
        Some(last) if last.invalid().len() < 4 && end > last.invalid().len() => end - last.invalid().len(),
        _ => end,
    };
    let tail = &text[whole.saturating_sub(4 * Stream::MENTION)..whole];
    let mut at = 0;
    let mut found = None;
    for chunk in tail.utf8_chunks() {
        for (i, c) in chunk.valid().char_indices() {
            if !is_word_char(c) && c != '\'' && c != '’' {
                found = Some(at + i + c.len_utf8());
            }
        }
        at += chunk.valid().len() + chunk.invalid().len();
        if !chunk.invalid().is_empty() {
            found = Some(at);
        }
    }
    found.map_or(whole, |f| whole - tail.len() + f)
}

fn first_is_word(text: &[u8]) -> bool {
    text.utf8_chunks().next().and_then(|chunk| chunk.valid().chars().next()).is_some_and(is_word_char)
}

fn last_is_word(text: &[u8]) -> bool {
    let tail = &text[text.len().saturating_sub(4)..];
    let last = tail.utf8_chunks().last();
    last.is_some_and(|chunk| chunk.invalid().is_empty() && chunk.valid().chars().next_back().is_some_and(is_word_char))
}

/// Bearers of one spelling that are told: gazetteers have hundreds of *San José*.
const MOST_BEARERS: usize = 32;

/// How many characters bytes are, those of an invalid sequence one.
fn characters(bytes: &[u8]) -> usize {
    match std::str::from_utf8(bytes) {
        Ok(text) => text.chars().count(),
        Err(_) => {
            let chunks = bytes.utf8_chunks();
            chunks.map(|chunk| chunk.valid().chars().count() + usize::from(!chunk.invalid().is_empty())).sum()
        }
    }
}
