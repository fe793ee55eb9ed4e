//! The flat file of an index: a header, the ends of its sections, and the
//! sections, all of little-endian `u32` but the texts.
//!
//! Reading is bounded everywhere: a number outside of its section reads as
//! zero and a text as empty, so that no bytes make it panic.

use std::borrow::Cow;

use super::arrays::{Texts, Words};

/// What an image begins with; the last letter is the version.
const MAGIC: [u8; 8] = *b"canonym1";

/// The sections in the order of the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Section {
    Texts,
    Entities,
    Forms,
    Aliases,
    /// Numbers and texts that entities have several of.
    Lists,
    /// Hash table of bare words.
    Vocabulary,
    /// Hash table of the trie's edges.
    Edges,
    EndStarts,
    Ends,
    /// Sorted hashes of keys.
    Sounds,
    Never,
    Prefer,
}

const SECTIONS: usize = 12;
const HEADER: usize = MAGIC.len() + SECTIONS * 4;

/// The bytes of an index.
#[derive(Debug)]
pub(crate) struct Image {
    bytes: Cow<'static, [u8]>,
    /// Start and end of each section.
    bounds: [(usize, usize); SECTIONS],
}

impl Image {
    /// Checks header and bounds.
    pub(crate) fn open(bytes: Cow<'static, [u8]>) -> Option<Self> {
        if !bytes.starts_with(&MAGIC) || bytes.len() < HEADER {
            return None;
        }
        let mut bounds = [(0, 0); SECTIONS];
        let mut start = HEADER;
        for (i, bound) in bounds.iter_mut().enumerate() {
            let at = MAGIC.len() + i * 4;
            let end = u32::from_le_bytes(bytes[at..at + 4].try_into().ok()?) as usize;
            if end < start || end > bytes.len() {
                return None;
            }
            *bound = (start, end);
            start = end;
        }
        Some(Self { bytes, bounds })
    }

    /// Puts the sections together; nothing when they are too large for
    /// offsets of 32 bits.
    pub(crate) fn assemble(texts: Texts, sections: [Words; SECTIONS - 1]) -> Option<Vec<u8>> {
        let mut parts = vec![texts.into_bytes()];
        parts.extend(sections.into_iter().map(Words::into_bytes));
        let mut out = MAGIC.to_vec();
        let mut end = HEADER;
        for part in &parts {
            end += part.len();
            out.extend_from_slice(&u32::try_from(end).ok()?.to_le_bytes());
        }
        parts.iter().for_each(|part| out.extend_from_slice(part));
        Some(out)
    }

    pub(crate) fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// A number of a section.
    pub(crate) fn word(&self, section: Section, at: usize) -> u32 {
        let (start, end) = self.bounds[section as usize];
        let from = start + at * 4;
        match self.bytes.get(from..from + 4) {
            Some(word) if from + 4 <= end => u32::from_le_bytes([word[0], word[1], word[2], word[3]]),
            _ => 0,
        }
    }

    /// How many numbers a section has.
    pub(crate) fn words(&self, section: Section) -> usize {
        let (start, end) = self.bounds[section as usize];
        (end - start) / 4
    }

    /// A text by offset and length.
    pub(crate) fn text(&self, at: u32, len: u32) -> &str {
        std::str::from_utf8(self.text_bytes(at, len)).unwrap_or_default()
    }

    /// The bytes of a text.
    pub(crate) fn text_bytes(&self, at: u32, len: u32) -> &[u8] {
        let (start, end) = self.bounds[Section::Texts as usize];
        let from = start + at as usize;
        let bytes = self.bytes.get(from..from + len as usize).filter(|_| from + len as usize <= end);
        bytes.unwrap_or_default()
    }

    /// The first row of `width` numbers with a hash, in a sorted section.
    pub(crate) fn find(&self, section: Section, hash: u64, width: usize) -> Option<usize> {
        let rows = self.words(section) / width;
        let at = |row: usize| {
            u64::from(self.word(section, row * width)) | u64::from(self.word(section, row * width + 1)) << 32
        };
        let (mut low, mut high) = (0, rows);
        while low < high {
            let middle = (low + high) / 2;
            if at(middle) < hash {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        (low < rows && at(low) == hash).then_some(low)
    }

    /// The row of a hash table for which `is` holds.
    pub(crate) fn probe(
        &self,
        section: Section,
        width: usize,
        hash: u64,
        is: impl Fn(&[u32]) -> bool,
    ) -> Option<usize> {
        let slots = self.words(section) / width;
        if !slots.is_power_of_two() {
            return None;
        }
        let mut slot = hash as usize & (slots - 1);
        let mut row = [0u32; 4];
        for _ in 0..slots {
            let row = &mut row[..width];
            for (i, word) in row.iter_mut().enumerate() {
                *word = self.word(section, slot * width + i);
            }
            if row.iter().all(|&w| w == 0) {
                return None;
            }
            if is(row) {
                return Some(slot);
            }
            slot = (slot + 1) & (slots - 1);
        }
        None
    }
}
