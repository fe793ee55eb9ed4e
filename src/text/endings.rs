//! Endings and beginnings that grammar gives to names: `Самарканда` is
//! Самарканд, `وكابل` is “and” and كابل.

use std::sync::LazyLock;

use rustc_hash::FxHashSet;
use unicode_normalization::char::is_combining_mark;

use super::fold::{bare, fold};
use super::rules;
use super::script::{Script, script_of};

/// Letters that are left of a word at least.
const LEFT: usize = 3;

/// The same of a word of a recorded name of several: `Ким Чен Ына`.
const LEFT_SEVERAL: usize = 2;

/// Letters that are left of a word in Latin script, in which more words end so
/// by themselves.
const LEFT_LATIN: usize = 4;

/// Readings that are given of a name at most.
const MOST: usize = 12;

/// A name as a table may have it, and what the text has made of its words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    name: String,
    /// Of each word.
    endings: Vec<Option<Ending>>,
}

/// What a word of the text ends in, in place of what the name does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Ending {
    letters: usize,
    to: &'static str,
    /// The language that the text must be in, ISO 639-3.
    lang: Option<&'static str>,
    put: Put,
}

/// What is done with an ending.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Put {
    /// It is put on another spelling.
    On,
    /// It is lost there.
    Lost,
    /// The same, and only names of places have it.
    LostOfPlaces,
}

/// A word of a name as it stands in the text, or as a table may have it.
#[derive(Debug, Clone)]
pub(crate) struct Stem {
    pub(crate) word: String,
    /// No word of the name follows.
    pub(crate) is_last: bool,
    ending: Option<Ending>,
}

impl Stem {
    /// Whether the word has lost an ending.
    pub(crate) fn has_lost(&self) -> bool {
        self.ending.is_some()
    }

    /// The language that the text must be in for that, ISO 639-3.
    pub(crate) fn lang(&self) -> Option<&'static str> {
        self.ending?.lang
    }
}

impl Reading {
    /// The name of such words.
    pub(crate) fn of(stems: &[Stem]) -> Self {
        let words: Vec<&str> = stems.iter().map(|stem| &stem.word[..]).collect();
        Self { name: words.join(" "), endings: stems.iter().map(|stem| stem.ending).collect() }
    }

    /// The name in bare words.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Another spelling of the name, with the endings that `written` has: of
    /// each word when both have as many, else of the last. A spelling of
    /// another script has its own words as they are, and the last ending
    /// behind an apostrophe.
    ///
    /// # Examples
    ///
    /// ```
    /// use canonym::text::endings::without_endings;
    ///
    /// let [reading, ..] = &without_endings("нижнему новгороду")[..] else { panic!() };
    /// assert_eq!(reading.name(), "нижний новгород");
    /// assert_eq!(reading.inflect("Нижний Новгород", "Нижнему Новгороду"), "Нижнему Новгороду");
    /// assert_eq!(reading.inflect("Nizhny Novgorod", "Нижнему Новгороду"), "Nizhny Novgorod’у");
    /// assert_eq!(without_endings("пактии")[0].inflect("Paktia", "Пактии"), "Paktia’и");
    /// ```
    pub fn inflect(&self, spelling: &str, written: &str) -> String {
        let own: Vec<&str> = written.split([' ', '-', '\n']).filter(|word| !word.is_empty()).collect();
        let last = self.endings.last().copied().flatten().zip(own.last());
        if script_of(spelling) != script_of(written) {
            let behind = last.map_or(String::new(), |(ending, word)| format!("’{}", ending.behind(spelling, word)));
            return format!("{spelling}{behind}");
        }
        let mut words = parts(spelling);
        if words.len() == own.len() && own.len() == self.endings.len() {
            for ((word, own), ending) in words.iter_mut().zip(own).zip(&self.endings) {
                ending.iter().for_each(|ending| ending.put(word, own));
            }
        } else if let (Some(word), Some((ending, own))) = (words.last_mut(), last) {
            ending.put(word, own);
        }
        words.concat()
    }

    /// Whether the language of the text tells that an ending is one.
    pub(crate) fn is_told(&self) -> bool {
        self.endings.iter().flatten().any(|ending| ending.lang.is_some())
    }

    /// Whether an ending is not put on another spelling.
    pub(crate) fn is_lost(&self) -> bool {
        self.endings.iter().flatten().any(|ending| ending.put != Put::On)
    }

    /// Whether only a place may have an ending.
    pub(crate) fn is_of_places(&self) -> bool {
        self.endings.iter().flatten().any(|ending| ending.put == Put::LostOfPlaces)
    }

