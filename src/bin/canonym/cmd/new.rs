//! `canonym new`: another entity.

use std::process::ExitCode;

use canonym::Kind;
use toml_edit::Table;

use crate::args::common::Common;
use crate::args::edits::NewArgs;
use crate::edit::{Desk, kind_of, rows};
use crate::failure::Failure;

pub(crate) fn run(common: &Common, args: &NewArgs) -> Result<ExitCode, Failure> {
    let kind = match &common.kind[..] {
        [] => kind_of(&args.id),
        [kind] => Some(kind.0),
        _ => return Err(Failure::message("new takes one --kind: what the entity is")),
    };
    // Which entities are asked for does not matter to who is added.
    let common = Common { kind: Vec::new(), ..common.clone() };
    let mut desk = Desk::open(&common, &args.editing)?;
    if desk.has(&args.id) {
        let what = "`canonym add` gives it more spellings";
        return Err(Failure::message(format!("there is an entity `{}` already; {what}", args.id)));
    }
    let mut row = Table::new();
    let mut text =
        |field: &str, value: Option<&str>| value.into_iter().for_each(|value| rows::set(&mut row, field, value));
    text("id", Some(&args.id));
    text("name", Some(&args.name));
    text("kind", kind.map(Kind::as_str));
    text("type", args.place_type.as_deref());
    text("country", args.country.as_deref());
    rows::add_inline(&mut row, "lang", &args.lang);
    args.within.iter().for_each(|within| rows::set(&mut row, "within", within));
    rows::add_inline(&mut row, "source", &args.source);
    rows::add(&mut row, "aliases", &args.aliases);
    rows::push(&mut desk.target()?.document, "entity", row);
    desk.finish()
}
