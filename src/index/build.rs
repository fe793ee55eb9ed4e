//! A merged table to the bytes of a pack.

use std::sync::atomic::{AtomicU64, Ordering};

use rayon::iter::{IndexedParallelIterator, IntoParallelIterator, ParallelIterator};
use rayon::slice::{ParallelSlice, ParallelSliceMut};
use rustc_hash::FxHashMap;
use xxhash_rust::xxh3::xxh3_64;

use super::buckets::{NumberRow, Row, Rows, build, hash};
use super::candidates::near_rows;
use super::exact;
use super::image::{Image, SECTIONS, Section};
use super::near::{Scale, keys, soft};
use super::never::{self, NEVER};
use super::outline::{Outline, sketch};
use super::pack::{Count, FOREIGN, IDS, NONE, OWNED};
use super::records::{BLOCK, Bearer, Prepared, write_length};
use super::{PREFER, sound};
use crate::table::model::{Entity, Form, Kind, Spelling, Table};
use crate::text::key::Tier;
use crate::text::rules;
use crate::text::script::{Script, script_of};
use crate::text::token::bare_words;
use crate::text::tradition::{Tradition, tradition};
use crate::text::unit::Letter;

/// Aliases that are taken together; a multiple of those in a block.
const PART: usize = 512 * BLOCK;

/// The bytes of a pack of a table; nothing when a section would not fit into
/// 4 GB. Rows that name unknown ids refer to whatever pack has them. The same
/// table gives the same bytes everywhere, on any number of threads. `told`
/// hears how many spellings of how many have been taken apart.
pub(crate) fn pack(table: &Table, told: impl Fn(u64, u64) + Sync) -> Option<Vec<u8>> {
    let aliases = spellings(table)?;
    let namesakes = !table.namesakes.is_empty();
    let done = AtomicU64::new(0);
    let part = |(i, part): (usize, &[Alias<'_>])| {
        let made = Part::new(i * PART, part, namesakes);
        let length = part.len() as u64;
        told(done.fetch_add(length, Ordering::Relaxed) + length, aliases.len() as u64);
        made
    };
    let mut parts: Vec<Part> = aliases.par_chunks(PART).enumerate().map(part).collect();
    let mut out = Sections::default();
    let mut entities = Entities::new(table);
    let forms = table.entities.iter().map(|entity| entity.forms.len()).sum::<usize>();
    let owned = aliases.iter().filter(|alias| alias.owner.is_some()).count();
    entities.write(table, &mut out);
    owners(table, owned, &mut out);
    let [names, vowelless] = names(&parts, &mut out);
    parts.iter_mut().for_each(|part| part.letters = Vec::new());
    let shared = shared(&parts, &aliases);
    let counts = [table.entities.len(), forms, owned, aliases.len(), names, shared, vowelless];
    debug_assert_eq!(Count::Vowelless as usize + 1, counts.len());
    counts.into_iter().for_each(|count| out.push(Section::Counts, count as u32));
    out.table(Section::NeverStarts, build(never::rows(&table.never).collect(), NEVER.shape));
    let prefer = preferred(table, &parts, &aliases, &mut entities);
    out.table(Section::PreferStarts, build(prefer.into_iter().collect(), PREFER.shape));
    // A text is read with room for its length.
    entities.texts.extend_from_slice(&[0; 4]);
    out.put(Section::Texts, entities.texts);
    let mut offset = 0u32;
    for part in &parts {
        let length = *part.ends.last()?;
        offset.checked_add(length)?;
        let starts = [0].iter().chain(&part.ends[..part.ends.len() - 1]).step_by(BLOCK);
        starts.for_each(|start| out.push(Section::Blocks, offset + start));
        offset += length;
    }
    out.push(Section::Blocks, offset);
    parts.iter_mut().for_each(|part| out.part(Section::Records).extend(std::mem::take(&mut part.records)));
    // One after the other, so that one alone stands there as rows and as bytes.
    let mut gathered = |rows: fn(&mut Part) -> &mut Vec<Row>| -> Rows {
        parts.iter_mut().flat_map(|part| std::mem::take(rows(part))).collect()
    };
    out.table(Section::ExactStarts, build(gathered(|part| &mut part.exact), super::exact::ENDS.shape));
    out.table(Section::PrefixStarts, build(gathered(|part| &mut part.prefixes), super::exact::PREFIXES.shape));
    out.table(Section::SoundStarts, build(gathered(|part| &mut part.sounds), sound::SOUNDS.shape));
    drop(parts);
    Image::assemble(out.0, rules::fingerprint())
}

/// The sections while they grow.
struct Sections([Vec<u8>; SECTIONS.len()]);

impl Default for Sections {
    fn default() -> Self {
        Self([const { Vec::new() }; SECTIONS.len()])
    }
}

impl Sections {
    fn part(&mut self, section: Section) -> &mut Vec<u8> {
        &mut self.0[section as usize]
    }

    fn put(&mut self, section: Section, bytes: Vec<u8>) {
        *self.part(section) = bytes;
    }

    fn push(&mut self, section: Section, number: u32) {
        self.part(section).extend_from_slice(&number.to_le_bytes());
    }

    /// A table's directory, and its rows in the section behind it.
    fn table(&mut self, starts: Section, [directory, rows]: [Vec<u8>; 2]) {
        self.0[starts as usize] = directory;
        self.0[starts as usize + 1] = rows;
    }
}

/// A spelling and what it belongs to.
struct Alias<'t> {
    text: &'t str,
    /// Entity and form; nothing for a protected text.
    owner: Option<(u32, &'t Entity, &'t Form)>,
    tradition: Tradition,
}

