//! Table files to rows: TOML for people, TSV and JSON Lines for bulk.
//!
//! Reading never stops at the first error: what can be read is read, and
//! every finding comes with its place.

use std::borrow::Cow;
use std::ops::Range;

use toml::de::DeTable;

use super::diagnostic::{Diagnostic, Sources};
use super::model::{Entity, Table};
use super::raw::{Field, Node, Raw, from_json, from_toml};
use super::read::{ENTITY, Reader, hint};

/// The file formats of tables.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// `.toml`
    Toml,
    /// `.tsv`
    Tsv,
    /// `.jsonl`
    Jsonl,
}

impl Format {
    /// The format that a file name tells.
    pub fn of(path: &str) -> Option<Self> {
        match &path.rsplit_once('.')?.1.to_ascii_lowercase()[..] {
            "toml" => Some(Self::Toml),
            "tsv" => Some(Self::Tsv),
            "jsonl" | "ndjson" => Some(Self::Jsonl),
            _ => None,
        }
    }
}

/// Reads one file of `sources` and adds its rows to `table`. All findings
/// are returned; the rows that have none are in the table all the same.
pub fn parse(sources: &Sources, file: u32, format: Format, table: &mut Table) -> Vec<Diagnostic> {
    let mut reader = Reader::new(sources, file);
    match format {
        Format::Toml => reader.toml(table),
        Format::Tsv => reader.tsv(table),
        Format::Jsonl => reader.jsonl(table),
    }
    reader.out
}

impl<'s> Reader<'s> {
    /// Reads the rows; one with a list that is not closed is left out, and those
    /// behind it are read on their own, so that it hides nothing.
    fn toml(&mut self, table: &mut Table) {
        let text = self.sources.text(self.file);
        let mut from = 0;
        for left in (0..=OPEN).rev() {
            let part = alone(text, from..text.len());
            let (root, errors) = DeTable::parse_recoverable(&part);
            let Some(open) = errors.first().filter(|_| left > 0).and_then(|error| Open::of(text, from, error)) else {
                self.rows(text, root.into_inner(), &errors, table);
                break;
            };
            let before = alone(text, from..open.row.start);
            let (root, errors) = DeTable::parse_recoverable(&before);
            self.rows(text, root.into_inner(), &errors, table);
            self.error("syntax", open.list, "the list is not closed".into(), "write `]` behind its last value");
            from = open.row.end;
        }
        table.entities.sort_by_key(|e| e.at());
    }

    fn rows(&mut self, text: &str, root: DeTable<'_>, errors: &[toml::de::Error], table: &mut Table) {
        for error in errors {
            let offset = place(error, text).unwrap_or(0);
            let message = format!("not valid TOML: {}", error.message().lines().next().unwrap_or("syntax error"));
            self.error("syntax", offset, message, advice(error.message(), text, offset));
        }
        for field in from_toml(root) {
            let sections = ["entity", "never", "protect", "namesake", "extend", "suppress"];
            if !sections.contains(&&*field.name) {
                if ENTITY.contains(&&*field.name) {
                    let message = format!("`{}` stands in no row", field.name);
                    self.error(
                        "unknown-field",
                        field.offset,
                        message,
                        "write `[[entity]]` above the fields of an entity",
                    );
                } else {
                    self.unknown(&field, &sections, "section");
                }
                continue;
            }
            let Raw::List(rows) = field.node.value else {
                let name = &field.name;
                let is_form = |field: &Field<'_>| field.name == "form" && matches!(field.node.value, Raw::List(_));
                let (message, remedy) = match &field.node.value {
                    Raw::Table(fields) if fields.iter().any(is_form) => {
                        let message = format!("`[[{name}.form]]` stands above its `[[{name}]]`");
                        (message, format!("write it below the `[[{name}]]` that it is a form of"))
                    }
                    _ => (format!("`{name}` is not a list"), format!("write `[[{name}]]` with two brackets")),
                };
                self.error("type", field.offset, message, remedy);
                continue;
            };
            for row in rows {
                let Raw::Table(fields) = row.value else {
                    self.error(
                        "type",
                        row.offset,
                        format!("`{}` holds a value", field.name),
                        format!("write `[[{}]]` and fields below it", field.name),
                    );
                    continue;
                };
                match &*field.name {
                    "entity" => table.entities.extend(self.entity(fields, row.offset)),
                    "never" => table.never.extend(self.never(fields, row.offset)),
                    "protect" => table.protect.extend(self.protect(fields, row.offset)),
                    "namesake" => table.namesakes.extend(self.namesake(fields, row.offset)),
                    "extend" => table.extend.extend(self.extend(fields, row.offset)),
                    _ => table.suppress.extend(self.suppress(fields, row.offset)),
                }
            }
        }
    }

