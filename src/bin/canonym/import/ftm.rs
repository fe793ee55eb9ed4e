//! FollowTheMoney: an entity a line, with a schema and properties that hold
//! lists (<https://followthemoney.tech/explorer/>).

use std::collections::BTreeMap;
use std::path::PathBuf;

use serde::Deserialize;

use super::filter::Filter;
use super::source::Source;
use super::{LeftOut, Reader, Row, Take, kind_of};
use crate::failure::Failure;

/// Files of entities.
pub(crate) struct Ftm {
    pub(crate) files: Vec<PathBuf>,
    /// Whether weak aliases are left out, and how many were.
    pub(crate) without_weak: bool,
    pub(crate) left_out: LeftOut,
}

#[derive(Deserialize)]
struct Entity {
    id: String,
    schema: String,
    #[serde(default)]
    properties: BTreeMap<String, Vec<serde_json::Value>>,
}

impl Reader for Ftm {
    fn rows(&mut self, take: Take<'_>) -> Result<(), Failure> {
        self.left_out = LeftOut::default();
        for path in &self.files {
            let mut source = Source::open(path)?;
            while let Some(line) = source.line()? {
                if line.trim().is_empty() {
                    continue;
                }
                let entity: Entity = serde_json::from_str(&line)
                    .map_err(|error| source.wrong(&format!("not an entity of FollowTheMoney: {error}")))?;
                let known = kind_of("ftm", &entity.schema);
                let Some((kind, _)) = known else {
                    self.left_out.others.add("things of a schema that has no names here", &entity.schema);
                    continue;
                };
                let texts = |property: &str| -> Vec<String> {
                    let values = entity.properties.get(property).into_iter().flatten();
                    values.filter_map(|value| value.as_str()).map(str::to_owned).collect()
                };
                let parts = ["firstName", "secondName", "middleName", "fatherName", "lastName"];
                let parts: Vec<String> = parts.iter().filter_map(|part| texts(part).into_iter().next()).collect();
                // Addresses have no name but their full text.
                let mut names: Vec<String> = ["name", "full"].iter().flat_map(|property| texts(property)).collect();
                if names.is_empty() && !parts.is_empty() {
                    names.push(parts.join(" "));
                }
                let mut names = names.into_iter();
                // Another fragment of the same entity may have one.
                let name = names.next().unwrap_or_default();
                let mut aliases: Vec<String> = names.collect();
                aliases.extend(["alias", "previousName", "abbreviation"].iter().flat_map(|property| texts(property)));
                if self.without_weak {
                    texts("weakAlias").iter().for_each(|name| self.left_out.dropped.add(Filter::Weak, name));
                } else {
                    aliases.extend(texts("weakAlias"));
                }
                let countries = ["country", "nationality", "jurisdiction"].iter().flat_map(|p| texts(p));
                // `gb-sct` lies in `gb`.
                let country =
                    countries.filter_map(|code| Some(code.split('-').next()?.to_owned())).find(|code| code.len() == 2);
                take(Row {
                    id: entity.id,
                    name,
                    kind,
                    country: country.unwrap_or_default(),
                    aliases,
                    ..Row::default()
                })?;
            }
        }
        Ok(())
    }

    fn left_out(&mut self) -> LeftOut {
        std::mem::take(&mut self.left_out)
    }
}
