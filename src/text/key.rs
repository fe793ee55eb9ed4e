//! Sound keys: spellings that one name takes in different systems get equal
//! keys. The rules are `keys.tsv`, `letters.tsv` and `elements.tsv`; this
//! file only applies them.

use std::borrow::Cow;
use std::sync::LazyLock;

use rustc_hash::FxHashMap;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::fold::{ALIEN, Folded, fold};
use super::markers::Markers;
use super::pattern::{Ascii, Rule};
use super::steps::{MOST, Readings, Room, Steps};
use super::token::{Word, upper_in, words};
use super::{rules, script};

/// How much two spellings may differ and still have equal keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Tier {
    /// Spelling systems: `sh` and `š`, `-ov` and `-off`. For any name.
    K1,
    /// Sounds of Perso-Arabic and Turkic names: e = i, o = u, kh = h.
    K2,
    /// Sounds of Slavic names: consonants only, vowels stay apart.
    K2S,
    /// K2 and a = o, for Tajik and Uzbek. Finds candidates, proves nothing.
    K2T,
    /// Consonants only. Finds candidates, proves nothing.
    K3,
}

/// The keys of a name: at most eight a tier, because some letters have
/// several readings.
#[derive(Debug, Clone, Default)]
pub struct Keys {
    sets: [Vec<String>; 5],
}

impl Keys {
    /// The keys of one tier; empty for a name without letters.
    pub fn tier(&self, tier: Tier) -> &[String] {
        &self.sets[tier as usize]
    }

    /// Whether two names share a key of a tier.
    pub fn meet(&self, other: &Self, tier: Tier) -> bool {
        self.tier(tier).iter().any(|key| other.tier(tier).contains(key))
    }

    /// Whether two names share a key of a tier that can prove them to be one.
    pub fn prove(&self, other: &Self) -> bool {
        PROVING.iter().any(|&tier| self.meet(other, tier))
    }
}

/// The keys of a name in any script; `lang` (ISO 639-3) picks the reading of
/// Cyrillic letters.
///
/// Costs some microseconds a word.
///
/// # Examples
///
/// ```
/// use canonym::text::key::{Tier, keys};
///
/// let key = |name| keys(name, None);
/// assert!(key("Rakhmon").meet(&key("Rahmon"), Tier::K2));
/// assert!(!key("Rahmon").meet(&key("Rahman"), Tier::K2));
/// assert!(key("Gorbachev").meet(&key("Gorbatschow"), Tier::K1));
/// assert!(key("Nur al-Din").meet(&key("Noureddine"), Tier::K1));
/// ```
pub fn keys(name: &str, lang: Option<&str>) -> Keys {
    keys_by(name, lang, &[Tier::K1, Tier::K2, Tier::K2S, Tier::K2T, Tier::K3])
}

/// The keys of some tiers.
pub(crate) fn keys_by(name: &str, lang: Option<&str>, tiers: &[Tier]) -> Keys {
    let folded = fold(name);
    let words = words(&folded, upper_in(name, &folded));
    keys_of(&folded, &words, lang, tiers)
}

/// The tiers that can prove two spellings to be one name.
pub(crate) const PROVING: &[Tier] = &[Tier::K1, Tier::K2, Tier::K2S];

/// The keys of some tiers of a row of words of a folded text; none for rows
/// that are too long for a name.
pub(crate) fn keys_of(folded: &Folded, words: &[Word], lang: Option<&str>, tiers: &[Tier]) -> Keys {
    let rules = &*RULES;
    // No name is longer, and the work would grow with the square of it.
    if words.len() > 16 || words.iter().map(|w| w.end - w.start).sum::<usize>() > 256 {
        return Keys::default();
    }
    // Bytes that are no text have no sound.
    if words.iter().any(|w| !w.plain && folded.text()[w.start..w.end].contains(ALIEN)) {
        return Keys::default();
    }
    let mut parts: Vec<Part> = words
        .iter()
        .map(|w| {
            let end = if w.dotted { w.end } else { w.stem_end };
            let text = &folded.text()[w.start..end];
            let text = if text.contains('.') { text.replace('.', "").into() } else { Cow::Borrowed(text) };
            Part::read(&text, lang, rules)
        })
        .filter(|part| !part.spellings.is_empty())
        .collect();
    phrase(&mut parts, rules);
    let mut room = Room::default();
    let mut k1: Vec<Readings> = Vec::with_capacity(parts.len());
    for part in parts {
        let mut readings = part.spellings;
        rules.k1.apply(&mut readings, &part.marks, &mut room);
        k1.push(readings);
    }
    let wanted = |tier: Tier| tiers.contains(&tier);
    let mut keys = Keys::default();
    if wanted(Tier::K1) {
        keys.sets[Tier::K1 as usize] = join(&k1);
    }
    let mut put = |tier: Tier, steps: &Steps, mut words: Vec<Readings>| {
        words.iter_mut().for_each(|readings| steps.apply(readings, &[], &mut room));
        if wanted(tier) {
            keys.sets[tier as usize] = join(&words);
        }
        words
    };
    if wanted(Tier::K2S) {
        put(Tier::K2S, &rules.k2s, k1.clone());
    }
    if wanted(Tier::K2) || wanted(Tier::K2T) || wanted(Tier::K3) {
        let k2 = put(Tier::K2, &rules.k2, k1);
        if wanted(Tier::K2T) {
            put(Tier::K2T, &rules.k2t, k2.clone());
        }
        if wanted(Tier::K3) {
            put(Tier::K3, &rules.k3, k2);
        }
    }
    keys
}

