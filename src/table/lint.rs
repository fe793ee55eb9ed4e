//! What is worth a second look in a table that works: one function a rule.

use rustc_hash::{FxHashMap, FxHashSet};

use super::cells::{of_entity, of_spelling};
use super::check::{Checker, declared};
use super::format::parts;
use super::model::{Entity, Kind, Spelling, Table};
use crate::score::Scorer;
use crate::text::key::{Tier, keys_by};
use crate::text::rules;
use crate::text::script::{Script, script_of, unmask};
use crate::text::token::bare_words;

/// Rules of `canonym check`: name, severity, whether `--fix` mends it, what it
/// is about.
///
/// # Examples
///
/// ```
/// let far = canonym::table::lint::rules().find(|row| row[0] == "far-alias").unwrap();
/// assert_eq!(far[1..3], ["note", "no"]);
/// assert!(far[3].contains("nothing like"));
/// ```
pub fn rules() -> impl Iterator<Item = [&'static str; 4]> {
    rules::rows::<4>(rules::LINTS)
}

/// An alias is far from its form when no other spelling of it scores so much.
const FAR: f64 = 0.08;

/// Adds the findings of all rules.
pub(super) fn lint(checker: &mut Checker<'_>, table: &Table, below: &Table) {
    shadowed(checker, table, below);
    key_collisions(checker, table, below);
    mixed_scripts(checker, table.extend.iter().flat_map(|row| &row.aliases));
    table.extend.iter().flat_map(|row| &row.aliases).for_each(|alias| of_spelling(checker, alias));
    for entity in &table.entities {
        mixed_scripts(checker, entity.spellings());
        of_entity(checker, entity);
        redundant(checker, entity);
        far_aliases(checker, entity);
    }
    sources(checker, table);
    order(checker, table);
}

/// Texts that are left alone are never found.
fn shadowed(checker: &mut Checker<'_>, table: &Table, below: &Table) {
    let protect = table.protect.iter().chain(&below.protect);
    let protected: FxHashSet<Vec<String>> = protect.map(|row| bare_words(&row.text.text)).collect();
    let added = table.extend.iter().flat_map(|row| &row.aliases);
    let spellings = table.entities.iter().flat_map(Entity::spellings).chain(added);
    for spelling in spellings.filter(|_| !protected.is_empty()) {
        if protected.contains(&bare_words(&spelling.text)) {
            let message = format!("`{}` is never found: it stands under [[protect]]", spelling.text);
            checker.warn("shadowed", spelling.at, message, "take one of the two out");
        }
    }
}

/// Two entities with spellings that sound the same: text that spells either
/// otherwise may mean both.
fn key_collisions(checker: &mut Checker<'_>, table: &Table, below: &Table) {
    let never = table.never.iter().chain(&below.never);
    let pair = |a: &str, b: &str| [bare_words(a), bare_words(b)];
    let apart: FxHashSet<[Vec<String>; 2]> = never
        .flat_map(|row| [pair(&row.pair[0].text, &row.pair[1].text), pair(&row.pair[1].text, &row.pair[0].text)])
        .collect();
    let declared = declared([table, below].into_iter());
    let mut first: FxHashMap<String, (&str, &str)> = FxHashMap::default();
    let own = table.entities.iter().map(|entity| (entity, true));
    for (entity, own) in below.entities.iter().map(|entity| (entity, false)).chain(own) {
        for spelling in entity.spellings() {
            let keys = keys_by(&spelling.text, entity.lang.first().map(String::as_str), &[Tier::K1]);
            for key in keys.tier(Tier::K1) {
                let (id, text) = *first.entry(key.clone()).or_insert((&entity.id.text, &spelling.text));
                let words = pair(text, &spelling.text);
                let other = own && id != entity.id.text && words[0] != words[1];
                let known = declared.contains(&(id, &entity.id.text)) || apart.contains(&words);
                if other && !known && script_of(text) == script_of(&spelling.text) {
                    let message = format!("`{}` sounds like `{text}` of `{id}`", spelling.text);
                    let remedy = "record the pair under [[never]] if a spelling of one must not be taken for the other";
                    checker.note("key-collision", spelling.at, message, remedy);
                    break;
                }
            }
        }
    }
}

