//! Rows of a TOML table, found, made and taken out.

use canonym::{Entity, Spelling};
use toml_edit::{Array, ArrayOfTables, DocumentMut, Item, Table, Value};

use super::list;

/// Whether all rows stand by themselves, under `[[entity]]` and `[[entity.form]]`.
///
/// # Errors
///
/// Which section is a list of inline tables, in which no row can be changed.
pub(crate) fn stand_alone(document: &DocumentMut) -> Result<(), String> {
    let inline = |name: &str, item: &Item| item.as_value().map(|_| name.to_owned());
    let sections = document.iter().find_map(|(name, item)| inline(name, item));
    let entities = document.get("entity").and_then(Item::as_array_of_tables).into_iter().flat_map(ArrayOfTables::iter);
    let forms = || entities.into_iter().find_map(|row| inline("entity.form", row.get("form")?));
    match sections.or_else(forms) {
        Some(name) => {
            Err(format!("`{name}` is written as a list in one; write `[[{name}]]` and a field a line to change it"))
        }
        None => Ok(()),
    }
}

/// The rows of a section.
pub(crate) fn rows<'d>(document: &'d mut DocumentMut, section: &str) -> impl Iterator<Item = &'d mut Table> {
    document.get_mut(section).and_then(Item::as_array_of_tables_mut).into_iter().flat_map(ArrayOfTables::iter_mut)
}

/// The row of a section that has an id.
pub(crate) fn row<'d>(document: &'d mut DocumentMut, section: &str, id: &str) -> Option<&'d mut Table> {
    rows(document, section).find(|row| text(row, "id") == Some(id))
}

/// The text of a field, without the blanks around it, as tables are read.
pub(crate) fn text<'r>(row: &'r Table, field: &str) -> Option<&'r str> {
    row.get(field).and_then(Item::as_str).map(str::trim)
}

/// Sets the text of a field, comments kept.
pub(crate) fn set(row: &mut Table, field: &str, to: &str) {
    match row.get_mut(field).and_then(Item::as_value_mut) {
        Some(value) => {
            let decor = value.decor().clone();
            *value = Value::from(to);
            *value.decor_mut() = decor;
        }
        None => {
            row.insert(field, Item::Value(Value::from(to)));
        }
    }
}

/// The part of an entity's row that has the aliases of a form.
pub(crate) fn form<'r>(row: &'r mut Table, name: &str) -> Option<&'r mut Table> {
    if text(row, "name") == Some(name) {
        return Some(row);
    }
    let forms = row.get_mut("form")?.as_array_of_tables_mut()?;
    forms.iter_mut().find(|form| text(form, "name") == Some(name))
}

/// The list in a field, begun when there is none.
pub(crate) fn list<'r>(row: &'r mut Table, field: &str) -> Option<&'r mut Array> {
    // One text may stand there without a list.
    make_list(row, field);
    row.entry(field).or_insert_with(|| Item::Value(Value::Array(Array::new()))).as_array_mut()
}

/// Makes a text in a field a list of one, with the comment behind it.
pub(crate) fn make_list(row: &mut Table, field: &str) {
    let Some(value) = row.get(field).and_then(Item::as_value) else { return };
    let Some(text) = value.as_str() else { return };
    let mut list: Array = [text].into_iter().collect();
    *list.decor_mut() = value.decor().clone();
    row[field] = Item::Value(Value::Array(list));
}

/// Adds texts to the list in a field; begins no list of nothing.
pub(crate) fn add(row: &mut Table, field: &str, texts: &[String]) {
    if texts.is_empty() {
        return;
    }
    if let Some(own) = list(row, field) {
        texts.iter().for_each(|text| list::push(own, text));
    }
}

/// Puts a text before the others of the list in a field.
pub(crate) fn insert(row: &mut Table, field: &str, text: &str) {
    if let Some(own) = list(row, field) {
        let Some(first) = own.get_mut(0) else { return list::push(own, text) };
        // It takes the place of the first text, with the comments before it.
        let prefix = first.decor().prefix().and_then(|prefix| prefix.as_str()).unwrap_or("").to_owned();
        first.decor_mut().set_prefix(prefix.rfind('\n').map_or(" ", |at| &prefix[at..]));
        let mut value = Value::from(text);
        value.decor_mut().set_prefix(prefix);
        own.insert_formatted(0, value);
    }
}

/// Sets a list that stands on one line; no list of nothing.
pub(crate) fn add_inline(row: &mut Table, field: &str, texts: &[String]) {
    if !texts.is_empty() {
        row.insert(field, Item::Value(Value::Array(texts.iter().map(String::as_str).collect())));
    }
}

