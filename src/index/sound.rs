//! Aliases by sound key.

use super::Index;
use super::buckets::{Buckets, Row, Shape, hash, mixed};
use super::image::Section;
use crate::span::AliasId;
use crate::text::key::{Keys, Tier};

pub(super) const SOUNDS: Buckets =
    Buckets { starts: Section::SoundStarts, rows: Section::SoundRows, shape: Shape::Certain };

/// The rows of an alias for the tiers by which it may be found.
pub(super) fn rows(keys: &Keys, tiers: &[Tier], alias: u32) -> impl Iterator<Item = Row> {
    tiers.iter().flat_map(move |&tier| keys.tier(tier).iter().map(move |key| (hash_of(tier, key), alias)))
}

impl Index {
    /// The aliases that share a key of any of the tiers, in order of number. Two
    /// keys with one hash, of which a row keeps some fifty bits, are less likely
    /// than a misprint in a table.
    pub(crate) fn sounding(&self, keys: &Keys, tiers: &[Tier]) -> Vec<AliasId> {
        let hashes: Vec<u64> =
            tiers.iter().flat_map(|&tier| keys.tier(tier).iter().map(move |key| hash_of(tier, key))).collect();
        let mut found = Vec::new();
        for (at, layer) in self.layers.iter().enumerate() {
            SOUNDS.fetch(&layer.pack.image, &hashes);
            for &hash in &hashes {
                let aliases = SOUNDS.numbers(&layer.pack.image, hash);
                found.extend(aliases.filter_map(|alias| self.alias_in(at, alias)));
            }
        }
        found.sort_unstable();
        found.dedup();
        found
    }
}

/// The hash of a key.
pub(super) fn hash_of(tier: Tier, key: &str) -> u64 {
    mixed(hash(key), tier as u64 + 1)
}
