//! Tables made searchable: immutable flat bytes, built in memory or taken as
//! they are from a file or the program itself, one laid over another.

pub(crate) mod buckets;
pub(crate) mod build;
mod candidates;
pub(crate) mod consonants;
pub(crate) mod contents;
pub(crate) mod exact;
pub(crate) mod fuzzy;
pub(crate) mod image;
mod names;
mod near;
pub(crate) mod never;
mod oracle;
mod outline;
pub(crate) mod pack;
mod records;
pub(crate) mod rows;
pub(crate) mod sound;

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, OnceLock};

use rustc_hash::FxHashSet;

use crate::error::Error;
use crate::span::{AliasId, EntityId, FormId};
use crate::table::load::Base;
use crate::table::model::Entity;
use buckets::{Buckets, Shape, hash};
use consonants::Beginnings;
use image::Section;
use pack::{Count, Pack, Reference};

/// All names of some tables, searchable. Entities, forms and aliases are
/// numbered through all layers.
#[derive(Debug, Default)]
pub(crate) struct Index {
    layers: Vec<Layer>,
    /// Whether anybody is a person.
    persons: OnceLock<bool>,
    beginnings: OnceLock<Beginnings>,
}

/// A pack over those before it.
#[derive(Debug)]
struct Layer {
    pack: Arc<Pack>,
    entities: u32,
    forms: u32,
    aliases: u32,
    /// The ids that it takes out of the layers below.
    gone: FxHashSet<String>,
    /// Two bits an entity: whether it is known, and whether it is hidden.
    hidden: OnceLock<Vec<AtomicU64>>,
}

const PREFER: Buckets = Buckets { starts: Section::PreferStarts, rows: Section::PreferRows, shape: Shape::Certain };

/// A bearer that is preferred to others.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Preferred {
    entity: EntityId,
    /// The first entity of the layers above.
    above: u32,
}

impl Preferred {
    /// Whether an entity is the one.
    pub(crate) fn is(&self, entity: EntityId) -> bool {
        entity == self.entity
    }

    /// Whether it is preferred to an entity.
    pub(crate) fn is_before(&self, other: EntityId) -> bool {
        other != self.entity && other.0 < self.above
    }
}

impl Index {
    /// Lays a pack over what is there, which takes some ids out of it; false
    /// when the numbers do not reach.
    pub(crate) fn add(&mut self, pack: Arc<Pack>, gone: impl IntoIterator<Item = String>) -> bool {
        let next = |start: fn(&Layer) -> u32, count: Count| {
            self.layers.last().map_or(Some(0), |layer| start(layer).checked_add(layer.pack.count(count)))
        };
        let starts = [
            next(|layer| layer.entities, Count::Entities),
            next(|layer| layer.forms, Count::Forms),
            next(|layer| layer.aliases, Count::Aliases),
        ];
        let [Some(entities), Some(forms), Some(aliases)] = starts else { return false };
        let ends = [(entities, Count::Entities), (forms, Count::Forms), (aliases, Count::Aliases)];
        if ends.iter().any(|(start, count)| start.checked_add(pack.count(*count)).is_none()) {
            return false;
        }
        self.layers.push(Layer {
            pack,
            entities,
            forms,
            aliases,
            gone: gone.into_iter().collect(),
            hidden: OnceLock::new(),
        });
        true
    }

    /// The packs, the lowest first.
    pub(crate) fn packs(&self) -> impl DoubleEndedIterator<Item = &Pack> {
        self.layers.iter().map(|layer| &*layer.pack)
    }

    /// What was read and turned out to be damaged.
    pub(crate) fn damage(&self) -> Option<Error> {
        self.packs().find_map(Pack::damage)
    }

    fn layer(&self, start: fn(&Layer) -> u32, number: u32) -> Option<(usize, u32)> {
        let at = self.layers.iter().rposition(|layer| start(layer) <= number)?;
        Some((at, number - start(&self.layers[at])))
    }

