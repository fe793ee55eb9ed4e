//! One image and what stands in it: entities, forms, aliases.

use std::any::Any;
use std::sync::Arc;

use super::buckets::{Buckets, Shape, ends, hash};
use super::contents::Contents;
use super::image::{Bytes, Image, LINE, Refused, SECTIONS, Section, number};
use super::records::{BLOCK, Record, read, read_length, skip};
use crate::error::Error;
use crate::table::load::{Base, Compiled, LayerView, Tables};
use crate::table::model::{At, Entity, Form, Kind, Spelling, Table};
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
/// The number of an entity's row that tells where its lists are.
const LISTS: usize = 4;
/// Kinds of [`Count`].
const COUNTS: usize = 7;
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
    /// Bare spellings that several entities bear.
    Shared,
    /// Names without vowels that are not put aside for one with them.
    Vowelless,
}

/// A compiled table: all its names, searchable, in one row of bytes that may
/// be a file mapped into memory.
///
/// Takes about 95 bytes a spelling, wherever the bytes are, and nothing else;
/// opening costs some microseconds. Bytes are checked when they are first
/// read ([`Engine::damage`](crate::Engine::damage)).
///
/// # Examples
///
/// ```
/// use canonym::{Engine, Options, Pack, Tables};
///
/// let mut tables = Tables::new();
/// tables.add_text("names.tsv", "id\tname\taliases\nplace/x\tDarvoz\tDarvaz\n")?;
/// let bytes = Pack::compile(&tables)?;
///
/// let pack = Pack::open("names.canonym", bytes)?;
/// let mut tables = Tables::new();
/// tables.add_base(std::sync::Arc::new(pack));
/// let engine = Engine::new(&tables, Options::default());
/// assert_eq!(engine.lookup("Darwaz", 1).matches[0].id, "place/x");
/// # Ok::<(), canonym::Error>(())
/// ```
#[derive(Debug)]
pub struct Pack {
    name: String,
    pub(super) image: Image,
    counts: [u32; COUNTS],
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
    /// ISO 639-3 codes with `|` between.
    pub(crate) langs: &'i str,
    pub(super) lists: u32,
}

/// An entity of this pack, or of another by its id.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reference<'i> {
    Own(u32),
    Id(&'i str),
}

impl Pack {
    /// Opens the bytes of a pack; `name` stands in messages.
    ///
    /// # Errors
    ///
    /// [`Error::is_pack`] when they are no pack, or damaged as far as the
    /// header tells, or made by another version or with other rules.
    pub fn open(name: &str, bytes: impl AsRef<[u8]> + Send + Sync + 'static) -> Result<Self, Error> {
        Self::over(name, Bytes::Shared(Arc::new(bytes)))
    }

    /// The bytes of a pack of tables: the same for the same tables, on any
    /// machine.
    ///
    /// # Errors
    ///
    /// [`Error::is_pack`] when the tables lie over a pack, or when their names
    /// are too many: texts of 4 GB are the most.
    pub fn compile(tables: &Tables) -> Result<Vec<u8>, Error> {
        Self::compile_telling(tables, |_, _| ())
    }

    /// The same, and tells from any thread how many spellings of how many have
    /// been taken apart, which is most of the work.
    ///
    /// # Errors
    ///
    /// Those of [`compile`](Self::compile).
    ///
    /// # Examples
    ///
    /// ```
    /// use canonym::{Pack, Tables};
    /// use std::sync::atomic::{AtomicU64, Ordering};
    ///
    /// let mut tables = Tables::new();
    /// tables.add_text("names.tsv", "id\tname\taliases\nkhorog\tKhorog\tKhorugh|Xorugh\n")?;
    /// let done = AtomicU64::new(0);
    /// Pack::compile_telling(&tables, |spellings, of| {
    ///     done.fetch_max(100 * spellings / of, Ordering::Relaxed);
    /// })?;
    /// assert_eq!(done.into_inner(), 100);
    /// # Ok::<(), canonym::Error>(())
    /// ```
    pub fn compile_telling(tables: &Tables, told: impl Fn(u64, u64) + Sync) -> Result<Vec<u8>, Error> {
        let mut layers = tables.layers();
        let empty = Table::default();
        let table = match (layers.next(), layers.next()) {
            (None, _) => &empty,
            (Some(LayerView::Rows(rows)), None) => &rows.table,
            _ => {
                let what = "is compiled already; compile the tables alone, and lay the packs over one another";
                return Err(Error::pack("a pack", what));
            }
        };
        super::build::pack(table, told).ok_or_else(|| Error::pack("the tables", TOO_LARGE))
    }