fn spellings(table: &Table) -> Option<Vec<Alias<'_>>> {
    let mut aliases = Vec::new();
    for (number, entity) in table.entities.iter().enumerate() {
        let tradition = tradition(&entity.lang, entity.country.as_deref());
        for form in &entity.forms {
            let owner = Some((number as u32, entity, form));
            aliases.extend(form.spellings().map(|spelling| Alias { text: &spelling.text, owner, tradition }));
        }
    }
    let protected = table.protect.iter().map(|row| &row.text.text);
    aliases.extend(protected.map(|text| Alias { text, owner: None, tradition: Tradition::default() }));
    u32::try_from(aliases.len()).ok().map(|_| aliases)
}

/// What is made of a stretch of aliases, apart from all others.
#[derive(Default)]
struct Part {
    first: u32,
    records: Vec<u8>,
    /// The end of each record.
    ends: Vec<u32>,
    exact: Vec<Row>,
    prefixes: Vec<Row>,
    sounds: Vec<Row>,
    letters: Vec<Letter>,
    /// The end of the letters of each alias.
    letter_ends: Vec<u32>,
    /// Whether it is written without vowels that its name has.
    vowelless: Vec<bool>,
    /// The hash of each bare spelling, where namesakes are declared.
    bare: Vec<u64>,
}