/// A word on its way to a key.
struct Part {
    spellings: Readings,
    /// Spelling systems that its letters betray.
    marks: Vec<&'static str>,
}

impl Part {
    fn read(word: &str, lang: Option<&str>, rules: &KeyRules) -> Self {
        let latin = if word.is_ascii() { word.into() } else { Cow::Owned(script::latin(word, lang)) };
        let sounded = |b: &u8| b.is_ascii_alphanumeric() || *b == b'\'';
        // Only letters outside ASCII have rows of their own, and betray a system.
        if latin.is_ascii() {
            let mut reading: Ascii = latin.bytes().filter(sounded).collect();
            reading.make_ascii_lowercase();
            // Letters without a sound are no word, but `&` stands between two.
            let silent = reading.is_empty() && !word.is_ascii();
            let spellings = if silent { Readings::new() } else { Readings::from([reading]) };
            return Self { spellings, marks: Vec::new() };
        }
        let marks: Vec<&str> = rules.markers.shown(&latin).collect();
        let mut spellings = Readings::from([Ascii::new()]);
        let (mut unmarked, mut plain) = (String::new(), String::new());
        for (at, c) in latin.nfc().enumerate() {
            if let Some(to) = rules.letter(c, at == 0, &marks) {
                branch(&mut spellings, to);
                continue;
            }
            plain.clear();
            if c.is_ascii() {
                plain.push(c);
            } else {
                unmarked.clear();
                unmarked.extend(std::iter::once(c).nfd().filter(|d| !is_combining_mark(*d)));
                let bare = super::fold::bare(&unmarked);
                plain.extend(bare.chars().map(any_ascii::any_ascii_char));
            }
            spellings.iter_mut().for_each(|spelling| spelling.extend_from_slice(plain.as_bytes()));
        }
        for spelling in &mut spellings {
            spelling.retain(sounded);
            spelling.make_ascii_lowercase();
        }
        spellings.retain(|spelling| !spelling.is_empty());
        Self { spellings, marks }
    }

    /// The word without apostrophes, when it has one reading.
    fn plain(&self) -> Option<Cow<'_, str>> {
        let [only] = self.spellings.as_slice() else { return None };
        match std::str::from_utf8(only) {
            Ok(only) if !only.contains('\'') => Some(Cow::Borrowed(only)),
            only => Some(Cow::Owned(only.unwrap_or_default().replace('\'', ""))),
        }
    }

    fn set(&mut self, word: &str) {
        self.spellings = Readings::from([Ascii::from(word.as_bytes())]);
    }
}

/// Rules that look at neighbouring words: articles, izafat, servant of …
fn phrase(parts: &mut Vec<Part>, rules: &KeyRules) {
    if parts.len() < 2 {
        return;
    }
    let is = |class: &str, word: &str| rules.is(class, word);
    let mut i = 0;
    while i < parts.len() {
        let Some(word) = parts[i].plain() else {
            i += 1;
            continue;
        };
        let next = parts.get(i + 1).and_then(Part::plain);
        let Some(next) = next else {
            if i > 0
                && let Some(equal) = rules.equal(&word)
            {
                parts[i].set(equal);
            }
            i += 1;
            continue;
        };
        let article =
            is("article", &word) && next.len() >= 2 || is("assimilated", &word) && next.starts_with(&word[1..]);
        if article || (i > 0 && is("izafat", &word)) {
            parts.remove(i);
            continue;
        }
        if is("abd", &word) {
            let mut joined = "abd".to_owned();
            // The article of `Abd al-Aziz` goes with it.
            let mut taken = i + 1;
            if parts.len() > taken + 1 {
                let behind = parts[taken + 1].plain().unwrap_or_default();
                if is("article", &next) || is("assimilated", &next) && behind.starts_with(&next[1..]) {
                    taken += 1;
                }
            }
            let rest = parts[taken].plain().unwrap_or_default();
            joined.push_str(rules.equal(&rest).filter(|to| *to == "lah").unwrap_or(&rest));
            parts.drain(i + 1..=taken);
            parts[i].set(&joined);
            i += 1;
            continue;
        }
        if let Some(head) = word.strip_suffix(['e', 'i']).filter(|head| is("head", head)) {
            let head = head.to_owned();
            parts[i].set(&head);
        } else if let Some(head) = word.strip_suffix("ye").filter(|head| is("head", head)) {
            let head = head.to_owned();
            parts[i].set(&head);
        } else if let Some(equal) = rules.equal(&word) {
            parts[i].set(equal);
        }
        i += 1;
    }
}

