//! The pairs to learn from: look-ups in lists of names, and pairs that are
//! one name or are not.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;

use canonym::text::key::keys;
use canonym::text::tradition::{TRADITIONS, tradition};
use canonym::text::unit::{Class, Spelling, class, text_of};

use crate::FOLDS;

/// What a look-up or a pair is counted under.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Group {
    Near,
    Far,
    Person,
    Arabic,
    Token,
    Easy,
    Hard,
    Words,
}

pub(crate) struct Samples {
    pub(crate) lists: Vec<List>,
    pub(crate) queries: Vec<Query>,
    pub(crate) pairs: Vec<Pair>,
    pub(crate) origins: String,
    /// Words that one name of a place, or of a person, often leaves out.
    pub(crate) words: [Vec<String>; 2],
}

/// A list of names in which others are looked up.
pub(crate) struct List {
    pub(crate) person: bool,
    pub(crate) names: Vec<(Spelling, Option<u8>)>,
    pub(crate) labels: Vec<String>,
    /// The names that cannot be told apart from each.
    pub(crate) alike: Vec<Vec<u32>>,
}

pub(crate) struct Query {
    pub(crate) list: usize,
    pub(crate) spelling: Spelling,
    pub(crate) right: u32,
    pub(crate) held_out: bool,
    pub(crate) group: Group,
}

pub(crate) struct Pair {
    pub(crate) a: Spelling,
    pub(crate) b: Spelling,
    pub(crate) person: bool,
    pub(crate) same: bool,
    /// A proving sound key is the same.
    pub(crate) key: bool,
    pub(crate) held_out: bool,
    pub(crate) group: Group,
}

/// A stable hash, so that the folds are the same everywhere.
pub(crate) fn hash(text: &str) -> u64 {
    text.bytes().fold(0xCBF2_9CE4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01B3))
}

type Row = HashMap<String, String>;

fn rows(path: &Path) -> Result<Vec<Row>, Box<dyn std::error::Error>> {
    let text = std::fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
    let mut lines = text.lines();
    let header: Vec<&str> = lines.next().unwrap_or("").split('\t').collect();
    let row = |line: &str| header.iter().map(|h| (*h).to_owned()).zip(line.split('\t').map(str::to_owned)).collect();
    Ok(lines.map(row).collect())
}

impl Samples {
    pub(crate) fn read(folder: &Path, fold: Option<u64>) -> Result<Self, Box<dyn std::error::Error>> {
        let held_out = |entity: &str| fold.is_some_and(|fold| (hash(entity) >> 7) % FOLDS == fold);
        let places = rows(&folder.join("places.tsv"))?;
        let persons = rows(&folder.join("persons.tsv"))?;
        let crossing = rows(&folder.join("persons_crossscript.tsv"))?;
        let (place_list, place_ids) = list(places.iter(), false);
        let (person_list, person_ids) = list(persons.iter().chain(&crossing), true);
        let mut queries = Vec::new();
        let mut pairs = Vec::new();
        for row in places.iter().filter(|row| row["canonical"] != row["variant"]) {
            let near = row["sim"].parse::<f64>()? >= 0.7;
            let (spelling, held_out) = (Spelling::new(&row["variant"], None), held_out(&row["entity_id"]));
            let group = if near { Group::Near } else { Group::Far };
            if row["n_entities_same_string"] == "1" {
                let right = place_ids[&row["entity_id"]];
                queries.push(Query { list: 0, spelling, right, held_out, group });
            }
            pairs.push(Pair::new([&row["canonical"], &row["variant"]], false, true, held_out, group));
        }
        for (rows, group) in [(&persons, Group::Person), (&crossing, Group::Arabic)] {
            for row in rows.iter().filter(|row| row["canonical"] != row["variant"]) {
                if group == Group::Arabic && row["script"] != "ARABIC" {
                    continue;
                }
                let (spelling, held_out) = (Spelling::new(&row["variant"], None), held_out(&row["entity_id"]));
                let right = person_ids[&row["entity_id"]];
                queries.push(Query { list: 1, spelling, right, held_out, group });
                pairs.push(Pair::new([&row["canonical"], &row["variant"]], true, true, held_out, group));
            }
        }
        for row in rows(&folder.join("name_tokens.tsv"))? {
            let names = [&row["canonical"][..], &row["variant"]];
            pairs.push(Pair::new(names, false, true, held_out(&row["entity_id"]), Group::Token));
        }
        for row in rows(&folder.join("name_tokens_crossscript.tsv"))?.iter().filter(|row| row["script"] == "ARABIC") {
            let names = [&row["canonical"][..], &row["variant"]];
            pairs.push(Pair::new(names, true, true, held_out(&row["entity_id"]), Group::Arabic));
        }
        for row in rows(&folder.join("negatives.tsv"))? {
            let group = if row["hard"] == "1" { Group::Hard } else { Group::Easy };
            pairs.push(Pair::new([&row["name_a"], &row["name_b"]], false, false, held_out(&row["name_a"]), group));
        }
        let origins = origins(places.iter().chain(&persons).filter(|row| !held_out(&row["entity_id"])));
        let words = [left_out(&places, 12), left_out(&persons, 6)];
        Ok(Self { lists: vec![place_list, person_list], queries, pairs, origins, words })
    }
}