impl Part {
    fn new(first: usize, aliases: &[Alias<'_>], namesakes: bool) -> Self {
        let mut part = Self { first: first as u32, ..Self::default() };
        for (alias, number) in aliases.iter().zip(part.first..) {
            let lang = alias.owner.and_then(|(_, entity, _)| entity.lang.first()).map(String::as_str);
            let bearer = alias.owner.map_or_else(Bearer::default, |(_, entity, form)| Bearer {
                name: &form.name.text,
                person: entity.kind == Some(Kind::Person),
                column: alias.tradition.column,
            });
            let prepared = Prepared::new(alias.text, lang);
            part.vowelless.push(prepared.write(alias.text, bearer, &mut part.records));
            part.ends.push(part.records.len() as u32);
            exact::add(prepared.words(), number, &mut part.exact, &mut part.prefixes);
            if bearer.person {
                exact::add_given(prepared.words(), alias.tradition.family_first, &mut part.prefixes);
            }
            if namesakes {
                part.bare.push(hash(&prepared.bare()));
            }
            if alias.owner.is_some() {
                part.letters.extend_from_slice(&prepared.letters);
                // Acronyms and unvocalised script have no sound.
                if !prepared.acronym && matches!(script_of(alias.text), Script::Latin | Script::Cyrillic) {
                    let tiers: &[Tier] = match alias.tradition.tier {
                        Some(Tier::K2) => &[Tier::K1, Tier::K2],
                        Some(Tier::K2S) => &[Tier::K1, Tier::K2S],
                        _ => &[Tier::K1],
                    };
                    part.sounds.extend(sound::rows(&prepared.keys(lang, tiers), tiers, number));
                }
            }
            part.letter_ends.push(part.letters.len() as u32);
        }
        part
    }

    /// The letters of the alias at a place.
    fn letters(&self, at: usize) -> &[Letter] {
        let start = at.checked_sub(1).map_or(0, |before| self.letter_ends[before]);
        &self.letters[start as usize..self.letter_ends[at] as usize]
    }
}

/// The rows by which names are found that are misspelt; aliases of the same
/// letters are one name, kept by its first alias. Returns how many there are, and
/// how many of them are written without vowels and not hidden.
fn names(parts: &[Part], out: &mut Sections) -> [usize; 2] {
    let of = |part: &'_ Part| -> Vec<Named> {
        let named = (0..part.letter_ends.len()).map(|at| (part.letters(at), part.first + at as u32));
        let named = named.filter(|(letters, _)| !letters.is_empty());
        named.map(|(letters, alias)| (order(letters), xxh3_64(letters), alias)).collect()
    };
    // Names that are looked at together stand together.
    let mut named: Vec<Named> = parts.into_par_iter().flat_map_iter(of).collect();
    named.par_sort_unstable();
    let names: Vec<&[Named]> = named.chunk_by(|a, b| (a.0, a.1) == (b.0, b.1)).collect();
    let scale = Scale::of(names.len() as u32);
    let taken = |first: usize, groups: &[&[Named]]| {
        let mut made = Names::default();
        let mut own = Vec::new();
        for (group, name) in groups.iter().zip(first as u32..) {
            let letters = letters_of(parts, group[0].2);
            keys(letters, scale, &mut own);
            made.rows.extend(own.iter().map(|key| NumberRow::new(*key, name)));
            let hidden = group.iter().map(|row| row.2 as usize).all(|at| parts[at / PART].vowelless[at % PART]);
            made.sketches.extend_from_slice(&sketch(letters).to_le_bytes());
            let outline = Outline::new(letters, hidden);
            made.vowelless += usize::from(outline.is_abjad() && !hidden);
            made.outlines.extend_from_slice(&outline.to_bytes());
        }
        made
    };
    let (mut rows, mut vowelless) = (Rows::default(), 0);
    // A part of them at a time, as each stands there twice.
    for (first, some) in (0..).step_by(TOGETHER * PART).zip(names.chunks(TOGETHER * PART)) {
        let made = some.par_chunks(PART).enumerate().map(|(at, groups)| taken(first + at * PART, groups));
        for made in made.collect::<Vec<Names>>() {
            rows.extend(made.rows);
            vowelless += made.vowelless;
            out.part(Section::Sketches).extend(made.sketches);
            out.part(Section::Outlines).extend(made.outlines);
        }
    }
    out.table(Section::NearStarts, build(rows, near_rows(names.len() as u32).shape));
    let mut before = 0;
    for group in &names {
        out.push(Section::NameStarts, before);
        group.iter().for_each(|row| out.push(Section::NameAliases, row.2));
        before += group.len() as u32;
    }
    out.push(Section::NameStarts, before);
    [names.len(), vowelless]
}

/// Stretches of names that are taken at the same time.
const TOGETHER: usize = 32;

/// What is made of a stretch of names.
#[derive(Default)]
struct Names {
    rows: Vec<NumberRow>,
    sketches: Vec<u8>,
    outlines: Vec<u8>,
    vowelless: usize,
}

/// An alias: the place of its letters in the order, their hash, its number.
type Named = (u64, u64, u32);

fn letters_of(parts: &[Part], alias: u32) -> &[Letter] {
    parts[alias as usize / PART].letters(alias as usize % PART)
}

