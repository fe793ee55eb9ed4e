//! What stands among the names of a source and is none.

use std::collections::BTreeMap;

use canonym::text::token::bare_words;
use clap::ValueEnum;

/// A filter by the name under which it is told and switched off.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, ValueEnum)]
pub(crate) enum Filter {
    /// Control characters, and characters that stand for lost ones
    Control,
    /// No letter at all
    NoLetters,
    /// Latin letters without a vowel: a machine's reading of another script
    Vowelless,
    /// Latin letters, all of them small: a machine's reading, or a word
    Lower,
    /// Four capitals or digits at most, as airports and posts have them
    Code,
    /// Addresses of the web
    Link,
    /// Another place of the same country has this as its name
    OtherName,
    /// Said to be weak by the source itself
    Weak,
    /// Longer than 200 characters
    Long,
    /// `|`, tab or line break, which a table of columns cannot hold
    Separator,
    /// The same as another name of the entity
    Duplicate,
}

impl Filter {
    fn name(self) -> String {
        self.to_possible_value().map_or_else(String::new, |value| value.get_name().to_owned())
    }
}

/// Which filters hold, and what they dropped.
#[derive(Debug, Default)]
pub(crate) struct Filters {
    off: Vec<Filter>,
    columns: bool,
    kept: usize,
    dropped: BTreeMap<Filter, (usize, Vec<String>)>,
}

/// Examples that are told of each filter.
const EXAMPLES: usize = 3;

impl Filters {
    /// All filters but some; `columns` tells that the table has cells that
    /// cannot hold everything.
    pub(crate) fn new(off: &[Filter], columns: bool) -> Self {
        Self { off: off.to_vec(), columns, ..Self::default() }
    }

    pub(crate) fn is_on(&self, filter: Filter) -> bool {
        !self.off.contains(&filter)
    }

    /// Whether a name is kept; the canonical one only falls to what no table
    /// can hold.
    pub(crate) fn keeps(&mut self, name: &str, canonical: bool) -> bool {
        let reason = self.reason(name, canonical);
        match reason {
            Some(filter) => self.drop(filter, name),
            None => self.kept += 1,
        }
        reason.is_none()
    }

    /// Counts a name that a filter dropped.
    pub(crate) fn drop(&mut self, filter: Filter, name: &str) {
        let (count, examples) = self.dropped.entry(filter).or_default();
        *count += 1;
        if examples.len() < EXAMPLES {
            examples.push(name.chars().take(40).collect());
        }
    }

    /// Takes back that a name was kept.
    pub(crate) fn drop_kept(&mut self, filter: Filter, name: &str) {
        self.kept -= 1;
        self.drop(filter, name);
    }

    fn reason(&self, name: &str, canonical: bool) -> Option<Filter> {
        // No table can hold these.
        if name.contains(|c: char| c.is_control() && c != '\t' && c != '\n') || name.contains('\u{FFFD}') {
            return Some(Filter::Control);
        }
        if self.columns && name.contains(['|', '\t', '\n', '\r']) {
            return Some(Filter::Separator);
        }
        if canonical {
            return None;
        }
        let found = [
            (Filter::NoLetters, !name.chars().any(char::is_alphabetic)),
            (Filter::Link, name.contains("://") || name.starts_with("www.")),
            (Filter::Long, name.chars().count() > 200),
            (Filter::Code, is_code(name)),
            (Filter::Vowelless, is_latin(name) && !has_vowel(name)),
            (Filter::Lower, is_latin(name) && !name.chars().any(char::is_uppercase)),
        ];
        found.into_iter().find(|(filter, is)| *is && self.is_on(*filter)).map(|(filter, _)| filter)
    }

    /// What was kept and dropped, a line each.
    pub(crate) fn report(&self) -> Vec<String> {
        let dropped: usize = self.dropped.values().map(|(count, _)| count).sum();
        let mut lines = vec![format!("{} names kept, {dropped} dropped", self.kept)];
        for (filter, (count, examples)) in &self.dropped {
            let examples: Vec<String> = examples.iter().map(|name| format!("`{}`", name.escape_debug())).collect();
            lines.push(format!("  {:<11} {count:>9}  {}", filter.name(), examples.join(", ")));
        }
        lines
    }
}

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