    /// What is written so without the endings, its marks and capitals kept.
    pub(crate) fn uninflected(&self, written: &str) -> String {
        let mut words = parts(written);
        let is_each = words.len() == self.endings.len();
        let endings = if is_each { &self.endings[..] } else { &self.endings[self.endings.len().saturating_sub(1)..] };
        let first = words.len().saturating_sub(endings.len());
        for (word, ending) in words[first..].iter_mut().zip(endings) {
            if let Some(ending) = ending {
                let end = word.trim_end_matches([' ', '-']).len();
                let stem = end - ending.of(&word[..end]).len();
                word.replace_range(stem..end, ending.to);
            }
        }
        words.concat()
    }
}

/// The words of a name, each with the blank or hyphen behind it.
fn parts(name: &str) -> Vec<String> {
    name.split_inclusive([' ', '-']).map(str::to_owned).collect()
}

impl Ending {
    /// The ending of a word as it is written there.
    fn of<'w>(&self, written: &'w str) -> &'w str {
        let mut letters = written.char_indices().rev().filter(|(_, c)| !is_combining_mark(*c));
        letters.nth(self.letters - 1).map_or("", |(at, _)| &written[at..])
    }

    /// The ending of a word, in small letters beside a stem that ends in one.
    fn beside(&self, stem: &str, written: &str) -> String {
        let own = self.of(written);
        if stem.ends_with(char::is_lowercase) { own.to_lowercase() } else { own.to_owned() }
    }

    /// The ending of a word behind an apostrophe, without what the name itself
    /// ends in: `Пактии` is `Paktia’и`, as it is the genitive of `Пактия`.
    fn behind(&self, spelling: &str, written: &str) -> String {
        let whole = self.beside(spelling, written);
        let same = |(own, to): &(char, char)| own.to_lowercase().eq([*to]);
        let shared = whole.chars().zip(self.to.chars()).take_while(same).count();
        let rest: String = whole.chars().skip(shared).collect();
        if is_cyrillic(&rest.to_lowercase()) { rest } else { whole }
    }

    /// Puts the ending of `written` on a word that ends as the name does, and
    /// before the blank or hyphen behind it.
    fn put(&self, word: &mut String, written: &str) {
        let end = word.trim_end_matches([' ', '-']).len();
        if let Some(stem) = word[..end].strip_suffix(self.to) {
            let ending = self.beside(stem, written);
            word.replace_range(stem.len()..end, &ending);
        }
    }
}

/// The forms that a name in bare words may have in a table when the text has
/// given it an ending, the longest endings first; none for names in scripts
/// that `endings.tsv` says nothing of. Of several words each loses its ending,
/// but in Latin script, where only single words have one. These are the readings
/// of names that may be misspelt, too: the index is asked for recorded names word
/// by word, with more endings.
///
/// # Examples
///
/// ```
/// use canonym::text::endings::without_endings;
///
/// let names = |word| without_endings(word).iter().map(|reading| reading.name().to_owned()).collect::<Vec<_>>();
/// assert_eq!(names("самаркандом"), ["самарканд"]);
/// assert_eq!(names("газой"), ["газа", "газая"]);
/// assert_eq!(names("toshkentda"), ["toshkent"]);
/// assert!(names("samarkand").is_empty());
/// ```
pub fn without_endings(name: &str) -> Vec<Reading> {
    without_endings_in(name, None)
}

/// The same in a text that is told to be in a language (ISO 639-3), where each of several
/// Latin words may have lost one, too.
pub(crate) fn without_endings_in(name: &str, language: Option<&str>) -> Vec<Reading> {
    let (endings, left) = match script_of(name) {
        Script::Cyrillic => (&*CYRILLIC, LEFT),
        Script::Latin => (&*LATIN, LEFT_LATIN),
        _ => return Vec::new(),
    };
    let is_several = name.contains(' ');
    let fits = |lang: Option<&str>| match lang {
        None => script_of(name) != Script::Latin || !is_several,
        Some(_) => lang == language,
    };
    let mut out: Vec<Reading> = Vec::new();
    let own = |word| {
        let mut own = of_word(word, endings, left);
        own.retain(|(_, ending)| fits(ending.lang));
        (word, own)
    };
    let words: Vec<_> = name.split(' ').map(own).collect();
    // Every choice of an ending for each word; the first word's are tried first.
    let choices: usize = words.iter().map(|(_, own)| own.len().max(1)).fold(1, usize::saturating_mul);
    let none = words.iter().all(|(_, own)| own.is_empty());
    for mut choice in 0..if none { 0 } else { choices.min(MOST) } {
        let mut reading = Reading { name: String::with_capacity(name.len()), endings: Vec::new() };
        for (at, (word, own)) in words.iter().enumerate() {
            reading.name.push_str(if at == 0 { "" } else { " " });
            let chosen = own.get(choice % own.len().max(1));
            choice /= own.len().max(1);
            reading.name.push_str(chosen.map_or(word, |(stem, _)| stem));
            reading.endings.push(chosen.map(|(_, ending)| *ending));
        }
        if out.iter().all(|known| known.name != reading.name) {
            out.push(reading);
        }
    }
    out
}

