//! A merged table to an index.

use std::borrow::Cow;

use rustc_hash::FxHashMap;

use super::arrays::{Texts, Words, hash, sorted};
use super::exact::Trie;
use super::image::Image;
use super::rows::{ALIAS, AliasRow, EntityRow, FormRow};
use super::{Index, sound};
use crate::parallel::{cores, in_order};
use crate::span::{AliasId, EntityId, FormId};
use crate::table::model::{Spelling, Table};
use crate::text::fold::fold;
use crate::text::key::{Tier, keys_by};
use crate::text::script::{Script, script_of};
use crate::text::token::{Word, bare_of, bare_words, upper_in, words};
use crate::text::tradition::{Tradition, tradition};

impl Index {
    /// Builds the index of a table. Rows that name unknown ids are taken
    /// without them; the check of the table has said so. The same table
    /// gives the same bytes everywhere.
    pub(crate) fn build(table: &Table) -> Self {
        let mut builder = Builder::default();
        builder.entities(table);
        for row in &table.protect {
            builder.alias(0, &row.text.text, None);
        }
        let bytes = builder.finish(table).unwrap_or_default();
        // More than 4 GB of names do not fit; then there are none.
        Self::open(Cow::Owned(bytes)).unwrap_or_else(|| Self::build(&Table::default()))
    }
}

#[derive(Default)]
struct Builder {
    texts: Texts,
    entities: Words,
    forms: Words,
    aliases: Words,
    lists: Words,
    trie: Option<Trie>,
    sounds: Vec<Sounding>,
    /// The entities that bear a bare spelling.
    bearers: FxHashMap<String, Vec<u32>>,
}

/// An alias that has a sound, and what decides about its keys.
struct Sounding {
    alias: AliasId,
    text: String,
    lang: Option<String>,
    tiers: &'static [Tier],
}

impl Builder {
    fn entities(&mut self, table: &Table) {
        let ids: FxHashMap<&str, EntityId> =
            table.entities.iter().enumerate().map(|(i, e)| (e.id.text.as_str(), EntityId(i as u32))).collect();
        let of = |id: &Spelling| ids.get(id.text.as_str()).copied();
        let mut next_form = 0;
        for (number, entity) in table.entities.iter().enumerate() {
            let tradition = tradition(&entity.lang, entity.country.as_deref());
            let lang = entity.lang.first().map(String::as_str);
            let near = self.list(entity.near.iter().filter_map(of).map(|id| id.0).collect::<Vec<_>>());
            let mut not = Vec::new();
            for spelling in &entity.not {
                not.extend(self.texts.add(&bare_words(&spelling.text).join(" ")));
            }
            let not = self.list(not);
            let row = EntityRow {
                id: &entity.id.text,
                kind: entity.kind,
                place_type: entity.place_type.as_deref().unwrap_or_default(),
                country: entity.country.as_deref(),
                within: entity.within.as_ref().and_then(of),
                tradition,
                lang,
                form: FormId(next_form),
                near,
                not,
            };
            row.write(&mut self.texts, &mut self.entities);
            for form in &entity.forms {
                let words = bare_words(&form.name.text).len() as u32;
                let row = FormRow { entity: EntityId(number as u32), name: &form.name.text, words };
                row.write(&mut self.texts, &mut self.forms);
                for spelling in form.spellings() {
                    self.alias(number as u32, &spelling.text, Some((FormId(next_form), tradition, lang)));
                }
                next_form += 1;
            }
        }
    }

    fn list(&mut self, items: Vec<u32>) -> (u32, u32) {
        let start = self.lists.len() as u32;
        self.lists.extend(items);
        (start, self.lists.len() as u32)
    }