/// A number by which names that begin with letters of one sound stand
/// together.
fn order(letters: &[Letter]) -> u64 {
    (0..ORDERED)
        .zip(soft(letters).chain(std::iter::repeat(0)))
        .fold(0, |order, (_, class)| order << 5 | u64::from(class))
}

/// Letters that count for the order of names.
const ORDERED: usize = 12;

/// The form of every sixteenth alias.
fn owners(table: &Table, owned: usize, out: &mut Sections) {
    let mut first = 0;
    let forms = table.entities.iter().enumerate().flat_map(|(i, e)| e.forms.iter().map(move |form| (i, form)));
    let mut wanted = 0;
    for (number, (entity, form)) in (0u32..).zip(forms) {
        out.push(Section::Forms, entity as u32);
        out.push(Section::Forms, first);
        first += 1 + form.aliases.len() as u32;
        while wanted < first && (wanted as usize) < owned {
            out.push(Section::Owners, number);
            wanted += OWNED as u32;
        }
    }
    out.push(Section::Forms, NONE);
    out.push(Section::Forms, first);
}

/// Rows of entities and the texts that they refer to.
struct Entities<'t> {
    numbers: FxHashMap<&'t str, u32>,
    texts: Vec<u8>,
    known: FxHashMap<String, u32>,
    words: FxHashMap<String, u32>,
}

impl<'t> Entities<'t> {
    fn new(table: &'t Table) -> Self {
        let ids = table.entities.iter().map(|entity| entity.id.text.as_str());
        Self {
            numbers: ids.zip(0..).collect(),
            texts: Vec::new(),
            known: FxHashMap::default(),
            words: FxHashMap::default(),
        }
    }

    fn write(&mut self, table: &Table, out: &mut Sections) {
        let (mut ids, mut id_rows) = (Vec::new(), Rows::default());
        let mut form = 0;
        for (number, entity) in table.entities.iter().enumerate() {
            let id = &entity.id.text;
            id_rows.push((hash(id), number as u32));
            let tradition = tradition(&entity.lang, entity.country.as_deref());
            let tier = match tradition.tier {
                Some(Tier::K2) => 1,
                Some(Tier::K2S) => 2,
                _ => 0,
            };
            let place_type = entity.place_type.as_deref().map_or(0, |word| self.word(word, out));
            let lang = if entity.lang.is_empty() { 0 } else { self.word(&entity.lang.join("|"), out) };
            let kind = entity.kind.map_or(0, |kind| 1 + kind as u32);
            let country = entity.country.as_deref().and_then(|code| code.as_bytes().first_chunk::<2>());
            let column = tradition.column.map_or(0, |column| u32::from(column) + 1);
            let row = [
                ids.len() as u32,
                form,
                entity.within.as_ref().map_or(NONE, |id| self.reference(id)),
                kind | place_type << 2 | lang << 14,
                self.lists(entity, out),
                country.map_or(0, |code| u32::from(u16::from_le_bytes(*code)))
                    | tier << 16
                    | u32::from(tradition.family_first) << 18
                    | column << 19,
            ];
            row.into_iter().for_each(|number| out.push(Section::Entities, number));
            ids.extend_from_slice(id.as_bytes());
            form += entity.forms.len() as u32;
        }
        // Where the last id and the last forms end.
        [ids.len() as u32, form, NONE, 0, NONE, 0].into_iter().for_each(|number| out.push(Section::Entities, number));
        out.put(Section::Ids, ids);
        out.table(Section::IdStarts, build(id_rows, IDS.shape));
    }

    /// Places of the lists of an entity: those near to it, and what it is not.
    fn lists(&mut self, entity: &Entity, out: &mut Sections) -> u32 {
        if entity.near.is_empty() && entity.not.is_empty() {
            return NONE;
        }
        let at = out.part(Section::Lists).len() as u32 / 4;
        let near: Vec<u32> = entity.near.iter().map(|id| self.reference(id)).collect();
        let not: Vec<u32> = entity.not.iter().map(|not| self.text(&bare_words(&not.text).join(" "))).collect();
        for list in [near, not] {
            out.push(Section::Lists, list.len() as u32);
            list.into_iter().for_each(|number| out.push(Section::Lists, number));
        }
        at
    }

