//! The lexicon of words around and inside names: demonyms, months, ordinary
//! words, titles, type words, particles. Read from `guards.tsv` and
//! `elements.tsv`; words are looked up in their bare form.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use super::rules;

/// What is known of a word that is no name by itself.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Guard {
    /// An ordinary word, month or weekday.
    pub common: bool,
    /// People or adjective of a country: never the country itself.
    pub demonym: bool,
    /// The country of a demonym, ISO 3166-1 alpha-2.
    pub country: Option<&'static str>,
    /// A demonym that is written with a small letter: *афганский*.
    pub small: bool,
    /// A given name or word first, and a place besides: Mary, Farah.
    pub doubtful: bool,
    /// The same in texts of one language alone, ISO 639-3.
    pub doubtful_in: Option<&'static str>,
    /// A given name, of which some are places, too: Jordan.
    pub given: bool,
    /// Opens sentences: The, In, He.
    pub opener: bool,
    /// A title or function of a person.
    pub title: bool,
    /// A title in texts of one language alone, ISO 639-3.
    pub title_in: Option<&'static str>,
    /// A title of heads of state, whose surname alone is told behind it.
    pub ruler: bool,
    /// A title before which no place is named: `Mr. Shinwari`.
    pub honorific: bool,
    /// May stand in lower case inside a name.
    pub particle: bool,
    /// Joins the words of one person's name: `Rifaat al-Assad`.
    pub connector: bool,
    /// What it stands before is called after somebody: `улица Рудаки`.
    pub eponym: bool,
    /// Stands before places: `in Kabul`.
    pub preposition: bool,
    /// Says little between two places: `in the northern …`
    pub filler: bool,
    /// Says of several places of what type they are: `districts`.
    pub plural: bool,
    /// Says of what type a place is, but right before its name only with what
    /// means *of*: `the town Sofia left`.
    pub needs_of: bool,
    /// A word that tells that a text is in English.
    pub english: bool,
    /// One that tells another language, ISO 639-3.
    pub language: Option<&'static str>,
    /// May stand between a place and its type word: `Bagram air base`.
    pub modifier: bool,
    /// Says of what kind an organisation is: `ministry`.
    pub generic: bool,
    /// Written with the word before it, or apart: `نصر الله`.
    pub joined_before: bool,
    /// The same with the word behind it: `عبد الملک`.
    pub joined_behind: bool,
    /// The legal form of a company, which its name may leave out.
    pub legal: bool,
    /// The same where it alone stands in capitals.
    pub legal_in_capitals: bool,
    /// Says of what type a place is; a bit for each of `TYPES`.
    types: u16,
}

impl Guard {
    /// Whether the word is never a name or part of one when it stands alone.
    pub fn is_word(&self) -> bool {
        self.common || self.demonym
    }

    /// Whether both words say of a place that it is of one type.
    pub(crate) fn shares_type(&self, other: &Self) -> bool {
        self.types & other.types != 0
    }

    /// Whether both may say so of one place: writers part some types at will.
    pub(crate) fn may_be_of_type(&self, other: &Self) -> bool {
        static ALIKE: LazyLock<Vec<u16>> = LazyLock::new(|| {
            let rows = rules::rows::<3>(rules::ELEMENTS).filter(|[class, ..]| *class == "alike");
            rows.map(|[_, _, types]| types.split('|').fold(0, |set, place_type| set | bit(place_type))).collect()
        });
        let is_of = |types: &&u16| self.types & **types != 0 && other.types & **types != 0;
        self.shares_type(other) || ALIKE.iter().any(|types| is_of(&types))
    }

    /// Whether the word says that a place is of this type.
    pub fn says(&self, place_type: &str) -> bool {
        self.types & bit(place_type) != 0
    }

    /// Whether the word is a type word at all.
    pub fn is_type(&self) -> bool {
        self.types != 0
    }
}

/// The guard of a bare word, or nothing known.
///
/// # Examples
///
/// ```
/// use canonym::text::guard::guard;
///
/// assert_eq!(guard("tajik").country, Some("TJ"));
/// assert!(guard("district").says("district"));
/// assert!(!guard("rahmon").is_word());
/// ```
pub fn guard(word: &str) -> &'static Guard {
    numbered(number(word))
}

/// The number of the guard of a word, below [`GUARDS`].
pub(crate) fn number(word: &str) -> u16 {
    LEXICON.words.get(word).copied().unwrap_or(0)
}

/// The guard of a number.
#[inline]
pub(crate) fn numbered(number: u16) -> &'static Guard {
    LEXICON.guards.get(usize::from(number)).unwrap_or(&NOTHING)
}