    fn jsonl(&mut self, table: &mut Table) {
        let text = self.sources.text(self.file);
        let mut base = 0;
        for line in text.split_inclusive('\n') {
            let row = line.trim_end();
            let row = if base == 0 { row.strip_prefix('\u{feff}').unwrap_or(row) } else { row };
            if !row.is_empty() {
                match serde_json::from_str::<serde_json::Value>(row) {
                    Ok(serde_json::Value::Object(object)) => {
                        table.entities.extend(self.entity(from_json(object, line, base), base));
                    }
                    Ok(_) => self.error(
                        "type",
                        base,
                        "not a JSON object".into(),
                        "write one object a line, such as `{\"id\": …, \"name\": …}`",
                    ),
                    Err(error) => {
                        let column = error.column().saturating_sub(1).min(row.len());
                        let what = error.to_string();
                        let what = what.split(" at line").next().unwrap_or("syntax error").to_owned();
                        self.error("syntax", base + column, format!("not valid JSON: {what}"), "mend the line");
                    }
                }
            }
            base += line.len();
        }
    }

    fn tsv(&mut self, table: &mut Table) {
        const COLUMNS: &[&str] =
            &["id", "name", "kind", "type", "country", "lang", "within", "near", "source", "aliases", "not", "note"];
        let text = self.sources.text(self.file);
        let mut base = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
        let mut lines = text[base..].split_inclusive('\n');
        let Some(header) = lines.next() else {
            return self.error(
                "header",
                0,
                "the file is empty".into(),
                "begin it with a header: id, name, kind, country, lang, aliases, with tabs between",
            );
        };
        let columns: Vec<&str> = header.trim_end_matches(['\n', '\r']).split('\t').collect();
        if let [whole] = columns[..]
            && !COLUMNS.contains(&whole)
        {
            let remedy = "a .tsv table has tabs between its columns; `canonym import csv` reads others";
            return self.error("header", base, "the header has no tab".into(), remedy);
        }
        let mut offset = base;
        for (i, column) in columns.iter().enumerate() {
            if !COLUMNS.contains(column) {
                let remedy = format!("{}the columns are {}", hint(column, COLUMNS), COLUMNS.join(", "));
                self.error("unknown-field", offset, format!("unknown column `{column}`"), remedy);
            } else if columns[..i].contains(column) {
                self.error("duplicate", offset, format!("column `{column}` stands twice"), "leave one out");
            }
            offset += column.len() + 1;
        }
        for needed in ["id", "name"] {
            if !columns.contains(&needed) {
                self.error(
                    "missing",
                    base,
                    format!("the header has no column `{needed}`"),
                    "a table needs the columns `id` and `name`",
                );
            }
        }
        if !self.out.is_empty() {
            return;
        }
        base += header.len();
        for line in lines {
            let row = line.trim_end_matches(['\n', '\r']);
            if !row.is_empty() {
                table.entities.extend(self.tsv_row(row, base, &columns));
            }
            base += line.len();
        }
    }

    fn tsv_row(&mut self, row: &'s str, base: usize, columns: &[&'s str]) -> Option<Entity> {
        let mut fields = Vec::with_capacity(columns.len());
        let mut offset = base;
        let mut cells = 0;
        for (i, cell) in row.split('\t').enumerate() {
            cells = i + 1;
            let Some(&column) = columns.get(i) else {
                offset += cell.len() + 1;
                continue;
            };
            let value = match column {
                _ if cell.is_empty() => Raw::Null,
                "aliases" | "lang" | "near" | "source" | "not" => Raw::List(pieces(cell, offset)),
                _ => Raw::Text(cell.into()),
            };
            fields.push(Field { name: column.into(), offset, node: Node { offset, end: offset, value } });
            offset += cell.len() + 1;
        }
        if cells > columns.len() {
            self.error(
                "columns",
                base,
                format!("{cells} cells, but the header has {}", columns.len()),
                "take the surplus tabs out, or name the columns in the header",
            );
            return None;
        }
        self.entity(fields, base)
    }
}

