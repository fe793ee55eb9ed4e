//! Whether spelling and alias are one name, how sure that is, and by which
//! rule.

use super::options::Options;
use crate::index::Index;
use crate::report::Rule;
use crate::score::Scorer;
use crate::span::AliasId;
use crate::text::fold::fold_cased;
use crate::text::key::{Keys, PROVING, Tier, keys};
use crate::text::script::script_of;

/// Scores of the rules: the share of such matches that are right. Recorded
/// spellings are certain; the others follow the share of like pairs that are
/// one name in the project's development data.
pub(crate) mod score {
    pub(crate) const ALIAS: f64 = 1.0;
    pub(crate) const TYPOGRAPHY: f64 = 0.99;
    pub(crate) const K1: f64 = 0.96;
    pub(crate) const PARTIAL: f64 = 0.95;
    /// Vowels or consonants of the tradition differ; less for each letter.
    pub(crate) const K2: f64 = 0.93;
    /// The keys agree and little else; a candidate, not a match.
    pub(crate) const K2_FAR: f64 = 0.75;
    /// The most that letters alone can prove; less than typography.
    pub(crate) const LETTERS: f64 = 0.985;
    /// What a bearer loses to the one that the bare spelling mostly means.
    pub(crate) const LESS_USUAL: f64 = 0.02;
}

/// Below this similarity of letters, equal sound keys do not prove a name.
const SIMILAR: f64 = 0.7;

/// An alias that a spelling may stand for.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Verdict {
    pub(crate) alias: AliasId,
    pub(crate) score: f64,
    pub(crate) rule: Rule,
    /// Which of the readings without an ending is meant, from 1 on.
    pub(crate) reading: u8,
    /// Nothing else need speak for it.
    pub(crate) alone: bool,
}

impl Verdict {
    /// On a spelling as it stands.
    pub(crate) fn new(alias: AliasId, score: f64, rule: Rule) -> Self {
        Self { alias, score, rule, reading: 0, alone: false }
    }
}

/// The verdicts on a spelling whose bare words are those of some aliases.
pub(crate) fn same_words(index: &Index, aliases: &[AliasId], surface: &str) -> Vec<Verdict> {
    let mut folded = None;
    // Namesakes mostly are written alike.
    let mut known = (surface, true);
    let verdict = |&alias: &AliasId| {
        let text = index.alias(alias).text;
        if text != known.0 {
            let folded = folded.get_or_insert_with(|| fold_cased(surface));
            known = (text, surface == text || folded.text() == fold_cased(text).text());
        }
        let (rule, score) = if known.1 { (Rule::Alias, score::ALIAS) } else { (Rule::Typography, score::TYPOGRAPHY) };
        Verdict::new(alias, score, rule)
    };
    aliases.iter().map(verdict).collect()
}

/// The aliases that sound as the spelling does, most certain tier first;
/// `bare` is the spelling in bare words.
pub(crate) fn same_sound(index: &Index, keys: &Keys, bare: &str) -> Vec<Verdict> {
    let mut out: Vec<Verdict> = Vec::new();
    for &tier in PROVING {
        for alias in index.sounding(keys, &[tier]) {
            if out.iter().any(|v| v.alias == alias) {
                continue;
            }
            let other = index.alias(alias).bare();
            if index.is_never(bare, &other) {
                continue;
            }
            let other_script = script_of(bare) != script_of(&other);
            let score = match tier {
                Tier::K1 => score::K1,
                _ if other_script => score::K2,
                _ => graded(bare, &other),
            };
            let rule = if other_script { Rule::Script } else { Rule::Key };
            out.push(Verdict::new(alias, score, rule));
        }
    }
    out
}

/// Whether two spellings of equal sound also share most of their letters.
pub(crate) fn similar(a: &str, b: &str) -> bool {
    similarity(a, b) >= SIMILAR
}

/// Whether two words in bare letters are spellings of one, the other in a
/// language (ISO 639-3) that may be known.
pub(crate) fn is_like(own: &str, other: &str, lang: Option<&str>) -> bool {
    own == other
        || keys(own, lang).prove(&keys(other, lang))
        || Scorer::builtin().score(own, other) >= Options::MIN_SCORE
}

fn similarity(a: &str, b: &str) -> f64 {
    strsim::normalized_damerau_levenshtein(a, b)
}

/// Equal keys of a tradition: the more letters differ, the less certain.
fn graded(a: &str, b: &str) -> f64 {
    let similarity = similarity(a, b);
    if similarity < SIMILAR {
        return score::K2_FAR;
    }
    score::K2 - 0.1 * (1.0 - similarity)
}
