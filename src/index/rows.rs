//! Entities, forms and aliases as the engine sees them.

use super::Index;
use super::arrays::{Texts, Words};
use super::image::Section;
use crate::span::{AliasId, EntityId, FormId};
use crate::table::model::Kind;
use crate::text::key::Tier;
use crate::text::tradition::Tradition;

/// What the engine needs of an entity.
#[derive(Debug)]
pub(crate) struct EntityRow<'i> {
    pub(crate) id: &'i str,
    pub(crate) kind: Option<Kind>,
    /// Empty when it is not known.
    pub(crate) place_type: &'i str,
    pub(crate) country: Option<&'i str>,
    pub(crate) within: Option<EntityId>,
    pub(crate) tradition: Tradition,
    pub(crate) lang: Option<&'i str>,
    /// The first form.
    pub(crate) form: FormId,
    /// Stretches of the lists.
    pub(super) near: (u32, u32),
    pub(super) not: (u32, u32),
}

/// A form of an entity.
#[derive(Debug)]
pub(crate) struct FormRow<'i> {
    pub(crate) entity: EntityId,
    pub(crate) name: &'i str,
    /// Words of the name.
    pub(crate) words: u32,
}

/// A recorded spelling.
#[derive(Debug)]
pub(crate) struct AliasRow<'i> {
    /// Nothing for a protected text.
    pub(crate) form: Option<FormId>,
    pub(crate) text: &'i str,
    /// The bare words joined by blanks.
    pub(crate) bare: &'i str,
    /// Bit i: word i begins with a capital.
    pub(crate) capitals: u32,
    /// Capitals are what makes it a name: `US`, `HoR`.
    pub(crate) acronym: bool,
}

const ENTITY: usize = 16;
const FORM: usize = 4;
pub(super) const ALIAS: usize = 7;
/// Stands for nothing where a number is expected.
const NONE: u32 = u32::MAX;

impl EntityRow<'_> {
    pub(crate) fn write(&self, texts: &mut Texts, out: &mut Words) {
        out.extend(texts.add(self.id));
        out.push(self.kind.map_or(0, |kind| 1 + kind as u32));
        out.extend(texts.add(self.place_type));
        out.extend(texts.add(self.country.unwrap_or_default()));
        out.push(self.within.map_or(NONE, |id| id.0));
        let tier = match self.tradition.tier {
            Some(Tier::K2) => 1,
            Some(Tier::K2S) => 2,
            _ => 0,
        };
        let column = self.tradition.column.map_or(0, |column| u32::from(column) + 1);
        out.push(tier | u32::from(self.tradition.family_first) << 8 | column << 16);
        out.extend(texts.add(self.lang.unwrap_or_default()));
        out.push(self.form.0);
        out.extend([self.near.0, self.near.1, self.not.0, self.not.1]);
    }
}

impl FormRow<'_> {
    pub(crate) fn write(&self, texts: &mut Texts, out: &mut Words) {
        out.push(self.entity.0);
        out.extend(texts.add(self.name));
        out.push(self.words);
    }
}

impl AliasRow<'_> {
    pub(crate) fn write(&self, texts: &mut Texts, out: &mut Words) {
        out.push(self.form.map_or(NONE, |form| form.0));
        out.extend(texts.add(self.text));
        out.extend(texts.add(self.bare));
        out.extend([self.capitals, u32::from(self.acronym)]);
    }
}

impl Index {
    pub(crate) fn entity(&self, id: EntityId) -> EntityRow<'_> {
        let w = |i: usize| self.image.word(Section::Entities, id.index() * ENTITY + i);
        let text = |i: usize| self.image.text(w(i), w(i + 1));
        let tier = match w(8) & 0xFF {
            1 => Some(Tier::K2),
            2 => Some(Tier::K2S),
            _ => None,
        };
        EntityRow {
            id: text(0),
            kind: self.kind(id),
            place_type: text(3),
            country: self.country(id),
            within: Some(w(7)).filter(|&id| id != NONE).map(EntityId),
            tradition: Tradition {
                column: ((w(8) >> 16) as u8).checked_sub(1),
                tier,
                family_first: w(8) >> 8 & 1 == 1,
            },
            lang: Some(text(9)).filter(|lang| !lang.is_empty()),
            form: FormId(w(11)),
            near: (w(12), w(13)),
            not: (w(14), w(15)),
        }
    }

    /// The entity with an id, by going through all of them.
    pub(crate) fn by_id(&self, id: &str) -> Option<EntityId> {
        let entities = self.image.words(Section::Entities) / ENTITY;
        (0..entities as u32).map(EntityId).find(|&entity| self.entity(entity).id == id)
    }

    /// The kind alone, which is asked for often.
    pub(crate) fn kind(&self, id: EntityId) -> Option<Kind> {
        let kind = self.image.word(Section::Entities, id.index() * ENTITY + 2) as usize;
        kind.checked_sub(1).and_then(|kind| Kind::ALL.get(kind).copied())
    }

    /// The country alone, which is asked for often.
    pub(crate) fn country(&self, id: EntityId) -> Option<&str> {
        let w = |i: usize| self.image.word(Section::Entities, id.index() * ENTITY + i);
        Some(self.image.text(w(5), w(6))).filter(|country| !country.is_empty())
    }

    pub(crate) fn form(&self, id: FormId) -> FormRow<'_> {
        let w = |i: usize| self.image.word(Section::Forms, id.index() * FORM + i);
        FormRow { entity: EntityId(w(0)), name: self.image.text(w(1), w(2)), words: w(3) }
    }

    pub(crate) fn alias(&self, id: AliasId) -> AliasRow<'_> {
        let w = |i: usize| self.image.word(Section::Aliases, id.index() * ALIAS + i);
        AliasRow {
            form: Some(w(0)).filter(|&form| form != NONE).map(FormId),
            text: self.image.text(w(1), w(2)),
            bare: self.image.text(w(3), w(4)),
            capitals: w(5),
            acronym: w(6) == 1,
        }
    }

    /// All aliases in order of number.
    pub(crate) fn aliases(&self) -> impl Iterator<Item = AliasId> + use<> {
        (0..(self.image.words(Section::Aliases) / ALIAS) as u32).map(AliasId)
    }

    /// The canonical name of an entity.
    pub(crate) fn name(&self, id: EntityId) -> &str {
        self.form(self.entity(id).form).name
    }

    /// Whether a bare spelling is recorded as never this entity's.
    pub(crate) fn is_not(&self, entity: &EntityRow<'_>, bare: &str) -> bool {
        let w = |i: u32| self.image.word(Section::Lists, i as usize);
        (entity.not.0..entity.not.1).step_by(2).any(|i| self.image.text(w(i), w(i + 1)) == bare)
    }

    /// The entities that are named together with one.
    pub(crate) fn near(&self, entity: &EntityRow<'_>) -> impl Iterator<Item = EntityId> + '_ {
        (entity.near.0..entity.near.1).map(|i| EntityId(self.image.word(Section::Lists, i as usize)))
    }
}