/// What to do about an error of the TOML parser, by its message and the line that
/// it is in.
fn advice(message: &str, text: &str, offset: usize) -> &'static str {
    let line = &text[text[..offset].rfind('\n').map_or(0, |end| end + 1)..];
    let line = line.lines().next().unwrap_or_default().trim();
    let value = field(line).unwrap_or_default();
    let is_open = |quote: char| value.starts_with(quote) && value.matches(quote).count() == 1;
    if text[offset..].starts_with(['“', '”', '„', '‘', '’', '«']) || value.starts_with(['“', '”', '„', '‘', '’', '«'])
    {
        "write straight quotation marks: \"…\""
    } else if ["//", ";", "--", "/*", "'"].iter().any(|sign| line.starts_with(sign)) {
        "begin a comment with `#`"
    } else if message.contains("escape") {
        "write `\\\\` for a backslash in a text"
    } else if message.contains("duplicate key") {
        if line.starts_with("[[") {
            "a part of such a row stands above it: write it below"
        } else if line.starts_with('[') {
            "open each row with two brackets, as `[[entity]]`"
        } else {
            "a field stands once in a row: keep one, or open the next row with `[[entity]]` above this line"
        }
    } else if is_open('"') || is_open('\'') {
        "close the quotation mark at the end of the text"
    } else if field(line).is_none() && line.contains(':') && !line.starts_with(['[', '"']) {
        "write `=` between a field and its value, as `name = \"…\"`"
    } else if message.contains("comma") || message.contains("array") {
        "put each spelling in quotation marks and a comma between them, as `[\"…\", \"…\"]`"
    } else if !value.is_empty() && !value.starts_with(['"', '\'', '[']) {
        "put the value in quotation marks, as `name = \"…\"`"
    } else if !line.is_empty() && !line.contains('=') && !line.starts_with('[') {
        "write a field and its value, as `name = \"…\"`, or `#` before a comment"
    } else {
        "mend the line"
    }
}

/// Lists that are found to have no end in one file.
const OPEN: usize = 20;

/// A list without an end, and the row that it is in.
struct Open {
    list: usize,
    row: Range<usize>,
}

impl Open {
    /// The one that an error is about, behind some bytes: the parser misses
    /// something in a list where a line begins as a row or field does, or the
    /// text ends.
    fn of(text: &str, from: usize, error: &toml::de::Error) -> Option<Self> {
        let at = place(error, text).filter(|_| error.message().contains("array"))?;
        let start = |at: usize| text[..at].rfind('\n').map_or(0, |end| end + 1);
        let line = text[start(at)..].lines().next().unwrap_or_default().trim_start();
        let is_row = |line: &str| line.trim_start().starts_with("[[");
        // `[[entity.form]]` belongs to the row before it.
        let begins = |line: &str| is_row(line) && !line.split("]]").next().unwrap_or_default().contains('.');
        let ends = at >= text.trim_end().len();
        if !is_row(line) && field(line).is_none() && !ends {
            return None;
        }
        let before: Vec<(usize, &str)> = lines(text, from..if ends { text.len() } else { start(at) }).collect();
        let is_list = |(_, line): &(usize, &str)| field(line).is_some_and(|value| value.starts_with('['));
        let own = before.iter().rposition(is_list)?;
        let list = before[own].0 + before[own].1.find('[')?;
        let first = before[..own].iter().rfind(|(_, line)| begins(line)).map_or(from, |(at, _)| *at);
        let next = lines(text, list..text.len()).skip(1).find(|(_, line)| begins(line));
        Some(Self { list, row: first..next.map_or(text.len(), |(at, _)| at) })
    }
}

/// Where an error stands in the whole text: between letters, whatever the part
/// has instead of them.
fn place(error: &toml::de::Error, text: &str) -> Option<usize> {
    let start = error.span()?.start.min(text.len());
    (0..=start).rev().find(|at| text.is_char_boundary(*at))
}

/// The lines of a part of a text, each with where it begins.
fn lines(text: &str, part: Range<usize>) -> impl Iterator<Item = (usize, &str)> {
    text[part.clone()].split_inclusive('\n').scan(part.start, |end, line| {
        *end += line.len();
        Some((*end - line.len(), line))
    })
}

/// The value in a line that begins with a field.
fn field(line: &str) -> Option<&str> {
    let (name, value) = line.split_once('=')?;
    name.trim().bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_').then_some(value.trim_start())
}

/// A part of a text where it stands there, and blanks instead of the rest.
fn alone(text: &str, part: Range<usize>) -> Cow<'_, str> {
    if part == (0..text.len()) {
        return text.into();
    }
    let blank = |text: &str| text.bytes().map(|byte| if byte == b'\n' { '\n' } else { ' ' }).collect::<String>();
    let [before, behind] = [&text[..part.start], &text[part.end..]].map(blank);
    [&before, &text[part], &behind].concat().into()
}

/// Cells of a list are joined by `|`.
fn pieces(cell: &str, base: usize) -> Vec<Node<'_>> {
    let mut offset = base;
    let mut out = Vec::new();
    for piece in cell.split('|') {
        out.push(Node { offset, end: offset, value: Raw::Text(piece.into()) });
        offset += piece.len() + 1;
    }
    out
}
