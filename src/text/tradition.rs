//! The tradition a name comes from: which letters vary in it.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use super::key::Tier;
use super::rules;

/// The traditions that have costs of their own, in the order of the columns
/// of `costs.tsv`.
pub const TRADITIONS: [&str; 6] = ["arabic", "persian", "turkic", "slavic", "western", "other"];

/// What is known of how names of a language or country vary.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tradition {
    /// Which of [`TRADITIONS`] it is.
    pub column: Option<u8>,
    /// The key below K1 that proves two spellings to be one name.
    pub tier: Option<Tier>,
    /// The family name stands first.
    pub family_first: bool,
}

/// The tradition of a name by its languages (ISO 639-3), else by its country
/// (ISO 3166-1 alpha-2); nothing known otherwise.
///
/// # Examples
///
/// ```
/// use canonym::text::key::Tier;
/// use canonym::text::tradition::tradition;
///
/// assert_eq!(tradition(&["tgk"], None).tier, Some(Tier::K2));
/// assert_eq!(tradition::<&str>(&[], Some("RU")).tier, Some(Tier::K2S));
/// assert!(tradition(&["zho"], None).family_first);
/// ```
pub fn tradition<S: AsRef<str>>(langs: &[S], country: Option<&str>) -> Tradition {
    let known = langs.iter().find_map(|lang| TABLE.get(lang.as_ref()));
    known.or_else(|| if langs.is_empty() { TABLE.get(country?) } else { None }).copied().unwrap_or_default()
}

static TABLE: LazyLock<FxHashMap<&'static str, Tradition>> = LazyLock::new(|| {
    let mut table = FxHashMap::default();
    for [costs, keys, order, langs, countries] in rules::rows::<5>(rules::TRADITIONS) {
        let tier = match keys {
            "vowels" => Some(Tier::K2),
            "slavic" => Some(Tier::K2S),
            _ => None,
        };
        let column = TRADITIONS.iter().position(|name| *name == costs);
        for code in langs.split(' ').chain(countries.split(' ')) {
            table.insert(code, Tradition { column: column.map(|at| at as u8), tier, family_first: order == "family" });
        }
    }
    table
});
