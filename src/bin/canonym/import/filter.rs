//! What stands among the names of a source and is none.

use std::collections::BTreeMap;

use canonym::table::cells::no_name;
use canonym::text::token::bare_words;
use clap::ValueEnum;

use crate::message::count;

/// A filter by the name under which it is told and switched off.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, ValueEnum)]
pub(crate) enum Filter {
    /// Control characters, and characters that stand for lost ones
    #[value(hide = true)]
    Control,
    /// No letter at all
    NoLetters,
    /// Latin letters without a vowel: a machine's reading of another script
    Vowelless,
    /// Latin letters, all of them small: a machine's reading, or a word
    Lower,
    /// Four capitals or digits at most, as airports and posts have them, and
    /// what GeoNames lists as a code
    Code,
    /// Addresses of the web
    Link,
    /// What spreadsheets leave in cells: errors of formulas, signs for no value
    Cell,
    /// Another place of the same country has this as its name
    OtherName,
    /// Said to be weak by the source itself
    Weak,
    /// Longer than 200 characters
    Long,
    /// All of these, as for names that were reviewed
    All,
    /// `|`, which stands between the aliases of a table of columns
    #[value(hide = true)]
    Separator,
    /// The same as another name of the entity
    #[value(hide = true)]
    Duplicate,
}

impl Filter {
    /// Why names cannot be kept that it drops; nothing when they may.
    pub(crate) fn always(self) -> Option<&'static str> {
        match self {
            Self::Control => Some("no table can hold these"),
            Self::Separator => Some("no such table can hold these; write .jsonl for names with `|`"),
            Self::Duplicate => Some("a table has each name of an entity once"),
            _ => None,
        }
    }

    /// The filters that some words name.
    pub(crate) fn named(words: &[Self]) -> Vec<Self> {
        let all = if words.contains(&Self::All) { Self::value_variants() } else { words };
        all.iter().copied().filter(|filter| filter.always().is_none()).collect()
    }

    pub(crate) fn name(self) -> String {
        self.to_possible_value().map_or_else(String::new, |value| value.get_name().to_owned())
    }
}

/// Which filters hold, and what they dropped.
#[derive(Debug, Default)]
pub(crate) struct Filters {
    off: Vec<Filter>,
    columns: bool,
    kept: usize,
    dropped: Dropped,
}

/// Examples that are told of each filter.
const EXAMPLES: usize = 3;

/// How many names fell to each filter, and some of them.
#[derive(Debug, Default)]
pub(crate) struct Dropped(BTreeMap<Filter, (usize, Vec<String>)>);

impl Dropped {
    pub(crate) fn add(&mut self, filter: Filter, name: &str) {
        let (count, examples) = self.0.entry(filter).or_default();
        *count += 1;
        if examples.len() < EXAMPLES {
            examples.push(name.chars().take(40).collect());
        }
    }

    fn join(&mut self, others: Self) {
        for (filter, (more, others)) in others.0 {
            let (count, examples) = self.0.entry(filter).or_default();
            *count += more;
            examples.extend(others);
            examples.truncate(EXAMPLES);
        }
    }
}

impl Filters {
    /// All filters but some; `columns` tells that the table has cells that
    /// cannot hold everything.
    pub(crate) fn new(off: &[Filter], columns: bool) -> Self {
        Self { off: off.to_vec(), columns, ..Self::default() }
    }

    pub(crate) fn is_on(&self, filter: Filter) -> bool {
        !self.off.contains(&filter)
    }

    /// Whether an entity may go by its canonical name, which only falls to
    /// what no table can hold.
    pub(crate) fn keeps_canonical(&mut self, name: &str) -> bool {
        let reason = self.impossible(name);
        self.count(reason, name)
    }

    /// Whether a name is kept; `kind` is what its bearer is, as far as it is
    /// known.
    pub(crate) fn keeps(&mut self, name: &str, kind: &str) -> bool {
        let reason = self.impossible(name).or_else(|| self.reason(name, kind));
        self.count(reason, name)
    }

    fn count(&mut self, reason: Option<Filter>, name: &str) -> bool {
        match reason {
            Some(filter) => self.dropped.add(filter, name),
            None => self.kept += 1,
        }
        reason.is_none()
    }

    /// Counts what was dropped elsewhere.
    pub(crate) fn join(&mut self, dropped: Dropped) {
        self.dropped.join(dropped);
    }

    /// Takes back that a name was kept.
    pub(crate) fn drop_kept(&mut self, filter: Filter, name: &str) {
        self.kept -= 1;
        self.dropped.add(filter, name);
    }

    /// Why no table can hold a name.
    fn impossible(&self, name: &str) -> Option<Filter> {
        if name.contains(char::is_control) || name.contains('\u{FFFD}') {
            Some(Filter::Control)
        } else if self.columns && name.contains('|') {
            Some(Filter::Separator)
        } else {
            (name.len() > LONGEST).then_some(Filter::Long)
        }
    }

    fn reason(&self, name: &str, kind: &str) -> Option<Filter> {
        // Organisations and persons go by NATO, JFK and bell hooks.
        let place = matches!(kind, "" | "place");
        let found = [
            (Filter::NoLetters, !name.chars().any(char::is_alphabetic)),
            (Filter::Link, name.contains("://") || name.starts_with("www.")),
            (Filter::Cell, no_name(name).is_some()),
            (Filter::Long, name.chars().count() > 200),
            (Filter::Code, place && is_code(name)),
            (Filter::Vowelless, place && is_latin(name) && !has_vowel(name)),
            (Filter::Lower, place && is_latin(name) && !name.chars().any(char::is_uppercase)),
        ];
        found.into_iter().find(|(filter, is)| *is && self.is_on(*filter)).map(|(filter, _)| filter)
    }

    /// What was kept and dropped, a line each.
    pub(crate) fn report(&self) -> Vec<String> {
        let dropped: usize = self.dropped.0.values().map(|(count, _)| count).sum();
        let mut lines = vec![format!("{} kept, {dropped} dropped", count(self.kept, "name"))];
        for (filter, (count, examples)) in &self.dropped.0 {
            let examples: Vec<String> = examples.iter().map(|name| format!("`{}`", name.escape_debug())).collect();
            lines.push(format!("  {:<11} {count:>9}  {}", filter.name(), examples.join(", ")));
        }
        lines
    }
}

/// Bytes that no name has.
const LONGEST: usize = 4096;

fn is_code(name: &str) -> bool {
    (1..=4).contains(&name.len()) && name.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit())
}

/// Whether all letters are Latin ones.
fn is_latin(name: &str) -> bool {
    name.chars().filter(|c| c.is_alphabetic()).all(|c| matches!(c as u32, 0x41..=0x24F | 0x1E00..=0x1EFF))
}

/// Whether a name may be spoken: r, l and w are vowels in Krk and Cwm.
fn has_vowel(name: &str) -> bool {
    bare_words(name).iter().any(|word| word.contains(['a', 'e', 'i', 'o', 'u', 'y', 'ı', 'ə', 'r', 'l', 'w']))
        || name.chars().filter(|c| c.is_alphabetic()).count() < 4
}
