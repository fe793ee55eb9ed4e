//! `canonym merge`: two entities that are one.

use std::process::ExitCode;

use canonym::score::Scorer;
use canonym::text::script::script_of;
use canonym::text::token::bare_words;
use canonym::{Entity, Kind, Spelling};
use toml_edit::{Item, Table};

use crate::args::common::Common;
use crate::args::edits::MergeArgs;
use crate::cmd::add::put;
use crate::cmd::remove::remove_whole;
use crate::edit::{Desk, rows};
use crate::failure::Failure;
use crate::message;

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
    let own: Vec<Vec<String>> = into.spellings().map(|own| bare_words(&own.text)).collect();
    let known = |spelling: &str| own.contains(&bare_words(spelling));
    let mut rows_of = desk.rows(&["entity"]).filter(|row| rows::text(row, "id") == Some(&args.from));
    let note = rows_of.find_map(|row| rows::text(row, "note").map(str::to_owned));
    drop(rows_of);
    remove_whole(&mut desk, &args.from, false)?;
    for (number, form) in from.forms.iter().enumerate() {
        // Its name is another spelling of the other's if it is like one; a form that
        // both have is one, and others are taken over.
        let (name, words) = (&form.name.text, bare_words(&form.name.text));
        let is_like = |own: &Spelling| {
            bare_words(&own.text) == words
                || number == 0
                    && (script_of(&own.text) != script_of(name) || Scorer::builtin().score(&own.text, name) >= LIKE)
        };
        let same = into.forms.iter().find(|own| own.spellings().any(is_like));
        if let (0, None, false) = (number, same, common.quiet) {
            let what = "is kept as a form of its own, as it is like no spelling there";
            message::note(&format!("`{name}` {what}"));
        }
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
    for sheet in &mut desk.sheets {
        // Of namesakes that are one nobody needs to be told apart.
        let several = |row: &Table| row.get("ids").and_then(Item::as_array).is_none_or(|ids| ids.len() > 1);
        rows::retain(&mut sheet.document, "namesake", several);
    }
    // Nothing lies in itself, or beside itself.
    for row in desk.rows(&["entity"]).filter(|row| rows::text(row, "id") == Some(&args.into)) {
        if rows::text(row, "within") == Some(&args.into) {
            row.remove("within");
        }
        rows::take(row, "near", &args.into);
    }
    let kept = [("country", &from.country, &into.country), ("type", &from.place_type, &into.place_type)];
    for (field, gone, own) in kept {
        if let (Some(gone), Some(own), false) = (gone, own, common.quiet)
            && gone != own
        {
            message::note(&format!("`{}`: {field} stays `{own}`, and `{gone}` goes", args.into));
        }
    }
    let note = note.filter(|_| !common.quiet);
    note.iter().for_each(|note| message::note(&format!("`{}`: its note goes with it: {note}", args.from)));
    if !complete(&mut desk, &from, &into) && !common.quiet {
        let what = "its country, source, `not` and the like are not taken over, because its row cannot be changed";
        message::note(&format!("`{}`: {what}", args.into));
    }
    desk.finish()
}

/// Takes over what is known of the one that goes and not of the other, if the
/// other has a row that can be changed.
fn complete(desk: &mut Desk<'_>, from: &Entity, into: &Entity) -> bool {
    let mut all = desk.rows(&["entity"]);
    let Some(row) = all.find(|row| rows::text(row, "id") == Some(&into.id.text)) else { return false };
    let mut text = |field: &str, known: bool, value: Option<&str>| {
        value.filter(|_| !known).into_iter().for_each(|value| rows::set(row, field, value));
    };
    text("kind", into.kind.is_some(), from.kind.map(Kind::as_str));
    text("type", into.place_type.is_some(), from.place_type.as_deref());
    text("country", into.country.is_some(), from.country.as_deref());
    let within = from.within.as_ref().map(|within| within.text.as_str()).filter(|within| *within != into.id.text);
    text("within", into.within.is_some(), within);
    let texts = |spellings: &[Spelling]| spellings.iter().map(|own| own.text.clone()).collect::<Vec<_>>();
    let lists = [
        ("lang", into.lang.clone(), from.lang.clone()),
        ("near", texts(&into.near), texts(&from.near)),
        ("source", into.source.clone(), from.source.clone()),
        ("not", texts(&into.not), texts(&from.not)),
    ];
    for (field, own, more) in lists {
        let new = |text: &String| !own.contains(text) && *text != into.id.text;
        let more: Vec<String> = more.into_iter().filter(new).collect();
        match own.is_empty() {
            true => rows::add_inline(row, field, &more),
            false => rows::add(row, field, &more),
        }
    }
    true
}

/// So alike is a name to one of whose form it becomes a spelling.
const LIKE: f64 = 0.3;

fn add_form(desk: &mut Desk<'_>, id: &str, name: &str, spellings: Vec<String>) -> Result<(), Failure> {
    let aliases: Vec<String> = spellings.into_iter().filter(|spelling| spelling != name).collect();
    let mut form = Table::new();
    rows::set(&mut form, "name", name);
    for sheet in desk.sheets.iter_mut().rev() {
        if let Some(row) = rows::row(&mut sheet.document, "entity", id) {
            rows::add(&mut form, "aliases", &aliases);
            rows::push_form(row, form);
            return Ok(());
        }
    }
    let mut row = Table::new();
    rows::set(&mut row, "id", id);
    rows::set(&mut row, "form", name);
    rows::add(&mut row, "aliases", &aliases);
    rows::push(&mut desk.target()?.document, "extend", row);
    Ok(())
}