/// An entity as a row of its own.
pub(crate) fn of_entity(entity: &Entity) -> Table {
    let mut row = Table::new();
    let all = |spellings: &[Spelling]| spellings.iter().map(|own| own.text.clone()).collect::<Vec<_>>();
    set(&mut row, "id", &entity.id.text);
    set(&mut row, "name", entity.name());
    entity.kind.iter().for_each(|kind| set(&mut row, "kind", kind.as_str()));
    entity.place_type.iter().for_each(|place_type| set(&mut row, "type", place_type));
    entity.country.iter().for_each(|country| set(&mut row, "country", country));
    add_inline(&mut row, "lang", &entity.lang);
    entity.within.iter().for_each(|within| set(&mut row, "within", &within.text));
    add_inline(&mut row, "near", &all(&entity.near));
    add_inline(&mut row, "source", &entity.source);
    for (number, form) in entity.forms.iter().enumerate() {
        if number == 0 {
            add(&mut row, "aliases", &all(&form.aliases));
            continue;
        }
        let mut own = Table::new();
        set(&mut own, "name", &form.name.text);
        add(&mut own, "aliases", &all(&form.aliases));
        push_form(&mut row, own);
    }
    add(&mut row, "not", &all(&entity.not));
    row
}

/// Adds a form to the row of an entity.
pub(crate) fn push_form(row: &mut Table, mut form: Table) {
    form.decor_mut().set_prefix("\n");
    let forms = row.entry("form").or_insert_with(|| Item::ArrayOfTables(ArrayOfTables::new()));
    if let Some(forms) = forms.as_array_of_tables_mut() {
        forms.push(form);
    }
}

/// Takes a text out of the list in a field, and the list when it is empty;
/// tells whether it was there.
pub(crate) fn take(row: &mut Table, field: &str, text: &str) -> bool {
    let Some(own) = row.get_mut(field).and_then(Item::as_array_mut) else { return false };
    let Some(at) = list::position(own, text) else { return false };
    list::take(own, at);
    if own.is_empty() {
        row.remove(field);
    }
    true
}

/// Puts a text in place of another in the list in a field; out when it stands
/// there already.
pub(crate) fn replace(row: &mut Table, field: &str, old: &str, new: &str) {
    let Some(own) = row.get_mut(field).and_then(Item::as_array_mut) else { return };
    match (list::position(own, old), list::position(own, new)) {
        (Some(at), None) => {
            list::set(own, at, new);
        }
        (Some(at), Some(_)) => list::take(own, at),
        _ => {}
    }
}

/// Adds a row to a section.
pub(crate) fn push(document: &mut DocumentMut, section: &str, mut row: Table) {
    // What the file ends with stays where it is.
    let trailing = document.trailing().as_str().unwrap_or("").trim_end().to_owned();
    if !document.is_empty() || !trailing.is_empty() {
        let before = if trailing.is_empty() { trailing } else { trailing + "\n" };
        document.set_trailing("");
        row.decor_mut().set_prefix(format!("{before}\n"));
    }
    let rows = document.entry(section).or_insert_with(|| Item::ArrayOfTables(ArrayOfTables::new()));
    if let Some(rows) = rows.as_array_of_tables_mut() {
        rows.push(row);
    }
}

/// Takes the rows out that are not to stay; what the file begins with stays.
pub(crate) fn retain(document: &mut DocumentMut, section: &str, mut stays: impl FnMut(&Table) -> bool) {
    let Some(rows) = document.get_mut(section).and_then(Item::as_array_of_tables_mut) else { return };
    // Comments that stand apart from the row below them are not about it.
    let mut kept = String::new();
    let mut at = 0;
    while let Some(row) = rows.get_mut(at) {
        let prefix = row.decor().prefix().and_then(|prefix| prefix.as_str()).unwrap_or("").to_owned();
        if stays(row) {
            if !kept.is_empty() {
                row.decor_mut().set_prefix(std::mem::take(&mut kept) + &prefix);
            }
            at += 1;
            continue;
        }
        if let Some(end) = prefix.rfind("\n\n").filter(|end| prefix[..*end].contains('#')) {
            kept.push_str(&prefix[..end + 1]);
        }
        rows.remove(at);
    }
    if rows.is_empty() {
        document.remove(section);
    }
    if !kept.is_empty() {
        let rest = document.trailing().as_str().unwrap_or("").to_owned();
        document.set_trailing(kept + &rest);
    }
}