    /// The table that is part of the crate.
    ///
    /// # Errors
    ///
    /// Never for a released crate: its tests check the pack.
    #[cfg(feature = "builtin")]
    pub fn builtin() -> Result<Self, Error> {
        Self::over("the built-in table", Bytes::Static(crate::table::builtin::IMAGE))
    }

    pub(crate) fn over(name: &str, bytes: Bytes) -> Result<Self, Error> {
        let refused = |refused| Error::pack(name, told(refused));
        // A test compares what is part of the program with what it would be.
        let part_of_program = matches!(bytes, Bytes::Static(_));
        let rules = (!part_of_program).then(rules::fingerprint);
        let image = Image::open(bytes, rules).map_err(refused)?;
        Self::of(name, if part_of_program { image.trusted() } else { image }).map_err(refused)
    }

    /// The pack of a table.
    pub(crate) fn made(table: &Table) -> Result<Self, Error> {
        let bytes = super::build::pack(table, |_, _| ()).ok_or_else(|| Error::pack("the tables", TOO_LARGE))?;
        let refused = |refused| Error::pack("the tables", told(refused));
        let image = Image::open(Bytes::Shared(Arc::new(bytes)), None).map_err(refused)?;
        Self::of("the tables", image.trusted()).map_err(refused)
    }

    fn of(name: &str, image: Image) -> Result<Self, Refused> {
        let counts: [u32; COUNTS] = std::array::from_fn(|i| image.word(Section::Counts, i));
        let rows = |section, width: usize| image.len(section) / (4 * width);
        let [entities, forms, owned, aliases, names, ..] = counts.map(|count| count as usize);
        let fit = entities < rows(Section::Entities, ENTITY).max(1)
            && forms < rows(Section::Forms, FORM).max(1)
            && owned <= aliases
            && names < rows(Section::NameStarts, 1).max(1)
            && aliases.div_ceil(BLOCK) < rows(Section::Blocks, 1).max(1);
        if !fit {
            return Err(Refused::Damaged(8));
        }
        let mut rest = image.slice(Section::Words, 0, image.len(Section::Words));
        let mut words = Vec::new();
        while !rest.is_empty() {
            let word = read_length(&mut rest).and_then(|len| rest.split_off(..len));
            words.push(String::from_utf8_lossy(word.ok_or(Refused::Damaged(0))?).into_owned());
        }
        if let Some(at) = image.damage() {
            return Err(Refused::Damaged(at));
        }
        Ok(Self { name: name.to_owned(), image, counts, words })
    }

    /// Bytes with the checksums that they should have, for tests of reading
    /// what a builder with defects would write.
    #[doc(hidden)]
    pub fn sealed(bytes: Vec<u8>) -> Vec<u8> {
        super::image::sealed(bytes)
    }

    /// Checks every byte.
    ///
    /// # Errors
    ///
    /// [`Error::is_pack`] with the place of the first damage.
    pub fn verify(&self) -> Result<(), Error> {
        self.image.verify().map_err(|at| Error::pack(&self.name, told(Refused::Damaged(at))))
    }

    /// What was read so far and turned out to be damaged.
    pub(crate) fn damage(&self) -> Option<Error> {
        self.image.damage().map(|at| Error::pack(&self.name, told(Refused::Damaged(at))))
    }