/// A word of letters of two scripts: a look-alike has strayed in.
fn mixed_scripts<'t>(checker: &mut Checker<'_>, spellings: impl Iterator<Item = &'t Spelling>) {
    let script = |c: char| script_of(c.encode_utf8(&mut [0; 4]));
    for spelling in spellings {
        let mixed = |word: &str| {
            let letters = || word.chars().filter(|c| c.is_alphabetic()).map(script);
            letters().any(|s| s == Script::Latin) && letters().any(|s| s == Script::Cyrillic)
        };
        if spelling.text.split_whitespace().any(mixed) {
            let mended = unmask(&spelling.text);
            let latin = !mended.chars().any(|c| script(c) == Script::Cyrillic);
            let message = format!("`{}` has letters of two scripts in one word", spelling.text);
            let remedy = if latin { format!("write `{mended}`") } else { "write it in one script".to_owned() };
            checker.warn("mixed-script", spelling.at, message, remedy);
            if latin {
                checker.fix(Some(mended));
            }
        }
    }
}

fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).collect()
}

/// Aliases that differ from another spelling of their form in typography.
fn redundant(checker: &mut Checker<'_>, entity: &Entity) {
    for form in &entity.forms {
        let mut seen: FxHashMap<Vec<String>, &str> = FxHashMap::default();
        for spelling in form.spellings() {
            match seen.get(&bare_words(&spelling.text)) {
                // Acronyms are known by their capitals.
                Some(known) if **known == known.to_uppercase() && letters(known) != letters(&spelling.text) => {}
                Some(known) if *known != spelling.text => {
                    let message = format!("`{}` differs from `{known}` in typography alone", spelling.text);
                    checker.note("redundant", spelling.at, message, "take it out: it is found all the same");
                    checker.fix(None);
                }
                Some(_) => {}
                None => drop(seen.insert(bare_words(&spelling.text), &spelling.text)),
            }
        }
    }
}

/// Aliases that are like no other spelling of their form in the same script;
/// names of organisations are translated.
fn far_aliases(checker: &mut Checker<'_>, entity: &Entity) {
    if entity.kind == Some(Kind::Org) {
        return;
    }
    for form in &entity.forms {
        for alias in &form.aliases {
            let acronym = alias.text == alias.text.to_uppercase();
            let script = script_of(&alias.text);
            let others = form.spellings().filter(|other| other.text != alias.text && script_of(&other.text) == script);
            let best = others.map(|other| Scorer::builtin().score(&alias.text, &other.text)).max_by(f64::total_cmp);
            if let Some(best) = best.filter(|best| *best < FAR && !acronym) {
                let message = format!("`{}` is nothing like `{}` (score {best:.3})", alias.text, form.name.text);
                let remedy = "a form of its own keeps it as it is written; another entity may be meant";
                checker.note("far-alias", alias.at, message, remedy);
            }
        }
    }
}

/// Entities without a source among others that have one.
fn sources(checker: &mut Checker<'_>, table: &Table) {
    let with: FxHashSet<u32> = table.entities.iter().filter(|e| !e.source.is_empty()).map(|e| e.at().file).collect();
    for entity in table.entities.iter().filter(|e| e.source.is_empty() && with.contains(&e.at().file)) {
        let message = format!("`{}` has no source, as others in the file do", entity.id.text);
        checker.note("missing-source", entity.at(), message, "say in `source` where its spellings come from");
    }
}

/// The first row of each file that is out of order, as `fmt` would have it.
fn order(checker: &mut Checker<'_>, table: &Table) {
    for rows in table.entities.chunk_by(|a, b| a.at().file == b.at().file) {
        if !checker.is_toml(rows[0].at()) || rows.is_sorted_by(|a, b| a.id.text <= b.id.text) {
            continue;
        }
        let parts = parts(checker.text(rows[0].at()));
        let part = |entity: &Entity| parts.partition_point(|start| *start <= entity.at().offset as usize);
        let unsorted =
            rows.windows(2).find(|pair| pair[0].id.text > pair[1].id.text && part(&pair[0]) == part(&pair[1]));
        if let Some([before, entity]) = unsorted {
            let message = format!("`{}` stands behind `{}`", entity.id.text, before.id.text);
            checker.note("unsorted", entity.at(), message, "`canonym fmt` puts rows in the order of their ids");
        }
    }
}
