//! Rows of a table from the values of a file, every finding with its place.

use super::codes::{country_meant, is_country, is_lang, lang_meant};
use super::diagnostic::{Diagnostic, Fix, Severity, Sources};
use super::model::{At, Entity, Extend, Form, Kind, Namesake, Never, PLACE_TYPES, Protect, Spelling, Suppress};
use super::parse::Format;
use super::raw::{Field, Node, Raw};

pub(super) const ENTITY: &[&str] =
    &["id", "name", "kind", "type", "country", "lang", "within", "near", "source", "aliases", "not", "form", "note"];

/// Reads the rows of one file.
pub(super) struct Reader<'s> {
    pub(super) sources: &'s Sources,
    pub(super) file: u32,
    pub(super) out: Vec<Diagnostic>,
}

impl<'s> Reader<'s> {
    pub(super) fn new(sources: &'s Sources, file: u32) -> Self {
        Self { sources, file, out: Vec::new() }
    }

    pub(super) fn error(&mut self, rule: &'static str, offset: usize, message: String, remedy: impl Into<String>) {
        let at = self.at(offset);
        self.out.push(self.sources.diagnostic(Severity::Error, rule, at, message, remedy.into()));
    }

    fn warn(&mut self, rule: &'static str, at: At, message: String, remedy: impl Into<String>) {
        self.out.push(self.sources.diagnostic(Severity::Warning, rule, at, message, remedy.into()));
    }

    /// Says how the last finding can be mended.
    fn fix(&mut self, fix: Option<Fix>) {
        if let Some(last) = self.out.last_mut() {
            last.fix = fix;
        }
    }

    /// A field as the file writes it.
    fn written(&self, name: &str, value: &str) -> String {
        match Format::of(self.sources.path(self.file)) {
            Some(Format::Jsonl) => format!("write `\"{name}\": {value}`"),
            _ => format!("write `{name} = {value}`"),
        }
    }

    fn errors(&self) -> usize {
        self.out.iter().filter(|finding| finding.severity == Severity::Error).count()
    }

    fn at(&self, offset: usize) -> At {
        At { file: self.file, offset: offset as u32 }
    }

    pub(super) fn entity(&mut self, fields: Vec<Field<'_>>, offset: usize) -> Option<Entity> {
        let before = self.errors();
        let mut id = None;
        let mut name = None;
        let mut entity = Entity {
            id: Spelling { text: String::new(), at: self.at(offset) },
            kind: None,
            place_type: None,
            country: None,
            lang: Vec::new(),
            within: None,
            near: Vec::new(),
            source: Vec::new(),
            forms: Vec::new(),
            not: Vec::new(),
        };
        let mut aliases = Vec::new();
        for field in fields {
            if matches!(field.node.value, Raw::Null) {
                continue;
            }
            match &*field.name {
                "id" => id = self.text(field),
                "name" => name = self.text(field),
                "kind" => entity.kind = self.kind(field),
                "type" => entity.place_type = self.place_type(field),
                "country" => entity.country = self.country(field),
                "lang" => entity.lang = self.lang(field),
                "within" => entity.within = self.text(field),
                "near" => entity.near = self.texts(field),
                "source" => entity.source = self.texts(field).into_iter().map(|s| s.text).collect(),
                "aliases" => aliases = self.texts(field),
                "not" => entity.not = self.texts(field),
                "form" => entity.forms = self.forms(field),
                "note" => {
                    self.text(field);
                }
                _ => self.unknown(&field, ENTITY, "field"),
            }
        }
        let remedy = "every entity needs `id` and `name`";
        if id.is_none() && self.errors() == before {
            self.error("missing", offset, "an entity without `id`".into(), remedy);
        }
        // What else is wrong with a row is told at once, and others may refer to it.
        entity.id = id?;
        match name {
            Some(name) => entity.forms.insert(0, Form { name, aliases }),
            None if self.errors() == before => {
                self.error("missing", offset, format!("entity `{}` without `name`", entity.id.text), remedy);
            }
            None => {}
        }
        Some(entity)
    }

    fn forms(&mut self, field: Field<'_>) -> Vec<Form> {
        let Raw::List(rows) = field.node.value else {
            self.error(
                "type",
                field.offset,
                "`form` is not a list".into(),
                "write `[[entity.form]]` with two brackets",
            );
            return Vec::new();
        };
        let mut forms = Vec::new();
        for row in rows {
            let Raw::Table(fields) = row.value else {
                self.error("type", row.offset, "`form` holds a value".into(), "give each form a `name` and `aliases`");
                continue;
            };
            let (mut name, mut aliases) = (None, Vec::new());
            let before = self.errors();
            for field in fields {
                match &*field.name {
                    _ if matches!(field.node.value, Raw::Null) => {}
                    "name" => name = self.text(field),
                    "aliases" => aliases = self.texts(field),
                    _ => self.unknown(&field, &["name", "aliases"], "field"),
                }
            }
            match name {
                Some(name) => forms.push(Form { name, aliases }),
                None if self.errors() == before => self.error(
                    "missing",
                    row.offset,
                    "a form without `name`".into(),
                    "give it its canonical spelling as `name`",
                ),
                None => {}
            }
        }
        forms
    }