/// A bare word of a recorded name of several words as it stands, and without each
/// ending that it may have; nothing for words of scripts that `endings.tsv` says
/// nothing of.
pub(crate) fn stems(word: &str) -> Vec<Stem> {
    let script = script_of(word);
    let without = match script {
        Script::Cyrillic => {
            [&*CYRILLIC, &*CYRILLIC_SEVERAL].map(|endings| of_word(word, endings, LEFT_SEVERAL)).concat()
        }
        Script::Latin => of_word(word, &LATIN_SEVERAL, LEFT_LATIN),
        _ => return Vec::new(),
    };
    let mut out = vec![Stem { word: word.to_owned(), is_last: false, ending: None }];
    for (word, ending) in without {
        if out.iter().all(|known| known.word != word) {
            out.push(Stem { word, is_last: script == Script::Latin, ending: Some(ending) });
        }
    }
    out
}

/// Whether a bare word before a surname with an ending may be the given name, which
/// then has one, too: `Ивана Путина`, but `Переговоры Путина`.
pub(crate) fn may_be_given(word: &str) -> bool {
    static GIVEN: LazyLock<Vec<&str>> = LazyLock::new(|| of_script("given").map(|(ending, _)| ending).collect());
    GIVEN.iter().any(|ending| word.ends_with(ending))
}

/// Whether a bare word behind a surname is a verb that has a woman for its subject.
pub(crate) fn is_hers(word: &str) -> bool {
    static HERS: LazyLock<Vec<&str>> = LazyLock::new(|| of_script("hers").map(|(ending, _)| ending).collect());
    HERS.iter().any(|ending| word.ends_with(ending))
}

/// The readings of a bare word that may be the genitive of a name.
pub(crate) fn of_genitive(word: &str) -> Vec<Stem> {
    let stem = |(word, ending)| Stem { word, is_last: true, ending: Some(ending) };
    of_word(word, &GENITIVE, LEFT_LATIN).into_iter().map(stem).collect()
}

fn of_word(word: &str, endings: &[Row], left: usize) -> Vec<(String, Ending)> {
    let mut out = Vec::new();
    for Row { ending, to, lang, put } in endings {
        let Some(stem) = word.strip_suffix(&ending[..]).filter(|stem| stem.chars().nth(left - 1).is_some()) else {
            continue;
        };
        let letters = ending.chars().count();
        let instead = to.split('|').map(rules::replacement);
        out.extend(instead.map(|to| (format!("{stem}{to}"), Ending { letters, to, lang: *lang, put: *put })));
    }
    out
}

/// An ending, what stands instead, and in which language.
#[derive(Debug)]
struct Row {
    ending: String,
    to: &'static str,
    lang: Option<&'static str>,
    put: Put,
}

/// The longest first.
type Endings = Vec<Row>;

static CYRILLIC: LazyLock<Endings> = LazyLock::new(|| longest_first("cyrillic"));
static CYRILLIC_SEVERAL: LazyLock<Endings> = LazyLock::new(|| longest_first("cyrillic-several"));
static LATIN_SEVERAL: LazyLock<Endings> = LazyLock::new(|| longest_first("latin-several"));
static GENITIVE: LazyLock<Endings> = LazyLock::new(|| longest_first("genitive"));
static LATIN: LazyLock<Endings> = LazyLock::new(|| {
    let lost = [("latin-lost", Put::Lost), ("latin-place", Put::LostOfPlaces)].into_iter();
    let lost = lost.flat_map(|(script, put)| longest_first(script).into_iter().map(move |row| Row { put, ..row }));
    let mut rows: Endings = longest_first("latin").into_iter().chain(lost).collect();
    rows.sort_by_key(|row| std::cmp::Reverse(row.ending.len()));
    rows
});

/// In the bare form that words have.
fn longest_first(script: &str) -> Endings {
    let row = |[own, ending, to]: [&'static str; 3]| {
        let (own, lang) = own.split_once(':').map_or((own, None), |(own, lang)| (own, Some(lang)));
        (own == script).then(|| Row { ending: bare(fold(ending).text()), to, lang, put: Put::On })
    };
    let mut rows: Vec<Row> = rules::rows::<3>(rules::ENDINGS).filter_map(row).collect();
    rows.sort_by_key(|row| std::cmp::Reverse(row.ending.len()));
    rows
}

/// What the rows of a script list.
fn listed(script: &str) -> FxHashSet<&'static str> {
    of_script(script).map(|(own, _)| own).collect()
}

