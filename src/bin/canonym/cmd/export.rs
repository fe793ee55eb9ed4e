//! `canonym export`: the names in the form that other programs read.

use std::io::{self, Write};
use std::process::ExitCode;

use canonym::{Entity, Form, Kind, Tables};
use serde_json::{Value, json};

use crate::args::common::Common;
use crate::args::tables::{ExportArgs, ExportFormat};
use crate::failure::Failure;
use crate::message;
use crate::output::{Whole, stdout};

pub(crate) fn run(common: &Common, args: &ExportArgs) -> Result<ExitCode, Failure> {
    let mut tables = Tables::new();
    #[cfg(feature = "builtin")]
    if !common.no_builtin {
        tables = common.builtin()?;
    }
    tables = common.over(tables)?;
    let parted = match &args.output {
        None => {
            let mut out = stdout();
            let parted = write(&tables, common, args.format, &mut out).map_err(Failure::output)?;
            out.flush().map_err(Failure::output)?;
            tables.damage()?;
            parted
        }
        Some(path) => {
            let mut file = Whole::create(path)?;
            let parted = write(&tables, common, args.format, &mut file).map_err(|error| Failure::file(path, error))?;
            // No file is left that lacks what could not be read.
            tables.damage()?;
            file.finish()?;
            parted
        }
    };
    if parted > 0 && !common.quiet {
        let entities = message::count(parted, "entity");
        message::note(&format!("{entities} with `|` in near, source or not, where it parts values when read again"));
    }
    if matches!(args.format, ExportFormat::Jsonl | ExportFormat::Csv) && !common.quiet {
        let table = tables.table();
        let rows = table.never.len() + table.protect.len() + table.namesakes.len();
        if rows > 0 {
            let rows = message::count(rows, "row");
            message::note(&format!("left out: {rows} of never, protect and namesake, which are no entities"));
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// Writes all entities; gives how many of them have values that CSV parts.
fn write(tables: &Tables, common: &Common, format: ExportFormat, out: &mut impl Write) -> io::Result<usize> {
    let mut parted = 0;
    if format == ExportFormat::Csv {
        out.write_all(b"id,form,spelling,kind,type,country,within,lang,near,source,not,name\n")?;
    }
    for entity in tables.entities() {
        if !common.kind.is_empty() && !common.kind.iter().any(|kind| entity.kind == Some(kind.0)) {
            continue;
        }
        match format {
            ExportFormat::Solr => entity.forms.iter().try_for_each(|form| solr(form, out))?,
            ExportFormat::Spacy => spacy(&entity, out)?,
            ExportFormat::Csv => {
                csv(&entity, out)?;
                parted += usize::from(is_parted(&entity));
            }
            ExportFormat::Jsonl => line(&table_row(&entity), out)?,
            ExportFormat::Ftm => line(&ftm(&entity), out)?,
        }
    }
    Ok(parted)
}

/// Whether a value has the mark in it that parts values in a cell.
fn is_parted(entity: &Entity) -> bool {
    let texts = entity.near.iter().chain(&entity.not).map(|spelling| &spelling.text);
    texts.chain(&entity.source).any(|text| text.contains('|'))
}

fn line(value: &Value, out: &mut impl Write) -> io::Result<()> {
    serde_json::to_writer(&mut *out, value)?;
    out.write_all(b"\n")
}

/// `a, b => canonical`; a form without aliases says nothing.
fn solr(form: &Form, out: &mut impl Write) -> io::Result<()> {
    if form.aliases.is_empty() {
        return Ok(());
    }
    let escaped = |text: &str| {
        let mut out = String::with_capacity(text.len());
        for c in text.chars() {
            if matches!(c, ',' | '\\' | '=' | '#') {
                out.push('\\');
            }
            out.push(c);
        }
        out
    };
    let all: Vec<String> = form.spellings().map(|spelling| escaped(&spelling.text)).collect();
    writeln!(out, "{} => {}", all.join(", "), all[0])
}

/// A pattern a spelling, with the entity's id; the labels are those that
/// spaCy's own models use.
fn spacy(entity: &Entity, out: &mut impl Write) -> io::Result<()> {
    let label = match entity.kind {
        Some(Kind::Person) => "PERSON",
        Some(Kind::Place) => "GPE",
        Some(Kind::Org) => "ORG",
        None => "ENTITY",
    };
    for spelling in entity.forms.iter().flat_map(Form::spellings) {
        line(&json!({ "label": label, "pattern": spelling.text, "id": entity.id.text }), out)?;
    }
    Ok(())
}

fn csv(entity: &Entity, out: &mut impl Write) -> io::Result<()> {
    let own = |text: Option<&str>| text.unwrap_or_default().to_owned();
    let list = |spellings: &[canonym::Spelling]| {
        spellings.iter().map(|spelling| &spelling.text[..]).collect::<Vec<_>>().join("|")
    };
    let details = [
        own(entity.kind.map(Kind::as_str)),
        own(entity.place_type.as_deref()),
        own(entity.country.as_deref()),
        own(entity.within.as_ref().map(|within| &within.text[..])),
        entity.lang.join("|"),
        list(&entity.near),
        entity.source.join("|"),
        list(&entity.not),
        entity.name().to_owned(),
    ];
    let mut writer = csv::Writer::from_writer(Vec::new());
    for form in &entity.forms {
        for spelling in form.spellings() {
            let names = [&entity.id.text, &form.name.text, &spelling.text];
            writer.write_record(names.into_iter().chain(&details))?;
        }
    }
    out.write_all(&writer.into_inner().map_err(|error| io::Error::other(error.to_string()))?)
}

/// The entity as a table of canonym has it.
fn table_row(entity: &Entity) -> Value {
    let texts = |spellings: &[canonym::Spelling]| spellings.iter().map(|s| s.text.clone()).collect::<Vec<_>>();
    let mut row = json!({ "id": entity.id.text, "name": entity.name() });
    let mut put = |field: &str, value: Value| {
        if !matches!(&value, Value::Null) && value.as_array().is_none_or(|list| !list.is_empty()) {
            row[field] = value;
        }
    };
    put("kind", json!(entity.kind.map(Kind::as_str)));
    put("type", json!(entity.place_type));
    put("country", json!(entity.country));
    put("lang", json!(entity.lang));
    put("within", json!(entity.within.as_ref().map(|within| &within.text)));
    put("near", json!(texts(&entity.near)));
    put("source", json!(entity.source));
    put("aliases", json!(entity.forms.first().map(|form| texts(&form.aliases)).unwrap_or_default()));
    put("not", json!(texts(&entity.not)));
    let forms = entity.forms.iter().skip(1).map(|form| {
        let mut row = json!({ "name": form.name.text });
        if !form.aliases.is_empty() {
            row["aliases"] = json!(texts(&form.aliases));
        }
        row
    });
    put("form", json!(forms.collect::<Vec<_>>()));
    row
}

/// The entity as FollowTheMoney has it; further forms are weak aliases, as
/// they are not the whole name.
fn ftm(entity: &Entity) -> Value {
    let schema = match entity.kind {
        Some(Kind::Person) => "Person",
        Some(Kind::Org) => "Organization",
        Some(Kind::Place) => "Address",
        None => "LegalEntity",
    };
    let mut properties = json!({});
    let name = if schema == "Address" { "full" } else { "name" };
    properties[name] = json!([entity.name()]);
    let mut put = |property: &str, values: Vec<&str>| {
        if !values.is_empty() {
            properties[property] = json!(values);
        }
    };
    let first = entity.forms.first().map(|form| form.aliases.iter().map(|alias| &alias.text[..]).collect());
    put("alias", first.unwrap_or_default());
    put("weakAlias", entity.forms.iter().skip(1).flat_map(Form::spellings).map(|s| &s.text[..]).collect());
    let country = entity.country.as_ref().map(|country| country.to_ascii_lowercase());
    put("country", country.iter().map(|country| &country[..]).collect());
    json!({ "id": entity.id.text, "schema": schema, "properties": properties })
}
