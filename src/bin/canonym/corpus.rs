//! The names in texts: what they mean, how they are written, where they stand.

use std::collections::BTreeMap;

use canonym::{Engine, Mention};

use crate::failure::Failure;
use crate::input::{Input, Progress};

/// Contexts that are kept of a spelling, and letters of each on either side.
const CONTEXTS: usize = 3;
const AROUND: usize = 40;

/// A text is read in pieces of so many bytes, at blank lines.
const PIECE: usize = 4 << 20;

/// Where a spelling stands.
#[derive(Debug, Default, Clone)]
pub(crate) struct Seen {
    pub(crate) count: usize,
    /// It stands within a sentence, too.
    pub(crate) within: bool,
    pub(crate) contexts: Vec<String>,
}

/// What texts have.
#[derive(Debug, Default)]
pub(crate) struct Found {
    /// Spellings that are recorded, or differ in typography alone.
    pub(crate) known: BTreeMap<String, Seen>,
    /// Other spellings of known entities, with a mention of each.
    pub(crate) variants: BTreeMap<String, (Seen, Vec<Mention>)>,
    /// Names of nobody.
    pub(crate) unknown: BTreeMap<String, Seen>,
}

impl Found {
    /// Reads a text.
    pub(crate) fn read(&mut self, engine: &Engine, input: &Input, bar: &Progress) -> Result<(), Failure> {
        let mut waiting = Vec::new();
        let mut line = 1;
        input.read(bar, |bytes| {
            waiting.extend_from_slice(bytes);
            while waiting.len() >= PIECE {
                let head = &waiting[..PIECE];
                let blank = memchr::memmem::rfind(head, b"\n\n").map(|at| at + 2);
                let end = blank.or_else(|| memchr::memrchr(b'\n', head).map(|at| at + 1)).unwrap_or(PIECE);
                self.piece(engine, &waiting[..end], &input.name(), &mut line);
                waiting.drain(..end);
            }
            Ok(())
        })?;
        self.piece(engine, &waiting, &input.name(), &mut line);
        Ok(engine.damage()?)
    }

    fn piece(&mut self, engine: &Engine, text: &[u8], doc: &str, line: &mut usize) {
        let mentions = engine.tag(text);
        let unknown = engine.unknown(text, &mentions);
        let place = |start: usize| *line + memchr::memchr_iter(b'\n', &text[..start]).count();
        for mention in &mentions {
            let spelling = one_line(&mention.text);
            let context = || context(text, mention.span.start..mention.span.end, doc, place(mention.span.start));
            let seen = match recorded(mention) {
                true => self.known.entry(spelling).or_default(),
                false => {
                    let (seen, all) = self.variants.entry(spelling).or_default();
                    if all.iter().all(|known| known.id != mention.id) {
                        all.push(mention.clone());
                    }
                    seen
                }
            };
            seen.see(true, context);
        }
        for name in &unknown {
            let seen = self.unknown.entry(one_line(&name.text)).or_default();
            seen.see(!name.opens, || context(text, name.span.start..name.span.end, doc, place(name.span.start)));
        }
        *line += memchr::memchr_iter(b'\n', text).count();
    }
}

impl Seen {
    fn see(&mut self, within: bool, context: impl FnOnce() -> String) {
        self.count += 1;
        self.within |= within;
        if self.contexts.len() < CONTEXTS {
            self.contexts.push(context());
        }
    }

    pub(crate) fn add(&mut self, other: &Seen) {
        self.count += other.count;
        self.within |= other.within;
        self.contexts.extend(other.contexts.iter().cloned());
        self.contexts.truncate(CONTEXTS);
    }
}

/// Whether a mention is spelt as its form is recorded, but for typography.
fn recorded(mention: &Mention) -> bool {
    use canonym::Rule;
    use canonym::text::token::bare_words;
    match mention.rule {
        Rule::Alias | Rule::Typography => true,
        // Part of a name is recorded when it is part of the recorded name.
        Rule::Partial => mention.replacement.as_ref().is_some_and(|new| bare_words(new) == bare_words(&mention.text)),
        _ => false,
    }
}

/// A spelling without line breaks.
pub(crate) fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What stands around a name, and where.
fn context(text: &[u8], span: std::ops::Range<usize>, doc: &str, line: usize) -> String {
    let before = &text[span.start.saturating_sub(AROUND)..span.start];
    let before = before.iter().position(|b| b & 0xC0 != 0x80).map_or(before, |at| &before[at..]);
    let behind = &text[span.end..(span.end + AROUND).min(text.len())];
    let behind = behind.iter().rposition(|b| b & 0xC0 != 0x80).map_or(behind, |at| &behind[..at]);
    let shown = |bytes: &[u8]| String::from_utf8_lossy(bytes).replace(char::is_control, " ");
    let around = format!("{}[{}]{}", shown(before), shown(&text[span]), shown(behind));
    format!("{} ({doc}:{line})", one_line(&around))
}
