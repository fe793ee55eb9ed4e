//! Surnames that tell by their endings whether they are a man's or a woman's,
//! by `genders.tsv`.

use std::sync::LazyLock;

use super::guard::guard;
use super::rules;
use super::token::bare_words;

/// Whose a surname is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gender {
    /// As in *Karimov*.
    Man,
    /// As in *Karimova*.
    Woman,
}

static ENDINGS: LazyLock<Vec<(String, Gender)>> = LazyLock::new(|| {
    let gender = |cell: &str| if cell == "f" { Gender::Woman } else { Gender::Man };
    rules::rows(rules::GENDERS).map(|[ending, cell]| (bare_words(ending).concat(), gender(cell))).collect()
});

/// Letters of a surname before its ending.
const STEM: usize = 2;

/// Whose a word is as a surname, in bare letters; nothing when it does not tell.
///
/// # Examples
///
/// ```
/// use canonym::text::gender::{Gender, gender};
///
/// assert_eq!(gender("karimov"), Some(Gender::Man));
/// assert_eq!(gender("karimova"), Some(Gender::Woman));
/// assert_eq!(gender("karim"), None);
/// ```
pub fn gender(word: &str) -> Option<Gender> {
    let is_stem = |stem: &str| stem.chars().nth(STEM - 1).is_some();
    let ends = |(ending, _): &&(String, Gender)| word.strip_suffix(ending.as_str()).is_some_and(is_stem);
    ENDINGS.iter().find(ends).map(|(_, gender)| *gender)
}

/// The same of a name in bare words that is a surname with titles and initials
/// at most; nothing of one that has given names, too.
pub(crate) fn gender_alone(bare: &str) -> Option<Gender> {
    let mut words = bare.split(' ').filter(|word| word.chars().nth(INITIAL).is_some() && !guard(word).title);
    let surname = words.next()?;
    gender(surname).filter(|_| words.next().is_none())
}

/// Letters of an initial at most: *Sh.*
const INITIAL: usize = 2;

/// Whether two surnames that stand alone are, by their endings, of a man and of
/// a woman.
pub(crate) fn are_apart(a: &str, b: &str) -> bool {
    let [a, b] = [a, b].map(gender_alone);
    a.is_some() && b.is_some() && a != b
}
