//! Rows that refer to entities by their ids.

use std::collections::hash_map::Entry;

use rustc_hash::FxHashMap;

use super::check::Checker;
use super::diagnostic::Severity;
use super::model::{At, Entity, Spelling, Table};
use super::read::{hint, told};
use crate::text::token::bare_words;

impl Checker<'_> {
    pub(super) fn references(&mut self, table: &Table, below: &Table) {
        for entity in &table.entities {
            for id in entity.within.iter().chain(&entity.near) {
                self.reference(id, Severity::Warning);
            }
        }
        let mut told: FxHashMap<Vec<String>, At> = FxHashMap::default();
        for row in &table.namesakes {
            match told.entry(bare_words(&row.text.text)) {
                Entry::Occupied(known) => {
                    let place = self.sources.reference(*known.get());
                    let message = format!("`{}` already has a [[namesake]] row at {place}", row.text.text);
                    self.warn("duplicate", row.text.at, message, "make them one, with the ids of both");
                }
                Entry::Vacant(new) => drop(new.insert(row.text.at)),
            }
            for id in row.ids.iter().chain(&row.prefer) {
                self.reference(id, Severity::Warning);
            }
            if let Some(prefer) = &row.prefer
                && !row.ids.iter().any(|id| id.text == prefer.text)
            {
                self.error(
                    "prefer",
                    prefer.at,
                    format!("`{}` is not among the `ids`", prefer.text),
                    "prefer one of them",
                );
            }
            if row.ids.len() < 2 {
                self.error(
                    "namesake",
                    row.text.at,
                    format!("`{}` has {} bearers", row.text.text, row.ids.len()),
                    "a namesake has two `ids` or more",
                );
            }
        }
        for id in table.extend.iter().map(|row| &row.id).chain(table.suppress.iter().map(|row| &row.id)) {
            self.reference(id, Severity::Error);
        }
        self.cycles(table, below);
    }

    fn reference(&mut self, id: &Spelling, severity: Severity) {
        if self.ids.contains(id.text.as_str()) || self.tables.has_beneath(&id.text) {
            return;
        }
        let meant = if self.hints > 0 { self.meant(&id.text) } else { String::new() };
        self.hints = self.hints.saturating_sub(1);
        let remedy = format!("{meant}write the id of an entity of this table or one below it");
        let message = format!("there is no entity `{}`", id.text);
        self.out.push(self.sources.diagnostic(severity, "unknown-id", id.at, message, remedy));
    }

    /// `did you mean …? `: an entity of that name, or the one with the nearest id.
    fn meant(&self, id: &str) -> String {
        let named = |entity: &&Entity| entity.name().eq_ignore_ascii_case(id);
        if let Some(entity) = self.tables.table().entities.iter().chain(self.rows_beneath()).find(named) {
            return told(Some(&entity.id.text));
        }
        // What all ids of a kind and country begin with says nothing.
        let start = id.rfind('/').map_or(0, |at| at + 1);
        let start = if id.get(start + 2..start + 3) == Some("-") { start + 3 } else { start };
        let (start, rest) = id.split_at(start);
        let known = self.ids.iter().filter_map(|known| known.strip_prefix(start));
        let known: Vec<&str> = known.filter(|known| known.len().abs_diff(rest.len()) < 4).collect();
        hint(rest, &known).replacen('`', &format!("`{start}"), 1)
    }

    fn cycles(&mut self, table: &Table, below: &Table) {
        let parents: FxHashMap<&str, &str> = below
            .entities
            .iter()
            .chain(&table.entities)
            .filter_map(|e| Some((e.id.text.as_str(), e.within.as_ref()?.text.as_str())))
            .collect();
        for entity in table.entities.iter().filter(|entity| entity.within.is_some()) {
            let mut at = entity.id.text.clone();
            for _ in 0..32 {
                let parent = parents.get(at.as_str()).map(|parent| (*parent).to_owned());
                match parent.or_else(|| self.tables.parent_beneath(&at)) {
                    Some(parent) if parent == entity.id.text => {
                        let within = entity.within.as_ref().map_or(entity.at(), |within| within.at);
                        self.error("cycle", within, format!("`{parent}` lies within itself"), "mend `within`");
                        break;
                    }
                    Some(parent) => at = parent,
                    None => break,
                }
            }
        }
    }
}
