//! A table made searchable: immutable, flat bytes, built in memory or taken
//! as they are from a file or the program itself.

mod arrays;
pub(crate) mod build;
pub(crate) mod exact;
pub(crate) mod fuzzy;
pub(crate) mod image;
pub(crate) mod rows;
pub(crate) mod sound;

use std::borrow::Cow;

use crate::span::{AliasId, EntityId, FormId};
use image::{Image, Section};

use crate::text::token::bare_words;

/// All names of a table, searchable. Memory: about 150 bytes an alias.
#[derive(Debug)]
pub(crate) struct Index {
    image: Image,
}

impl Index {
    /// Opens the bytes that a build gave; nothing when they are none.
    /// Costs the same for any number of names.
    pub(crate) fn open(bytes: Cow<'static, [u8]>) -> Option<Self> {
        Some(Self { image: Image::open(bytes)? })
    }

    /// The bytes to open again.
    pub(crate) fn bytes(&self) -> &[u8] {
        self.image.bytes()
    }

    /// The entity that a form belongs to.
    pub(crate) fn entity_of(&self, form: FormId) -> EntityId {
        self.form(form).entity
    }

    /// Whether a row says that two bare spellings are never one name.
    pub(crate) fn is_never(&self, a: &str, b: &str) -> bool {
        self.image.find(Section::Never, arrays::hash(&[a, b]), 3).is_some()
    }

    /// Whether a bare spelling is never the canonical spelling of a form: then
    /// it is none of the form's other spellings either.
    pub(crate) fn keeps_apart(&self, bare: &str, form: FormId) -> bool {
        self.is_never(bare, &bare_words(self.form(form).name).join(" "))
    }

    /// The bearer that a bare spelling nearly always means.
    pub(crate) fn preferred(&self, bare: &str) -> Option<EntityId> {
        let at = self.image.find(Section::Prefer, arrays::hash(&[bare]), 3)?;
        Some(EntityId(self.image.word(Section::Prefer, at * 3 + 2)))
    }

    /// The aliases whose last word leads to a place in the trie.
    pub(crate) fn ends(&self, node: exact::Node) -> impl ExactSizeIterator<Item = AliasId> + '_ {
        let [first, end] = [0, 1].map(|i| self.image.word(Section::EndStarts, node.0 as usize + i));
        (first..end.max(first)).map(|i| AliasId(self.image.word(Section::Ends, i as usize)))
    }

    /// Whether `inner` lies within `outer`, over any number of steps, or in
    /// the country that `outer` is.
    pub(crate) fn is_within(&self, inner: EntityId, outer: EntityId) -> bool {
        if inner == outer {
            return false;
        }
        let outside = self.entity(outer);
        let inside = self.entity(inner);
        if outside.place_type == "country" && outside.country.is_some() && inside.country == outside.country {
            return true;
        }
        let mut at = inside.within;
        for _ in 0..32 {
            match at {
                Some(place) if place == outer => return true,
                Some(place) => at = self.entity(place).within,
                None => return false,
            }
        }
        false
    }
}
