//! `canonym merge`: two entities that are one.

use std::process::ExitCode;

use toml_edit::Table;

use crate::args::common::Common;
use crate::args::edits::MergeArgs;
use crate::cmd::add::put;
use crate::cmd::remove::remove_whole;
use crate::edit::{Desk, rows};
use crate::failure::Failure;

pub(crate) fn run(common: &Common, args: &MergeArgs) -> Result<ExitCode, Failure> {
    let mut desk = Desk::open(common, &args.editing)?;
    let (from, into) = (desk.entity(&args.from)?, desk.entity(&args.into)?);
    if from.id.text == into.id.text {
        return Err(Failure::message(format!("`{}` is one entity already", args.from)));
    }
    if let (Some(a), Some(b)) = (from.kind, into.kind)
        && a != b
    {
        return Err(Failure::message(format!("`{}` is a {a} and `{}` a {b}; no entity is both", args.from, args.into)));
    }
    let known = |spelling: &str| into.forms.iter().flat_map(|form| form.spellings()).any(|own| own.text == spelling);
    remove_whole(&mut desk, &args.from)?;
    for (number, form) in from.forms.iter().enumerate() {
        // Its name is another spelling of the other's; a form that both have
        // is one, and others are taken over.
        let same = into.forms.iter().find(|own| number == 0 || own.spellings().any(|s| s.text == form.name.text));
        let fresh = form.spellings().filter(|spelling| !known(&spelling.text));
        match same {
            Some(own) => {
                for spelling in fresh {
                    put(&mut desk, &into, &own.name.text, &spelling.text)?;
                }
            }
            None => add_form(&mut desk, &into.id.text, &form.name.text, fresh.map(|s| s.text.clone()).collect())?,
        }
    }
    desk.refer(&args.from, &args.into);
    desk.finish()
}

fn add_form(desk: &mut Desk<'_>, id: &str, name: &str, spellings: Vec<String>) -> Result<(), Failure> {
    let aliases: Vec<String> = spellings.into_iter().filter(|spelling| spelling != name).collect();
    let mut form = Table::new();
    rows::set(&mut form, "name", name);
    for sheet in desk.sheets.iter_mut().rev() {
        if let Some(row) = rows::row(&mut sheet.document, "entity", id) {
            if !aliases.is_empty() {
                rows::add(&mut form, "aliases", &aliases);
            }
            rows::push_form(row, form);
            return Ok(());
        }
    }
    let mut row = Table::new();
    rows::set(&mut row, "id", id);
    rows::set(&mut row, "form", name);
    if !aliases.is_empty() {
        rows::add(&mut row, "aliases", &aliases);
    }
    rows::push(&mut desk.target()?.document, "extend", row);
    Ok(())
}
