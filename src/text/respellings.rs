//! Names as other languages spell their sounds in Latin letters, read as English does:
//! *Duschanbe* is *dushanbe* in a German text. The rows are `respellings.tsv`.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;
use unicode_normalization::UnicodeNormalization;

use super::fold::{bare_into, fold};
use super::pattern::Ascii;
use super::rules;
use super::steps::{Readings, Room, Steps};
use super::token::words;

/// Readings of a name, and letters of one, at most.
const MOST: usize = 2;
const LONGEST: usize = 96;

/// The rows of each language.
struct Language {
    /// What letters outside ASCII are.
    letters: FxHashMap<char, &'static str>,
    steps: Steps,
}

/// The language whose rows belong to each.
const ANY: &str = "*";

static LANGUAGES: LazyLock<FxHashMap<&str, Language>> = LazyLock::new(|| {
    let rows = || rules::rows::<5>(rules::RESPELLINGS);
    let language = |lang: &'static str| {
        let own = rows().filter(move |row| row[0] == lang || row[0] == ANY);
        let (steps, letters): (Vec<_>, Vec<_>) = own.partition(|[_, from, ..]| from.is_ascii());
        let letters = letters.into_iter().filter_map(|[_, from, .., to]| Some((from.chars().next()?, to)));
        let steps = steps.into_iter().map(|[_, from, before, after, to]| [from, before, after, to, ""]);
        Language { letters: letters.collect(), steps: Steps::of(steps) }
    };
    rows().map(|[lang, ..]| lang).filter(|lang| *lang != ANY).map(|lang| (lang, language(lang))).collect()
});

/// Whether a language (ISO 639-3) has rows.
pub(crate) fn respells(lang: &str) -> bool {
    LANGUAGES.contains_key(lang)
}

/// What a name in a text of a language (ISO 639-3) is in English letters, a blank between
/// its words, the likeliest first; nothing where it is the same.
pub(crate) fn respelt(name: &str, lang: &str) -> Vec<String> {
    let Some(language) = LANGUAGES.get(lang).filter(|_| name.len() <= LONGEST) else { return Vec::new() };
    let folded = fold(name);
    let mut out = vec![String::new(); MOST];
    let mut plain = String::new();
    for word in words(&folded, |_| false) {
        let piece = &folded.text()[word.start..word.end];
        let readings = language.readings(piece);
        for (number, out) in out.iter_mut().enumerate() {
            let reading = readings.get(number).or(readings.first());
            out.push_str(if out.is_empty() { "" } else { " " });
            out.extend(reading.into_iter().flatten().map(|byte| char::from(*byte)));
        }
        plain.push_str(if plain.is_empty() { "" } else { " " });
        bare_into(piece, &mut plain);
    }
    out.dedup();
    out.retain(|reading| !reading.is_empty() && *reading != plain);
    out
}

impl Language {
    /// The readings of a word in folded letters.
    fn readings(&self, word: &str) -> Readings {
        let mut letters = Ascii::new();
        let mut bare = String::new();
        for c in word.nfc() {
            match self.letters.get(&c) {
                Some(to) => letters.extend_from_slice(to.as_bytes()),
                None if c.is_ascii() => letters.push(c as u8),
                None => {
                    bare.clear();
                    bare_into(c.encode_utf8(&mut [0; 4]), &mut bare);
                    letters.extend(bare.bytes().filter(u8::is_ascii));
                }
            }
        }
        let mut readings = Readings::from([letters]);
        self.steps.apply(&mut readings, &[], &mut Room::default());
        readings.iter_mut().for_each(|reading| reading.retain(u8::is_ascii_alphanumeric));
        readings
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_as_their_language_spells_them() {
        let first = |name: &str, lang: &str| respelt(name, lang).into_iter().next().unwrap_or_default();
        for (name, lang, read) in [
            ("Duschanbe", "deu", "dushanbe"),
            ("Wolodymyr Selenskyj", "deu", "volodymyr zelenskyy"),
            ("Tschetschenien", "deu", "chechenien"),
            ("Tadjikistan", "fra", "tajikistan"),
            ("Poutine", "fra", "putin"),
            ("Sadır Caparov", "tur", "sadyr japarov"),
            ("Aşkabat", "tur", "ashkabat"),
            ("Toshkent", "uzb", "tashkent"),
            ("Buxoro", "uzb", "bukhara"),
            ("Łukaszenka", "pol", "lukashenka"),
            ("Jartum", "spa", "khartum"),
            ("Kirghizistan", "ita", "kirgizistan"),
            ("Poetin", "nld", "putin"),
            ("Oezbekistan", "nld", "uzbekistan"),
        ] {
            assert_eq!(first(name, lang), read, "{name} in {lang}");
        }
        assert_eq!(respelt("Schukow", "deu"), ["shukov", "zhukov"]);
        assert_eq!(respelt("Kabul", "deu"), Vec::<String>::new(), "the same");
        assert_eq!(respelt("Duschanbe", "eng"), Vec::<String>::new(), "English has no rows");
    }
}
