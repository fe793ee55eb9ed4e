//! Findings mended in a TOML table: values taken out or written otherwise, fields
//! called otherwise.

use canonym::{Diagnostic, Fix};
use toml_edit::{Document, DocumentMut, Item, Table, Value};

use super::list;

/// Where a field, or a text in a list of it, stands in a row or a form of one.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Place {
    section: String,
    row: usize,
    form: Option<usize>,
    field: String,
    item: Option<usize>,
}

/// The text of a table with the findings in it mended, and how many were.
pub(crate) fn mended(text: &str, findings: &[&Diagnostic]) -> (String, usize) {
    let (Ok(read), Ok(mut document)) = (text.parse::<Document<String>>(), text.parse::<DocumentMut>()) else {
        return (text.to_owned(), 0);
    };
    let found =
        findings.iter().filter_map(|finding| Some((place(&read, offset(text, finding))?, finding.fix.as_ref()?)));
    let mut places: Vec<(Place, &Fix)> = found.collect();
    // The last first, so that the others stay where they are.
    places.sort_by(|a, b| b.0.cmp(&a.0));
    places.dedup_by(|a, b| a.0 == b.0);
    let done = places.iter().filter(|(place, fix)| mend(&mut document, place, fix)).count();
    (document.to_string(), done)
}

/// Mends what stands at a place; whether that could be done.
fn mend(document: &mut DocumentMut, place: &Place, fix: &Fix) -> bool {
    let Some(row) = row(document, place) else { return false };
    match (place.item, fix) {
        (None, Fix::Rename(to)) => return !row.contains_key(to) && rename(row, &place.field, to),
        (None, Fix::Remove) => return row.remove(&place.field).is_some(),
        (None, Fix::Replace(to)) => super::rows::set(row, &place.field, to),
        (None, Fix::List) => {
            super::rows::make_list(row, &place.field);
        }
        (Some(item), _) => {
            let Some(list) = row.get_mut(&place.field).and_then(Item::as_array_mut) else { return false };
            match fix {
                Fix::Remove => list::take(list, item),
                Fix::Replace(to) => list::set(list, item, to),
                _ => return false,
            }
            if list.is_empty() {
                row.remove(&place.field);
            }
        }
    }
    true
}

/// Calls a field otherwise, and leaves it where it stands.
fn rename(row: &mut Table, field: &str, to: &str) -> bool {
    let all: Vec<String> = row.iter().map(|(name, _)| name.to_owned()).collect();
    for name in all {
        let Some((key, item)) = row.remove_entry(&name) else { return false };
        let mut own = key.clone();
        if name == field {
            own = toml_edit::Key::new(to);
            *own.leaf_decor_mut() = key.leaf_decor().clone();
        }
        row.insert_formatted(&own, item);
    }
    true
}

/// The byte at which a finding begins.
fn offset(text: &str, finding: &Diagnostic) -> usize {
    let start = text.split_inclusive('\n').take(finding.line.saturating_sub(1)).map(str::len).sum::<usize>();
    let line = text[start..].lines().next().unwrap_or("");
    start + line.char_indices().nth(finding.column.saturating_sub(1)).map_or(0, |(at, _)| at)
}

/// The field, or the text of a list, at an offset.
fn place(document: &Document<String>, offset: usize) -> Option<Place> {
    let in_row = |row: &Table| {
        row.iter().find_map(|(field, item)| {
            let own = |value: &Value| value.span().is_some_and(|span| span.contains(&offset));
            let named = row.key(field).and_then(toml_edit::Key::span).is_some_and(|span| span.contains(&offset));
            let item = item.as_array().and_then(|list| list.iter().position(own)).map(Some).or_else(|| {
                let whole = named || item.as_value().is_some_and(own);
                whole.then_some(None)
            });
            Some((field.to_owned(), item?))
        })
    };
    document.iter().find_map(|(section, rows)| {
        rows.as_array_of_tables()?.iter().enumerate().find_map(|(number, row)| {
            let place = |form, (field, item)| Place { section: section.to_owned(), row: number, form, field, item };
            if let Some(found) = in_row(row) {
                return Some(place(None, found));
            }
            let forms = row.get("form")?.as_array_of_tables()?.iter().enumerate();
            let mut found = forms.filter_map(|(form, row)| Some(place(Some(form), in_row(row)?)));
            found.next()
        })
    })
}

fn row<'d>(document: &'d mut DocumentMut, place: &Place) -> Option<&'d mut Table> {
    let row = document.get_mut(&place.section)?.as_array_of_tables_mut()?.get_mut(place.row)?;
    match place.form {
        None => Some(row),
        Some(form) => row.get_mut("form")?.as_array_of_tables_mut()?.get_mut(form),
    }
}
