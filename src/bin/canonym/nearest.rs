//! Which of some words was meant by one that is none of them.

use canonym::score::Scorer;

/// Words that are less alike are not meant.
const ALIKE: f64 = 0.3;

/// The question whether the nearest of some words was meant, and a blank;
/// nothing when none is near.
pub(crate) fn meant<'w>(written: &str, words: impl Iterator<Item = &'w str>) -> String {
    nearest(written, words).map_or(String::new(), |meant| format!("did you mean `{meant}`? "))
}

/// The word that is most like one that somebody wrote, if any is.
pub(crate) fn nearest<'w>(written: &str, words: impl Iterator<Item = &'w str>) -> Option<&'w str> {
    let plain = |word: &str| word.to_lowercase().replace(['_', '-', '/'], " ");
    let scored = words.map(|word| (Scorer::builtin().score(&plain(written), &plain(word)), word));
    scored.filter(|(score, _)| *score >= ALIKE).max_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, word)| word)
}
