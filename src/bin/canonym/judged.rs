//! What the names of a table's rows stand for, each distinct one judged once.

use std::borrow::Cow;
use std::path::PathBuf;

use canonym::{Answer, Engine, Status};

use crate::args::rows::{Ambiguous, Judging};
use crate::failure::Failure;
use crate::known::Known;
use crate::output::not_an_input;

/// What is written for a name.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Found {
    /// Several when several are asked for.
    pub(crate) canonical: Vec<String>,
    pub(crate) ids: Vec<String>,
    pub(crate) score: Option<f64>,
    pub(crate) status: Status,
    /// The canonical spelling is another than the one given.
    pub(crate) changed: bool,
}

/// The names of the new columns or fields.
pub(crate) const FIELDS: [&str; 4] = ["canonical", "entity_id", "score", "status"];

/// Candidates that are looked at, also when all that tie are listed.
const MOST: usize = 5;
const LISTED: usize = 16;

/// Answers by name, as they are written.
pub(crate) struct Judged<'e, W> {
    engine: &'e Engine,
    judging: &'e Judging,
    write: W,
    /// Each with whether the name changes.
    known: Known,
}

impl<'e, W: Fn(&Found) -> Vec<u8>> Judged<'e, W> {
    /// `write` gives what is written for an answer.
    pub(crate) fn new(engine: &'e Engine, judging: &'e Judging, write: W) -> Self {
        Self { engine, judging, write, known: Known::default() }
    }

    /// Judges the names that are not known yet, on all threads.
    pub(crate) fn judge<'n>(&mut self, names: impl Iterator<Item = &'n [u8]>) -> Result<(), Failure> {
        let Self { engine, judging, write, known } = self;
        let most = if judging.ambiguous == Ambiguous::List { LISTED } else { MOST };
        let ask = |names: &[String]| match judging.within {
            Some(_) => engine.identify_within_all(&names.iter().map(|name| parted(name)).collect::<Vec<_>>(), most),
            None => engine.identify_all(names, most),
        };
        known.learn(names, engine, ask, |answer| {
            let found = found(answer, judging);
            Ok((found.changed, write(&found)))
        })
    }

    /// Whether a name that was judged changes, and what is written for it.
    pub(crate) fn of(&self, name: &[u8]) -> (bool, &[u8]) {
        self.known.of(name)
    }
}

/// A name with where it lies, to be asked for as one.
pub(crate) fn lying_in<'n>(name: &'n [u8], place: &[u8]) -> Cow<'n, [u8]> {
    let place = place.trim_ascii();
    let is_plain = place.is_empty() && !name.starts_with(b"\0");
    if name.trim_ascii().is_empty() || is_plain {
        return Cow::Borrowed(name);
    }
    // How long the place is tells it from the name, whatever that holds.
    let place = String::from_utf8_lossy(place);
    Cow::Owned([format!("\0{}\0{place}", place.len()).as_bytes(), name].concat())
}

/// A name and where it lies, if that is told.
fn parted(asked: &str) -> (&str, &str) {
    let whole = asked.strip_prefix('\0').and_then(|rest| rest.split_once('\0'));
    let parts = whole.and_then(|(length, rest)| rest.split_at_checked(length.parse().ok()?));
    parts.map_or((asked, ""), |(place, name)| (name, place))
}

fn found(answer: &Answer, judging: &Judging) -> Found {
    let meant = answer.meant();
    let mut spellings: Vec<String> = meant.iter().map(|m| m.form.clone()).collect();
    spellings.dedup();
    let mut ids: Vec<String> = meant.iter().map(|m| m.id.clone()).collect();
    if answer.status == Status::Ambiguous {
        match judging.ambiguous {
            Ambiguous::List => {}
            Ambiguous::Best => {
                spellings.truncate(1);
                ids.truncate(1);
            }
            Ambiguous::Skip => {
                if spellings.len() > 1 {
                    spellings.clear();
                }
                ids.clear();
            }
        }
    }
    let changed = !spellings.is_empty() && spellings != [&answer.query[..]];
    if spellings.is_empty() && judging.fill {
        spellings.push(answer.query.clone());
    }
    Found { canonical: spellings, ids, score: meant.first().map(|m| m.score), status: answer.status, changed }
}

impl Judging {
    /// Refuses what cannot be answered: a column twice, an output that is `input`.
    pub(crate) fn check(&self, input: Option<&PathBuf>) -> Result<(), Failure> {
        let repeated = self.select.iter().enumerate().find(|(at, own)| self.select[..*at].contains(own));
        if let Some((_, column)) = repeated {
            return Err(Failure::message(format!("--select {column} stands twice")));
        }
        self.output.as_deref().map_or(Ok(()), |output| not_an_input(output, input.into_iter()))
    }
}

/// The names of the new columns of each column that is asked for, in order.
pub(crate) fn new_names(judging: &Judging) -> Vec<String> {
    let own = |column: &String| match &judging.prefix {
        Some(prefix) if judging.select.len() == 1 => prefix.clone(),
        Some(prefix) => format!("{prefix}{column}_"),
        None if judging.select.len() == 1 => String::new(),
        None => format!("{column}_"),
    };
    let columns = judging.select.iter().map(own);
    columns.flat_map(|prefix| FIELDS.map(|field| format!("{prefix}{field}"))).collect()
}

/// Complaints about rows: the first ones in full, the others counted.
#[derive(Debug, Default)]
pub(crate) struct Complaints {
    told: Vec<String>,
    more: usize,
}

impl Complaints {
    const MOST: usize = 20;

    pub(crate) fn add(&mut self, complaint: impl FnOnce() -> String) {
        if self.told.len() < Self::MOST {
            self.told.push(complaint());
        } else {
            self.more += 1;
        }
    }

    /// What is told at the end; all rows were written.
    pub(crate) fn tell(mut self) -> Result<(), Failure> {
        if self.more > 0 {
            self.told.push(format!("and {} more rows like these", self.more));
        }
        if self.told.is_empty() { Ok(()) } else { Err(Failure::Messages(self.told)) }
    }
}