    fn reference(&mut self, id: &Spelling) -> u32 {
        match self.numbers.get(id.text.as_str()) {
            Some(&number) => number,
            None => FOREIGN | self.text(&id.text),
        }
    }

    /// The place of a text, kept once.
    fn text(&mut self, text: &str) -> u32 {
        let at = self.texts.len() as u32;
        let known = *self.known.entry(text.to_owned()).or_insert(at);
        if known == at {
            write_length(text.len(), &mut self.texts);
            self.texts.extend_from_slice(text.as_bytes());
        }
        known
    }

    /// The number of a word of which there are few; 0 when there are many.
    fn word(&mut self, word: &str, out: &mut Sections) -> u32 {
        let next = self.words.len() as u32 + 1;
        if next > 0xFFF && !self.words.contains_key(word) {
            return 0;
        }
        *self.words.entry(word.to_owned()).or_insert_with(|| {
            write_length(word.len(), out.part(Section::Words));
            out.part(Section::Words).extend_from_slice(word.as_bytes());
            next
        })
    }
}

/// How many spellings several entities bear.
fn shared(parts: &[Part], aliases: &[Alias<'_>]) -> usize {
    let bearer = |row: &Row| aliases[row.1 as usize].owner.map(|(entity, ..)| (row.0, entity));
    let mut bearers: Vec<(u64, u32)> = parts.iter().flat_map(|part| &part.exact).filter_map(bearer).collect();
    bearers.par_sort_unstable();
    bearers.dedup();
    bearers.chunk_by(|a, b| a.0 == b.0).filter(|group| group.len() > 1).count()
}

/// For each spelling with several bearers, the one it mostly means, as the
/// namesakes say: a row counts for its own text, and for every spelling that
/// its ids share.
fn preferred(table: &Table, parts: &[Part], aliases: &[Alias<'_>], entities: &mut Entities<'_>) -> Vec<Row> {
    let mut own: FxHashMap<u64, usize> = FxHashMap::default();
    let mut by_id: FxHashMap<u32, Vec<usize>> = FxHashMap::default();
    let mut members: Vec<Vec<u32>> = Vec::new();
    for (at, row) in table.namesakes.iter().enumerate() {
        let number = |id: &Spelling| entities.numbers.get(id.text.as_str()).copied();
        members.push(row.ids.iter().filter_map(number).collect());
        let Some(prefer) = &row.prefer else { continue };
        own.insert(hash(&bare_words(&row.text.text).join(" ")), at);
        if let Some(prefer) = number(prefer) {
            by_id.entry(prefer).or_default().push(at);
        }
    }
    if own.is_empty() {
        return Vec::new();
    }
    let bearer = |(alias, bare): (&Alias<'_>, &u64)| alias.owner.map(|(entity, ..)| (*bare, entity));
    let mut bearers: Vec<(u64, u32)> =
        aliases.iter().zip(parts.iter().flat_map(|part| &part.bare)).filter_map(bearer).collect();
    bearers.sort_unstable();
    bearers.dedup();
    let mut chosen: FxHashMap<u64, usize> = FxHashMap::default();
    for group in bearers.chunk_by(|a, b| a.0 == b.0).filter(|group| group.len() > 1 && !own.contains_key(&group[0].0)) {
        let covers = |row: &&usize| group.iter().all(|(_, id)| members[**row].contains(id));
        if let Some(&row) = group.iter().filter_map(|(_, id)| by_id.get(id)).flatten().find(covers) {
            chosen.insert(group[0].0, row);
        }
    }
    let mut rows = Vec::with_capacity(own.len() + chosen.len());
    for (bare, row) in own.into_iter().chain(chosen) {
        if let Some(prefer) = &table.namesakes[row].prefer {
            rows.push((bare, row, &prefer.text));
        }
    }
    rows.sort_unstable();
    rows.into_iter().map(|(bare, _, id)| (bare, entities.text(id))).collect()
}
