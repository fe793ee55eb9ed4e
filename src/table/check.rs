//! What is wrong with a table as a whole, beyond single fields.

use rustc_hash::{FxHashMap, FxHashSet};

use super::diagnostic::{Diagnostic, Severity, Sources};
use super::model::{At, Entity, Spelling, Table};
use super::read::hint;
use crate::text::token::bare_words;

/// All findings in `table`, which is to lie over `below`. The same code
/// serves `canonym check`, the loading of any table, and the tests of the
/// built-in one.
pub fn check(table: &Table, below: &Table, sources: &Sources) -> Vec<Diagnostic> {
    let ids = table.entities.iter().chain(&below.entities).map(|e| e.id.text.as_str()).collect();
    let mut checker = Checker { sources, ids, out: Vec::new() };
    checker.entities(table);
    checker.references(table, below);
    checker.pairs(table);
    checker.collisions(table);
    checker.out
}

struct Checker<'a> {
    sources: &'a Sources,
    ids: FxHashSet<&'a str>,
    out: Vec<Diagnostic>,
}

impl Checker<'_> {
    fn error(&mut self, rule: &'static str, at: At, message: String, remedy: impl Into<String>) {
        self.out.push(self.sources.diagnostic(Severity::Error, rule, at, message, remedy.into()));
    }

    fn warn(&mut self, rule: &'static str, at: At, message: String, remedy: impl Into<String>) {
        self.out.push(self.sources.diagnostic(Severity::Warning, rule, at, message, remedy.into()));
    }

    fn entities(&mut self, table: &Table) {
        let mut first: FxHashMap<&str, At> = FxHashMap::default();
        for entity in &table.entities {
            let id = entity.id.text.as_str();
            if let Some(&earlier) = first.get(id) {
                let message = format!("id `{id}` already stands at {}", self.sources.reference(earlier));
                self.error("duplicate-id", entity.at(), message, "make them one entity, or give one another id");
                continue;
            }
            first.insert(id, entity.at());
            self.spellings(entity);
            if let (Some(kind), Some((prefix, _))) = (entity.kind, id.split_once('/'))
                && prefix != kind.as_str()
                && super::model::Kind::parse(prefix).is_some()
            {
                let message = format!("id `{id}` belongs to kind `{kind}`");
                self.warn("id-kind", entity.at(), message, format!("begin the id with `{kind}/`, or mend the kind"));
            }
        }
    }

    fn spellings(&mut self, entity: &Entity) {
        let mut seen: FxHashMap<&str, At> = FxHashMap::default();
        let mut forms: FxHashMap<Vec<String>, usize> = FxHashMap::default();
        for (number, form) in entity.forms.iter().enumerate() {
            for spelling in form.spellings() {
                let text = spelling.text.as_str();
                let words = bare_words(text);
                if words.is_empty() {
                    self.warn("no-letters", spelling.at, format!("`{text}` has no letters or digits"), "take it out");
                    continue;
                }
                if let Some(&earlier) = seen.get(text) {
                    let message = format!("`{text}` already stands at {}", self.sources.reference(earlier));
                    self.warn("duplicate", spelling.at, message, "take one of them out");
                    continue;
                }
                seen.insert(text, spelling.at);
                match forms.get(&words) {
                    Some(&other) if other != number => {
                        let message =
                            format!("`{text}` is also a spelling of the form `{}`", entity.forms[other].name.text);
                        self.error(
                            "form-collision",
                            spelling.at,
                            message,
                            "a spelling belongs to one form: take one of them out",
                        );
                    }
                    _ => {
                        forms.insert(words, number);
                    }
                }
            }
        }
        for spelling in &entity.not {
            if forms.contains_key(&bare_words(&spelling.text)) {
                let message = format!("`{}` is both an alias and under `not`", spelling.text);
                self.error("not-alias", spelling.at, message, "take one of them out");
            }
        }
    }

    fn references(&mut self, table: &Table, below: &Table) {
        for entity in &table.entities {
            for id in entity.within.iter().chain(&entity.near) {
                self.reference(id, Severity::Warning);
            }
        }
        for row in &table.namesakes {
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
        if self.ids.contains(id.text.as_str()) {
            return;
        }
        let near: Vec<&str> =
            self.ids.iter().copied().filter(|known| known.len().abs_diff(id.text.len()) < 4).collect();
        let remedy = format!("{}write the id of an entity of this table or one below it", hint(&id.text, &near));
        let message = format!("there is no entity `{}`", id.text);
        self.out.push(self.sources.diagnostic(severity, "unknown-id", id.at, message, remedy));
    }

    fn cycles(&mut self, table: &Table, below: &Table) {
        let parents: FxHashMap<&str, &str> = below
            .entities
            .iter()
            .chain(&table.entities)
            .filter_map(|e| Some((e.id.text.as_str(), e.within.as_ref()?.text.as_str())))
            .collect();
        for entity in &table.entities {
            let mut at = entity.id.text.as_str();
            for _ in 0..32 {
                match parents.get(at) {
                    Some(&parent) if parent == entity.id.text => {
                        let within = entity.within.as_ref().map_or(entity.at(), |within| within.at);
                        self.error("cycle", within, format!("`{parent}` lies within itself"), "mend `within`");
                        break;
                    }
                    Some(&parent) => at = parent,
                    None => break,
                }
            }
        }
    }

    fn pairs(&mut self, table: &Table) {
        if table.never.is_empty() {
            return;
        }
        let mut owners: FxHashMap<Vec<String>, Vec<&str>> = FxHashMap::default();
        for entity in &table.entities {
            for spelling in entity.forms.iter().flat_map(|form| form.spellings()) {
                owners.entry(bare_words(&spelling.text)).or_default().push(&entity.id.text);
            }
        }
        for row in &table.never {
            let [a, b] = [&row.pair[0], &row.pair[1]].map(|spelling| bare_words(&spelling.text));
            if a == b {
                let message = format!("`{}` and `{}` differ only in typography", row.pair[0].text, row.pair[1].text);
                self.error(
                    "never",
                    row.pair[0].at,
                    message,
                    "such spellings are always taken for one; use [[namesake]]",
                );
                continue;
            }
            let none = Vec::new();
            let (of_a, of_b) = (owners.get(&a).unwrap_or(&none), owners.get(&b).unwrap_or(&none));
            if let Some(id) = of_a.iter().find(|id| of_b.contains(id)) {
                let message = format!("`{}` and `{}` are both recorded for `{id}`", row.pair[0].text, row.pair[1].text);
                self.error("never", row.pair[0].at, message, "take one of the aliases out, or this row");
            }
        }
    }

    /// One spelling, several entities: legitimate when it is declared.
    fn collisions(&mut self, table: &Table) {
        let mut declared: FxHashSet<(&str, &str)> = FxHashSet::default();
        for row in &table.namesakes {
            let ids = || row.ids.iter().map(|id| id.text.as_str());
            declared.extend(ids().flat_map(|a| ids().map(move |b| (a, b))));
        }
        let mut first: FxHashMap<Vec<String>, (&Entity, &Spelling)> = FxHashMap::default();
        for entity in &table.entities {
            for spelling in entity.forms.iter().flat_map(|form| form.spellings()) {
                let words = bare_words(&spelling.text);
                let Some((other, earlier)) = first.get(&words) else {
                    first.insert(words, (entity, spelling));
                    continue;
                };
                if other.id.text == entity.id.text {
                    continue;
                }
                if !declared.contains(&(other.id.text.as_str(), entity.id.text.as_str())) {
                    let message = format!(
                        "alias `{}` of `{}` already belongs to `{}` ({})",
                        spelling.text,
                        entity.id.text,
                        other.id.text,
                        self.sources.reference(earlier.at)
                    );
                    self.warn("collision", spelling.at, message, "remove one, or record both under [[namesake]]");
                }
            }
        }
    }
}
