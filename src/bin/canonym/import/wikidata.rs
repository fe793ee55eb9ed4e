//! Wikidata: its JSON dump, an entity a line
//! (<https://doc.wikimedia.org/Wikibase/master/php/docs_topics_json.html>),
//! and a SPARQL result as TSV or CSV, whose columns are told by their names.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::PathBuf;

use canonym::text::script::{Script, script_of};
use csv::StringRecord;
use serde::Deserialize;
use serde_json::Value;

use super::source::{NOT_UTF8, Source};
use super::tally::Tally;
use super::{LeftOut, Reader, Row, Take, kind_of};
use crate::columns::Rows;
use crate::failure::Failure;
use crate::records::Dialect;

/// Dumps or results.
pub(crate) struct Wikidata {
    pub(crate) files: Vec<PathBuf>,
    /// Items without a name, and what is no item.
    pub(crate) others: Tally,
}

#[derive(Deserialize)]
struct Item {
    id: String,
    #[serde(default)]
    labels: Map<Term>,
    #[serde(default)]
    aliases: Map<Vec<Term>>,
    #[serde(default)]
    claims: Map<Vec<Value>>,
}

/// An object, or the empty list that PHP writes for an empty one.
#[derive(Deserialize)]
#[serde(untagged)]
enum Map<T> {
    Object(BTreeMap<String, T>),
    Empty([(); 0]),
}

impl<T> Default for Map<T> {
    fn default() -> Self {
        Self::Empty([])
    }
}

impl<T> Map<T> {
    fn get(&self, key: &str) -> Option<&T> {
        match self {
            Self::Object(map) => map.get(key),
            Self::Empty(_) => None,
        }
    }

    fn values(&self) -> impl Iterator<Item = &T> {
        let map = match self {
            Self::Object(map) => Some(map),
            Self::Empty(_) => None,
        };
        map.into_iter().flat_map(BTreeMap::values)
    }
}

#[derive(Deserialize)]
struct Term {
    value: String,
}

impl Reader for Wikidata {
    fn rows(&mut self, take: Take<'_>) -> Result<(), Failure> {
        self.others = Tally::default();
        for path in &self.files {
            let mut source = Source::open(path)?;
            if source.begins_with(b'{')? || source.begins_with(b'[')? {
                dump(&mut source, &mut self.others, take)?;
            } else {
                result(source, &mut self.others, take)?;
            }
        }
        Ok(())
    }

    fn left_out(&mut self) -> LeftOut {
        LeftOut::of(&mut self.others)
    }
}

/// A list with an entity a line, or just the lines.
fn dump(source: &mut Source, others: &mut Tally, take: Take<'_>) -> Result<(), Failure> {
    while let Some(line) = source.line()? {
        let line = line.trim().trim_end_matches(',');
        if matches!(line, "" | "[" | "]") {
            continue;
        }
        let item: Item = serde_json::from_str(line).map_err(|error| {
            source.wrong(&format!("not an entity of Wikidata a line ({error}); save a SPARQL result as TSV or CSV"))
        })?;
        match row(&item) {
            Ok(row) => take(row)?,
            Err(what) => others.add(what, &item.id),
        }
    }
    Ok(())
}

/// What the table of codes calls classes whose items are no persons, places or
/// organisations, but names, articles and the like.
const NONE: &str = "none";
const OF_NONE: &str = "items that are names, articles, categories or the like";

/// The row of an item that is something named, or what it is.
fn row(item: &Item) -> Result<Row, &'static str> {
    if !item.id.starts_with('Q') {
        return Err("entities that are no items");
    }
    let latin = |term: &&Term| script_of(&term.value) == Script::Latin;
    let label = ["en", "mul"].iter().find_map(|language| item.labels.get(language));
    let label = label.or_else(|| item.labels.values().find(latin)).or_else(|| item.labels.values().next());
    let name = label.ok_or("items without a name")?;
    let classes = claimed(item, "P31");
    // An item may be of several classes; the first known one that tells a type
    // tells most.
    let known: Vec<_> = classes.iter().filter_map(|class| kind_of("wikidata", class)).collect();
    if known.iter().any(|(kind, _)| *kind == NONE) {
        return Err(OF_NONE);
    }
    let told = known.iter().find(|(_, place_type)| !place_type.is_empty()).or(known.first()).copied();
    let located = item.claims.get("P625").is_some();
    let (kind, place_type) = told.unwrap_or(if located { ("place", "") } else { ("", "") });
    let labels = item.labels.values().chain(item.aliases.values().flatten());
    let aliases = labels.map(|term| term.value.clone()).filter(|alias| *alias != name.value).collect();
    let within = claimed(item, "P131").into_iter().next().map_or_else(String::new, |place| format!("wd:{place}"));
    Ok(Row {
        id: format!("wd:{}", item.id),
        name: name.value.clone(),
        kind,
        place_type,
        within,
        aliases,
        ..Row::default()
    })
}

/// The items that a property has as values, but for those that are out of
/// use; preferred ones first.
fn claimed(item: &Item, property: &str) -> Vec<String> {
    let rank = |claim: &Value| match claim["rank"].as_str() {
        Some("preferred") => 0,
        Some("deprecated") => 2,
        _ => 1,
    };
    let mut claims: Vec<&Value> = item.claims.get(property).into_iter().flatten().filter(|c| rank(c) < 2).collect();
    claims.sort_by_key(|claim| rank(claim));
    let value = |claim: &&Value| claim["mainsnak"]["datavalue"]["value"]["id"].as_str().map(str::to_owned);
    claims.iter().filter_map(value).collect()
}

