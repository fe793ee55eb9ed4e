//! Aliases by sound key: sorted hashes of the keys.

use super::Index;
use super::arrays::hash;
use super::image::Section;
use crate::span::AliasId;
use crate::text::key::{Keys, Tier};

/// The rows of an alias for the tiers by which it may be found.
pub(crate) fn rows(keys: &Keys, tiers: &[Tier], alias: AliasId) -> Vec<(u64, u32)> {
    tiers.iter().flat_map(|&tier| keys.tier(tier).iter().map(move |key| (hash_of(tier, key), alias.0))).collect()
}

impl Index {
    /// The aliases that share a key of the tier, in order of number. Two keys
    /// with one hash among the names of a table are less likely than a
    /// misprint in it.
    pub(crate) fn sounding(&self, keys: &Keys, tier: Tier) -> Vec<AliasId> {
        let mut found = Vec::new();
        for key in keys.tier(tier) {
            let wanted = hash_of(tier, key);
            let Some(first) = self.image.find(Section::Sounds, wanted, 3) else { continue };
            let word = |row: usize, i: usize| self.image.word(Section::Sounds, row * 3 + i);
            let hash = |row: usize| u64::from(word(row, 0)) | u64::from(word(row, 1)) << 32;
            let rows = self.image.words(Section::Sounds) / 3;
            found.extend((first..rows).take_while(|&row| hash(row) == wanted).map(|row| AliasId(word(row, 2))));
        }
        found.sort_unstable();
        found.dedup();
        found
    }
}

fn hash_of(tier: Tier, key: &str) -> u64 {
    let tier = match tier {
        Tier::K1 => "1",
        Tier::K2 => "2",
        Tier::K2S => "2s",
        Tier::K2T => "2t",
        Tier::K3 => "3",
    };
    hash(&[tier, key])
}
