//! Other scripts in Latin letters: Cyrillic by letter table and language,
//! Greek, Georgian and Armenian by table, everything else by `any_ascii`.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use super::alone::is_alphabetic;
use super::markers::Markers;
use super::rules;

/// The scripts that are told apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Script {
    /// Latin, with or without marks.
    Latin,
    /// Cyrillic of any language.
    Cyrillic,
    /// Arabic, Persian, Pashto, Urdu.
    Arabic,
    /// Any other, or no letters at all.
    Other,
}

/// The script of the first letter of a word; a word with a Latin letter is
/// Latin, because Cyrillic look-alikes stray into Latin words.
///
/// # Examples
///
/// ```
/// use canonym::text::script::{Script, script_of};
///
/// assert_eq!(script_of("Раҳмон"), Script::Cyrillic);
/// assert_eq!(script_of("Kаbul"), Script::Latin); // the first a is Cyrillic
/// ```
pub fn script_of(word: &str) -> Script {
    if word.bytes().any(|b| b.is_ascii_alphabetic()) {
        return Script::Latin;
    }
    let script = |c: char| match c as u32 {
        0xAA..=0x24F | 0x250..=0x2AF | 0x1E00..=0x1EFF => Script::Latin,
        0x400..=0x52F | 0x1C80..=0x1C8F | 0x2DE0..=0x2DFF | 0xA640..=0xA69F => Script::Cyrillic,
        0x600..=0x6FF | 0x750..=0x77F | 0x8A0..=0x8FF | 0xFB50..=0xFDFF | 0xFE70..=0xFEFF => Script::Arabic,
        _ => Script::Other,
    };
    word.chars().find(|c| is_alphabetic(*c)).map_or(Script::Other, script)
}

/// A word in Latin letters, as the most usual romanisation of `lang` (ISO
/// 639-3) writes it without marks; the language is inferred from the letters
/// when it is not given. Latin words keep their own letters, Cyrillic
/// look-alikes among them replaced; unvocalised Arabic script gives what
/// `any_ascii` makes of it, and is scored in its own letters instead
/// ([`Spelling`](super::unit::Spelling)).
///
/// # Examples
///
/// ```
/// use canonym::text::script::latin;
///
/// assert_eq!(latin("раҳмон", None), "rahmon");
/// assert_eq!(latin("рахмон", Some("rus")), "rakhmon");
/// assert_eq!(latin("григорій", None), "grigoriy");
/// assert_eq!(latin("київ", None), "kyyiv");
/// assert_eq!(latin("თბილისი", None), "tbilisi");
/// assert_eq!(latin("ερεβαν", None), "erevan");
/// assert_eq!(latin("երևան", None), "erevan");
/// ```
pub fn latin(word: &str, lang: Option<&str>) -> String {
    if word.is_ascii() {
        return word.to_owned();
    }
    match script_of(word) {
        Script::Latin => unmask(word),
        Script::Cyrillic => cyrillic(word, lang),
        Script::Arabic | Script::Other => lettered(word),
    }
}

/// Greek, Georgian and Armenian by their tables, the rest by `any_ascii`.
fn lettered(word: &str) -> String {
    let mut out = String::with_capacity(word.len());
    let mut rest = word.chars();
    while let Some(c) = rest.clone().next() {
        let pair: String = rest.clone().take(2).collect();
        let single = &pair[..c.len_utf8()];
        let (taken, to) = match (TABLES.letters.get(&pair[..]), TABLES.letters.get(single)) {
            (Some(to), _) => (2, *to),
            (None, Some(to)) => (1, *to),
            (None, None) => (1, any_ascii::any_ascii_char(c)),
        };
        out.push_str(to);
        rest.by_ref().take(taken).for_each(drop);
    }
    out.make_ascii_lowercase();
    out
}

struct Tables {
    letters: FxHashMap<&'static str, &'static str>,
    cyrillic: FxHashMap<(&'static str, char), &'static str>,
    languages: Markers,
}

static TABLES: LazyLock<Tables> = LazyLock::new(|| {
    let first = |cell: &'static str| cell.chars().next();
    let cyrillic = rules::rows::<3>(rules::CYRILLIC)
        .filter_map(|[lang, letter, to]| Some(((lang, first(letter)?), rules::replacement(to))))
        .collect();
    let letters = rules::rows::<3>(rules::SCRIPTS).map(|[_, letters, to]| (letters, to)).collect();
    Tables { letters, cyrillic, languages: Markers::of("cyr-") }
});

fn cyrillic(word: &str, lang: Option<&str>) -> String {
    let tables = &*TABLES;
    let lang = lang.or_else(|| tables.languages.shown(word).next()).unwrap_or("rus");
    let mut out = String::with_capacity(word.len());
    for c in word.chars() {
        match tables.cyrillic.get(&(lang, c)).or_else(|| tables.cyrillic.get(&("*", c))) {
            Some(to) => out.push_str(to),
            None if c.is_ascii() => out.push(c),
            None => out.push_str(&any_ascii::any_ascii_char(c).to_ascii_lowercase()),
        }
    }
    out
}

/// A Latin word with the Cyrillic look-alikes in it replaced.
pub(crate) fn unmask(word: &str) -> String {
    let mut out = String::with_capacity(word.len());
    for c in word.chars() {
        match TABLES.cyrillic.get(&("latin", c)) {
            Some(latin) => out.push_str(latin),
            None => out.push(c),
        }
    }
    out
}

/// Letters of a word that are read in two ways, at most.
const MOST_SOUNDS: usize = 2;

/// A word, and what it is where letters stand for sounds that its script has no letters
/// of their own for: *p* in Arabic.
pub(crate) fn sounds(word: &str) -> Vec<String> {
    static SOUNDS: LazyLock<Vec<[&str; 2]>> = LazyLock::new(|| {
        let rows = rules::rows::<3>(rules::ELEMENTS).filter(|[class, ..]| *class == "sound");
        rows.map(|[_, sound, letter]| [letter, sound]).collect()
    });
    let mut out = vec![word.to_owned()];
    // Hardly a name has more than two such letters.
    for [letter, sound] in SOUNDS.iter().filter(|[letter, _]| word.contains(letter)).take(MOST_SOUNDS) {
        out.extend(out.iter().map(|word| word.replace(letter, sound)).collect::<Vec<_>>());
    }
    out
}
