//! Reads the rule tables of `data/rules`: tab-separated rows under a header.
//!
//! The files are part of the crate, so a malformed row is a defect of the
//! build; `tests/data.rs` checks every row, and reading skips what it cannot
//! use.

/// The rule tables as they were compiled in, by file name.
pub const FILES: &[(&str, &str)] = &[
    ("calibration.tsv", CALIBRATION),
    ("cells.tsv", CELLS),
    ("codes.tsv", CODES),
    ("costs.tsv", COSTS),
    ("cyrillic.tsv", CYRILLIC),
    ("elements.tsv", ELEMENTS),
    ("endings.tsv", ENDINGS),
    ("fold.tsv", FOLD),
    ("genders.tsv", GENDERS),
    ("guards.tsv", GUARDS),
    ("keys.tsv", KEYS),
    ("letters.tsv", LETTERS),
    ("lexicon.tsv", LEXICON),
    ("lints.tsv", LINTS),
    ("markers.tsv", MARKERS),
    ("origins.tsv", ORIGINS),
    ("respellings.tsv", RESPELLINGS),
    ("scripts.tsv", SCRIPTS),
    ("syllables.tsv", SYLLABLES),
    ("traditions.tsv", TRADITIONS),
];

pub(crate) const CALIBRATION: &str = include_str!("../../data/rules/calibration.tsv");
pub(crate) const CELLS: &str = include_str!("../../data/rules/cells.tsv");
pub(crate) const CODES: &str = include_str!("../../data/rules/codes.tsv");
pub(crate) const COSTS: &str = include_str!("../../data/rules/costs.tsv");
pub(crate) const CYRILLIC: &str = include_str!("../../data/rules/cyrillic.tsv");
pub(crate) const ELEMENTS: &str = include_str!("../../data/rules/elements.tsv");
pub(crate) const ENDINGS: &str = include_str!("../../data/rules/endings.tsv");
pub(crate) const FOLD: &str = include_str!("../../data/rules/fold.tsv");
pub(crate) const GENDERS: &str = include_str!("../../data/rules/genders.tsv");
pub(crate) const GUARDS: &str = include_str!("../../data/rules/guards.tsv");
pub(crate) const KEYS: &str = include_str!("../../data/rules/keys.tsv");
pub(crate) const LETTERS: &str = include_str!("../../data/rules/letters.tsv");
pub(crate) const LEXICON: &str = include_str!("../../data/rules/lexicon.tsv");
pub(crate) const LINTS: &str = include_str!("../../data/rules/lints.tsv");
pub(crate) const MARKERS: &str = include_str!("../../data/rules/markers.tsv");
pub(crate) const ORIGINS: &str = include_str!("../../data/rules/origins.tsv");
pub(crate) const RESPELLINGS: &str = include_str!("../../data/rules/respellings.tsv");
pub(crate) const SCRIPTS: &str = include_str!("../../data/rules/scripts.tsv");
pub(crate) const SYLLABLES: &str = include_str!("../../data/rules/syllables.tsv");
pub(crate) const TRADITIONS: &str = include_str!("../../data/rules/traditions.tsv");

/// The rows of a rule table behind its comments and its header, each as `N`
/// cells; missing cells are empty.
///
/// # Examples
///
/// ```
/// let table = "# a comment\nletter\tto\nš\tsh\n";
/// let rows: Vec<_> = canonym::text::rules::rows::<2>(table).collect();
/// assert_eq!(rows, [["š", "sh"]]);
/// ```
pub fn rows<const N: usize>(table: &str) -> impl Iterator<Item = [&str; N]> {
    table.lines().filter(|line| !line.starts_with('#') && !line.is_empty()).skip(1).map(|line| {
        let mut cells = line.split('\t');
        std::array::from_fn(|_| cells.next().unwrap_or(""))
    })
}

/// `∅` stands for nothing in the `to` column.
pub(crate) fn replacement(cell: &str) -> &str {
    if cell == "∅" { "" } else { cell }
}

/// The tables that names in text are only weighed by, and what is told of
/// tables.
const SCORING: [&str; 11] = [
    "calibration.tsv",
    "cells.tsv",
    "codes.tsv",
    "costs.tsv",
    "endings.tsv",
    "genders.tsv",
    "lexicon.tsv",
    "lints.tsv",
    "origins.tsv",
    "respellings.tsv",
    "syllables.tsv",
];

/// A number that tells whether the tables by which names are written down and
/// found are those that something was made with. Costs 20 microseconds once.
pub(crate) fn fingerprint() -> u64 {
    static FINGERPRINT: std::sync::LazyLock<u64> = std::sync::LazyLock::new(|| {
        let mut hash = xxhash_rust::xxh3::Xxh3::new();
        for (name, text) in FILES.iter().filter(|(name, _)| !SCORING.contains(name)) {
            hash.update(name.as_bytes());
            hash.update(&(text.len() as u64).to_le_bytes());
            hash.update(text.as_bytes());
        }
        hash.digest()
    });
    *FINGERPRINT
}
