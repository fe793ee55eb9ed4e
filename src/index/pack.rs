//! One image and what stands in it: entities, forms, aliases.

use super::buckets::{Buckets, Shape, hash};
use super::image::{Bytes, Image, Refused, SECTIONS, Section};
use super::records::{BLOCK, Record, read, read_length, skip};
use crate::table::model::Kind;
use crate::text::key::Tier;
use crate::text::rules;
use crate::text::tradition::Tradition;

/// The number that stands for nothing.
pub(super) const NONE: u32 = u32::MAX;
/// A reference to an entity of another pack: the rest is where its id stands.
pub(super) const FOREIGN: u32 = 1 << 31;
/// Numbers of a row of an entity, and of a form.
pub(super) const ENTITY: usize = 6;
pub(super) const FORM: usize = 2;
/// Aliases whose form stands in a row of its own.
pub(super) const OWNED: usize = 16;

pub(super) const IDS: Buckets = Buckets { starts: Section::IdStarts, rows: Section::IdRows, shape: Shape::Numbered };

/// What the counts are of, in their order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Count {
    Entities,
    Forms,
    /// Aliases that belong to a form; protected texts come behind them.
    Owned,
    Aliases,
    /// Different rows of letters among them.
    Names,
}

/// An index in flat bytes.
#[derive(Debug)]
pub(crate) struct Pack {
    pub(super) image: Image,
    counts: [u32; 5],
    words: Vec<String>,
}

/// What is known of an entity; entities are named by numbers of the pack.
#[derive(Debug)]
pub(crate) struct EntityOf<'i> {
    pub(crate) id: &'i str,
    pub(crate) kind: Option<Kind>,
    /// Empty when it is not known.
    pub(crate) place_type: &'i str,
    pub(crate) country: Option<&'i str>,
    pub(crate) within: Option<Reference<'i>>,
    pub(crate) tradition: Tradition,
    pub(crate) lang: Option<&'i str>,
    /// The first form.
    pub(crate) form: u32,
    pub(super) lists: u32,
}

/// An entity of this pack, or of another by its id.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reference<'i> {
    Own(u32),
    Id(&'i str),
}

impl Pack {
    /// Opens bytes that are checked as they are read.
    pub(crate) fn open(bytes: Bytes) -> Result<Self, Refused> {
        Self::over(Image::open(bytes, rules::fingerprint())?)
    }

    /// Opens bytes that were just made.
    pub(crate) fn made(bytes: Vec<u8>) -> Result<Self, Refused> {
        let bytes = Bytes::Shared(std::sync::Arc::new(bytes));
        Self::over(Image::open(bytes, rules::fingerprint())?.trusted())
    }

    fn over(image: Image) -> Result<Self, Refused> {
        let counts = std::array::from_fn(|i| image.word(Section::Counts, i));
        let mut rest = image.slice(Section::Words, 0, image.len(Section::Words));
        let mut words = Vec::new();
        while !rest.is_empty() {
            let word = read_length(&mut rest).and_then(|len| rest.split_off(..len));
            words.push(String::from_utf8_lossy(word.ok_or(Refused::Damaged(0))?).into_owned());
        }
        if image.is_damaged() {
            return Err(Refused::Damaged(image.verify().err().unwrap_or_default()));
        }
        Ok(Self { image, counts, words })
    }

    pub(super) fn count(&self, of: Count) -> u32 {
        self.counts[of as usize]
    }