/// Joins the words of a name, each in all its readings and without doubled
/// letters of its own; the letters of two words never melt into one.
fn join(words: &[Readings]) -> Vec<String> {
    if words.is_empty() {
        return Vec::new();
    }
    let mut joined = vec![String::with_capacity(MOST_LETTERS)];
    for readings in words {
        if let [reading] = &readings[..] {
            joined.iter_mut().for_each(|begun| append(reading, begun));
            continue;
        }
        let mut next = Vec::with_capacity(joined.len() * readings.len());
        for reading in readings {
            for begun in &joined {
                let mut key = begun.clone();
                append(reading, &mut key);
                next.push(key);
            }
        }
        next.truncate(MOST);
        joined = next;
    }
    joined.retain(|key| !key.is_empty());
    joined.sort_unstable();
    joined.dedup();
    joined
}

/// Most keys are no longer.
const MOST_LETTERS: usize = 32;

/// Appends a word without doubled letters of its own.
fn append(word: &[u8], key: &mut String) {
    let mut last = None;
    key.extend(word.iter().filter(|letter| last.replace(**letter) != Some(**letter)).map(|letter| *letter as char));
}

/// Extends every reading by each alternative; `|` stands between them.
fn branch(spellings: &mut Readings, alternatives: &str) {
    if !alternatives.contains('|') {
        spellings.iter_mut().for_each(|spelling| spelling.extend_from_slice(alternatives.as_bytes()));
        return;
    }
    let mut next = Readings::new();
    for alternative in alternatives.split('|') {
        for begun in spellings.iter() {
            let mut spelling = begun.clone();
            spelling.extend_from_slice(alternative.as_bytes());
            next.push(spelling);
        }
    }
    next.truncate(MOST);
    *spellings = next;
}

/// Whether a bare word begins a name such as Abdul Rashid, servant of …
pub(crate) fn is_servant(word: &str) -> bool {
    RULES.is("abd", word)
}

struct KeyRules {
    k1: Steps,
    k2: Steps,
    k2s: Steps,
    k2t: Steps,
    k3: Steps,
    markers: Markers,
    letters: FxHashMap<char, Vec<(&'static str, &'static str)>>,
    elements: FxHashMap<&'static str, Vec<(&'static str, &'static str)>>,
}

impl KeyRules {
    fn is(&self, class: &str, word: &str) -> bool {
        self.elements.get(word).is_some_and(|rows| rows.iter().any(|(known, _)| *known == class))
    }

    fn letter(&self, c: char, first: bool, marks: &[&str]) -> Option<&'static str> {
        let holds = |when: &str| when.is_empty() || (when == "^" && first) || marks.contains(&when);
        self.letters.get(&c)?.iter().find(|(when, _)| holds(when)).map(|(_, to)| *to)
    }

    fn equal(&self, word: &str) -> Option<&'static str> {
        self.elements.get(word)?.iter().find(|(class, _)| *class == "equal").map(|(_, to)| *to)
    }
}

static RULES: LazyLock<KeyRules> = LazyLock::new(|| {
    let mut letters: FxHashMap<char, Vec<_>> = FxHashMap::default();
    for [letter, when, to] in rules::rows::<3>(rules::LETTERS) {
        if let Some(c) = letter.chars().next() {
            letters.entry(c).or_default().push((when, to));
        }
    }
    let mut elements: FxHashMap<&str, Vec<_>> = FxHashMap::default();
    for [class, to, forms] in rules::rows::<3>(rules::ELEMENTS) {
        for form in forms.split('|') {
            elements.entry(form).or_default().push((class, to));
        }
    }
    KeyRules {
        k1: Steps::of_tier("k1"),
        k2: Steps::of_tier("k2"),
        k2s: Steps::of_tier("k2s"),
        k2t: Steps::of_tier("k2t"),
        k3: Steps::of_tier("k3"),
        markers: Markers::of(""),
        letters,
        elements,
    }
});

/// Whether a row of `keys.tsv` compiles; for the test of the data.
#[doc(hidden)]
pub fn is_rule(from: &str, before: &str, after: &str, to: &str) -> bool {
    Rule::parse(from, before, after, to).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_without_a_sound_are_no_word() {
        let all = |name| keys(name, None).sets;
        // Behind a word, `ibn` is `bin`.
        assert_eq!(all("ا Ibn"), all("Ibn"));
        assert_ne!(all("& Ibn"), all("Ibn"));
        assert_eq!(all("ا"), <[Vec<String>; 5]>::default());
    }
}
