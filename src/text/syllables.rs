//! Names that are written by syllables of another system than the one that
//! most tables use: Wade-Giles, where a letter tells little without its
//! syllable. The syllables are `syllables.tsv`.

use std::sync::LazyLock;

use rustc_hash::{FxHashMap, FxHashSet};
use unicode_normalization::UnicodeNormalization;

use super::fold::Folded;
use super::rules;
use super::token::Word;

/// Readings of a name, and letters of a word, that are looked at.
const MOST: usize = 4;
const LONGEST: usize = 48;

struct Table {
    syllables: FxHashMap<&'static str, Syllable>,
    /// The syllables of the other system.
    own: FxHashSet<&'static str>,
    longest: usize,
    /// The plain letters of the syllables, a bit for each.
    letters: u128,
}

struct Syllable {
    lang: &'static str,
    /// What it is in the other system, the likeliest first.
    to: Vec<&'static str>,
    /// Whether it alone tells the system.
    tells: bool,
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let rows = || rules::rows::<4>(rules::SYLLABLES);
    let syllable = |[lang, from, to, tells]: [&'static str; 4]| {
        (from, Syllable { lang, to: to.split('|').collect(), tells: tells == "yes" })
    };
    Table {
        syllables: rows().map(syllable).collect(),
        own: rows().flat_map(|[_, _, to, _]| to.split('|')).collect(),
        longest: rows().map(|[_, from, ..]| from.len()).max().unwrap_or(0),
        letters: rows().flat_map(|[_, from, ..]| from.bytes()).fold(0, |set, byte| set | 1 << (byte & 127)),
    }
});

/// What a name of a language, if it is known, is in the other system, a blank
/// between its words; nothing when not all of it are syllables, or nothing in
/// it tells that they are of this system: a telling one among several, or one
/// that the other system does not have where hyphens part all of them. At most
/// four, the likeliest first.
pub(crate) fn readings(folded: &Folded, words: &[Word], lang: Option<&str>) -> Vec<String> {
    let table = &*TABLE;
    // Most names are of another system, which a letter tells.
    let other = |byte: u8| byte.is_ascii_lowercase() && table.letters >> byte & 1 == 0;
    if words.iter().any(|word| folded.text()[word.start..word.end].bytes().any(other)) {
        return Vec::new();
    }
    let mut out = vec![String::new()];
    let mut count = 0;
    let (mut telling, mut foreign, mut single, mut last_end) = (false, false, words.len() > 1, None);
    for word in words {
        let Some(text) = plain(&folded.text()[word.start..word.end]) else { return Vec::new() };
        let Some(syllables) = table.split(&text) else { return Vec::new() };
        count += syllables.len();
        foreign |= syllables.iter().any(|own| !table.own.contains(own));
        let rows = syllables.iter().filter_map(|own| table.syllables.get(own));
        if rows.clone().any(|row| lang.is_some_and(|lang| lang != row.lang)) {
            return Vec::new();
        }
        telling |= rows.clone().any(|row| row.tells);
        let between = last_end.map_or("-", |end| &folded.text()[end..word.start]);
        single &= syllables.len() == 1 && between == "-";
        last_end = Some(word.end);
        for reading in &mut out {
            reading.push_str(if reading.is_empty() { "" } else { " " });
        }
        for row in rows {
            let choices = &row.to;
            let with = |choice: &&'static str| out.iter().map(|begun| format!("{begun}{choice}")).collect::<Vec<_>>();
            out = choices.iter().flat_map(with).take(MOST).collect();
        }
    }
    if count > 1 && (telling || single && foreign) { out } else { Vec::new() }
}

/// A word in the letters of the table; nothing when it has others.
fn plain(word: &str) -> Option<String> {
    let letter = |c: char| match c {
        'a'..='z' | '\'' | 'ü' => Some(c),
        _ if c.is_ascii() => None,
        _ => std::iter::once(c).nfd().next().filter(char::is_ascii_lowercase),
    };
    (word.len() <= LONGEST).then(|| word.chars().map(letter).collect()).flatten()
}

