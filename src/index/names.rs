//! The names of a pack: aliases of the same letters are one, and names that
//! begin with letters of one sound stand together.

use super::buckets::ends;
use super::image::{Section, number};
use super::near::Scale;
use super::outline::{OUTLINE, Outline, SKETCH};
use super::pack::{Count, Pack};

impl Pack {
    /// The aliases of a name, in order.
    pub(super) fn aliases_of_name(&self, name: u32) -> impl Iterator<Item = u32> {
        let (start, end) = ends(self.image.slice(Section::NameStarts, name as usize * 4, 8));
        let own = self.image.slice(Section::NameAliases, start * 4, end.saturating_sub(start) * 4);
        own.chunks_exact(4).map(number)
    }

    /// The first alias of a name.
    #[inline]
    pub(super) fn first_of(&self, name: u32) -> u32 {
        self.image.word(Section::NameAliases, self.image.word(Section::NameStarts, name as usize) as usize)
    }

    /// Brings the first aliases of some names near, and their records.
    pub(super) fn fetch_names(&self, names: impl Iterator<Item = u32> + Clone) {
        self.image.fetch(Section::NameStarts, names.clone().map(|name| name as usize * 4));
        let start = |name: u32| self.image.word(Section::NameStarts, name as usize) as usize * 4;
        self.image.fetch(Section::NameAliases, names.clone().map(start));
        self.fetch(names.map(|name| self.first_of(name)));
    }

    /// The sketches of its names.
    #[inline]
    pub(super) fn sketches(&self) -> &[[u8; SKETCH]] {
        self.image.whole(Section::Sketches).as_chunks().0
    }

    /// The letters of a name.
    #[inline]
    pub(super) fn outline(&self, name: u32) -> Outline {
        Outline::from_bytes(self.image.slice(Section::Outlines, name as usize * OUTLINE, OUTLINE))
    }

    /// How long the parts are by which its names are found.
    pub(super) fn scale(&self) -> Scale {
        Scale::of(self.count(Count::Names))
    }
}
