//! The flat file of an index: a header, sections of little-endian numbers and
//! texts, and a checksum for each block of them.
//!
//! Opening checks the header and the table of checksums; a block is checked
//! when it is first read. What is damaged or out of bounds reads as nothing
//! and is remembered, so that no bytes make it panic and no wrong answer goes
//! unnoticed.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use xxhash_rust::xxh3::xxh3_64;

/// What an image begins with.
const MAGIC: [u8; 8] = *b"canonym\0";

/// The version of this layout and of everything in it that no rule table
/// tells, such as how keys are made.
const VERSION: u32 = 9;

/// Bytes that memory gives at once.
pub(super) const LINE: usize = 64;

/// Bytes that have a checksum of their own.
const BLOCK: usize = 4096;

/// The sections in the order of the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Section {
    /// How many there are of what.
    Counts,
    /// Places, languages and types, each once.
    Words,
    Entities,
    /// Ids of entities.
    Ids,
    IdStarts,
    IdRows,
    Forms,
    /// Numbers and texts that entities have several of.
    Lists,
    Texts,
    /// Where each block of alias records begins.
    Blocks,
    Records,
    /// The form of every sixteenth alias.
    Owners,
    ExactStarts,
    ExactRows,
    PrefixStarts,
    PrefixRows,
    SoundStarts,
    SoundRows,
    /// The aliases by name, as those of the same letters are, and where those of
    /// each name begin.
    NameAliases,
    NameStarts,
    /// By name, a sketch of the letters, and the letters.
    Sketches,
    Outlines,
    NearStarts,
    NearRows,
    NeverStarts,
    NeverRows,
    PreferStarts,
    PreferRows,
}

/// The sections by name, for statistics.
pub(crate) const SECTIONS: [(Section, &str); 28] = [
    (Section::Counts, "counts"),
    (Section::Words, "words"),
    (Section::Entities, "entities"),
    (Section::Ids, "ids"),
    (Section::IdStarts, "id starts"),
    (Section::IdRows, "id rows"),
    (Section::Forms, "forms"),
    (Section::Lists, "lists"),
    (Section::Texts, "texts"),
    (Section::Blocks, "blocks"),
    (Section::Records, "records"),
    (Section::Owners, "owners"),
    (Section::ExactStarts, "exact starts"),
    (Section::ExactRows, "exact rows"),
    (Section::PrefixStarts, "prefix starts"),
    (Section::PrefixRows, "prefix rows"),
    (Section::SoundStarts, "sound starts"),
    (Section::SoundRows, "sound rows"),
    (Section::NameAliases, "name aliases"),
    (Section::NameStarts, "name starts"),
    (Section::Sketches, "sketches"),
    (Section::Outlines, "outlines"),
    (Section::NearStarts, "near starts"),
    (Section::NearRows, "near rows"),
    (Section::NeverStarts, "never starts"),
    (Section::NeverRows, "never rows"),
    (Section::PreferStarts, "prefer starts"),
    (Section::PreferRows, "prefer rows"),
];

/// Magic, version, number of sections, rules, length of the file, end of each
/// section, hash of the checksums, hash of all that.
const HEADER: usize = 8 + 4 + 4 + 8 + 8 + 8 * SECTIONS.len() + 8 + 8;

/// Bytes of an image, from wherever they come.
#[derive(Clone)]
pub(crate) enum Bytes {
    /// Part of the program.
    #[cfg_attr(not(feature = "builtin"), allow(dead_code))]
    Static(&'static [u8]),
    /// Made in memory, mapped from a file.
    Shared(Arc<dyn AsRef<[u8]> + Send + Sync>),
}

impl Bytes {
    #[inline]
    fn all(&self) -> &[u8] {
        match self {
            Self::Static(bytes) => bytes,
            Self::Shared(bytes) => (**bytes).as_ref(),
        }
    }
}

impl fmt::Debug for Bytes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} bytes", self.all().len())
    }
}

/// Why bytes are no image that can be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Refused {
    /// Something else altogether.
    NoImage,
    /// Made by a program with another layout.
    Version(u32),
    /// Made with other rules of spelling and sound.
    Rules,
    /// Shorter or longer than it was, or changed; the byte where that shows.
    Damaged(u64),
}

/// The bytes of an index.
#[derive(Debug)]
pub(crate) struct Image {
    bytes: Bytes,
    /// Start and length of each section.
    sections: [(usize, usize); SECTIONS.len()],
    checks: Option<Checks>,
}

/// Which blocks have been checked.
#[derive(Debug)]
struct Checks {
    sums: usize,
    done: Vec<AtomicU64>,
    /// A bit for each section all of whose blocks have been.
    sections: AtomicU64,
    /// A place that turned out to be damaged; 0 is none.
    damaged: AtomicU64,
}