impl Table {
    /// The fewest syllables that a word is made of.
    fn split(&self, word: &str) -> Option<Vec<&'static str>> {
        // Most words are none of this system, which their first letters tell.
        let mut begun = 1u64;
        for start in (0..word.len()).filter(|start| word.is_char_boundary(*start)) {
            if begun >> start & 1 == 0 {
                continue;
            }
            let ends = start + 1..=word.len().min(start + self.longest);
            let known = |end: &usize| word.is_char_boundary(*end) && self.syllables.contains_key(&word[start..*end]);
            begun |= ends.filter(known).fold(0, |all, end| all | 1 << end);
            begun |= u64::from(start > 0 && word[start..].starts_with('\'')) << (start + 1);
            if begun >> (start + 1) == 0 {
                return None;
            }
        }
        let mut fewest: Vec<Option<(usize, Option<&'static str>)>> = vec![None; word.len() + 1];
        fewest[word.len()] = Some((0, None));
        for start in (0..word.len()).rev().filter(|start| word.is_char_boundary(*start)) {
            let ends = (start + 1..=word.len().min(start + self.longest)).filter(|end| word.is_char_boundary(*end));
            let syllable = |end: usize| {
                let (own, _) = self.syllables.get_key_value(&word[start..end])?;
                Some((fewest[end]?.0 + 1, Some(*own)))
            };
            let best = ends.rev().filter_map(syllable).min_by_key(|(count, _)| *count);
            // An apostrophe may part two syllables.
            let parted = || fewest[start + 1].filter(|_| start > 0 && word[start..].starts_with('\''));
            fewest[start] = best.or_else(|| parted().map(|(count, _)| (count, None)));
        }
        let mut syllables = Vec::new();
        let mut at = 0;
        while at < word.len() {
            match fewest[at]? {
                (_, Some(own)) => {
                    syllables.push(own);
                    at += own.len();
                }
                (_, None) => at += 1,
            }
        }
        Some(syllables).filter(|syllables| !syllables.is_empty())
    }
}

#[cfg(test)]
mod tests {
    use super::super::fold::fold;
    use super::super::token::words;
    use super::*;

    fn read(name: &str) -> Vec<String> {
        let folded = fold(name);
        readings(&folded, &words(&folded, |_| false), None)
    }

    #[test]
    fn names_are_read_by_syllables_that_tell_their_system() {
        assert_eq!(read("Hsi-t’ou-chen"), ["xi tou zhen"]);
        assert_eq!(read("Ch'ing-shan-ch'iao"), ["qing shan qiao"]);
        assert_eq!(read("Teng Hsiao-p'ing"), ["deng xiao ping"]);
        assert_eq!(read("Chungking"), Vec::<String>::new(), "king is no syllable");
        assert_eq!(read("Hsüchou"), ["xuzhou"]);
        assert_eq!(read("Hsi'an"), ["xian"], "the apostrophe parts");
        assert_eq!(read("Yu-hsien"), ["you xian", "yu xian"]);
        assert_eq!(read("Jen-pu"), ["ren bu"], "hyphens tell, too");
        assert_eq!(readings(&fold("hsi-an"), &words(&fold("hsi-an"), |_| false), Some("jpn")), Vec::<String>::new());
    }

    #[test]
    fn names_of_other_systems_are_left_alone() {
        let names =
            "Honolulu Jojo Pako Sako Kota-Kota Jan-Po Kaolo Kyoto Toyota Sapporo Nairobi Lome Accra Tonga Lien Togo";
        for name in names.split(' ') {
            assert!(read(name).is_empty() || name == "Jan-Po", "{name}");
        }
        for name in ["Kaopu", "Kao-pu", "Shanghai", "Mazar-i-Sharif", "Rahmon", "Li", "", "北京"] {
            assert_eq!(read(name), Vec::<String>::new(), "{name}");
        }
    }
}
