//! The values of the three file formats in one shape, each with its place,
//! so that one reader validates them all.

use std::borrow::Cow;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// A value of a table file.
#[derive(Debug)]
pub(crate) enum Raw<'a> {
    Text(Cow<'a, str>),
    List(Vec<Node<'a>>),
    Table(Vec<Field<'a>>),
    Null,
    /// Of a type that no field has.
    Other(&'static str),
}

/// A value and the bytes it stands at; `end` is known in TOML alone.
#[derive(Debug)]
pub(crate) struct Node<'a> {
    pub(crate) offset: usize,
    pub(crate) end: usize,
    pub(crate) value: Raw<'a>,
}

/// A named value.
#[derive(Debug)]
pub(crate) struct Field<'a> {
    pub(crate) name: Cow<'a, str>,
    pub(crate) offset: usize,
    pub(crate) node: Node<'a>,
}

pub(crate) fn from_toml(table: DeTable<'_>) -> Vec<Field<'_>> {
    let mut fields: Vec<_> = table
        .into_iter()
        .map(|(key, value)| Field { offset: key.span().start, name: key.into_inner(), node: toml_node(value) })
        .collect();
    fields.sort_by_key(|field| field.offset);
    fields
}

fn toml_node(value: Spanned<DeValue<'_>>) -> Node<'_> {
    let std::ops::Range { start: offset, end } = value.span();
    let value = match value.into_inner() {
        DeValue::String(text) => Raw::Text(text),
        DeValue::Array(items) => Raw::List(items.into_iter().map(toml_node).collect()),
        DeValue::Table(table) => Raw::Table(from_toml(table)),
        other => Raw::Other(other.type_str()),
    };
    Node { offset, end, value }
}

/// The fields of a JSON object that stands on the line at byte `base`.
pub(crate) fn from_json<'a>(
    object: serde_json::Map<String, serde_json::Value>,
    line: &str,
    base: usize,
) -> Vec<Field<'a>> {
    let mut fields: Vec<_> = object
        .into_iter()
        .map(|(name, value)| {
            let quoted = serde_json::Value::String(name.clone()).to_string();
            let offset = base + line.find(&quoted).unwrap_or(0);
            Field { name: Cow::Owned(name), offset, node: json_node(value, offset) }
        })
        .collect();
    fields.sort_by_key(|field| field.offset);
    fields
}

fn json_node<'a>(value: serde_json::Value, offset: usize) -> Node<'a> {
    let value = match value {
        serde_json::Value::Null => Raw::Null,
        // In bulk data, empty is absent.
        serde_json::Value::String(text) if text.is_empty() => Raw::Null,
        serde_json::Value::String(text) => Raw::Text(Cow::Owned(text)),
        serde_json::Value::Array(items) => Raw::List(items.into_iter().map(|v| json_node(v, offset)).collect()),
        serde_json::Value::Object(object) => Raw::Table(
            object
                .into_iter()
                .map(|(name, value)| Field { name: Cow::Owned(name), offset, node: json_node(value, offset) })
                .collect(),
        ),
        serde_json::Value::Bool(_) => Raw::Other("boolean"),
        serde_json::Value::Number(_) => Raw::Other("number"),
    };
    Node { offset, end: offset, value }
}
