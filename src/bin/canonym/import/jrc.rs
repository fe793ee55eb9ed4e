//! JRC-Names: number, type, language and spelling, with tabs between and `+`
//! for blanks; spellings of one number stand together, the main one first
//! (<https://data.jrc.ec.europa.eu/dataset/jrc-emm-jrc-names>).

use std::path::PathBuf;

use super::source::Source;
use super::{Reader, Row, Take, kind_of};
use crate::failure::Failure;

/// Files of spellings.
pub(crate) struct Jrc {
    pub(crate) files: Vec<PathBuf>,
}

impl Reader for Jrc {
    fn rows(&mut self, take: Take<'_>) -> Result<(), Failure> {
        for path in &self.files {
            let mut source = Source::open(path)?;
            let mut open: Option<Row> = None;
            while let Some(line) = source.line()? {
                if line.is_empty() || line.starts_with('#') {
                    continue;
                }
                let cells: Vec<&str> = line.split('\t').collect();
                let [number, kind, _, name] = cells[..] else {
                    return Err(source.wrong("not a row of JRC-Names: number, type, language, spelling"));
                };
                let name = name.replace('+', " ");
                let id = format!("jrc:{number}");
                match &mut open {
                    Some(row) if row.id == id => row.aliases.push(name),
                    _ => {
                        if let Some(row) = open.take() {
                            take(row)?;
                        }
                        let (kind, _) = kind_of("jrc", kind).unwrap_or(("", ""));
                        open = Some(Row { id, name, kind, ..Row::default() });
                    }
                }
            }
            open.into_iter().try_for_each(&mut *take)?;
        }
        Ok(())
    }
}
