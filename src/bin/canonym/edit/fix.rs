//! Findings mended in a TOML table: values taken out, or written otherwise.

use canonym::{Diagnostic, Fix};
use toml_edit::{Document, DocumentMut, Item, Table, Value};

use super::list;

/// Where a text stands in a list of a row, or of a form of it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Place {
    section: String,
    row: usize,
    form: Option<usize>,
    field: String,
    item: usize,
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
    for (place, fix) in &places {
        let Some(row) = row(&mut document, place) else { continue };
        let Some(list) = row.get_mut(&place.field).and_then(Item::as_array_mut) else { continue };
        match fix {
            Fix::Remove => list::take(list, place.item),
            Fix::Replace(to) => list::set(list, place.item, to),
        }
        if list.is_empty() {
            row.remove(&place.field);
        }
    }
    (document.to_string(), places.len())
}

/// The byte at which a finding begins.
fn offset(text: &str, finding: &Diagnostic) -> usize {
    let start = text.split_inclusive('\n').take(finding.line.saturating_sub(1)).map(str::len).sum::<usize>();
    let line = text[start..].lines().next().unwrap_or("");
    start + line.char_indices().nth(finding.column.saturating_sub(1)).map_or(0, |(at, _)| at)
}

/// The text of a list that begins at an offset.
fn place(document: &Document<String>, offset: usize) -> Option<Place> {
    let in_row = |row: &Table| {
        row.iter().find_map(|(field, item)| {
            let list = item.as_array()?;
            let own = |value: &Value| value.span().is_some_and(|span| span.contains(&offset));
            Some((field.to_owned(), list.iter().position(own)?))
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
