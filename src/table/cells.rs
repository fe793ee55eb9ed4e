//! What strays into names from spreadsheets.

use std::sync::LazyLock;

use super::check::Checker;
use super::model::{Entity, Kind, Spelling};
use crate::score::Scorer;
use crate::text::rules;
use crate::text::script::script_of;
use crate::text::token::bare_words;

static CELLS: LazyLock<Vec<[&str; 3]>> = LazyLock::new(|| rules::rows(rules::CELLS).collect());

/// What a cell holds if it is no name: an error of a formula, a sign for no value,
/// a number, a date, an address.
///
/// # Examples
///
/// ```
/// use canonym::table::cells::no_name;
///
/// assert_eq!(no_name("#N/A"), Some("an error of a formula"));
/// assert_eq!(no_name("1.2E+05"), Some("a number"));
/// assert_eq!(no_name("12.03.2024"), Some("a date or number"));
/// assert_eq!(no_name("Lashkar-e-Taiba 2"), None);
/// ```
pub fn no_name(cell: &str) -> Option<&'static str> {
    // *Nan* is a town.
    let shouted = cell == cell.to_lowercase() || cell == cell.to_uppercase() || cell == "NaN";
    let lower = cell.to_lowercase();
    let is_it =
        |[sort, text, _]: &&[&str; 3]| if *sort == "whole" { shouted && lower == *text } else { lower.contains(*text) };
    if let Some([.., what]) = CELLS.iter().find(is_it) {
        return Some(what);
    }
    let digits = cell.bytes().filter(u8::is_ascii_digit).count();
    let signs = cell.bytes().filter(|byte| b".,-/:+ ".contains(byte)).count();
    let power = cell.bytes().filter(|byte| matches!(byte, b'E' | b'e')).count();
    match cell.len() - digits - signs {
        0 if digits >= LONG && signs > 0 => Some("a date or number"),
        1 if power == 1 && digits > 1 && cell.contains('+') => Some("a number"),
        _ => None,
    }
}

/// Digits of a date or number at least: *24/7* and *9/11* are names.
const LONG: usize = 5;

/// Adds what is found in the spellings of an entity.
pub(super) fn of_entity(checker: &mut Checker<'_>, entity: &Entity) {
    for spelling in entity.spellings() {
        of_spelling(checker, spelling);
        let text = &spelling.text;
        let is_id = text.split_once('/').is_some_and(|(kind, rest)| Kind::parse(kind).is_some() && !rest.contains(' '));
        if is_id {
            let message = format!("`{text}` looks like an id");
            checker.warn("cell", spelling.at, message, "is the id in the column of the name, and the name in its own?");
        }
    }
    for form in &entity.forms {
        form.spellings().for_each(|spelling| several(checker, spelling));
    }
}

/// Adds what is found in a spelling.
pub(super) fn of_spelling(checker: &mut Checker<'_>, spelling: &Spelling) {
    let text = &spelling.text;
    let quoted = text.strip_prefix('"').and_then(|text| text.strip_suffix('"'));
    if let Some(name) = quoted.map(str::trim).filter(|name| !name.is_empty() && !name.contains('"')) {
        let message = format!("`{text}` has its quotation marks as a part of it");
        checker.warn("cell", spelling.at, message, format!("write `{name}`"));
        checker.fix(Some(name.to_owned()));
    } else if text.matches('"').count() == 1 && text.trim_matches('"') != *text {
        let message = format!("`{text}` has a quotation mark at one end");
        checker.warn("cell", spelling.at, message, "take it out; tables with tabs have no quotation marks");
    } else if let Some(what) = no_name(text) {
        checker.warn("cell", spelling.at, format!("`{text}` is no name: {what}"), "take it out, or write the name");
    } else if text.contains([';', '|']) {
        told_as_several(checker, spelling);
    }
}

/// A spelling with a comma, a stroke or brackets, of which the parts are one name.
fn several(checker: &mut Checker<'_>, spelling: &Spelling) {
    let text = &spelling.text;
    let parted = text.split_once(", ").or_else(|| text.split_once(" / "));
    let bracketed = || text.strip_suffix(')').and_then(|text| text.split_once(" ("));
    if let Some((a, b)) = parted.or_else(bracketed)
        && !is_part(a, b)
        && !is_part(b, a)
        && (script_of(a) != script_of(b) || Scorer::builtin().score(a, b) >= ALIKE)
        && [a, b].iter().all(|part| part.chars().filter(|c| c.is_alphabetic()).count() > 1)
    {
        told_as_several(checker, spelling);
    }
}

/// Whether all words of a name are in another: *Ham-sur-Heure-Nalinnes (Ham-sur-Heure)*.
fn is_part(a: &str, b: &str) -> bool {
    let words = bare_words(b);
    bare_words(a).iter().all(|word| words.contains(word))
}

/// So alike are two parts that are spellings of one name.
const ALIKE: f64 = 0.75;

fn told_as_several(checker: &mut Checker<'_>, spelling: &Spelling) {
    let message = format!("`{}` seems to be several spellings", spelling.text);
    let remedy = "make a value of each; in a .tsv table `|` stands between them";
    checker.warn("cell", spelling.at, message, remedy);
}