    pub(super) fn never(&mut self, fields: Vec<Field<'_>>, offset: usize) -> Option<Never> {
        let (mut pair, mut why) = (Vec::new(), String::new());
        for field in fields {
            match &*field.name {
                "pair" => pair = self.texts(field),
                "why" => why = self.text(field)?.text,
                _ => self.unknown(&field, &["pair", "why"], "field"),
            }
        }
        match <[Spelling; 2]>::try_from(pair) {
            Ok(pair) => Some(Never { pair, why }),
            Err(pair) => {
                self.error(
                    "missing",
                    offset,
                    format!("`[[never]]` with {} names", pair.len()),
                    "write two: `pair = [\"Paktia\", \"Paktika\"]`",
                );
                None
            }
        }
    }

    pub(super) fn protect(&mut self, fields: Vec<Field<'_>>, offset: usize) -> Option<Protect> {
        let (mut text, mut why) = (None, String::new());
        for field in fields {
            match &*field.name {
                "text" => text = self.text(field),
                "why" => why = self.text(field)?.text,
                _ => self.unknown(&field, &["text", "why"], "field"),
            }
        }
        self.needed(text, "protect", "text", offset).map(|text| Protect { text, why })
    }

    pub(super) fn namesake(&mut self, fields: Vec<Field<'_>>, offset: usize) -> Option<Namesake> {
        let (mut text, mut ids, mut prefer, mut why) = (None, Vec::new(), None, String::new());
        for field in fields {
            match &*field.name {
                "text" => text = self.text(field),
                "ids" => ids = self.texts(field),
                "prefer" => prefer = self.text(field),
                "why" => why = self.text(field)?.text,
                _ => self.unknown(&field, &["text", "ids", "prefer", "why"], "field"),
            }
        }
        let text = self.needed(text, "namesake", "text", offset)?;
        Some(Namesake { text, ids, prefer, why })
    }

    pub(super) fn extend(&mut self, fields: Vec<Field<'_>>, offset: usize) -> Option<Extend> {
        let (mut id, mut form, mut aliases) = (None, None, Vec::new());
        for field in fields {
            match &*field.name {
                "id" => id = self.text(field),
                "form" => form = self.text(field),
                "aliases" => aliases = self.texts(field),
                _ => self.unknown(&field, &["id", "form", "aliases"], "field"),
            }
        }
        self.needed(id, "extend", "id", offset).map(|id| Extend { id, form, aliases })
    }

    pub(super) fn suppress(&mut self, fields: Vec<Field<'_>>, offset: usize) -> Option<Suppress> {
        let (mut id, mut alias) = (None, None);
        for field in fields {
            match &*field.name {
                "id" => id = self.text(field),
                "alias" => alias = self.text(field),
                _ => self.unknown(&field, &["id", "alias"], "field"),
            }
        }
        self.needed(id, "suppress", "id", offset).map(|id| Suppress { id, alias })
    }

    fn needed(&mut self, value: Option<Spelling>, section: &str, field: &str, offset: usize) -> Option<Spelling> {
        if value.is_none() {
            self.error(
                "missing",
                offset,
                format!("`[[{section}]]` without `{field}`"),
                format!("add `{field} = \"…\"`"),
            );
        }
        value
    }

    fn text(&mut self, field: Field<'_>) -> Option<Spelling> {
        let Field { name, node, .. } = field;
        self.spelling(node, &name)
    }

    fn spelling(&mut self, node: Node<'_>, name: &str) -> Option<Spelling> {
        let found = match node.value {
            Raw::Text(text) => return self.trimmed(text.trim(), node.offset, name),
            Raw::Null => return None,
            Raw::List(_) => "is a list".to_owned(),
            Raw::Table(_) => "is a table".to_owned(),
            Raw::Other(found) => format!("is of type {found}"),
        };
        let remedy = self.written(name, "\"…\"");
        self.error("type", node.offset, format!("`{name}` {found}"), remedy);
        None
    }

    fn trimmed(&mut self, text: &str, offset: usize, name: &str) -> Option<Spelling> {
        if text.is_empty() {
            self.error("empty", offset, format!("`{name}` is empty"), "give it a value, or leave the field out");
            return None;
        }
        if text.contains(char::is_control) {
            let shown = text.escape_debug();
            self.error("control", offset, format!("`{shown}` holds a control character"), "take it out");
            return None;
        }
        Some(Spelling { text: text.to_owned(), at: self.at(offset) })
    }