    /// What it holds.
    pub fn contents(&self) -> Contents {
        let count = |count| self.count(count);
        Contents {
            name: self.name.clone(),
            entities: count(Count::Entities),
            forms: count(Count::Forms),
            aliases: count(Count::Owned),
            protected: count(Count::Aliases).saturating_sub(count(Count::Owned)),
            names: count(Count::Names),
            shared: count(Count::Shared),
            bytes: self.image.bytes().len() as u64,
            sections: SECTIONS.iter().map(|(section, name)| (*name, self.image.len(*section) as u64)).collect(),
        }
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
        EntityOf {
            id: self.id(entity),
            kind: kind_of(codes),
            place_type: self.small(codes >> 2 & 0xFFF).unwrap_or_default(),
            country: self.country(entity),
            within: Some(w(2)).filter(|&within| within != NONE).map(|within| self.reference(within)),
            tradition: Tradition {
                column: ((more >> 19 & 15) as u8).checked_sub(1),
                tier,
                family_first: more >> 18 & 1 == 1,
            },
            langs: self.small(codes >> 14 & 0xFFF).unwrap_or_default(),
            lists: w(LISTS),
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
        let known = |entity: &u32| *entity < self.count(Count::Entities) && self.id(*entity) == id;
        IDS.numbers(&self.image, hash(id)).find(known)
    }

    fn named(&self, reference: Reference<'_>) -> String {
        match reference {
            Reference::Own(entity) => self.id(entity).to_owned(),
            Reference::Id(id) => id.to_owned(),
        }
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
        self.image.text(Section::Texts, at.saturating_add(4 - rest.len() as u32), len as u32)
    }

    /// The entity and the first alias of a form.
    #[inline]
    pub(crate) fn form(&self, form: u32) -> (u32, u32) {
        let w = |i: usize| self.image.word(Section::Forms, form as usize * FORM + i);
        (w(0).min(self.count(Count::Entities)), w(1).min(self.count(Count::Owned)))
    }

    /// The aliases of a form; the first is its canonical spelling.
    pub(crate) fn aliases_of(&self, form: u32) -> std::ops::Range<u32> {
        self.form(form).1..self.form(form.saturating_add(1)).1
    }

    /// The forms of an entity.
    pub(crate) fn forms_of(&self, entity: u32) -> std::ops::Range<u32> {
        let first = |entity: u32| self.image.word(Section::Entities, entity as usize * ENTITY + 1);
        first(entity)..first(entity.saturating_add(1)).min(self.count(Count::Forms))
    }

    /// The form of an alias; nothing for a protected text.
    #[inline]
    pub(crate) fn form_of(&self, alias: u32) -> Option<u32> {
        if alias >= self.count(Count::Owned) {
            return None;
        }
        let first = self.image.word(Section::Owners, alias as usize / OWNED);
        // Each form has an alias of its own, so that there are no more steps.
        let forms = self.count(Count::Forms);
        let behind = forms.saturating_sub(first.saturating_add(1)).min(OWNED as u32) as usize;
        let rows = self.image.slice(Section::Forms, (first as usize + 1) * FORM * 4, behind * FORM * 4);
        let begun = rows.chunks_exact(FORM * 4).take_while(|row| number(&row[4..]) <= alias).count();
        Some(first + begun as u32).filter(|form| *form < forms)
    }

    /// The record of an alias.
    pub(crate) fn record(&self, alias: u32) -> Record<'_> {
        let block = alias as usize / BLOCK;
        let (start, end) = ends(self.image.slice(Section::Blocks, block * 4, 8));
        let mut rest = self.image.slice(Section::Records, start, end.saturating_sub(start));
        for _ in 0..alias as usize % BLOCK {
            if skip(&mut rest).is_none() {
                return Record::default();
            }
        }
        read(&mut rest).unwrap_or_default()
    }

    /// The text of an alias.
    pub(crate) fn spelling(&self, alias: u32) -> &str {
        self.image.utf8(self.record(alias).text)
    }

