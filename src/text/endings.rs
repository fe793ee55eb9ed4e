//! Endings and beginnings that grammar gives to names: `Самарканда` is
//! Самарканд, `وكابل` is “and” and كابل.

use std::sync::LazyLock;

use rustc_hash::FxHashSet;

use super::fold::{bare, fold};
use super::rules;
use super::script::{Script, script_of};

/// Letters that are left of a word at least.
const LEFT: usize = 3;

/// Readings that are given of a name at most.
const MOST: usize = 8;

/// The forms that a name in bare words may have in a table when the text has
/// given it an ending, the longest endings first; none for names in scripts
/// that `endings.tsv` says nothing of. Of several words each loses its ending.
///
/// # Examples
///
/// ```
/// use canonym::text::endings::without_endings;
///
/// assert_eq!(without_endings("самаркандом"), ["самарканд"]);
/// assert_eq!(without_endings("газой"), ["газа", "газая"]);
/// assert!(without_endings("samarkand").is_empty());
/// ```
pub fn without_endings(name: &str) -> Vec<String> {
    if script_of(name) != Script::Cyrillic {
        return Vec::new();
    }
    let mut out: Vec<String> = Vec::new();
    let words: Vec<Vec<String>> = name.split(' ').map(of_word).collect();
    let most = words.iter().map(Vec::len).max().unwrap_or(0);
    for choice in 0..most.min(MOST) {
        let word =
            |(word, own): (&str, &Vec<String>)| own.get(choice).or(own.last()).map_or(word.to_owned(), String::clone);
        let reading: Vec<String> = name.split(' ').zip(&words).map(word).collect();
        let reading = reading.join(" ");
        if !out.contains(&reading) {
            out.push(reading);
        }
    }
    out
}

fn of_word(word: &str) -> Vec<String> {
    let mut out = Vec::new();
    for (ending, to) in &*ENDINGS {
        let Some(stem) = word.strip_suffix(ending).filter(|stem| stem.chars().nth(LEFT - 1).is_some()) else {
            continue;
        };
        out.extend(to.split('|').map(|to| format!("{stem}{}", rules::replacement(to))));
    }
    out
}

/// Ending and what stands instead, the longest first.
static ENDINGS: LazyLock<Vec<(&str, &str)>> = LazyLock::new(|| {
    let mut rows: Vec<_> = of_script("cyrillic").collect();
    rows.sort_by_key(|(ending, _)| std::cmp::Reverse(ending.len()));
    rows
});

fn of_script(script: &str) -> impl Iterator<Item = (&'static str, &'static str)> {
    rules::rows::<3>(rules::ENDINGS).filter(move |row| row[0] == script).map(|[_, ending, to]| (ending, to))
}

/// Whether what stands behind an apostrophe is an ending, when so many letters
/// stand before it: all languages that write one leave a name of three.
pub(super) fn is_ending(behind: &str, before: usize) -> bool {
    static BEHIND: LazyLock<FxHashSet<&str>> =
        LazyLock::new(|| of_script("apostrophe").map(|(ending, _)| ending).collect());
    (behind == "s" || before >= LEFT) && BEHIND.contains(behind)
}

/// A word as a name behind what is written before it without a blank.
#[derive(Debug)]
pub(crate) struct Behind {
    /// Letters that stand before the name.
    pub(crate) before: usize,
    /// What the name begins with in tables, and not behind them.
    pub(crate) left_out: &'static str,
    pub(crate) name: String,
}

/// The readings of an Arabic word; those with the fewest letters before the
/// name come first.
pub(crate) fn behind_proclitics(word: &str) -> impl Iterator<Item = Behind> {
    // In the bare form that words have: the k of Persian for that of Arabic.
    static BEFORE: LazyLock<Vec<(String, &str)>> = LazyLock::new(|| {
        let mut rows: Vec<_> = of_script("before").map(|(before, to)| (bare(fold(before).text()), to)).collect();
        rows.sort_by_key(|(before, _)| before.len());
        rows
    });
    BEFORE.iter().flat_map(move |(before, to)| {
        let rest = word.strip_prefix(&before[..]).filter(|rest| rest.chars().nth(LEFT - 1).is_some());
        let name = move |left_out| {
            rest.map(|rest| Behind { before: before.chars().count(), left_out, name: format!("{left_out}{rest}") })
        };
        to.split('|').map(rules::replacement).filter_map(name)
    })
}