    /// Whether a layer above takes an entity out, or has its own row for it;
    /// found once for each.
    fn is_hidden(&self, layer: usize, entity: u32) -> bool {
        let above = &self.layers[layer + 1..];
        let Layer { pack, hidden, .. } = &self.layers[layer];
        if above.is_empty() {
            return false;
        }
        let found = || {
            let id = pack.id(entity);
            above.iter().any(|layer| layer.gone.contains(id) || layer.pack.by_id(id).is_some())
        };
        let words = pack.count(Count::Entities).div_ceil(32);
        let known = hidden.get_or_init(|| (0..words).map(|_| AtomicU64::new(0)).collect());
        let Some(word) = known.get(entity as usize / 32) else { return found() };
        let shift = 2 * (entity % 32);
        match word.load(Ordering::Relaxed) >> shift & 3 {
            0 => {
                let is = found();
                word.fetch_or((1 | u64::from(is) << 1) << shift, Ordering::Relaxed);
                is
            }
            known => known & 2 != 0,
        }
    }

    /// Whether any alias of a name belongs to an entity that is not hidden.
    fn is_visible(&self, layer: usize, name: u32) -> bool {
        self.layers[layer].pack.aliases_of_name(name).any(|alias| self.alias_in(layer, alias).is_some())
    }

    /// An alias of a layer, unless its entity is hidden.
    fn alias_in(&self, layer: usize, alias: u32) -> Option<AliasId> {
        let Layer { pack, aliases, .. } = &self.layers[layer];
        if alias >= pack.count(Count::Aliases) {
            return None;
        }
        let hidden = layer + 1 < self.layers.len()
            && pack.form_of(alias).is_some_and(|form| self.is_hidden(layer, pack.form(form).0));
        (!hidden).then_some(AliasId(aliases + alias))
    }

    /// The entity with an id.
    pub(crate) fn by_id(&self, id: &str) -> Option<EntityId> {
        for layer in self.layers.iter().rev() {
            if let Some(entity) = layer.pack.by_id(id) {
                return Some(EntityId(layer.entities + entity));
            }
            if layer.gone.contains(id) {
                return None;
            }
        }
        None
    }

    /// What is kept of the entity with an id.
    pub(crate) fn kept(&self, id: &str) -> Option<Entity> {
        let (at, _) = self.layer(|layer| layer.entities, self.by_id(id)?.0)?;
        Base::entity(&*self.layers[at].pack, id)
    }

    /// The entity that a form belongs to.
    pub(crate) fn entity_of(&self, form: FormId) -> EntityId {
        let found = self.layer(|layer| layer.forms, form.0);
        found.map_or(EntityId(0), |(at, form)| {
            let Layer { pack, entities, .. } = &self.layers[at];
            EntityId(entities + pack.form(form).0)
        })
    }

    /// The bearer that a bare spelling nearly always means.
    pub(crate) fn preferred(&self, bare: &str) -> Option<Preferred> {
        let hash = hash(bare);
        let row = |layer: usize| {
            let pack = &self.layers[layer].pack;
            PREFER.numbers(&pack.image, hash).next().map(|at| (layer, pack.text(at)))
        };
        let (layer, id) = (0..self.layers.len()).rev().find_map(row)?;
        // Who is in a table above was not known to whoever said so.
        let above = self.layers.get(layer + 1).map_or(u32::MAX, |layer| layer.entities);
        Some(Preferred { entity: self.by_id(id)?, above })
    }

    /// The place that contains an entity.
    pub(crate) fn within(&self, entity: EntityId) -> Option<EntityId> {
        let (at, entity) = self.layer(|layer| layer.entities, entity.0)?;
        self.resolve(at, self.layers[at].pack.entity(entity).within?)
    }

    /// The entity that a layer refers to.
    fn resolve(&self, layer: usize, reference: Reference<'_>) -> Option<EntityId> {
        match reference {
            Reference::Own(entity) if self.layers.len() == 1 => Some(EntityId(entity)),
            Reference::Own(entity) => self.by_id(self.layers[layer].pack.id(entity)),
            Reference::Id(id) => self.by_id(id),
        }
    }

    /// Whether `inner` lies within `outer`, over any number of steps, or in
    /// the country that `outer` is.
    pub(crate) fn is_within(&self, inner: EntityId, outer: EntityId) -> bool {
        if inner == outer {
            return false;
        }
        let outside = self.entity(outer);
        let country = self.country(inner);
        if outside.place_type == "country" && outside.country.is_some() && country == outside.country {
            return true;
        }
        let mut at = self.within(inner);
        for _ in 0..32 {
            match at {
                Some(place) if place == outer => return true,
                Some(place) => at = self.within(place),
                None => return false,
            }
        }
        false
    }
}
