//! What is wrong with a table as a whole, beyond single fields.

use std::borrow::Cow;

use rustc_hash::{FxHashMap, FxHashSet};

use super::diagnostic::{Diagnostic, Fix, Severity, Sources};
use super::lint::lint;
use super::load::Tables;
use super::model::{At, Entity, Form, Namesake, Spelling, Suppress, Table};
use super::parse::Format;
use super::read::hint;
use crate::text::alone::is_alphabetic;
use crate::text::guard::guard;
use crate::text::token::bare_words;

/// How much a check takes in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Depth {
    /// The table's own rows: what loading it needs.
    Rows,
    /// Also what its rows do to the tables below it.
    Whole,
}

/// Entities that are too many to have their namesakes told on loading.
const MANY: usize = 20_000;

/// All findings in `table`, which is to lie over `below`. The same code
/// serves `canonym check`, the loading of any table, and the tests of the
/// built-in one.
pub(super) fn check(table: &Table, tables: &Tables, sources: &Sources, depth: Depth) -> Vec<Diagnostic> {
    let below = tables.table();
    let ids = table.entities.iter().chain(&below.entities).map(|e| e.id.text.as_str()).collect();
    let whole = depth == Depth::Whole;
    let mut checker = Checker { sources, tables, ids, whole, hints: 20, out: Vec::new() };
    checker.entities(table);
    checker.references(table, below);
    let none = Table::default();
    let below = if whole { below } else { &none };
    checker.pairs(table, below);
    checker.forbidden(table, below);
    // In bulk data, namesakes are the rule.
    if whole || table.entities.len() <= MANY {
        checker.collisions(table, below);
    }
    checker.changes(table, below);
    if whole {
        lint(&mut checker, table, tables.table());
    }
    checker.out
}

/// Bearers of one spelling that are told.
const BEARERS: usize = 5;

/// One word of letters whose lower case is its bare form.
fn is_plain(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_alphabetic()) && !text.is_empty()
}

/// Several words that begin with letters.
fn is_several(text: &str) -> bool {
    let begun = |word: &str| word.starts_with(is_alphabetic);
    text.split(' ').filter(|word| begun(word)).nth(1).is_some()
}

/// The pairs of entities that are said to share a spelling.
pub(super) fn declared<'t>(tables: impl Iterator<Item = &'t Table>) -> FxHashSet<(&'t str, &'t str)> {
    let namesakes = tables.flat_map(|table| &table.namesakes);
    let ids = |row: &'t Namesake| row.ids.iter().map(|id| id.text.as_str());
    namesakes.flat_map(|row| ids(row).flat_map(move |a| ids(row).map(move |b| (a, b)))).collect()
}

/// Whether a table takes a spelling out of an entity, by its id.
fn gone(table: &Table) -> impl Fn(&str, &str) -> bool {
    let mut suppressed: FxHashMap<&str, Vec<Option<Vec<String>>>> = FxHashMap::default();
    for Suppress { id, alias } in &table.suppress {
        let words = alias.as_ref().map(|alias| bare_words(&alias.text));
        suppressed.entry(id.text.as_str()).or_default().push(words);
    }
    move |id, text| {
        let own = suppressed.get(id).into_iter().flatten();
        own.into_iter().any(|words| words.as_ref().is_none_or(|words| *words == bare_words(text)))
    }
}

pub(super) struct Checker<'a> {
    pub(super) sources: &'a Sources,
    pub(super) tables: &'a Tables,
    /// Of the table and the rows below it.
    pub(super) ids: FxHashSet<&'a str>,
    /// Whether what lies below is looked at, too.
    whole: bool,
    /// How many unknown ids still get the nearest known one: finding it costs.
    pub(super) hints: usize,
    pub(super) out: Vec<Diagnostic>,
}

impl<'a> Checker<'a> {
    /// The entities of rows below a compiled table.
    pub(super) fn rows_beneath(&self) -> impl Iterator<Item = &'a Entity> + use<'a> {
        let tables = self.whole.then_some(self.tables);
        tables.into_iter().flat_map(Tables::rows_beneath)
    }

    /// The entities of compiled tables that have a spelling, but for those that
    /// rows above have, too.
    fn bearers_beneath(&self, spelling: &str) -> Vec<String> {
        let mut bearers = if self.whole { self.tables.bearers_beneath(spelling) } else { Vec::new() };
        bearers.retain(|id| !self.ids.contains(id.as_str()));
        bearers
    }

    pub(super) fn error(&mut self, rule: &'static str, at: At, message: String, remedy: impl Into<String>) {
        self.out.push(self.sources.diagnostic(Severity::Error, rule, at, message, remedy.into()));
    }

    pub(super) fn note(&mut self, rule: &'static str, at: At, message: String, remedy: impl Into<String>) {
        self.out.push(self.sources.diagnostic(Severity::Note, rule, at, message, remedy.into()));
    }

