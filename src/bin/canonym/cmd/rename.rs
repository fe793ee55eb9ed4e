//! `canonym rename`: another canonical spelling, or another id.

use std::process::ExitCode;

use canonym::Entity;
use toml_edit::Table;

use crate::args::common::Common;
use crate::args::edits::RenameArgs;
use crate::cmd::remove::remove_whole;
use crate::edit::{Desk, rows};
use crate::failure::Failure;

pub(crate) fn run(common: &Common, args: &RenameArgs) -> Result<ExitCode, Failure> {
    let mut desk = Desk::open(common, &args.editing)?;
    let entity = desk.entity(&args.id)?;
    let below = desk.below(&args.id)?.is_some();
    if let Some(name) = &args.name {
        rename(&mut desk, &entity, args.form.as_deref().unwrap_or(entity.name()), name)?;
    }
    if let Some(id) = &args.new_id {
        if desk.has(id) {
            let what = format!("`canonym merge {} {id}` makes them one", args.id);
            return Err(Failure::message(format!("there is an entity `{id}` already; {what}")));
        }
        own_row(&mut desk, &entity)?;
        for row in desk.rows(&["entity", "extend", "suppress"]) {
            if rows::text(row, "id") == Some(&args.id) {
                rows::set(row, "id", id);
            }
        }
        desk.refer(&args.id, id);
        if below {
            remove_whole(&mut desk, &args.id, false)?;
        }
    }
    desk.finish()
}

fn rename(desk: &mut Desk<'_>, entity: &Entity, form: &str, name: &str) -> Result<(), Failure> {
    if form == name {
        return Ok(());
    }
    if entity.forms.iter().all(|own| own.name.text != form) {
        let names: Vec<&str> = entity.forms.iter().map(|own| own.name.text.as_str()).collect();
        let what = format!("its forms are {}", names.join(", "));
        return Err(Failure::message(format!("`{}` has no form `{form}`; {what}", entity.id.text)));
    }
    if entity.forms.iter().any(|own| own.name.text == name) {
        let what = format!("`canonym remove {} {name:?}` takes it out first", entity.id.text);
        return Err(Failure::message(format!("`{}` has a form `{name}` already; {what}", entity.id.text)));
    }
    let id = entity.id.text.as_str();
    let of = |row: &Table| rows::text(row, "id") == Some(id);
    let below = desk.below(id)?.is_some_and(|below| below.forms.iter().any(|own| own.name.text == form));
    let written = below || desk.rows(&["entity"]).any(|row| of(row) && rows::form(row, form).is_some());
    let mut added = desk.rows(&["extend"]).filter(|row| of(row) && rows::text(row, "form") == Some(form));
    // What extends the form goes with it, and a form that was added is its own.
    let mut found = false;
    for row in added.by_ref() {
        rows::take(row, "aliases", name);
        rows::set(row, "form", name);
        if !written && !std::mem::replace(&mut found, true) {
            rows::insert(row, "aliases", form);
        }
    }
    drop(added);
    if found {
        return Ok(());
    }
    let row = own_row(desk, entity)?;
    if let Some(own) = rows::form(row, form) {
        rows::take(own, "aliases", name);
        rows::set(own, "name", name);
        // What it was called is still found.
        rows::insert(own, "aliases", form);
    }
    Ok(())
}

/// The row of an entity in a sheet; the whole entity is taken over from a
/// table below when none has it.
fn own_row<'d>(desk: &'d mut Desk<'_>, entity: &Entity) -> Result<&'d mut Table, Failure> {
    let id = entity.id.text.as_str();
    // A whole entity needs no rows that change it.
    let known = desk.sheets.iter_mut().rposition(|sheet| rows::row(&mut sheet.document, "entity", id).is_some());
    let sheet = match known {
        Some(at) => &mut desk.sheets[at],
        None => {
            for sheet in &mut desk.sheets {
                for section in ["extend", "suppress"] {
                    rows::retain(&mut sheet.document, section, |row| rows::text(row, "id") != Some(id));
                }
            }
            let sheet = desk.target()?;
            rows::push(&mut sheet.document, "entity", rows::of_entity(entity));
            sheet
        }
    };
    rows::row(&mut sheet.document, "entity", id).ok_or_else(|| Failure::message(format!("no row of `{id}`")))
}