    fn alias(&mut self, entity: u32, text: &str, owner: Option<(FormId, Tradition, Option<&str>)>) {
        let folded = fold(text);
        let words = words(&folded, upper_in(text, &folded));
        let bare: Vec<(String, Word)> = words
            .into_iter()
            .map(|word| (bare_of(&folded, &word), word))
            .filter(|(bare, _)| !bare.is_empty())
            .collect();
        if bare.is_empty() {
            return;
        }
        let id = AliasId((self.aliases.len() / ALIAS) as u32);
        let trie = self.trie.get_or_insert_with(Trie::new);
        trie.insert(bare.iter().map(|(bare, word)| (bare.as_str(), word.gap)), id);
        let capital = |word: &Word| text[folded.source_start(word.start)..].starts_with(char::is_uppercase);
        let capitals = bare.iter().take(32).enumerate().fold(0, |set, (i, (_, w))| set | u32::from(capital(w)) << i);
        let joined = bare.iter().map(|(bare, _)| bare.as_str()).collect::<Vec<_>>().join(" ");
        let acronym = bare.len() == 1 && is_acronym(text);
        let row = AliasRow { form: owner.map(|(form, ..)| form), text, bare: &joined, capitals, acronym };
        row.write(&mut self.texts, &mut self.aliases);
        let Some((_, tradition, lang)) = owner else { return };
        let bearers = self.bearers.entry(joined).or_default();
        if bearers.last() != Some(&entity) {
            bearers.push(entity);
        }
        // Acronyms and unvocalised script have no sound.
        if !acronym && matches!(script_of(text), Script::Latin | Script::Cyrillic) {
            let tiers: &[Tier] = match tradition.tier {
                Some(Tier::K2) => &[Tier::K1, Tier::K2],
                Some(Tier::K2S) => &[Tier::K1, Tier::K2S],
                _ => &[Tier::K1],
            };
            self.sounds.push(Sounding { alias: id, text: text.to_owned(), lang: lang.map(str::to_owned), tiers });
        }
    }

    fn finish(mut self, table: &Table) -> Option<Vec<u8>> {
        let never = table.never.iter().flat_map(|row| {
            let [a, b] = [&row.pair[0], &row.pair[1]].map(|s| bare_words(&s.text).join(" "));
            [(hash(&[&a, &b]), 1), (hash(&[&b, &a]), 1)]
        });
        let never = sorted(never.collect());
        let prefer = sorted(preferred(table, &self.bearers));
        let sounds = sorted(keys_of_all(&self.sounds));
        let [vocabulary, edges, starts, ends] = self.trie.unwrap_or_else(Trie::new).flatten(&mut self.texts);
        let sections = [
            self.entities,
            self.forms,
            self.aliases,
            self.lists,
            vocabulary,
            edges,
            starts,
            ends,
            sounds,
            never,
            prefer,
        ];
        Image::assemble(self.texts, sections)
    }
}

/// For each spelling with several bearers, the one it mostly means, as the
/// namesakes say: a row counts for every spelling that its ids share, a row
/// with just this text before others.
fn preferred(table: &Table, bearers: &FxHashMap<String, Vec<u32>>) -> Vec<(u64, u32)> {
    let ids: FxHashMap<&str, u32> =
        table.entities.iter().enumerate().map(|(i, e)| (e.id.text.as_str(), i as u32)).collect();
    let mut rows = Vec::new();
    let mut by_text: FxHashMap<String, usize> = FxHashMap::default();
    let mut by_id: FxHashMap<u32, Vec<usize>> = FxHashMap::default();
    for row in &table.namesakes {
        let Some(&prefer) = row.prefer.as_ref().and_then(|prefer| ids.get(prefer.text.as_str())) else { continue };
        let all: Vec<u32> = row.ids.iter().filter_map(|id| ids.get(id.text.as_str()).copied()).collect();
        by_text.insert(bare_words(&row.text.text).join(" "), rows.len());
        by_id.entry(prefer).or_default().push(rows.len());
        rows.push((prefer, all));
    }
    let mut out = Vec::new();
    for (bare, bearers) in bearers.iter().filter(|(_, bearers)| bearers.len() > 1) {
        let covers = |row: &&usize| bearers.iter().all(|id| rows[**row].1.contains(id));
        let row = by_text.get(bare).or_else(|| bearers.iter().filter_map(|id| by_id.get(id)).flatten().find(covers));
        if let Some(&row) = row {
            out.push((hash(&[bare]), rows[row].0));
        }
    }
    out
}

/// Keys cost more than all the rest, so all cores share in them.
fn keys_of_all(sounding: &[Sounding]) -> Vec<(u64, u32)> {
    let each = |s: &Sounding, (): &mut ()| sound::rows(&keys_by(&s.text, s.lang.as_deref(), s.tiers), s.tiers, s.alias);
    in_order(sounding, cores(), each).into_iter().flatten().collect()
}

/// Two capitals or more among at most five letters.
fn is_acronym(text: &str) -> bool {
    let letters = text.chars().filter(|c| c.is_alphanumeric());
    letters.clone().count() <= 5 && letters.filter(|c| c.is_uppercase()).count() >= 2
}
