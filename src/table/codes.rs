//! The codes of countries and languages that tables may have.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use crate::text::rules;

/// What `codes.tsv` says of each code of a sort.
static CODES: LazyLock<FxHashMap<(&str, &str), &str>> =
    LazyLock::new(|| rules::rows::<3>(rules::CODES).map(|[sort, code, meant]| ((sort, code), meant)).collect());

/// Whether this is a code of ISO 3166-1 alpha-2, or XK.
pub(super) fn is_country(code: &str) -> bool {
    CODES.contains_key(&("country", code))
}

/// The code of ISO 3166-1 alpha-2 that a country is meant by: itself, its small
/// letters, or its code of three letters.
pub(crate) fn country_meant(written: &str) -> Option<String> {
    let upper = written.to_ascii_uppercase();
    if is_country(&upper) {
        return Some(upper);
    }
    CODES.get(&("meant-country", &upper[..])).map(|code| (*code).to_owned())
}

/// Whether this is a code of ISO 639-3.
pub(super) fn is_lang(code: &str) -> bool {
    let Some((first, rest)) = code.split_at_checked(1).filter(|_| code.len() == 3) else { return false };
    CODES.get(&("langs", first)).is_some_and(|codes| codes.split(' ').any(|code| code == rest))
}

/// The code of ISO 639-3 of a language by its code of ISO 639-1, -2 or -3, in small
/// letters or capitals; nothing when it is none.
///
/// # Examples
///
/// ```
/// use canonym::table::codes::lang_meant;
///
/// assert_eq!(lang_meant("ru").as_deref(), Some("rus"));
/// assert_eq!(lang_meant("TGK").as_deref(), Some("tgk"));
/// assert_eq!(lang_meant("xx"), None);
/// ```
pub fn lang_meant(written: &str) -> Option<String> {
    let lower = written.to_ascii_lowercase();
    let known = CODES.get(&("meant-lang", &lower[..])).map(|code| (*code).to_owned());
    known.or_else(|| is_lang(&lower).then_some(lower))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_told_from_what_is_written_for_them() {
        assert!(is_country("TJ") && is_country("XK") && !is_country("UK") && !is_country("XX"));
        let country = |written| country_meant(written).unwrap_or_default();
        assert_eq!(["tj", "UK", "TJK", "QQ"].map(country), ["TJ", "GB", "TJ", ""]);
        let lang = |written| lang_meant(written).unwrap_or_default();
        assert_eq!(["tg", "per", "TGK", "xx"].map(lang), ["tgk", "fas", "tgk", ""]);
        assert!(is_lang("tgk") && !is_lang("zzz") && !is_lang("tg"));
    }
}