fn of_script(script: &str) -> impl Iterator<Item = (&'static str, &'static str)> {
    rules::rows::<3>(rules::ENDINGS).filter(move |row| row[0] == script).map(|[_, ending, to]| (ending, to))
}

/// Whether what stands behind an apostrophe is an ending of the word before
/// it: all languages that write one leave a name of three letters, and those of
/// Cyrillic put theirs behind words of other scripts.
pub(super) fn is_ending(behind: &str, word: &str) -> bool {
    static BEHIND: LazyLock<FxHashSet<&str>> = LazyLock::new(|| listed("apostrophe"));
    let other = || is_cyrillic(behind) && script_of(word) == Script::Latin;
    behind == "s" || word.chars().nth(LEFT - 1).is_some() && (BEHIND.contains(behind) || other())
}

/// Whether what stands behind an apostrophe may be an ending of a recorded word.
pub(crate) fn may_be_ending(behind: &str) -> bool {
    static BEHIND: LazyLock<FxHashSet<&str>> = LazyLock::new(|| listed("apostrophe-recorded"));
    BEHIND.contains(behind)
}

/// Whether words in Cyrillic letters end so.
fn is_cyrillic(ending: &str) -> bool {
    CYRILLIC.iter().chain(&*CYRILLIC_SEVERAL).any(|row| row.ending == ending)
}

/// Bytes of what a word in folded letters has before a name, apostrophe and all:
/// 2 of `l'afghanistan`.
pub(crate) fn elided(word: &str) -> Option<usize> {
    static BEFORE: LazyLock<FxHashSet<&str>> = LazyLock::new(|| listed("elision"));
    let (before, _) = word.split_once('\'')?;
    BEFORE.contains(before).then_some(before.len() + 1)
}

/// What a word is the plural of, if it ends in one.
pub(crate) fn singular(word: &str) -> Option<&str> {
    static PLURAL: LazyLock<Vec<&str>> = LazyLock::new(|| of_script("plural").map(|(own, _)| own).collect());
    PLURAL.iter().find_map(|ending| word.strip_suffix(ending))
}

/// Whether texts of a language (ISO 639-3) have nothing written before a name
/// without a blank, as Arabic ones do.
pub(crate) fn writes_apart(language: &str) -> bool {
    static APART: LazyLock<FxHashSet<&str>> = LazyLock::new(|| listed("before-not"));
    APART.contains(language)
}

/// Whether texts of a language (ISO 639-3) write nouns with a capital, as names are.
pub(crate) fn capitalises_nouns(language: &str) -> bool {
    static NOUNS: LazyLock<FxHashSet<&str>> = LazyLock::new(|| listed("nouns"));
    NOUNS.contains(language)
}

/// A word as a name behind what is written before it without a blank.
#[derive(Debug)]
pub(crate) struct Behind {
    /// Letters that stand before the name.
    pub(crate) before: usize,
    /// The article is among them.
    pub(crate) article: bool,
    /// Letters that stand before the article, if it is whole, and the name.
    pub(crate) outside: usize,
    /// What the name begins with in tables, and not behind them.
    pub(crate) left_out: &'static str,
    pub(crate) name: String,
}

static ARTICLES: LazyLock<Vec<&str>> = LazyLock::new(|| of_script("article").map(|(own, _)| own).collect());

/// A word behind the article; nothing if it has none.
pub(crate) fn behind_article(word: &str) -> Option<&str> {
    ARTICLES.iter().find_map(|article| word.strip_prefix(article)).filter(|name| name.chars().nth(LEFT - 1).is_some())
}

/// The readings of an Arabic or Hebrew word; those with the fewest letters before the
/// name come first.
pub(crate) fn behind_proclitics(word: &str) -> impl Iterator<Item = Behind> {
    // In the bare form that words have: the k of Persian for that of Arabic.
    static BEFORE: LazyLock<Vec<(String, &str, bool)>> = LazyLock::new(|| {
        let rows = [("before", false), ("before-article", true)].into_iter();
        let row = |(script, article): (&'static str, bool)| {
            of_script(script).map(move |(before, to)| (bare(fold(before).text()), to, article))
        };
        let mut rows: Vec<_> = rows.flat_map(row).collect();
        rows.sort_by_key(|(before, ..)| before.len());
        rows
    });
    BEFORE.iter().flat_map(move |(before, to, article)| {
        let rest = word.strip_prefix(&before[..]).filter(|rest| rest.chars().nth(LEFT - 1).is_some());
        let name = move |left_out| {
            rest.map(|rest| Behind {
                before: before.chars().count(),
                article: *article,
                outside: ARTICLES.iter().find_map(|own| before.strip_suffix(own)).unwrap_or(before).chars().count(),
                left_out,
                name: format!("{left_out}{rest}"),
            })
        };
        to.split('|').map(rules::replacement).filter_map(name)
    })
}
