//! Spellings that are never one name, and all that sound as they do.

use super::Index;
use super::buckets::{Buckets, Row, Shape, hash, mixed};
use super::image::Section;
use super::pack::Pack;
use super::sound::hash_of;
use crate::table::model::Never;
use crate::text::key::{Tier, keys_by};
use crate::text::token::bare_words;

pub(super) const NEVER: Buckets =
    Buckets { starts: Section::NeverStarts, rows: Section::NeverRows, shape: Shape::Certain };

/// The tier by which two spellings sound alike.
const TIER: Tier = Tier::K2;

/// A bare spelling and how it sounds.
#[derive(Debug)]
pub(crate) struct Spelt {
    bare: u64,
    sounds: Vec<u64>,
}

impl Spelt {
    pub(crate) fn new(bare: &str) -> Self {
        let keys = keys_by(bare, None, &[TIER]);
        Self { bare: hash(bare), sounds: keys.tier(TIER).iter().map(|key| hash_of(TIER, key)).collect() }
    }

    /// Whether two are one spelling, or sound as one.
    fn is_like(&self, other: &Self) -> bool {
        self.bare == other.bare || self.sounds.iter().any(|sound| other.sounds.contains(sound))
    }

    /// What stands in the table of a row that keeps it apart from any other.
    fn alone(&self) -> impl Iterator<Item = u64> {
        std::iter::once(self.bare).chain(self.sounds.iter().copied())
    }

    /// What stands in the table of a row that keeps it apart from another: how
    /// they are written and, if they do not sound alike, how they sound.
    fn with(&self, other: &Self) -> impl Iterator<Item = u64> {
        let sounds: &[u64] = if self.is_like(other) { &[] } else { &self.sounds };
        let sounds = sounds.iter().flat_map(|own| other.sounds.iter().map(|other| mixed(*own, *other)));
        std::iter::once(mixed(self.bare, other.bare)).chain(sounds)
    }
}

/// The rows of pairs that are never one name.
pub(super) fn rows(never: &[Never]) -> impl Iterator<Item = Row> {
    let spelt = |text: &str| Spelt::new(&bare_words(text).join(" "));
    let of = move |row: &Never| {
        let [a, b] = row.pair.each_ref().map(|spelling| spelt(&spelling.text));
        a.with(&b).chain(b.with(&a)).chain(a.alone()).chain(b.alone()).collect::<Vec<u64>>()
    };
    never.iter().flat_map(of).map(|hash| (hash, 0))
}

impl Pack {
    /// Whether a row says that two spellings, as they are written, are never one
    /// name.
    pub(super) fn has_never(&self, a: &str, b: &str) -> bool {
        let [a, b] = [a, b].map(|spelling| hash(&bare_words(spelling).join(" ")));
        NEVER.numbers(&self.image, mixed(a, b)).next().is_some()
    }
}

impl Index {
    /// Whether any row keeps spellings apart.
    pub(crate) fn keeps_any_apart(&self) -> bool {
        self.packs().any(|pack| pack.image.len(Section::NeverRows) > 0)
    }

    /// Whether a row says that two bare spellings are never one name as they are
    /// written.
    pub(crate) fn is_never(&self, a: &str, b: &str) -> bool {
        self.has_never(mixed(hash(a), hash(b)))
    }

    /// The same of how they sound, too.
    pub(crate) fn are_apart(&self, a: &Spelt, b: &Spelt) -> bool {
        a.with(b).any(|hash| self.has_never(hash))
    }

    /// Whether any row says of a spelling what it is never.
    pub(crate) fn has_rivals(&self, own: &Spelt) -> bool {
        own.alone().any(|hash| self.has_never(hash))
    }

    fn has_never(&self, hash: u64) -> bool {
        let has = |pack: &Pack| NEVER.numbers(&pack.image, hash).next().is_some();
        self.packs().any(has)
    }
}
