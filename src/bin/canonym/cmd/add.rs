//! `canonym add`: more spellings of an entity.

use std::path::Path;
use std::process::ExitCode;

use canonym::score::Scorer;
use canonym::text::token::bare_words;
use canonym::{Entity, Form};
use toml_edit::Table;

use crate::args::common::Common;
use crate::args::edits::AddArgs;
use crate::edit::{Desk, kind_of, rows};
use crate::failure::Failure;
use crate::message;
use crate::nearest::nearest;
use crate::review::{New, Review, UNSAID};

pub(crate) fn run(common: &Common, args: &AddArgs) -> Result<ExitCode, Failure> {
    let mut desk = Desk::open(common, &args.editing)?;
    if let Some(review) = &args.from {
        take_over(&mut desk, review, common.quiet)?;
        return desk.finish();
    }
    let id = args.id.as_deref().unwrap_or_default();
    add(&mut desk, id, &args.aliases, args.form.as_deref(), common.quiet)?;
    desk.finish()
}

/// Takes over the rows of a review file that were accepted.
fn take_over(desk: &mut Desk<'_>, path: &Path, quiet: bool) -> Result<(), Failure> {
    let review = Review::read(path)?;
    let (variants, new) = (review.variant.iter().filter(|row| row.accept), review.new.iter().filter(|row| row.accept));
    if variants.clone().count() + new.clone().count() == 0 {
        let what = "no row has accept = true; nothing was taken over";
        return Err(Failure::message(format!("{}: {what}", path.display())));
    }
    // Rows of one new entity are one, and spellings may be of a new one.
    let mut fresh: Vec<New> = Vec::new();
    for row in new {
        if row.id.starts_with(UNSAID) || kind_of(&row.id).is_none() {
            let what = "say what it is: begin its id with person/, place/ or org/";
            return Err(Failure::message(format!("{}: `{}` ({}): {what}", path.display(), row.id, row.name)));
        }
        match fresh.iter_mut().find(|known| known.id == row.id) {
            Some(known) => known.aliases.extend([row.name.clone()].into_iter().chain(row.aliases.iter().cloned())),
            None => fresh.push(row.clone()),
        }
    }
    for row in variants {
        match fresh.iter_mut().find(|known| known.id == row.id) {
            Some(known) => known.aliases.push(row.alias.clone()),
            None => add(desk, &row.id, std::slice::from_ref(&row.alias), Some(&row.form), quiet)?,
        }
    }
    for New { id, name, aliases, .. } in fresh {
        if desk.has(&id) {
            let all: Vec<String> = [name].into_iter().chain(aliases).collect();
            add(desk, &id, &all, None, quiet)?;
            continue;
        }
        let mut others: Vec<String> = Vec::new();
        for alias in aliases {
            if alias != name && !others.contains(&alias) {
                others.push(alias);
            }
        }
        let mut row = Table::new();
        rows::set(&mut row, "id", &id);
        rows::set(&mut row, "name", &name);
        kind_of(&id).iter().for_each(|kind| rows::set(&mut row, "kind", kind.as_str()));
        rows::add(&mut row, "aliases", &others);
        rows::push(&mut desk.target()?.document, "entity", row);
    }
    Ok(())
}

/// Adds spellings to a form of an entity; to the ones they are most like when
/// none is named.
fn add(desk: &mut Desk<'_>, id: &str, aliases: &[String], form: Option<&str>, quiet: bool) -> Result<(), Failure> {
    let entity = desk.entity(id)?;
    if let Some(form) = form
        && entity.forms.iter().all(|own| own.name.text != form)
    {
        let names: Vec<&str> = entity.forms.iter().map(|own| own.name.text.as_str()).collect();
        let meant = nearest(form, names.iter().copied()).unwrap_or(entity.name());
        let what = format!("did you mean `{meant}`? Its forms are {}", names.join(", "));
        return Err(Failure::message(format!("`{id}` has no form `{form}`; {what}")));
    }
    let (mut done, mut is_seen): (Vec<&str>, bool) = (Vec::new(), false);
    for alias in aliases.iter().map(|alias| alias.trim()) {
        if done.contains(&alias) {
            continue;
        }
        done.push(alias);
        let recorded = entity.forms.iter().find(|form| form.spellings().any(|own| own.text == alias));
        if let Some(known) = recorded {
            if !quiet {
                message::note(&format!("`{alias}` is recorded already, as `{}`", known.name.text));
            }
            continue;
        }
        if allow(desk, id, alias) && desk.is_written(id, alias)? {
            continue;
        }
        // Which tables lie above is looked at once.
        if !std::mem::replace(&mut is_seen, true) {
            desk.is_not_hidden(id)?;
        }
        let form = form.unwrap_or_else(|| form_of(&entity, alias));
        if !quiet && entity.forms.len() > 1 {
            message::note(&format!("`{alias}` is a spelling of `{form}` now"));
        }
        put(desk, &entity, form, alias)?;
    }
    Ok(())
}

/// Takes a suppression of a spelling back, if there is one; tells whether.
fn allow(desk: &mut Desk<'_>, id: &str, alias: &str) -> bool {
    let own = |row: &Table| rows::text(row, "id") == Some(id) && rows::text(row, "alias") == Some(alias);
    let mut found = false;
    for sheet in desk.open_sheets() {
        let here = rows::rows(&mut sheet.document, "suppress").any(|row| own(row));
        if here {
            rows::retain(&mut sheet.document, "suppress", |row| !own(row));
        }
        found |= here;
    }
    found
}

/// The form that a spelling is most like; of those with as many words, if
/// there are any.
fn form_of<'e>(entity: &'e Entity, alias: &str) -> &'e str {
    let words = bare_words(alias).len();
    let alike = |form: &Form| {
        let scored = form
            .spellings()
            .map(|own| (bare_words(&own.text).len() == words, Scorer::builtin().score(alias, &own.text)));
        scored.max_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1))).unwrap_or_default()
    };
    let mut best = (entity.name(), (false, 0.0));
    for form in &entity.forms {
        let (own, score) = alike(form);
        if (own, score) > best.1 {
            best = (&form.name.text, (own, score));
        }
    }
    best.0
}

/// Writes a spelling to the row that has the form: the entity's own, else one
/// that extends it.
pub(crate) fn put(desk: &mut Desk<'_>, entity: &Entity, form: &str, alias: &str) -> Result<(), Failure> {
    let (id, alias) = (entity.id.text.as_str(), [alias.to_owned()]);
    for sheet in desk.open_sheets().rev() {
        if let Some(row) = rows::row(&mut sheet.document, "entity", id)
            && let Some(form) = rows::form(row, form)
        {
            rows::add(form, "aliases", &alias);
            return Ok(());
        }
    }
    let further = (form != entity.name()).then_some(form);
    for sheet in desk.open_sheets().rev() {
        let mut own = rows::rows(&mut sheet.document, "extend").filter(|row| rows::text(row, "id") == Some(id));
        if let Some(row) = own.find(|row| rows::text(row, "form") == further) {
            rows::add(row, "aliases", &alias);
            return Ok(());
        }
    }
    let mut row = Table::new();
    rows::set(&mut row, "id", id);
    further.into_iter().for_each(|form| rows::set(&mut row, "form", form));
    rows::add(&mut row, "aliases", &alias);
    rows::push(&mut desk.target()?.document, "extend", row);
    Ok(())
}