    /// Says how the last finding can be mended: by another spelling, or by none.
    pub(super) fn fix(&mut self, to: Option<String>) {
        if let Some(last) = self.out.last_mut() {
            last.fix = Some(to.map_or(Fix::Remove, Fix::Replace));
        }
    }

    pub(super) fn is_toml(&self, at: At) -> bool {
        Format::of(self.sources.path(at.file)) == Some(Format::Toml)
    }

    /// The text of the file that a place is in.
    pub(super) fn text(&self, at: At) -> &'a str {
        self.sources.text(at.file)
    }

    pub(super) fn warn(&mut self, rule: &'static str, at: At, message: String, remedy: impl Into<String>) {
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
        // Bulk data have one form an entity, whose words nobody asks for.
        let told_apart = entity.forms.len() > 1 || !entity.not.is_empty();
        for (number, form) in entity.forms.iter().enumerate() {
            for spelling in form.spellings() {
                let text = spelling.text.as_str();
                let words =
                    if told_apart || !is_plain(text) && !is_several(text) { Some(bare_words(text)) } else { None };
                if words.as_ref().is_some_and(Vec::is_empty) {
                    self.warn("no-letters", spelling.at, format!("`{text}` has no letters or digits"), "take it out");
                    self.fix(None);
                    continue;
                }
                self.ordinary(spelling, words.as_deref());
                if let Some(&earlier) = seen.get(text) {
                    let message = format!("`{text}` already stands at {}", self.sources.reference(earlier));
                    self.warn("duplicate", spelling.at, message, "take one of them out");
                    self.fix(None);
                    continue;
                }
                seen.insert(text, spelling.at);
                let Some(words) = words.filter(|_| told_apart) else { continue };
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

    /// A spelling that is a word, by its bare words, if they are known.
    fn ordinary(&mut self, spelling: &Spelling, words: Option<&[String]>) {
        let text = spelling.text.as_str();
        let common = match words {
            Some([word]) => guard(word).is_word() || word.chars().nth(1).is_none(),
            Some(_) => false,
            None => is_plain(text) && (text.len() == 1 || guard(&text.to_ascii_lowercase()).is_word()),
        };
        if common && text != text.to_uppercase() {
            let message = format!("`{text}` is an ordinary word");
            let remedy = "take it out, or it may be found where nobody is named";
            self.warn("common-word", spelling.at, message, remedy);
        }
    }

    fn pairs(&mut self, table: &'a Table, below: &'a Table) {
        if table.never.is_empty() {
            return;
        }
        let mut owners: FxHashMap<Vec<String>, Vec<&str>> = FxHashMap::default();
        let gone = gone(table);
        let mut note = |entity: &'a Entity, is_own: bool| {
            for spelling in entity.spellings().filter(|s| is_own || !gone(&entity.id.text, &s.text)) {
                owners.entry(bare_words(&spelling.text)).or_default().push(&entity.id.text);
            }
        };
        table.entities.iter().for_each(|entity| note(entity, true));
        below.entities.iter().chain(self.rows_beneath()).for_each(|entity| note(entity, false));
        let mut told: FxHashSet<[Vec<String>; 2]> = FxHashSet::default();
        for row in &table.never {
            let [a, b] = [&row.pair[0], &row.pair[1]].map(|spelling| bare_words(&spelling.text));
            if !told.insert(if a < b { [a.clone(), b.clone()] } else { [b.clone(), a.clone()] }) {
                let message = format!("`{}` and `{}` are kept apart already", row.pair[0].text, row.pair[1].text);
                self.warn("duplicate", row.pair[0].at, message, "take one of the rows out");
                continue;
            }
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
            let both = of_a.iter().find(|id| of_b.contains(id)).map(|id| (*id).to_owned());
            let both = both.or_else(|| {
                let [a, b] = row.pair.each_ref().map(|spelling| {
                    let mut bearers = self.bearers_beneath(&spelling.text);
                    bearers.retain(|id| !gone(id, &spelling.text));
                    bearers
                });
                a.into_iter().find(|id| b.contains(id))
            });
            if let Some(id) = both {
                let message = format!("`{}` and `{}` are both recorded for `{id}`", row.pair[0].text, row.pair[1].text);
                self.error(
                    "never",
                    row.pair[0].at,
                    message,
                    "take one of the aliases out (in an overlay, under [[suppress]]), or this row",
                );
            }
        }
    }

    /// New spellings that a table below keeps apart from others of their entity.
    fn forbidden(&mut self, table: &Table, below: &Table) {
        if !self.whole {
            return;
        }
        let mut apart: FxHashMap<Vec<String>, Vec<Vec<String>>> = FxHashMap::default();
        for row in self.tables.tables_beneath().chain([below]).flat_map(|table| &table.never) {
            let [a, b] = row.pair.each_ref().map(|spelling| bare_words(&spelling.text));
            apart.entry(a.clone()).or_default().push(b.clone());
            apart.entry(b).or_default().push(a);
        }
        let own = table.entities.iter().flat_map(|e| e.spellings().map(move |spelling| (&e.id.text, spelling)));
        let added = table.extend.iter().flat_map(|row| row.aliases.iter().map(move |alias| (&row.id.text, alias)));
        let mut of: FxHashMap<&str, Vec<&Spelling>> = FxHashMap::default();
        let all: Vec<_> = own.chain(added).collect();
        all.iter().for_each(|(id, spelling)| of.entry(id).or_default().push(spelling));
        let replaced: FxHashSet<&str> = table.entities.iter().map(|entity| entity.id.text.as_str()).collect();
        for entity in below.entities.iter().filter(|entity| !replaced.contains(entity.id.text.as_str())) {
            if let Some(known) = of.get_mut(entity.id.text.as_str()) {
                known.extend(entity.spellings());
            }
        }
        let mut beneath: FxHashMap<&str, Vec<String>> = FxHashMap::default();
        for (id, spelling) in all {
            let recorded = beneath.entry(id.as_str()).or_insert_with(|| {
                let entity = self.tables.beneath(id).filter(|_| !self.ids.contains(id.as_str()));
                entity.iter().flat_map(Entity::spellings).map(|spelling| spelling.text.clone()).collect()
            });
            let others = apart.get(&bare_words(&spelling.text));
            let is_apart = |other: &str| {
                others.is_some_and(|others| others.contains(&bare_words(other)))
                    || self.tables.are_apart_beneath(&spelling.text, other)
            };
            let known = of.get(id.as_str()).into_iter().flatten().map(|known| known.text.as_str());
            let other = known.chain(recorded.iter().map(String::as_str)).find(|other| is_apart(other));
            if let Some(other) = other {
                let message = format!("`{}` is never `{other}`, a spelling of `{id}`", spelling.text);
                self.error("never", spelling.at, message, "take it out; a table below keeps the two apart");
            }
        }
    }

    /// One spelling, several entities: legitimate when it is declared.
    fn collisions(&mut self, table: &Table, below: &Table) {
        let tables = self.tables.tables_beneath().filter(|_| self.whole).chain([table, below]);
        let declared = declared(tables);
        let own: FxHashSet<&str> = table.entities.iter().map(|e| e.id.text.as_str()).collect();
        let gone = gone(table);
        let replaced = |entity: &&Entity| !own.contains(entity.id.text.as_str());
        // The bearers of each spelling, and where they have it.
        let mut bearers: FxHashMap<Vec<String>, Vec<(Cow<'_, str>, String)>> = FxHashMap::default();
        for entity in self.rows_beneath().chain(&below.entities).filter(replaced) {
            for spelling in entity.spellings().filter(|spelling| !gone(&entity.id.text, &spelling.text)) {
                // Of a table below, the place is not at hand any more.
                let bearer = (Cow::Borrowed(&entity.id.text[..]), "in a table below".to_owned());
                bearers.entry(bare_words(&spelling.text)).or_default().push(bearer);
            }
        }
        let added =
            table.extend.iter().flat_map(|row| row.aliases.iter().map(move |alias| (row.id.text.as_str(), alias)));
        let spelled = table
            .entities
            .iter()
            .flat_map(|entity| entity.spellings().map(move |spelling| (entity.id.text.as_str(), spelling)));
        for (id, spelling) in spelled.chain(added) {
            let known = bearers.entry(bare_words(&spelling.text)).or_insert_with(|| {
                let packed = self.bearers_beneath(&spelling.text).into_iter().filter(|id| !gone(id, &spelling.text));
                packed.map(|id| (id.into(), "in a pack below".to_owned())).collect()
            });
            let is_other = |(other, _): &&(Cow<'_, str>, String)| other != id && !declared.contains(&(&**other, id));
            let mut others: Vec<_> =
                known.iter().filter(is_other).map(|(other, at)| format!("`{other}` ({at})")).collect();
            others.dedup();
            if known.iter().all(|(other, _)| other != id) {
                known.push((id.into(), self.sources.reference(spelling.at)));
            }
            if !others.is_empty() {
                let more = others.len().saturating_sub(BEARERS);
                others.truncate(BEARERS);
                let more = if more > 0 { format!(" and {more} more") } else { String::new() };
                let others = others.join(", ");
                let message = format!("alias `{}` of `{id}` already belongs to {others}{more}", spelling.text);
                self.warn("collision", spelling.at, message, "remove one, or record all of them under [[namesake]]");
            }
        }
    }

    /// Additions and removals that change nothing.
    fn changes(&mut self, table: &Table, below: &Table) {
        let beneath: FxHashMap<&str, &Entity> = below.entities.iter().map(|e| (e.id.text.as_str(), e)).collect();
        let own: FxHashMap<&str, &Entity> = table.entities.iter().map(|e| (e.id.text.as_str(), e)).collect();
        let words = |entity: &Entity| entity.spellings().map(|s| bare_words(&s.text)).collect::<Vec<_>>();
        let (tables, whole) = (self.tables, self.whole);
        let packed = |id: &str| tables.beneath(id).filter(|_| whole).map(Cow::Owned);
        let below_it = |id: &str| beneath.get(id).map(|entity| Cow::Borrowed(*entity)).or_else(|| packed(id));
        for entity in &table.entities {
            let Some(old) = below_it(&entity.id.text) else { continue };
            let kept: FxHashSet<Vec<String>> = entity.spellings().map(|s| bare_words(&s.text)).collect();
            let mut lost = old.spellings().filter(|s| !kept.contains(&bare_words(&s.text)));
            if let Some(first) = lost.next() {
                let (id, lost) = (&entity.id.text, 1 + lost.count());
                let such = format!("{lost} of its spellings, such as `{}`", first.text);
                let message = format!("`{id}` replaces the entity of a table below and lacks {such}");
                self.warn("replaces", entity.at(), message, "to add spellings to it, write [[extend]]");
            }
        }
        let is_gone = gone(table);
        // What the table's own suppressions leave of an entity below.
        let left = |entity: &Entity| {
            let id = entity.id.text.as_str();
            let forms = entity.forms.iter().filter(|form| !is_gone(id, &form.name.text));
            let spellings = forms.flat_map(Form::spellings).filter(|spelling| !is_gone(id, &spelling.text));
            spellings.map(|spelling| bare_words(&spelling.text)).collect::<Vec<_>>()
        };
        for row in &table.extend {
            let id = row.id.text.as_str();
            if row.aliases.is_empty() && row.form.is_none() {
                let message = format!("`[[extend]]` of `{id}` adds nothing");
                self.warn("no-change", row.id.at, message, "give it `aliases`, or take it out");
            }
            if let Some(form) = &row.form {
                let entity = own.get(id).map(|entity| Cow::Borrowed(*entity)).or_else(|| below_it(id));
                let forms: Vec<String> =
                    entity.iter().flat_map(|entity| &entity.forms).map(|form| form.name.text.clone()).collect();
                let forms: Vec<&str> = forms.iter().map(String::as_str).collect();
                let meant = if forms.contains(&form.text.as_str()) { String::new() } else { hint(&form.text, &forms) };
                if !meant.is_empty() {
                    let message = format!("`{}` is no form of `{id}` and becomes one", form.text);
                    self.warn("new-form", form.at, message, format!("{meant}A new form is rewritten to itself"));
                }
            }
            let known = own.get(id).map(|entity| words(entity)).or_else(|| below_it(id).map(|entity| left(&entity)));
            let known = known.unwrap_or_default();
            for alias in &row.aliases {
                let words = bare_words(&alias.text);
                self.ordinary(alias, Some(&words));
                if words.is_empty() {
                    let message = format!("`{}` has no letters or digits", alias.text);
                    self.warn("no-letters", alias.at, message, "take it out");
                    self.fix(None);
                } else if known.contains(&words) {
                    let message = format!("`{}` is a spelling of `{}` already", alias.text, row.id.text);
                    self.warn("no-change", alias.at, message, "take it out");
                    self.fix(None);
                }
            }
        }
        for row in &table.suppress {
            let Some(alias) = &row.alias else { continue };
            let id = row.id.text.as_str();
            if own.contains_key(id) {
                let message = format!("`{id}` stands in this table, where [[suppress]] takes nothing out");
                self.warn("no-change", alias.at, message, "take the spelling out of its row");
                continue;
            }
            let Some(entity) = below_it(id) else { continue };
            let suppressed = bare_words(&alias.text);
            if !words(&entity).contains(&suppressed) {
                let message = format!("`{}` is no spelling of `{id}`", alias.text);
                self.warn("no-change", alias.at, message, "write a recorded spelling");
            } else if let Some(form) = entity.forms.iter().find(|form| bare_words(&form.name.text) == suppressed)
                && let others = form.aliases.iter().filter(|other| !is_gone(id, &other.text)).collect::<Vec<_>>()
                && let Some(first) = others.first()
            {
                let go = match others.len() {
                    1 => "goes".to_owned(),
                    many => format!("and {} more go", many - 1),
                };
                let message = format!("`{}` names a form of `{id}`: `{}` {go} with it", alias.text, first.text);
                let remedy = "to keep those, write them under [[extend]] with a `form` of their own";
                self.warn("form", alias.at, message, remedy);
            }
        }
    }
}