/// More different guards than there will ever be.
const GUARDS: usize = 1 << 13;

/// What is known of most words.
static NOTHING: Guard = Guard {
    common: false,
    demonym: false,
    country: None,
    small: false,
    doubtful: false,
    doubtful_in: None,
    given: false,
    opener: false,
    title: false,
    title_in: None,
    ruler: false,
    eponym: false,
    honorific: false,
    particle: false,
    connector: false,
    preposition: false,
    filler: false,
    plural: false,
    needs_of: false,
    english: false,
    language: None,
    modifier: false,
    generic: false,
    legal: false,
    legal_in_capitals: false,
    joined_before: false,
    joined_behind: false,
    types: 0,
};

/// All words that something is known of.
pub(crate) fn guards() -> impl Iterator<Item = (&'static str, Guard)> {
    LEXICON.words.iter().map(|(word, guard)| (*word, *numbered(*guard)))
}

/// Types of places that words can tell apart.
const TYPES: [&str; 9] = ["district", "province", "region", "city", "town", "village", "river", "airport", "country"];

fn bit(place_type: &str) -> u16 {
    TYPES.iter().position(|t| *t == place_type).map_or(0, |i| 1 << i)
}

/// How words between two places tie them together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Tie {
    /// `A of B`
    Of,
    /// `A in B`
    Within,
    /// `A and B`
    List,
}

/// The language of texts that tell no other, ISO 639-3.
pub(crate) const ENGLISH: &str = "eng";

/// How words, one or several, tie what stands before and behind them.
pub(crate) fn tied_by(words: &str) -> Option<Tie> {
    static TIES: LazyLock<FxHashMap<&str, Tie>> = LazyLock::new(|| {
        let tie = |to: &str| match to {
            "of" => Tie::Of,
            "within" => Tie::Within,
            _ => Tie::List,
        };
        let rows = rules::rows::<3>(rules::ELEMENTS).filter(|[class, ..]| *class == "link");
        rows.flat_map(|[_, to, words]| words.split('|').map(move |word| (word, tie(to)))).collect()
    });
    TIES.get(words).copied()
}

/// The words with the numbers of their guards, and each different guard once.
struct Lexicon {
    words: FxHashMap<&'static str, u16>,
    guards: Vec<Guard>,
}

static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| {
    let mut lexicon: FxHashMap<&'static str, Guard> = FxHashMap::default();
    for [class, tag, words] in rules::rows::<3>(rules::GUARDS) {
        for word in words.split('|') {
            let guard = lexicon.entry(word).or_default();
            if class == "opener" {
                guard.opener = true;
            } else if class == "doubtful" {
                guard.doubtful |= tag.is_empty();
                if !tag.is_empty() {
                    debug_assert!(guard.doubtful_in.is_none(), "{word} is doubtful in one language");
                    guard.doubtful_in = Some(tag);
                }
            } else if class == "given" {
                guard.given = true;
            } else if matches!(class, "demonym" | "adjective") {
                guard.demonym = true;
                guard.small = class == "adjective";
                guard.country = (!tag.is_empty()).then_some(tag);
            } else {
                guard.common = true;
            }
        }
    }
    for [class, to, words] in rules::rows::<3>(rules::ELEMENTS) {
        for word in words.split('|') {
            let guard = lexicon.entry(word).or_default();
            match class {
                "title" if to == "person" => guard.title = true,
                "title" => guard.title_in = Some(to),
                "eponym" => guard.eponym = true,
                "ruler" => guard.ruler = true,
                "honorific" => guard.honorific = true,
                "particle" => guard.particle = true,
                "connector" => guard.connector = true,
                "preposition" => guard.preposition = true,
                "filler" => guard.filler = true,
                "plural" => guard.plural = true,
                "needs-of" => guard.needs_of = true,
                "language" if to == ENGLISH => guard.english = true,
                "language" => guard.language = Some(to),
                "modifier" => guard.modifier = true,
                "generic" => guard.generic = true,
                "legal" => guard.legal = true,
                "capitals" => guard.legal_in_capitals = true,
                "joined" if to == "before" => guard.joined_before = true,
                "joined" => guard.joined_behind = true,
                "type" => guard.types |= bit(to),
                _ => {}
            }
        }
    }
    let mut guards = vec![NOTHING];
    let words = lexicon.into_iter().map(|(word, guard)| {
        let known = guards.iter().position(|known| *known == guard);
        let number = known.unwrap_or_else(|| {
            guards.push(guard);
            guards.len() - 1
        });
        debug_assert!(number < GUARDS, "numbers fit beside three bits");
        (word, number as u16)
    });
    let words = words.collect();
    Lexicon { words, guards }
});