impl Image {
    /// Opens bytes; `rules` is the hash of the rules they must be made with, if
    /// that is in doubt.
    /// Costs some microseconds, and a tenth of a millisecond for each 100 MB.
    pub(crate) fn open(bytes: Bytes, rules: Option<u64>) -> Result<Self, Refused> {
        let all = bytes.all();
        if !all.starts_with(&MAGIC) {
            return Err(Refused::NoImage);
        }
        let u32_at = |at: usize| all.get(at..at + 4).map_or(0, |b| u32::from_le_bytes([b[0], b[1], b[2], b[3]]));
        let u64_at = |at: usize| u64::from(u32_at(at)) | u64::from(u32_at(at + 4)) << 32;
        // An older header may be shorter; its version stands in one place.
        if all.len() >= 12 && u32_at(8) != VERSION {
            return Err(Refused::Version(u32_at(8)));
        }
        if all.len() < HEADER || xxh3_64(&all[..HEADER - 8]) != u64_at(HEADER - 8) {
            return Err(Refused::Damaged(8));
        }
        let length = u64_at(24);
        if all.len() as u64 != length {
            return Err(Refused::Damaged(length.min(all.len() as u64)));
        }
        if rules.is_some_and(|rules| u64_at(16) != rules) {
            return Err(Refused::Rules);
        }
        // The header is whole, so that its numbers are what was written.
        let mut sections = [(0, 0); SECTIONS.len()];
        let mut start = HEADER;
        for (i, section) in sections.iter_mut().enumerate() {
            let end = u64_at(32 + 8 * i) as usize;
            if end < start || end > all.len() {
                return Err(Refused::Damaged(32 + 8 * i as u64));
            }
            *section = (start, end - start);
            start = end;
        }
        let blocks = (start - HEADER).div_ceil(BLOCK);
        let sums = all.get(start..).unwrap_or_default();
        if sums.len() != blocks * 4 || xxh3_64(sums) != u64_at(HEADER - 16) {
            return Err(Refused::Damaged(start as u64));
        }
        let done = (0..blocks.div_ceil(64)).map(|_| AtomicU64::new(0)).collect();
        let checks = Some(Checks { sums: start, done, sections: AtomicU64::new(0), damaged: AtomicU64::new(0) });
        Ok(Self { bytes, sections, checks })
    }

    /// The same image, whose bytes need no checking: they were just made, or
    /// are part of the program.
    pub(crate) fn trusted(mut self) -> Self {
        self.checks = None;
        self
    }

    /// Puts the sections together; nothing when a section is too long for
    /// numbers of 32 bits.
    pub(crate) fn assemble(parts: [Vec<u8>; SECTIONS.len()], rules: u64) -> Option<Vec<u8>> {
        let body: usize = parts.iter().map(Vec::len).sum();
        let mut out = Vec::with_capacity(HEADER + body + 4 * body.div_ceil(BLOCK));
        out.extend_from_slice(&MAGIC);
        out.extend_from_slice(&VERSION.to_le_bytes());
        out.extend_from_slice(&(SECTIONS.len() as u32).to_le_bytes());
        out.extend_from_slice(&rules.to_le_bytes());
        out.extend_from_slice(&[0; 8]);
        let mut end = HEADER;
        for part in &parts {
            u32::try_from(part.len()).ok()?;
            end += part.len();
            out.extend_from_slice(&(end as u64).to_le_bytes());
        }
        out.resize(HEADER, 0);
        parts.into_iter().for_each(|part| out.extend_from_slice(&part));
        Some(sealed(out))
    }

    pub(crate) fn bytes(&self) -> &[u8] {
        self.bytes.all()
    }

    /// Bytes of a section.
    pub(crate) fn len(&self, section: Section) -> usize {
        self.sections[section as usize].1
    }

    /// A stretch of a section; empty when it does not lie in it or is damaged.
    #[inline]
    pub(crate) fn slice(&self, section: Section, start: usize, len: usize) -> &[u8] {
        let (from, size) = self.sections[section as usize];
        let at = from + start;
        if len == 0 {
            return &[];
        }
        if start.checked_add(len).is_none_or(|end| end > size) {
            return self.out_of_bounds();
        }
        let all = self.bytes.all();
        match &self.checks {
            Some(checks) if !checks.are_whole(all, at, at + len) => &[],
            _ => &all[at..at + len],
        }
    }

    /// Brings places of a section near, so that reading them does not wait for
    /// one after the other.
    #[inline]
    pub(crate) fn fetch(&self, section: Section, places: impl Iterator<Item = usize>) {
        let (from, size) = self.sections[section as usize];
        let section = self.bytes.all().get(from..from + size).unwrap_or_default();
        let first = |at: usize| section.get(at).copied().unwrap_or(0);
        std::hint::black_box(places.map(first).fold(0u8, u8::wrapping_add));
    }

    #[cold]
    fn out_of_bounds(&self) -> &[u8] {
        if let Some(checks) = &self.checks {
            // The numbers that lead here are whole, so that whoever wrote them
            // meant it, or is mistaken; it is told like any other damage.
            checks.damaged.store(1, Ordering::Relaxed);
        }
        &[]
    }