    fn texts(&mut self, field: Field<'_>) -> Vec<Spelling> {
        let name = field.name;
        match field.node.value {
            Raw::List(items) => items.into_iter().filter_map(|item| self.spelling(item, &name)).collect(),
            Raw::Text(_) if matches!(&*name, "lang" | "source" | "near") => {
                self.spelling(field.node, &name).into_iter().collect()
            }
            Raw::Null => Vec::new(),
            value => {
                let remedy = self.written(&name, "[\"…\"]");
                self.error("type", field.node.offset, format!("`{name}` is not a list"), remedy);
                self.fix(matches!(value, Raw::Text(_)).then_some(Fix::List));
                Vec::new()
            }
        }
    }

    fn kind(&mut self, field: Field<'_>) -> Option<Kind> {
        let offset = field.node.offset;
        let text = self.text(field)?.text;
        let kind = Kind::parse(&text);
        if kind.is_none() {
            let lower = text.to_lowercase();
            let remedy = match PLACE_TYPES.iter().find(|known| **known == lower) {
                Some(known) => format!("write `place`, and `{known}` as its `type`"),
                None => {
                    format!("{}the kinds are `person`, `place` and `org`", hint(&text, &["person", "place", "org"]))
                }
            };
            self.error("kind", offset, format!("unknown kind `{text}`"), remedy);
            self.fix(Kind::parse(&lower).map(|_| Fix::Replace(lower)));
        }
        kind
    }

    fn place_type(&mut self, field: Field<'_>) -> Option<String> {
        let Spelling { text, at } = self.text(field)?;
        if !PLACE_TYPES.contains(&text.as_str()) {
            let remedy = format!("{}the types are {}", hint(&text, &PLACE_TYPES), PLACE_TYPES.join(", "));
            self.warn("type", at, format!("unknown type `{text}`"), remedy);
            let lower = text.to_lowercase();
            self.fix(PLACE_TYPES.contains(&&lower[..]).then_some(Fix::Replace(lower)));
        }
        Some(text)
    }

    /// What is none is told: codes only help.
    fn country(&mut self, field: Field<'_>) -> Option<String> {
        let Spelling { text, at } = self.text(field)?;
        if is_country(&text) {
            return Some(text);
        }
        // Bulk data have codes of countries that are no more.
        let kept = text.len() == 2 && text.bytes().all(|b| b.is_ascii_uppercase());
        let left_out = if kept { "" } else { " and is left out" };
        let meant = country_meant(&text);
        let hint = told(meant.as_deref());
        let message = format!("`{text}` is no country code{left_out}");
        self.warn("country", at, message, format!("{hint}write two capitals after ISO 3166-1, such as `TJ`"));
        self.fix(meant.map(Fix::Replace));
        kept.then_some(text)
    }

    fn lang(&mut self, field: Field<'_>) -> Vec<String> {
        let mut out = Vec::new();
        for Spelling { text, at } in self.texts(field) {
            if is_lang(&text) {
                out.push(text);
                continue;
            }
            let meant = lang_meant(&text);
            let hint = told(meant.as_deref());
            let message = format!("`{text}` is no language code and is left out");
            let remedy = format!("{hint}write three small letters after ISO 639-3, such as `tgk`");
            self.warn("lang", at, message, remedy);
            self.fix(meant.map(Fix::Replace));
        }
        out
    }

    pub(super) fn unknown(&mut self, field: &Field<'_>, known: &[&str], what: &str) {
        let name = &field.name;
        let remedy = format!("{}the {what}s are {}", hint(name, known), known.join(", "));
        self.error("unknown-field", field.offset, format!("unknown {what} `{name}`"), remedy);
        // What is merely near may be another word: a county is no country.
        let is_meant = |meant: &&&str| name.eq_ignore_ascii_case(meant) || meant.strip_suffix("es") == Some(name);
        let meant = known.iter().find(is_meant).filter(|_| what == "field");
        self.fix(meant.map(|meant| Fix::Rename((*meant).to_owned())));
    }
}

/// The known word that is nearest, and how alike it is, from 0 to 1.
fn nearest<'k>(word: &str, known: &[&'k str]) -> (f64, &'k str) {
    let near = known.iter().map(|known| (strsim::jaro_winkler(word, known), *known));
    near.max_by(|a, b| a.0.total_cmp(&b.0)).unwrap_or((0.0, ""))
}

/// `did you mean …? ` when a known word is near.
pub(crate) fn hint(word: &str, known: &[&str]) -> String {
    let (likeness, known) = nearest(word, known);
    told(Some(known).filter(|_| likeness >= 0.8))
}

/// `did you mean …? ` of what may be meant.
pub(super) fn told(meant: Option<&str>) -> String {
    meant.map_or_else(String::new, |meant| format!("did you mean `{meant}`? "))
}
