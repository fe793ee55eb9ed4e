//! The tradition a name comes from: which letters vary in it.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use super::key::Tier;
use super::rules;

/// What is known of how names of a language or country vary.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tradition {
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
    for [name, order, langs, countries] in rules::rows::<4>(rules::TRADITIONS) {
        let tier = match name {
            "vowels" => Some(Tier::K2),
            "slavic" => Some(Tier::K2S),
            _ => None,
        };
        for code in langs.split(' ').chain(countries.split(' ')) {
            table.insert(code, Tradition { tier, family_first: order == "family" });
        }
    }
    table
});