    /// A number of a section; 0 when there is none.
    #[inline]
    pub(crate) fn word(&self, section: Section, at: usize) -> u32 {
        number(self.slice(section, at * 4, 4))
    }

    /// All of a section, for those who read from all over it; empty when any
    /// of it is damaged. Every byte is checked when this is first asked.
    #[inline]
    pub(crate) fn whole(&self, section: Section) -> &[u8] {
        let (from, size) = self.sections[section as usize];
        let all = self.bytes.all();
        match &self.checks {
            Some(checks) if !checks.is_whole(all, section, from, size) => &[],
            _ => all.get(from..from + size).unwrap_or_default(),
        }
    }

    /// A text of a section by offset and length.
    pub(crate) fn text(&self, section: Section, at: u32, len: u32) -> &str {
        self.utf8(self.slice(section, at as usize, len as usize))
    }

    /// Bytes that were written as text.
    pub(crate) fn utf8<'i>(&'i self, bytes: &'i [u8]) -> &'i str {
        std::str::from_utf8(bytes).unwrap_or_else(|_| {
            self.out_of_bounds();
            ""
        })
    }

    /// Where something was read that turned out to be damaged.
    pub(crate) fn damage(&self) -> Option<u64> {
        let at = self.checks.as_ref()?.damaged.load(Ordering::Relaxed);
        (at > 0).then_some(at)
    }

    /// Checks every block; the offset of the first that is damaged.
    pub(crate) fn verify(&self) -> Result<(), u64> {
        let Some(checks) = &self.checks else { return Ok(()) };
        let all = self.bytes.all();
        let bad = (0..(checks.sums - HEADER).div_ceil(BLOCK)).find(|&block| !checks.check(all, block));
        bad.map_or(Ok(()), |block| Err((HEADER + block * BLOCK) as u64))
    }
}

impl Checks {
    #[inline]
    fn are_whole(&self, all: &[u8], start: usize, end: usize) -> bool {
        let first = (start - HEADER) / BLOCK;
        let last = (end - 1 - HEADER) / BLOCK;
        (first..last + 1).all(|block| self.is_done(all, block))
    }

    #[inline]
    fn is_done(&self, all: &[u8], block: usize) -> bool {
        let done = self.done.get(block / 64).is_some_and(|set| set.load(Ordering::Relaxed) >> (block % 64) & 1 == 1);
        done || self.check(all, block)
    }

    #[inline]
    fn is_whole(&self, all: &[u8], section: Section, start: usize, len: usize) -> bool {
        let bit = 1 << section as u32;
        self.sections.load(Ordering::Relaxed) & bit != 0 || {
            let whole = len == 0 || self.are_whole(all, start, start + len);
            self.sections.fetch_or(if whole { bit } else { 0 }, Ordering::Relaxed);
            whole
        }
    }

    #[cold]
    fn check(&self, all: &[u8], block: usize) -> bool {
        let start = HEADER + block * BLOCK;
        let body = all.get(start..self.sums.min(start + BLOCK)).unwrap_or_default();
        let known = all.get(self.sums + block * 4..self.sums + block * 4 + 4).unwrap_or_default();
        let whole = number(known) == sum(body);
        match self.done.get(block / 64) {
            Some(set) if whole => {
                set.fetch_or(1 << (block % 64), Ordering::Relaxed);
            }
            _ => self.damaged.store(start as u64, Ordering::Relaxed),
        }
        whole
    }
}

/// The header and sections of an image with length and checksums, whatever
/// stood there; as they are when the header names no end of the sections.
pub(crate) fn sealed(mut bytes: Vec<u8>) -> Vec<u8> {
    let end =
        bytes.get(HEADER - 24..HEADER - 16).and_then(<[u8]>::first_chunk::<8>).map_or(0, |b| u64::from_le_bytes(*b));
    let end = usize::try_from(end).unwrap_or(0);
    if end < HEADER || end > bytes.len() {
        return bytes;
    }
    bytes.truncate(end);
    let sums: Vec<u8> = bytes[HEADER..].chunks(BLOCK).flat_map(|block| sum(block).to_le_bytes()).collect();
    let length = (end + sums.len()) as u64;
    bytes[24..32].copy_from_slice(&length.to_le_bytes());
    bytes[HEADER - 16..HEADER - 8].copy_from_slice(&xxh3_64(&sums).to_le_bytes());
    let header = xxh3_64(&bytes[..HEADER - 8]);
    bytes[HEADER - 8..HEADER].copy_from_slice(&header.to_le_bytes());
    bytes.extend_from_slice(&sums);
    bytes
}

/// The number that four bytes are; 0 when they are fewer.
#[inline]
pub(crate) fn number(bytes: &[u8]) -> u32 {
    bytes.first_chunk().map_or(0, |bytes| u32::from_le_bytes(*bytes))
}

fn sum(block: &[u8]) -> u32 {
    xxh3_64(block) as u32
}