    /// Asks for the records of some aliases and for what leads to them, each
    /// without waiting for the one before, so that they are at hand when they
    /// are read.
    pub(crate) fn fetch(&self, aliases: impl Iterator<Item = u32>) {
        // A block of records takes about two lines.
        let starts: Vec<u32> = aliases.map(|alias| self.image.word(Section::Blocks, alias as usize / BLOCK)).collect();
        self.image
            .fetch(Section::Records, starts.iter().flat_map(|start| [0, LINE].map(|line| *start as usize + line)));
    }

    /// The entities that are named together with one.
    pub(crate) fn near(&self, entity: &EntityOf<'_>) -> impl Iterator<Item = Reference<'_>> {
        let (start, count) = self.list(entity.lists);
        (start..start + count).map(|at| self.reference(self.image.word(Section::Lists, at)))
    }

    /// The bare spellings that are recorded as never an entity's.
    pub(crate) fn not(&self, entity: u32) -> impl Iterator<Item = &str> {
        let lists = self.image.word(Section::Entities, entity as usize * ENTITY + LISTS);
        let (start, count) = self.list(lists);
        let (start, count) = if lists == NONE { (0, 0) } else { self.list((start + count) as u32) };
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
}

impl Compiled for Pack {}

impl Base for Pack {
    fn has(&self, id: &str) -> bool {
        self.by_id(id).is_some()
    }

    fn bearers(&self, spelling: &str) -> Vec<String> {
        let forms = self.spelt(spelling).into_iter().filter_map(|alias| self.form_of(alias));
        forms.map(|form| self.id(self.form(form).0).to_owned()).collect()
    }

    fn keeps_apart(&self, a: &str, b: &str) -> bool {
        self.has_never(a, b)
    }

    fn damage(&self) -> Option<Error> {
        self.damage()
    }

    fn parent(&self, id: &str) -> Option<String> {
        self.entity(self.by_id(id)?).within.map(|within| self.named(within))
    }

    fn entity(&self, id: &str) -> Option<Entity> {
        let number = self.by_id(id)?;
        let row = self.entity(number);
        let spelling = |text: String| Spelling { text, at: At::default() };
        let form = |form| {
            let mut spellings = self.aliases_of(form).map(|alias| spelling(self.spelling(alias).to_owned()));
            Some(Form { name: spellings.next()?, aliases: spellings.collect() })
        };
        Some(Entity {
            id: spelling(id.to_owned()),
            kind: row.kind,
            place_type: Some(row.place_type.to_owned()).filter(|place_type| !place_type.is_empty()),
            country: row.country.map(str::to_owned),
            lang: row.langs.split('|').filter(|lang| !lang.is_empty()).map(str::to_owned).collect(),
            within: row.within.map(|within| spelling(self.named(within))),
            near: self.near(&row).map(|near| spelling(self.named(near))).collect(),
            source: Vec::new(),
            forms: self.forms_of(number).filter_map(form).collect(),
            not: self.not(number).map(|not| spelling(not.to_owned())).collect(),
        })
    }

    fn ids(&self) -> Box<dyn Iterator<Item = &str> + '_> {
        Box::new((0..self.count(Count::Entities)).map(|entity| self.id(entity)))
    }

    fn into_any(self: Arc<Self>) -> Arc<dyn Any + Send + Sync> {
        self
    }
}

/// Why bytes are not taken, and what to do.
fn told(refused: Refused) -> String {
    const AGAIN: &str = "build it again: `canonym compile -d TABLE… -o PACK`";
    match refused {
        Refused::NoImage => format!("not a pack; {AGAIN}"),
        Refused::Version(version) => format!("a pack of version {version}, which this canonym does not read; {AGAIN}"),
        Refused::Rules => format!("a pack that was made with other rules of spelling and sound; {AGAIN}"),
        Refused::Damaged(at) => format!("damaged at byte {at}; fetch it again, or {AGAIN}"),
    }
}

const TOO_LARGE: &str =
    "too many names for one pack (4 GB of texts are the most); split the table, and lay the packs over one another";

fn kind_of(codes: u32) -> Option<Kind> {
    ((codes & 3) as usize).checked_sub(1).and_then(|kind| Kind::ALL.get(kind).copied())
}
