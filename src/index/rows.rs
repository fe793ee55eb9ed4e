//! Entities, forms and aliases as the engine sees them.

use super::Index;
use super::pack::Count;
use super::records::Record;
use crate::span::{AliasId, EntityId, FormId};
use crate::table::model::Kind;
use crate::text::token::bare_words;
use crate::text::tradition::Tradition;

/// What the engine needs of an entity.
#[derive(Debug)]
pub(crate) struct EntityRow<'i> {
    pub(crate) id: &'i str,
    pub(crate) kind: Option<Kind>,
    /// Empty when it is not known.
    pub(crate) place_type: &'i str,
    pub(crate) country: Option<&'i str>,
    pub(crate) tradition: Tradition,
    pub(crate) lang: Option<&'i str>,
}

/// A form of an entity.
#[derive(Debug)]
pub(crate) struct FormRow<'i> {
    pub(crate) name: &'i str,
}

impl FormRow<'_> {
    /// Words of the name.
    pub(crate) fn words(&self) -> usize {
        bare_words(self.name).len()
    }
}

/// A recorded spelling.
#[derive(Debug)]
pub(crate) struct AliasRow<'i> {
    /// Nothing for a protected text.
    pub(crate) form: Option<FormId>,
    pub(crate) text: &'i str,
    /// Bit i: word i begins with a capital.
    pub(crate) capitals: u32,
    /// Capitals are what makes it a name: `US`, `HoR`.
    pub(crate) acronym: bool,
}

impl AliasRow<'_> {
    /// The bare words joined by blanks.
    pub(crate) fn bare(&self) -> String {
        bare_words(self.text).join(" ")
    }
}

impl Index {
    /// Whether any entity is a person.
    pub(crate) fn has_persons(&self) -> bool {
        *self.persons.get_or_init(|| {
            let entities = self.layers.last().map_or(0, |last| last.entities + last.pack.count(Count::Entities));
            (0..entities).any(|entity| self.kind(EntityId(entity)) == Some(Kind::Person))
        })
    }

    pub(crate) fn entity(&self, id: EntityId) -> EntityRow<'_> {
        let Some((at, entity)) = self.layer(|layer| layer.entities, id.0) else {
            let tradition = Tradition::default();
            return EntityRow { id: "", kind: None, place_type: "", country: None, tradition, lang: None };
        };
        let row = self.layers[at].pack.entity(entity);
        EntityRow {
            id: row.id,
            kind: row.kind,
            place_type: row.place_type,
            country: row.country,
            tradition: row.tradition,
            lang: row.langs.split('|').next().filter(|lang| !lang.is_empty()),
        }
    }

    /// The id alone.
    pub(crate) fn id(&self, id: EntityId) -> &str {
        self.layer(|layer| layer.entities, id.0).map_or("", |(at, entity)| self.layers[at].pack.id(entity))
    }

    /// The kind alone, which is asked for often.
    pub(crate) fn kind(&self, id: EntityId) -> Option<Kind> {
        let (at, entity) = self.layer(|layer| layer.entities, id.0)?;
        self.layers[at].pack.kind(entity)
    }

    /// Whether an entity is a person, or of no kind.
    pub(crate) fn may_be_person(&self, id: EntityId) -> bool {
        matches!(self.kind(id), Some(Kind::Person) | None)
    }

    /// The country alone, which is asked for often.
    pub(crate) fn country(&self, id: EntityId) -> Option<&str> {
        let (at, entity) = self.layer(|layer| layer.entities, id.0)?;
        self.layers[at].pack.country(entity)
    }

    pub(crate) fn form(&self, id: FormId) -> FormRow<'_> {
        let Some((at, form)) = self.layer(|layer| layer.forms, id.0) else {
            return FormRow { name: "" };
        };
        let layer = &self.layers[at];
        FormRow { name: layer.pack.spelling(layer.pack.form(form).1) }
    }

    pub(crate) fn alias(&self, id: AliasId) -> AliasRow<'_> {
        let found = self.layer(|layer| layer.aliases, id.0);
        let (form, record) = found.map_or((None, Record::default()), |(at, alias)| {
            let layer = &self.layers[at];
            (layer.pack.form_of(alias).map(|form| FormId(layer.forms + form)), layer.pack.record(alias))
        });
        let text = found.map_or("", |(at, _)| self.layers[at].pack.image.utf8(record.text));
        let Record { capitals, acronym, .. } = record;
        AliasRow { form, text, capitals, acronym }
    }

    /// The form of an alias; nothing for a protected text.
    pub(crate) fn form_of(&self, id: AliasId) -> Option<FormId> {
        let (at, alias) = self.layer(|layer| layer.aliases, id.0)?;
        let layer = &self.layers[at];
        layer.pack.form_of(alias).map(|form| FormId(layer.forms + form))
    }

    /// All recorded spellings of an entity.
    pub(crate) fn spellings(&self, id: EntityId) -> Vec<AliasId> {
        let Some((at, entity)) = self.layer(|layer| layer.entities, id.0) else { return Vec::new() };
        let pack = &self.layers[at].pack;
        let own = pack.forms_of(entity).flat_map(|form| pack.aliases_of(form));
        own.filter_map(|alias| self.alias_in(at, alias)).collect()
    }

    /// The layer of an alias, and its number there.
    pub(super) fn place(&self, alias: AliasId) -> Option<(usize, u32)> {
        self.layer(|layer| layer.aliases, alias.0)
    }

    /// The canonical name of an entity.
    pub(crate) fn name(&self, id: EntityId) -> &str {
        let Some((at, entity)) = self.layer(|layer| layer.entities, id.0) else { return "" };
        let layer = &self.layers[at];
        self.form(FormId(layer.forms + layer.pack.forms_of(entity).start)).name
    }

    /// Whether a bare spelling is recorded as never this entity's.
    pub(crate) fn is_not(&self, id: EntityId, bare: &str) -> bool {
        let Some((at, entity)) = self.layer(|layer| layer.entities, id.0) else { return false };
        self.layers[at].pack.not(entity).any(|not| not == bare)
    }

    /// The entities that are named together with one.
    pub(crate) fn near(&self, id: EntityId) -> Vec<EntityId> {
        let Some((at, entity)) = self.layer(|layer| layer.entities, id.0) else { return Vec::new() };
        let pack = &self.layers[at].pack;
        pack.near(&pack.entity(entity)).filter_map(|reference| self.resolve(at, reference)).collect()
    }
}
