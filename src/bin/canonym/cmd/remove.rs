//! `canonym remove`: spellings of an entity out, or the entity.

use std::process::ExitCode;

use canonym::Entity;
use toml_edit::Table;

use crate::args::common::Common;
use crate::args::edits::RemoveArgs;
use crate::edit::{Desk, Sheet, rows};
use crate::failure::Failure;
use crate::message;
use crate::nearest::nearest;

pub(crate) fn run(common: &Common, args: &RemoveArgs) -> Result<ExitCode, Failure> {
    let mut desk = Desk::open(common, &args.editing)?;
    let entity = desk.entity(&args.id)?;
    desk.is_not_hidden(&args.id)?;
    for alias in &args.aliases {
        remove(&mut desk, &entity, alias)?;
        let form = entity.forms.iter().skip(1).find(|form| form.name.text == *alias);
        if let Some(first) = form.and_then(|form| form.aliases.first()).filter(|_| !common.quiet) {
            let others = form.map_or(0, |form| form.aliases.len());
            let all = if others == 1 { "goes".to_owned() } else { format!("and {} more go", others - 1) };
            message::note(&format!("`{alias}` names a form: `{}` {all} with it", first.text));
        }
    }
    if args.aliases.is_empty() {
        remove_whole(&mut desk, &args.id, true)?;
    }
    desk.finish()
}

fn remove(desk: &mut Desk<'_>, entity: &Entity, alias: &str) -> Result<(), Failure> {
    let id = entity.id.text.as_str();
    if entity.name() == alias {
        let what = format!("`canonym rename {id} NAME` gives it another, `canonym remove {id}` takes it out whole");
        return Err(Failure::message(format!("`{alias}` is the name of `{id}`; {what}")));
    }
    let spellings = || entity.spellings().map(|own| own.text.as_str());
    if !spellings().any(|own| own == alias) {
        let meant = nearest(alias, spellings()).map_or(String::new(), |meant| format!("; did you mean `{meant}`?"));
        return Err(Failure::message(format!("`{id}` has no spelling `{alias}`{meant}")));
    }
    let mut done = false;
    for sheet in desk.open_sheets() {
        done |= from_sheet(sheet, id, alias);
    }
    if !done || desk.is_written(id, alias)? {
        // A table that is not changed has it.
        let mut row = Table::new();
        rows::set(&mut row, "id", id);
        rows::set(&mut row, "alias", alias);
        rows::push(&mut desk.target()?.document, "suppress", row);
    }
    Ok(())
}

/// Takes a spelling out of a sheet; a form goes with its canonical spelling.
fn from_sheet(sheet: &mut Sheet, id: &str, alias: &str) -> bool {
    let mut done = false;
    if let Some(row) = rows::row(&mut sheet.document, "entity", id) {
        done |= rows::take(row, "aliases", alias);
        if let Some(forms) = row.get_mut("form").and_then(|item| item.as_array_of_tables_mut()) {
            for form in forms.iter_mut() {
                done |= rows::take(form, "aliases", alias);
            }
            let before = forms.len();
            forms.retain(|form| rows::text(form, "name") != Some(alias));
            done |= forms.len() < before;
            if forms.is_empty() {
                row.remove("form");
            }
        }
    }
    let mut emptied = false;
    // A form that was added goes with its canonical spelling, too.
    let form = |row: &Table| rows::text(row, "id") == Some(id) && rows::text(row, "form") == Some(alias);
    if rows::rows(&mut sheet.document, "extend").any(|row| form(row)) {
        rows::retain(&mut sheet.document, "extend", |row| !form(row));
        done = true;
    }
    for row in rows::rows(&mut sheet.document, "extend").filter(|row| rows::text(row, "id") == Some(id)) {
        let taken = rows::take(row, "aliases", alias);
        done |= taken;
        emptied |= taken && row.get("aliases").is_none();
    }
    if emptied {
        let stays = |row: &Table| rows::text(row, "id") != Some(id) || row.get("aliases").is_some();
        rows::retain(&mut sheet.document, "extend", stays);
    }
    done
}

/// Takes an entity out: of the tables that may be changed, or of all that can.
pub(crate) fn remove_whole(desk: &mut Desk<'_>, id: &str, open: bool) -> Result<(), Failure> {
    let mut done = false;
    let sheets: Vec<&mut Sheet> = if open { desk.open_sheets().collect() } else { desk.sheets.iter_mut().collect() };
    for sheet in sheets {
        let own = |row: &Table| rows::text(row, "id") == Some(id);
        done |= rows::row(&mut sheet.document, "entity", id).is_some();
        for section in ["entity", "extend", "suppress"] {
            rows::retain(&mut sheet.document, section, |row| !own(row));
        }
    }
    // What was written over an entity of a table below would bring it back.
    let stays = desk.rows(&["entity", "extend"]).any(|row| rows::text(row, "id") == Some(id));
    if !done || stays || desk.below(id)?.is_some() {
        let mut row = Table::new();
        rows::set(&mut row, "id", id);
        rows::push(&mut desk.target()?.document, "suppress", row);
    }
    Ok(())
}