impl Pair {
    fn new([a, b]: [&str; 2], person: bool, same: bool, held_out: bool, group: Group) -> Self {
        let key = keys(a, None).prove(&keys(b, None));
        let [a, b] = [a, b].map(|name| Spelling::new(name, None));
        let (a, b) = if a <= b { (a, b) } else { (b, a) };
        Self { a, b, person, same, key, held_out, group }
    }
}

fn column(row: &Row) -> Option<u8> {
    tradition::<&str>(&[], Some(&row["country"])).column
}

fn list<'a>(rows: impl Iterator<Item = &'a Row>, person: bool) -> (List, HashMap<String, u32>) {
    let mut entities: BTreeMap<&str, &Row> = BTreeMap::new();
    for row in rows {
        entities.entry(&row["entity_id"]).or_insert(row);
    }
    let ids = entities.keys().enumerate().map(|(number, id)| ((*id).to_owned(), number as u32)).collect();
    let mut bearers: HashMap<String, Vec<u32>> = HashMap::new();
    for (number, row) in entities.values().enumerate() {
        bearers.entry(row["canonical"].to_lowercase()).or_default().push(number as u32);
    }
    let names = entities.values().map(|row| (Spelling::new(&row["canonical"], None), column(row))).collect();
    let labels = entities.values().map(|row| format!("{} ({})", row["canonical"], row["country"])).collect();
    let alike = entities.values().map(|row| bearers[&row["canonical"].to_lowercase()].clone()).collect();
    (List { person, names, labels, alike }, ids)
}

/// Words that stand in one name of a pair alone, at least so many times.
fn left_out(rows: &[Row], least: usize) -> Vec<String> {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for row in rows {
        let [a, b] = ["canonical", "variant"].map(|name| text_of(Spelling::new(&row[name], None).letters()));
        let (a, b): (Vec<&str>, Vec<&str>) = (a.split_whitespace().collect(), b.split_whitespace().collect());
        for word in a.iter().filter(|word| !b.contains(word)).chain(b.iter().filter(|word| !a.contains(word))) {
            *counts.entry((*word).to_owned()).or_default() += 1;
        }
    }
    counts.into_iter().filter(|(_, n)| *n >= least).map(|(word, _)| word).collect()
}

/// How often two letters stand together in names of each tradition, in parts
/// of 100,000.
fn origins<'a>(rows: impl Iterator<Item = &'a Row>) -> String {
    let mut counts: BTreeMap<String, [f64; TRADITIONS.len()]> = BTreeMap::new();
    let mut totals = [0.0; TRADITIONS.len()];
    for row in rows {
        let Some(column) = column(row).map(usize::from) else { continue };
        for name in ["canonical", "variant"] {
            let mut previous = 0;
            for &letter in Spelling::new(&row[name], None).letters() {
                if class(letter) != Class::Digit && class(letter) != Class::Abjad {
                    let pair = text_of(&[previous, letter]).replace(' ', "_");
                    counts.entry(pair).or_default()[column] += 1.0;
                    totals[column] += 1.0;
                }
                previous = letter;
            }
        }
    }
    let mut out = format!(
        "# How often two letters stand together in names of each tradition, in parts of 100,000; _ is the edge of a word.\n\
         # Learnt by examples/learn from names of places and persons, by their country; pairs seen fewer than ten times are left out.\n\
         pair\t{}\n",
        TRADITIONS.join("\t")
    );
    for (pair, row) in counts.iter().filter(|(_, row)| row.iter().sum::<f64>() >= 10.0) {
        let cells: Vec<String> = row.iter().zip(totals).map(|(n, total)| format!("{:.0}", 1e5 * n / total)).collect();
        out += &format!("{pair}\t{}\n", cells.join("\t"));
    }
    out
}
