//! OpenRefine: the operations that its history gives as JSON, of which the
//! mass edits say which spellings became which
//! (<https://openrefine.org/docs/manual/running#reusing-operations>).

use std::collections::HashMap;
use std::path::PathBuf;

use serde::Deserialize;
use serde_json::Value;

use super::source::Source;
use super::tally::Tally;
use super::{LeftOut, Reader, Row, Take};
use crate::failure::Failure;

/// Histories.
pub(crate) struct OpenRefine {
    pub(crate) files: Vec<PathBuf>,
    /// Operations and edits that tell no spellings.
    pub(crate) others: Tally,
}

#[derive(Deserialize)]
struct Operation {
    op: String,
    #[serde(default)]
    edits: Vec<Edit>,
}

#[derive(Deserialize)]
struct Edit {
    #[serde(default)]
    from: Vec<Value>,
    to: Value,
}

impl Reader for OpenRefine {
    fn rows(&mut self, take: Take<'_>) -> Result<(), Failure> {
        self.others = Tally::default();
        let mut groups = Groups::default();
        for path in &self.files {
            let text = Source::open(path)?.rest()?;
            let operations: Vec<Operation> = serde_json::from_str(&text).map_err(|error| {
                Failure::message(format!("{}: not operations of OpenRefine: {error}", path.display()))
            })?;
            for operation in operations {
                if !operation.op.ends_with("mass-edit") {
                    self.others.add("operations that are no mass edits", &operation.op);
                }
                for Edit { from, to } in operation.edits {
                    let Some(name) = to.as_str().filter(|name| !name.is_empty()) else {
                        self.others.add("edits to what is no text", &to.to_string());
                        continue;
                    };
                    for other in from.iter().filter(|from| !from.is_string()) {
                        self.others.add("cells that were no text", &other.to_string());
                    }
                    let from = from.iter().filter_map(|from| from.as_str()).map(str::to_owned);
                    groups.merge("refine", name, from);
                }
            }
        }
        groups.rows.into_iter().try_for_each(take)
    }

    fn left_out(&mut self) -> LeftOut {
        LeftOut::of(&mut self.others)
    }
}

/// Spellings by the name that they became.
#[derive(Default)]
pub(super) struct Groups {
    pub(super) rows: Vec<Row>,
    known: HashMap<String, usize>,
}

impl Groups {
    /// Adds spellings to the group of a name. Names that differ in capitals and
    /// marks alone are one group.
    pub(super) fn merge(&mut self, source: &str, name: &str, aliases: impl Iterator<Item = String>) {
        let id = id(source, name);
        let at = *self.known.entry(id.clone()).or_insert(self.rows.len());
        if at == self.rows.len() {
            self.rows.push(Row { id, name: name.to_owned(), ..Row::default() });
        }
        let row = &mut self.rows[at];
        let all = aliases.chain([name.to_owned()]);
        row.aliases.extend(all.filter(|alias| *alias != row.name));
    }
}

/// An id of the bare words of a name.
fn id(source: &str, name: &str) -> String {
    let slug = canonym::text::token::bare_words(name).join("-");
    format!("{source}/{}", if slug.is_empty() { name } else { &slug })
}