/// What a column of a result holds.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Column {
    Item,
    Label,
    Alias,
    Aliases,
    Class,
    Country,
    Within,
    Other,
}

impl Column {
    fn of(name: &str) -> Self {
        match name.trim_start_matches('?').to_ascii_lowercase().as_str() {
            "item" | "id" | "entity" | "person" | "place" | "org" => Self::Item,
            "itemlabel" | "label" | "name" | "entitylabel" | "personlabel" | "placelabel" | "orglabel" => Self::Label,
            name if name.ends_with("altlabel") => Self::Aliases,
            "alias" | "aliases" | "altname" => Self::Alias,
            "class" | "type" | "instance" | "instanceof" => Self::Class,
            "countrycode" | "country" | "iso" => Self::Country,
            "within" | "located" | "parent" => Self::Within,
            _ => Self::Other,
        }
    }
}

/// Rows of one item may come several times, with a name or an alias each.
fn result(mut source: Source, others: &mut Tally, take: Take<'_>) -> Result<(), Failure> {
    let path = source.path().to_owned();
    let Some(header) = source.line()? else { return Ok(()) };
    let commas = header.contains(',') && !header.contains('\t');
    let columns: Vec<Column> = header.split(if commas { ',' } else { '\t' }).map(Column::of).collect();
    if !columns.contains(&Column::Item) || !columns.contains(&Column::Label) {
        return Err(source.wrong(
            "a SPARQL result needs the columns ?item and ?itemLabel (and maybe ?alias, ?class, ?countryCode, ?within)",
        ));
    }
    let wrong = |line: usize, what: &str| Failure::message(format!("{}:{line}: {what}", path.display()));
    let mut order: Vec<Row> = Vec::new();
    let mut known: HashMap<String, usize> = HashMap::new();
    let mut of_none: BTreeSet<String> = BTreeSet::new();
    let mut add = |line: usize, cells: &mut dyn Iterator<Item = String>| -> Result<(), Failure> {
        let mut row = Row::default();
        for (value, column) in cells.zip(&columns) {
            match column {
                Column::Item => row.id = format!("wd:{}", number(&value)),
                Column::Label => row.name = value,
                Column::Alias if !value.is_empty() => row.aliases.push(value),
                // The label service writes all of them into one cell.
                Column::Aliases => row.aliases.extend(value.split(", ").filter(|a| !a.is_empty()).map(str::to_owned)),
                Column::Class => {
                    if let Some((kind, place_type)) = kind_of("wikidata", number(&value)) {
                        (row.kind, row.place_type) = (kind, place_type);
                    }
                }
                Column::Country if value.len() == 2 => row.country = value,
                Column::Country if !value.is_empty() => {
                    others.add("countries that are no code of two letters (ask for wdt:P297), left out", &value);
                }
                Column::Within if !value.is_empty() => row.within = format!("wd:{}", number(&value)),
                _ => {}
            }
        }
        // What has no label is told by its number.
        if row.name == number(&row.id) {
            row.name.clear();
        }
        if !row.id.starts_with("wd:Q") {
            return Err(wrong(line, "the cell of ?item names no item of Wikidata"));
        }
        if row.kind == NONE {
            // One such class tells what an item is, whatever else it is said to be.
            of_none.insert(row.id);
            return Ok(());
        }
        match known.get(&row.id) {
            None => {
                known.insert(row.id.clone(), order.len());
                order.push(row);
            }
            Some(&at) => order[at].join(row),
        }
        Ok(())
    };
    if commas {
        let dialect = Dialect { delimiter: b',', quoting: true };
        let mut rows = Rows::of(&path, Box::new(source.into_reader()), dialect, true)?;
        while let Some((line, record)) = rows.next_numbered()? {
            // The header is read before.
            let record = StringRecord::from_byte_record(record).map_err(|_| wrong(line + 1, NOT_UTF8))?;
            add(line + 1, &mut record.iter().map(|cell| cell.trim().to_owned()))?;
        }
    } else {
        let mut number = 1;
        while let Some(line) = source.line()? {
            number += 1;
            if !line.is_empty() {
                add(number, &mut line.split('\t').map(plain))?;
            }
        }
    }
    of_none.iter().for_each(|id| others.add(OF_NONE, id));
    order.into_iter().filter(|row| !of_none.contains(&row.id)).try_for_each(take)
}

/// A term of a result as text: `"Kabul"@en`, `<http://…/Q5838>`, or plain.
fn plain(cell: &str) -> String {
    let cell = cell.trim();
    if let Some(address) = cell.strip_prefix('<') {
        return address.trim_end_matches('>').to_owned();
    }
    // Plain cells may begin with an apostrophe, too.
    let single = cell.len() > 1 && cell.starts_with('\'') && (cell.ends_with('\'') || cell.contains("'@"));
    let mark = if single { '\'' } else { '"' };
    let Some(quoted) = cell.strip_prefix(mark) else { return cell.to_owned() };
    let mut out = String::new();
    let mut chars = quoted.chars();
    while let Some(c) = chars.next() {
        match c {
            c if c == mark => break,
            '\\' => match chars.next() {
                Some(escape @ ('u' | 'U')) => {
                    let digits: String = chars.by_ref().take(if escape == 'u' { 4 } else { 8 }).collect();
                    out.extend(u32::from_str_radix(&digits, 16).ok().and_then(char::from_u32));
                }
                Some('t') => out.push('\t'),
                Some('n') => out.push('\n'),
                Some('r') => out.push('\r'),
                other => out.extend(other),
            },
            _ => out.push(c),
        }
    }
    out
}

/// The last part of an address.
fn number(address: &str) -> &str {
    address.rsplit(['/', ':']).next().unwrap_or(address)
}