    pub(crate) fn entity(&self, entity: u32) -> EntityOf<'_> {
        let w = |i: usize| self.image.word(Section::Entities, entity as usize * ENTITY + i);
        let (codes, more) = (w(3), w(5));
        let tier = match more >> 16 & 3 {
            1 => Some(Tier::K2),
            2 => Some(Tier::K2S),
            _ => None,
        };
        let column = (more >> 19 & 15) as u8;
        EntityOf {
            id: self.id(entity),
            kind: kind_of(codes),
            place_type: self.small(codes >> 2 & 0xFFF).unwrap_or_default(),
            country: self.country(entity),
            within: Some(w(2)).filter(|&within| within != NONE).map(|within| self.reference(within)),
            tradition: Tradition { column: column.checked_sub(1), tier, family_first: more >> 18 & 1 == 1 },
            lang: self.small(codes >> 14 & 0xFFF),
            form: w(1),
            lists: w(4),
        }
    }

    pub(crate) fn id(&self, entity: u32) -> &str {
        let at = |i: usize| self.image.word(Section::Entities, i * ENTITY);
        let (start, end) = (at(entity as usize), at(entity as usize + 1));
        self.image.text(Section::Ids, start, end.saturating_sub(start))
    }

    /// The kind alone, which is asked for often.
    pub(crate) fn kind(&self, entity: u32) -> Option<Kind> {
        kind_of(self.image.word(Section::Entities, entity as usize * ENTITY + 3))
    }

    /// The country alone, which is asked for often.
    pub(crate) fn country(&self, entity: u32) -> Option<&str> {
        let code = self.image.slice(Section::Entities, (entity as usize * ENTITY + 5) * 4, 2);
        code.first().filter(|letter| **letter != 0).map(|_| self.image.utf8(code))
    }

    /// The entity with an id.
    pub(crate) fn by_id(&self, id: &str) -> Option<u32> {
        IDS.numbers(&self.image, hash(id)).find(|&entity| self.id(entity) == id)
    }

    fn small(&self, number: u32) -> Option<&str> {
        (number as usize).checked_sub(1).and_then(|i| self.words.get(i)).map(String::as_str)
    }

    fn reference(&self, number: u32) -> Reference<'_> {
        if number & FOREIGN == 0 { Reference::Own(number) } else { Reference::Id(self.text(number & !FOREIGN)) }
    }

    /// The text that stands at a place of the texts.
    pub(super) fn text(&self, at: u32) -> &str {
        let mut rest = self.image.slice(Section::Texts, at as usize, 4);
        let Some(len) = read_length(&mut rest) else { return "" };
        self.image.text(Section::Texts, at + 4 - rest.len() as u32, len as u32)
    }

    /// The entity and the first alias of a form.
    #[inline]
    pub(crate) fn form(&self, form: u32) -> (u32, u32) {
        let w = |i: usize| self.image.word(Section::Forms, form as usize * FORM + i);
        (w(0), w(1))
    }

    /// The aliases of a form; the first is its canonical spelling.
    pub(crate) fn aliases_of(&self, form: u32) -> std::ops::Range<u32> {
        self.form(form).1..self.form(form + 1).1
    }

    /// The forms of an entity.
    pub(crate) fn forms_of(&self, entity: u32) -> std::ops::Range<u32> {
        let first = |entity: u32| self.image.word(Section::Entities, entity as usize * ENTITY + 1);
        first(entity)..first(entity + 1)
    }

    /// The form of an alias; nothing for a protected text.
    #[inline]
    pub(crate) fn form_of(&self, alias: u32) -> Option<u32> {
        if alias >= self.count(Count::Owned) {
            return None;
        }
        let mut form = self.image.word(Section::Owners, alias as usize / OWNED);
        while form + 1 < self.count(Count::Forms) && self.form(form + 1).1 <= alias {
            form += 1;
        }
        Some(form)
    }

    /// The record of an alias.
    pub(crate) fn record(&self, alias: u32) -> Record<'_> {
        let block = alias as usize / BLOCK;
        let [start, end] = [block, block + 1].map(|i| self.image.word(Section::Blocks, i) as usize);
        let mut rest = self.image.slice(Section::Records, start, end.saturating_sub(start));
        for _ in 0..alias as usize % BLOCK {
            if skip(&mut rest).is_none() {
                return Record::default();
            }
        }
        read(&mut rest, |bytes| self.image.utf8(bytes)).unwrap_or_default()
    }

    /// The next alias of the same letters; in the end the first again.
    #[inline]
    pub(crate) fn twin(&self, alias: u32) -> u32 {
        self.image.word(Section::Twins, alias as usize)
    }

    /// The entities that are named together with one.
    pub(crate) fn near(&self, entity: &EntityOf<'_>) -> impl Iterator<Item = Reference<'_>> {
        let (start, count) = self.list(entity.lists);
        (start..start + count).map(|at| self.reference(self.image.word(Section::Lists, at)))
    }

    /// The bare spellings that are recorded as never an entity's.
    pub(crate) fn not(&self, entity: &EntityOf<'_>) -> impl Iterator<Item = &str> {
        let (start, count) = self.list(entity.lists);
        let (start, count) = if entity.lists == NONE { (0, 0) } else { self.list((start + count) as u32) };
        (start..start + count).map(|at| self.text(self.image.word(Section::Lists, at)))
    }

    /// Start and length of the list at a place.
    fn list(&self, at: u32) -> (usize, usize) {
        if at == NONE {
            return (0, 0);
        }
        let most = self.image.len(Section::Lists) / 4;
        (at as usize + 1, (self.image.word(Section::Lists, at as usize) as usize).min(most))
    }

    /// The bytes to open again.
    pub(crate) fn bytes(&self) -> &[u8] {
        self.image.bytes()
    }

    /// The bytes of each section.
    pub(crate) fn sizes(&self) -> impl Iterator<Item = (&'static str, usize)> {
        SECTIONS.iter().map(|(section, name)| (*name, self.image.len(*section)))
    }
}

fn kind_of(codes: u32) -> Option<Kind> {
    ((codes & 3) as usize).checked_sub(1).and_then(|kind| Kind::ALL.get(kind).copied())
}
